//! The short form.

use super::{Case, report};

#[test]
fn function() {
    insta::assert_snapshot!(report(&CASES));
}

pub(super) const CASES: [Case; 26] = [
    (
        "fn by value",
        "#[churnkey::action(apply_coupon)]
         async fn f(b: Billing, options: ApplyCouponOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "fn mut",
        "#[churnkey::action(apply_coupon)]
         async fn f(b: &mut Billing, options: ApplyCouponOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "fn arc",
        "#[churnkey::action(apply_coupon)]
         async fn f(b: std::sync::Arc<Billing>, options: ApplyCouponOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "fn &arc",
        "#[churnkey::action(apply_coupon)]
         async fn f(b: &std::sync::Arc<Billing>, options: ApplyCouponOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "fn dyn",
        "#[churnkey::action(apply_coupon)]
         async fn f(b: &dyn Db, options: ApplyCouponOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "fn impl",
        "#[churnkey::action(apply_coupon)]
         async fn f(b: &Billing, options: impl Into<ApplyCouponOptions>) -> Result<()> { Ok(()) }",
    ),
    (
        "fn generic",
        "#[churnkey::action(apply_coupon)]
         async fn f<T>(b: &T, options: ApplyCouponOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "fn with a parameter of its own",
        "#[churnkey::action(apply_coupon)]
         async fn f<S: Store, T: Clone, I: Iterator<Item = S>>(b: &Billing<S>, options: ApplyCouponOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "fn generic and not async",
        "#[churnkey::action(apply_coupon)]
         fn f<S: Store, const N: usize>(b: &Billing<S, N>, options: ApplyCouponOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "fn borrowing",
        "#[churnkey::action(apply_coupon)]
         async fn f<'a>(b: &Billing<'a>, options: ApplyCouponOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "fn not async",
        "#[churnkey::action(apply_coupon)]
         fn f(b: &Billing, options: ApplyCouponOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "fn no context",
        "#[churnkey::action(apply_coupon)]
         async fn f(options: ApplyCouponOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "fn no options",
        "#[churnkey::action(apply_coupon)]
         async fn f(b: &Billing) -> Result<()> { Ok(()) }",
    ),
    (
        "fn nothing",
        "#[churnkey::action(apply_coupon)]
         async fn f() -> Result<()> { Ok(()) }",
    ),
    (
        "fn swapped",
        "#[churnkey::action(apply_coupon)]
         async fn f(options: ApplyCouponOptions, b: &Billing) -> Result<()> { Ok(()) }",
    ),
    (
        "fn extra",
        "#[churnkey::action(apply_coupon)]
         async fn f(b: &Billing, options: ApplyCouponOptions, x: u32) -> Result<()> { Ok(()) }",
    ),
    (
        "fn wrong options",
        "#[churnkey::action(apply_coupon)]
         async fn f(b: &Billing, options: CancelOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "fn return",
        "#[churnkey::action(apply_coupon)]
         async fn f(b: &Billing, options: ApplyCouponOptions) -> Option<()> { None }",
    ),
    (
        "fn no return",
        "#[churnkey::action(apply_coupon)]
         async fn f(b: &Billing, options: ApplyCouponOptions) { }",
    ),
    (
        "fn self",
        "#[churnkey::action(apply_coupon)]
         async fn f(&self, options: ApplyCouponOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "fn unsafe",
        "#[churnkey::action(apply_coupon)]
         async unsafe fn f(b: &Billing, options: ApplyCouponOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "fn other return",
        "#[churnkey::action(apply_coupon)]
         async fn f(b: &Billing, options: ApplyCouponOptions) -> Result<O> { Ok(O) }",
    ),
    (
        "controller fn",
        "#[churnkey::controller]
         async fn retrieve(b: &Billing, id: CustomerId) -> Result<Customer> { Err(Error) }",
    ),
    (
        "action fn without word",
        "#[churnkey::action]
         async fn cancel(b: &Billing, options: CancelOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "fn controller on action",
        "#[churnkey::controller]
         async fn cancel(b: &Billing, options: CancelOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "an identifier in place of the context",
        "#[churnkey::action(cancel, schedules(immediate))]
         async fn cancel(id: SubscriptionId, options: CancelOptions) -> Result<()> { todo!() }",
    ),
];
