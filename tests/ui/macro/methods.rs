// Methods: what stands in the block. Each mistake is told once, by the macro: rustc has nothing to add, neither to the
// block nor to what calls its methods.
#![allow(dead_code, unused_variables)]
include!("../parts/merchant.rs");

// Misspelt methods; they stay callable.
mod misspelt_methods {
    merchant!(prices subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller]
    impl Customers for Billing {
        async fn retreive(&self, id: CustomerId) -> Result<Customer> {
            todo!()
        }
    }
    async fn u(b: &Billing, id: CustomerId) {
        let _ = Customers::retrieve(b, id).await;
    }
}

// A method under another name.
mod method_of_another_name {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    impl ApplyCoupon for Billing {
        async fn apply(&self, options: ApplyCouponOptions) -> Result<()> {
            Ok(())
        }
    }
}

// `handle_all` where there is none.
mod handle_all_where_there_is_none {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    impl ApplyCoupon for Billing {
        async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
            Ok(())
        }
        async fn handle_all(&self, options: CancelAllOptions) -> Result<()> {
            Ok(())
        }
    }
}

// A helper among the methods stays callable.
mod helper_in_the_block {
    merchant!(prices subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller]
    impl Customers for Billing {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            self.helper()
        }
        fn helper(&self) -> Result<Customer> {
            todo!()
        }
    }
    fn u(b: &Billing) {
        let _ = b.helper();
    }
}

// A required method is missing.
mod missing_method {
    merchant!(customers subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller]
    impl Prices for Billing {
        async fn retrieve(&self, id: PriceId) -> Result<Price> {
            todo!()
        }
    }
    async fn u(b: &Billing, p: PageRequest) {
        let _ = Prices::list(b, p).await;
    }
}

// All required methods are missing.
mod missing_methods {
    merchant!(customers subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller]
    impl Prices for Billing {}
}

// Not `async`.
mod not_async {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    impl ApplyCoupon for Billing {
        fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
            Ok(())
        }
    }
}

// No `&self`.
mod no_self {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    impl ApplyCoupon for Billing {
        async fn handle(options: ApplyCouponOptions) -> Result<()> {
            Ok(())
        }
    }
    async fn u(b: &Billing, p: ApplyCouponOptions) {
        let _ = ApplyCoupon::handle(b, p).await;
    }
}

// The context as a parameter for `&self`.
mod context_for_self {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    impl ApplyCoupon for Billing {
        async fn handle(ctx: &Billing, options: ApplyCouponOptions) -> Result<()> {
            Ok(())
        }
    }
}

// Two parameters swapped.
mod swapped_parameters {
    merchant!(customers prices coupons cancel apply_coupon change_price uses);

    #[churnkey::controller]
    impl Subscriptions for Billing {
        async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
            todo!()
        }
        async fn list(&self, page: PageRequest, customer: CustomerId) -> Result<Page<Subscription>> {
            todo!()
        }
    }
}

// A parameter is missing.
mod missing_parameter {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    impl ApplyCoupon for Billing {
        async fn handle(&self) -> Result<()> {
            Ok(())
        }
    }
}

// A generic method.
mod generic_method {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    impl ApplyCoupon for Billing {
        async fn handle<T: Into<ApplyCouponOptions>>(&self, options: T) -> Result<()> {
            Ok(())
        }
    }
}

// `impl Trait` for a parameter.
mod impl_trait_parameter {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    impl ApplyCoupon for Billing {
        async fn handle(&self, options: impl Into<ApplyCouponOptions>) -> Result<()> {
            Ok(())
        }
    }
}

// `Option` for `Result`.
mod option_for_result {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    impl ApplyCoupon for Billing {
        async fn handle(&self, options: ApplyCouponOptions) -> Option<()> {
            None
        }
    }
}

// No return type.
mod no_return_type {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    impl ApplyCoupon for Billing {
        async fn handle(&self, options: ApplyCouponOptions) {
        }
    }
}

// A `Result` of the standard library with an error of its own.
mod result_of_std {
    merchant!(prices subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller]
    impl Customers for Billing {
        async fn retrieve(&self, id: CustomerId) -> std::io::Result<Customer> {
            todo!()
        }
    }
}

// A `Result` with another error.
mod result_with_another_error {
    merchant!(prices subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller]
    impl Customers for Billing {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer, std::io::Error> {
            todo!()
        }
    }
}

// A method twice: both are shown.
mod method_twice {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    impl ApplyCoupon for Billing {
        async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
            Ok(())
        }
        async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
            Ok(())
        }
    }
}

// A constant in the block.
mod constant_in_the_block {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    impl ApplyCoupon for Billing {
        const LIMIT: u32 = 3;
        async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
            let _ = Self::LIMIT;
            Ok(())
        }
    }
}

// A type in the block.
mod type_in_the_block {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    impl ApplyCoupon for Billing {
        type Error = ();
        async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
            Ok(())
        }
    }
}

// A macro call in the block.
mod macro_in_the_block {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    macro_rules! m {
        () => {
            async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
                Ok(())
            }
        };
    }
    #[churnkey::action(apply_coupon)]
    impl ApplyCoupon for Billing {
        m!();
    }
}

// A const method.
mod const_method {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    impl ApplyCoupon for Billing {
        const fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
            loop {}
        }
    }
}

// An unsafe method.
mod unsafe_method {
    merchant!(customers prices subscriptions coupons cancel change_price uses);

    #[churnkey::action(apply_coupon)]
    impl ApplyCoupon for Billing {
        async unsafe fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
            Ok(())
        }
    }
}

// Mistakes in several methods of one block.
mod several_in_one_block {
    merchant!(prices subscriptions coupons cancel apply_coupon change_price uses);

    #[churnkey::controller]
    impl Customers for Billing {
        async fn retrieve(id: CustomerId) -> Result<Customer> {
            Ok(Customer::new(id))
        }

        fn list(&self, page: PageRequest) -> Result<Page<Customer>> {
            Page::slice(&[], &page)
        }

        async fn find_by_mail(&self, email: String) -> Result<Customer> {
            Ok(Customer::new(email))
        }

        async fn find_by_phone(&self, phone: &str) -> Result<Customer> {
            Ok(Customer::new(phone))
        }
    }
}

fn main() {}
