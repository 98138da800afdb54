//! Identifiers: one type per model, so that a price's id cannot be passed where a customer's is expected.
//!
//! They are made from any text, since a merchant reads them from a database, and a `?` for each would only be noise. An
//! empty one is refused when it is sent or received, where it would do harm.

use std::{borrow::Borrow, convert::Infallible, fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

macro_rules! ids {
    ($($(#[$doc:meta])+ $name:ident)+) => {$(
        $(#[$doc])+
        ///
        /// The merchant's own text, passed through unchanged. An empty one cannot be sent: Churnkey could never ask for it.
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(inline, transparent))]
        pub struct $name(#[cfg_attr(feature = "openapi", schemars(length(min = 1)))] String);

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if self.0.is_empty() {
                    return Err(ser::Error::custom(concat!("a `", stringify!($name), "` is empty")));
                }
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let id = String::deserialize(deserializer)?;
                if id.is_empty() {
                    return Err(de::Error::custom(concat!("a `", stringify!($name), "` is empty")));
                }
                Ok(Self(id))
            }
        }

        impl $name {
            /// Wraps the merchant's identifier.
            #[must_use]
            pub fn new(id: impl Into<String>) -> Self {
                Self(id.into())
            }

            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The identifier as an owned text, without a copy.
            #[must_use]
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl From<String> for $name {
            fn from(id: String) -> Self {
                Self(id)
            }
        }

        impl From<&str> for $name {
            fn from(id: &str) -> Self {
                Self(id.to_owned())
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        impl FromStr for $name {
            type Err = Infallible;

            fn from_str(id: &str) -> Result<Self, Infallible> {
                Ok(Self::from(id))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, formatter)
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                &self.0
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }
    )+};
}

ids! {
    /// The id of a [`Customer`](super::Customer) ([protocol 4.1](crate::protocol#41-customer-v)).
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// use churnkey::models::CustomerId;
    ///
    /// let id = CustomerId::new("u_1001");
    /// assert_eq!(id, "u_1001");
    /// assert_eq!(format!("customers/{id}"), "customers/u_1001");
    /// ```
    CustomerId
    /// The id of a [`Subscription`](super::Subscription) ([protocol 4.3](crate::protocol#43-subscription)).
    SubscriptionId
    /// The id of an [`Item`](super::Item) of a subscription ([protocol 4.3](crate::protocol#43-subscription)).
    ItemId
    /// The id of a [`Price`](super::Price) ([protocol 4.2](crate::protocol#42-price-v)).
    PriceId
    /// The id of a [`Coupon`](super::Coupon) ([protocol 4.4](crate::protocol#44-coupon-v)).
    CouponId
    /// The id of a [`Product`](super::Product) ([protocol 4.5](crate::protocol#45-product-v)).
    ProductId
    /// The id of a [`Family`](super::Family) of products
    /// ([protocol 4.6](crate::protocol#46-family-v-for-the-meanings-i-for-what-is-required)).
    FamilyId
}

/// Identifies one subscription: its id, and the customer that it must belong to
/// ([protocol 5](crate::protocol#5-controllers), C5).
///
/// Look it up by both: a subscription of another customer must be answered with 404.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::SubscriptionKey;
///
/// let key = SubscriptionKey::new("u_1001", "s_77");
/// assert_eq!(key.customer_id, "u_1001");
/// assert_eq!(key.subscription_id, "s_77");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct SubscriptionKey {
    /// The customer that the subscription belongs to.
    pub customer_id: CustomerId,
    /// The subscription.
    pub subscription_id: SubscriptionId,
}

impl SubscriptionKey {
    /// A subscription of a customer.
    #[must_use]
    pub fn new(
        customer_id: impl Into<CustomerId>,
        subscription_id: impl Into<SubscriptionId>,
    ) -> Self {
        Self { customer_id: customer_id.into(), subscription_id: subscription_id.into() }
    }
}
