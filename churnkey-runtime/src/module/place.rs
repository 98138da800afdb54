//! Where a module stands in the merchant's code: for the boot table, and for errors at boot.

use std::fmt;

/// Where an attribute stands in the merchant's code.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    file: &'static str,
    line: u32,
}

impl Place {
    /// Called by the attributes.
    #[must_use]
    pub const fn new(file: &'static str, line: u32) -> Self {
        Self { file, line }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
