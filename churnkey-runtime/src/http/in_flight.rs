//! How many reads and how many actions run at once, and how many actions hang.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::watch;

use crate::error::{Error, Result};
use crate::http::limits::Limits;
use crate::module::endpoint::Verb;

/// Counts the requests that have reached a module, since these hold memory and connections to the merchant's database.
/// Reads and actions have a budget each, so that hanging actions do not keep reads out.
#[derive(Debug)]
pub(crate) struct InFlight {
    /// The integration's name, in metrics.
    #[cfg(feature = "metrics")]
    integration: &'static str,
    reads: Budget,
    actions: Budget,
    hung_after: Duration,
    hung: AtomicUsize,
    unattended: AtomicUsize,
    /// Whether the actions on our own threads must end at once.
    cut: watch::Sender<bool>,
}

#[derive(Debug)]
struct Budget {
    limit: usize,
    now: AtomicUsize,
}

impl Budget {
    fn new(limit: usize) -> Self {
        Self { limit, now: AtomicUsize::new(0) }
    }
}

impl InFlight {
    #[cfg_attr(
        not(feature = "metrics"),
        allow(unused_variables, reason = "only metrics use the name")
    )]
    pub(crate) fn new(limits: &Limits, integration: &'static str) -> Self {
        Self {
            #[cfg(feature = "metrics")]
            integration,
            reads: Budget::new(limits.concurrent_reads),
            actions: Budget::new(limits.concurrent_actions),
            hung_after: limits.hung_after,
            hung: AtomicUsize::new(0),
            unattended: AtomicUsize::new(0),
            cut: watch::Sender::new(false),
        }
    }

    /// A permit, or 503. Requests do not queue for one: that would only move the problem.
    pub(crate) fn enter(self: &Arc<Self>, verb: Verb) -> Result<Permit> {
        let Budget { limit, now } = self.budget(verb);
        let entered = now.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |now| {
            (now < *limit).then_some(now + 1)
        });
        if entered.is_ok() {
            #[cfg(feature = "metrics")]
            super::metrics::in_flight(self.integration, verb, 1.0);
            return Ok(Permit { in_flight: Arc::clone(self), verb });
        }
        let message = match verb {
            Verb::Read => "too many reads at once",
            Verb::Write => "too many actions at once",
        };
        Err(Error::new(503, message).retry_after(1))
    }

    fn budget(&self, verb: Verb) -> &Budget {
        match verb {
            Verb::Read => &self.reads,
            Verb::Write => &self.actions,
        }
    }

    /// The time after which an action counts as hung.
    pub(crate) fn hung_after(&self) -> Duration {
        self.hung_after
    }

    /// Whether as many actions hang as may run at once: what they wait for will most likely stop the next one too. Mere
    /// load does not count.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.hung.load(Ordering::Relaxed) >= self.actions.limit
    }

    /// Whether no request is in a module.
    pub(crate) fn is_idle(&self) -> bool {
        let counts = [&self.reads.now, &self.actions.now, &self.hung];
        counts.iter().all(|count| count.load(Ordering::Relaxed) == 0)
    }

    /// How many actions run, including those that hang.
    pub(crate) fn running_actions(&self) -> usize {
        self.actions.now.load(Ordering::Relaxed) + self.hung.load(Ordering::Relaxed)
    }

    /// Ready when the actions on our own threads must end at once.
    pub(super) fn cut_off(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut cut = self.cut.subscribe();
        async move {
            if cut.wait_for(|cut| *cut).await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// Ends the actions on our own threads.
    pub(crate) fn cut(&self) {
        self.cut.send_replace(true);
    }

    /// How many actions run on after their client left or was answered 504.
    pub(crate) fn unattended(&self) -> usize {
        self.unattended.load(Ordering::Relaxed)
    }

    pub(super) fn unattended_began(&self) {
        self.unattended.fetch_add(1, Ordering::Relaxed);
        #[cfg(feature = "metrics")]
        super::metrics::unattended(self.integration, 1.0);
    }

    pub(super) fn unattended_ended(&self) {
        self.unattended.fetch_sub(1, Ordering::Relaxed);
        #[cfg(feature = "metrics")]
        super::metrics::unattended(self.integration, -1.0);
    }
}

/// Released on drop.
pub(crate) struct Permit {
    in_flight: Arc<InFlight>,
    verb: Verb,
}

impl Permit {
    pub(super) fn in_flight(&self) -> &Arc<InFlight> {
        &self.in_flight
    }

    /// Releases the permit, and counts the action as hung instead.
    pub(super) fn count_as_hung(self) -> Hung {
        let hung = self.in_flight.hung.fetch_add(1, Ordering::Relaxed) + 1;
        #[cfg(feature = "metrics")]
        super::metrics::hung(self.in_flight.integration, 1.0);
        tracing::error!(
            target: "churnkey",
            hung_after_s = self.in_flight.hung_after.as_secs_f64(),
            hung,
            "an action hangs: it keeps running but no longer counts against the limit"
        );
        Hung(Arc::clone(&self.in_flight))
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        self.in_flight.budget(self.verb).now.fetch_sub(1, Ordering::Relaxed);
        #[cfg(feature = "metrics")]
        super::metrics::in_flight(self.in_flight.integration, self.verb, -1.0);
    }
}

/// Held by an action that hangs, until it ends.
pub(super) struct Hung(Arc<InFlight>);

impl Drop for Hung {
    fn drop(&mut self) {
        self.0.hung.fetch_sub(1, Ordering::Relaxed);
        #[cfg(feature = "metrics")]
        super::metrics::hung(self.0.integration, -1.0);
    }
}
