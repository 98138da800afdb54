//! Requests as Churnkey sends them, to an integration in process.

use actix_web::http::header::{ETAG, HeaderMap};
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, web};
use churnkey::Integration;
use serde_json::Value;

pub(crate) use churnkey_test_merchants::TOKEN;

pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: web::Bytes,
}

impl Answer {
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub(crate) fn etag(&self) -> &str {
        self.headers.get(ETAG).unwrap().to_str().unwrap()
    }

    /// The message of an error body, which is checked to be Churnkey's (protocol 2.5).
    #[track_caller]
    pub(crate) fn error(&self, status: u16) -> String {
        let body = String::from_utf8_lossy(&self.body);
        assert_eq!(self.status, status, "{body}");
        assert_eq!(self.header("content-type"), Some("application/json; charset=utf-8"));
        let json = self.json();
        assert_eq!(json["code"], status, "{body}");
        assert_eq!(json.as_object().unwrap().len(), 2, "{body}");
        json["message"].as_str().unwrap().to_owned()
    }
}

pub(crate) async fn send(integration: &Integration, request: TestRequest) -> Answer {
    crate::logs::listen();
    let app = App::new().configure(|config| integration.configure(config));
    let service = init_service(app).await;
    let response = call_service(&service, request.to_request()).await;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Answer { status, headers, body: read_body(response).await }
}

/// With the token.
pub(crate) fn request(method: &str, path: &str) -> TestRequest {
    TestRequest::with_uri(path)
        .method(method.parse().unwrap())
        .insert_header(("authorization", format!("Bearer {TOKEN}")))
}

pub(crate) async fn get(integration: &Integration, path: &str) -> Answer {
    send(integration, request("GET", path)).await
}

pub(crate) async fn post(integration: &Integration, path: &str, body: impl Into<String>) -> Answer {
    send(integration, request("POST", path).set_payload(body.into())).await
}
