//! Requests over HTTP.

use std::io::Read as _;
use std::time::Duration;

use actix_web::web;
use ureq::http::{HeaderName, HeaderValue};

use super::api_url::ApiUrl;
use super::request::Request;
use super::response::{Failure, InvalidUrl, MAX_RESPONSE, Response, retry_after};

#[derive(Clone)]
pub(super) struct Client {
    agent: ureq::Agent,
    root: String,
}

impl Client {
    pub(super) fn new(url: &str, timeout: Duration) -> Result<Self, InvalidUrl> {
        let root = url.parse::<ApiUrl>()?.to_string();
        let config = ureq::config::Config::builder()
            .timeout_global(Some(timeout))
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("churnkey-verify/", env!("CARGO_PKG_VERSION")))
            .build();
        Ok(Self { agent: ureq::Agent::new_with_config(config), root })
    }

    pub(super) fn root(&self) -> &str {
        &self.root
    }

    /// Sends on a blocking thread, since the client has no runtime of its own.
    pub(super) async fn send(&self, request: Request) -> Result<Response, Failure> {
        let Self { agent, root } = self.clone();
        let sent = web::block(move || send(&agent, &root, request)).await;
        sent.unwrap_or_else(|error| Err(Failure::Connection(error.to_string())))
    }
}

fn send(agent: &ureq::Agent, root: &str, request: Request) -> Result<Response, Failure> {
    let Request { method, path, headers, body } = request;
    let mut request =
        ureq::http::Request::builder().method(method).uri(format!("{root}/churnkey{path}"));
    for (name, value) in headers {
        let header = HeaderName::try_from(&name).ok().zip(HeaderValue::try_from(value).ok());
        let (key, value) = header.ok_or(Failure::Unsendable(name))?;
        request = request.header(key, value);
    }
    let unsendable = |_| Failure::Unsendable(path.clone());
    let answered = match body.or_else(|| (method == "POST").then(String::new)) {
        Some(body) => agent.run(request.body(body).map_err(unsendable)?),
        None => agent.run(request.body(()).map_err(unsendable)?),
    };
    let mut response = answered.map_err(|error| failure(&error))?;
    let status = response.status().as_u16();
    let content_type = response.headers().get("content-type");
    let content_type =
        content_type.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let later = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
    let retry_after = retry_after(later);
    let mut body = Vec::new();
    // One byte more than allowed, to notice a larger body.
    let limit = MAX_RESPONSE as u64 + 1;
    let mut reader = response.body_mut().with_config().limit(limit).reader().take(limit);
    if let Err(error) = reader.read_to_end(&mut body) {
        let late = error.kind() == std::io::ErrorKind::TimedOut;
        return Err(if late { Failure::TimedOut } else { Failure::Connection(error.to_string()) });
    }
    if body.len() > MAX_RESPONSE {
        return Err(Failure::TooLarge);
    }
    Ok(Response { status, content_type, retry_after, body, cause: None })
}

fn failure(error: &ureq::Error) -> Failure {
    match error {
        ureq::Error::Timeout(_) => Failure::TimedOut,
        _ => Failure::Connection(error.to_string()),
    }
}
