//! What an integration's module needs in scope: `use churnkey::prelude::*;`.

pub use crate::actions::*;
pub use crate::controllers::*;
pub use crate::error::{Error, Result};
pub use crate::models::*;
