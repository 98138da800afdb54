//! The report of a comparison as text: a table of endpoints, then the fields that differ.

use std::fmt;

use churnkey_verify::comparison::{
    ComparisonReport, ComparisonVerdict, DifferenceExample, EndpointComparison,
};

use crate::output::{BAD, Cell, FAINT, GOOD, PLAIN, Table, WARNING, clean, excerpt};

pub(crate) struct ComparisonText<'a>(pub(crate) &'a ComparisonReport);

impl fmt::Display for ComparisonText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(report) = self;
        endpoints(report).fmt(f)?;
        fields(f, report)?;
        for unfinished in &report.unfinished {
            writeln!(f, "\n{WARNING}not compared{WARNING:#}  {}", clean(unfinished))?;
        }
        let style = if report.verdict == ComparisonVerdict::Same { GOOD } else { BAD };
        let verdict = report.verdict;
        let fields = match report.differences().count() {
            1 => "1 field differs".to_owned(),
            count => format!("{count} fields differ"),
        };
        write!(f, "\n{style}{verdict}{style:#}: {fields}, ")?;
        writeln!(f, "{} customers, {} requests", report.customers, report.requests)
    }
}

fn endpoints(report: &ComparisonReport) -> Table {
    let mut table = Table::default();
    let heads = ["compared", "differ"].map(|head| Cell::new(FAINT, head).right());
    table.row(std::iter::once(Cell::new(FAINT, "endpoint")).chain(heads));
    for EndpointComparison { endpoint, compared, differing, .. } in &report.endpoints {
        table.row([
            Cell::new(PLAIN, endpoint),
            Cell::count(PLAIN, *compared),
            Cell::count(BAD, *differing),
        ]);
    }
    table
}

/// The fields that differ, by endpoint.
fn fields(f: &mut fmt::Formatter<'_>, report: &ComparisonReport) -> fmt::Result {
    for endpoint in report.endpoints.iter().filter(|endpoint| !endpoint.fields.is_empty()) {
        writeln!(f, "\n{BAD}differs{BAD:#}  {}", endpoint.endpoint)?;
        for difference in &endpoint.fields {
            writeln!(f, "  {}  {FAINT}{difference}{FAINT:#}", clean(&difference.field))?;
            for DifferenceExample { request, old, new, .. } in &difference.examples {
                let [old, new] = [old, new].map(|value| excerpt(&value.to_string(), 200));
                writeln!(f, "    {}", clean(request))?;
                writeln!(f, "      old  {old}\n      new  {new}")?;
            }
        }
    }
    Ok(())
}
