//! How long a pause or an extended trial lasts (protocol 6.6). It is read tolerantly, since the names of its keys are not
//! certain.

use std::num::NonZeroU32;

use chrono::{DateTime, Days, Months, NaiveDate, NaiveTime, Utc};
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};

use crate::error::{Error, Result};
use crate::models::dates;
use crate::module::fields::{Fields, read, whole};
use crate::module::words::Word;

/// How long a pause or an extended trial lasts: for a while, or until a date. Only a declared kind reaches the merchant.
///
/// As JSON it has the protocol's likeliest spelling, `{"type": "period", "amount": 2, "unit": "month"}` or
/// `{"type": "date", "date": "2026-03-01T00:00:00.000Z"}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub enum ActionDuration {
    /// A number of days, weeks, months or years.
    Period {
        /// How many units.
        amount: NonZeroU32,
        /// The unit.
        unit: DurationUnit,
    },
    /// Until this moment (UTC).
    #[serde(serialize_with = "until")]
    Date(DateTime<Utc>),
}

/// The unit of [`ActionDuration::Period`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum DurationUnit {
    /// A day of 24 hours, since all dates are UTC.
    Day,
    /// Seven days.
    Week,
    /// A calendar month.
    Month,
    /// A calendar year.
    Year,
}

/// The two kinds of [`ActionDuration`], as an integration declares them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DurationKind {
    /// `period`: a number of days, weeks, months or years.
    Period,
    /// `date`: until a date.
    Date,
}

impl ActionDuration {
    /// A number of units.
    ///
    /// # Errors
    /// 400 if `amount` is zero.
    pub fn period(amount: u32, unit: DurationUnit) -> Result<Self> {
        let amount = NonZeroU32::new(amount);
        amount
            .map(|amount| Self::Period { amount, unit })
            .ok_or_else(|| Error::bad_request("a period must have at least one unit"))
    }

    /// Until a moment.
    #[must_use]
    pub fn until_date(date: DateTime<Utc>) -> Self {
        Self::Date(date)
    }

    /// When it is over, if it begins at `start`: by the calendar, so that a month after 31 January is the last day of
    /// February, at the same time of day.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// use churnkey::actions::{ActionDuration, DurationUnit};
    /// use churnkey::chrono::{DateTime, Utc};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let start: DateTime<Utc> = "2026-01-31T09:00:00Z".parse()?;
    /// let month = ActionDuration::period(1, DurationUnit::Month).unwrap();
    /// assert_eq!(month.end(start).unwrap().to_rfc3339(), "2026-02-28T09:00:00+00:00");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// 400 if that is not after `start`, or is beyond the calendar.
    pub fn end(&self, start: DateTime<Utc>) -> Result<DateTime<Utc>> {
        let end = match *self {
            Self::Date(date) => Some(date),
            Self::Period { amount, unit } => after(start, amount.get(), unit),
        };
        match end {
            Some(end) if end > start => Ok(end),
            Some(_) => Err(Error::bad_request("`duration` is over before it begins")),
            None => Err(Error::bad_request("`duration` is too long")),
        }
    }

    /// Which of the two kinds it is.
    #[must_use]
    pub fn kind(&self) -> DurationKind {
        match self {
            Self::Period { .. } => DurationKind::Period,
            Self::Date(_) => DurationKind::Date,
        }
    }

    pub(crate) fn read(fields: &Fields<'_>) -> Result<Self> {
        let duration = fields.object("duration", "duration.")?;
        let read = Self::of(&duration);
        if read.is_ok() {
            duration.report_unread();
        } else {
            duration.report_unknown();
        }
        read
    }

    fn of(duration: &Fields<'_>) -> Result<Self> {
        match kind(duration)? {
            DurationKind::Period => period(duration),
            DurationKind::Date => {
                let Some((key, value)) = duration.first(DATE)? else {
                    return Err(duration.missing(DATE));
                };
                let Some((date, is_usual)) = date(value) else {
                    duration.odd_date(key, value, false);
                    let expected = "must be a date such as `2026-03-01T00:00:00.000Z`, `2026-03-01` or milliseconds since 1970";
                    return Err(duration.refuse(key, expected));
                };
                if !is_usual {
                    duration.odd_date(key, value, true);
                }
                Ok(Self::Date(date))
            }
        }
    }
}

impl ActionDuration {
    /// One schema for each declared kind, in its likeliest spelling. Its description names the other spellings that
    /// [`read`](Self::read) accepts.
    pub(crate) fn schemas(declared: &[DurationKind]) -> Vec<Value> {
        let kinds = declared.iter().map(|kind| match kind {
            DurationKind::Period => json!({
                "description": "A number of units. Also read: `value` or `count`, `interval`, and units in the plural.",
                "type": "object",
                // Without `type` the keys show which kind it is, so those of the other must be absent.
                "anyOf": [{ "required": ["type"], "properties": { "type": { "const": "period" } } }, without(DATE)],
                "properties": {
                    "type": { "enum": ["period", null], "description": "May be left out." },
                    "amount": { "type": "integer", "minimum": 1, "maximum": u32::MAX },
                    "unit": { "type": "string", "enum": ["day", "week", "month", "year"] }
                },
                "required": ["amount", "unit"]
            }),
            DurationKind::Date => json!({
                "description": "Until a date. Also read: `end` or `until`.",
                "type": "object",
                "anyOf": [{ "required": ["type"], "properties": { "type": { "const": "date" } } }, without(AMOUNT)],
                "properties": {
                    "type": { "enum": ["date", null], "description": "May be left out." },
                    "date": {
                        "description": "Or milliseconds since 1970.",
                        "anyOf": [
                            { "type": "string", "format": "date-time" },
                            { "type": "string", "format": "date" },
                            {
                                "type": "integer",
                                "minimum": DateTime::<Utc>::MIN_UTC.timestamp_millis(),
                                "maximum": DateTime::<Utc>::MAX_UTC.timestamp_millis()
                            }
                        ]
                    }
                },
                "required": ["date"]
            }),
        });
        kinds.collect()
    }
}

