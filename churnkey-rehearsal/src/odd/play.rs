//! The order of an odd play.

use churnkey_verify::Announced;
use churnkey_verify::transport::{Request, segment};
use serde_json::Value;

use super::client::Client;
use super::report::OddReport;
use super::run::Run;
use super::seed::Seed;
use crate::error::RehearsalError;
use crate::fields::{id, list};
use crate::rehearsal::Rehearsal;

/// A play of an odd Churnkey; see [`Rehearsal::odd`].
#[derive(Debug, Clone)]
#[must_use = "nothing is played before `play`"]
pub struct OddPlay<'r> {
    rehearsal: &'r Rehearsal,
    seed: Option<u64>,
    customer: Option<String>,
}

impl Rehearsal {
    /// Prepares to play a Churnkey that differs in each unknown of
    /// [protocol 9](churnkey_runtime::protocol#9-unknowns-and-recommended-tolerant-reading) in turn: another header for
    /// the token, another path for the manifest, other names in a body.
    ///
    /// It changes nothing, in test mode or live mode: actions name a subscription that does not exist, so a 404 means that
    /// the body was understood.
    ///
    /// The log of an integration in this process is captured. It reports each kind of difference once, or once a minute, so
    /// play against an integration that was just built.
    ///
    /// ```no_run
    /// # mod churnkey { pub use {churnkey_rehearsal as rehearsal, churnkey_runtime::*}; }
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing_with_cancel.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use churnkey::rehearsal::Rehearsal;
    /// use churnkey::Integration;
    ///
    /// # #[churnkey::actix_web::main]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let integration = Integration::builder(Billing).token("ck_int_1").build()?;
    /// let report = Rehearsal::of(&integration, "ck_int_1").odd().seed(7).play().await?;
    /// report.assert_passed();
    /// # Ok(())
    /// # }
    /// ```
    pub fn odd(&self) -> OddPlay<'_> {
        OddPlay { rehearsal: self, seed: None, customer: None }
    }
}

impl OddPlay<'_> {
    /// Chooses the differences: the same seed chooses the same ones. The default is random; the report has it.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// The customer to read. By default, the first ten of the list.
    pub fn customer(mut self, customer: impl AsRef<str>) -> Self {
        self.customer = Some(customer.as_ref().to_owned());
        self
    }

    /// Plays each difference.
    ///
    /// # Errors
    /// If the integration does not serve its manifest to an ordinary Churnkey.
    pub async fn play(self) -> Result<OddReport, RehearsalError> {
        let seed = self.seed.map_or_else(random, Ok)?;
        let (shared, _) = self.rehearsal.shared()?;
        let client = Client::new(shared, self.rehearsal.is_in_process());
        let ordinary = client.read(&client.features_path()).await;
        let announced =
            ordinary.json.as_ref().filter(|_| ordinary.is_success()).and_then(Announced::read);
        let Some(announced) = announced else {
            let got = ordinary.failure.or(ordinary.status.map(|status| status.to_string()));
            let (request, got) = (ordinary.request, got.unwrap_or_default());
            return Err(RehearsalError::Integration(format!(
                "{request}: {got} without a manifest"
            )));
        };
        let manifest = ordinary.json.unwrap_or_default();
        if let Some(format) = client.manifest_format()
            && !announced.is_in(&manifest, format)
        {
            let request = ordinary.request;
            return Err(RehearsalError::Integration(format!(
                "{request}: the manifest is not in the format `{format}`"
            )));
        }
        let customers = customers(&client, self.customer).await;
        let mut run = Run {
            client,
            seed: Seed::new(seed),
            announced,
            manifest,
            customers,
            oddities: Vec::new(),
        };
        run.token().await;
        run.manifest().await;
        run.answers().await;
        run.bodies().await;
        run.paths().await;
        run.lists().await;
        run.modes().await;
        run.methods().await;
        run.never_played();
        let mut oddities = run.oddities;
        oddities.sort_by_key(|oddity| number(oddity.unknown));
        Ok(OddReport { seed, oddities })
    }
}

/// A short seed, which is easy to type.
fn random() -> Result<u64, RehearsalError> {
    let mut bytes = [0_u8; 2];
    getrandom::fill(&mut bytes).map_err(|error| RehearsalError::Random(error.to_string()))?;
    Ok(u64::from(u16::from_le_bytes(bytes)))
}

/// Orders the unknowns by number, and the sections of the protocol after them.
fn number(unknown: &str) -> (u32, &str) {
    let number = unknown.strip_prefix('U').and_then(|number| number.parse().ok());
    (number.unwrap_or(u32::MAX), unknown)
}

/// The named customer, or the first ten of the list.
async fn customers(client: &Client, named: Option<String>) -> Vec<Value> {
    if let Some(named) = named {
        let request = Request::get(format!("/customers/{}", segment(&named)));
        let found = client.send("/customers/…", request).await;
        return if found.is_success() { found.json.into_iter().collect() } else { Vec::new() };
    }
    let page = client.read("/customers?limit=10").await.json.unwrap_or_default();
    list(&page, "/data").filter(|customer| id(customer).is_some()).cloned().collect()
}
