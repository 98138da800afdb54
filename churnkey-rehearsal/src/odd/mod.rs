//! A Churnkey that differs from what the protocol's page recommends, in each unknown in turn (protocol 9).
//!
//! It changes nothing: it reads, and its actions name a customer and a subscription that nobody has.

mod answers;
mod ask;
mod bodies;
mod lists;
mod manifest;
mod methods;
mod modes;
mod paths;
mod report;
mod seed;
mod token;
mod told;
mod unplayed;

use churnkey_verify::Announced;
use churnkey_verify::transport::{Request, segment};
use serde_json::Value;

pub use report::{OddReport, OddVerdict, Oddity};

use ask::{Answer, Asker};
use seed::Seed;

use crate::error::RehearsalError;
use crate::reading::{id, list};
use crate::rehearsal::Rehearsal;

/// An id that nobody has.
const MISSING: &str = "ck-odd-missing";
/// A word that the protocol does not have.
const NO_WORD: &str = "ck-odd";

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
    /// [protocol 9](churnkey_runtime::protocol#9-unknowns-and-recommended-tolerant-reading) in turn: another place of the
    /// token, another path of the manifest, other names in a body.
    ///
    /// It changes nothing, and works in test mode and in live mode: actions name a subscription that nobody has, so that
    /// 404 says that the body was understood.
    ///
    /// For an integration in this process it is heard what its log tells the owner. A log says each kind of difference
    /// once, or once a minute, so play against an integration that was just built.
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
    /// Chooses how it differs: the same seed chooses the same. By default it is random, and in the report.
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// A customer to look at. By default the first ones of the list.
    pub fn customer(mut self, customer: impl AsRef<str>) -> Self {
        self.customer = Some(customer.as_ref().to_owned());
        self
    }

    /// Plays each difference.
    ///
    /// # Errors
    /// If the integration does not answer an ordinary Churnkey with its manifest: there is nothing to compare with then.
    pub async fn play(self) -> Result<OddReport, RehearsalError> {
        let seed = self.seed.map_or_else(random, Ok)?;
        let (shared, _) = self.rehearsal.shared()?;
        let asker = Asker::new(shared, self.rehearsal.is_in_process());
        let usual = asker.read(&asker.features_path()).await;
        let announced =
            usual.json.as_ref().filter(|_| usual.is_success()).and_then(Announced::read);
        let Some(announced) = announced else {
            let came = usual.failure.or(usual.status.map(|status| status.to_string()));
            let came = came.unwrap_or_default();
            let why = format!("{}: {came}, and no manifest to begin with", usual.shown);
            return Err(RehearsalError::Integration(why));
        };
        let manifest = usual.json.unwrap_or_default();
        let customers = customers(&asker, self.customer).await;
        let mut odd =
            Odd { asker, seed: Seed::new(seed), announced, manifest, customers, found: Vec::new() };
        odd.token().await;
        odd.manifest().await;
        odd.answers().await;
        odd.bodies().await;
        odd.paths().await;
        odd.lists().await;
        odd.modes().await;
        odd.methods().await;
        odd.unplayed();
        let mut oddities = odd.found;
        oddities.sort_by_key(|oddity| number(oddity.unknown));
        Ok(OddReport { seed, oddities })
    }
}

/// A seed that can be read aloud.
fn random() -> Result<u64, RehearsalError> {
    let mut bytes = [0_u8; 2];
    getrandom::fill(&mut bytes).map_err(|error| RehearsalError::Random(error.to_string()))?;
    Ok(u64::from(u16::from_le_bytes(bytes)))
}

/// The unknowns by their number, and behind them what has none.
fn number(unknown: &str) -> (u32, &str) {
    let number = unknown.strip_prefix('U').and_then(|number| number.parse().ok());
    (number.unwrap_or(u32::MAX), unknown)
}

/// The one that was named, or the first ten of the list.
async fn customers(asker: &Asker, named: Option<String>) -> Vec<Value> {
    if let Some(named) = named {
        let request = Request::get(format!("/customers/{}", segment(&named)));
        let found = asker.ask("/customers/…", request).await;
        return if found.is_success() { found.json.into_iter().collect() } else { Vec::new() };
    }
    let page = asker.read("/customers?limit=10").await.json.unwrap_or_default();
    list(&page, "/data").filter(|customer| id(customer).is_some()).cloned().collect()
}

/// A play that is under way.
struct Odd {
    asker: Asker,
    seed: Seed,
    announced: Announced,
    /// As it was sent.
    manifest: Value,
    customers: Vec<Value>,
    found: Vec<Oddity>,
}

/// What makes a difference understood.
enum Remedy {
    /// No setting should be needed.
    Nothing,
    /// This, for an integration of this crate; the recorder does not help.
    Setting(String),
    /// This, or the recorder.
    SettingOrRecorder(String),
}

impl Odd {
    fn judge(
        &mut self,
        unknown: &'static str,
        difference: impl Into<String>,
        answer: Answer,
        understood: bool,
        remedy: Remedy,
    ) {
        let failed = answer.status.is_none_or(|status| status >= 500);
        let verdict = match &remedy {
            _ if understood => OddVerdict::Understood,
            Remedy::Nothing => OddVerdict::NotUnderstood,
            _ if failed => OddVerdict::NotUnderstood,
            _ if !answer.told.is_empty() => OddVerdict::Told,
            _ => OddVerdict::NeedsSetting,
        };
        let (write, translated) = match remedy {
            Remedy::Nothing => (None, false),
            Remedy::Setting(line) => (Some(line), false),
            Remedy::SettingOrRecorder(line) => (Some(line), true),
        };
        let message = answer.json.as_ref().and_then(|json| json.get("message")?.as_str());
        let message =
            message.filter(|_| !understood).map(|message| message.replace(self.asker.token(), "…"));
        self.found.push(Oddity {
            unknown,
            difference: difference.into(),
            verdict,
            request: Some(answer.shown),
            status: answer.status,
            because: answer.failure.or(message),
            told: answer.told,
            write,
            translated,
        });
    }

    fn not_played(
        &mut self,
        unknown: &'static str,
        difference: impl Into<String>,
        because: impl Into<String>,
    ) {
        self.found.push(Oddity {
            unknown,
            difference: difference.into(),
            verdict: OddVerdict::NotPlayed,
            request: None,
            status: None,
            because: Some(because.into()),
            told: Vec::new(),
            write: None,
            translated: false,
        });
    }
}
