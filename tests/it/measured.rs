//! What is measured, as a recorder of a test sees it.

use std::collections::BTreeMap;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering::Relaxed;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::rt::System;
use actix_web::rt::time::sleep;
use churnkey::{GateTarget, Integration, Mode, Token};
use metrics::{
    Counter, CounterFn, Gauge, GaugeFn, Histogram, Key, KeyName, Metadata, Recorder, SharedString,
    Unit,
};

use crate::client::{TOKEN, get, post};
use crate::merchant::Shop;

/// Keeps counters and gauges by their names and labels, as Prometheus writes them.
#[derive(Default)]
pub(crate) struct Kept(Mutex<BTreeMap<String, Arc<Number>>>);

#[derive(Default)]
struct Number(AtomicU64);

impl Number {
    fn change(&self, change: impl Fn(f64) -> f64) {
        let _ = self
            .0
            .fetch_update(Relaxed, Relaxed, |bits| Some(change(f64::from_bits(bits)).to_bits()));
    }
}

#[allow(clippy::cast_precision_loss, reason = "a test counts little")]
impl CounterFn for Number {
    fn increment(&self, value: u64) {
        self.change(|now| now + value as f64);
    }

    fn absolute(&self, value: u64) {
        self.change(|_| value as f64);
    }
}

impl GaugeFn for Number {
    fn increment(&self, value: f64) {
        self.change(|now| now + value);
    }

    fn decrement(&self, value: f64) {
        self.change(|now| now - value);
    }

    fn set(&self, value: f64) {
        self.change(|_| value);
    }
}

impl Kept {
    fn number(&self, key: &Key) -> Arc<Number> {
        let labels: Vec<_> =
            key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        let name = format!("{}{{{}}}", key.name(), labels.join(","));
        Arc::clone(self.0.lock().unwrap().entry(name).or_default())
    }

    /// `None` when it was never recorded.
    pub(crate) fn get(&self, name: &str) -> Option<f64> {
        let numbers = self.0.lock().unwrap();
        numbers.get(name).map(|number| f64::from_bits(number.0.load(Relaxed)))
    }
}

impl Recorder for Kept {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, key: &Key, _: &Metadata<'_>) -> Counter {
        Counter::from_arc(self.number(key))
    }

    fn register_gauge(&self, key: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::from_arc(self.number(key))
    }

    fn register_histogram(&self, _: &Key, _: &Metadata<'_>) -> Histogram {
        Histogram::noop()
    }
}

/// Runs a test whose metrics are kept; it is given them.
pub(crate) fn measured(test: impl AsyncFnOnce(&Kept)) {
    let kept = Kept::default();
    metrics::with_local_recorder(&kept, || System::new().block_on(test(&kept)));
}

const CANCEL_ALL: &str = "/churnkey/actions/customer/cancel";

