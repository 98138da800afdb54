//! The call that asks for verification, and its answer.

use std::fmt;
use std::time::Duration;

use ureq::http::header::{AUTHORIZATION, CONTENT_TYPE};
use ureq::http::{Method, Request, Uri};

use crate::integration::start_error::StartError;
use crate::tokens::environment;

/// The request that asks Churnkey to verify, as Churnkey's dashboard or support specifies it.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::reverify::VerifyCall;
///
/// let call = VerifyCall::new("https://api.example.com/verify")
///     .method("PUT")
///     .header("authorization", "Bearer ck_int_1")
///     .body(r#"{"provider": "custom"}"#);
/// assert_eq!(call.headers.len(), 1);
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifyCall {
    /// The whole address, `https://…`.
    pub url: String,
    /// The HTTP method; `POST` by default.
    pub method: String,
    /// The name and value of each header. They are never logged.
    pub headers: Vec<(String, String)>,
    /// The body; its type is `application/json` unless a header says otherwise.
    pub body: Option<String>,
}

impl VerifyCall {
    /// A `POST` to this address, without headers or a body.
    #[must_use]
    pub fn new(url: impl Into<String>) -> Self {
        Self { url: url.into(), method: "POST".to_owned(), headers: Vec::new(), body: None }
    }

    /// Sets the HTTP method.
    #[must_use]
    pub fn method(mut self, method: impl Into<String>) -> Self {
        self.method = method.into();
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, body: impl Into<String>) -> Self {
        self.body = Some(body.into());
        self
    }

    /// The call that the environment sets, if any:
    ///
    /// - `CK_VERIFY_URL`: the address; without it there is no call;
    /// - `CK_VERIFY_METHOD`: `POST` by default;
    /// - `CK_VERIFY_HEADERS`: `Name: value`, one per line. Without an `Authorization`, the first token of
    ///   `CK_INTEGRATION_TOKEN`, or of the file that `CK_INTEGRATION_TOKEN_FILE` names, is sent as `Bearer`;
    /// - `CK_VERIFY_BODY`: the body, JSON unless a `Content-Type` says otherwise.
    ///
    /// # Errors
    /// A variable or a file that cannot be read, or a call that cannot be sent.
    pub fn from_env() -> Result<Option<Self>, StartError> {
        Self::from_variables(&|name| std::env::var(name).ok())
    }

    pub(crate) fn from_variables(
        variable: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Option<Self>, StartError> {
        let set =
            |name| variable(name).map(|value| value.trim().to_owned()).filter(|v| !v.is_empty());
        let Some(url) = set("CK_VERIFY_URL") else { return Ok(None) };
        let mut call = Self::new(url);
        if let Some(method) = set("CK_VERIFY_METHOD") {
            call.method = method;
        }
        let headers = set("CK_VERIFY_HEADERS").unwrap_or_default();
        for line in headers.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let Some((name, value)) = line.split_once(':') else {
                // The line may be a secret, so it is not shown.
                let problem = "each line must have the form `Name: value`";
                return Err(StartError::setting("CK_VERIFY_HEADERS", problem));
            };
            call.headers.push((name.trim().to_owned(), value.trim().to_owned()));
        }
        call.body = set("CK_VERIFY_BODY");
        if !call.has(AUTHORIZATION.as_str()) {
            let tokens = environment::read(&|name| variable(name).map(Into::into))?.tokens()?;
            if let Some(token) = tokens.first() {
                call.headers
                    .push(("authorization".to_owned(), format!("Bearer {}", token.secret())));
            }
        }
        call.check("CK_VERIFY_URL")?;
        Ok(Some(call))
    }

    /// Refuses a call that could never be sent.
    pub(crate) fn check(&self, setting: &'static str) -> Result<(), StartError> {
        self.request().map(drop).map_err(|problem| StartError::setting(setting, problem))
    }

