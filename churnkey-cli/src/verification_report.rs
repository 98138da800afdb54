//! The report of a verification as text: a table of modules, then the faults and how to fix them.

use std::fmt;

use churnkey_verify::{Outcome, Report, Severity, Verdict};

use crate::output::{BAD, Cell, FAINT, GOOD, PLAIN, Table, WARNING, clean};

pub(crate) struct VerificationText<'a>(pub(crate) &'a Report);

impl fmt::Display for VerificationText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(report) = self;
        modules(&report.outcomes).fmt(f)?;
        faults(f, &report.outcomes, Severity::Failed)?;
        faults(f, &report.outcomes, Severity::Warning)?;
        skipped(f, &report.outcomes)?;
        let Counts { failed, warned, passed, skipped } = Counts::of(&report.outcomes);
        let verdict = report.verdict();
        let style = if verdict == Verdict::Passed { GOOD } else { BAD };
        write!(f, "\n{style}{verdict}{style:#}: {failed} failed, {warned} warned, ")?;
        writeln!(f, "{passed} passed, {skipped} skipped; {} requests", report.requests)
    }
}

#[derive(Default)]
struct Counts {
    failed: usize,
    warned: usize,
    passed: usize,
    skipped: usize,
}

impl Counts {
    fn of<'a>(outcomes: impl IntoIterator<Item = &'a Outcome>) -> Self {
        let mut counts = Self::default();
        for outcome in outcomes {
            *match outcome.severity {
                Severity::Failed => &mut counts.failed,
                Severity::Warning => &mut counts.warned,
                Severity::Passed => &mut counts.passed,
                Severity::Skipped => &mut counts.skipped,
            } += 1;
        }
        counts
    }
}

/// One row for each module, in the order in which they were checked.
fn modules(outcomes: &[Outcome]) -> Table {
    let mut table = Table::default();
    let heads =
        ["failed", "warned", "passed", "skipped"].map(|head| Cell::new(FAINT, head).right());
    table.row(std::iter::once(Cell::new(FAINT, "module")).chain(heads));
    let mut seen = Vec::new();
    for Outcome { check, .. } in outcomes {
        if seen.contains(&check.module) {
            continue;
        }
        seen.push(check.module);
        let of_module = outcomes.iter().filter(|outcome| outcome.check.module == check.module);
        let Counts { failed, warned, passed, skipped } = Counts::of(of_module);
        table.row([
            Cell::new(PLAIN, check.module),
            Cell::count(BAD, failed),
            Cell::count(WARNING, warned),
            Cell::count(GOOD, passed),
            Cell::count(FAINT, skipped),
        ]);
    }
    table
}

/// The faults of one check are listed together, because they have one fix.
fn faults(f: &mut fmt::Formatter<'_>, outcomes: &[Outcome], severity: Severity) -> fmt::Result {
    let (style, word) =
        if severity == Severity::Failed { (BAD, "failed") } else { (WARNING, "warning") };
    let mut last = "";
    for outcome in outcomes.iter().filter(|outcome| outcome.severity == severity) {
        let Outcome { check, tried, expected, got, path, also, .. } = outcome;
        if check.id != last {
            writeln!(
                f,
                "\n{style}{word}{style:#}  {}  {FAINT}{}{FAINT:#}",
                check.id, check.meaning
            )?;
            writeln!(f, "  fix       {}", check.fix)?;
        }
        last = check.id;
        writeln!(f, "  tried     {}", clean(tried))?;
        if let Some(path) = path {
            let more =
                if *also == 0 { String::new() } else { format!(" (and {also} more like it)") };
            writeln!(f, "  at        {}{more}", clean(path))?;
        }
        writeln!(f, "  expected  {}", clean(expected))?;
        writeln!(f, "  got       {}", clean(got))?;
    }
    Ok(())
}

/// The skipped checks, by reason.
fn skipped(f: &mut fmt::Formatter<'_>, outcomes: &[Outcome]) -> fmt::Result {
    let skipped = outcomes.iter().filter(|outcome| outcome.severity == Severity::Skipped);
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for Outcome { check, got, .. } in skipped {
        match reasons.iter_mut().find(|(reason, _)| *reason == got) {
            Some((_, ids)) if ids.contains(&check.id) => {}
            Some((_, ids)) => ids.push(check.id),
            None => reasons.push((got, vec![check.id])),
        }
    }
    for (reason, ids) in reasons {
        writeln!(
            f,
            "\n{FAINT}skipped{FAINT:#}  {}\n  since     {}",
            ids.join(", "),
            clean(reason)
        )?;
    }
    Ok(())
}
