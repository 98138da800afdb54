//! The path of a request through the recorder.

pub(crate) mod completion;
pub(crate) mod forward;
pub(crate) mod headers;
pub(crate) mod limits;
pub(crate) mod origin;
pub(crate) mod response;
pub(crate) mod upstream;
