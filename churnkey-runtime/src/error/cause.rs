//! What `?` turns into an internal error.

use std::any::{Any, TypeId};
use std::borrow::Cow;

use super::chain::BoxedError;

/// What `?` in a method, [`Error::internal`](crate::Error::internal) and [`Error::because`](crate::Error::because) accept:
/// every `std::error::Error + Send + Sync + 'static`, `Box<dyn std::error::Error + Send + Sync>`, `anyhow::Error`,
/// `eyre::Report`, and a text.
///
/// It is implemented for all of these; there is nothing for you to implement.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::Result;
///
/// type AnyError = Box<dyn std::error::Error + Send + Sync>;
///
/// fn from_a_data_layer() -> Result<u32, AnyError> {
///     Ok("12".parse()?)
/// }
/// fn of_a_method() -> Result<u32> {
///     Ok(from_a_data_layer()?)
/// }
/// assert_eq!(of_a_method().unwrap(), 12);
/// ```
// Where the error comes from `?`, rustc shows only the label; elsewhere it shows all of this.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot become a `churnkey::Error`",
    label = "not `std::error::Error + Send + Sync + 'static`: write `.map_err(|error| Error::internal(error.to_string()))?`, or derive `thiserror::Error` for an error of your own"
)]
pub trait Cause: Sized {
    #[doc(hidden)]
    fn keep(self) -> Kept;
}

/// A cause as an error keeps it. No other crate can name this type, so none can implement [`Cause`].
pub struct Kept {
    /// Always `Some`.
    pub(super) source: Option<BoxedError>,
    pub(super) is_text: bool,
}

#[diagnostic::do_not_recommend]
impl<E: Into<BoxedError> + 'static> Cause for E {
    fn keep(self) -> Kept {
        let texts = [
            TypeId::of::<&'static str>(),
            TypeId::of::<String>(),
            TypeId::of::<Cow<'static, str>>(),
        ];
        let mut cause = Some(self);
        let source = report(&mut cause).or_else(|| cause.map(Into::into));
        Kept { source, is_text: texts.contains(&TypeId::of::<E>()) }
    }
}

/// Keeps a report as it is: in the box that it converts into, the type inside could no longer be found.
fn report(cause: &mut dyn Any) -> Option<BoxedError> {
    #[cfg(feature = "anyhow")]
    if let Some(report) = cause.downcast_mut::<Option<anyhow::Error>>() {
        return report.take().map(super::report::boxed);
    }
    #[cfg(feature = "eyre")]
    if let Some(report) = cause.downcast_mut::<Option<eyre::Report>>() {
        return report.take().map(super::report::boxed);
    }
    let _ = cause;
    None
}
