//! Names: modules, traits, and where an attribute stands.

use super::{Case, report};

#[test]
fn names() {
    insta::assert_snapshot!(report(&CASES));
}

pub(super) const CASES: [Case; 40] = [
    (
        "async_trait below",
        "#[churnkey::controller]
         #[async_trait::async_trait]
         impl Customers for Billing {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "attribute twice",
        "#[churnkey::controller]
         #[churnkey::controller]
         impl Customers for Billing {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "attribute twice above a function",
        "#[churnkey::action(apply_coupon)]
         /// Documented.
         #[churnkey::action(apply_coupon)]
         async fn apply(_: &Billing, _: ApplyCouponOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "both attributes",
        "#[churnkey::action(cancel, schedules(immediate))]
         /// Documented.
         #[::churnkey::controller(crate = ::churnkey)]
         impl Cancel for Billing {
             async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "unknown action",
        "#[churnkey::action(cancle, schedules(immediate))]
         impl Cancel for Billing {
             async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "unknown trait close",
        "#[churnkey::action(cancel, schedules(immediate))]
         impl Cancels for Billing {
             async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "unknown controller",
        "#[churnkey::controller]
         impl Invoices for Billing {
             async fn retrieve(&self, id: PriceId) -> Result<Price> { Err(Error) }
         }",
    ),
    (
        "trait of other crate",
        "#[churnkey::controller]
         impl std::fmt::Display for Billing {
             fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { Ok(()) }
         }",
    ),
    (
        "trait of other crate action",
        "#[churnkey::action(cancel, schedules(immediate))]
         impl std::fmt::Display for Billing {
             fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result { Ok(()) }
         }",
    ),
    (
        "controller on action",
        "#[churnkey::controller]
         impl Cancel for Billing {
             async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "action on controller",
        "#[churnkey::action(customers)]
         impl Customers for Billing {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "action on controller bare",
        "#[churnkey::action]
         impl Customers for Billing {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "disagree",
        "#[churnkey::action(pause, start_dates(immediate), durations(date))]
         impl Cancel for Billing {
             async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "disagree kinds",
        "#[churnkey::action(cancel, schedules(immediate))]
         impl Customers for Billing {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "struct",
        "#[churnkey::controller]
         pub struct X;",
    ),
    (
        "struct action",
        "#[churnkey::action(cancel)]
         pub struct X;",
    ),
    (
        "trait",
        "#[churnkey::action(cancel)]
         trait X {}",
    ),
    (
        "mod",
        "#[churnkey::controller]
         mod x { }",
    ),
    (
        "const fn",
        "#[churnkey::action(cancel, schedules(immediate))]
         const fn cancel(b: &Billing, options: CancelOptions) -> Result<()> { std::mem::forget(options); Ok(()) }",
    ),
    (
        "inherent",
        "#[churnkey::action(cancel, schedules(immediate))]
         impl Billing {
             pub async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "inherent controller",
        "#[churnkey::controller]
         impl Billing {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "no module",
        "#[churnkey::action]
         impl Cancel for Billing {
             async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "no module, empty",
        "#[churnkey::action()]
         impl Cancel for Billing {
             async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "no module, arguments",
        "#[churnkey::action(schedules(immediate))]
         impl Cancel for Billing {
             async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "no module fn",
        "#[churnkey::action]
         async fn cancel(b: &Billing, options: CancelOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "no module, and nothing that tells which",
        "#[churnkey::action]
         async fn leave(b: &Billing) -> Result<()> { Ok(()) }",
    ),
    (
        "nested",
        "#[churnkey::action(cancel(schedules(immediate)))]
         impl Cancel for Billing {
             async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "behind",
        "#[churnkey::action(schedules(immediate), cancel)]
         impl Cancel for Billing {
             async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "string head",
        r#"#[churnkey::action("cancel", schedules(immediate))]
         impl Cancel for Billing {
             async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }
         }"#,
    ),
    (
        "pascal",
        "#[churnkey::action(Cancel, schedules(immediate))]
         impl Cancel for Billing {
             async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "word in controller",
        "#[churnkey::controller(customers)]
         impl Customers for Billing {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "fn controller",
        "#[churnkey::controller]
         async fn retrieve(b: &Billing, id: CustomerId) -> Result<Customer> { Err(Error) }",
    ),
    (
        "invoices as word",
        "#[churnkey::action(invoices)]
         impl Cancel for Billing {
             async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "singular trait",
        "#[churnkey::controller]
         impl Subscription for Billing {
             async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> { todo!() }
         }",
    ),
    (
        "attribute on an enum",
        "#[churnkey::controller]
         enum Billing {}",
    ),
    (
        "attribute on a macro call",
        "#[churnkey::controller]
         billing!();",
    ),
    (
        "attribute on a constant",
        "#[churnkey::action(cancel)]
         const CANCEL: u32 = 3;",
    ),
    (
        "attribute on an import",
        "#[churnkey::controller]
         use churnkey::prelude::*;",
    ),
    (
        "a head that is not complete",
        "#[churnkey::controller]
         impl Customers for {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { todo!() }
         }",
    ),
    (
        "the word and the trait are both misspelt",
        "#[churnkey::action(pauze, start_dates(immediate), durations(date))]
         impl Puase for Billing {
             async fn handle(&self, options: PauseOptions) -> Result<()> { todo!() }
         }",
    ),
];
