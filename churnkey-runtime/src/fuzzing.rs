//! The internals that `fuzz/` calls. Compiled only under `--cfg fuzzing`, which cargo-fuzz sets.

use actix_web::HttpResponse;
use actix_web::http::Method;
use actix_web::http::header::HeaderMap;
use actix_web::web::{Bytes, ServiceConfig};
use chrono::{DateTime, Utc};

use crate::actions::ActionDuration;
use crate::error::{Error, Result};
use crate::http::contact::Contact;
use crate::http::encoding;
use crate::http::mode_header::{Modes, UnknownMode};
use crate::http::routing::{Found, Target};
use crate::integration::Integration;
use crate::models::{PageRequest, dates};
use crate::module::context::Context;
use crate::module::endpoint::Call;
use crate::module::fields::Fields;
use crate::module::mode::Mode;
use crate::module::query::{self, PageLimits};
use crate::module::request::Request;

pub use crate::server::in_memory::Wire;

/// A server with these routes, without its sockets.
pub async fn wire<R>(routes: R) -> Wire
where
    R: Fn(&mut ServiceConfig) + Clone + Send + 'static,
{
    crate::server::in_memory::wire(routes).await
}

/// Routes a raw path below `/churnkey`: returns the pattern, and the decoded parameters.
pub fn route(
    integration: &Integration,
    method: &Method,
    path: &str,
) -> Result<(&'static str, Vec<String>)> {
    let Found { target, params, .. } = integration.core.routes.find(method, path)?;
    match target {
        Target::Endpoint { endpoint, .. } => Ok((endpoint.pattern, params)),
        Target::Document(document) => Ok((document.route, params)),
    }
}

/// Every pattern that is routed, with its method.
pub fn patterns(integration: &Integration) -> Vec<(&'static str, &'static str)> {
    let endpoints = integration.modules.iter().flat_map(|module| module.endpoints);
    let patterns = endpoints.map(|endpoint| (endpoint.verb.as_str(), endpoint.pattern));
    std::iter::once(("GET", "/features")).chain(patterns).collect()
}

/// The page that a raw query requests.
pub fn page(query: &str, default: u32, max: u32) -> Result<PageRequest> {
    query::page(query, PageLimits { default, max })
}

/// Whether the headers carry a valid token.
pub fn authenticate(integration: &Integration, headers: &HeaderMap) -> Result<()> {
    integration.core.authentication.authenticate(headers).map(drop)
}

/// The mode of a request with these headers.
pub fn mode(headers: &HeaderMap, unknown: UnknownMode) -> Result<Mode> {
    Mode::read(headers, &Modes { unknown, words: Vec::new() }, &Contact::default())
}

/// The answer of the Features endpoint.
pub fn manifest(integration: &Integration, headers: &HeaderMap) -> HttpResponse {
    match integration.core.routes.documents() {
        [manifest, ..] => encoding::document(manifest, headers, true),
        [] => HttpResponse::NotFound().finish(), // every integration has a manifest
    }
}

/// Makes an action's endpoint read a body, check it against the declared features, and call the merchant's method.
pub async fn act<C: Context>(
    integration: &Integration,
    context: C,
    pattern: &str,
    body: Bytes,
) -> Result<()> {
    let mut endpoints = integration.modules.iter().flat_map(|module| module.endpoints);
    let endpoint = endpoints.find(|endpoint| endpoint.pattern == pattern);
    let handler = endpoint.ok_or_else(|| Error::not_found("no such action"))?.handler;
    let limits = integration.core.page_limits;
    let request = Request { query: String::new(), body, limits, spellings: None };
    handler.run(Call { context: context.erase(), request }, Vec::new()).await.map(drop)
}

/// The duration of an action's body.
pub fn duration(body: &Bytes) -> Result<ActionDuration> {
    ActionDuration::read(&Fields::parse(body)?)
}

/// A model's date, as JSON.
pub fn date(json: &[u8]) -> serde_json::Result<DateTime<Utc>> {
    dates::deserialize(&mut serde_json::Deserializer::from_slice(json))
}

/// The JSON of a model's date.
pub fn date_json(date: DateTime<Utc>) -> serde_json::Result<Vec<u8>> {
    let mut json = Vec::new();
    dates::serialize(&date, &mut serde_json::Serializer::new(&mut json))?;
    Ok(json)
}
