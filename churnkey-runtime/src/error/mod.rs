//! The error of a merchant's methods, and what the client reads of it.

mod cause;
mod chain;
mod mappers;
#[cfg(any(feature = "anyhow", feature = "eyre"))]
mod report;

use std::borrow::Cow;
use std::fmt;

use actix_web::http::header::{ALLOW, HeaderName, RETRY_AFTER};

use crate::module::odd::Odds;
pub use cause::Cause;
use chain::{Because, BoxedError, Chain};
pub(crate) use mappers::Mappers;

/// What a controller or an action returns; the error is [`Error`] unless another is named.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error answer: an HTTP status and a message for Churnkey, sent as `{"code": 404, "message": "…"}`
/// ([protocol 2.5](crate::protocol#25-errors)).
///
/// `?` turns every [`Cause`] into an [internal](Error::internal) error, so the text of a database's error never reaches
/// the client. (For that reason `Error` itself does not implement `std::error::Error`.) With
/// [`Builder::map_error`](crate::Builder::map_error), your own types of error get other answers.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::{Error, Result};
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
///
/// `{error}` is what the client reads. `{error:#}` and `{error:?}` show the causes too, for a log or a test:
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::Error;
///
/// let error = Error::new(502, "the bank does not answer").because("connection refused");
/// assert_eq!(format!("{error}"), "502: the bank does not answer");
/// assert_eq!(format!("{error:#}"), "502: the bank does not answer: connection refused");
/// ```
///
/// # In a test or a job
///
/// `?` also turns an `Error` into a `Box<dyn std::error::Error>`, and into that type only: `Box<dyn std::error::Error +
/// Send + Sync>`, `anyhow::Error` and `eyre::Report` accept only what implements `std::error::Error`.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::{Error, Result};
///
/// fn seats() -> Result<u32> {
///     Err(Error::not_found("there is no such plan"))
/// }
/// fn job() -> Result<(), Box<dyn std::error::Error>> {
///     println!("{} seats", seats()?);
///     Ok(())
/// }
/// assert_eq!(job().unwrap_err().to_string(), "404: there is no such plan");
/// ```
pub struct Error {
    code: u16,
    shown: Shown,
    /// Whether the merchant's method returned it.
    by_method: bool,
    message: Cow<'static, str>,
    source: Option<BoxedError>,
    header: Option<(HeaderName, Cow<'static, str>)>,
    /// What was odd in the request's body, for the log.
    odds: Odds,
}

/// What the client reads of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// The message, as it was written.
    Answer,
    /// Only the request's id.
    Internal,
    /// The same, for a text returned through `?`, which was perhaps meant for the client.
    Text,
    /// The same, for a panic.
    Panic,
}

/// Logged after such a text.
const TEXT: &str = " (`?` turns a text into an internal error; for an answer that the client reads, write `Error::not_found(…)`)";

impl Error {
    /// An error with a status of your choice from 400 to 599, and a message that the client reads.
    ///
    /// A code outside that range is not an error status: it becomes an internal error, and is logged.
    pub fn new(code: u16, message: impl Into<String>) -> Self {
        if !(400..=599).contains(&code) {
            return Self::internal(format!(
                "a method answered with the error code {code}, which is not an error status"
            ));
        }
        Self {
            code,
            shown: Shown::Answer,
            by_method: false,
            message: Cow::Owned(message.into()),
            source: None,
            header: None,
            odds: None,
        }
    }

