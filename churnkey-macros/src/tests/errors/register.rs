//! The list of `register!`.

use super::{Case, report};

#[test]
fn register() {
    insta::assert_snapshot!(report(&CASES));
}

pub(super) const CASES: [Case; 25] = [
    ("nothing", "churnkey::register!()"),
    ("no colon", "churnkey::register!(Billing<Pg>)"),
    ("no modules", "churnkey::register!(Billing<Pg>:)"),
    ("no context", "churnkey::register!(: Customers, Prices)"),
    ("another sign", "churnkey::register!(Billing<Pg>, Customers, Prices)"),
    ("an arrow", "churnkey::register!(Billing<Pg> => Customers, Prices)"),
    ("no type", "churnkey::register!(= Billing: Customers, Prices)"),
    ("a prerequisite", "churnkey::register!(Billing<Pg>: Customers, Prices, Subscriptions, Pause)"),
    (
        "prerequisites of prerequisites",
        "churnkey::register!(Billing<Pg>: Customers, Cancel, ApplyCoupon)",
    ),
    (
        "a misspelt prerequisite",
        "churnkey::register!(Billing<Pg>: Customers, Prices, Subscriptions, Cancle, Pause)",
    ),
    (
        "another spelling",
        "churnkey::register!(Billing<Pg>: Customers, Prices, subscriptions, cancel)",
    ),
    ("another word", "churnkey::register!(Billing<Pg>: Customers, Invoices)"),
    ("twice", "churnkey::register!(Billing<Pg>: Customers, Prices, Customers)"),
    ("twice, once always", "churnkey::register!(Billing<Pg>: #[cfg(a)] Coupons, Coupons)"),
    ("a path", "churnkey::register!(Billing<Pg>: churnkey::Customers, Prices)"),
    ("half a path", "churnkey::register!(Billing<Pg>: Customers, churnkey::)"),
    ("quotes", "churnkey::register!(Billing<Pg>: \"Customers\", Prices)"),
    ("no comma", "churnkey::register!(Billing<Pg>: Customers Prices; Coupons)"),
    ("arguments", "churnkey::register!(Billing<Pg>: Customers, Prices(type = product))"),
    ("no words", "churnkey::register!(Billing<Pg>: 3, Customers, [Prices])"),
    (
        "another attribute",
        "churnkey::register!(Billing<Pg>: #[inline] Customers, Prices, #[cfg(a)])",
    ),
    ("crate in front", "churnkey::register!(crate = ::ck, Billing<Pg>: Customers)"),
    ("crate without a path", "churnkey::register!(Billing<Pg>: Customers, crate)"),
    ("a pointer", "churnkey::register!(Arc<Billing<Pg>>: Customers)"),
    ("a borrowing context", "churnkey::register!(Billing<'_>: Customers)"),
];
