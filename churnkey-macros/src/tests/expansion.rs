//! What each module expands to, with all of its methods and arguments.

use super::{pretty, run};

fn snapshot(name: &str, source: &str) {
    let output = run(source);
    assert!(output.errors.is_empty(), "{}", output.errors[0]);
    let expansion = pretty(output);
    let (methods, lines) = (source.matches("async fn").count(), expansion.lines().count());
    assert!(methods > 2 || lines <= 40, "{name} is {lines} lines long");
    insta::assert_snapshot!(name, expansion);
}

macro_rules! expansions {
    ($($name:ident: $source:literal;)*) => {
        $(
            #[test]
            fn $name() {
                snapshot(stringify!($name), $source);
            }
        )*
    };
}

expansions! {
    customers: "#[churnkey::controller]
        impl Customers for Billing {
            async fn retrieve(&self, id: CustomerId) -> Result<Customer> { self.db.customer(id).await }
            async fn list(&self, page: PageRequest) -> Result<Page<Customer>> { self.db.customers(page).await }
            async fn find_by_email(&self, email: String) -> Result<Customer> { self.db.by_email(email).await }
            async fn find_by_phone(&self, phone: String) -> Result<Customer> { self.db.by_phone(phone).await }
        }";
    prices: "#[churnkey::controller(type = product)]
        impl Prices for Billing {
            async fn retrieve(&self, id: PriceId) -> Result<Price> { self.db.price(id).await }
            async fn list(&self, page: PageRequest) -> Result<Page<Price>> { self.db.prices(page).await }
        }";
    prices_standalone: "#[churnkey::controller]
        impl Prices for Billing {
            async fn retrieve(&self, id: PriceId) -> Result<Price> { self.db.price(id).await }
            async fn list(&self, page: PageRequest) -> Result<Page<Price>> { self.db.prices(page).await }
        }";
    subscriptions: "#[churnkey::controller]
        impl Subscriptions for Billing {
            async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> { self.db.get(key).await }
            async fn list(&self, customer: CustomerId, page: PageRequest) -> Result<Page<Subscription>> {
                self.db.of(customer, page).await
            }
        }";
    coupons: "#[churnkey::controller]
        impl Coupons for Billing {
            async fn retrieve(&self, id: CouponId) -> Result<Coupon> { self.db.coupon(id).await }
            async fn list(&self, page: PageRequest) -> Result<Page<Coupon>> { self.db.coupons(page).await }
        }";
    products: "#[churnkey::controller(type = family)]
        impl Products for Billing {
            async fn retrieve(&self, id: ProductId) -> Result<Product> { self.db.product(id).await }
            async fn list(&self, page: PageRequest) -> Result<Page<Product>> { self.db.products(page).await }
        }";
    families: "#[churnkey::controller]
        impl Families for Billing {
            async fn retrieve(&self, id: FamilyId) -> Result<Family> { self.db.family(id).await }
            async fn list(&self, page: PageRequest) -> Result<Page<Family>> { self.db.families(page).await }
        }";
    cancel: "#[churnkey::action(cancel, schedules(immediate, end_of_period), unpause)]
        impl Cancel for Billing {
            async fn handle(&self, options: CancelOptions) -> Result<()> { self.db.cancel(options).await }
            async fn handle_all(&self, options: CancelAllOptions) -> Result<()> { self.db.cancel_all(options).await }
        }";
    pause: "#[churnkey::action(pause, start_dates(immediate, end_of_period), durations(period), allow_annual)]
        impl Pause for Billing {
            async fn handle(&self, options: PauseOptions) -> Result<()> { self.db.pause(options).await }
            #[cfg(feature = \"bulk\")]
            async fn handle_all(&self, options: PauseAllOptions) -> Result<()> { self.db.pause_all(options).await }
        }";
    apply_coupon: "#[churnkey::action(apply_coupon)]
        impl ApplyCoupon for Billing {
            async fn handle(&self, options: ApplyCouponOptions) -> Result<()> { self.db.apply(options).await }
        }";
    change_price: "#[churnkey::action(change_price, schedules(end_of_period))]
        impl ChangePrice for Billing {
            async fn handle(&self, options: ChangePriceOptions) -> Result<()> { self.db.change(options).await }
        }";
    extend_trial: "#[churnkey::action(extend_trial, durations(date, period), multiple)]
        impl ExtendTrial for Billing {
            async fn handle(&self, options: ExtendTrialOptions) -> Result<()> { self.db.extend(options).await }
        }";
    short_form: "#[churnkey::action(cancel, schedules(immediate))]
        /// Ends it.
        #[cfg(feature = \"cancel\")]
        pub(crate) async fn end(billing: &Billing, options: CancelOptions) -> Result<()> {
            billing.db.cancel(options).await
        }";
    generic: "#[churnkey::controller(type = product)]
        impl<S: Store, const N: usize> Prices for Billing<S, N> where S::Error: Debug {
            async fn retrieve(&self, id: PriceId) -> Result<Price> { self.store.price(id).await }
            async fn list(&self, page: PageRequest) -> Result<Page<Price>> { self.store.prices(page).await }
        }";
    generic_short_form: "#[churnkey::action(apply_coupon)]
        pub(crate) async fn apply<'a, S: Store>(billing: &'a Billing<S>, options: ApplyCouponOptions) -> Result<()> {
            billing.store.apply(options).await
        }";
    register: "churnkey::register!(shop::Billing<Pg, 3>: Customers, Prices, #[cfg(feature = \"coupons\")] Coupons, crate = ::ck)";
    another_root: "#[churnkey::controller(crate = ::ck)]
        impl Customers for Billing {
            async fn retrieve(&self, id: CustomerId) -> Result<Customer> { self.db.customer(id).await }
        }";
    everything_passes_through: "#[churnkey::action(, apply_coupon,,)]
        /// Documented.
        #[cfg(feature = \"coupons\")]
        #[allow(clippy::unused_async)]
        impl ck::ApplyCoupon for crate::billing::Billing<'static, { 3 }>
        where
            Self: Sized,
        {
            #![allow(unused)]
            /// Also documented.
            #[tracing::instrument(skip_all)]
            async fn handle<'a>(&'a self, mut options: ck::ApplyCouponOptions) -> ck::Result<()> {
                todo!()
            }
        }";
}

/// The editor relies on this: a word and its variant have the same place.
#[test]
fn a_word_of_the_attribute_leads_to_what_it_means() {
    let output = run("#[churnkey::action(cancel, schedules(immediate, end_of_period))]
        impl Cancel for Billing {
            async fn handle(&self, options: CancelOptions) -> Result<()> { self.db.cancel(options).await }
        }");
    let mut found = Vec::new();
    variants(output.generated, &mut found);
    assert_eq!(
        found,
        [
            ("Immediate".to_owned(), "immediate".to_owned()),
            ("EndOfPeriod".to_owned(), "end_of_period".to_owned()),
        ]
    );
}

/// Each variant in the tokens, with the source text of its span.
fn variants(tokens: proc_macro2::TokenStream, found: &mut Vec<(String, String)>) {
    for token in tokens {
        match token {
            proc_macro2::TokenTree::Group(group) => variants(group.stream(), found),
            proc_macro2::TokenTree::Ident(ident)
                if ident == "Immediate" || ident == "EndOfPeriod" =>
            {
                found.push((ident.to_string(), ident.span().source_text().unwrap_or_default()));
            }
            _ => {}
        }
    }
}
