//! Random secrets and hexadecimal text.

use std::fmt::Write as _;

use crate::error::RehearsalError;

/// Random bytes in hexadecimal.
pub(crate) fn hex(bytes: usize) -> Result<String, RehearsalError> {
    let mut random = vec![0_u8; bytes];
    getrandom::fill(&mut random).map_err(|error| RehearsalError::Random(error.to_string()))?;
    Ok(in_hex(&random))
}

/// Bytes in lower-case hexadecimal.
pub(crate) fn in_hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        let _ = write!(text, "{byte:02x}"); // writing to a `String` cannot fail
        text
    })
}
