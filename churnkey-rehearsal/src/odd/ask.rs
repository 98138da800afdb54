//! One request of an odd Churnkey, and what came of it.

use std::sync::Arc;

use churnkey_verify::transport::Request;
use serde_json::Value;

use super::told::Told;
use crate::settings::Shared;

pub(super) struct Asker {
    shared: Arc<Shared>,
    /// Then its log can be heard.
    in_process: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Answer {
    /// The request, without personal data.
    pub(super) shown: String,
    pub(super) status: Option<u16>,
    pub(super) json: Option<Value>,
    /// Why there was no answer.
    pub(super) failure: Option<String>,
    pub(super) told: Vec<String>,
}

impl Answer {
    pub(super) fn is_success(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
    }

    /// Whether the body of a request could not be read.
    pub(super) fn is_unreadable(&self) -> bool {
        matches!(self.status, Some(400 | 415 | 422))
    }

    /// Whether it is the protocol's error with this status.
    pub(super) fn is_error(&self, status: u16) -> bool {
        let body = self.json.as_ref();
        let code = body.and_then(|body| body.get("code")?.as_u64());
        let message = body.and_then(|body| body.get("message")?.as_str());
        self.status == Some(status) && code == Some(u64::from(status)) && message.is_some()
    }
}

impl Asker {
    pub(super) fn new(shared: Arc<Shared>, in_process: bool) -> Self {
        Self { shared, in_process }
    }

    pub(super) fn token(&self) -> &str {
        &self.shared.settings.token
    }

    pub(super) fn mode(&self) -> &'static str {
        self.shared.settings.mode.as_str()
    }

    pub(super) fn features_path(&self) -> String {
        format!("/{}", self.shared.settings.features_path.trim_start_matches('/'))
    }

    /// A read as it is expected.
    pub(super) async fn read(&self, path: &str) -> Answer {
        let shown = path.split('?').next().unwrap_or(path);
        self.ask(shown, Request::get(path)).await
    }

    /// An action as it is expected.
    pub(super) async fn act(&self, path: &str, body: &Value) -> Answer {
        self.ask(path, Request::post(path, body)).await
    }

    /// With the mode and the credentials.
    pub(super) async fn ask(&self, shown: &str, request: Request) -> Answer {
        let mode = self.shared.settings.mode;
        self.ask_in_mode(shown, request.mode(mode)).await
    }

    /// With the credentials, and with a mode of its own or none.
    pub(super) async fn ask_in_mode(&self, shown: &str, request: Request) -> Answer {
        let settings = &self.shared.settings;
        let request = settings.credentials.apply(self.with_headers(request), &settings.token);
        self.send(shown, request).await
    }

    /// With the mode, and with credentials of its own.
    pub(super) async fn ask_as(&self, shown: &str, request: Request) -> Answer {
        let request = self.with_headers(request.mode(self.shared.settings.mode));
        self.send(shown, request).await
    }

    fn with_headers(&self, request: Request) -> Request {
        let mut request = request.header("accept", "application/json");
        request.headers.extend(self.shared.settings.headers.iter().cloned());
        request
    }

    async fn send(&self, shown: &str, request: Request) -> Answer {
        let shown = format!("{} /churnkey{shown}", request.method);
        let told = Told::default();
        let received = {
            let _listening = self.in_process.then(|| told.listen());
            self.shared.settings.transport.send(request).await
        };
        let told = told.lines();
        match received {
            Ok(response) => {
                let (status, json) = (Some(response.status), response.json());
                Answer { shown, status, json, failure: None, told }
            }
            Err(why) => {
                let failure = Some(why.to_string());
                Answer { shown, status: None, json: None, failure, told }
            }
        }
    }
}
