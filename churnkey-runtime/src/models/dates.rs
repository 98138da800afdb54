//! Dates on the wire: what `JSON.stringify` makes of a `Date` (protocol 2.7). For `#[serde(with = …)]`.

use std::fmt;

use chrono::{DateTime, Datelike, Timelike, Utc};
use serde::{Deserializer, Serializer, de, ser};

pub(crate) fn serialize<S: Serializer>(
    date: &DateTime<Utc>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    // chrono shows a leap second as a fraction above 999, which a JavaScript date cannot hold.
    let millis = date.timestamp_subsec_millis().min(999);
    // Once for all fields: each of `DateTime`'s own getters adds the offset again.
    let date = date.naive_utc();

    let Some(year) = u32::try_from(date.year()).ok().filter(|year| *year <= 9999) else {
        // JavaScript's own form for the years that do not fit into four digits.
        return serializer.collect_str(&format_args!(
            "{:+07}-{:02}-{:02}T{:02}:{:02}:{:02}.{millis:03}Z",
            date.year(),
            date.month(),
            date.day(),
            date.hour(),
            date.minute(),
            date.second(),
        ));
    };

    // A page of subscriptions has hundreds of dates, and this takes a fraction of the time of `fmt`.
    let mut text = *b"0000-00-00T00:00:00.000Z";
    let [y1, y2, y3, y4, _, o1, o2, _, d1, d2, _, h1, h2, _, m1, m2, _, s1, s2, _, f1, f2, f3, _] =
        &mut text;
    write([y1, y2, y3, y4], year);
    write([o1, o2], date.month());
    write([d1, d2], date.day());
    write([h1, h2], date.hour());
    write([m1, m2], date.minute());
    write([s1, s2], date.second());
    write([f1, f2, f3], millis);
    serializer.serialize_str(str::from_utf8(&text).map_err(ser::Error::custom)?)
}

/// Writes a number over these zeros.
fn write<const N: usize>(zeros: [&mut u8; N], mut number: u32) {
    for digit in zeros.into_iter().rev() {
        *digit += (number % 10) as u8;
        number /= 10;
    }
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<DateTime<Utc>, D::Error> {
    struct Text;

    impl de::Visitor<'_> for Text {
        type Value = DateTime<Utc>;

        fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
            formatter.write_str("a date such as 2026-03-01T00:00:00.000Z (RFC 3339)")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<DateTime<Utc>, E> {
            // RFC 3339 has four digits for the year; a sign announces JavaScript's six.
            let date = if text.starts_with(['+', '-']) {
                text.parse()
            } else {
                DateTime::parse_from_rfc3339(text)
            };
            date.map(|date| date.to_utc())
                .map_err(|_| E::invalid_value(de::Unexpected::Str(text), &self))
        }
    }

    deserializer.deserialize_str(Text)
}

/// The same for a date that may be absent. The field needs `default` and `skip_serializing_if` as well.
pub(crate) mod option {
    use chrono::{DateTime, Utc};
    use serde::{Deserialize, Deserializer, Serializer};

    #[expect(clippy::ref_option, reason = "serde passes it so")]
    pub(crate) fn serialize<S: Serializer>(
        date: &Option<DateTime<Utc>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => super::serialize(date, serializer),
            None => serializer.serialize_none(),
        }
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<DateTime<Utc>>, D::Error> {
        #[derive(Deserialize)]
        struct Date(#[serde(with = "super")] DateTime<Utc>);

        Ok(Option::deserialize(deserializer)?.map(|Date(date)| date))
    }
}

/// The schema of a date, for `#[schemars(with = …)]`.
#[cfg(feature = "openapi")]
pub(crate) struct Date;

#[cfg(feature = "openapi")]
impl schemars::JsonSchema for Date {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Date".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "format": "date-time",
            "examples": ["2026-03-01T00:00:00.000Z"]
        })
    }
}
