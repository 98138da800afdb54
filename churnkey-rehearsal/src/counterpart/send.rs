//! Sends a request to the integration and checks the answer.

use std::time::Instant;

use churnkey_verify::transport::{self, Request, Response};
use churnkey_verify::{Severity, inspect};
use serde_json::Value;

use super::Counterpart;
use super::failure::Failure;
use crate::event::{Event, Exchange, Finding};
use crate::log::cut;

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
            self.shared.log.report(failure.finding());
            failure
        };
        if !(200..300).contains(&received.status) {
            return Err(fail(error_text(received), help(received.status)));
        }
        serde_json::from_slice(&received.body).map_err(|error| {
            let problem = format!("{} with a body that is not JSON ({error})", received.status);
            fail(problem, "Answer every read with exactly one JSON value.")
        })
    }

    /// Sends a request. Any answer is `Ok`, and the verifier's faults in it become findings.
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
        // Last, because a signature may cover the rest.
        sent = settings.credentials.apply(sent, &settings.token);
        let path = format!("/churnkey{path}");
        let request = format!("{method} {}", path.split('?').next().unwrap_or(&path));
        let begun = Instant::now();
        let received = settings.transport.send(sent).await;
        let milliseconds = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX);
        let (status, answer) = match &received {
            Ok(received) => (Some(received.status), cut(&String::from_utf8_lossy(&received.body))),
            Err(failure) => (None, self.no_answer(failure)),
        };
        self.shared.log.add(Event::Exchange(Exchange {
            purpose: purpose.to_owned(),
            method,
            path: path.clone(),
            mode: settings.mode.as_str(),
            body: body.cloned(),
            status,
            milliseconds,
            // The integration may echo the token, which must not reach the browser.
            answer: answer.replace(&settings.token, "••••••"),
        }));
        if let Ok(received) = &received {
            self.judge(path.strip_prefix("/churnkey").unwrap_or_default(), &request, received);
        }
        received.map(|received| (request.clone(), received)).map_err(|error| {
            let failure = Failure {
                request,
                status: None,
                problem: self.no_answer(&error),
                help: "Check that the integration runs at this address. If it does, look for a slow query or a handler that never answers.".to_owned(),
            };
            self.shared.log.report(failure.finding());
            failure
        })
    }

    fn no_answer(&self, why: &transport::Failure) -> String {
        match why {
            transport::Failure::TimedOut => {
                format!("no answer within {} s", self.shared.settings.timeout.as_secs_f64())
            }
            transport::Failure::Connection(why) => format!("no complete answer ({why})"),
            other => other.to_string(),
        }
    }

    /// Reports what the verifier would report about an answer.
    fn judge(&self, path: &str, request: &str, response: &Response) {
        for fault in inspect::faults(path, response) {
            let path_kind: String =
                fault.path.chars().filter(|letter| !letter.is_ascii_digit()).collect();
            let kind = format!("{} {path_kind} {}", fault.check.id, fault.expected);
            let detail = format!(
                "{request}: at {} expected {}, got {}",
                fault.path, fault.expected, fault.got
            );
            let finding = Finding {
                fault: fault.severity == Severity::Failed,
                ..Finding::note(fault.check.meaning, detail)
            };
            self.shared.log.report_once(kind, finding.help(fault.check.fix));
        }
    }
}

/// The status of an error, with its message if it has the protocol's format.
pub(super) fn error_text(received: &Response) -> String {
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
            "Check the API URL (the part before `/churnkey`), the id, and the mode: it may not exist in test mode."
        }
        405 => "The path exists, but not for this method.",
        300..=399 => "Redirects are not followed. Use the final URL.",
        500.. => "The integration's log should say why.",
        _ => "The message comes from the integration.",
    }
}
