//! `churnkey reverify`: asks Churnkey to verify, from CI or by hand.

use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use clap::Args;

use churnkey_runtime::reverify::{
    CallError, RetryPolicy, Reverified, StateFile, VerifyAnswer, VerifyCall, reverify,
};

use crate::agreement::{Agreement, AgreementError, READINGS};
use crate::features::FeaturesPath;
use crate::output::{BAD, GOOD, WARNING, excerpt, print};
use crate::target::{Target, api_url, header, seconds};
use crate::{Exit, token};

/// A replica that takes longer to respond is not ready.
const MAX_READING: Duration = Duration::from_secs(10);

/// Asks Churnkey to verify the integration, like the button in its dashboard
///
/// The environment describes the call: CK_VERIFY_URL, CK_VERIFY_METHOD (POST), CK_VERIFY_HEADERS (`Name: value`, one per
/// line; the integration token is sent as Bearer unless there is an Authorization) and CK_VERIFY_BODY. The call is retried
/// while the endpoint is down.
///
/// With a URL, the command first reads the manifest there, over new connections, until ten answers in a row agree: then all
/// replicas of a deployment serve the same manifest. The state file remembers its fingerprint.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The API URL from Churnkey's dashboard: the part before `/churnkey/…`
    #[arg(value_name = "URL", value_parser = api_url)]
    url: Option<String>,

    /// The fingerprint that all ten answers must have: that of the deployed version
    #[arg(long, value_name = "FINGERPRINT", requires = "url", value_parser = fingerprint)]
    expect: Option<String>,

    /// How long to wait for ten answers that agree
    #[arg(long, value_name = "SECONDS", requires = "url", default_value = "120", value_parser = seconds)]
    wait: Duration,

    /// Calls only if the manifest has changed since the last successful call
    #[arg(long, requires = "url")]
    if_changed: bool,

    /// An additional header for each reading of the manifest; may be repeated
    #[arg(long = "header", value_name = "NAME: VALUE", requires = "url", value_parser = header)]
    headers: Vec<(String, String)>,

    #[command(flatten)]
    manifest: FeaturesPath,

    /// The file that remembers the last successful call
    #[arg(
        long,
        value_name = "FILE",
        env = "CK_VERIFY_STATE",
        default_value = "churnkey.verified.json"
    )]
    state: PathBuf,

    /// The maximum number of calls
    #[arg(long, value_name = "NUMBER", default_value = "5", value_parser = clap::value_parser!(u8).range(1..))]
    attempts: u8,

    /// How long one call, or one reading of the manifest, may take
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    timeout: Duration,
}

fn fingerprint(text: &str) -> Result<String, &'static str> {
    let is_valid = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_valid { Ok(text.to_ascii_lowercase()) } else { Err("is not 16 hex digits") }
}

impl Arguments {
    pub(crate) fn run(self) -> Result<Exit, String> {
        let call = VerifyCall::from_env().map_err(|error| error.to_string())?;
        let call = call.ok_or("set CK_VERIFY_URL to the address of Churnkey's verify endpoint")?;
        let retry = RetryPolicy::default().attempts(self.attempts.into()).timeout(self.timeout);
        let Some(url) = &self.url else {
            let answer = call.send_with_retries(&retry, wait);
            return report(answer.map(|answer| Some((answer, None))));
        };
        let fingerprint = match self.agreed(url)? {
            Ok(fingerprint) => fingerprint,
            Err(why) => {
                print(format_args!("{BAD}Churnkey was not asked to verify{BAD:#}: {why}\n"));
                return Ok(Exit::Faults);
            }
        };
        print(format_args!("{READINGS} answers in a row have the fingerprint {fingerprint}\n"));
        let state = StateFile::new(&self.state);
        report(if self.if_changed {
            reverify(&call, &state, &fingerprint, &retry, wait).map(|reverified| match reverified {
                Reverified::Called { answer, state_error, .. } => Some((answer, state_error)),
                _ => None,
            })
        } else {
            call.send_with_retries(&retry, wait).map(|answer| {
                let state_error = state.record(&call, &fingerprint).err();
                Some((answer, state_error.map(|error| error.to_string())))
            })
        })
    }

    /// The fingerprint of all replicas, or why they do not agree.
    fn agreed(&self, url: &str) -> Result<Result<String, String>, String> {
        let (url, headers) = (url.to_owned(), self.headers.clone());
        let timeout = self.timeout.min(MAX_READING);
        let agreement = Agreement {
            target: &Target { url, headers, timeout },
            features_path: &self.manifest.features_path,
            token: &token::get()?,
            fingerprint: self.expect.as_deref(),
            time: self.wait,
        };
        match agreement.wait() {
            Ok(fingerprint) => Ok(Ok(fingerprint)),
            Err(AgreementError::Disagreement(why)) => Ok(Err(why)),
            Err(AgreementError::Unread(why)) => Err(why),
        }
    }
}

/// Prints the result. `None`: nothing was sent.
fn report(
    called: Result<Option<(VerifyAnswer, Option<String>)>, CallError>,
) -> Result<Exit, String> {
    match called {
        Ok(None) => {
            print("the manifest is already verified: nothing was sent\n");
            Ok(Exit::Success)
        }
        Ok(Some((answer, state_error))) => {
            let (status, body) = (answer.status, body(&answer));
            print(format_args!("{GOOD}asked Churnkey to verify{GOOD:#}: status {status}{body}\n"));
            if let Some(why) = state_error {
                let why = format!("{WARNING}the state file was not written{WARNING:#}: {why}\n");
                let _ = write!(anstream::stderr(), "{why}");
            }
            Ok(Exit::Success)
        }
        Err(CallError::Refused(answer)) => {
            let body = body(&answer);
            let why = CallError::Refused(answer);
            print(format_args!("{BAD}Churnkey was not asked to verify{BAD:#}: {why}{body}\n"));
            Ok(Exit::Faults)
        }
        Err(why) => Err(why.to_string()),
    }
}

fn wait(error: &CallError, time: Duration) -> ControlFlow<()> {
    let _ = writeln!(anstream::stderr(), "{error}; retrying in {} s", time.as_secs());
    thread::sleep(time);
    ControlFlow::Continue(())
}

/// The answer's body on a line of its own.
fn body(answer: &VerifyAnswer) -> String {
    let body = excerpt(&answer.body, 500);
    if body.is_empty() { body } else { format!("\n{body}") }
}
