//! Reports of `anyhow` and `eyre`, kept so that the types in them can still be found.

use std::error::Error;
use std::fmt;

/// Implements `std::error::Error`, which the reports themselves do not.
struct Report<R>(R);

pub(super) fn boxed<R>(report: R) -> Box<dyn Error + Send + Sync>
where
    R: AsRef<dyn Error + Send + Sync> + fmt::Display + fmt::Debug + Send + Sync + 'static,
{
    Box::new(Report(report))
}

/// What the report's own `downcast_ref` finds: the error that it was made from, or a context of that type.
pub(super) fn downcast<'a, E: Error + Send + Sync + 'static>(
    error: &'a (dyn Error + 'static),
) -> Option<&'a E> {
    #[cfg(feature = "anyhow")]
    if let Some(Report(report)) = error.downcast_ref::<Report<anyhow::Error>>() {
        return report.downcast_ref();
    }
    #[cfg(feature = "eyre")]
    if let Some(Report(report)) = error.downcast_ref::<Report<eyre::Report>>() {
        return report.downcast_ref();
    }
    None
}

impl<R> Error for Report<R>
where
    R: AsRef<dyn Error + Send + Sync> + fmt::Display + fmt::Debug,
{
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.as_ref().source()
    }
}

impl<R: fmt::Display> fmt::Display for Report<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl<R: fmt::Debug> fmt::Debug for Report<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}
