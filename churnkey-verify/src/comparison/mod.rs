//! Compares two integrations that should give the same answers: the one in use today, and the one that will replace it.
//!
//! They may be written in any language. A [`Comparison`] reads what both announce, compares every answer field by field
//! as the verifier reads it, and reports which fields differ, where, and how often. It only reads.

mod announced;
mod cannot_compare;
mod compare;
mod fields;
mod junit;
mod order;
mod report;
mod run;
mod settings;
mod walk;

pub use cannot_compare::{CannotCompare, Which};
pub use fields::DifferenceKind;
pub use report::{
    ComparisonReport, ComparisonVerdict, DifferenceExample, EndpointComparison, FieldDifference,
};
pub use settings::{Comparison, ComparisonProgress, Side};
