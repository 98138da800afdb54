//! What the attributes' output names. Not a public interface: it may change in any release.

pub use inventory::submit;

pub use crate::actions::*;
pub use crate::controllers::*;
pub use crate::error::Result;
pub use crate::module::endpoint::Endpoint;
pub use crate::module::registry::Place;
