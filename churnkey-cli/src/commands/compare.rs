//! `churnkey compare`: whether two integrations give the same answers.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use actix_web::rt::System;
use churnkey_runtime::Mode;
use churnkey_verify::comparison::{Comparison, ComparisonProgress, ComparisonVerdict, Side};
use churnkey_verify::transport::Credentials;
use clap::Args;

use crate::comparison_report::ComparisonText;
use crate::report_format::ReportFormat;
use crate::target::{api_url, header, seconds};
use crate::wire::header_name;
use crate::{Exit, progress, token};

pub(crate) const OLD_TOKEN: &str = "CK_OLD_INTEGRATION_TOKEN";
pub(crate) const NEW_TOKEN: &str = "CK_NEW_INTEGRATION_TOKEN";

/// Compares the answers of two integrations, field by field: the one in service and its replacement
///
/// Only reads are sent. The customers are those that both list, or those in a file (--sample). The report names endpoints
/// and fields; it contains values only with --show-values.
///
/// The tokens are in CK_OLD_INTEGRATION_TOKEN and CK_NEW_INTEGRATION_TOKEN, or in the variables named by --old-token-env and
/// --new-token-env. An integration without one gets the token that `churnkey verify` would send.
///
/// Exit codes: 0 the same, 1 different, 2 could not run or finish.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The API URL of the integration in service: the part before `/churnkey/…`
    #[arg(value_name = "OLD", value_parser = api_url)]
    old: String,

    /// The API URL of its replacement
    #[arg(value_name = "NEW", value_parser = api_url)]
    new: String,

    /// Which data to read: `live` or `test`
    #[arg(long, value_name = "MODE", default_value = "live", value_parser = super::verify::mode)]
    mode: Mode,

    /// A file with the ids of the customers to read, one per line, instead of those that both list; `-` is standard input
    #[arg(long, value_name = "FILE")]
    sample: Option<PathBuf>,

    /// The maximum number of customers
    #[arg(long, value_name = "NUMBER")]
    customers: Option<usize>,

    /// Fields that may differ, such as `metadata` or `Customers.metadata`; may be repeated
    #[arg(long, value_name = "FIELD", value_delimiter = ',')]
    ignore: Vec<String>,

    /// Shows some values of each field that differs. They are customer data
    #[arg(long)]
    show_values: bool,

    /// The maximum number of requests per second to each of the two
    #[arg(long, value_name = "NUMBER", default_value = "20", value_parser = rate)]
    rate: f64,

    /// How long one request may take
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    timeout: Duration,

    /// How long the whole run may take
    #[arg(long, value_name = "SECONDS", default_value = "3600", value_parser = seconds)]
    max_time: Duration,

    /// How many requests may be sent to both together
    #[arg(long, value_name = "NUMBER", default_value = "100000")]
    max_requests: usize,

    #[command(flatten)]
    format: ReportFormat,

    /// An additional header for each request to both; may be repeated
    #[arg(long = "header", value_name = "NAME: VALUE", value_parser = header)]
    headers: Vec<(String, String)>,

    #[command(flatten)]
    sides: Sides,
}

#[derive(Args)]
#[command(next_help_heading = "Options for one of the two")]
struct Sides {
    /// The environment variable with the token of OLD
    #[arg(long, value_name = "VARIABLE")]
    old_token_env: Option<String>,

    /// The environment variable with the token of NEW
    #[arg(long, value_name = "VARIABLE")]
    new_token_env: Option<String>,

    /// The header in which OLD accepts the bare token, instead of `Authorization: Bearer …`
    #[arg(long, value_name = "NAME", value_parser = header_name)]
    old_token_header: Option<String>,

    /// The header in which NEW accepts the bare token, instead of `Authorization: Bearer …`
    #[arg(long, value_name = "NAME", value_parser = header_name)]
    new_token_header: Option<String>,

    /// An additional header for each request to OLD; may be repeated
    #[arg(long = "old-header", value_name = "NAME: VALUE", value_parser = header)]
    old_headers: Vec<(String, String)>,

