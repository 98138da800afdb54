//! What the module of an integration needs in scope: `use churnkey::prelude::*;`.

pub use crate::actions::*;
pub use crate::controllers::*;
pub use crate::error::{Error, Result};
pub use crate::models::*;
