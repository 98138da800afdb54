//! One request, from its head to its response.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, rt};
use chrono::Utc;
use futures_util::FutureExt as _;

use crate::exchange::Exchange;
use crate::log::Log;
use crate::proxy::limits::{self, InFlight, Rejection};
use crate::proxy::upstream::{Body, Upstream, UpstreamError};
use crate::proxy::{headers, response};
use crate::record::recorder::Recorder;
use crate::request::Request;
use crate::secret::Secret;
use crate::token_location;
use crate::translate::manifest;
use crate::translate::translator::{Translated, Translator};

/// What all requests share.
pub(crate) struct Shared {
    pub(crate) in_flight: InFlight,
    pub(crate) secret: Option<Secret>,
    pub(crate) translator: Option<Translator>,
    pub(crate) recorder: Recorder,
    pub(crate) log: Log,
}

/// A panic becomes a 502, like a failure of the integration.
pub(crate) async fn handle(
    shared: Data<Arc<Shared>>,
    upstream: Data<Upstream>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let handling = forward_and_record(&shared, &upstream, &request, payload);
    AssertUnwindSafe(handling).catch_unwind().await.unwrap_or_else(|_| {
        response::rejected(Rejection { status: 502, message: "the recorder failed" })
    })
}

async fn forward_and_record(
    shared: &Shared,
    upstream: &Upstream,
    http: &HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let (at, begun) = (Utc::now(), Instant::now());
    let mut request = head(http);
    // Without the token, only the integration can tell who may send requests.
    let is_trusted = shared
        .secret
        .as_ref()
        .is_none_or(|secret| !token_location::in_head(&request, secret).is_empty());
    let read = async {
        limits::check_head(http)?;
        // Held until the response is there, since the integration's work counts too.
        let permit = shared.in_flight.enter(is_trusted)?;
        Ok::<_, Rejection>((permit, limits::body(payload).await?))
    };
    let (translated, response) = match read.await {
        Ok((_permit, body)) => {
            request.body = body;
            forward(shared, upstream, http, &request).await
        }
        Err(rejection) => (Vec::new(), response::rejected(rejection)),
    };
    let status = response.status().as_u16();
    let has_token = shared.secret.is_some() && is_trusted;
    if has_token || (200..400).contains(&status) {
        // A client that the integration accepts keeps its connection.
        churnkey_runtime::trust_connection(http);
    }
    let took = begun.elapsed();
    let recorder = shared.recorder.clone();
    // In a task of its own, which runs when the response has been written.
    rt::spawn(async move {
        recorder.record(Exchange { request, at, status, took, translated });
    });
    response
}

/// A request without its body.
fn head(http: &HttpRequest) -> Request {
    let target = http.uri().path_and_query().map_or("/", |target| target.as_str());
    let headers = http.headers().iter();
    Request {
        method: http.method().as_str().to_owned(),
        target: target.to_owned(),
        headers: headers
            .map(|(name, value)| (name.as_str().to_owned(), value.as_bytes().to_vec()))
            .collect(),
        body: Vec::new(),
    }
}

/// What was translated, and the response.
async fn forward(
    shared: &Shared,
    upstream: &Upstream,
    http: &HttpRequest,
    request: &Request,
) -> (Vec<String>, HttpResponse) {
    let is_head = request.method == "HEAD";
    let translator = shared.translator.as_ref();
    let Translated { mut request, is_manifest, mut notices } = match translator {
        Some(translator) => translator.request(request.clone()),
        None => Translated::unchanged(request.clone()),
    };
    request.headers = headers::forwarded(request.headers, http);
    let response = match upstream.send(request).await {
        Ok(mut received) => {
            let format = translator.and_then(|translator| translator.manifest_format.as_ref());
            if is_manifest
                && received.status == 200
                && let (Some(format), Body::Whole(body)) = (format, &received.body)
                && let Some(changed) = manifest::reformat(body, format)
            {
                received.replace_body(changed);
                notices.push(manifest::notice(format));
            }
            response::received(received, is_head)
        }
        Err(error) => {
            let (status, message, why) = match error {
                UpstreamError::TimedOut => {
                    (504, "the integration did not respond in time", String::new())
                }
                UpstreamError::Failed(why) => {
                    (502, "the integration did not respond", format!(": {why}"))
                }
            };
            shared.log.once(&format!("{message}{why}"));
            response::rejected(Rejection { status, message })
        }
    };
    for notice in &notices {
        shared.log.once(&format!("translated: {notice}"));
    }
    (notices, response)
}
