//! What a record shows of the protocol's unknowns.

mod actions;
mod bodies;
pub(crate) mod finding;
mod kinds;
mod lists;
mod manifest;
mod methods;
mod modes;
mod path_fixes;
mod paths;
mod text;
mod token;
mod unknowns;
