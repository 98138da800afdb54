//! Options for what the protocol leaves open, for the commands that play Churnkey's side.

use churnkey_runtime::ManifestFormat;
use churnkey_verify::transport::{Credentials, Request};
use clap::Args;

use crate::features::FeaturesPath;

#[derive(Args)]
#[command(next_help_heading = "What the protocol leaves open (docs/first-contact.md)")]
pub(crate) struct Wire {
    /// Sends the bare token in this header, instead of `Authorization: Bearer …`
    #[arg(long, value_name = "NAME", value_parser = header_name, conflicts_with = "token_scheme")]
    token_header: Option<String>,

    /// Sends the token in `Authorization` with this scheme, instead of `Bearer`
    #[arg(long, value_name = "SCHEME", value_parser = scheme)]
    token_scheme: Option<String>,

    #[command(flatten)]
    pub(crate) manifest: FeaturesPath,

    /// Accepts the features manifest only with this spelling of its keys, this shape, or both, such as `PascalCase modules`.
    /// The default is any format
    #[arg(long, value_name = "FORMAT", visible_alias = "spelling")]
    pub(crate) manifest_format: Option<ManifestFormat>,
}

impl Wire {
    pub(crate) fn credentials(&self) -> Credentials {
        match (self.token_header.clone(), self.token_scheme.clone()) {
            (Some(name), _) => Credentials::header(name),
            (None, Some(scheme)) => Credentials::from(move |request: Request, token: &str| {
                request.header("authorization", format!("{scheme} {token}"))
            }),
            (None, None) => Credentials::bearer(),
        }
    }
}

pub(crate) fn header_name(text: &str) -> Result<String, &'static str> {
    let name = ureq::http::HeaderName::try_from(text);
    name.map(|name| name.to_string()).map_err(|_| "is not a valid header name")
}

fn scheme(text: &str) -> Result<String, &'static str> {
    let is_word = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
    is_word.then(|| text.to_owned()).ok_or("must be one word of ASCII")
}
