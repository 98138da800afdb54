//! What `--translate` makes of a request, so that an integration understands it as it is.

pub(crate) mod head;
pub(crate) mod manifest;
pub(crate) mod path;
