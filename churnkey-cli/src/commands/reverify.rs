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

use crate::output::{BAD, GOOD, WARNING, excerpt, print};
use crate::target::{Target, api_url, seconds};
use crate::{Exit, features, token};

/// Asks Churnkey to verify the integration, as its dashboard's button does
///
/// The call is described by the environment: CK_VERIFY_URL, CK_VERIFY_METHOD (POST), CK_VERIFY_HEADERS (`Name: value`, one a
/// line; without an Authorization, the integration token is sent as Bearer) and CK_VERIFY_BODY. It is repeated while the
/// endpoint is down.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Only if the manifest at this API URL has changed since the last call that succeeded
    #[arg(long, value_name = "URL", value_parser = api_url)]
    if_changed: Option<String>,

    /// The path of the manifest below `/churnkey`, with --if-changed
    #[arg(long, value_name = "PATH", default_value = "/features")]
    features_path: String,

    /// The file that remembers the last call that succeeded, with --if-changed
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

    /// How long one call may take
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = seconds)]
    timeout: Duration,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<Exit, String> {
        let call = VerifyCall::from_env().map_err(|error| error.to_string())?;
        let call = call.ok_or("set CK_VERIFY_URL to the address of Churnkey's verify endpoint")?;
        let retry = RetryPolicy::default().attempts(self.attempts.into()).timeout(self.timeout);
        let called = match self.if_changed {
            Some(url) => {
                let target = Target { url, headers: Vec::new(), timeout: self.timeout };
                let features = features::fetch(&target, &self.features_path, &token::get()?)?;
                let state = StateFile::new(self.state);
                let done = reverify(&call, &state, &features.fingerprint, &retry, wait);
                done.map(|done| match done {
                    Reverified::Called { answer, state_error, .. } => Some((answer, state_error)),
                    _ => None,
                })
            }
            None => call.send_with_retries(&retry, wait).map(|answer| Some((answer, None))),
        };
        match called {
            Ok(None) => {
                print("the manifest is verified already: nothing was sent\n");
                Ok(Exit::Success)
            }
            Ok(Some((answer, state_error))) => {
                let (status, said) = (answer.status, said(&answer));
                print(format_args!(
                    "{GOOD}asked Churnkey to verify{GOOD:#}: status {status}{said}\n"
                ));
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
