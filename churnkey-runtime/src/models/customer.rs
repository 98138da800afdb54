//! Customers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Currency, CustomerId, Discount, null_as_default};

/// A paying customer ([protocol 4.1](crate::protocol#41-customer-v)).
///
/// Give an e-mail address or a phone number: without either, Churnkey cannot send its messages.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::{Address, Currency, Customer};
///
/// let customer = Customer::new("u_1001")
///     .name("Mina")
///     .last_name("Okafor")
///     .email("mina@example.org")
///     .address(Address::new().country("DE").city("Kiel").postal_code("24103"))
///     .currency(Currency::EUR)
///     .metadata("tier", "gold");
/// assert_eq!(customer.metadata["tier"], "gold");
/// ```
///
/// Assign a column that may be `NULL`:
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// # use churnkey::models::Customer;
/// # struct Row { id: String, phone: Option<String> }
/// # let row = Row { id: "u_1001".into(), phone: None };
/// let mut customer = Customer::new(row.id);
/// customer.phone = row.phone;
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Customer {
    /// The merchant's id.
    pub id: CustomerId,
    /// The full name, or the first name if there is a last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The last name, if it is stored separately.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The e-mail address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The phone number. The protocol names no format; `+4915112345` is safe.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// Postal addresses, the main one first.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<Address>,
    /// Discounts on everything that the customer pays. They need the `Coupons` controller.
    #[serde(default, deserialize_with = "null_as_default", skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Discount>,
    /// The currency that the customer pays in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub currency: Option<Currency>,
    /// Anything else that the merchant wants Churnkey to know.
    #[serde(
        default,
        deserialize_with = "null_as_default",
        skip_serializing_if = "BTreeMap::is_empty"
    )]
    pub metadata: BTreeMap<String, String>,
}

impl Customer {
    /// A customer with an id and nothing else.
    #[must_use]
    pub fn new(id: impl Into<CustomerId>) -> Self {
        Self {
            id: id.into(),
            name: None,
            last_name: None,
            email: None,
            phone: None,
            addresses: Vec::new(),
            discounts: Vec::new(),
            currency: None,
            metadata: BTreeMap::new(),
        }
    }

    /// Sets the full name, or the first name if the last name is set too.
    #[must_use]
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }

    /// Sets the last name.
    #[must_use]
    pub fn last_name(mut self, last_name: impl Into<String>) -> Self {
        self.last_name = Some(last_name.into());
        self
    }

    /// Sets the e-mail address.
    #[must_use]
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// Sets the phone number.
    #[must_use]
    pub fn phone(mut self, phone: impl Into<String>) -> Self {
        self.phone = Some(phone.into());
        self
    }

    /// Adds a postal address. The first one is the main one.
    #[must_use]
    pub fn address(mut self, address: Address) -> Self {
        self.addresses.push(address);
        self
    }

    /// Adds postal addresses.
    #[must_use]
    pub fn addresses(mut self, addresses: impl IntoIterator<Item = Address>) -> Self {
        self.addresses.extend(addresses);
        self
    }

    /// Adds a discount.
    #[must_use]
    pub fn discount(mut self, discount: Discount) -> Self {
        self.discounts.push(discount);
        self
    }

    /// Adds discounts.
    #[must_use]
    pub fn discounts(mut self, discounts: impl IntoIterator<Item = Discount>) -> Self {
        self.discounts.extend(discounts);
        self
    }

    /// Sets the currency.
    #[must_use]
    pub const fn currency(mut self, currency: Currency) -> Self {
        self.currency = Some(currency);
        self
    }

    /// Adds an entry to the metadata.
    #[must_use]
    pub fn metadata(mut self, key: impl Into<String>, value: impl Into<String>) -> Self {
        self.metadata.insert(key.into(), value.into());
        self
    }
}

/// A postal address of a [`Customer`] ([protocol 4.1](crate::protocol#41-customer-v)).
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::Address;
///
/// let address = Address::new().country("DE").city("Kiel").postal_code("24103").line1("Hafenweg 3");
/// assert_eq!(address.line2, None);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Address {
    /// The country, as a code of two letters (ISO 3166-1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The state or province.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub postal_code: Option<String>,
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line1: Option<String>,
    /// The second line, such as a floor or an apartment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line2: Option<String>,
}

impl Address {
    /// An empty address.
    #[must_use]
    pub const fn new() -> Self {
        Self { country: None, state: None, city: None, postal_code: None, line1: None, line2: None }
    }

    /// Sets the country, as a code of two letters.
    #[must_use]
    pub fn country(mut self, country: impl Into<String>) -> Self {
        self.country = Some(country.into());
        self
    }

    /// Sets the state or province.
    #[must_use]
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.state = Some(state.into());
        self
    }

    /// Sets the city.
    #[must_use]
    pub fn city(mut self, city: impl Into<String>) -> Self {
        self.city = Some(city.into());
        self
    }

    /// Sets the postal code.
    #[must_use]
    pub fn postal_code(mut self, postal_code: impl Into<String>) -> Self {
        self.postal_code = Some(postal_code.into());
        self
    }

    /// Sets street and number.
    #[must_use]
    pub fn line1(mut self, line: impl Into<String>) -> Self {
        self.line1 = Some(line.into());
        self
    }

    /// Sets the second line.
    #[must_use]
    pub fn line2(mut self, line: impl Into<String>) -> Self {
        self.line2 = Some(line.into());
        self
    }
}
