//! The verifier's reading of the protocol, for other counterparts of Churnkey: what an integration announces, and what is
//! wrong with a model.

use chrono::{DateTime, Utc};
use serde_json::Value;

use crate::checks::Check;
use crate::data::KINDS;
use crate::fields;
use crate::manifest::Announced;
use crate::report::Weight;

/// What an integration announces, whatever the envelope of its manifest is (protocol 3).
///
/// ```
/// use churnkey_verify::reading::Features;
/// use serde_json::json;
///
/// let manifest = json!({ "actions": { "pause": { "startDates": { "immediate": true } } } });
/// let features = Features::read(&manifest).unwrap();
/// assert!(features.has("Pause"));
/// assert_eq!(features.words("Pause", "startDates"), ["immediate"]);
/// ```
#[derive(Debug, Clone)]
pub struct Features(Announced);

impl Features {
    /// `None` when the manifest is not an object, or names no module of the protocol.
    #[must_use]
    pub fn read(manifest: &Value) -> Option<Self> {
        Announced::read(manifest).map(Self)
    }

    /// Whether a module is announced, by Churnkey's name for it: `ApplyCoupon`.
    #[must_use]
    pub fn has(&self, module: &str) -> bool {
        self.0.has(module)
    }

    /// A feature that is true or false; `None` when it is not announced, or is something else.
    #[must_use]
    pub fn flag(&self, module: &str, key: &str) -> Option<bool> {
        self.0.flag(module, key)
    }

    /// The words of a list such as `schedules` that are announced.
    #[must_use]
    pub fn words(&self, module: &str, key: &str) -> Vec<String> {
        self.0.words(module, key)
    }
}

/// One thing that is wrong with a model.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// What was checked.
    pub check: &'static Check,
    /// Whether it fails the check; otherwise it is a warning.
    pub failed: bool,
    /// The JSON path, such as `$.items[0].price.amount`.
    pub path: String,
    /// What the protocol wants.
    pub expected: String,
    /// What is there, without personal data.
    pub got: String,
}

/// What is wrong with a model of a module; `path` is where it stands in the answer, such as `$` or `$.data[0]`.
#[must_use]
pub fn faults(module: &str, model: &Value, path: &str) -> Vec<Fault> {
    let Some(kind) = KINDS.iter().find(|kind| kind.module == module) else { return Vec::new() };
    let faults = fields::read(model, path, kind.shape, kind.check).into_iter();
    let public = |fault: fields::Fault| Fault {
        check: fault.check,
        failed: fault.weight == Weight::Failed,
        path: fault.path,
        expected: fault.expected,
        got: fault.got,
    };
    faults.map(public).collect()
}

/// A date of the protocol (2.7); `None` when it is not one.
#[must_use]
pub fn date(value: &Value) -> Option<DateTime<Utc>> {
    fields::date(value)
}
