//! The report as a person reads it, and as it is pasted into an issue.

use std::collections::BTreeSet;
use std::fmt::{self, Write as _};

use super::{ContactReport, Finding, SeenAs};
use crate::record::kind::Kind;

impl fmt::Display for SeenAs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Expected => "seen as we thought",
            Self::Otherwise => "seen otherwise",
            Self::NotSeen => "not seen",
        })
    }
}

/// A kind of request on one line.
pub(super) fn line(kind: &Kind) -> String {
    let Kind { count, method, path, status, mode, token, .. } = kind;
    let mut line = format!("{count} × {method} {path}: {status}, mode {mode}");
    let listed = |what: &str, items: &BTreeSet<String>, line: &mut String| {
        if !items.is_empty() {
            let items: Vec<_> = items.iter().map(String::as_str).collect();
            let _ = write!(line, "; {what}: {}", items.join(", "));
        }
    };
    match token {
        Some(places) if places.is_empty() => line.push_str("; no token"),
        Some(places) => listed("token", places, &mut line),
        None => {}
    }
    listed("signature", &kind.signatures, &mut line);
    let keys = |shape: &std::collections::BTreeMap<String, String>| {
        let keys = shape.iter().filter(|(key, _)| !key.is_empty());
        keys.map(|(key, what)| format!("{key} {what}")).collect::<BTreeSet<_>>()
    };
    listed("query", &keys(&kind.query), &mut line);
    if let Some(body) = &kind.body {
        listed("body", &keys(body), &mut line);
    }
    let headers = kind.headers.keys().cloned().collect();
    listed("headers", &headers, &mut line);
    listed("translated", &kind.translated, &mut line);
    line
}

impl ContactReport {
    /// Markdown, to be pasted into an issue. It holds nothing that tells of a person, and no secret: read it before you
    /// post it all the same.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = String::from("| | | | |\n|---|---|---|---|\n");
        for Finding { unknown, about, seen, what, write } in &self.findings {
            // A line of code may hold what ends a cell.
            let what = what.replace('|', "\\|");
            let write = if write.is_empty() {
                String::new()
            } else {
                format!(" → `{}`", write.join("`, `").replace('|', "\\|"))
            };
            let _ = writeln!(text, "| {unknown} | {about} | *{seen}* | {what}{write} |");
        }
        let _ = writeln!(text, "\n{} requests, by kinds:\n\n```text", self.requests);
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

/// The table. What to write stands below its line.
impl fmt::Display for ContactReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Finding { unknown, about, seen, what, write } in &self.findings {
            writeln!(f, "{unknown:<4} {seen:<19} {about}\n     {what}")?;
            for line in write {
                writeln!(f, "     write  {line}")?;
            }
        }
        writeln!(f, "\n{} requests of {} kinds", self.requests, self.kinds.len())?;
        for remark in &self.remarks {
            writeln!(f, "{remark}")?;
        }
        Ok(())
    }
}
