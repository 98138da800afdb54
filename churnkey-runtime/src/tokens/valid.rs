//! A set of valid tokens. It holds digests, not the secrets themselves.

use std::fmt;

use subtle::{Choice, ConditionallySelectable as _};

use crate::integration::start_error::StartError;
use crate::tokens::caller::Caller;
use crate::tokens::place::{Place, Placed};
use crate::tokens::rules::{Problem, READ_ONLY, TEST_ONLY};
use crate::tokens::secret::{Secret, digest};

#[derive(Debug, Clone)]
pub(super) struct Valid {
    known: Vec<Known>,
    /// Whether the merchant's function uses the tokens as keys.
    as_keys: bool,
}

#[derive(Debug, Clone)]
struct Known {
    secret: Secret,
    caller: Caller,
    place: Place,
}

impl Valid {
    /// Adds `more` to the `known` tokens. No secret and no name may occur twice.
    pub(super) fn new(known: Self, more: &[Placed]) -> Result<Self, StartError> {
        let Self { known: mut all, as_keys } = known;
        for Placed { token, place } in more {
            let (secret, caller) = (Secret::new(&token.secret, as_keys), Caller::of(token));
            if let Some(same) = all.iter().find(|known| known.secret.is(&token.secret)) {
                return Err(place.wrong(&Problem::Twice(same.place.named())));
            }
            let named = |known: &&Known| caller.name.is_some() && known.caller.name == caller.name;
            if let Some(same) = all.iter().find(named) {
                return Err(place.wrong(&Problem::NamedTwice(same.place.named())));
            }
            all.push(Known { secret, caller, place: place.clone() });
        }
        Ok(Self { known: all, as_keys })
    }

    pub(super) fn none(as_keys: bool) -> Self {
        Self { known: Vec::new(), as_keys }
    }

    pub(super) fn count(&self) -> usize {
        self.known.len()
    }

    /// The holder of a valid token.
    ///
    /// Digests have equal length and all of them are compared, so the time reveals neither a token's length, nor how
    /// much of it was right, nor which one it was.
    pub(super) fn find(&self, presented: &[u8]) -> Option<Caller> {
        let presented = digest(presented);
        let (mut found, mut at) = (Choice::from(0), 0_u32);
        for (known, number) in self.known.iter().zip(0_u32..) {
            let same = known.secret.same(&presented);
            at.conditional_assign(&number, same);
            found |= same;
        }
        if !bool::from(found) {
            return None;
        }
        self.known.get(at as usize).map(|known| known.caller)
    }

    /// The holder of the token for which `is` returns true. It is called for every token, so the time does not reveal
    /// which one it was.
    pub(super) fn find_by(&self, mut is: impl FnMut(&Secret) -> bool) -> Option<Caller> {
        let results = self.known.iter().map(|known| (is(&known.secret), known.caller));
        results.fold(None, |found, (is, caller)| found.or(is.then_some(caller)))
    }
}

/// `2 tokens are valid: churnkey-2026, monitoring (read-only)`
impl fmt::Display for Valid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.count() {
            1 => f.write_str("1 token is valid")?,
            count => write!(f, "{count} tokens are valid")?,
        }
        let plain = Caller { name: None, read_only: false, test_only: false };
        if self.known.iter().all(|known| known.caller == plain) {
            return Ok(());
        }
        for (known, separator) in
            self.known.iter().zip(std::iter::once(": ").chain(std::iter::repeat(", ")))
        {
            let Caller { name, read_only, test_only } = known.caller;
            write!(f, "{separator}{}", name.unwrap_or("unnamed"))?;
            let limits = [(read_only, READ_ONLY), (test_only, TEST_ONLY)];
            let limits = limits.iter().filter(|(on, _)| *on).map(|(_, limit)| *limit);
            let limits = limits.collect::<Vec<_>>().join(", ");
            if !limits.is_empty() {
                write!(f, " ({limits})")?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "tests/valid.rs"]
mod tests;
