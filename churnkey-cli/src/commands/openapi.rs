//! `churnkey openapi`: the OpenAPI document that an integration serves.

use std::io::Write as _;

use clap::Args;
use serde_json::Value;

use crate::fetch::{self, FetchError, Fetched};
use crate::output::{BAD, clean, print};
use crate::target::Target;
use crate::{Exit, token};

/// Prints the OpenAPI document that an integration serves, as JSON
#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    target: Target,

    /// The path of the document, below `/churnkey`
    #[arg(long, value_name = "PATH", default_value = "/openapi.json")]
    openapi_path: String,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<Exit, String> {
        match fetch::json(&self.target, &self.openapi_path, &token::get()?) {
            Ok(Fetched { json, .. }) if is_document(&json) => {
                print(format_args!("{json:#}\n"));
                Ok(Exit::Success)
            }
            Ok(_) => Ok(none("the response is JSON, but not an OpenAPI document")),
            Err(FetchError::Unreachable(why)) => Err(why),
            Err(FetchError::Refused { status: 404, why }) => {
                let advice = "an integration in Rust serves it with `Builder::openapi_path(\"/openapi.json\")` \
                              and the feature `openapi`; for another path, give `--openapi-path`";
                Ok(none(&format!("{why}\n{advice}")))
            }
            Err(FetchError::Refused { why, .. }) => Ok(none(&why)),
        }
    }
}

fn is_document(json: &Value) -> bool {
    json.get("openapi").is_some_and(Value::is_string)
}

/// Prints to standard error, because the output may go to a file.
fn none(why: &str) -> Exit {
    let why = clean(why);
    let _ = writeln!(anstream::stderr(), "{BAD}no document{BAD:#}: {why}");
    Exit::Faults
}
