//! A comparison as `JUnit` XML, for CI servers.

use std::fmt::Write as _;

use super::report::{ComparisonReport, EndpointComparison};
use crate::report::escaped;

impl ComparisonReport {
    /// The report as `JUnit` XML: a suite for each module, and a case for each endpoint and each of its differing
    /// fields. What was not compared is a skipped case.
    #[must_use]
    pub fn junit(&self) -> String {
        let fields = self.differences().count();
        let good = self.endpoints.iter().filter(|endpoint| endpoint.fields.is_empty()).count();
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let _ = writeln!(
            xml,
            "<testsuites name=\"churnkey compare\" tests=\"{}\" failures=\"{fields}\" skipped=\"{}\" time=\"{:.3}\">",
            fields + good + self.unfinished.len(),
            self.unfinished.len(),
            self.elapsed.as_secs_f64(),
        );
        let mut modules: Vec<&str> = Vec::new();
        for endpoint in &self.endpoints {
            if !modules.contains(&endpoint.module) {
                modules.push(endpoint.module);
            }
        }
        for module in modules {
            suite(&mut xml, module, self.endpoints.iter().filter(|it| it.module == module));
        }
        if !self.unfinished.is_empty() {
            let count = self.unfinished.len();
            let _ = writeln!(
                xml,
                "  <testsuite name=\"not compared\" tests=\"{count}\" failures=\"0\" skipped=\"{count}\">"
            );
            for what in &self.unfinished {
                let what = escaped(what);
                let _ = writeln!(
                    xml,
                    "    <testcase classname=\"not compared\" name=\"{what}\"><skipped/></testcase>"
                );
            }
            xml.push_str("  </testsuite>\n");
        }
        xml.push_str("</testsuites>\n");
        xml
    }
}

fn suite<'a>(
    xml: &mut String,
    module: &str,
    endpoints: impl Iterator<Item = &'a EndpointComparison> + Clone,
) {
    let failures: usize = endpoints.clone().map(|endpoint| endpoint.fields.len()).sum();
    let tests: usize = endpoints.clone().map(|endpoint| endpoint.fields.len().max(1)).sum();
    let _ = writeln!(
        xml,
        "  <testsuite name=\"{module}\" tests=\"{tests}\" failures=\"{failures}\" skipped=\"0\">"
    );
    for EndpointComparison { endpoint, compared, fields, .. } in endpoints {
        if fields.is_empty() {
            let name = escaped(&format!("{endpoint}: {compared} compared"));
            let _ = writeln!(xml, "    <testcase classname=\"{module}\" name=\"{name}\"/>");
        }
        for difference in fields {
            let name = escaped(&format!("{endpoint}: {}", difference.field));
            let message = escaped(&difference.to_string());
            let _ = write!(xml, "    <testcase classname=\"{module}\" name=\"{name}\">");
            let _ = write!(xml, "<failure message=\"{message} of {compared}\">");
            for example in &difference.examples {
                let text = format!("{}: {} -> {}\n", example.request, example.old, example.new);
                xml.push_str(&escaped(&text));
            }
            xml.push_str("</failure></testcase>\n");
        }
    }
    xml.push_str("  </testsuite>\n");
}
