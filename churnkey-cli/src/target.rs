//! The address of the integration, and how to call it.

use std::time::Duration;

use churnkey_verify::transport::ApiUrl;
use clap::Args;

#[derive(Args)]
pub(crate) struct Target {
    /// The API URL from Churnkey's dashboard: the part before `/churnkey/…`
    #[arg(value_name = "URL", value_parser = api_url)]
    pub(crate) url: String,

    /// An additional header for each request; may be repeated
    #[arg(long = "header", value_name = "NAME: VALUE", value_parser = header)]
    pub(crate) headers: Vec<(String, String)>,

    /// How long one request may take
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub(crate) timeout: Duration,
}

/// The API URL without trailing slashes, and without `/churnkey` if it was given too.
pub(crate) fn api_url(text: &str) -> Result<String, String> {
    text.parse::<ApiUrl>().map(|url| url.to_string()).map_err(|error| error.to_string())
}

pub(crate) fn header(text: &str) -> Result<(String, String), String> {
    let (name, value) = text.split_once(':').ok_or("needs the form `Name: value`")?;
    let (name, value) = (name.trim(), value.trim());
    let is_name = ureq::http::HeaderName::try_from(name).is_ok();
    if !is_name || ureq::http::HeaderValue::try_from(value).is_err() {
        return Err("is not a valid header".to_owned());
    }
    Ok((name.to_owned(), value.to_owned()))
}

pub(crate) fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| *seconds > 0.0);
    let time = seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    time.ok_or_else(|| "needs a number of seconds above 0".to_owned())
}
