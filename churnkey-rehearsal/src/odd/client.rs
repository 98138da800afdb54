//! Sends the requests of an odd Churnkey.

use std::sync::Arc;

use churnkey_runtime::ManifestFormat;
use churnkey_verify::transport::Request;
use serde_json::Value;

use super::captured_log::CapturedLog;
use crate::shared::Shared;

pub(super) struct Client {
    shared: Arc<Shared>,
    /// Whether the integration is in this process, so that its log can be captured.
    in_process: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Answer {
    /// The request, without personal data.
    pub(super) request: String,
    pub(super) status: Option<u16>,
    pub(super) json: Option<Value>,
    /// Why there is no answer.
    pub(super) failure: Option<String>,
    /// The warnings that the integration logged.
    pub(super) log: Vec<String>,
}

impl Answer {
    pub(super) fn is_success(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }

    /// Whether the integration rejected the body of the request.
    pub(super) fn is_unreadable(&self) -> bool {
        matches!(self.status, Some(400 | 415 | 422))
    }

    /// Whether it is an error with this status in the protocol's format.
    pub(super) fn is_error(&self, status: u16) -> bool {
        let body = self.json.as_ref();
        let code = body.and_then(|body| body.get("code")?.as_u64());
        let message = body.and_then(|body| body.get("message")?.as_str());
        self.status == Some(status) && code == Some(u64::from(status)) && message.is_some()
    }
}

impl Client {
    pub(super) fn new(shared: Arc<Shared>, in_process: bool) -> Self {
        Self { shared, in_process }
    }

    pub(super) fn token(&self) -> &str {
        &self.shared.settings.token
    }

    pub(super) fn mode(&self) -> &'static str {
        self.shared.settings.mode.as_str()
    }

    /// The only format in which the manifest is accepted.
    pub(super) fn manifest_format(&self) -> Option<&ManifestFormat> {
        self.shared.settings.manifest_format.as_ref()
    }

    pub(super) fn features_path(&self) -> String {
        format!("/{}", self.shared.settings.features_path.trim_start_matches('/'))
    }

    /// Whether the recorder knows the manifest's path as one of the manifest, whatever the method.
    pub(super) fn has_usual_features_path(&self) -> bool {
        let usual = ["/features", "/manifest", "/feature-manifest", "/features-manifest", "/"];
        usual.contains(&&*self.features_path())
    }

    /// Sends an ordinary read.
    pub(super) async fn read(&self, path: &str) -> Answer {
        let shown = path.split('?').next().unwrap_or(path);
        self.send(shown, Request::get(path)).await
    }

    /// Sends an ordinary action.
    pub(super) async fn act(&self, path: &str, body: &Value) -> Answer {
        self.send(path, Request::post(path, body)).await
    }

    /// Adds the mode and the credentials. `shown` is the path without personal data.
    pub(super) async fn send(&self, shown: &str, request: Request) -> Answer {
        let mode = self.shared.settings.mode;
        self.send_with_own_mode(shown, request.mode(mode)).await
    }

    /// Adds the credentials, but no mode.
    pub(super) async fn send_with_own_mode(&self, shown: &str, request: Request) -> Answer {
        let settings = &self.shared.settings;
        let request = settings.credentials.apply(self.with_headers(request), &settings.token);
        self.send_as_is(shown, request).await
    }

    /// Adds the mode, but no credentials.
    pub(super) async fn send_with_own_credentials(&self, shown: &str, request: Request) -> Answer {
        let request = self.with_headers(request.mode(self.shared.settings.mode));
        self.send_as_is(shown, request).await
    }

    fn with_headers(&self, request: Request) -> Request {
        let mut request = request.header("accept", "application/json");
        request.headers.extend(self.shared.settings.headers.iter().cloned());
        request
    }

    async fn send_as_is(&self, shown: &str, request: Request) -> Answer {
        let shown = format!("{} /churnkey{shown}", request.method);
        let log = CapturedLog::default();
        let received = {
            let _capture = self.in_process.then(|| log.capture());
            self.shared.settings.transport.send(request).await
        };
        let log = log.lines();
        match received {
            Ok(response) => {
                let (status, json) = (Some(response.status), response.json());
                Answer { request: shown, status, json, failure: None, log }
            }
            Err(why) => {
                let failure = Some(why.to_string());
                Answer { request: shown, status: None, json: None, failure, log }
            }
        }
    }
}
