//! `churnkey manifest`: what an integration announces.

use clap::Args;

use serde_json::{Map, Value};

use crate::features;
use crate::fetch::NoJson;
use crate::output::{BAD, Cell, FAINT, PLAIN, Table, print};
use crate::target::Target;
use crate::{Exit, token};

/// Shows what an integration announces: its modules, their features, and the manifest's fingerprint
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,

    /// Where the features manifest is, below `/churnkey`
    #[arg(long, value_name = "PATH", default_value = "/features")]
    features_path: String,

    /// Prints the manifest as JSON, for a program or a file
    #[arg(long)]
    json: bool,

    /// Prints the fingerprint alone, for `churnkey reverify --expect`
    #[arg(long, conflicts_with = "json")]
    fingerprint: bool,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<Exit, String> {
        let features = match features::fetch(&self.target, &self.features_path, &token::get()?) {
            Ok(features) => features,
            Err(NoJson::Unreachable(why)) => return Err(why),
            Err(NoJson::Refused { why, .. }) => {
                print(format_args!("{BAD}no manifest{BAD:#}: {why}\n"));
                return Ok(Exit::Faults);
            }
        };
        if self.fingerprint {
            print(format_args!("{}\n", features.fingerprint));
        } else if self.json {
            print(format_args!("{:#}\n", features.manifest));
        } else {
            print(table(&features.manifest));
            print(format_args!("{FAINT}fingerprint{FAINT:#} {}\n", features.fingerprint));
        }
        Ok(Exit::Success)
    }
}

/// The manifest's envelope is not settled (protocol 3), so modules are looked for in `controllers` and `actions`, and
/// beside them.
fn table(manifest: &Value) -> Table {
    let mut table = Table::default();
    table.row(["kind", "module", "features"].map(|head| Cell::new(FAINT, head)));
    let none = Map::new();
    let envelope = manifest.as_object().unwrap_or(&none);
    for (key, value) in envelope {
        let kind = match key.to_ascii_lowercase().as_str() {
            "controllers" => "controller",
            "actions" => "action",
            _ => "",
        };
        match value {
            Value::Object(modules) if !kind.is_empty() => {
                modules.iter().for_each(|(name, features)| table.row(row(kind, name, features)));
            }
            other => table.row(row("", key, other)),
        }
    }
    table
}

fn row(kind: &str, name: &str, features: &Value) -> [Cell; 3] {
    [Cell::new(FAINT, kind), Cell::new(PLAIN, name), Cell::new(PLAIN, &summary(features))]
}

/// `handleAll, schedules: end-of-period|immediate, no unpause`.
fn summary(features: &Value) -> String {
    let Value::Object(features) = features else { return scalar(features) };
    let feature = |(key, value): (&String, &Value)| match value {
        Value::Bool(true) => key.clone(),
        Value::Bool(false) => format!("no {key}"),
        Value::Object(words) => {
            let on = words.iter().filter(|(_, on)| **on == true);
            let on: Vec<_> = on.map(|(word, _)| word.as_str()).collect();
            let none = on.is_empty().then_some("none");
            format!("{key}: {}", none.map_or_else(|| on.join("|"), str::to_owned))
        }
        other => format!("{key}: {}", scalar(other)),
    };
    features.iter().filter(|(key, _)| *key != "enabled").map(feature).collect::<Vec<_>>().join(", ")
}

fn scalar(value: &Value) -> String {
    value.as_str().map_or_else(|| serde_json::to_string(value).unwrap_or_default(), str::to_owned)
}
