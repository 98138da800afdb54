//! Requests to an integration in the same process.

use std::time::Duration;

use actix_web::dev::Service as _;
use actix_web::http::Uri;
use actix_web::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::{App, body, rt, test};

use super::transport::{Broken, MAX_ANSWER, Received, Sent, Transport};
use crate::integration::Integration;

pub(crate) fn transport(integration: &Integration, timeout: Duration) -> Transport {
    let integration = integration.clone();
    Box::new(move |sent| {
        let integration = integration.clone();
        Box::pin(async move {
            let answered = rt::time::timeout(timeout, answer(&integration, sent)).await;
            answered.map_err(|_| Broken::Late)?
        })
    })
}

/// One request. The service is made for it: an integration keeps nothing in it.
pub(crate) async fn answer(integration: &Integration, sent: Sent) -> Result<Received, Broken> {
    let request = request(sent)?.to_request();
    let app = App::new().configure(|config| integration.configure(config));
    let service = test::init_service(app).await;
    let response = service.call(request).await.map_err(|error| Broken::Cut(error.to_string()))?;
    let status = response.status().as_u16();
    let content_type = response.headers().get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok()).map(str::to_owned);
    let body = body::to_bytes_limited(response.into_body(), MAX_ANSWER).await;
    let body = body.map_err(|_| Broken::Large)?;
    let body = body.map_err(|error| Broken::Cut(error.to_string()))?.to_vec();
    Ok(Received { status, content_type, body })
}

/// `TestRequest` panics at what cannot be a request, so that is looked at first.
fn request(sent: Sent) -> Result<test::TestRequest, Broken> {
    if Uri::try_from(&sent.path).is_err() {
        return Err(Broken::Unsendable(sent.path));
    }
    let mut request = match sent.method {
        "POST" => test::TestRequest::post(),
        _ => test::TestRequest::get(),
    }
    .uri(&sent.path);
    for (name, value) in &sent.headers {
        let header =
            HeaderName::try_from(name.as_str()).ok().zip(HeaderValue::try_from(value).ok());
        let (name, value) = header.ok_or_else(|| Broken::Unsendable(name.clone()))?;
        request = request.append_header((name, value));
    }
    Ok(match sent.body {
        Some(body) => request.set_payload(body),
        None => request,
    })
}
