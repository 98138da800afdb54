//! Which words and flags an integration offers.

use crate::error::{Error, Result};
use crate::module::fields::Fields;
use crate::module::words::{Word, quoted};

/// Refuses a word that the integration did not declare, before the merchant's code runs (protocol 9, U18).
pub(crate) fn offered<T: Word>(
    fields: &Fields<'_>,
    key: &str,
    word: T,
    declared: &[T],
) -> Result<T> {
    if declared.contains(&word) {
        return Ok(word);
    }
    let (word, declared) = (word.as_str(), quoted(declared));
    fields.not_offered(key, word, &format!("offers only {declared}"));
    Err(Error::bad_request(format!(
        "`{key}`: `{word}` is not offered by this integration, only {declared}"
    )))
}

/// Refuses a flag that the integration did not declare.
pub(crate) fn offered_flag(
    fields: &Fields<'_>,
    key: &str,
    flag: bool,
    declared: bool,
) -> Result<bool> {
    if flag && !declared {
        fields.not_offered(key, "true", "says `false`");
        return Err(Error::bad_request(format!("`{key}`: this integration does not offer it")));
    }
    Ok(flag)
}
