//! The report as `JUnit` XML, for CI servers.

use std::fmt::Write as _;

use super::{Outcome, Report};
use crate::fault::Severity;
use crate::protocol::checks;

impl Report {
    /// The report as `JUnit` XML: a suite for each module, and a case for each outcome. A warning is a passed case,
    /// with its text in `system-out`.
    #[must_use]
    pub fn junit(&self) -> String {
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let _ = writeln!(
            xml,
            "<testsuites name=\"churnkey verify\" tests=\"{}\" failures=\"{}\" skipped=\"{}\" time=\"{:.3}\">",
            self.outcomes.len(),
            self.count(Severity::Failed),
            self.count(Severity::Skipped),
            self.elapsed.as_secs_f64(),
        );
        let mut modules: Vec<&str> = Vec::new();
        for check in checks() {
            if !modules.contains(&check.module) {
                modules.push(check.module);
            }
        }
        for module in modules {
            let of: Vec<_> =
                self.outcomes.iter().filter(|outcome| outcome.check.module == module).collect();
            if !of.is_empty() {
                suite(&mut xml, module, &of);
            }
        }
        xml.push_str("</testsuites>\n");
        xml
    }
}

fn suite(xml: &mut String, module: &str, outcomes: &[&Outcome]) {
    let count = |severity| outcomes.iter().filter(|outcome| outcome.severity == severity).count();
    let (failed, skipped) = (count(Severity::Failed), count(Severity::Skipped));
    let _ = writeln!(
        xml,
        "  <testsuite name=\"{}\" tests=\"{}\" failures=\"{failed}\" skipped=\"{skipped}\">",
        escaped(module),
        outcomes.len(),
    );
    for outcome in outcomes {
        let at = outcome.path.as_ref().map(|path| format!(" at {path}")).unwrap_or_default();
        let name = escaped(&format!("{}: {}{at}", outcome.check.id, outcome.tried));
        let _ = write!(xml, "    <testcase classname=\"{}\" name=\"{name}\"", escaped(module));
        let _ = match outcome.severity {
            Severity::Passed => writeln!(xml, "/>"),
            Severity::Skipped => {
                writeln!(xml, "><skipped message=\"{}\"/></testcase>", escaped(&outcome.got))
            }
            Severity::Warning => writeln!(
                xml,
                "><system-out>warning: {}\n{}</system-out></testcase>",
                escaped(outcome.check.meaning),
                escaped(&outcome.to_string())
            ),
            Severity::Failed => writeln!(
                xml,
                "><failure message=\"{}\">{}</failure></testcase>",
                escaped(outcome.check.meaning),
                escaped(&outcome.to_string())
            ),
        };
    }
    xml.push_str("  </testsuite>\n");
}

/// Escapes text for an element or an attribute. XML 1.0 cannot contain most control characters.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' => out.push(letter),
            _ if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => {
                out.push('\u{fffd}');
            }
            _ => out.push(letter),
        }
    }
    out
}
