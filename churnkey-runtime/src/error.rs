//! The one error of a merchant's methods, and what the client reads of it.

use std::borrow::Cow;
use std::fmt;

use actix_web::http::header::{ALLOW, HeaderName, RETRY_AFTER};

/// What a controller or an action answers with; the error is [`Error`] unless another is named.
pub type Result<T, E = Error> = std::result::Result<T, E>;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// An error answer: an HTTP status and a message for Churnkey, sent as `{"code": 404, "message": "…"}` (protocol 2.5).
///
/// `?` turns any [`std::error::Error`] into an [internal](Error::internal) one, so a failing database never shows its
/// words to the client. (For that reason `Error` itself does not implement `std::error::Error`.)
///
/// ```
/// use churnkey_runtime::{Error, Result};
///
/// fn seats(text: &str) -> Result<u32> {
///     let seats = text.parse::<u32>()?; // internal: logged, and the client reads "internal error"
///     if seats == 0 {
///         return Err(Error::bad_request("a plan has at least one seat"));
///     }
///     Ok(seats)
/// }
/// assert_eq!(seats("0").unwrap_err().code(), 400);
/// assert_eq!(seats("many").unwrap_err().code(), 500);
/// ```
#[derive(Debug)]
pub struct Error {
    code: u16,
    message: Cow<'static, str>,
    source: Option<Source>,
    header: Option<(HeaderName, Cow<'static, str>)>,
}

impl Error {
    /// An error with a status of your choice from 400 to 599, and a message that the client reads.
    ///
    /// A code outside that range is no error status: it is answered as an internal error, and logged.
    pub fn new(code: u16, message: impl Into<String>) -> Self {
        if !(400..=599).contains(&code) {
            return Self::internal(format!(
                "a method answered with the error code {code}, which is no error status"
            ));
        }
        Self { code, message: Cow::Owned(message.into()), source: None, header: None }
    }

    /// 400: the request asks for something that cannot be done.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, message)
    }

    /// 404: the object does not exist.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, message)
    }

    /// 500: something broke. `source` is logged with the request's id; the client reads only
    /// `internal error` and that id.
    pub fn internal(source: impl Into<Source>) -> Self {
        Self {
            code: 500,
            message: Cow::Borrowed("internal error"),
            source: Some(source.into()),
            header: None,
        }
    }

    /// 405, with the methods that the path has.
    pub(crate) fn method_not_allowed(allow: &'static str) -> Self {
        Self {
            header: Some((ALLOW, Cow::Borrowed(allow))),
            ..Self::new(405, format!("only {allow} is allowed here"))
        }
    }

    /// In how many seconds the client may try again, sent as `Retry-After`.
    ///
    /// ```
    /// use churnkey_runtime::Error;
    ///
    /// let busy = Error::new(503, "the billing system is being migrated").retry_after(120);
    /// assert_eq!(busy.code(), 503);
    /// ```
    #[must_use]
    pub fn retry_after(mut self, seconds: u32) -> Self {
        self.header = Some((RETRY_AFTER, Cow::Owned(seconds.to_string())));
        self
    }

    /// The HTTP status.
    #[must_use]
    pub fn code(&self) -> u16 {
        self.code
    }

    /// What the client reads; for an internal error without its request id.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The cause of an internal error. It is logged, never sent.
    #[must_use]
    pub fn source(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.source.as_deref()
    }

    /// A header of the answer.
    pub(crate) fn header(&self) -> Option<(&HeaderName, &str)> {
        self.header.as_ref().map(|(name, value)| (name, value.as_ref()))
    }

    pub(crate) fn is_internal(&self) -> bool {
        self.source.is_some()
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Error {
    fn from(source: E) -> Self {
        Self::internal(source)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}
