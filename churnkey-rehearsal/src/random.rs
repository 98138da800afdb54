//! Secrets that are made at start.

use crate::error::RehearsalError;

/// So many random bytes in hexadecimal.
pub(crate) fn hex(bytes: usize) -> Result<String, RehearsalError> {
    let mut random = vec![0_u8; bytes];
    getrandom::fill(&mut random).map_err(|error| RehearsalError::Random(error.to_string()))?;
    Ok(random.iter().map(|byte| format!("{byte:02x}")).collect())
}
