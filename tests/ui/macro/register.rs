// The list of `register!`. Each mistake is told once, at the word that is wrong.
#![allow(dead_code, unused_imports, unused_variables)]
include!("../parts/merchant.rs");

// A module without another that it needs.
mod lacks_a_module {
    merchant!(customers prices subscriptions coupons cancel apply_coupon);

    churnkey::register!(Billing: Customers, Prices, Subscriptions, Coupons, ApplyCoupon);
}

// Words that name no module.
mod unknown_modules {
    merchant!(customers prices subscriptions cancel);

    churnkey::register!(Billing: Customers, Price, Subscriptions, cancel, 3);
}

// A module that is there twice, and signs that do not belong there.
mod module_twice {
    merchant!(customers prices);

    churnkey::register!(Billing, Customers; Prices, Customers, churnkey::Prices(x));
}

// No module, and no context.
mod nothing {
    merchant!(customers prices);

    churnkey::register!(Billing);
    churnkey::register!(Arc<Billing>: Customers);
    churnkey::register!();
}

fn main() {}
