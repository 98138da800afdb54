//! One request, from its head to its answer.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;
use churnkey_runtime::ManifestFormat;
use futures_util::FutureExt as _;

use crate::proxy::answer;
use crate::proxy::limits::{self, InFlight, Refused};
use crate::proxy::upstream::{Answered, Body, HOP_BY_HOP, Sent, Unanswered, Upstream};
use crate::record::recorder::Recorder;
use crate::routes::{ROOT, Target};
use crate::seen::Seen;
use crate::token::{self, Secret};
use crate::told::Tell;
use crate::translate::head::{Changed, Head, Wanted, change};
use crate::translate::{manifest, path};

/// What all requests share.
pub(crate) struct Shared {
    pub(crate) upstream: Upstream,
    pub(crate) in_flight: InFlight,
    pub(crate) secret: Option<Secret>,
    pub(crate) translates: bool,
    pub(crate) wanted: Wanted,
    pub(crate) features_path: String,
    pub(crate) manifest_format: Option<ManifestFormat>,
    pub(crate) recorder: Recorder,
    pub(crate) tell: Tell,
}

/// A request as it came.
struct Came {
    method: String,
    target: String,
    headers: Vec<(String, Vec<u8>)>,
}

/// A panic answers like an integration that does not.
pub(crate) async fn pass_safely(
    shared: Data<Arc<Shared>>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let passing = pass(&shared, &request, payload);
    AssertUnwindSafe(passing).catch_unwind().await.unwrap_or_else(|_| {
        answer::refused(Refused { status: 502, message: "the recorder has failed" })
    })
}

async fn pass(shared: &Shared, request: &HttpRequest, payload: Payload) -> HttpResponse {
    let (at, begun) = (Utc::now(), Instant::now());
    let came = Came::of(request);
    // Without the token it is the integration that tells.
    let is_known = shared.secret.as_ref().is_none_or(|secret| {
        let headers = came.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice()));
        !token::in_head(secret, &came.target, headers).is_empty()
    });
    let read = async {
        limits::check_head(request)?;
        // Held until the answer is there: what is in the integration counts.
        let permit = shared.in_flight.enter(is_known)?;
        Ok::<_, Refused>((permit, limits::body(payload).await?))
    };
    let (body, translated, response) = match read.await {
        Ok((_permit, body)) => {
            let (translated, response) = send_on(shared, request, &came, &body).await;
            (body, translated, response)
        }
        Err(refused) => (Vec::new(), Vec::new(), answer::refused(refused)),
    };
    let status = response.status().as_u16();
    let has_token = shared.secret.is_some() && is_known;
    if has_token || (200..400).contains(&status) {
        // Whoever the integration has let in keeps the connection.
        churnkey_runtime::trust_connection(request);
    }
    let Came { method, target, headers } = came;
    let took = begun.elapsed();
    shared.recorder.record(Seen { at, method, target, headers, body, status, took, translated });
    response
}

impl Came {
    fn of(request: &HttpRequest) -> Self {
        let target = request.uri().path_and_query().map_or("/", |target| target.as_str());
        Self {
            method: request.method().as_str().to_owned(),
            target: target.to_owned(),
            headers: request
                .headers()
                .iter()
                .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
                .collect(),
        }
    }
}

/// What was translated, and the answer.
async fn send_on(
    shared: &Shared,
    request: &HttpRequest,
    came: &Came,
    body: &[u8],
) -> (Vec<String>, HttpResponse) {
    let Came { method, target, headers } = came;
    let as_it_came = || Changed {
        method: method.clone(),
        target: target.clone(),
        headers: headers.clone(),
        told: Vec::new(),
    };
    let translates = shared.secret.as_ref().filter(|_| shared.translates);
    let changed = translates.map_or_else(as_it_came, |secret| {
        change(&Head { method, target, headers, body }, secret, &shared.wanted)
    });
    let Changed { method: sent_method, target: mut sent_target, headers, mut told } = changed;
    let is_manifest = shared.translates
        && sent_method == "GET"
        && path::is_manifest(Target::of(&sent_target).below);
    if is_manifest {
        let Target { prefix, query, .. } = Target::of(&sent_target);
        let query = query.map_or_else(String::new, |query| format!("?{query}"));
        let (prefix, features) = (prefix.unwrap_or_default(), &shared.features_path);
        sent_target = format!("{prefix}{ROOT}{features}{query}");
    }
    let sent = Sent {
        method: sent_method,
        target: sent_target,
        headers: forwarded(headers, request),
        body: body.to_vec(),
    };
    let response = match shared.upstream.send(sent).await {
        Ok(mut answered) => {
            if is_manifest {
                told.extend(reformat(shared, &mut answered));
            }
            answer::passed(answered, method == "HEAD")
        }
        Err(unanswered) => {
            let (status, message, why) = match unanswered {
                Unanswered::TimedOut => {
                    (504, "the integration did not answer in time", String::new())
                }
                Unanswered::Failed(why) => {
                    (502, "the integration does not answer", format!(": {why}"))
                }
            };
            shared.tell.once(&format!("{message}{why}"));
            answer::refused(Refused { status, message })
        }
    };
    for told in &told {
        shared.tell.once(&format!("translated: {told}"));
    }
    (told, response)
}

/// The manifest in the format that is to be tried.
fn reformat(shared: &Shared, answered: &mut Answered) -> Option<String> {
    let format = shared.manifest_format.as_ref().filter(|_| answered.status == 200)?;
    let Body::Whole(body) = &answered.body else { return None };
    let changed = manifest::change(body, format)?;
    answered.body = Body::Whole(changed);
    // They are those of the integration's own bytes.
    for name in ["etag", "content-length", "last-modified"] {
        answered.headers.remove(name);
    }
    Some(format!(
        "the manifest was given as `{format}`; without the recorder: CK_MANIFEST_FORMAT=\"{format}\""
    ))
}

/// The headers that are sent on: without those of the connection, and with what a proxy says of its client.
fn forwarded(mut headers: Vec<(String, Vec<u8>)>, request: &HttpRequest) -> Vec<(String, Vec<u8>)> {
    // The length is that of the body, and the host that of the integration.
    let dropped = |name: &str| {
        HOP_BY_HOP.contains(&name) || matches!(name, "host" | "content-length" | "expect")
    };
    let host = headers.iter().find(|(name, _)| name == "host").map(|(_, value)| value.clone());
    headers.retain(|(name, _)| !dropped(name));
    let mut add =
        |name: &str, value: Vec<u8>| match headers.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) if name == "x-forwarded-for" => {
                known.extend_from_slice(b", ");
                known.extend(value);
            }
            Some(_) => {}
            None => headers.push((name.to_owned(), value)),
        };
    if let Some(peer) = request.peer_addr() {
        add("x-forwarded-for", peer.ip().to_string().into_bytes());
    }
    if let Some(host) = host {
        add("x-forwarded-host", host);
    }
    let scheme = if request.app_config().secure() { "https" } else { "http" };
    add("x-forwarded-proto", scheme.as_bytes().to_vec());
    headers
}
