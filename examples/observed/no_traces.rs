//! Replaces `traces.rs` without the feature `otlp`.

use std::io;

use actix_web::http::header::HeaderMap;
use tracing::Span;

use crate::logs::Listener;

pub(crate) struct Traces;

#[allow(clippy::unused_self, clippy::unnecessary_wraps, reason = "as with the feature")]
impl Traces {
    pub(crate) fn from_env() -> io::Result<Self> {
        Ok(Self)
    }

    pub(crate) fn layer(&self) -> Option<Listener> {
        None
    }

    pub(crate) fn flush(self) {}
}

pub(crate) fn continue_from(_: &HeaderMap, _: &Span) {}
