//! The report as text: for a terminal, and for an issue.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{self, Write as _};

use crate::record::kind::Kind;
use crate::report::finding::{ContactReport, Finding, FindingVerdict};

impl fmt::Display for FindingVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::AsExpected => "as expected",
            Self::Different => "different",
            Self::NotSeen => "not seen",
        })
    }
}

pub(super) fn kind_line(kind: &Kind) -> String {
    let Kind { count, method, path, status, mode, token, .. } = kind;
    let mut line = format!("{count} × {method} {path}: {status}, mode {mode}");
    if token.as_ref().is_some_and(BTreeSet::is_empty) {
        line.push_str("; no token");
    }
    let mut add = |name: &str, items: &BTreeSet<String>| {
        if !items.is_empty() {
            let items: Vec<_> = items.iter().map(String::as_str).collect();
            let _ = write!(line, "; {name}: {}", items.join(", "));
        }
    };
    if let Some(locations) = token {
        add("token", locations);
    }
    let keys = |shape: &BTreeMap<String, String>| {
        let keys = shape.iter().filter(|(key, _)| !key.is_empty());
        keys.map(|(key, kind)| format!("{key} {kind}")).collect()
    };
    add("signature", &kind.signatures);
    add("query", &keys(&kind.query));
    if let Some(body) = &kind.body {
        add("body", &keys(body));
    }
    add("headers", &kind.headers.keys().cloned().collect());
    add("translated", &kind.translated);
    line
}

/// A line to write, as code. In a sentence, backticks mark code already.
fn code(fix: &str) -> Cow<'_, str> {
    if fix.contains('`') { Cow::Borrowed(fix) } else { Cow::Owned(format!("`{fix}`")) }
}

impl ContactReport {
    /// Markdown for an issue. It contains no personal data and no secrets; read it before you post it all the same.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = String::from("| | | | |\n|---|---|---|---|\n");
        for Finding { unknown, about, verdict, observed, fix } in &self.findings {
            let fix: Vec<_> = fix.iter().map(|fix| code(fix)).collect();
            let fix =
                if fix.is_empty() { String::new() } else { format!(" → {}", fix.join("; ")) };
            // A bare `|` would end the cell.
            let cell = format!("{observed}{fix}").replace('|', "\\|");
            let _ = writeln!(text, "| {unknown} | {about} | *{verdict}* | {cell} |");
        }
        let _ = writeln!(text, "\n{} requests, by kind:\n\n```text", self.requests);
        for kind in &self.kinds {
            text.push_str(&kind.replace("```", "'''"));
            text.push('\n');
        }
        text.push_str("```\n");
        for remark in &self.remarks {
            let _ = writeln!(text, "\n{remark}");
        }
        let _ = writeln!(text, "\nchurnkey-contact {}", env!("CARGO_PKG_VERSION"));
        text
    }
}

impl fmt::Display for ContactReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Finding { unknown, about, verdict, observed, fix } in &self.findings {
            writeln!(f, "{unknown:<4} {verdict:<11} {about}\n     {observed}")?;
            for fix in fix {
                writeln!(f, "     fix  {fix}")?;
            }
        }
        writeln!(f, "\n{} requests of {} kinds", self.requests, self.kinds.len())?;
        for remark in &self.remarks {
            writeln!(f, "{remark}")?;
        }
        Ok(())
    }
}
