//! An error and its causes: written in one line, and searched for a type.

use std::error::Error;
use std::fmt;
use std::io;
use std::sync::Arc;

pub(super) type BoxedError = Box<dyn Error + Send + Sync>;

/// Displays an error and the errors that caused it.
pub(super) struct Chain<'a>(pub(super) &'a (dyn Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut next = Some(self.0);
        let mut separator = "";
        while let Some(error) = next {
            write!(f, "{separator}{error}")?;
            separator = ": ";
            next = error.source();
        }
        Ok(())
    }
}

/// A reason, in front of the error that it explains. Each has causes of its own.
#[derive(Debug)]
pub(super) struct Because {
    reason: BoxedError,
    earlier: BoxedError,
}

impl Because {
    pub(super) fn join(
        reason: Option<BoxedError>,
        earlier: Option<BoxedError>,
    ) -> Option<BoxedError> {
        match (reason, earlier) {
            (Some(reason), Some(earlier)) => Some(Box::new(Self { reason, earlier })),
            (reason, earlier) => reason.or(earlier),
        }
    }
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Chain(&*self.reason), f)
    }
}

impl Error for Because {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&*self.earlier)
    }
}

/// Passes an error and everything that caused it to `look`, until it finds something.
pub(super) fn search<T>(
    head: &(dyn Error + 'static),
    look: &dyn Fn(&(dyn Error + 'static)) -> Option<T>,
) -> Option<T> {
    let mut next = Some(head);
    while let Some(error) = next {
        let found = look(error).or_else(|| {
            error.downcast_ref::<Because>().and_then(|because| search(&*because.reason, look))
        });
        if found.is_some() {
            return found;
        }
        next = within(error).or_else(|| error.source());
    }
    None
}

/// The error inside an `io::Error`, which its own `source` skips.
fn within<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    let within = error.downcast_ref::<io::Error>()?.get_ref()?;
    Some(within)
}

/// An error as a type, also inside a `Box` or an `Arc`.
pub(super) fn as_type<'a, E: Error + Send + Sync + 'static>(
    error: &'a (dyn Error + 'static),
) -> Option<&'a E> {
    exactly(error)
        .or_else(|| exactly::<Box<E>>(error).map(AsRef::as_ref))
        .or_else(|| exactly::<Arc<E>>(error).map(AsRef::as_ref))
}

fn exactly<'a, E: Error + Send + Sync + 'static>(
    error: &'a (dyn Error + 'static),
) -> Option<&'a E> {
    #[cfg(any(feature = "anyhow", feature = "eyre"))]
    if let Some(found) = super::report::downcast(error) {
        return Some(found);
    }
    error.downcast_ref()
}
