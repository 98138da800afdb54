//! Reports what the gate does: an event for each change, and a metric for each target. `docs/reliability.md` lists them.

use crate::http::gate::closings::{Closings, GateSource, MODES, State};
use crate::http::gate::notice::GateNotice;
use crate::http::gate::target::GateTarget;
use crate::integration::start_error::StartError;
use crate::module::mode::Mode;

/// Sets the metrics of a new gate, which is open.
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

/// Compares what `source` had closed before with the state now.
pub(super) fn changed(
    integration: &'static str,
    source: GateSource,
    before: &Closings,
    state: &State,
) {
    for (target, mode) in each() {
        let before = before.of(mode).get(&target);
        let now = state.by(source).of(mode).get(&target);
        if before == now {
            continue;
        }
        match now {
            Some(notice) => closed(integration, target, mode, source, notice),
            None => opened(integration, target, mode, source),
        }
        measure(integration, target, mode, state.notice(target, mode).is_some());
    }
}

fn opened(integration: &str, target: GateTarget, mode: Mode, source: GateSource) {
    let (target, mode, by) = (target.name(), mode.as_str(), source.as_str());
    tracing::info!(target: "churnkey", integration, closed = target, mode, by, "the gate is open again");
}

fn closed(
    integration: &str,
    target: GateTarget,
    mode: Mode,
    source: GateSource,
    notice: &GateNotice,
) {
    let (name, mode, by) = (target.name(), mode.as_str(), source.as_str());
    let (answer, retry_after_s) = (notice.message(), notice.retry_after_seconds());
    let remark = match target {
        GateTarget::Cancel => {
            "nobody can cancel; in many places the law gives customers the right to"
        }
        GateTarget::Writes | GateTarget::Everything => {
            "Cancel stays open: only `cancel` closes it, since in many places the law gives customers the right to cancel"
        }
        _ => "the other actions stay open",
    };
    tracing::warn!(target: "churnkey", integration, closed = name, mode, by, answer, retry_after_s, "the gate is closed; {remark}");
}

pub(super) fn reloaded(integration: &str, reloaded: Result<(), StartError>) {
    match reloaded {
        Ok(()) => tracing::info!(target: "churnkey", integration, "the gate's file was read again"),
        Err(problem) => {
            tracing::error!(target: "churnkey", integration, "the gate stays as it was: {problem}");
        }
    }
}

fn each() -> impl Iterator<Item = (GateTarget, Mode)> {
    GateTarget::ALL.iter().flat_map(|target| MODES.map(|mode| (*target, mode)))
}
