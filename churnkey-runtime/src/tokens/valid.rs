//! A set of valid tokens, as digests: the secrets themselves are not kept.

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
    /// A function of the merchant's has them as keys.
    as_keys: bool,
}

#[derive(Debug, Clone)]
struct Known {
    secret: Secret,
    caller: Caller,
    place: Place,
}

impl Valid {
    /// `more` beside what is known already. No secret and no name may be there twice.
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

    /// Whose token it is, if it is valid.
    ///
    /// Digests are of equal length and all of them are compared, so the time tells neither a token's length, nor how
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

    /// Whose token it is for which `is` says so. All of them are asked, so that the time does not tell which one it was.
    pub(super) fn find_by(&self, mut is: impl FnMut(&Secret) -> bool) -> Option<Caller> {
        let asked = self.known.iter().map(|known| (is(&known.secret), known.caller));
        asked.fold(None, |found, (is, caller)| found.or(is.then_some(caller)))
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
