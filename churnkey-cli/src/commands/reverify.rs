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

use crate::agreement::{Apart, Awaited, READINGS};
use crate::output::{BAD, GOOD, WARNING, excerpt, print};
use crate::target::{Target, api_url, header, seconds};
use crate::{Exit, token};

/// A replica that says nothing for longer is not ready.
const LONGEST_READING: Duration = Duration::from_secs(10);

/// Asks Churnkey to verify the integration, as its dashboard's button does
///
/// The call is described by the environment: CK_VERIFY_URL, CK_VERIFY_METHOD (POST), CK_VERIFY_HEADERS (`Name: value`, one a
/// line; without an Authorization, the integration token is sent as Bearer) and CK_VERIFY_BODY. It is repeated while the
/// endpoint is down.
///
/// With a URL the manifest there is read first, over new connections, until ten answers in a row agree: after a deployment,
/// all replicas then announce the same. The state file remembers the fingerprint that was read.
#[derive(Args)]
pub(crate) struct Arguments {
    /// The API URL as in Churnkey's dashboard: the part before `/churnkey/…`
    #[arg(value_name = "URL", value_parser = api_url)]
    url: Option<String>,

    /// The fingerprint that all ten answers must have: that of the version which was deployed
    #[arg(long, value_name = "FINGERPRINT", requires = "url", value_parser = fingerprint)]
    expect: Option<String>,

    /// How long to wait until ten answers agree
    #[arg(long, value_name = "SECONDS", requires = "url", default_value = "120", value_parser = seconds)]
    wait: Duration,

    /// Only if the manifest has changed since the last call that succeeded
    #[arg(long, requires = "url")]
    if_changed: bool,

    /// One more header for each reading of the manifest; may be repeated
    #[arg(long = "header", value_name = "NAME: VALUE", requires = "url", value_parser = header)]
    headers: Vec<(String, String)>,

    /// The path of the manifest below `/churnkey`
    #[arg(long, value_name = "PATH", default_value = "/features")]
    features_path: String,

    /// The file that remembers the last call that succeeded for this URL
    #[arg(
        long,
        value_name = "FILE",
        env = "CK_VERIFY_STATE",
        default_value = "churnkey.verified.json"
    )]
    state: PathBuf,

    /// How many calls are made at most
    #[arg(long, value_name = "NUMBER", default_value = "5", value_parser = clap::value_parser!(u8).range(1..))]
    attempts: u8,

    /// How long one call, or one reading, may take
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    timeout: Duration,
}

/// As `churnkey manifest` and the boot table show it.
fn fingerprint(text: &str) -> Result<String, &'static str> {
    let digits = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if digits { Ok(text.to_ascii_lowercase()) } else { Err("is not 16 hex digits") }
}

impl Arguments {
    pub(crate) fn run(self) -> Result<Exit, String> {
        let call = VerifyCall::from_env().map_err(|error| error.to_string())?;
        let call = call.ok_or("set CK_VERIFY_URL to the address of Churnkey's verify endpoint")?;
        let retry = RetryPolicy::default().attempts(self.attempts.into()).timeout(self.timeout);
        let Some(url) = &self.url else {
            let answer = call.send_with_retries(&retry, wait);
            return told(answer.map(|answer| Some((answer, None))));
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
        told(if self.if_changed {
            reverify(&call, &state, &fingerprint, &retry, wait).map(|done| match done {
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

    /// The fingerprint that all replicas have, or why there is none.
    fn agreed(&self, url: &str) -> Result<Result<String, String>, String> {
        let (url, headers) = (url.to_owned(), self.headers.clone());
        let timeout = self.timeout.min(LONGEST_READING);
        let awaited = Awaited {
            target: &Target { url, headers, timeout },
            features_path: &self.features_path,
            token: &token::get()?,
            fingerprint: self.expect.as_deref(),
            time: self.wait,
        };
        match awaited.read() {
            Ok(fingerprint) => Ok(Ok(fingerprint)),
            Err(Apart::Differs(why)) => Ok(Err(why)),
            Err(Apart::Unread(why)) => Err(why),
        }
    }
}

/// Says how it went. `None`: nothing was sent.
fn told(called: Result<Option<(VerifyAnswer, Option<String>)>, CallError>) -> Result<Exit, String> {
    match called {
        Ok(None) => {
            print("the manifest is verified already: nothing was sent\n");
            Ok(Exit::Success)
        }
        Ok(Some((answer, state_error))) => {
            let (status, said) = (answer.status, said(&answer));
            print(format_args!("{GOOD}asked Churnkey to verify{GOOD:#}: status {status}{said}\n"));
            if let Some(why) = state_error {
                let why = format!("{WARNING}not remembered{WARNING:#}: {why}\n");
                let _ = write!(anstream::stderr(), "{why}");
            }
            Ok(Exit::Success)
        }
        Err(CallError::Refused(answer)) => {
            let said = said(&answer);
            let why = CallError::Refused(answer);
            print(format_args!("{BAD}Churnkey was not asked to verify{BAD:#}: {why}{said}\n"));
            Ok(Exit::Faults)
        }
        Err(why) => Err(why.to_string()),
    }
}

fn wait(error: &CallError, time: Duration) -> ControlFlow<()> {
    let _ = writeln!(anstream::stderr(), "{error}; once more in {} s", time.as_secs());
    thread::sleep(time);
    ControlFlow::Continue(())
}

fn said(answer: &VerifyAnswer) -> String {
    let body = excerpt(&answer.body, 500);
    if body.is_empty() { body } else { format!("\n{body}") }
}
