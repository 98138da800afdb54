//! What a method learns of the request that it is called for.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::rt::time::{sleep, timeout};
use actix_web::{rt, web};
use churnkey::chrono::Utc;
use churnkey::{ContextRequest, Integration, Mode, RequestInfo, Token};

use crate::client::{TOKEN, post, request, send};
use crate::merchant::{Answered, Call, Desk, Shop};

/// Keeps what each call knows of its request, before and after it waits.
#[derive(Default)]
struct Register(Mutex<Vec<Option<RequestInfo>>>);

impl Register {
    fn keep(&self) {
        self.0.lock().unwrap().push(RequestInfo::current());
    }

    fn kept(&self) -> Vec<Option<RequestInfo>> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Desk for Register {
    fn take(&self, _: Call) -> Answered<'_> {
        Box::pin(async move {
            self.keep();
            sleep(Duration::from_millis(20)).await;
            self.keep();
            Ok(())
        })
    }
}

fn shop() -> (Arc<Register>, Integration) {
    let register = Arc::new(Register::default());
    let token = Token::named("churnkey-2026", TOKEN);
    let shop = Shop::behind(Arc::clone(&register) as Arc<dyn Desk>);
    (register, Integration::builder(shop).token(token).build().unwrap())
}

const CANCEL: (&str, &str) = (
    "/churnkey/actions/customer/cancel",
    r#"{"customerId": "u_1", "scheduledAt": "end-of-period"}"#,
);

#[actix_web::test]
async fn reads_and_actions_know_the_request_that_they_are_called_for() {
    let (register, integration) = shop();
    let peer = SocketAddr::from((Ipv4Addr::new(203, 0, 113, 9), 4711));
    let (cancel, body) = CANCEL;
    for request in
        [request("GET", "/churnkey/customers/u_1"), request("POST", cancel).set_payload(body)]
    {
        let before = Utc::now();
        let request = request.insert_header(("x-churnkey-mode", "test")).peer_addr(peer);
        let answer = send(&integration, request).await;
        assert_eq!(answer.status, 200);
        let kept = register.kept();
        assert_eq!(kept.len(), 2, "before it waited, and after");
        for info in kept {
            let info = info.unwrap();
            assert_eq!(Some(info.request_id()), answer.header("x-request-id"));
            assert_eq!(info.mode(), Mode::Test);
            assert_eq!(info.token_name(), Some("churnkey-2026"));
            assert_eq!(info.peer_addr(), Some(peer));
            let (came, before) = (info.received_at(), before.timestamp_millis());
            assert!((before..=Utc::now().timestamp_millis()).contains(&came.timestamp_millis()));
        }
    }
    assert!(RequestInfo::current().is_none());
}

#[actix_web::test]
async fn the_id_is_the_clients_own_and_a_token_need_not_have_a_name() {
    let register = Arc::new(Register::default());
    let integration = Shop::behind(Arc::clone(&register) as Arc<dyn Desk>).integration();
    let given = request("GET", "/churnkey/customers/u_1").insert_header(("x-request-id", "req_7"));
    send(&integration, given).await;
    let info = register.kept().remove(0).unwrap();
    assert_eq!((info.request_id(), info.token_name()), ("req_7", None));
    assert_eq!(info.mode(), Mode::Live);
    let shown = format!("{info:?}");
    assert!(shown.contains("req_7") && !shown.contains(TOKEN), "{shown}");
}

#[actix_web::test]
async fn it_holds_in_an_action_that_goes_on_after_its_client() {
    let (register, integration) = shop();
    let (path, body) = CANCEL;
    let gone = timeout(Duration::from_millis(5), post(&integration, path, body)).await;
    assert!(gone.is_err(), "the client went away");
    for _ in 0..100 {
        if register.0.lock().unwrap().len() == 2 {
            break;
        }
        sleep(Duration::from_millis(10)).await;
    }
    let ids: Vec<_> =
        register.kept().into_iter().map(|info| info.unwrap().request_id().to_owned()).collect();
    assert_eq!(ids.len(), 2, "it went on");
    assert_eq!(ids[0], ids[1]);
}

#[actix_web::test]
async fn requests_at_once_are_not_mixed_up() {
    let (register, integration) = shop();
    let ask = |id: &'static str| {
        send(
            &integration,
            request("GET", "/churnkey/customers/u_1").insert_header(("x-request-id", id)),
        )
    };
    let others = ["a", "b", "c"].map(|id| {
        let (integration, register) = (integration.clone(), Arc::clone(&register));
        rt::spawn(async move {
            let given =
                request("GET", "/churnkey/customers/u_1").insert_header(("x-request-id", id));
            send(&integration, given).await;
            drop(register);
        })
    });
    ask("d").await;
    for other in others {
        other.await.unwrap();
    }
    let mut ids: Vec<_> =
        register.kept().into_iter().map(|info| info.unwrap().request_id().to_owned()).collect();
    ids.sort();
    assert_eq!(ids, ["a", "a", "b", "b", "c", "c", "d", "d"]);
}

/// Asks on another thread, and in a task of its own.
struct Elsewhere;

impl Desk for Elsewhere {
    fn take(&self, _: Call) -> Answered<'_> {
        Box::pin(async {
            let taken_before = RequestInfo::current();
            let moved = web::block(move || {
                (RequestInfo::current().is_none(), taken_before.unwrap().request_id().to_owned())
            });
            assert_eq!(moved.await.unwrap(), (true, "req_7".to_owned()));
            let task = rt::spawn(async { RequestInfo::current().is_none() });
            assert!(task.await.unwrap());
            assert!(RequestInfo::current().is_some(), "and here it is as before");
            Ok(())
        })
    }
}

#[actix_web::test]
async fn there_is_none_on_other_threads_and_in_other_tasks() {
    let integration = Shop::behind(Arc::new(Elsewhere)).integration();
    let given = request("GET", "/churnkey/customers/u_1").insert_header(("x-request-id", "req_7"));
    assert_eq!(send(&integration, given).await.status, 200);
}

#[actix_web::test]
async fn the_making_of_a_context_and_the_answer_to_an_error_know_it_too() {
    let integration = Integration::per_request(async |request: &ContextRequest| {
        let current = RequestInfo::current().unwrap();
        assert_eq!(current.request_id(), request.info().request_id());
        assert_eq!(request.info().token_name(), Some("churnkey-2026"));
        if request.mode() == Mode::Test {
            return Err(std::io::Error::other("no test data").into());
        }
        Ok(Shop::default())
    })
    .map_error(|_: &std::io::Error| {
        let id = RequestInfo::current().unwrap().request_id().to_owned();
        Some(churnkey::Error::new(503, format!("ask again, and name {id}")))
    })
    .token(Token::named("churnkey-2026", TOKEN))
    .build()
    .unwrap();
    let ask = || request("GET", "/churnkey/customers/u_1").insert_header(("x-request-id", "req_7"));
    assert_eq!(send(&integration, ask()).await.status, 200);
    let test = ask().insert_header(("x-churnkey-mode", "test"));
    assert_eq!(send(&integration, test).await.error(503), "ask again, and name req_7");
}
