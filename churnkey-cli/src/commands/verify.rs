//! `churnkey verify`: plays Churnkey's side against an integration.

use std::cell::Cell as Counter;
use std::time::Duration;

use actix_web::rt::System;
use churnkey_runtime::Mode;
use churnkey_verify::{Verdict, Verifier};
use clap::Args;

use crate::report_format::ReportFormat;
use crate::target::{Target, seconds};
use crate::verification_report::VerificationText;
use crate::wire::Wire;
use crate::{Exit, progress, token};

/// Plays Churnkey's side against an integration, and reports faults and how to fix them
///
/// Only reads are sent, unless --write names a subscription that may be changed.
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,

    /// Which data to read: `live` or `test`
    #[arg(long, value_name = "MODE", default_value = "live", value_parser = mode)]
    mode: Mode,

    /// Runs only the checks whose ids begin with this (docs/verify.md lists them); may be repeated
    #[arg(long, value_name = "CHECK", value_delimiter = ',')]
    only: Vec<String>,

    /// Tries every announced action on this subscription, and cancels it in the end; only in test mode, unless forced
    #[arg(long, value_name = "SUBSCRIPTION")]
    write: Option<String>,

    /// The customer to read, for an integration that does not list its customers
    #[arg(long, value_name = "CUSTOMER")]
    customer: Option<String>,

    /// Allows --write in live mode, where it changes the subscription of a real customer
    #[arg(long, requires = "write")]
    force_live_writes: bool,

    /// How long the whole run may take
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = seconds)]
    max_time: Duration,

    /// How many requests may be sent
    #[arg(long, value_name = "NUMBER", default_value = "2000")]
    max_requests: usize,

    #[command(flatten)]
    format: ReportFormat,

    #[command(flatten)]
    wire: Wire,
}

pub(crate) fn mode(word: &str) -> Result<Mode, &'static str> {
    match word {
        "live" => Ok(Mode::Live),
        "test" => Ok(Mode::Test),
        _ => Err("must be `live` or `test`"),
    }
}

impl Arguments {
    pub(crate) fn run(self) -> Result<Exit, String> {
        if self.write.is_some() && self.mode == Mode::Live && !self.force_live_writes {
            return Err("--write needs `--mode test`, or --force-live-writes".to_owned());
        }
        let verifier = self.verifier(token::get()?);
        let report = System::new().block_on(verifier.verify_url(&self.target.url));
        progress::clear();
        let report = report.map_err(|why| why.to_string())?;
        self.format.write(&report, || report.junit(), VerificationText(&report))?;
        Ok(match report.verdict() {
            Verdict::Passed => Exit::Success,
            Verdict::Failed => Exit::Faults,
            Verdict::NotRun => Exit::NotRun,
        })
    }

    fn verifier(&self, token: String) -> Verifier {
        let mut verifier = Verifier::new(token)
            .mode(self.mode)
            .only(self.only.clone())
            .timeout(self.target.timeout);
        verifier = verifier.bounds(self.max_time, self.max_requests);
        verifier = verifier.features_path(self.wire.manifest.features_path.clone());
        verifier = verifier.credentials(self.wire.credentials());
        if let Some(format) = &self.wire.manifest_format {
            verifier = verifier.manifest_format(format.clone());
        }
        for (name, value) in &self.target.headers {
            verifier = verifier.header(name.clone(), value.clone());
        }
        if let Some(customer) = &self.customer {
            verifier = verifier.customer(customer.as_str());
        }
        if let Some(subscription) = &self.write {
            verifier = verifier.write(subscription.as_str());
        }
        if self.force_live_writes {
            verifier = verifier.force_live_writes();
        }
        let done = Counter::new(0_usize);
        verifier.on_progress(move |outcome| {
            done.set(done.get() + 1);
            progress::show(format_args!("{} checks, {}", done.get(), outcome.check.id));
        })
    }
}
