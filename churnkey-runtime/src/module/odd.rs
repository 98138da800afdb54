//! What is unexpected in a body. The log says it with the setting that would help, and quotes only known words.

use std::cell::RefCell;

use crate::masking::{self, nearest};
use crate::module::spellings::Spellings;

/// A sentence for each oddity.
pub(crate) type Odds = Option<Box<Vec<String>>>;

/// Collects the oddities of a body while it is read.
#[derive(Debug, Default)]
pub(crate) struct Oddities(RefCell<Vec<String>>);

/// How many are kept per body.
const MOST: usize = 8;

impl Oddities {
    pub(crate) fn take(&self) -> Odds {
        let odds = self.0.take();
        if odds.is_empty() { None } else { Some(Box::new(odds)) }
    }

    #[cold]
    fn add(&self, odd: String) {
        let mut odds = self.0.borrow_mut();
        if odds.len() < MOST {
            odds.push(odd);
        }
    }

    /// The body is not a JSON object. Its first bytes suggest what it is.
    #[cold]
    pub(crate) fn body(&self, body: &[u8]) {
        let text = body.trim_ascii();
        let looks = match text.first() {
            None => "is empty",
            Some(b'{') => "begins like a JSON object but is incomplete",
            Some(b'[') => "is a list",
            Some(b'<') => "looks like XML or HTML",
            Some(b'"') => "is a quoted string, perhaps JSON that was encoded twice",
            Some(_) if text.contains(&b'=') && !text.contains(&b' ') => {
                "looks like a form, `key=value&…`"
            }
            Some(_) => "does not look like JSON",
        };
        self.add(format!(
            "an action's body must be a JSON object, but it {looks}, so the answer was 400; if Churnkey sends it like that, \
             convert it to JSON before the integration, such as in a middleware"
        ));
    }

    /// A key that was not read.
    #[cold]
    pub(crate) fn key(&self, prefix: &str, key: &str) {
        let name = masking::name(key);
        let spelling = if name == key {
            format!("`CK_SPELLINGS={key}=KEY`, or `.spelling(\"{key}\", \"KEY\")`")
        } else {
            "`CK_SPELLINGS`, or `.spelling(…)`".to_owned()
        };
        self.add(format!(
            "an action's body has a key that nobody reads: `{prefix}{name}`. A method can read it with `options.raw()`; if it is \
             another name for a known key, write {spelling}"
        ));
    }

    /// A word that is not one of the protocol's, or a value that is not a word at all.
    #[cold]
    pub(crate) fn word(&self, prefix: &str, key: &str, word: Option<&str>, known: &[&'static str]) {
        let Some(word) = word else {
            return self.add(format!(
                "`{prefix}{key}` was not a string, so the answer was 400; it must be {}",
                quoted(known)
            ));
        };
        let masked = masking::word(word);
        let is_shown = masked == word;
        let shown = if is_shown { format!("`{masked}`") } else { masked.into_owned() };
        let nearest = nearest(word, known);
        let hint = match nearest {
            Some(nearest) if is_shown => format!(
                "the nearest is `{nearest}`: write `CK_SPELLINGS={word}={nearest}`, or `.spelling(\"{word}\", \"{nearest}\")`"
            ),
            Some(nearest) => format!("the nearest is `{nearest}`"),
            None => format!("it must be {}", quoted(known)),
        };
        self.add(format!(
            "`{prefix}{key}` was {shown}, which is not a word of the protocol, so the answer was 400; {hint}"
        ));
    }

    /// A value that the integration did not declare, and so what its manifest says.
    #[cold]
    pub(crate) fn not_offered(&self, prefix: &str, key: &str, value: &str, says: &str) {
        self.add(format!(
            "`{prefix}{key}` was `{value}`, which this integration does not offer, so the answer was 400; its manifest \
             {says}: declare it in the action's attribute, or verify again if Churnkey has an old manifest"
        ));
    }

    /// A date in another form than JSON's usual one, whether it could be read or not.
    #[cold]
    pub(crate) fn date(&self, prefix: &str, key: &str, value: &str, was_read: bool) {
        let look = masking::look(value.trim_matches('"').as_bytes());
        let what = if was_read {
            "and was read; you need not do anything"
        } else {
            "and cannot be read, so the answer was 400; if Churnkey sends it like that, convert it before the integration, \
             such as in a middleware"
        };
        self.add(format!(
            "`{prefix}{key}` was not in the form `2026-03-01T00:00:00.000Z`: it has {look}, {what}"
        ));
    }
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ")
}

/// Whether a key is read somewhere. Such a key stays unread only after another refusal.
pub(crate) fn is_known_key(key: &str) -> bool {
    Spellings::KEYS.contains(&key)
}

#[cfg(test)]
#[path = "../tests/odd.rs"]
mod tests;
