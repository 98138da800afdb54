//! What came in a body that is not as it was expected: said in the log, with what to write, and with no value in it that is
//! not a known word.

use std::cell::RefCell;

use crate::masking;
use crate::module::spellings::Spellings;

/// In a sentence each.
pub(crate) type Odds = Option<Box<Vec<String>>>;

/// Collects them while a body is read.
#[derive(Debug, Default)]
pub(crate) struct Oddities(RefCell<Vec<String>>);

/// How many are kept of one body.
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

    /// The body is no JSON object. What it may be is told by its first bytes.
    #[cold]
    pub(crate) fn body(&self, body: &[u8]) {
        let text = body.trim_ascii();
        let looks = match text.first() {
            None => "is empty",
            Some(b'{') => "begins as a JSON object and is not whole",
            Some(b'[') => "is a list",
            Some(b'<') => "looks like XML or HTML",
            Some(b'"') => "is a text in quotes, perhaps JSON that was encoded twice",
            Some(_) if text.contains(&b'=') && !text.contains(&b' ') => {
                "looks like a form, `key=value&…`"
            }
            Some(_) => "does not look like JSON",
        };
        self.add(format!(
            "an action's body must be a JSON object, and it {looks}, so the answer was 400; if Churnkey sends it so, turn \
             it into JSON before the integration, such as in a middleware"
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
            "an action's body has a key that nobody reads: `{prefix}{name}`. A method reads it by `options.raw()`; if it is \
             another name of a known key, write {spelling}"
        ));
    }

    /// A word that is none of the protocol's; in the place of a word may also stand something else.
    #[cold]
    pub(crate) fn word(&self, prefix: &str, key: &str, word: Option<&str>, known: &[&'static str]) {
        let Some(word) = word else {
            return self.add(format!(
                "`{prefix}{key}` was no text, so the answer was 400; it must be {}",
                quoted(known)
            ));
        };
        let told = masking::word(word);
        let is_told = told == word;
        let shown = if is_told { format!("`{told}`") } else { told.into_owned() };
        let nearest = nearest(word, known);
        let hint = match nearest {
            Some(nearest) if is_told => format!(
                "the nearest is `{nearest}`: write `CK_SPELLINGS={word}={nearest}`, or `.spelling(\"{word}\", \"{nearest}\")`"
            ),
            Some(nearest) => format!("the nearest is `{nearest}`"),
            None => format!("it must be {}", quoted(known)),
        };
        self.add(format!(
            "`{prefix}{key}` was {shown}, which is no word of the protocol, so the answer was 400; {hint}"
        ));
    }

    /// A date in another form than JSON's usual one, which was read or could not be.
    #[cold]
    pub(crate) fn date(&self, prefix: &str, key: &str, value: &str, was_read: bool) {
        let look = masking::look(value.trim_matches('"').as_bytes());
        let what = if was_read {
            "and was read; there is nothing to write"
        } else {
            "and cannot be read, so the answer was 400; if Churnkey sends it so, turn it before the integration, such as in \
             a middleware"
        };
        self.add(format!(
            "`{prefix}{key}` came in another form than `2026-03-01T00:00:00.000Z`: it has {look}, {what}"
        ));
    }
}

/// The known word that shares the most with this one: parts between `-`, `_` and capital letters, or its beginning.
pub(crate) fn nearest(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let (parts, lower) = (parts(word), word.to_ascii_lowercase());
    let score = |known: &str| {
        let shared = self::parts(known).iter().filter(|part| parts.contains(part)).count();
        let begins = known.bytes().zip(lower.bytes());
        let begins = begins.take_while(|(one, other)| one == other).count();
        (shared, if begins >= 3 { begins } else { 0 })
    };
    let best = known.iter().max_by_key(|known| score(known))?;
    (score(best) > (0, 0)).then_some(*best)
}

fn parts(word: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    for letter in word.chars() {
        if matches!(letter, '-' | '_' | ' ' | '.') || letter.is_ascii_uppercase() {
            parts.push(String::new());
        }
        if let (true, Some(part)) = (letter.is_ascii_alphanumeric(), parts.last_mut()) {
            part.push(letter.to_ascii_lowercase());
        }
    }
    parts.retain(|part| part.len() > 1);
    parts
}

fn quoted(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" or ")
}

/// Whether a key is one that is read somewhere: it is left unread only when another refusal came first.
pub(crate) fn is_known_key(key: &str) -> bool {
    Spellings::KEYS.contains(&key)
}

#[cfg(test)]
#[path = "../tests/odd.rs"]
mod tests;
