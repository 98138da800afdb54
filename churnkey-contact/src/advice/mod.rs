//! What to write so that a difference needs no translation: settings of this project, each of which it accepts.

pub(crate) mod alias;
pub(crate) mod path;
pub(crate) mod spelling;
pub(crate) mod token;

/// If nothing has to be written.
pub(crate) const ACCEPTED: &str = "this project accepts it as it came";
