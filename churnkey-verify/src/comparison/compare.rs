//! The way to run a comparison.

use super::cannot_compare::CannotCompare;
use super::order;
use super::report::ComparisonReport;
use super::settings::Comparison;

impl Comparison {
    /// Compares the two. It needs actix's runtime, like the rest of this crate.
    ///
    /// # Errors
    /// When one of the two does not answer, refuses the token, or has no manifest that can be read.
    pub async fn run(&self) -> Result<ComparisonReport, CannotCompare> {
        order::all(self).await
    }
}
