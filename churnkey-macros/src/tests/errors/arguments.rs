//! Arguments: words, lists, commas.

use super::{Case, report};

#[test]
fn arguments() {
    insta::assert_snapshot!(report(&CASES));
}

pub(super) const CASES: [Case; 40] = [
    (
        "two modules",
        "#[churnkey::action(cancel, pause, schedules(immediate))]
         async fn cancel(b: &Billing, options: CancelOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "module twice",
        "#[churnkey::action(cancel, cancel, schedules(immediate))]
         async fn cancel(b: &Billing, options: CancelOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "words with a bar",
        "#[churnkey::action(cancel, schedules(immediate | end_of_period))]
         async fn cancel(b: &Billing, options: CancelOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "unknown arg",
        "#[churnkey::action(extend_trial, duration(period))]
         async fn extend_trial(b: &Billing, options: ExtendTrialOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "arg of another",
        "#[churnkey::action(pause, start_dates(immediate), durations(period), prorate, schedules(immediate))]
         async fn pause(b: &Billing, options: PauseOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "unknown arg",
        "#[churnkey::action(apply_coupon, foo)]
         async fn pause(b: &Billing, options: ApplyCouponOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "words",
        "#[churnkey::action(change_price, schedules(imediate, end_of_periods))]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "word alone",
        "#[churnkey::action(change_price, immediate)]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "word twice",
        "#[churnkey::action(change_price, schedules(immediate, immediate))]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "arg twice",
        "#[churnkey::action(change_price, schedules(immediate), schedules(end_of_period))]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "empty",
        "#[churnkey::action(change_price, schedules())]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "missing",
        "#[churnkey::action(change_price)]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "no parens",
        "#[churnkey::action(change_price, schedules)]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "=",
        "#[churnkey::action(change_price, schedules = immediate)]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "= string",
        r#"#[churnkey::action(change_price, schedules = "immediate")]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }"#,
    ),
    (
        "= [..]",
        "#[churnkey::action(change_price, schedules = [immediate, end_of_period])]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "[]",
        "#[churnkey::action(change_price, schedules[immediate])]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "string in list, dashes",
        r#"#[churnkey::action(change_price, schedules("immediate", end-of-period))]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }"#,
    ),
    (
        "flag with value",
        "#[churnkey::action(change_price, schedules(immediate), prorate = true)]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "flag false",
        "#[churnkey::action(change_price, schedules(immediate), prorate = false)]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "flag ()",
        "#[churnkey::action(change_price, schedules(immediate), prorate())]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "no commas",
        "#[churnkey::action(change_price schedules(immediate end_of_period) prorate)]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "colon",
        "#[churnkey::action(change_price, schedules: immediate)]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "semi",
        "#[churnkey::action(change_price; schedules(immediate))]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "number",
        "#[churnkey::action(change_price, 3, schedules(1), prorate = 4)]
         async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> { Ok(()) }",
    ),
    (
        "type wrong",
        "#[churnkey::controller(type = products)]
         impl Prices for Billing {
             async fn retrieve(&self, id: PriceId) -> Result<Price> { Err(Error) }
             async fn list(&self, page: PageRequest) -> Result<Page<Price>> { Err(Error) }
         }",
    ),
    (
        "type string",
        r#"#[churnkey::controller(type = "product")]
         impl Prices for Billing {
             async fn retrieve(&self, id: PriceId) -> Result<Price> { Err(Error) }
             async fn list(&self, page: PageRequest) -> Result<Page<Price>> { Err(Error) }
         }"#,
    ),
    (
        "type ()",
        "#[churnkey::controller(type(product))]
         impl Prices for Billing {
             async fn retrieve(&self, id: PriceId) -> Result<Price> { Err(Error) }
             async fn list(&self, page: PageRequest) -> Result<Page<Price>> { Err(Error) }
         }",
    ),
    (
        "type alone",
        "#[churnkey::controller(type)]
         impl Prices for Billing {
             async fn retrieve(&self, id: PriceId) -> Result<Price> { Err(Error) }
             async fn list(&self, page: PageRequest) -> Result<Page<Price>> { Err(Error) }
         }",
    ),
    (
        "type =",
        "#[churnkey::controller(type = )]
         impl Prices for Billing {
             async fn retrieve(&self, id: PriceId) -> Result<Price> { Err(Error) }
             async fn list(&self, page: PageRequest) -> Result<Page<Price>> { Err(Error) }
         }",
    ),
    (
        "word without type",
        "#[churnkey::controller(product)]
         impl Prices for Billing {
             async fn retrieve(&self, id: PriceId) -> Result<Price> { Err(Error) }
             async fn list(&self, page: PageRequest) -> Result<Page<Price>> { Err(Error) }
         }",
    ),
    (
        "products (a module) as word",
        "#[churnkey::controller(products)]
         impl Prices for Billing {
             async fn retrieve(&self, id: PriceId) -> Result<Price> { Err(Error) }
             async fn list(&self, page: PageRequest) -> Result<Page<Price>> { Err(Error) }
         }",
    ),
    (
        "argument",
        "#[churnkey::controller(type = product)]
         impl Customers for Billing {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "crate string",
        r#"#[churnkey::controller(crate = "::churnkey")]
         impl Customers for Billing {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }"#,
    ),
    (
        "crate empty",
        "#[churnkey::controller(crate)]
         impl Customers for Billing {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "five",
        "#[churnkey::action(pauze, start_dates(imediate, end_of_periods), duration(period), durations())]
         impl Pause for Billing {
             fn handle(&mut self, options: CancelOptions) -> Option<()> { None }
             fn helper() {}
         }",
    ),
    (
        "a list with a burdened word",
        "#[churnkey::action(cancel, schedules(immediate = true, end_of_period()))]
         async fn cancel(billing: &Billing, options: CancelOptions) -> Result<()> { todo!() }",
    ),
    (
        "two lists missing",
        "#[churnkey::action(pause)]
         async fn pause(billing: &Billing, options: PauseOptions) -> Result<()> { todo!() }",
    ),
    (
        "crate twice",
        "#[churnkey::controller(crate = ::ck, crate = ::ck)]
         impl Customers for Billing {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { todo!() }
         }",
    ),
    (
        "symbols",
        "#[churnkey::action(cancel, &schedules(immediate), schedules(immediate)!)]
         async fn cancel(billing: &Billing, options: CancelOptions) -> Result<()> { todo!() }",
    ),
];
