//! All eleven modules.

merchant!(customers product_prices family_products families subscriptions coupons cancel pause apply_coupon change_price extend_trial);

fn serves() {
    drop(churnkey::serve(Billing));
}