    /// An additional header for each request to NEW; may be repeated
    #[arg(long = "new-header", value_name = "NAME: VALUE", value_parser = header)]
    new_headers: Vec<(String, String)>,

    /// The path of the features manifest of OLD, below `/churnkey`
    #[arg(long, value_name = "PATH", default_value = "/features")]
    old_features_path: String,

    /// The path of the features manifest of NEW, below `/churnkey`
    #[arg(long, value_name = "PATH", default_value = "/features")]
    new_features_path: String,
}

fn rate(text: &str) -> Result<f64, &'static str> {
    let rate = text.parse::<f64>().ok().filter(|rate| *rate > 0.0 && rate.is_finite());
    rate.ok_or("needs a number above 0")
}

impl Arguments {
    pub(crate) fn run(self) -> Result<Exit, String> {
        let comparison = self.comparison()?;
        let report = System::new().block_on(comparison.run());
        progress::clear();
        let report = report.map_err(|why| why.to_string())?;
        self.format.write(&report, || report.junit(), ComparisonText(&report))?;
        Ok(match report.verdict {
            ComparisonVerdict::Same => Exit::Success,
            ComparisonVerdict::Different => Exit::Faults,
            ComparisonVerdict::Unfinished => Exit::NotRun,
        })
    }

    fn comparison(&self) -> Result<Comparison, String> {
        let Sides { old_token_env, new_token_env, .. } = &self.sides;
        let named = [old_token_env.as_deref(), new_token_env.as_deref()];
        let [old_token, new_token] = token::pair(named, [OLD_TOKEN, NEW_TOKEN])?;
        let side = |url: &str, token, headers: &[(String, String)], features: &str| {
            let side = Side::http(url, token, self.timeout).map_err(|why| why.to_string())?;
            let side = side.features_path(features);
            let headers = self.headers.iter().chain(headers).cloned();
            Ok::<_, String>(headers.fold(side, |side, (name, value)| side.header(name, value)))
        };
        let sides = &self.sides;
        let credentials = |header: &Option<String>| match header {
            Some(name) => Credentials::header(name),
            None => Credentials::bearer(),
        };
        let old = side(&self.old, old_token, &sides.old_headers, &sides.old_features_path)?
            .credentials(credentials(&sides.old_token_header));
        let new = side(&self.new, new_token, &sides.new_headers, &sides.new_features_path)?
            .credentials(credentials(&sides.new_token_header));
        let mut comparison = Comparison::new(old, new)
            .mode(self.mode)
            .ignore(self.ignore.clone())
            .rate(self.rate)
            .bounds(self.max_time, self.max_requests);
        if let Some(file) = &self.sample {
            comparison = comparison.customers(sample(file)?);
        }
        if let Some(customers) = self.customers {
            comparison = comparison.at_most(customers);
        }
        if self.show_values {
            comparison = comparison.show_values();
        }
        Ok(comparison.on_progress(|progress| progress::show(Line(progress))))
    }
}

struct Line<'a>(&'a ComparisonProgress<'a>);

impl std::fmt::Display for Line<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let ComparisonProgress { endpoint, customers, requests, differences, .. } = self.0;
        let (done, all) = customers;
        write!(
            f,
            "{done} of {all} customers, {requests} requests, {differences} fields differ; {endpoint}"
        )
    }
}

/// The ids in a file, one per line.
fn sample(file: &Path) -> Result<Vec<String>, String> {
    let mut text = String::new();
    let read = if file == Path::new("-") {
        std::io::stdin().read_to_string(&mut text)
    } else {
        std::fs::File::open(file).and_then(|mut file| file.read_to_string(&mut text))
    };
    read.map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    let ids: Vec<_> =
        text.lines().map(str::trim).filter(|id| !id.is_empty()).map(str::to_owned).collect();
    if ids.is_empty() {
        return Err(format!("there are no customer ids in {}", file.display()));
    }
    Ok(ids)
}