fn cancel(customer: &str) -> String {
    format!(r#"{{"customerId": "{customer}", "scheduledAt": "immediate"}}"#)
}

#[test]
fn actions_that_nobody_waited_for_are_counted_by_their_outcome() {
    measured(async |kept| {
        let builder = Integration::builder(Shop::default()).token(TOKEN);
        let integration = builder.request_timeout(Duration::from_millis(20)).build().unwrap();
        post(&integration, CANCEL_ALL, cancel("slow_600")).await.error(504);
        assert_eq!(
            kept.get("churnkey_requests_in_flight{integration=Shop,kind=action}"),
            Some(1.0)
        );
        assert_eq!(kept.get("churnkey_requests_in_flight{integration=Shop,kind=read}"), Some(0.0));
        assert_eq!(kept.get("churnkey_actions_unattended{integration=Shop}"), Some(1.0));
        for customer in ["slow_100", "missing_later", "broken_later", "panic_later", "u_1"] {
            post(&integration, CANCEL_ALL, cancel(customer)).await;
        }
        sleep(Duration::from_secs(1)).await;
        assert_eq!(
            kept.get("churnkey_requests_in_flight{integration=Shop,kind=action}"),
            Some(0.0)
        );
        assert_eq!(kept.get("churnkey_actions_unattended{integration=Shop}"), Some(0.0));
        for (outcome, count) in
            [("done", 2.0), ("refused", 1.0), ("failed", 1.0), ("panicked", 1.0)]
        {
            let name = format!(
                "churnkey_unattended_actions_total{{integration=Shop,module=Cancel,mode=live,outcome={outcome}}}"
            );
            assert_eq!(kept.get(&name), Some(count), "{outcome}");
        }
    });
}

#[test]
fn actions_that_hang_are_counted_until_they_end() {
    measured(async |kept| {
        let builder = Integration::builder(Shop::default()).token(TOKEN);
        let builder = builder.request_timeout(Duration::from_millis(20));
        let integration = builder.hung_after(Duration::from_millis(100)).build().unwrap();
        assert_eq!(kept.get("churnkey_actions_hung{integration=Shop}"), Some(0.0));
        post(&integration, CANCEL_ALL, cancel("slow_500")).await.error(504);
        sleep(Duration::from_millis(250)).await;
        assert_eq!(kept.get("churnkey_actions_hung{integration=Shop}"), Some(1.0));
        assert_eq!(
            kept.get("churnkey_requests_in_flight{integration=Shop,kind=action}"),
            Some(0.0)
        );
        sleep(Duration::from_millis(500)).await;
        assert_eq!(kept.get("churnkey_actions_hung{integration=Shop}"), Some(0.0));
    });
}

#[test]
fn two_integrations_in_one_process_have_their_own_series() {
    measured(async |kept| {
        let brand = |name| {
            Integration::builder(Shop::default()).name(name).token(Token::named("main", TOKEN))
        };
        let (video, music) = (brand("Video").build().unwrap(), brand("Music").build().unwrap());
        for brand in ["Video", "Music"] {
            for gauge in ["churnkey_actions_unattended", "churnkey_actions_hung"] {
                let name = format!("{gauge}{{integration={brand}}}");
                assert_eq!(kept.get(&name), Some(0.0), "{name} is there from the start");
            }
        }
        get(&video, "/churnkey/customers/u_1").await;
        get(&video, "/churnkey/customers/u_1").await;
        get(&music, "/churnkey/customers/panic").await;
        for (name, count) in [
            (
                "requests_total{integration=Video,route=/customers/:id,module=Customers,mode=live,status=200}",
                Some(2.0),
            ),
            (
                "requests_total{integration=Music,route=/customers/:id,module=Customers,mode=live,status=500}",
                Some(1.0),
            ),
            (
                "requests_total{integration=Music,route=/customers/:id,module=Customers,mode=live,status=200}",
                None,
            ),
            ("token_requests_total{integration=Video,token=main,route=/customers/:id}", Some(2.0)),
            ("token_requests_total{integration=Music,token=main,route=/customers/:id}", Some(1.0)),
            ("panics_total{integration=Video}", Some(0.0)),
            ("panics_total{integration=Music}", Some(1.0)),
            ("requests_in_flight{integration=Music,kind=read}", Some(0.0)),
        ] {
            assert_eq!(kept.get(&format!("churnkey_{name}")), count, "{name}");
        }
    });
}

#[test]
fn the_gate_and_actions_beyond_the_rate_are_measured() {
    measured(async |kept| {
        let builder = Integration::builder(Shop::default()).token(TOKEN);
        let integration = builder.actions_per_minute(1).build().unwrap();
        let closed = |target: &str, mode: &str| {
            kept.get(&format!(
                "churnkey_gate_closed{{integration=Shop,closed={target},mode={mode}}}"
            ))
        };
        assert_eq!((closed("pause", "live"), closed("pause", "test")), (Some(0.0), Some(0.0)));
        let gate = integration.gate();
        gate.only(Mode::Live).close(GateTarget::Pause, "");
        assert_eq!((closed("pause", "live"), closed("pause", "test")), (Some(1.0), Some(0.0)));
        assert_eq!(closed("writes", "live"), Some(0.0));
        gate.open(GateTarget::Pause);
        assert_eq!(closed("pause", "live"), Some(0.0));

        let over = "churnkey_actions_over_rate_total{integration=Shop,mode=live}";
        assert_eq!(post(&integration, CANCEL_ALL, cancel("u_1")).await.status, 200);
        assert_eq!(kept.get(over), Some(0.0));
        post(&integration, CANCEL_ALL, cancel("u_1")).await.error(429);
        assert_eq!(kept.get(over), Some(1.0));
    });
}
