//! Requests over HTTP.

use std::io::Read as _;
use std::time::Duration;

use actix_web::web;
use ureq::http::{HeaderName, HeaderValue, Request, Uri};

use super::CannotRun;
use super::transport::{Broken, MAX_ANSWER, Received, Sent, Transport};

pub(crate) fn transport(url: &str, timeout: Duration) -> Result<Transport, CannotRun> {
    let root = root(url)?;
    let agent = ureq::Agent::new_with_config(
        ureq::config::Config::builder()
            .timeout_global(Some(timeout))
            // Churnkey is given the final address; and a redirect would take the token elsewhere.
            .max_redirects(0)
            .http_status_as_error(false)
            .user_agent(concat!("churnkey-verify/", env!("CARGO_PKG_VERSION")))
            .build(),
    );
    Ok(Box::new(move |sent| {
        let (agent, root) = (agent.clone(), root.clone());
        Box::pin(async move {
            let done = web::block(move || send(&agent, &root, sent)).await;
            done.unwrap_or_else(|error| Err(Broken::Cut(error.to_string())))
        })
    }))
}

/// The API URL without the slash at its end, and without `/churnkey` when that was given too.
fn root(url: &str) -> Result<String, CannotRun> {
    let uri = Uri::try_from(url).map_err(|_| CannotRun::Url)?;
    let web = uri.host().is_some() && matches!(uri.scheme_str(), Some("http" | "https"));
    if !web || uri.query().is_some() {
        return Err(CannotRun::Url);
    }
    let root = url.trim_end_matches('/');
    Ok(root.strip_suffix("/churnkey").unwrap_or(root).to_owned())
}

fn send(agent: &ureq::Agent, root: &str, sent: Sent) -> Result<Received, Broken> {
    let mut request = Request::builder().method(sent.method).uri(format!("{root}{}", sent.path));
    for (name, value) in &sent.headers {
        let header = HeaderName::try_from(name).ok().zip(HeaderValue::try_from(value).ok());
        let (key, value) = header.ok_or_else(|| Broken::Unsendable(name.clone()))?;
        request = request.header(key, value);
    }
    let unsendable = |_| Broken::Unsendable(sent.path.clone());
    let answered = match (sent.method, sent.body) {
        ("GET", _) => agent.run(request.body(()).map_err(unsendable)?),
        (_, body) => agent.run(request.body(body.unwrap_or_default()).map_err(unsendable)?),
    };
    let mut response = answered.map_err(|error| broken(&error))?;
    let status = response.status().as_u16();
    let content_type = response.headers().get("content-type");
    let content_type =
        content_type.map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
    let mut body = Vec::new();
    // One byte more than allowed, to know that there is more.
    let limit = MAX_ANSWER as u64 + 1;
    let mut reader = response.body_mut().with_config().limit(limit).reader().take(limit);
    if let Err(error) = reader.read_to_end(&mut body) {
        let late = error.kind() == std::io::ErrorKind::TimedOut;
        return Err(if late { Broken::Late } else { Broken::Cut(error.to_string()) });
    }
    if body.len() > MAX_ANSWER {
        return Err(Broken::Large);
    }
    Ok(Received { status, content_type, body })
}

fn broken(error: &ureq::Error) -> Broken {
    match error {
        ureq::Error::Timeout(_) => Broken::Late,
        _ => Broken::Cut(error.to_string()),
    }
}
