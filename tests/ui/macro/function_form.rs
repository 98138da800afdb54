// Functions: the short form of an action. Each mistake is told once, by the macro: rustc has nothing to add, neither
// to the block nor to what calls its methods.
#![allow(dead_code, unused_variables)]
include!("../parts/merchant.rs");

// The context by value.
mod context_by_value {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    async fn f(b: Billing, options: ApplyCouponOptions) -> Result<()> {
        Ok(())
    }
    async fn u(b: Billing, options: ApplyCouponOptions) {
        let _ = f(b, options).await;
    }
}

// The context by mutable reference.
mod context_mutable {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    async fn f(b: &mut Billing, options: ApplyCouponOptions) -> Result<()> {
        Ok(())
    }
}

// The context behind a reference to a shared pointer.
mod context_behind_an_arc {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    async fn f(b: &std::sync::Arc<Billing>, options: ApplyCouponOptions) -> Result<()> {
        Ok(())
    }
}

// A trait object as the context.
mod trait_object {
    merchant!();

    pub trait Db {}
    #[churnkey::action(apply_coupon)]
    async fn f(b: &dyn Db, options: ApplyCouponOptions) -> Result<()> {
        Ok(())
    }
}

// A generic function.
mod generic {
    merchant!();

    #[churnkey::action(apply_coupon)]
    async fn f<T>(b: &T, options: ApplyCouponOptions) -> Result<()> {
        Ok(())
    }
}

// A generic function with a parameter that its context does not have.
mod parameters {
    merchant!();

    pub struct G<S>(S);
    #[churnkey::controller]
    impl<S> Customers for G<S> {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
    }
    #[churnkey::controller]
    impl<S> Prices for G<S> {
        async fn retrieve(&self, id: PriceId) -> Result<Price> {
            todo!()
        }
        async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
            todo!()
        }
    }
    #[churnkey::controller]
    impl<S> Subscriptions for G<S> {
        async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
            todo!()
        }
    }
    #[churnkey::action(cancel, schedules(immediate))]
    async fn f<S, T: Clone>(b: &G<S>, options: CancelOptions) -> Result<()> {
        Ok(())
    }
}

// `impl Trait` for the options.
mod impl_trait {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    async fn f(b: &Billing, options: impl Into<ApplyCouponOptions>) -> Result<()> {
        Ok(())
    }
}

// Another action's options.
mod options_of_another_action {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    async fn f(b: &Billing, options: CancelOptions) -> Result<()> {
        Ok(())
    }
}

// A method in an impl block of the context.
mod in_an_impl_block {
    merchant!(customers prices subscriptions coupons cancel pause change_price extend_trial);

    impl Billing {
        #[churnkey::action(apply_coupon)]
        async fn f(&self, options: ApplyCouponOptions) -> Result<()> {
            Ok(())
        }
    }
}

// Not `async`.
mod not_async {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    fn f(b: &Billing, options: ApplyCouponOptions) -> Result<()> {
        Ok(())
    }
}

// An unsafe function.
mod unsafe_function {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    async unsafe fn f(b: &Billing, options: ApplyCouponOptions) -> Result<()> {
        Ok(())
    }
}

// No return type.
mod no_return_type {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    async fn f(b: &Billing, options: ApplyCouponOptions) {
    }
}

// `Option` for `Result`.
mod option_for_result {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    async fn f(b: &Billing, options: ApplyCouponOptions) -> Option<()> {
        None
    }
}

// Options before the context.
mod swapped {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    async fn f(options: ApplyCouponOptions, b: &Billing) -> Result<()> {
        Ok(())
    }
}

// No context.
mod without_context {
    merchant!(customers prices subscriptions coupons cancel pause change_price extend_trial);

    #[churnkey::action(apply_coupon)]
    async fn f(options: ApplyCouponOptions) -> Result<()> {
        Ok(())
    }
}

// No options.
mod without_options {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    async fn f(b: &Billing) -> Result<()> {
        Ok(())
    }
}

// No parameters at all.
mod without_parameters {
    merchant!(customers prices subscriptions coupons cancel pause change_price extend_trial);

    #[churnkey::action(apply_coupon)]
    async fn f() -> Result<()> {
        Ok(())
    }
}

// One parameter too many.
mod extra_parameter {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    async fn f(b: &Billing, options: ApplyCouponOptions, x: u32) -> Result<()> {
        Ok(())
    }
}

// `controller` on an action's function.
mod controller_on_an_action {
    merchant!(customers prices subscriptions coupons apply_coupon change_price uses);

    #[churnkey::controller]
    async fn cancel(b: &Billing, options: CancelOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
