//! Currencies.

use std::{
    fmt,
    hash::{Hash, Hasher},
    str::FromStr,
};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::InvalidModel;

/// An ISO 4217 currency code: three ASCII letters ([protocol 2.8](crate::protocol#28-money)).
///
/// The protocol leaves the letter case open. It is passed through as given, lower case is recommended, and two codes
/// that differ in case only are equal. Whether ISO 4217 really lists the code is not checked.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::Currency;
///
/// assert_eq!(Currency::new("EUR")?, Currency::EUR);
/// assert_eq!(Currency::new("EUR")?.as_str(), "EUR");
/// assert_eq!(Currency::EUR.as_str(), "eur");
/// assert!(Currency::new("euro").is_err());
/// # Ok::<(), churnkey::models::InvalidModel>(())
/// ```
#[derive(Clone, Copy)]
pub struct Currency([u8; 3]);

macro_rules! currencies {
    ($($name:ident $code:literal $what:literal)+) => {
        /// The most common currencies, in lower case.
        impl Currency {$(
            #[doc = $what]
            pub const $name: Self = Self(*$code);
        )+}
    };
}

currencies! {
    AUD b"aud" "Australian dollar"
    BRL b"brl" "Brazilian real"
    CAD b"cad" "Canadian dollar"
    CHF b"chf" "Swiss franc"
    CNY b"cny" "Chinese yuan"
    DKK b"dkk" "Danish krone"
    EUR b"eur" "Euro"
    GBP b"gbp" "Pound sterling"
    INR b"inr" "Indian rupee"
    JPY b"jpy" "Japanese yen (no minor unit: 100 yen are `100`)"
    MXN b"mxn" "Mexican peso"
    NOK b"nok" "Norwegian krone"
    NZD b"nzd" "New Zealand dollar"
    PLN b"pln" "Polish złoty"
    SEK b"sek" "Swedish krona"
    USD b"usd" "United States dollar"
}

impl Currency {
    /// Takes three ASCII letters, in either case.
    pub fn new(code: &str) -> Result<Self, InvalidModel> {
        match <[u8; 3]>::try_from(code.as_bytes()) {
            Ok(letters) if letters.iter().all(u8::is_ascii_alphabetic) => Ok(Self(letters)),
            _ => Err(InvalidModel::new(
                "currency",
                "three ASCII letters (ISO 4217)",
                format!("{code:?}"),
            )),
        }
    }

    /// The code, in the case it was given in.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Never the default: the bytes are ASCII letters.
        str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl PartialEq for Currency {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl Eq for Currency {}

impl Hash for Currency {
    // Equal codes must hash alike, whatever their case.
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.map(|letter| letter.to_ascii_lowercase()).hash(state);
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Currency").field(&self.as_str()).finish()
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl AsRef<str> for Currency {
    fn as_ref(&self) -> &str {
        self.as_str()
    }
}

impl FromStr for Currency {
    type Err = InvalidModel;

    fn from_str(code: &str) -> Result<Self, InvalidModel> {
        Self::new(code)
    }
}

impl TryFrom<&str> for Currency {
    type Error = InvalidModel;

    fn try_from(code: &str) -> Result<Self, InvalidModel> {
        Self::new(code)
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Code;

        impl de::Visitor<'_> for Code {
            type Value = Currency;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an ISO 4217 currency code")
            }

            fn visit_str<E: de::Error>(self, code: &str) -> Result<Currency, E> {
                Currency::new(code).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Code)
    }
}

#[cfg(feature = "openapi")]
impl schemars::JsonSchema for Currency {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Currency".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "description": "An ISO 4217 code, in any letter case.",
            "type": "string",
            "pattern": "^[A-Za-z]{3}$",
            "examples": ["eur"]
        })
    }
}
