//! Whether two integrations say the same: the one that serves today, and the one that is to take its place.
//!
//! The two may be in any language. A [`Comparison`] walks what both announce, compares every answer field by field as the
//! verifier reads it, and reports which fields differ where and how often. It only reads.

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
