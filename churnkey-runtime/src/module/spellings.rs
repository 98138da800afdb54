//! Other names of the keys and words of an action's body, as a merchant has set them.

/// What came, and what is meant.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Spellings(pub(crate) Vec<(String, &'static str)>);

impl Spellings {
    /// The keys that are read of a body, in whatever object. Each action's schema is made of them.
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

    /// A key or a word that can be meant.
    pub(crate) fn known(text: &str) -> Option<&'static str> {
        Self::KEYS.iter().chain(Self::WORDS).find(|known| **known == text).copied()
    }

    /// The other names of a key.
    pub(crate) fn of<'a>(&'a self, meant: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(_, known)| *known == meant).map(|(came, _)| came.as_str())
    }

    /// What a word means.
    pub(crate) fn meant(&self, came: &str) -> Option<&'static str> {
        self.0.iter().find(|(known, _)| known == came).map(|(_, meant)| *meant)
    }
}