/// Neither `type` nor one of these keys; `null` counts as absent.
fn without(keys: &[&str]) -> Value {
    let absent = |key: &&str| ((*key).to_owned(), json!({ "type": "null" }));
    let absent: Map<_, _> = keys.iter().chain(&["type"]).map(absent).collect();
    json!({ "properties": absent })
}

/// Every spelling that [protocol 6.6](crate::protocol#66-action-duration-pause-extendtrial) asks to read, the
/// likeliest first.
const AMOUNT: &[&str] = &["amount", "value", "count"];
const UNIT: &[&str] = &["unit", "interval"];
const DATE: &[&str] = &["date", "end", "until"];

/// The kind that `type` names, or else that the keys suggest.
fn kind(duration: &Fields<'_>) -> Result<DurationKind> {
    if duration.get("type")?.is_some() {
        return duration.word("type");
    }
    let (amount, date) = (duration.first(AMOUNT)?, duration.first(DATE)?);
    match (amount, date) {
        (Some(_), None) => Ok(DurationKind::Period),
        (None, Some(_)) => Ok(DurationKind::Date),
        _ => Err(duration.refuse("type", "must be `period` or `date`")),
    }
}

fn period(duration: &Fields<'_>) -> Result<ActionDuration> {
    let Some((key, value)) = duration.first(AMOUNT)? else { return Err(duration.missing(AMOUNT)) };
    let amount = whole(value).and_then(|amount| NonZeroU32::new(u32::try_from(amount).ok()?));
    let amount = amount.ok_or_else(|| duration.refuse(key, "must be a positive whole number"))?;
    let Some((key, value)) = duration.first(UNIT)? else { return Err(duration.missing(UNIT)) };
    let text = read::<String>(value);
    let unit = text.as_deref().and_then(|text| {
        DurationUnit::parse(text).or_else(|| DurationUnit::parse(duration.meaning(text)?))
    });
    let unit = unit.ok_or_else(|| {
        duration.unknown_word(key, text.as_deref(), &["day", "week", "month", "year"]);
        duration.refuse(key, "must be `day`, `week`, `month` or `year`")
    })?;
    Ok(ActionDuration::Period { amount, unit })
}

impl DurationUnit {
    /// Singular or plural.
    fn parse(text: &str) -> Option<Self> {
        match text.strip_suffix('s').unwrap_or(text) {
            "day" => Some(Self::Day),
            "week" => Some(Self::Week),
            "month" => Some(Self::Month),
            "year" => Some(Self::Year),
            _ => None,
        }
    }
}

/// Reads RFC 3339, a plain date (its first moment, UTC), or milliseconds since 1970
/// ([protocol 2.7](crate::protocol#27-dates)), and says whether it was RFC 3339 in UTC, as is usual.
fn date(value: &RawValue) -> Option<(DateTime<Utc>, bool)> {
    if let Some(millis) = whole(value) {
        return Some((DateTime::from_timestamp_millis(millis)?, false));
    }
    let text = read::<String>(value)?;
    if let Ok(date) = DateTime::parse_from_rfc3339(&text) {
        return Some((date.to_utc(), text.ends_with('Z')));
    }
    let date = NaiveDate::parse_from_str(&text, "%Y-%m-%d").ok()?;
    Some((date.and_time(NaiveTime::MIN).and_utc(), false))
}

/// `{"date": "…"}`
fn until<S: Serializer>(date: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    #[derive(Serialize)]
    struct Until {
        #[serde(with = "dates")]
        date: DateTime<Utc>,
    }

    Until { date: *date }.serialize(serializer)
}

fn after(start: DateTime<Utc>, amount: u32, unit: DurationUnit) -> Option<DateTime<Utc>> {
    match unit {
        DurationUnit::Day => start.checked_add_days(Days::new(amount.into())),
        DurationUnit::Week => start.checked_add_days(Days::new(u64::from(amount) * 7)),
        DurationUnit::Month => start.checked_add_months(Months::new(amount)),
        DurationUnit::Year => start.checked_add_months(Months::new(amount.checked_mul(12)?)),
    }
}

impl Word for DurationKind {
    const ALL: &'static [Self] = &[Self::Period, Self::Date];

    fn as_str(self) -> &'static str {
        match self {
            Self::Period => "period",
            Self::Date => "date",
        }
    }
}

#[cfg(test)]
#[path = "../tests/calendar.rs"]
mod calendar;
#[cfg(test)]
#[path = "../tests/duration.rs"]
mod tests;
