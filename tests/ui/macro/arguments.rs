// Arguments: the words between the attribute's parentheses. Each mistake is told once, by the macro: rustc has nothing
// to add, neither to the block nor to what calls its methods.
#![allow(dead_code, unused_variables)]
include!("../parts/merchant.rs");

// Words that are in no list, each with the closest match.
mod unknown_words {
    merchant!(customers prices subscriptions coupons cancel apply_coupon uses);

    #[churnkey::action(change_price, schedules(imediate, end_of_periods))]
    async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> {
        Ok(())
    }
}

// A word twice: both are shown.
mod word_twice {
    merchant!(customers prices subscriptions coupons cancel apply_coupon uses);

    #[churnkey::action(change_price, schedules(immediate, immediate))]
    async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> {
        Ok(())
    }
}

// An argument twice: both are shown.
mod argument_twice {
    merchant!(customers prices subscriptions coupons cancel apply_coupon uses);

    #[churnkey::action(change_price, schedules(immediate), schedules(end_of_period))]
    async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> {
        Ok(())
    }
}

// Arguments of other actions.
mod argument_of_another_action {
    merchant!(customers prices subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::action(pause, start_dates(immediate), durations(period), prorate, schedules(immediate))]
    async fn pause(b: &Billing, options: PauseOptions) -> Result<()> {
        Ok(())
    }
}

// `|` between words.
mod words_with_a_bar {
    merchant!(customers prices subscriptions coupons apply_coupon change_price uses);

    #[churnkey::action(cancel, schedules(immediate | end_of_period))]
    impl Cancel for Billing {
        async fn handle(&self, _: CancelOptions) -> Result<()> {
            Ok(())
        }
    }
}

// Strings for words, with the wire's spelling.
mod strings_in_a_list {
    merchant!(customers prices subscriptions coupons cancel apply_coupon uses);

    #[churnkey::action(change_price, schedules("immediate", end-of-period))]
    async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> {
        Ok(())
    }
}

// Missing commas.
mod missing_commas {
    merchant!(customers prices subscriptions coupons cancel apply_coupon uses);

    #[churnkey::action(change_price schedules(immediate end_of_period) prorate)]
    async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> {
        Ok(())
    }
}

// Numbers for words.
mod numbers {
    merchant!(customers prices subscriptions coupons cancel apply_coupon uses);

    #[churnkey::action(change_price, 3, schedules(1), prorate = 4)]
    async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> {
        Ok(())
    }
}

// A flag set to false.
mod flag_set_to_false {
    merchant!(customers prices subscriptions coupons cancel apply_coupon uses);

    #[churnkey::action(change_price, schedules(immediate), prorate = false)]
    async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> {
        Ok(())
    }
}

// The type's word without `type`.
mod word_without_type {
    merchant!(customers subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller(product)]
    impl Prices for Billing {
        async fn retrieve(&self, id: PriceId) -> Result<Price> {
            todo!()
        }
        async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
            todo!()
        }
    }
}

// `type =` without its word.
mod type_without_a_word {
    merchant!(customers subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller(type = )]
    impl Prices for Billing {
        async fn retrieve(&self, id: PriceId) -> Result<Price> {
            todo!()
        }
        async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
            todo!()
        }
    }
}

// The controller's name for the type.
mod plural_for_the_type {
    merchant!(customers subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller(products)]
    impl Prices for Billing {
        async fn retrieve(&self, id: PriceId) -> Result<Price> {
            todo!()
        }
        async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
            todo!()
        }
    }
}

// A string for the path of `crate`.
mod crate_as_a_string {
    merchant!(prices subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller(crate = "::churnkey")]
    impl Customers for Billing {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
    }
}

// `crate` without its path.
mod crate_without_a_path {
    merchant!(prices subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller(crate)]
    impl Customers for Billing {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
    }
}

// Several mistakes in one attribute are reported together.
mod several_at_once {
    merchant!(customers prices subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::action(pauze, start_dates(imediate, end_of_periods), duration(period), durations())]
    impl Pause for Billing {
        fn handle(&mut self, options: CancelOptions) -> Option<()> {
            None
        }
        fn helper() {}
    }
}

fn main() {}
