use std::panic::AssertUnwindSafe;
use std::time::SystemTime;

use actix_web::rt::task::yield_now;
use futures_util::FutureExt as _;
use futures_util::future::join;

use super::RequestInfo;
use crate::module::mode::Mode;
use crate::module::request_id::RequestId;

fn info(id: &'static str) -> RequestInfo {
    let id = RequestId::Given(id.parse().unwrap());
    RequestInfo::new(&id, SystemTime::now(), Mode::Live, None, None)
}

fn current() -> Option<String> {
    RequestInfo::current().map(|info| info.request_id().to_owned())
}

#[test]
fn it_can_be_sent_and_cloned() {
    fn anywhere<T: Send + Sync + Clone + 'static>() {}
    anywhere::<RequestInfo>();
}

#[actix_web::test]
async fn each_of_two_requests_on_one_thread_sees_itself() {
    let work = |id| {
        info(id).within(Box::pin(async move {
            for _ in 0..3 {
                assert_eq!(current().as_deref(), Some(id));
                yield_now().await;
            }
        }))
    };
    join(work("a"), work("b")).await;
    assert_eq!(current(), None);
}

#[actix_web::test]
async fn the_outer_request_is_current_again_after_an_inner_one() {
    let inner = info("inner").within(Box::pin(async { current() }));
    let outer = info("outer").within(Box::pin(async {
        assert_eq!(inner.await.as_deref(), Some("inner"));
        current()
    }));
    assert_eq!(outer.await.as_deref(), Some("outer"));
}

#[actix_web::test]
async fn neither_a_panic_nor_a_drop_halfway_leaves_it_behind() {
    let panics = info("a").within(Box::pin(async { panic!("a bug") }));
    assert!(AssertUnwindSafe(panics).catch_unwind().await.is_err());
    assert_eq!(current(), None);

    let mut hangs = Box::pin(info("b").within(Box::pin(std::future::pending::<()>())));
    assert!(hangs.as_mut().now_or_never().is_none());
    assert_eq!(current(), None);
    drop(hangs);
    assert_eq!(current(), None);
}
