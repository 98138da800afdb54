use std::error::Error as StdError;

use actix_web::dev::Service as _;
use actix_web::test::{call_service, init_service};
use churnkey::Error;

use crate::client::{get, post, request};
use crate::merchant::Shop;
use crate::own_errors::{BillingError, Books, ask};

/// Each endpoint whose id decides how the call ends.
const READS: &[&str] = &[
    "/churnkey/customers/",
    "/churnkey/customers/email/",
    "/churnkey/customers/phone/",
    "/churnkey/customers/u_1/subscriptions/",
    "/churnkey/prices/",
    "/churnkey/coupons/",
    "/churnkey/products/",
    "/churnkey/families/",
];

fn actions(id: &str) -> Vec<(&'static str, String)> {
    let duration = r#""duration": {"amount": 1, "unit": "month"}"#;
    let (customer, subscription) = (
        format!(r#""customerId": "{id}""#),
        format!(r#""customerId": "u_1", "subscriptionId": "{id}""#),
    );
    vec![
        ("subscription/cancel", format!(r#"{{{subscription}, "scheduledAt": "immediate"}}"#)),
        ("customer/cancel", format!(r#"{{{customer}, "scheduledAt": "immediate"}}"#)),
        (
            "subscription/pause",
            format!(r#"{{{subscription}, "startAt": "immediate", {duration}}}"#),
        ),
        ("customer/pause", format!(r#"{{{customer}, "startAt": "immediate", {duration}}}"#)),
        ("subscription/apply-coupon", format!(r#"{{{subscription}, "coupon": "c_1"}}"#)),
        (
            "subscription/change-price",
            format!(r#"{{{subscription}, "price": "p_1", "scheduledAt": "immediate"}}"#),
        ),
        ("subscription/extend-trial", format!("{{{subscription}, {duration}}}")),
    ]
}

#[actix_web::test]
async fn a_merchants_404_is_answered_as_it_was_written() {
    let integration = Shop::default().integration();
    for path in READS {
        assert_eq!(
            get(&integration, &format!("{path}missing")).await.error(404),
            "it does not exist"
        );
    }
    for (path, body) in actions("missing") {
        let path = format!("/churnkey/actions/{path}");
        assert_eq!(post(&integration, &path, body).await.error(404), "it does not exist");
    }
}

#[actix_web::test]
async fn an_internal_error_tells_its_request_id_and_nothing_else() {
    let integration = Shop::default().integration();
    let mut answers = Vec::new();
    for path in READS {
        answers.push(get(&integration, &format!("{path}broken")).await);
    }
    for (path, body) in actions("broken") {
        answers.push(post(&integration, &format!("/churnkey/actions/{path}"), body).await);
    }
    for answer in answers {
        let id = answer.header("x-request-id").unwrap().to_owned();
        assert_eq!(answer.error(500), format!("internal error (request {id})"));
    }
}

#[actix_web::test]
async fn a_panic_is_a_500_for_that_request_and_the_next_one_is_served() {
    let integration = Shop::default().integration();
    for path in READS {
        let message = get(&integration, &format!("{path}panic")).await.error(500);
        assert!(message.starts_with("internal error (request "), "{message}");
    }
    for (path, body) in actions("panic") {
        post(&integration, &format!("/churnkey/actions/{path}"), body).await.error(500);
    }
    assert_eq!(get(&integration, "/churnkey/customers/u_1").await.status, 200);
}

#[actix_web::test]
async fn each_request_has_an_id_of_its_own() {
    let integration = Shop::default().integration();
    let first = get(&integration, "/churnkey/customers/u_1").await;
    let second = get(&integration, "/churnkey/customers/u_1").await;
    assert_ne!(first.header("x-request-id").unwrap(), second.header("x-request-id").unwrap());
}

#[test]
fn a_code_that_is_no_error_status_becomes_internal() {
    for code in [0, 42, 200, 302, 399, 600] {
        let error = Error::new(code, "looks fine");
        assert_eq!((error.code(), error.message()), (500, "internal error"), "{code}");
    }
    assert_eq!(Error::new(409, "already paused").code(), 409);
    assert_eq!(Error::new(503, "try later").message(), "try later");
}

#[test]
fn a_reason_and_an_internal_error_take_what_the_question_mark_takes() {
    fn reports() -> churnkey::Result<()> {
        Err(anyhow::anyhow!("a report"))?
    }
    fn eyre_reports() -> churnkey::Result<()> {
        Err(eyre::eyre!("a report"))?
    }
    fn boxes() -> churnkey::Result<()> {
        Err(Box::<dyn StdError + Send + Sync>::from("a box"))?
    }
    for error in [reports(), eyre_reports(), boxes()].map(Result::unwrap_err) {
        assert_eq!((error.code(), error.message()), (500, "internal error"), "{error:?}");
        assert!(error.source().is_some());
    }
    let errors = [
        Error::internal(anyhow::anyhow!("why")),
        Error::internal("why"),
        Error::bad_request("no").because(eyre::eyre!("why")),
        Error::bad_request("no").because(String::from("why")),
    ];
    for error in errors {
        assert_eq!(error.causes().unwrap().to_string(), "why");
    }
}

#[test]
fn a_message_may_be_borrowed_for_the_call_alone() {
    let id = churnkey::models::CustomerId::new("u_2");
    let error = Error::not_found(id.as_str());
    drop(id);
    assert_eq!(error.message(), "u_2");
}

#[actix_web::test]
async fn an_error_may_say_when_to_come_back() {
    let moving = churnkey::Integration::per_request(
        async |_: &churnkey::ContextRequest| -> churnkey::Result<Shop> {
            Err(Error::new(503, "the data are being moved").retry_after(120))
        },
    );
    let integration = moving.token(crate::client::TOKEN).build().unwrap();
    let answer = get(&integration, "/churnkey/customers/u_1").await;
    assert_eq!(answer.error(503), "the data are being moved");
    assert_eq!(answer.header("retry-after"), Some("120"));
}

#[actix_web::test]
async fn a_reason_is_never_sent() {
    for error in [
        || Error::new(409, "already paused").because("the pause of May"),
        || Error::new(503, "try later").because(BillingError::Busy),
    ] {
        let written = error();
        assert_eq!(
            ask(Books::failing(error)).await.error(written.code()),
            written.message(),
            "as without a reason"
        );
    }
    let internal = || Error::internal(BillingError::Corrupt).because("no backup");
    let message = ask(Books::failing(internal)).await.error(500);
    assert!(message.starts_with("internal error (request "), "{message}");
}

#[test]
fn a_reason_stands_before_what_was_there() {
    let error =
        Error::internal(BillingError::Corrupt).because("the import failed").because("a job");
    assert_eq!(
        format!("{error:#}"),
        "500: internal error: a job: the import failed: the ledger is corrupt"
    );
    assert_eq!(error.to_string(), "500: internal error");
}

#[test]
fn it_leaves_by_the_question_mark_into_a_box_with_its_cause() {
    fn job() -> Result<(), Box<dyn StdError>> {
        Err(Error::new(502, "the bank does not answer").because(BillingError::Busy))?
    }
    let error = job().unwrap_err();
    assert_eq!(error.to_string(), "502: the bank does not answer");
    // What `main` prints.
    assert_eq!(format!("{error:?}"), "502: the bank does not answer: the ledger is locked");
    let cause = error.source().and_then(|source| source.downcast_ref());
    assert!(matches!(cause, Some(BillingError::Busy)));
}

#[actix_web::test]
async fn a_middleware_of_the_merchants_sees_why() {
    let integration = Books::failing(|| Error::internal(BillingError::Corrupt)).build().unwrap();
    let app = actix_web::App::new().configure(|config| integration.configure(config));
    let service = init_service(app.wrap_fn(|request, service| {
        let answer = service.call(request);
        async {
            let answer = answer.await?;
            let extensions = answer.response().extensions();
            let error = extensions.get::<Error>().expect("the error of the answer");
            assert_eq!(format!("{error:#}"), "500: internal error: the ledger is corrupt");
            drop(extensions);
            Ok(answer)
        }
    }))
    .await;
    let answer = call_service(&service, request("GET", "/churnkey/customers/u_1").to_request());
    assert_eq!(answer.await.status(), 500);
}
