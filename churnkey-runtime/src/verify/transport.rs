//! A request and its answer, however they travel.

use futures_util::future::LocalBoxFuture;

/// How requests travel.
pub(crate) type Transport = Box<dyn Fn(Sent) -> LocalBoxFuture<'static, Result<Received, Broken>>>;

/// The largest answer that is read.
pub(crate) const MAX_ANSWER: usize = 8 * 1024 * 1024;

/// A request. The path begins with `/churnkey`.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Option<String>,
}

/// An answer.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    pub(crate) body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug)]
pub(crate) enum Broken {
    /// It did not come in time.
    Late,
    /// It is too large.
    Large,
    /// The connection failed, or what came is no HTTP.
    Cut(String),
    /// The request itself cannot be; with the name of the header that is to blame.
    Unsendable(String),
}
