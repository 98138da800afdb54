//! Runs a comparison.

use super::cannot_compare::CannotCompare;
use super::order;
use super::report::ComparisonReport;
use super::settings::Comparison;

impl Comparison {
    /// Compares the two integrations. It needs actix's runtime, like the rest of this crate.
    ///
    /// # Errors
    /// One of the two does not answer, refuses its token, or has no readable manifest.
    pub async fn run(&self) -> Result<ComparisonReport, CannotCompare> {
        order::all(self).await
    }
}
