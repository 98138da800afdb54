//! `--translate`: changes requests so that the integration understands them as it is.

pub(crate) mod manifest;
pub(crate) mod mode;
mod path;
pub(crate) mod synonyms;
pub(crate) mod token;
pub(crate) mod translator;
