//! Sends one request to the integration, and reports the result.

use std::fmt;
use std::time::Instant;

use churnkey_verify::transport::{self, Request, Response};
use churnkey_verify::{Severity, inspect};
use serde_json::Value;

use super::Counterpart;
use crate::event::{Event, Exchange, Finding};
use crate::log::cut;

/// Why the next step is impossible.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Failure {
    /// The request, such as `GET /churnkey/features`.
    pub(crate) request: String,
    /// The answer's status, when there was one.
    pub(crate) status: Option<u16>,
    /// What came back.
    pub(crate) problem: String,
    /// What to look at.
    pub(crate) help: String,
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}. {}", self.request, self.problem, self.help)
    }
}

impl std::error::Error for Failure {}

impl Failure {
    pub(crate) fn finding(&self) -> Finding {
        let title = format!("{} failed", self.request);
        Finding::fault(title, self.problem.clone()).help(self.help.clone())
    }
}

impl Counterpart {
    /// Reads an object or a page, below `/churnkey`.
    pub(crate) async fn read(&self, path: &str, purpose: &str) -> Result<Value, Failure> {
        let (request, received) = self.send(path, None, purpose).await?;
        let value = self.json(&request, &received)?;
        Ok(value)
    }

    pub(super) fn json(&self, request: &str, received: &Response) -> Result<Value, Failure> {
        let fail = |problem: String, help: &str| {
            let status = Some(received.status);
            let failure =
                Failure { request: request.to_owned(), status, problem, help: help.to_owned() };
            self.shared.log.find(failure.finding());
            failure
        };
        if !(200..300).contains(&received.status) {
            return Err(fail(refusal(received), help(received.status)));
        }
        serde_json::from_slice(&received.body).map_err(|error| {
            let problem = format!("{} with a body that is not JSON ({error})", received.status);
            fail(problem, "Answer every read with one JSON value and nothing around it.")
        })
    }

    /// Sends a request. Any answer is `Ok`. Whatever the verifier would report about it becomes a finding.
    pub(crate) async fn send(
        &self,
        path: &str,
        body: Option<&Value>,
        purpose: &str,
    ) -> Result<(String, Response), Failure> {
        let settings = &self.shared.settings;
        let method = if body.is_some() { "POST" } else { "GET" };
        let mut sent = match body {
            Some(body) => Request::post(path, body),
            None => Request::get(path),
        };
        sent = sent.header("accept", "application/json").mode(settings.mode);
        for (name, value) in &settings.headers {
            sent = sent.header(name, value);
        }
        // Last, since a signature may cover the rest.
        sent = settings.credentials.apply(sent, &settings.token);
        let path = format!("/churnkey{path}");
        let request = format!("{method} {}", path.split('?').next().unwrap_or(&path));
        let begun = Instant::now();
        let received = settings.transport.send(sent).await;
        let milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let (status, answer) = match &received {
            Ok(received) => (Some(received.status), cut(&String::from_utf8_lossy(&received.body))),
            Err(broken) => (None, self.unanswered(broken)),
        };
        self.shared.log.add(Event::Exchange(Exchange {
            purpose: purpose.to_owned(),
            method,
            path: path.clone(),
            mode: settings.mode.as_str(),
            body: body.cloned(),
            status,
            milliseconds,
            // A token that the integration echoes must not reach the browser either.
            answer: answer.replace(&settings.token, "••••••"),
        }));
        if let Ok(received) = &received {
            self.judge(path.strip_prefix("/churnkey").unwrap_or_default(), &request, received);
        }
        received.map(|received| (request.clone(), received)).map_err(|broken| {
            let failure = Failure {
                request,
                status: None,
                problem: self.unanswered(&broken),
                help: "Check that the integration runs at this address. If it does, look for a slow query or a handler that never answers.".to_owned(),
            };
            self.shared.log.find(failure.finding());
            failure
        })
    }

    fn unanswered(&self, why: &transport::Failure) -> String {
        match why {
            transport::Failure::TimedOut => {
                format!("no answer within {} s", self.shared.settings.timeout.as_secs_f64())
            }
            transport::Failure::Connection(why) => format!("no whole answer ({why})"),
            other => other.to_string(),
        }
    }

    /// Reports whatever the verifier would report about an answer.
    fn judge(&self, path: &str, request: &str, response: &Response) {
        for fault in inspect::faults(path, response) {
            let place: String =
                fault.path.chars().filter(|letter| !letter.is_ascii_digit()).collect();
            let kind = format!("{} {place} {}", fault.check.id, fault.expected);
            let detail = format!(
                "{request}: at {} expected {}, got {}",
                fault.path, fault.expected, fault.got
            );
            let finding = Finding {
                fault: fault.severity == Severity::Failed,
                ..Finding::note(fault.check.meaning, detail)
            };
            self.shared.log.find_once(kind, finding.help(fault.check.fix));
        }
    }
}

/// The status of a refusal, and its message if it is an error of the protocol.
pub(super) fn refusal(received: &Response) -> String {
    let json = serde_json::from_slice::<Value>(&received.body).unwrap_or_default();
    match json.get("message").and_then(Value::as_str) {
        Some(message) => format!("{}: {message}", received.status),
        None if received.body.is_empty() => format!("{} with no body", received.status),
        None => {
            let text = String::from_utf8_lossy(&received.body);
            let short: String = text.chars().take(200).collect();
            format!("{}: {short}", received.status)
        }
    }
}

fn help(status: u16) -> &'static str {
    match status {
        401 | 403 => {
            "Compare the integration token: it is sent as `Authorization: Bearer …` unless a setting says otherwise, and the integration reads CK_INTEGRATION_TOKEN."
        }
        404 => {
            "Check the API URL (the part before `/churnkey`), the id, and the mode: it may not exist in test data."
        }
        405 => "The path exists, but not for this method.",
        300..=399 => "Redirects are not followed. Use the final address.",
        500.. => "The integration's own log should say why.",
        _ => "The message is the integration's own.",
    }
}
