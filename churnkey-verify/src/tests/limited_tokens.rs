//! A token with limited rights: the integration knows it and answers 403. What it may not do is skipped, and is not a
//! fault.

use churnkey_runtime::{Integration, Mode, Token};
use serde_json::json;

use super::everything::Everything;
use super::guard::{TOKEN, integration, recording};
use crate::fault::Severity;
use crate::report::{Report, Verdict};
use crate::transport::{Request, Response};
use crate::{CannotRun, Verifier};

fn forbidden() -> Response {
    Response::of_json(403, &json!({ "code": 403, "message": "this token is read-only" }))
}

fn has_the_token(request: &Request) -> bool {
    request.headers.iter().any(|(_, value)| *value == format!("Bearer {TOKEN}"))
}

/// A run that may write, against an integration that forbids some requests.
async fn verify(
    mode: Mode,
    forbids: impl Fn(&Request) -> bool + Send + Sync + 'static,
) -> Result<Report, CannotRun> {
    let (transport, _) = recording(&integration(), move |request| {
        (has_the_token(request) && forbids(request)).then(forbidden)
    });
    let verifier = Verifier::new(TOKEN).mode(mode).customer("u_1").write("s_1");
    verifier.force_live_writes().verify_through(&transport).await
}

#[track_caller]
fn assert_actions_are_not_run(report: &Report) {
    report.assert_passed();
    assert_eq!(report.count(Severity::Warning), 0, "{report}");
    for outcome in report.outcomes.iter().filter(|outcome| outcome.check.id.starts_with("write.")) {
        assert_eq!(outcome.severity, Severity::Skipped, "{}", outcome.check.id);
        assert_eq!(outcome.got, "the token is known, but may not be used for actions (403)");
    }
    let is_skipped = |id: &str| report.outcomes.iter().any(|outcome| outcome.check.id == id);
    assert!(is_skipped("write.cancel") && is_skipped("write.refused"), "{report}");
}

#[actix_web::test]
async fn a_token_that_may_only_read_leaves_the_actions_out() {
    let is_action = |request: &Request| request.method == "POST";
    assert_actions_are_not_run(&verify(Mode::Test, is_action).await.unwrap());
}

/// As in the runtime, which answers an unknown action with 404.
#[actix_web::test]
async fn so_it_does_if_it_is_refused_after_routing() {
    let is_known_action =
        |request: &Request| request.method == "POST" && !request.path.contains("ck-verify");
    assert_actions_are_not_run(&verify(Mode::Test, is_known_action).await.unwrap());
}

#[actix_web::test]
async fn a_token_for_test_mode_alone_is_not_run_in_live_mode() {
    let is_live = |request: &Request| {
        request.headers.contains(&("x-churnkey-mode".to_owned(), "live".to_owned()))
    };
    let report = verify(Mode::Live, is_live).await.unwrap();
    assert_eq!(report.verdict(), Verdict::NotRun, "{report}");
    assert!(!report.passed());
    assert_eq!(report.outcomes.len(), 1, "{report}");
    assert!(report.to_string().contains("may not read live data (403)"), "{report}");
    assert!(report.to_string().contains("\nnot run: 0 failed, "), "{report}");
    verify(Mode::Test, is_live).await.unwrap().assert_passed();
}

/// 403 for every token says nothing about this one.
#[actix_web::test]
async fn an_integration_that_answers_403_to_every_token_refuses_the_right_one() {
    let (transport, _) = recording(&integration(), |_| Some(forbidden()));
    let report = Verifier::new(TOKEN).verify_through(&transport).await.unwrap();
    assert_eq!(report.verdict(), Verdict::Failed, "{report}");
    assert_eq!(report.outcomes[0].check.id, "auth.right");
}

/// The runtime has such tokens.
#[actix_web::test]
async fn the_tokens_of_the_runtime_are_understood() {
    let run = async |token: Token, mode: Mode| {
        let integration = Integration::builder(Everything::new()).token(token).build().unwrap();
        let verifier = Verifier::new(TOKEN).mode(mode).customer("u_1").write("s_1");
        verifier.force_live_writes().verify(&integration).await
    };
    let reading = || Token::named("monitoring", TOKEN).read_only();
    assert_actions_are_not_run(&run(reading(), Mode::Test).await);
    assert_actions_are_not_run(&run(reading(), Mode::Live).await);
    let testing = || Token::named("staging", TOKEN).test_only();
    assert_eq!(run(testing(), Mode::Live).await.verdict(), Verdict::NotRun);
    run(testing(), Mode::Test).await.assert_passed();
}
