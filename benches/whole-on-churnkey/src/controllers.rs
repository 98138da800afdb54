//! What Churnkey reads.

use churnkey::chrono::{Months, Utc};
use churnkey::prelude::*;

use crate::Billing;

#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id).name("Mina"))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Customer>> {
        Page::slice(&[Customer::new("u_1")], &page)
    }

    async fn find_by_email(&self, email: String) -> Result<Customer> {
        Ok(Customer::new("u_1").email(email))
    }

    async fn find_by_phone(&self, phone: String) -> Result<Customer> {
        Ok(Customer::new("u_1").phone(phone))
    }
}

#[churnkey::controller(type = product)]
impl Prices for Billing {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Ok(price(id))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        Page::slice(&[price("p_1".into())], &page)
    }
}

#[churnkey::controller]
impl Subscriptions for Billing {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        subscription(key.subscription_id, key.customer_id)
    }

    async fn list(&self, customer: CustomerId, page: PageRequest) -> Result<Page<Subscription>> {
        Page::slice(&[subscription("s_1".into(), customer)?], &page)
    }
}

#[churnkey::controller]
impl Coupons for Billing {
    async fn retrieve(&self, id: CouponId) -> Result<Coupon> {
        Ok(coupon(id))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Coupon>> {
        Page::slice(&[coupon("c_1".into())], &page)
    }
}

#[churnkey::controller(type = family)]
impl Products for Billing {
    async fn retrieve(&self, id: ProductId) -> Result<Product> {
        Ok(Product::family(id, "fam_1", "Team"))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Product>> {
        Page::slice(&[Product::family("prod_1", "fam_1", "Team")], &page)
    }
}

#[churnkey::controller]
impl Families for Billing {
    async fn retrieve(&self, id: FamilyId) -> Result<Family> {
        Ok(Family::new(id, "Work tools"))
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Family>> {
        Page::slice(&[Family::new("fam_1", "Work tools")], &page)
    }
}

fn price(id: PriceId) -> Price {
    Price::product(id, "prod_1", BillingCycle::MONTHLY, Amount::per_unit(Currency::EUR, 900))
}

fn coupon(id: CouponId) -> Coupon {
    Coupon::new(id, CouponDuration::Once, CouponValue::flat(Currency::EUR, 500))
}

fn subscription(id: SubscriptionId, customer: CustomerId) -> Result<Subscription> {
    let now = Utc::now();
    let status = Status::active(Period::new(now, now + Months::new(1))?);
    let items = [Item::new("it_1", price("p_1".into()))];
    Ok(Subscription::new(id, customer, status, now, BillingCycle::MONTHLY, items))
}
