//! The path of a request through the recorder.

pub(crate) mod forward;
mod headers;
pub(crate) mod limits;
mod response;
pub(crate) mod upstream;
