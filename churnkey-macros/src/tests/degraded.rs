//! What remains of an item after a mistake: which placeholder replaces what. That it still compiles together with its
//! uses is shown by `tests/ui`.

use super::{pretty, run};

macro_rules! degraded {
    ($($name:ident: $source:literal;)*) => {
        $(
            #[test]
            fn $name() {
                let output = run($source);
                assert!(!output.errors.is_empty(), "no error");
                insta::assert_snapshot!(concat!("degraded_", stringify!($name)), pretty(output));
            }
        )*
    };
}

degraded! {
    async_trait_goes: "#[churnkey::controller]
        #[async_trait]
        impl Customers for Billing {
            async fn retrieve(&self, id: CustomerId) -> Result<Customer> { self.db.customer(id).await }
        }";
    output_of_async_trait_gets_a_placeholder: "#[churnkey::controller]
        impl Customers for Billing {
            fn retrieve<'async_trait>(&'async_trait self, id: CustomerId) -> Boxed<'async_trait> { todo!() }
        }";
    second_attribute_goes: "#[churnkey::controller]
        /// Documented.
        #[churnkey::controller]
        #[tracing::instrument]
        impl Customers for Billing {
            async fn retrieve(&self, id: CustomerId) -> Result<Customer> { self.db.customer(id).await }
        }";
    empty_list_becomes_the_full_one: "#[churnkey::action(cancel, schedules(), unpause = true)]
        impl Cancel for Billing {
            async fn handle(&self, options: CancelOptions) -> Result<()> { self.db.cancel(options).await }
        }";
    misspelt_method_gets_its_name: "#[churnkey::controller]
        impl Customers for Billing {
            /// Finds one.
            #[tracing::instrument]
            async fn retreive(&self, id: CustomerId) -> Result<Customer> { self.db.customer(id).await }
        }";
    helper_stays_callable: "#[churnkey::action(apply_coupon)]
        impl ApplyCoupon for Billing {
            const LIMIT: u32 = 3;
            type Error = Oops;
            async fn handle(&self, options: ApplyCouponOptions) -> Result<()> { self.apply(options, Self::LIMIT) }
            fn apply(&self, options: ApplyCouponOptions, limit: u32) -> Result<()> { todo!() }
        }";
    missing_method_gets_a_placeholder: "#[churnkey::controller]
        impl Prices for Billing {
            #![allow(unused)]
            async fn retrieve(&self, id: PriceId) -> Result<Price> { self.db.price(id).await }
        }";
    wrong_shapes_are_kept_aside: "#[churnkey::controller]
        impl Customers for Billing {
            async fn retrieve(&mut self, id: CustomerId) -> Result<Customer> { self.db.customer(id).await }
            fn list(&self, page: PageRequest) -> Result<Page<Customer>> { self.db.customers(page) }
            async fn handle_all(&self, options: CancelAllOptions) -> Result<()> { todo!() }
        }";
    twice_keeps_the_first: "#[churnkey::action(apply_coupon)]
        impl ApplyCoupon for Billing {
            async fn handle(&self, options: ApplyCouponOptions) -> Result<()> { first(options) }
            async fn handle(&self, options: ApplyCouponOptions) -> Result<()> { second(options) }
        }";
    misspelt_trait_is_put_right: "#[churnkey::action(cancel, schedules(immediate))]
        impl churnkey::Cancels for Billing {
            async fn handle(&self, options: CancelOptions) -> Result<()> { self.db.cancel(options).await }
        }";
    foreign_trait_stays: "#[churnkey::action(cancel, schedules(immediate))]
        impl fmt::Display for Billing {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { todo!() }
        }";
    inherent_impl_stays: "#[churnkey::action(cancel, schedules(immediate))]
        impl Billing {
            pub async fn handle(&self, options: CancelOptions) -> Result<()> { self.db.cancel(options).await }
        }";
    wrong_attribute_declares_everything: "#[churnkey::controller]
        impl Pause for Billing {
            async fn handle(&self, options: PauseOptions) -> Result<()> { self.db.pause(options).await }
        }";
    borrowing_context_is_not_registered: "#[churnkey::controller(type = product)]
        impl<'a> Prices for Billing<'a> {
            async fn retrieve(&self, id: PriceId) -> Result<Price> { self.db.price(id).await }
            async fn list(&self, page: PageRequest) -> Result<Page<Price>> { self.db.prices(page).await }
        }";
    generic_context_keeps_its_parameters: "#[churnkey::controller(type = product)]
        impl<S: Store> Prices for Billing<S> where S: Clone {
            async fn retrieve(&self, id: PriceId) -> Result<Price> { self.db.price(id).await }
            async fn list(&self, page: PageRequest) -> Result<Page<Price>> { self.helper() }
            fn helper(&self) -> Result<Page<Price>> { todo!() }
        }";
    stranger_among_the_parameters_goes: "#[churnkey::controller]
        impl<'a, S: Store<'a>, T, const N: usize> Customers for Billing<S> where T: Clone, S: Clone {
            async fn retrieve(&self, id: CustomerId) -> Result<Customer> { self.db.customer(id).await }
        }";
    pointer_becomes_its_context: "#[churnkey::controller]
        impl Customers for Arc<Billing> {
            async fn retrieve(&self, id: CustomerId) -> Result<Customer> { self.db.customer(id).await }
        }";
    trait_object_is_disabled: "#[churnkey::controller]
        #[allow(dead_code)]
        impl Customers for Box<dyn Db> {
            async fn retrieve(&self, id: CustomerId) -> Result<Customer> { self.customer(id).await }
        }";
    function_keeps_its_shape: "#[churnkey::action(cancel, schedules(immediate))]
        const fn cancel(billing: &Billing, options: CancelOptions) -> Result<()> { todo!() }";
    function_as_a_controller: "#[churnkey::controller]
        async fn retrieve(billing: &Billing, id: CustomerId) -> Result<Customer> { todo!() }";
    struct_stays: "#[churnkey::controller]
        #[derive(Clone)]
        pub struct Billing { db: Db }";
}

/// A generated item in an impl block would cause one more error.
#[test]
fn method_with_an_attribute_of_its_own_stands_alone() {
    let output = run("#[churnkey::action(cancel, schedules(immediate))]
        async fn cancel(&self, options: CancelOptions) -> Result<()> { todo!() }");
    assert_eq!(output.errors.len(), 1);
    assert!(output.generated.is_empty());
}
