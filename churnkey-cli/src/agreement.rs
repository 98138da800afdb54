//! Reads the manifest until all replicas behind an address seem to announce the same.
//!
//! While a deployment goes on, one address is answered by old and new replicas. A balancer chooses between them for each
//! connection, so each reading has a new one; ten readings in a row that agree leave little room for an old replica.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::thread;
use std::time::{Duration, Instant};

use crate::features;
use crate::fetch::NoJson;
use crate::output::clean;
use crate::target::Target;

/// How many readings in a row have to agree.
pub(crate) const READINGS: usize = 10;
/// The pause between two readings that agree, and after one that does not.
const PAUSE: Duration = Duration::from_millis(100);
const PAUSE_AFTER_ANOTHER: Duration = Duration::from_secs(1);

/// What is waited for, and how long.
pub(crate) struct Awaited<'a> {
    pub(crate) target: &'a Target,
    pub(crate) features_path: &'a str,
    pub(crate) token: &'a str,
    /// The fingerprint that all have to have; without one, they only have to have the same.
    pub(crate) fingerprint: Option<&'a str>,
    pub(crate) time: Duration,
}

/// Why there is no fingerprint.
pub(crate) enum Apart {
    /// The integration was read, and its replicas do not agree, or not on what was expected.
    Differs(String),
    /// It was never read.
    Unread(String),
}

impl Awaited<'_> {
    /// The fingerprint that ten readings in a row had.
    pub(crate) fn read(&self) -> Result<String, Apart> {
        let until = Instant::now() + self.time;
        // A short time has room for ten readings too.
        let pause = PAUSE.min(self.time / 20);
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let (mut last, mut agreeing) = (String::new(), 0);
        let mut told = String::new();
        loop {
            let read = features::fetch(self.target, self.features_path, self.token);
            let problem = match &read {
                Ok(features) => {
                    let got = &features.fingerprint;
                    *seen.entry(got.clone()).or_default() += 1;
                    let is_other = !last.is_empty() && *got != last;
                    agreeing = if is_other { 1 } else { agreeing + 1 };
                    last.clone_from(got);
                    let is_wrong = self.fingerprint.map_or(is_other, |expected| expected != got);
                    is_wrong.then(|| format!("an answer has the fingerprint {got}"))
                }
                Err(NoJson::Unreachable(why) | NoJson::Refused { why, .. }) => {
                    (last, agreeing) = (String::new(), 0);
                    Some(why.clone())
                }
            };
            if problem.is_none() && agreeing == READINGS {
                return Ok(last);
            }
            if let Some(problem) = problem.as_ref().filter(|problem| **problem != told) {
                let _ = writeln!(anstream::stderr(), "{}; reading on", clean(problem));
                told.clone_from(problem);
            }
            let pause = if problem.is_some() { PAUSE_AFTER_ANOTHER } else { pause };
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(self.apart(&seen, problem));
            }
            thread::sleep(pause.min(left));
        }
    }

    fn apart(&self, seen: &BTreeMap<String, usize>, problem: Option<String>) -> Apart {
        if seen.is_empty() {
            return Apart::Unread(problem.unwrap_or_default());
        }
        let wanted = self.fingerprint.map_or_else(String::new, |wanted| format!(" with {wanted}"));
        let counts: Vec<_> =
            seen.iter().map(|(fingerprint, times)| format!("{fingerprint} ({times})")).collect();
        let last = problem.map_or_else(String::new, |problem| format!("; at last {problem}"));
        Apart::Differs(format!(
            "no {READINGS} answers in a row{wanted} within {} s; seen: {}{last}",
            self.time.as_secs_f64(),
            counts.join(", "),
        ))
    }
}
