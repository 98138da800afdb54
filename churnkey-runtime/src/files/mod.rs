//! The files that are read again while the integration runs: the token file and the gate's.

pub(crate) mod file;
pub(crate) mod watch;
pub(crate) mod watched;
