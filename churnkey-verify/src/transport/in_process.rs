//! Requests to an integration in the same process.

use std::time::Duration;

use actix_web::dev::Service as _;
use actix_web::http::header::{CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::http::{Method, Uri};
use actix_web::{App, body, rt, test};
use churnkey_runtime::{Error, Integration};

use super::request::Request;
use super::response::{Failure, MAX_RESPONSE, Response, retry_after};

pub(super) async fn send(
    integration: &Integration,
    request: Request,
    timeout: Duration,
) -> Result<Response, Failure> {
    let answered = rt::time::timeout(timeout, answer(integration, request)).await;
    answered.map_err(|_| Failure::TimedOut)?
}

/// The service is created for each request, since an integration keeps no state in it.
async fn answer(integration: &Integration, request: Request) -> Result<Response, Failure> {
    let is_head = request.method == "HEAD";
    let request = test_request(request)?.to_request();
    let app = App::new().configure(|config| integration.configure(config));
    let service = test::init_service(app).await;
    let response = service.call(request).await;
    let response = response.map_err(|error| Failure::Connection(error.to_string()))?;
    let status = response.status().as_u16();
    let content_type = response.headers().get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok()).map(str::to_owned);
    let later = response.headers().get(RETRY_AFTER).and_then(|value| value.to_str().ok());
    let retry_after = retry_after(later);
    let cause = response.response().extensions().get::<Error>().and_then(cause);
    let body = body::to_bytes_limited(response.into_body(), MAX_RESPONSE).await;
    let body = body.map_err(|_| Failure::TooLarge)?;
    let mut body = body.map_err(|error| Failure::Connection(error.to_string()))?.to_vec();
    if is_head {
        // A server writes the head alone (RFC 9110, 9.3.2).
        body.clear();
    }
    Ok(Response { status, content_type, retry_after, body, cause })
}

fn cause(error: &Error) -> Option<String> {
    Some(error.causes()?.to_string())
}

/// Checks the request first, since `TestRequest` panics on an invalid one.
fn test_request(request: Request) -> Result<test::TestRequest, Failure> {
    let path = format!("/churnkey{}", request.path);
    if Uri::try_from(&path).is_err() {
        return Err(Failure::Unsendable(request.path));
    }
    let method = Method::from_bytes(request.method.as_bytes());
    let method = method.map_err(|_| Failure::Unsendable(request.method.to_owned()))?;
    let mut built = test::TestRequest::with_uri(&path).method(method);
    for (name, value) in request.headers {
        let header =
            HeaderName::try_from(name.as_str()).ok().zip(HeaderValue::try_from(value).ok());
        built = built.append_header(header.ok_or(Failure::Unsendable(name))?);
    }
    Ok(match request.body {
        Some(body) => built.set_payload(body),
        None => built,
    })
}
