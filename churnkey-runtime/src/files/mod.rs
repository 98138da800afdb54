//! Files of settings that are read again while the integration runs: of tokens, of the gate.

pub(crate) mod file;
pub(crate) mod watch;
pub(crate) mod watched;