    /// 400: the request asks for something that cannot be done.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(400, message)
    }

    /// 404: the object does not exist.
    pub fn not_found(message: impl Into<String>) -> Self {
        Self::new(404, message)
    }

    /// 500: something broke. `cause`, an error or a text, is logged with the request's id; the client reads only
    /// `internal error` and that id.
    pub fn internal(cause: impl Cause) -> Self {
        Self::broken(Shown::Internal, cause.keep().source)
    }

    /// The merchant's method panicked.
    pub(crate) fn panicked() -> Self {
        Self::broken(Shown::Panic, Some("a method of the merchant's panicked".into()))
    }

    fn broken(shown: Shown, source: Option<BoxedError>) -> Self {
        let message = Cow::Borrowed("internal error");
        Self { code: 500, shown, by_method: false, message, source, header: None, odds: None }
    }

    /// 405, with the methods that the path takes.
    pub(crate) fn method_not_allowed(allow: String) -> Self {
        let message = format!("only {allow} is allowed here");
        Self { header: Some((ALLOW, Cow::Owned(allow))), ..Self::new(405, message) }
    }

    /// Adds the reason for this error, a text or another error. It is logged, never sent.
    ///
    /// A 4xx is logged at `DEBUG` with its reason, a 5xx at `WARN` with its message and its reason.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// use churnkey::Error;
    ///
    /// let refused = Error::bad_request("this plan cannot be paused").because("it is a plan of 2019");
    /// assert_eq!(refused.message(), "this plan cannot be paused");
    /// assert_eq!(refused.source().unwrap().to_string(), "it is a plan of 2019");
    /// ```
    #[must_use]
    pub fn because(mut self, reason: impl Cause) -> Self {
        self.source = Because::join(reason.keep().source, self.source);
        self
    }

    /// After how many seconds the client may try again; sent as `Retry-After`.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// use churnkey::Error;
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

    /// What the client reads; for an internal error, without the request id.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The cause of an internal error, or the [reason](Self::because) of another one. It is logged, never sent.
    #[must_use]
    pub fn source(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.source.as_deref()
    }

    /// The [source](Self::source) and its own causes, in one line, as they are logged.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// use churnkey::Error;
    ///
    /// let error = Error::internal("connection refused").because("the import failed");
    /// assert_eq!(error.causes().unwrap().to_string(), "the import failed: connection refused");
    /// ```
    #[must_use]
    pub fn causes(&self) -> Option<impl fmt::Display> {
        let hint = if self.shown == Shown::Text { TEXT } else { "" };
        self.source().map(|source| Causes { chain: Chain(source), hint })
    }

    /// A header of the answer.
    pub(crate) fn header(&self) -> Option<(&HeaderName, &str)> {
        self.header.as_ref().map(|(name, value)| (name, value.as_ref()))
    }

    pub(crate) fn is_internal(&self) -> bool {
        self.shown != Shown::Answer
    }

    pub(crate) fn is_panic(&self) -> bool {
        self.shown == Shown::Panic
    }

    /// Whether the merchant's method returned it, rather than the framework.
    pub(crate) fn is_by_method(&self) -> bool {
        self.by_method
    }

    /// With what was odd in the request's body.
    pub(crate) fn with_odds(self, odds: Odds) -> Self {
        Self { odds, ..self }
    }

    pub(crate) fn odds(&self) -> &Odds {
        &self.odds
    }

    pub(crate) fn by_method(self) -> Self {
        Self { by_method: true, ..self }
    }
}

impl<E: Cause> From<E> for Error {
    fn from(cause: E) -> Self {
        let kept = cause.keep();
        Self::broken(if kept.is_text { Shown::Text } else { Shown::Internal }, kept.source)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)?;
        match self.causes() {
            Some(causes) if f.alternate() => write!(f, ": {causes}"),
            _ => Ok(()),
        }
    }
}

/// One line, since a failing test shows it.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({self:#})")
    }
}

struct Causes<'a> {
    chain: Chain<'a>,
    hint: &'static str,
}

impl fmt::Display for Causes<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.chain, self.hint)
    }
}

impl From<Error> for Box<dyn std::error::Error> {
    fn from(error: Error) -> Self {
        Box::new(AsStdError(error))
    }
}

/// An [`Error`] where `std::error::Error` is required.
struct AsStdError(Error);

impl std::error::Error for AsStdError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source().map(|source| source as &(dyn std::error::Error + 'static))
    }
}

impl fmt::Display for AsStdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// What `main` prints when it returns one.
impl fmt::Debug for AsStdError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:#}", self.0)
    }
}
