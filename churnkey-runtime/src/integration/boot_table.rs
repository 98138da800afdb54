//! The table of routes and tokens that is printed at boot.

use std::fmt;
use std::sync::Arc;

use crate::http::document::FixedDocument;
use crate::module::registry::Implementation;

pub(crate) struct BootTable {
    /// The path before `/churnkey`.
    pub(crate) prefix: String,
    pub(crate) modules: Arc<[&'static Implementation]>,
    pub(crate) documents: Vec<FixedDocument>,
    /// A sentence for each.
    pub(crate) aliases: Arc<[String]>,
    /// The manifest's fingerprint: when it changes, Churnkey must verify again.
    pub(crate) fingerprint: Arc<str>,
    /// How many tokens are valid, and their names.
    pub(crate) tokens: String,
}

impl fmt::Display for BootTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rows =
            vec![["module", "method", "endpoint", "features", "declared at"].map(str::to_owned)];
        for module in &*self.modules {
            let features = (module.features)(module);
            let features: Vec<_> =
                features.iter().filter_map(|(key, value)| summary(key, value)).collect();
            let mut features = features.join(", ");
            let mut place = module.place.to_string();
            let mut name = module.name().to_owned();
            // The module's own columns appear only in its first row.
            for endpoint in module.endpoints {
                let path = format!(
                    "{:<4} {}/churnkey{}",
                    endpoint.verb.as_str(),
                    self.prefix,
                    endpoint.pattern
                );
                rows.push([
                    std::mem::take(&mut name),
                    endpoint.method.to_owned(),
                    path,
                    std::mem::take(&mut features),
                    std::mem::take(&mut place),
                ]);
            }
        }
        for document in self.documents.iter().filter(|document| document.is_listed) {
            let mut name = document.name;
            let mut features = match name {
                FixedDocument::FEATURES => format!("fingerprint: {}", self.fingerprint),
                _ => String::new(),
            };
            for method in document.methods {
                let path = format!("{method:<4} {}{}", self.prefix, document.shown());
                let features = std::mem::take(&mut features);
                let name = std::mem::take(&mut name).to_owned();
                rows.push([name, String::new(), path, features, String::new()]);
            }
        }
        let width = |column: usize| {
            rows.iter().filter_map(|row| row.get(column)).map(|cell| cell.chars().count()).max()
        };
        let widths = std::array::from_fn::<_, 5, _>(|column| width(column).unwrap_or_default());
        for row in &rows {
            let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
            writeln!(f, "{}", cells.collect::<Vec<_>>().join("  ").trim_end())?;
        }
        let others = self.documents.iter().filter(|document| !document.is_listed);
        let others: Vec<_> =
            others.map(|document| format!("{}{}", self.prefix, document.shown())).collect();
        if !others.is_empty() {
            writeln!(f, "\nthe manifest is also at {}", others.join(", "))?;
        }
        for alias in &*self.aliases {
            let alias = alias.replace(" /churnkey", &format!(" {}/churnkey", self.prefix));
            writeln!(f, "\n{alias}")?;
        }
        writeln!(f, "\n{}", self.tokens)
    }
}

/// A feature in a few words: `schedules: immediate|end-of-period`, `unpause`. `None` for features that are off, and for
/// `enabled` and the optional methods, which have rows of their own.
fn summary(key: &str, value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::Bool(true) => {
            let has_rows =
                matches!(key, "enabled" | "list" | "findByEmail" | "findByPhone" | "handleAll");
            (!has_rows).then(|| key.to_owned())
        }
        serde_json::Value::String(word) => Some(format!("{key}: {word}")),
        serde_json::Value::Object(choices) => {
            let on: Vec<_> = choices
                .iter()
                .filter(|(_, on)| **on == true)
                .map(|(word, _)| word.as_str())
                .collect();
            Some(format!("{key}: {}", on.join("|")))
        }
        _ => None,
    }
}
