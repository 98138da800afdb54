//! A call of a merchant's method.

use std::fmt;

use churnkey::prelude::*;

/// A call, with its arguments.
#[derive(Debug, Clone)]
pub enum Call {
    Customer(CustomerId),
    Customers(PageRequest),
    Email(String),
    Phone(String),
    Price(PriceId),
    Prices(PageRequest),
    Subscription(SubscriptionKey),
    Subscriptions(CustomerId, PageRequest),
    Coupon(CouponId),
    Coupons(PageRequest),
    Product(ProductId),
    Products(PageRequest),
    Family(FamilyId),
    Families(PageRequest),
    Cancel(CancelOptions),
    CancelAll(CancelAllOptions),
    Pause(PauseOptions),
    PauseAll(PauseAllOptions),
    ApplyCoupon(ApplyCouponOptions),
    ChangePrice(ChangePriceOptions),
    ExtendTrial(ExtendTrialOptions),
}

impl Call {
    /// The id of the object, which decides how the call ends; empty for a list of all objects.
    pub fn id(&self) -> &str {
        match self {
            Self::Customer(id) | Self::Subscriptions(id, _) => id.as_str(),
            Self::Email(text) | Self::Phone(text) => text,
            Self::Price(id) => id.as_str(),
            Self::Subscription(key) => key.subscription_id.as_str(),
            Self::Coupon(id) => id.as_str(),
            Self::Product(id) => id.as_str(),
            Self::Family(id) => id.as_str(),
            Self::Cancel(options) => options.subscription_id.as_str(),
            Self::CancelAll(options) => options.customer_id.as_str(),
            Self::Pause(options) => options.subscription_id.as_str(),
            Self::PauseAll(options) => options.customer_id.as_str(),
            Self::ApplyCoupon(options) => options.subscription_id.as_str(),
            Self::ChangePrice(options) => options.subscription_id.as_str(),
            Self::ExtendTrial(options) => options.subscription_id.as_str(),
            Self::Customers(_)
            | Self::Prices(_)
            | Self::Coupons(_)
            | Self::Products(_)
            | Self::Families(_) => "",
        }
    }

    /// The page that a list was asked for.
    pub fn page(&self) -> Option<&PageRequest> {
        match self {
            Self::Customers(page)
            | Self::Prices(page)
            | Self::Subscriptions(_, page)
            | Self::Coupons(page)
            | Self::Products(page)
            | Self::Families(page) => Some(page),
            _ => None,
        }
    }

    pub fn is_action(&self) -> bool {
        matches!(
            self,
            Self::Cancel(_)
                | Self::CancelAll(_)
                | Self::Pause(_)
                | Self::PauseAll(_)
                | Self::ApplyCoupon(_)
                | Self::ChangePrice(_)
                | Self::ExtendTrial(_)
        )
    }
}

/// As tests compare it.
impl fmt::Display for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Customer(id) => write!(f, "customer {id}"),
            Self::Customers(page) => write!(f, "customers {page:?}"),
            Self::Email(email) => write!(f, "email {email}"),
            Self::Phone(phone) => write!(f, "phone {phone}"),
            Self::Price(id) => write!(f, "price {id}"),
            Self::Prices(page) => write!(f, "prices {page:?}"),
            Self::Subscription(SubscriptionKey { customer_id, subscription_id, .. }) => {
                write!(f, "subscription {subscription_id} of {customer_id}")
            }
            Self::Subscriptions(customer, _) => write!(f, "subscriptions of {customer}"),
            Self::Coupon(id) => write!(f, "coupon {id}"),
            Self::Coupons(page) => write!(f, "coupons {page:?}"),
            Self::Product(id) => write!(f, "product {id}"),
            Self::Products(page) => write!(f, "products {page:?}"),
            Self::Family(id) => write!(f, "family {id}"),
            Self::Families(page) => write!(f, "families {page:?}"),
            Self::Cancel(options) => write!(f, "{options:?} {}", options.raw()),
            Self::CancelAll(options) => write!(f, "{options:?}"),
            Self::Pause(options) => write!(f, "{options:?}"),
            Self::PauseAll(options) => write!(f, "{options:?}"),
            Self::ApplyCoupon(options) => write!(f, "{options:?}"),
            Self::ChangePrice(options) => write!(f, "{options:?}"),
            Self::ExtendTrial(options) => write!(f, "{options:?}"),
        }
    }
}
