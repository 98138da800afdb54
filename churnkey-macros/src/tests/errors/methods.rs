//! Methods: names, shapes, types.

use super::{Case, report};

#[test]
fn methods() {
    insta::assert_snapshot!(report(&CASES));
}

pub(super) const CASES: [Case; 38] = [
    (
        "output of async_trait",
        "#[churnkey::controller]
         impl Customers for Billing {
             fn retrieve<'life0, 'async_trait>(&'life0 self, id: CustomerId)
                 -> Pin<Box<dyn Future<Output = Result<Customer>> + Send + 'async_trait>>
             where 'life0: 'async_trait, Self: 'async_trait { Box::pin(async move { Err(Error) }) }
         }",
    ),
    (
        "unknown method close",
        "#[churnkey::controller]
         impl Customers for Billing {
             async fn retreive(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "helper",
        "#[churnkey::controller]
         impl Customers for Billing {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { self.helper() }
             fn helper(&self) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "missing list",
        "#[churnkey::controller]
         impl Prices for Billing {
             async fn retrieve(&self, id: PriceId) -> Result<Price> { Err(Error) }
         }",
    ),
    (
        "missing both",
        "#[churnkey::controller]
         impl Prices for Billing { }",
    ),
    (
        "handle_all",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async fn handle(&self, options: ApplyCouponOptions) -> Result<()> { Ok(()) }
             async fn handle_all(&self, options: CancelAllOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "not async",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             fn handle(&self, options: ApplyCouponOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "no self",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async fn handle(options: ApplyCouponOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "ctx",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async fn handle(ctx: &Billing, options: ApplyCouponOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "mut self",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async fn handle(&mut self, options: ApplyCouponOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "self",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async fn handle(self, options: ApplyCouponOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "wrong param",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async fn handle(&self, options: &ApplyCouponOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "wrong param other",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async fn handle(&self, options: CancelOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "missing param",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async fn handle(&self) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "extra param",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async fn handle(&self, id: CustomerId, options: ApplyCouponOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "wrong return",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async fn handle(&self, options: ApplyCouponOptions) -> Option<()> { None }
         }",
    ),
    (
        "no return",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async fn handle(&self, options: ApplyCouponOptions) { }
         }",
    ),
    (
        "return model",
        "#[churnkey::controller]
         impl Customers for Billing {
             async fn retrieve(&self, id: CustomerId) -> Customer { Customer }
             async fn list(&self, page: PageRequest) -> Result<Vec<Customer>> { Err(Error) }
             async fn find_by_email(&self, email: &str) -> Result<Option<Customer>> { Err(Error) }
         }",
    ),
    (
        "swapped",
        "#[churnkey::controller]
         impl Subscriptions for Billing {
             async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> { Err(Error) }
             async fn list(&self, page: PageRequest, customer: CustomerId) -> Result<Page<Subscription>> { Err(Error) }
         }",
    ),
    (
        "id instead of key",
        "#[churnkey::controller]
         impl Subscriptions for Billing {
             async fn retrieve(&self, customer: CustomerId, id: u32) -> Result<Subscription> { Err(Error) }
         }",
    ),
    (
        "list lacks customer",
        "#[churnkey::controller]
         impl Subscriptions for Billing {
             async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> { Err(Error) }
             async fn list(&self, page: PageRequest) -> Result<Page<Subscription>> { Err(Error) }
         }",
    ),
    (
        "generic",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async fn handle<T: Into<ApplyCouponOptions>>(&self, options: T) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "impl Trait",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async fn handle(&self, options: impl Into<ApplyCouponOptions>) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "twice",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async fn handle(&self, options: ApplyCouponOptions) -> Result<()> { Ok(()) }
             async fn handle(&self, options: ApplyCouponOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "const",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             const LIMIT: u32 = 3;
             async fn handle(&self, options: ApplyCouponOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "type",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             type Error = ();
             async fn handle(&self, options: ApplyCouponOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "macro",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             m!();
         }",
    ),
    (
        "const fn",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             const fn handle(&self, options: ApplyCouponOptions) -> Result<()> { loop {} }
         }",
    ),
    (
        "unsafe",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async unsafe fn handle(&self, options: ApplyCouponOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "extern",
        r#"#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async extern "C" fn handle(&self, options: ApplyCouponOptions) -> Result<()> { Ok(()) }
         }"#,
    ),
    (
        "pub",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             pub async fn handle(&self, options: ApplyCouponOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "handel",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async fn handel(&self, options: ApplyCouponOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "apply as method",
        "#[churnkey::action(apply_coupon)]
         impl ApplyCoupon for Billing {
             async fn apply(&self, options: ApplyCouponOptions) -> Result<()> { Ok(()) }
         }",
    ),
    (
        "get in place of retrieve",
        "#[churnkey::controller]
         impl Customers for Billing {
             async fn get(&self, id: CustomerId) -> Result<Customer> { todo!() }
         }",
    ),
    (
        "result of std",
        "#[churnkey::controller]
         impl Customers for Billing {
             async fn retrieve(&self, id: CustomerId) -> std::io::Result<Customer> { todo!() }
         }",
    ),
    (
        "result with another error",
        "#[churnkey::controller]
         impl Customers for Billing {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer, std::io::Error> { todo!() }
         }",
    ),
    (
        "several in one block",
        "#[churnkey::controller]
         impl Customers for Billing {
             async fn retrieve(id: CustomerId) -> Result<Customer> { todo!() }
             fn list(&self, page: PageRequest) -> Result<Page<Customer>> { todo!() }
             async fn find_by_mail(&self, email: String) -> Result<Customer> { todo!() }
             async fn find_by_phone(&self, phone: &str) -> Result<Customer> { todo!() }
         }",
    ),
    (
        "every method of a block is wrong",
        "#[churnkey::controller]
         impl Prices for Billing {
             fn retrieve(id: &str) -> Price { todo!() }
             async fn list(&self) -> Result<Vec<Price>> { todo!() }
         }",
    ),
];
