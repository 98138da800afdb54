//! The attributes of `churnkey`. Depend on that crate, not on this one.

mod args;
mod check;
mod codegen;
mod diag;
mod expand;
mod model;
mod names;
mod spec;
mod syntax;
#[cfg(test)]
mod tests;

use proc_macro::TokenStream;

use crate::names::Root;
use crate::spec::Kind;

/// Makes an impl block a controller of the integration: Churnkey reads customers, prices and the like through it.
///
/// The trait names the controller. The type after `for` is the *context*, which is `&self` in every method. Each method
/// that you write is routed and announced; an optional method that you leave out is neither.
///
/// ```ignore
/// use churnkey::prelude::*;
///
/// #[churnkey::controller]
/// impl Customers for Billing {
///     async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
///         self.db.customer(id).await
///     }
/// }
/// ```
///
/// | controller | methods | optional methods | argument |
/// |---|---|---|---|
/// | `Customers` | `retrieve(&self, id: CustomerId) -> Result<Customer>` | `list(&self, page: PageRequest) -> Result<Page<Customer>>`, `find_by_email(&self, email: String) -> Result<Customer>`, `find_by_phone(&self, phone: String) -> Result<Customer>` | |
/// | `Prices` | `retrieve(&self, id: PriceId) -> Result<Price>`, `list(&self, page: PageRequest) -> Result<Page<Price>>` | | `type = standalone` or `type = product` |
/// | `Subscriptions` | `retrieve(&self, key: SubscriptionKey) -> Result<Subscription>` | `list(&self, customer: CustomerId, page: PageRequest) -> Result<Page<Subscription>>` | |
/// | `Coupons` | `retrieve(&self, id: CouponId) -> Result<Coupon>`, `list(&self, page: PageRequest) -> Result<Page<Coupon>>` | | |
/// | `Products` | `retrieve(&self, id: ProductId) -> Result<Product>`, `list(&self, page: PageRequest) -> Result<Page<Product>>` | | `type = standalone` or `type = family` |
/// | `Families` | `retrieve(&self, id: FamilyId) -> Result<Family>`, `list(&self, page: PageRequest) -> Result<Page<Family>>` | | |
///
/// All methods are `async`.
///
/// # Arguments
///
/// - `type = word`: what the prices or products belong to. `standalone`, the default, means nothing; `product` and
///   `family` also need the controller of that name.
/// - `crate = ::path`: the path of `churnkey`, if it has another name.
///
/// ```ignore
/// #[churnkey::controller(type = product)]
/// impl Prices for Billing { /* … */ }
/// ```
///
/// # What it expands to
///
/// The block as you wrote it, and one constant item. The item holds the arguments and methods, and the entry through
/// which [`serve`](https://docs.rs/churnkey/latest/churnkey/fn.serve.html) finds them. You can still call the methods
/// as `Customers::retrieve(&billing, id)`. A `#[cfg]` on a method or on the block also applies to whatever is generated
/// from it.
///
/// # Generic contexts
///
/// The block may have parameters and bounds, as in `impl<S: Store> Customers for Billing<S>`. A server serves one
/// instantiation, and [`register!`](macro@register) must name it.
///
/// # Limits
///
/// A context that borrows cannot be served, since the context lives as long as the server. A macro call in the block
/// cannot provide methods.
#[proc_macro_attribute]
pub fn controller(arguments: TokenStream, item: TokenStream) -> TokenStream {
    attribute(Kind::Controller, Root::Facade, arguments, item)
}

