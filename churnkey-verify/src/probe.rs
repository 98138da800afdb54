//! A request that the verifier is about to send, and how it is shown.

use crate::transport::{Credentials, Request};

/// An id, path and word that no merchant has.
pub(crate) const MISSING: &str = "ck-verify-missing";
/// A word that the protocol does not have.
pub(crate) const UNKNOWN_WORD: &str = "ck-verify";

#[derive(Debug, Clone)]
pub(crate) struct Probe {
    pub(crate) method: &'static str,
    /// The path below `/churnkey`.
    pub(crate) path: String,
    /// Shown instead of the path if that contains personal data.
    pub(crate) shown: Option<String>,
    /// Sent as the credentials specify; a wrong token must be refused.
    pub(crate) token: Option<String>,
    pub(crate) mode: Option<String>,
    pub(crate) body: Option<String>,
}

impl Probe {
    /// The request as a report shows it. An id or a cursor that is an e-mail address is left out.
    pub(crate) fn shown(&self) -> String {
        let path = self.shown.as_ref().unwrap_or(&self.path);
        let parts = path.split_inclusive(['/', '?', '&', '=']);
        let part = |part: &str| {
            if part.contains("%40") {
                let end = part.chars().last().filter(|last| "/?&=".contains(*last));
                return format!("…{}", end.map(String::from).unwrap_or_default());
            }
            part.to_owned()
        };
        format!("{} /churnkey{}", self.method, parts.map(part).collect::<String>())
    }

    /// Adds the headers after its own, then the credentials, which may sign the whole request.
    pub(crate) fn into_request(
        self,
        headers: &[(String, String)],
        credentials: &Credentials,
    ) -> Request {
        let mut request = Request::get(self.path).header("accept", "application/json");
        request.method = self.method;
        if let Some(mode) = self.mode {
            request = request.header("x-churnkey-mode", mode);
        }
        // Some frameworks refuse an empty body because of this header, before they look at the token.
        if self.body.as_ref().is_some_and(|body| !body.is_empty()) {
            request = request.header("content-type", "application/json");
        }
        request.headers.extend(headers.iter().cloned());
        request.body = self.body;
        match self.token {
            Some(token) => credentials.apply(request, &token),
            None => request,
        }
    }
}
