//! Waits until all replicas behind an address seem to serve the same manifest.
//!
//! During a deployment, old and new replicas share an address. A load balancer chooses one for each connection, so each
//! reading opens a new one. Ten readings in a row that agree make an old replica unlikely.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::thread;
use std::time::{Duration, Instant};

use crate::features;
use crate::fetch::FetchError;
use crate::output::clean;
use crate::target::Target;

/// How many readings in a row must agree.
pub(crate) const READINGS: usize = 10;
const PAUSE: Duration = Duration::from_millis(100);
const PAUSE_AFTER_DISAGREEMENT: Duration = Duration::from_secs(1);

/// The manifest to read, and how long to wait for agreement.
pub(crate) struct Agreement<'a> {
    pub(crate) target: &'a Target,
    pub(crate) features_path: &'a str,
    pub(crate) token: &'a str,
    /// The fingerprint to wait for; `None` means any.
    pub(crate) fingerprint: Option<&'a str>,
    pub(crate) time: Duration,
}

pub(crate) enum AgreementError {
    /// The replicas do not agree, or not on the expected fingerprint.
    Disagreement(String),
    /// The manifest could not be read a single time.
    Unread(String),
}

impl Agreement<'_> {
    /// Returns the fingerprint that ten readings in a row had.
    pub(crate) fn wait(&self) -> Result<String, AgreementError> {
        let until = Instant::now() + self.time;
        // Ten readings must fit into a short time too.
        let pause = PAUSE.min(self.time / 20);
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let (mut last, mut agreeing) = (String::new(), 0);
        let mut reported = String::new();
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
                Err(FetchError::Unreachable(why) | FetchError::Refused { why, .. }) => {
                    (last, agreeing) = (String::new(), 0);
                    Some(why.clone())
                }
            };
            if problem.is_none() && agreeing == READINGS {
                return Ok(last);
            }
            if let Some(problem) = problem.as_ref().filter(|problem| **problem != reported) {
                let _ = writeln!(anstream::stderr(), "{}; retrying", clean(problem));
                reported.clone_from(problem);
            }
            let pause = if problem.is_some() { PAUSE_AFTER_DISAGREEMENT } else { pause };
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(self.error(&seen, problem));
            }
            thread::sleep(pause.min(left));
        }
    }

    fn error(&self, seen: &BTreeMap<String, usize>, problem: Option<String>) -> AgreementError {
        if seen.is_empty() {
            return AgreementError::Unread(problem.unwrap_or_default());
        }
        let expected =
            self.fingerprint.map_or_else(String::new, |expected| format!(" with {expected}"));
        let counts: Vec<_> =
            seen.iter().map(|(fingerprint, times)| format!("{fingerprint} ({times})")).collect();
        let last =
            problem.map_or_else(String::new, |problem| format!("; the last problem: {problem}"));
        AgreementError::Disagreement(format!(
            "no {READINGS} answers in a row{expected} within {} s; seen: {}{last}",
            self.time.as_secs_f64(),
            counts.join(", "),
        ))
    }
}
