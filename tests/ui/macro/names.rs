// Names: the attribute, its first word, the trait, and what they stand on. Each mistake is told once, by the macro:
// rustc has nothing to add, neither to the block nor to what calls its methods.
#![allow(dead_code, unused_variables)]
include!("../parts/merchant.rs");

// `async_trait` on the block.
mod async_trait {
    merchant!(prices subscriptions coupons apply_coupon change_price cancel uses);

    #[churnkey::controller]
    #[async_trait::async_trait]
    impl Customers for Billing {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            Ok(Customer::new(id))
        }
    }
}

// The attribute twice on one block: both are shown.
mod attribute_twice {
    merchant!(customers prices subscriptions);

    #[churnkey::action(cancel, schedules(immediate))]
    #[churnkey::action(cancel, schedules(immediate))]
    impl Cancel for Billing {
        async fn handle(&self, _: CancelOptions) -> Result<()> {
            Ok(())
        }
    }
}

// The same attribute twice above one function.
mod attribute_twice_above_a_function {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    /// Documented.
    #[churnkey::action(apply_coupon)]
    async fn apply(_: &Billing, _: ApplyCouponOptions) -> Result<()> {
        Ok(())
    }
}

// Both attributes above one block.
mod both_attributes {
    merchant!(customers prices subscriptions coupons apply_coupon change_price uses);

    #[churnkey::action(cancel, schedules(immediate))]
    #[churnkey::controller]
    impl Cancel for Billing {
        async fn handle(&self, _: CancelOptions) -> Result<()> {
            Ok(())
        }
    }
}

// `action` on a controller.
mod action_on_a_controller {
    merchant!(prices subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::action(customers)]
    impl Customers for Billing {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
    }
}

// `controller` on an action.
mod controller_on_an_action {
    merchant!(customers prices subscriptions coupons apply_coupon change_price uses);

    #[churnkey::controller]
    impl Cancel for Billing {
        async fn handle(&self, options: CancelOptions) -> Result<()> {
            Ok(())
        }
    }
}

// `controller` on a function.
mod controller_on_a_function {
    merchant!(prices subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller]
    async fn retrieve(b: &Billing, id: CustomerId) -> Result<Customer> {
        todo!()
    }
}

// `controller` on a struct.
mod on_a_struct {
    merchant!(customers prices subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller]
    pub struct X;
}

// `action` on an impl block without a trait.
mod on_an_inherent_impl {
    merchant!(customers prices subscriptions coupons apply_coupon change_price uses);

    #[churnkey::action(cancel, schedules(immediate))]
    impl Billing {
        pub async fn handle(&self, options: CancelOptions) -> Result<()> {
            Ok(())
        }
    }
}

// A trait of another crate under `action`.
mod foreign_trait_under_action {
    merchant!(customers prices subscriptions coupons apply_coupon change_price uses);

    #[churnkey::action(cancel, schedules(immediate))]
    impl std::fmt::Display for Billing {
        fn fmt(&self, f: &mut std::fmt::Formatter) -> std::fmt::Result {
            Ok(())
        }
    }
}

// A misspelt trait; the methods stay callable.
mod misspelt_trait {
    merchant!(customers prices subscriptions coupons apply_coupon change_price uses);

    #[churnkey::action(cancel, schedules(immediate))]
    impl Cancels for Billing {
        async fn handle(&self, options: CancelOptions) -> Result<()> {
            Ok(())
        }
    }
    async fn u(b: &Billing, o: CancelOptions) {
        let _ = Cancel::handle(b, o).await;
    }
}

// A controller that does not exist.
mod unknown_controller {
    merchant!(customers prices subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller]
    impl Invoices for Billing {
        async fn retrieve(&self, id: PriceId) -> Result<Price> {
            todo!()
        }
    }
}

// An action that does not exist, close to one that does.
mod unknown_action {
    merchant!(customers prices subscriptions coupons apply_coupon change_price uses);

    #[churnkey::action(cancle, schedules(immediate))]
    impl Cancel for Billing {
        async fn handle(&self, options: CancelOptions) -> Result<()> {
            Ok(())
        }
    }
}

// No action named.
mod no_word {
    merchant!(customers prices subscriptions coupons apply_coupon change_price uses);

    #[churnkey::action]
    impl Cancel for Billing {
        async fn handle(&self, options: CancelOptions) -> Result<()> {
            Ok(())
        }
    }
}

// The first word and the trait disagree: both are shown.
mod word_and_trait_disagree {
    merchant!(customers prices subscriptions coupons apply_coupon change_price uses);

    #[churnkey::action(pause, start_dates(immediate), durations(date))]
    impl Cancel for Billing {
        async fn handle(&self, options: CancelOptions) -> Result<()> {
            Ok(())
        }
    }
}

fn main() {}
