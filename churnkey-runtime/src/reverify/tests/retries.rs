use std::ops::ControlFlow;
use std::time::Duration;

use super::endpoint::{Act, Endpoint, OK};
use super::{call, state_file};
use crate::reverify::{CallError, RetryPolicy, Reverified, StateFile, reverify};

fn retry() -> RetryPolicy {
    RetryPolicy {
        attempts: 5,
        first_wait: Duration::from_secs(1),
        longest_wait: Duration::from_secs(3),
        timeout: Duration::from_millis(200),
    }
}

/// The outcome, and the seconds that it would have waited.
fn run(endpoint: &Endpoint, state: &StateFile) -> (Result<Reverified, CallError>, Vec<u64>) {
    let mut waits = Vec::new();
    let outcome = reverify(&call(&endpoint.url), state, "f1", &retry(), |_, time| {
        waits.push(time.as_secs());
        ControlFlow::Continue(())
    });
    (outcome, waits)
}

#[test]
fn it_goes_on_until_a_failing_and_hanging_endpoint_recovers() {
    let endpoint =
        Endpoint::start(&[Act::Answer("503 Service Unavailable", ""), Act::Hang, Act::Close, OK]);
    let state = state_file();
    let (outcome, waits) = run(&endpoint, &state);
    let Ok(Reverified::Called { answer, state_error: None }) = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!(answer.body, "verified");
    assert_eq!(waits, [1, 2, 3]);
    assert_eq!(endpoint.requests().len(), 4);
    assert_eq!(state.read().unwrap().unwrap().fingerprint, "f1");

    // and then there is nothing more to do
    let (outcome, waits) = run(&endpoint, &state);
    assert_eq!(outcome.unwrap(), Reverified::Unchanged);
    assert!(waits.is_empty() && endpoint.is_quiet());
}

#[test]
fn it_gives_up_and_remembers_nothing() {
    let endpoint = Endpoint::start(&[Act::Answer("500 Internal Server Error", "")]);
    let state = state_file();
    let (outcome, waits) = run(&endpoint, &state);
    assert!(matches!(outcome, Err(CallError::Refused(answer)) if answer.status == 500));
    assert_eq!(waits, [1, 2, 3, 3]);
    assert_eq!(endpoint.requests().len(), 5);
    assert_eq!(state.read().unwrap(), None);
}

#[test]
fn a_refusal_for_good_is_not_repeated() {
    let endpoint = Endpoint::start(&[Act::Answer("401 Unauthorized", "wrong token")]);
    let (outcome, waits) = run(&endpoint, &state_file());
    assert!(matches!(outcome, Err(CallError::Refused(answer)) if answer.body == "wrong token"));
    assert!(waits.is_empty());
    assert_eq!(endpoint.requests().len(), 1);
}

#[test]
fn whoever_waits_can_give_up() {
    let endpoint = Endpoint::start(&[Act::Close]);
    let give_up = |_: &CallError, _| ControlFlow::Break(());
    let outcome = reverify(&call(&endpoint.url), &state_file(), "f1", &retry(), give_up);
    assert!(matches!(outcome, Err(CallError::Unanswered { .. })));
    assert_eq!(endpoint.requests().len(), 1);
}

#[test]
fn no_state_file_is_no_reason_not_to_call() {
    let endpoint = Endpoint::start(&[OK]);
    let state = StateFile::new(state_file().path().join("no").join("folder.json"));
    let (outcome, _) = run(&endpoint, &state);
    let Ok(Reverified::Called { state_error: Some(_), .. }) = outcome else {
        panic!("{outcome:?}")
    };
    std::fs::create_dir_all(state.path()).unwrap();
    assert!(matches!(run(&endpoint, &state).0, Ok(Reverified::Called { .. })), "it is a folder");
}
