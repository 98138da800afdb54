//! The result of a comparison.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::{Serialize, Serializer};
use serde_json::Value;

use super::fields::{DifferenceKind, FieldDiffers};

/// How many example values are kept per field, if values are shown.
const EXAMPLES: usize = 3;
/// How many fields are named per endpoint, since entirely different answers may have any number.
const FIELDS: usize = 100;
/// The name for the fields beyond these.
const OTHERS: &str = "other fields";

/// The result of a comparison: for each endpoint, how many answers were compared, and in which fields they differ.
///
/// It names endpoints and fields. It contains values, and the ids in paths, only if the comparison was told to [show
/// them](super::Comparison::show_values).
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ComparisonReport {
    /// The verdict.
    pub verdict: ComparisonVerdict,
    /// The endpoints, in the order in which they were compared.
    pub endpoints: Vec<EndpointComparison>,
    /// What was not compared, and why.
    pub unfinished: Vec<String>,
    /// The number of customers compared one by one.
    pub customers: usize,
    /// The number of requests sent to both together.
    pub requests: usize,
    /// The duration of the run.
    #[serde(rename = "elapsedMs", serialize_with = "milliseconds")]
    pub elapsed: Duration,
}

/// The verdict of a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ComparisonVerdict {
    /// Everything was compared, and nothing differs.
    Same,
    /// Something differs.
    Different,
    /// Nothing differs, but not everything was compared; `unfinished` says what is missing.
    Unfinished,
}

/// The comparison of one endpoint's answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct EndpointComparison {
    /// The module, such as `Subscriptions`, or `Features` for the manifest.
    pub module: &'static str,
    /// The endpoint, such as `GET /churnkey/customers/:id`.
    pub endpoint: String,
    /// The number of answers compared, or of objects in a list.
    pub compared: usize,
    /// The number of these that differ.
    pub differing: usize,
    /// The fields in which they differ.
    pub fields: Vec<FieldDifference>,
}

/// A field that differs in an endpoint's answers.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct FieldDifference {
    /// The field's path, such as `items[].price.amount.unit`; `data[]` for an object that only one of the lists has,
    /// and `HTTP status` for answers with different statuses.
    pub field: String,
    /// The number of answers in which it differs.
    pub answers: usize,
    /// The number of these answers for each kind of difference.
    pub kinds: BTreeMap<DifferenceKind, usize>,
    /// Some of the values, if values are shown.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<DifferenceExample>,
}

/// The two values of a field.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct DifferenceExample {
    /// The request, with its ids.
    pub request: String,
    /// The old integration's value; `null` if it has none.
    pub old: Value,
    /// The new integration's value; `null` if it has none.
    pub new: Value,
}

fn milliseconds<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(u64::try_from(time.as_millis()).unwrap_or(u64::MAX))
}

impl ComparisonReport {
    /// Whether everything was compared and nothing differs.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.verdict == ComparisonVerdict::Same
    }

    /// The endpoints and fields that differ.
    pub fn differences(&self) -> impl Iterator<Item = (&EndpointComparison, &FieldDifference)> {
        self.endpoints
            .iter()
            .flat_map(|endpoint| endpoint.fields.iter().map(move |field| (endpoint, field)))
    }
}

impl EndpointComparison {
    pub(super) fn new(module: &'static str, endpoint: String) -> Self {
        Self { module, endpoint, compared: 0, differing: 0, fields: Vec::new() }
    }

    /// Counts an answer and its differences. A field counts once, even if many entries of a list have it.
    pub(super) fn count(&mut self, request: Option<&str>, differences: Vec<FieldDiffers>) {
        self.compared += 1;
        self.differing += usize::from(!differences.is_empty());
        let mut counted: Vec<String> = Vec::new();
        for FieldDiffers { field, kind, old, new } in differences {
            if counted.contains(&field) {
                continue;
            }
            counted.push(field.clone());
            let Some(known) = self.field(field) else { continue };
            known.answers += 1;
            *known.kinds.entry(kind).or_default() += 1;
            if let Some(request) = request.filter(|_| known.examples.len() < EXAMPLES) {
                known.examples.push(DifferenceExample { request: request.to_owned(), old, new });
            }
        }
    }

    /// The count of a field, or of all fields beyond the named ones.
    fn field(&mut self, field: String) -> Option<&mut FieldDifference> {
        let at = |fields: &[FieldDifference], name: &str| {
            fields.iter().position(|known| known.field == name)
        };
        let is_new = at(&self.fields, &field).is_none();
        let field = if is_new && self.fields.len() >= FIELDS { OTHERS.to_owned() } else { field };
        if at(&self.fields, &field).is_none() {
            let (field, kinds, examples) = (field.clone(), BTreeMap::new(), Vec::new());
            self.fields.push(FieldDifference { field, answers: 0, kinds, examples });
        }
        let at = at(&self.fields, &field)?;
        self.fields.get_mut(at)
    }
}

impl fmt::Display for DifferenceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::AnotherValue => "another value",
            Self::AnotherType => "another type",
            Self::OnlyOld => "only in the old one",
            Self::OnlyNew => "only in the new one",
        })
    }
}

impl fmt::Display for ComparisonVerdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Same => "the same",
            Self::Different => "different",
            Self::Unfinished => "not compared to the end",
        })
    }
}

/// How often each kind occurs: `another value in 3, only in the old one in 1`.
impl fmt::Display for FieldDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (kind, count)) in self.kinds.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{kind} in {count}")?;
        }
        Ok(())
    }
}

/// Prints the endpoints, then each field that differs, then what was not compared.
impl fmt::Display for ComparisonReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for EndpointComparison { endpoint, compared, differing, .. } in &self.endpoints {
            writeln!(f, "{endpoint:<52}{compared:>8} compared{differing:>8} differ")?;
        }
        for (endpoint, difference) in self.differences() {
            writeln!(f, "\n{}\n    {}: {difference}", endpoint.endpoint, difference.field)?;
            for DifferenceExample { request, old, new } in &difference.examples {
                writeln!(f, "    {request}: {old} -> {new}")?;
            }
        }
        for what in &self.unfinished {
            writeln!(f, "\nnot compared: {what}")?;
        }
        writeln!(f, "\n{}; {} requests", self.verdict, self.requests)
    }
}
