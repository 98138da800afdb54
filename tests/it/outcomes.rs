//! What is told of an action that nobody waited for.

use std::time::Duration;

use actix_web::rt::time::{sleep, timeout};
use churnkey::Integration;

use crate::client::{TOKEN, post};
use crate::logs::{collect, event, logged};
use crate::merchant::Shop;

const CANCEL_ALL: &str = "/churnkey/actions/customer/cancel";
const PATIENCE: Duration = Duration::from_millis(20);

fn cancel(customer: &str) -> String {
    format!(r#"{{"customerId": "{customer}", "scheduledAt": "immediate"}}"#)
}

fn integration(request_timeout: Duration) -> Integration {
    let builder = Integration::builder(Shop::default()).token(TOKEN);
    builder.request_timeout(request_timeout).build().unwrap()
}

/// Each way in which it may end, with what the log says.
const ENDS: [(&str, &str, &str); 4] = [
    ("slow_100", "INFO", r#"outcome="done" elapsed_us="#),
    ("missing_later", "INFO", r#"outcome="refused" code=404 elapsed_us="#),
    (
        "broken_later",
        "ERROR",
        r#"outcome="failed" code=500 cause=password of the database: hunter2 "#,
    ),
    (
        "panic_later",
        "ERROR",
        r#"outcome="panicked" code=500 cause=a method of the merchant's panicked "#,
    ),
];

#[actix_web::test]
async fn what_became_of_an_action_out_of_time_is_logged_in_its_request() {
    for (customer, level, told) in ENDS {
        collect();
        let answer = post(&integration(PATIENCE), CANCEL_ALL, cancel(customer)).await;
        answer.error(504);
        sleep(Duration::from_millis(200)).await;
        let line = event(level, "an unattended action ended");
        assert!(line.contains(told), "{customer}: {line}");
        let id = format!("request_id={}", answer.header("x-request-id").unwrap());
        assert!(line.contains(&id), "{id} in {line}");
        assert!(line.contains("endpoint=\"handle_all\"") && line.contains("status=504"), "{line}");
    }
}

#[actix_web::test]
async fn what_became_of_an_action_whose_client_left_is_logged_too() {
    for (customer, level, told) in ENDS {
        collect();
        let integration = integration(Duration::from_secs(30));
        let gone = timeout(PATIENCE, post(&integration, CANCEL_ALL, cancel(customer))).await;
        assert!(gone.is_err(), "the client went away");
        sleep(Duration::from_millis(200)).await;
        let line = event(level, "an unattended action ended");
        assert!(line.contains(told), "{customer}: {line}");
    }
}

#[actix_web::test]
async fn of_an_action_whose_client_was_answered_nothing_more_is_told() {
    for (customer, _, _) in ENDS {
        collect();
        post(&integration(Duration::from_secs(30)), CANCEL_ALL, cancel(customer)).await;
        sleep(Duration::from_millis(20)).await;
        let text = logged();
        assert!(text.contains(": answered"), "{text}");
        assert!(!text.contains("unattended"), "{text}");
    }
}

#[actix_web::test]
async fn an_action_that_hangs_is_an_error_and_its_end_is_told() {
    let builder = Integration::builder(Shop::default()).token(TOKEN).request_timeout(PATIENCE);
    let integration = builder.hung_after(Duration::from_millis(100)).build().unwrap();
    collect();
    post(&integration, CANCEL_ALL, cancel("slow_400")).await.error(504);
    sleep(Duration::from_millis(200)).await;
    let hangs =
        event("ERROR", "an action hangs: it keeps running but no longer counts against the limit");
    assert!(hangs.ends_with("hung_after_s=0.1 hung=1"), "{hangs}");
    assert!(hangs.contains("request_id="), "{hangs}");
    sleep(Duration::from_millis(400)).await;
    let ended = event("INFO", "an unattended action ended");
    assert!(ended.contains("outcome=\"done\""), "{ended}");
}
