//! `churnkey manifest`: the features manifest of an integration.

use churnkey_runtime::ManifestFormat;
use churnkey_verify::Announced;
use clap::Args;
use serde_json::{Map, Value};

use crate::features;
use crate::fetch::FetchError;
use crate::output::{BAD, Cell, FAINT, PLAIN, Table, print};
use crate::target::Target;
use crate::{Exit, token};

/// Shows the modules and features that an integration announces, and the manifest's fingerprint
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,

    #[command(flatten)]
    path: features::FeaturesPath,

    /// Prints the manifest as JSON
    #[arg(long)]
    json: bool,

    /// Prints it as JSON in another format, as with CK_MANIFEST_FORMAT: `PascalCase modules`
    ///
    /// A spelling is camelCase, PascalCase, kebab-case or snake_case; a shape is grouped, flat, features, modules or list.
    #[arg(long, value_name = "FORMAT", conflicts_with = "json")]
    format: Option<ManifestFormat>,

    /// Prints it in every format
    #[arg(long, conflicts_with_all = ["json", "format"])]
    all_formats: bool,

    /// Prints only the fingerprint, for `churnkey reverify --expect`
    #[arg(long, conflicts_with_all = ["json", "format", "all_formats"])]
    fingerprint: bool,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<Exit, String> {
        let path = &self.path.features_path;
        let features = match features::fetch(&self.target, path, &token::get()?) {
            Ok(features) => features,
            Err(FetchError::Unreachable(why)) => return Err(why),
            Err(FetchError::Refused { why, .. }) => {
                print(format_args!("{BAD}no manifest{BAD:#}: {why}\n"));
                return Ok(Exit::Faults);
            }
        };
        if self.fingerprint {
            print(format_args!("{}\n", features.fingerprint));
        } else if self.all_formats || self.format.is_some() {
            let Some(announced) = Announced::read(&features.manifest) else {
                return Err("the manifest has no modules, so it cannot be converted".to_owned());
            };
            let name = features.manifest.get("name").and_then(Value::as_str).unwrap_or("(no name)");
            let manifest = announced.manifest(name);
            match self.format {
                Some(format) => print(format_args!("{:#}\n", format.apply(&manifest))),
                None => ManifestFormat::all().for_each(|format| {
                    print(format_args!(
                        "{FAINT}{format}{FAINT:#}\n{:#}\n\n",
                        format.apply(&manifest)
                    ));
                }),
            }
        } else if self.json {
            print(format_args!("{:#}\n", features.manifest));
        } else {
            print(table(&features.manifest));
            print(format_args!("{FAINT}fingerprint{FAINT:#} {}\n", features.fingerprint));
        }
        Ok(Exit::Success)
    }
}

/// The protocol leaves the manifest's envelope open (protocol 3), so modules are looked for in `controllers` and `actions`,
/// beside them, and below `features` and `modules`.
fn table(manifest: &Value) -> Table {
    let mut table = Table::default();
    table.row(["kind", "module", "features"].map(|head| Cell::new(FAINT, head)));
    if let Some(endpoints) = manifest.as_array() {
        for endpoint in endpoints {
            table.row(row("", &scalar(endpoint), &Value::Null));
        }
    }
    let none = Map::new();
    let envelope = manifest.as_object().unwrap_or(&none);
    let groups = |key: &str| envelope.get(key).and_then(Value::as_object);
    let groups = groups("features").or_else(|| groups("modules"));
    let is_around = |value: &Value| groups.is_some_and(|groups| value.as_object() == Some(groups));
    let beside = envelope.iter().filter(|(_, value)| !is_around(value));
    for (key, value) in beside.chain(groups.into_iter().flatten()) {
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
    let features = match features {
        Value::Object(features) => features,
        Value::Null => return String::new(),
        other => return scalar(other),
    };
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
