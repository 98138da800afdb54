//! The words of the protocol's enums, such as `end-of-period`, and which of them an integration offers.

use crate::error::{Error, Result};
use crate::module::fields::Fields;

/// An enum of the protocol; each of its values is one word on the wire.
pub(crate) trait Word: Copy + PartialEq + 'static {
    const ALL: &'static [Self];
    fn as_str(self) -> &'static str;
}

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

/// `` `immediate` or `end-of-period` ``
pub(crate) fn quoted<T: Word>(words: &[T]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{}`", word.as_str())).collect();
    quoted.join(" or ")
}
