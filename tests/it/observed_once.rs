//! The observer with random requests: each action's end is told once, whatever becomes of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::rt::time::{sleep, timeout};
use actix_web::rt::{System, spawn};
use actix_web::test::TestRequest;
use churnkey::prelude::*;
use churnkey::{Ended, Integration, Outcome, Token};
use churnkey_test_merchants::{Answered, Call, Desk};
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof};
use proptest::{collection, proptest};

use crate::client::{TOKEN, send};
use crate::merchant::Shop;
use crate::observer::{CANCEL, Told, cancel};

/// A store that has what was done, by the subscription's id: `3-slow` is the fourth request's.
#[derive(Default)]
struct Store(Mutex<BTreeSet<String>>);

impl Desk for Store {
    fn take(&self, call: Call) -> Answered<'_> {
        Box::pin(async move {
            if !call.is_action() {
                return Ok(());
            }
            match call.id().split_once('-').map(|(_, kind)| kind) {
                Some("refused") => return Err(Error::bad_request("it is canceled already")),
                Some("broken") => return Err(std::io::Error::other("the disk is full").into()),
                Some("panics") => panic!("a bug in the merchant's code"),
                Some("slow" | "left") => sleep(Duration::from_millis(25)).await,
                Some("late") => sleep(SLOW).await,
                Some("late_refused") => {
                    sleep(SLOW).await;
                    return Err(Error::new(409, "it is canceled already"));
                }
                Some("late_panics") => {
                    sleep(SLOW).await;
                    panic!("a bug in the merchant's code");
                }
                Some("cut_off" | "cut_off_after_504") => std::future::pending().await,
                _ => {}
            }
            self.0.lock().unwrap().insert(call.id().to_owned());
            Ok(())
        })
    }
}

const LIMIT: Duration = Duration::from_millis(250);
const SLOW: Duration = Duration::from_millis(400);

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Good,
    Slow,
    Refused,
    Broken,
    Panics,
    /// Not a body.
    Nonsense,
    /// A token that may not.
    Forbidden,
    /// The client leaves while it runs.
    Left,
    Late,
    LateRefused,
    LatePanics,
    /// The process ends while it runs and its client waits.
    CutOff,
    /// The same after it was answered 504.
    CutOffAfter504,
    Read,
    Stranger,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Good | Self::Nonsense | Self::Forbidden | Self::Read | Self::Stranger => "good",
            Self::Slow => "slow",
            Self::Refused => "refused",
            Self::Broken => "broken",
            Self::Panics => "panics",
            Self::Left => "left",
            Self::Late => "late",
            Self::LateRefused => "late_refused",
            Self::LatePanics => "late_panics",
            Self::CutOff => "cut_off",
            Self::CutOffAfter504 => "cut_off_after_504",
        }
    }

    /// The status, the outcome and whether the client waited; `None` where nothing is to be told.
    fn end(self) -> Option<(Option<u16>, Outcome, bool)> {
        Some(match self {
            Self::Good | Self::Slow => (Some(200), Outcome::Done, true),
            Self::Refused | Self::Nonsense => (Some(400), Outcome::Refused, true),
            Self::Forbidden => (Some(403), Outcome::Refused, true),
            Self::Broken => (Some(500), Outcome::Failed, true),
            Self::Panics => (Some(500), Outcome::Panicked, true),
            Self::Left => (None, Outcome::Done, false),
            Self::Late => (Some(504), Outcome::Done, false),
            Self::LateRefused => (Some(504), Outcome::Refused, false),
            Self::LatePanics => (Some(504), Outcome::Panicked, false),
            Self::CutOff => (None, Outcome::CutOff, false),
            Self::CutOffAfter504 => (Some(504), Outcome::CutOff, false),
            Self::Read | Self::Stranger => return None,
        })
    }

    async fn play(self, integration: Integration, id: String) {
        let token = match self {
            Self::Forbidden => "ck_int_reads",
            Self::Stranger => "ck_int_wrong",
            _ => TOKEN,
        };
        let request = TestRequest::default()
            .insert_header(("authorization", token))
            .insert_header(("x-request-id", id.clone()));
        let request = match self {
            Self::Read => request.uri("/churnkey/customers/u_1"),
            Self::Nonsense => request.method("POST".parse().unwrap()).uri(CANCEL).set_payload("{"),
            _ => request.method("POST".parse().unwrap()).uri(CANCEL).set_payload(cancel(&id)),
        };
        let call = send(&integration, request);
        if self == Self::Left {
            let _ = timeout(Duration::ZERO, call).await; // polled once, then dropped
        } else {
            call.await;
        }
    }
}

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Good),
        Just(Kind::Slow),
        Just(Kind::Refused),
        Just(Kind::Broken),
        Just(Kind::Panics),
        Just(Kind::Nonsense),
        Just(Kind::Forbidden),
        Just(Kind::Left),
        Just(Kind::Late),
        Just(Kind::LateRefused),
        Just(Kind::LatePanics),
        Just(Kind::CutOff),
        Just(Kind::CutOffAfter504),
        Just(Kind::Read),
        Just(Kind::Stranger),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Random requests at once, then the end of the process: each action is told exactly once, with the outcome that the
    /// merchant's own store has.
    #[test]
    fn each_action_is_told_exactly_once_with_the_outcome_that_the_store_has(
        requests in collection::vec((kinds(), any::<bool>()), 1..16)
    ) {
        let store = Arc::new(Store::default());
        let told = Told::default();
        let builder = Integration::builder(Shop::behind(Arc::clone(&store) as Arc<dyn Desk>))
            .token(TOKEN)
            .token(Token::named("monitoring", "ck_int_reads").read_only())
            .request_timeout(LIMIT);
        let integration = told.observe(builder).build().unwrap();
        let process = System::new();
        process.block_on(async {
            let mut late = Vec::new();
            for (number, (kind, pause)) in requests.iter().enumerate() {
                let play = kind.play(integration.clone(), format!("{number}-{}", kind.name()));
                if *kind == Kind::CutOff {
                    late.push(play);
                    continue;
                }
                spawn(play);
                if *pause {
                    sleep(Duration::from_millis(1)).await;
                }
            }
            sleep(LIMIT + SLOW).await; // all but those that hang have ended
            for play in late {
                spawn(play);
            }
            sleep(LIMIT / 5).await;
        });
        drop(process); // what runs is dropped

        let mut ends: BTreeMap<String, Vec<Ended>> = BTreeMap::new();
        for end in told.take() {
            ends.entry(end.request_id().to_owned()).or_default().push(end);
        }
        let store = store.0.lock().unwrap().clone();
        for (number, (kind, _)) in requests.iter().enumerate() {
            let id = format!("{number}-{}", kind.name());
            let told = ends.remove(&id).unwrap_or_default();
            let Some(expected) = kind.end() else {
                assert_eq!(told.len(), 0, "{kind:?}");
                continue;
            };
            assert_eq!(told.len(), 1, "{kind:?}: {told:?}");
            let end = &told[0];
            assert_eq!((end.status(), end.outcome(), end.client_waited()), expected, "{kind:?}");
            assert_eq!(end.outcome() == Outcome::Done, store.contains(&id), "{kind:?}");
        }
        assert!(ends.is_empty(), "{ends:?}");
    }
}
