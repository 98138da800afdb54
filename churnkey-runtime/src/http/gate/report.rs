//! What is said of the gate: an event for each change, and a metric for each target. `docs/reliability.md` lists them.

use crate::http::gate::closings::{Closings, GateSource, MODES, State};
use crate::http::gate::notice::GateNotice;
use crate::http::gate::target::GateTarget;
use crate::integration::start_error::StartError;
use crate::module::mode::Mode;

/// The metric begins open.
pub(super) fn describe(integration: &'static str) {
    for (target, mode) in each() {
        measure(integration, target, mode, false);
    }
}

#[cfg(feature = "metrics")]
fn measure(integration: &'static str, target: GateTarget, mode: Mode, is_closed: bool) {
    crate::http::metrics::gate(integration, target.name(), mode.as_str(), is_closed);
}

#[cfg(not(feature = "metrics"))]
fn measure(_: &'static str, _: GateTarget, _: Mode, _: bool) {}

/// `state` is how it is now.
pub(super) fn changed(integration: &'static str, by: GateSource, before: &Closings, state: &State) {
    for (target, mode) in each() {
        let before = before.of(mode).get(&target);
        let now = state.by(by).of(mode).get(&target);
        if before == now {
            continue;
        }
        match now {
            Some(notice) => closed(integration, target, mode, by, notice),
            None => opened(integration, target, mode, by),
        }
        measure(integration, target, mode, state.notice(target, mode).is_some());
    }
}

fn opened(integration: &str, target: GateTarget, mode: Mode, by: GateSource) {
    let (target, mode, by) = (target.name(), mode.as_str(), by.as_str());
    tracing::info!(target: "churnkey", integration, closed = target, mode, by, "the gate is open again");
}

fn closed(integration: &str, target: GateTarget, mode: Mode, by: GateSource, notice: &GateNotice) {
    let (name, mode, by) = (target.name(), mode.as_str(), by.as_str());
    let (answer, retry_after_s) = (notice.message(), notice.retry_after_seconds());
    let remark = match target {
        GateTarget::Cancel => {
            "nobody can cancel; in many places a customer's right to do so is law"
        }
        GateTarget::Writes | GateTarget::Everything => {
            "Cancel stays open: it is closed by its own name alone, since in many places a customer's right to it is law"
        }
        _ => "the other actions stay open",
    };
    tracing::warn!(target: "churnkey", integration, closed = name, mode, by, answer, retry_after_s, "the gate is closed; {remark}");
}

/// What came of reading the file again.
pub(super) fn read(integration: &str, read: Result<(), StartError>) {
    match read {
        Ok(()) => tracing::info!(target: "churnkey", integration, "the gate's file was read again"),
        Err(problem) => {
            tracing::error!(target: "churnkey", integration, "the gate stays as it was: {problem}");
        }
    }
}

fn each() -> impl Iterator<Item = (GateTarget, Mode)> {
    GateTarget::ALL.iter().flat_map(|target| MODES.map(|mode| (*target, mode)))
}