/// Makes an impl block, or a function, an action of the integration: something that Churnkey can do to a subscription.
///
/// The first word names the action, as the trait does; its arguments follow.
///
/// ```ignore
/// use churnkey::prelude::*;
///
/// #[churnkey::action(cancel, schedules(immediate, end_of_period), unpause)]
/// impl Cancel for Billing {
///     async fn handle(&self, options: CancelOptions) -> Result<()> {
///         self.db.cancel(options).await
///     }
/// }
/// ```
///
/// The short form, for an action with only `handle`, is a function. Its first parameter is the context, and you can
/// still call it:
///
/// ```ignore
/// #[churnkey::action(apply_coupon)]
/// async fn apply_coupon(billing: &Billing, options: ApplyCouponOptions) -> Result<()> {
///     billing.db.apply(options).await
/// }
/// ```
///
/// | action | trait | methods | arguments |
/// |---|---|---|---|
/// | `cancel` | `Cancel` | `handle(&self, options: CancelOptions)`, optional `handle_all(&self, options: CancelAllOptions)` | `schedules(…)`, `unpause` |
/// | `pause` | `Pause` | `handle(&self, options: PauseOptions)`, optional `handle_all(&self, options: PauseAllOptions)` | `start_dates(…)`, `durations(…)`, `allow_annual` |
/// | `apply_coupon` | `ApplyCoupon` | `handle(&self, options: ApplyCouponOptions)` | |
/// | `change_price` | `ChangePrice` | `handle(&self, options: ChangePriceOptions)` | `schedules(…)`, `prorate` |
/// | `extend_trial` | `ExtendTrial` | `handle(&self, options: ExtendTrialOptions)` | `durations(…)`, `multiple` |
///
/// All methods are `async` and return `Result<()>`.
///
/// # Arguments
///
/// | argument | kind | words | what it declares |
/// |---|---|---|---|
/// | `schedules(…)` | list, required | `immediate`, `end_of_period` | when it may take effect |
/// | `start_dates(…)` | list, required | `immediate`, `end_of_period` | when a pause may start |
/// | `durations(…)` | list, required | `period`, `date` | how its length may be given |
/// | `unpause` | flag | | a paused subscription can be unpaused first |
/// | `allow_annual` | flag | | yearly subscriptions can be paused |
/// | `prorate` | flag | | the difference can be prorated |
/// | `multiple` | flag | | a trial can be extended more than once |
/// | `crate = ::path` | path | | the path of `churnkey`, if it has another name |
///
/// A list has at least one word. A request for something that you did not declare is refused before the method runs.
///
/// # What it expands to
///
/// The block or function as you wrote it, and one constant item. The item holds the arguments and methods, the trait's
/// impl for a function, and the entry through which [`serve`](https://docs.rs/churnkey/latest/churnkey/fn.serve.html)
/// finds them. A `#[cfg]` on a method or on the item also applies to whatever is generated from it.
///
/// # Limits
///
/// The same as for [`controller`].
#[proc_macro_attribute]
pub fn action(arguments: TokenStream, item: TokenStream) -> TokenStream {
    attribute(Kind::Action, Root::Facade, arguments, item)
}

/// Registers the modules of one instantiation of a generic context.
///
/// An attribute on `impl<S: Store> Customers for Billing<S>` covers every `S`, but the linker collects entries for
/// single types. So name each `Billing<…>` that is served, in the program and in its tests, once, with the modules that
/// it offers.
///
/// ```ignore
/// churnkey::register!(Billing<Postgres>: Customers, Prices, Subscriptions, Cancel);
/// ```
///
/// # The list
///
/// - The names are those of the traits, in any order. Each may have a `#[cfg(…)]`.
/// - List a module with everything it needs: `Pause` needs `Subscriptions` and `Cancel`, for example. The macro refuses
///   a list in which one is missing, and
///   [`Builder::build`](https://docs.rs/churnkey/latest/churnkey/struct.Builder.html#method.build) checks all lists of
///   a context together.
/// - A module that is implemented, but neither listed nor left out with
///   [`Builder::without`](https://docs.rs/churnkey/latest/churnkey/struct.Builder.html#method.without), is a start
///   error, and so is one that is listed twice.
/// - A module whose block is not generic registers itself. You may still list it.
/// - `crate = ::path`, at the end: the path of `churnkey`, if it has another name.
#[proc_macro]
pub fn register(modules: TokenStream) -> TokenStream {
    expand::register(Root::Facade, modules.into()).into_tokens().into()
}

/// [`controller`] as churnkey-runtime exports it.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn controller_runtime(arguments: TokenStream, item: TokenStream) -> TokenStream {
    attribute(Kind::Controller, Root::Runtime, arguments, item)
}

/// [`action`] as churnkey-runtime exports it.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn action_runtime(arguments: TokenStream, item: TokenStream) -> TokenStream {
    attribute(Kind::Action, Root::Runtime, arguments, item)
}

/// [`register`] as churnkey-runtime exports it.
#[doc(hidden)]
#[proc_macro]
pub fn register_runtime(modules: TokenStream) -> TokenStream {
    expand::register(Root::Runtime, modules.into()).into_tokens().into()
}

fn attribute(kind: Kind, root: Root, arguments: TokenStream, item: TokenStream) -> TokenStream {
    expand::expand(kind, root, arguments.into(), &item.into()).into_tokens().into()
}
