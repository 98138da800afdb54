//! Writes a report as text, as JSON or as JUnit XML.

use std::fmt;
use std::path::PathBuf;

use clap::Args;

use crate::output::print;

#[derive(Args)]
pub(crate) struct ReportFormat {
    /// Prints the report as JSON
    #[arg(long)]
    json: bool,

    /// Writes the report to this file as JUnit XML, for a CI server
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

impl ReportFormat {
    pub(crate) fn write(
        &self,
        report: &impl serde::Serialize,
        junit: impl FnOnce() -> String,
        text: impl fmt::Display,
    ) -> Result<(), String> {
        if let Some(file) = &self.junit {
            std::fs::write(file, junit())
                .map_err(|error| format!("cannot write {}: {error}", file.display()))?;
        }
        if self.json {
            let json = serde_json::to_string_pretty(report).map_err(|error| error.to_string())?;
            print(format_args!("{json}\n"));
        } else {
            print(text);
        }
        Ok(())
    }
}
