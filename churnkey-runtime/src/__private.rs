//! The names that the attributes' output uses. Not a public interface: it may change in any release.

pub use inventory::submit;

pub use crate::__implemented as implemented;
pub use crate::actions::*;
pub use crate::controllers::*;
pub use crate::error::Result;
pub use crate::module::endpoint::Endpoint;
pub use crate::module::implemented::{Implements, Otherwise};
pub use crate::module::names::Module;
pub use crate::module::registry::{Implemented, SourceLocation};
