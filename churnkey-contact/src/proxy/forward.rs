//! One request, from its head to its response.

use std::time::Instant;

use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse};
use chrono::Utc;
use tokio::sync::oneshot;
use tokio::task::yield_now;

use crate::exchange::Exchange;
use crate::log::Log;
use crate::places::Places;
use crate::proxy::completion::{self, Unattended};
use crate::proxy::limits::{self, Rejection};
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
    pub(crate) in_flight: Places,
    pub(crate) unattended: Unattended,
    pub(crate) secret: Option<Secret>,
    pub(crate) translator: Option<Translator>,
    pub(crate) recorder: Recorder,
    pub(crate) log: Log,
}

/// A panic becomes a 502, like a failure of the integration.
pub(crate) async fn handle(
    shared: Data<Shared>,
    upstream: Data<Upstream>,
    request: HttpRequest,
    payload: Payload,
) -> HttpResponse {
    let unattended = Unattended::clone(&shared.unattended);
    let response = completion::run(&unattended, |client| async move {
        forward_and_record(&shared, &upstream, request, payload, client).await;
    });
    response.await.unwrap_or_else(|| {
        response::rejected(Rejection { status: 502, message: "the recorder failed" })
    })
}

async fn forward_and_record(
    shared: &Shared,
    upstream: &Upstream,
    http: HttpRequest,
    payload: Payload,
    client: oneshot::Sender<HttpResponse>,
) {
    let (at, begun) = (Utc::now(), Instant::now());
    let mut request = head(&http);
    let token = shared.secret.as_ref().map(|secret| token_location::in_head(&request, secret));
    let has_token = token.as_ref().is_some_and(|locations| !locations.is_empty());
    if has_token {
        // Now, so that the connection keeps its place while the integration works.
        churnkey_runtime::trust_connection(&http);
    }
    // If the recorder does not know the token, only the integration can tell who may send requests.
    let is_trusted = has_token || token.is_none();
    let read = async {
        limits::check_head(&http)?;
        // Held until the response is there, since the integration's work counts too.
        let place = shared.in_flight.enter(is_trusted).ok_or(limits::TOO_MANY)?;
        Ok::<_, Rejection>((place, limits::body(&http, payload).await?))
    };
    let (translated, response) = match read.await {
        Ok((_place, body)) => {
            request.body = body;
            forward(shared, upstream, &http, &request).await
        }
        Err(rejection) => (Vec::new(), response::rejected(rejection)),
    };
    let status = response.status().as_u16();
    if (200..300).contains(&status) || status == 304 {
        // A client that the integration accepts keeps its connection. A redirect, as to a login page, accepts nobody.
        churnkey_runtime::trust_connection(&http);
    }
    let took = begun.elapsed();
    drop(http);
    let _ = client.send(response); // an error if the client has left
    // The response is written first. Waking the record's thread is a system call, which must not delay it.
    yield_now().await;
    shared.recorder.record(Exchange { request, at, status, took, translated }, is_trusted);
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
    let mut request = request.clone();
    request.headers = headers::end_to_end(request.headers);
    let Translated { mut request, is_manifest, mut notices } = match translator {
        Some(translator) => translator.request(request),
        None => Translated::unchanged(request),
    };
    headers::add_forwarded(&mut request.headers, http);
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
