//! What a type needs to be a context.

use std::any::Any;
use std::sync::Arc;

/// A context without its type. Only the call of an endpoint downcasts it.
pub(crate) type SharedContext = Arc<dyn Any + Send + Sync>;

/// A type that modules can be implemented for. All threads of the server share it as long as the server lives.
///
/// Every type that is `Send + Sync + 'static` is one; there is nothing to implement.
// Not supertraits, because rustc would check all three again for each module and report each in its own words.
#[diagnostic::on_unimplemented(
    message = "context `{Self}` cannot be shared between threads",
    label = "it is not `Send + Sync + 'static`",
    note = "all threads of the server borrow it: write `Arc` for an `Rc` in it, and `Mutex` for a `RefCell` or `Cell`",
    note = "rustc names the field for `fn shared(context: {Self}) -> impl Send + Sync {{ context }}`"
)]
pub trait Context: Sized + 'static {
    #[doc(hidden)]
    fn erase(self) -> SharedContext;

    #[doc(hidden)]
    fn downcast(shared: SharedContext) -> Option<Arc<Self>>;
}

#[diagnostic::do_not_recommend]
impl<T: Send + Sync + 'static> Context for T {
    fn erase(self) -> SharedContext {
        Arc::new(self)
    }

    fn downcast(shared: SharedContext) -> Option<Arc<Self>> {
        shared.downcast().ok()
    }
}

/// A type's name without its path or those of its parameters: `Billing<Postgres>`.
pub(crate) fn short_type_name(name: &str) -> String {
    let mut short = String::with_capacity(name.len());
    let mut word = 0;
    for letter in name.chars() {
        short.push(letter);
        match letter {
            ':' => short.truncate(word),
            _ if letter.is_alphanumeric() || letter == '_' => {}
            _ => word = short.len(),
        }
    }
    short
}
