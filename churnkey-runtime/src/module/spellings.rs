//! The merchant's other names for the keys and words of an action's body.

/// Pairs of a spelling and the key or word that it means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spellings(pub(crate) Vec<(String, &'static str)>);

impl Spellings {
    /// The keys that are read from a body, in any object. Each action's schema consists of them.
    pub(crate) const KEYS: &'static [&'static str] = &[
        "allowAnnual",
        "amount",
        "count",
        "coupon",
        "couponId",
        "customerId",
        "date",
        "duration",
        "end",
        "id",
        "interval",
        "price",
        "priceId",
        "prorate",
        "scheduledAt",
        "startAt",
        "subscriptionId",
        "type",
        "unit",
        "unpause",
        "until",
        "value",
    ];

    /// The words that are read as values.
    pub(crate) const WORDS: &'static [&'static str] =
        &["immediate", "end-of-period", "period", "date", "day", "week", "month", "year"];

    /// The key or word of the protocol that `text` is.
    pub(crate) fn known(text: &str) -> Option<&'static str> {
        Self::KEYS.iter().chain(Self::WORDS).find(|known| **known == text).copied()
    }

    /// The other names of a key.
    pub(crate) fn of<'a>(&'a self, key: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(_, known)| *known == key).map(|(spelling, _)| spelling.as_str())
    }

    /// The meaning of another spelling.
    pub(crate) fn meaning(&self, spelling: &str) -> Option<&'static str> {
        self.0.iter().find(|(known, _)| known == spelling).map(|(_, meaning)| *meaning)
    }
}