    /// Sends it once.
    ///
    /// # Errors
    /// No answer within `timeout`, or an answer other than success. Redirects are not followed, since the headers may
    /// hold secrets.
    pub fn send(&self, timeout: Duration) -> Result<VerifyAnswer, CallError> {
        let request = self.request().map_err(|problem| CallError::Unsent { problem })?;
        let agent = ureq::Agent::new_with_config(
            ureq::config::Config::builder()
                .timeout_global(Some(timeout))
                .max_redirects(0)
                .http_status_as_error(false)
                .user_agent(concat!("churnkey-rust/", env!("CARGO_PKG_VERSION")))
                .build(),
        );
        let response = match &self.body {
            Some(body) => agent.run(request.map(|()| body.as_str())),
            None if sends_a_body(&self.method) => agent.run(request.map(|()| "")),
            None => agent.run(request),
        };
        let mut response =
            response.map_err(|error| CallError::Unanswered { cause: error.to_string() })?;
        let status = response.status();
        // Only the status matters, even if the body cannot be read.
        let body = response.body_mut().with_config().limit(64 * 1024).lossy_utf8(true);
        let answer = VerifyAnswer {
            status: status.as_u16(),
            body: body.read_to_string().unwrap_or_default(),
        };
        if status.is_success() { Ok(answer) } else { Err(CallError::Refused(answer)) }
    }

    fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|(header, _)| header.eq_ignore_ascii_case(name))
    }

    fn request(&self) -> Result<Request<()>, String> {
        let uri = Uri::try_from(&self.url).ok().filter(|uri| uri.host().is_some());
        let uri = uri.filter(|uri| matches!(uri.scheme_str(), Some("http" | "https")));
        let uri =
            uri.ok_or("its address does not begin with `https://` or `http://` and a host")?;
        if uri.authority().is_some_and(|authority| authority.as_str().contains('@')) {
            // The user name would appear wherever the address does.
            return Err("its address contains a user name; send an `Authorization` header instead"
                .to_owned());
        }
        let method = Method::from_bytes(self.method.as_bytes())
            .map_err(|_| format!("`{}` is not an HTTP method", self.method))?;
        let mut request = Request::builder().uri(uri).method(method);
        for (name, value) in &self.headers {
            request = request.header(name, value);
            if request.headers_ref().is_none() {
                return Err(format!("its header `{name}` cannot be sent"));
            }
        }
        if self.body.is_some() && !self.has(CONTENT_TYPE.as_str()) {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        request.body(()).map_err(|_| "it is not a valid request".to_owned())
    }
}

/// Whether a request with this method has a `Content-Length` even if it has no body.
fn sends_a_body(method: &str) -> bool {
    matches!(method, "POST" | "PUT" | "PATCH")
}

/// Hides the values of headers, the body, and the query of the address, which may be secrets.
impl fmt::Debug for VerifyCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("VerifyCall")
            .field("url", &self.url.split(['?', '#']).next().unwrap_or_default())
            .field("method", &self.method)
            .field("headers", &headers)
            .field("body", &self.body.as_ref().map(|body| format!("{} bytes", body.len())))
            .finish()
    }
}

/// The answer of the verify endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct VerifyAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body as text; at most 64 KiB are read.
    pub body: String,
}

/// Why a call did not succeed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CallError {
    /// The request could not be built.
    #[error("the call cannot be sent: {problem}")]
    Unsent {
        /// What is wrong with it.
        problem: String,
    },
    /// Nothing answered, or not in time.
    #[error("no answer: {cause}")]
    Unanswered {
        /// What went wrong.
        cause: String,
    },
    /// An answer other than success.
    #[error("refused with status {}{}", .0.status, redirected(.0.status))]
    Refused(VerifyAnswer),
}

fn redirected(status: u16) -> &'static str {
    if (300..400).contains(&status) {
        " (redirects are not followed: give the final address)"
    } else {
        ""
    }
}

impl CallError {
    /// Whether the same call may succeed later.
    #[must_use]
    pub fn is_temporary(&self) -> bool {
        match self {
            Self::Unsent { .. } => false,
            Self::Unanswered { .. } => true,
            Self::Refused(answer) => matches!(answer.status, 408 | 425 | 429 | 500..),
        }
    }
}
