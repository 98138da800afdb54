//! What a comparison does to the two integrations, and what it makes of data that is in use. The fields that it finds are
//! tried over HTTP, against an integration in another language (`tests/interop`).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};
use std::time::{Duration, Instant};

use churnkey_runtime::Integration;
use serde_json::json;

use super::everything::Everything;
use super::guard::TOKEN;
use crate::comparison::{CannotCompare, Comparison, ComparisonVerdict, Side};
use crate::transport::{Failure, Request, Response, Transport};

/// Both have the same data.
static SHOP: LazyLock<Everything> = LazyLock::new(Everything::new);

type Answer = Result<Response, Failure>;

/// The merchant with everything, with other answers to some requests; and how many it got.
fn side(
    other: impl Fn(usize, &Request) -> Option<Answer> + Send + Sync + 'static,
) -> (Side, Arc<AtomicUsize>) {
    let integration = Integration::builder(SHOP.clone()).token(TOKEN).build().unwrap();
    let direct = Transport::in_process(&integration, Duration::from_secs(10));
    let requests = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&requests);
    let transport = Transport::custom(move |request| {
        let instead = other(count.fetch_add(1, Ordering::Relaxed), &request);
        let direct = direct.clone();
        async move {
            match instead {
                Some(answer) => answer,
                None => direct.send(request).await,
            }
        }
    });
    (Side::new(transport, TOKEN), requests)
}

fn plain() -> Side {
    side(|_, _| None).0
}

fn comparison(old: Side, new: Side) -> Comparison {
    Comparison::new(old, new).rate(100_000.0)
}

fn fields(report: &crate::comparison::ComparisonReport) -> Vec<(&str, &str)> {
    report.differences().map(|(of, field)| (&*of.endpoint, &*field.field)).collect()
}

#[actix_web::test]
async fn each_of_the_two_gets_no_more_requests_a_second_than_asked_for() {
    let ((old, of_old), (new, of_new)) = (side(|_, _| None), side(|_, _| None));
    let begun = Instant::now();
    let report = Comparison::new(old, new).rate(100.0).run().await.unwrap();
    let elapsed = begun.elapsed();
    assert!(report.is_same(), "{report}");
    let [old, new] = [of_old, of_new].map(|count| count.load(Ordering::Relaxed));
    assert_eq!(report.requests, old + new);
    assert!(old > 20 && new > 20, "{report}");
    let most = u32::try_from(old.max(new)).unwrap();
    assert!(elapsed >= Duration::from_millis(10) * (most - 1), "{most} requests in {elapsed:?}");
}

#[actix_web::test]
async fn an_answer_that_is_to_come_later_is_waited_for() {
    let (new, _) = side(|at, _| {
        (at % 5 == 1).then(|| {
            let mut later = Response::of_json(429, &json!({ "code": 429, "message": "later" }));
            later.retry_after = Some(Duration::from_millis(1));
            Ok(later)
        })
    });
    let report = comparison(plain(), new).run().await.unwrap();
    assert!(report.is_same(), "{report}");
}

#[actix_web::test]
async fn what_differs_only_for_a_moment_does_not_count() {
    let (seen, price) = (AtomicUsize::new(0), "/prices/p_1");
    let (new, _) = side(move |_, request| {
        let is_first = request.path == price && seen.fetch_add(1, Ordering::Relaxed) == 0;
        is_first.then(|| Ok(Response::of_json(404, &json!({ "code": 404, "message": "gone" }))))
    });
    let report = comparison(plain(), new).run().await.unwrap();
    assert!(report.is_same(), "{report}");
    // And for longer, it does.
    let (new, _) = side(move |_, request| {
        (request.path == price)
            .then(|| Ok(Response::of_json(404, &json!({ "code": 404, "message": "gone" }))))
    });
    let report = comparison(plain(), new).run().await.unwrap();
    assert_eq!(fields(&report), [("GET /churnkey/prices/:id", "HTTP status")], "{report}");
}

#[actix_web::test]
async fn a_list_that_never_ends_is_a_difference_unless_neither_ends() {
    let endless = |_: usize, request: &Request| {
        let page = json!({ "data": [], "next": "1" });
        request.path.starts_with("/coupons?").then(|| Ok(Response::of_json(200, &page)))
    };
    let report = comparison(side(endless).0, side(endless).0).run().await.unwrap();
    assert_eq!(report.verdict, ComparisonVerdict::Unfinished, "{report}");
    assert_eq!(report.unfinished.len(), 1, "{report}");
    assert!(report.unfinished[0].starts_with("some of GET /churnkey/coupons: "), "{report}");
    let report = comparison(plain(), side(endless).0).run().await.unwrap();
    assert!(fields(&report).contains(&("GET /churnkey/coupons", "next")), "{report}");
}

#[actix_web::test]
async fn an_integration_that_goes_away_ends_the_run() {
    let gone = |at: usize, _: &Request| {
        (at >= 10).then(|| Err(Failure::Connection("connection refused".to_owned())))
    };
    let (new, requests) = side(gone);
    let report = comparison(plain(), new).run().await.unwrap();
    assert_eq!(report.unfinished, ["the rest: the new integration no longer answers"]);
    assert!(requests.load(Ordering::Relaxed) <= 10 + 5);
}

#[actix_web::test]
async fn what_cannot_begin_says_which_of_the_two_and_why() {
    let answers = |answer: fn() -> Answer| side(move |_, _| Some(answer())).0;
    let refused = || Ok(Response::of_json(401, &json!({ "code": 401, "message": "no" })));
    let cannot = comparison(answers(refused), plain()).run().await.unwrap_err();
    assert_eq!(cannot.to_string(), "the old integration refuses its token with 401");
    let none = || Ok(Response::of_json(200, &json!([])));
    let cannot = comparison(plain(), answers(none)).run().await.unwrap_err();
    assert!(
        cannot.to_string().starts_with("the new integration has no readable manifest"),
        "{cannot}"
    );
    let silent = || Err(Failure::TimedOut);
    let cannot = comparison(plain(), answers(silent)).run().await.unwrap_err();
    assert!(matches!(cannot, CannotCompare::Unreachable { .. }), "{cannot}");
    for rate in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        let cannot = Comparison::new(plain(), plain()).rate(rate).run().await.unwrap_err();
        assert!(matches!(cannot, CannotCompare::Setting(_)), "{cannot}");
    }
}

/// Its methods need not be called for a write: only reads are sent.
#[actix_web::test]
async fn only_reads_are_sent() {
    let (new, _) = side(|_, request| {
        assert_eq!((request.method, &request.body), ("GET", &None));
        None
    });
    assert!(comparison(plain(), new).run().await.unwrap().is_same());
}
