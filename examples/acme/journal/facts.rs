//! What is stored about a subscription, fact by fact, so that an entry of the journal can say what an action changed,
//! and the action can be undone.

use std::collections::BTreeMap;

use churnkey::chrono::{DateTime, Utc};
use churnkey::prelude::*;
use churnkey::serde_json::{Value, json};
use serde::{Deserialize, Serialize};
use sqlx::{AnyConnection, Row as _};

use crate::db;

/// Something that an action may change. Times are in milliseconds, as in the tables.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "fact", rename_all = "snake_case")]
pub(crate) enum Fact {
    /// When it ends.
    End,
    TrialEnd,
    /// Its start and its end.
    Pause,
    /// How many months a billing period has, from a time on.
    Period {
        since: i64,
    },
    /// Which price an item has, from a time on.
    Price {
        item: String,
        since: i64,
    },
    /// Its start and its end.
    Discount {
        coupon: String,
    },
    /// The amount and currency that were prorated at a time.
    Adjustment {
        at: i64,
    },
}

pub(crate) type Facts = BTreeMap<Fact, Value>;

/// What an action did to a fact. `null` means that it does not exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Change {
    #[serde(flatten)]
    pub(crate) fact: Fact,
    pub(crate) was: Value,
    pub(crate) is: Value,
}

pub(crate) async fn read(connection: &mut AnyConnection, subscription: &str) -> Result<Facts> {
    let mut facts = Facts::new();
    let row = sqlx::query(
        "SELECT trial_end, canceled_at, pause_start, pause_end FROM subscriptions WHERE id = $1",
    )
    .bind(subscription)
    .fetch_one(&mut *connection)
    .await?;
    let moment = |column| row.try_get::<Option<i64>, _>(column);
    facts.extend(moment("canceled_at")?.map(|at| (Fact::End, json!(at))));
    facts.extend(moment("trial_end")?.map(|at| (Fact::TrialEnd, json!(at))));
    let pause = moment("pause_start")?.zip(moment("pause_end")?);
    facts.extend(pause.map(|pause| (Fact::Pause, json!(pause))));

    let periods = sqlx::query("SELECT starts_at, months FROM phases WHERE subscription_id = $1");
    for row in periods.bind(subscription).fetch_all(&mut *connection).await? {
        let since = row.try_get("starts_at")?;
        facts.insert(Fact::Period { since }, json!(row.try_get::<i64, _>("months")?));
    }
    let prices = sqlx::query(
        "SELECT p.item_id, p.starts_at, p.price_id FROM item_prices p JOIN items i ON i.id = p.item_id
         WHERE i.subscription_id = $1",
    );
    for row in prices.bind(subscription).fetch_all(&mut *connection).await? {
        let (item, since) = (row.try_get("item_id")?, row.try_get("starts_at")?);
        facts.insert(Fact::Price { item, since }, json!(row.try_get::<String, _>("price_id")?));
    }
    let discounts =
        sqlx::query("SELECT coupon_id, starts_at, ends_at FROM discounts WHERE owner_id = $1");
    for row in discounts.bind(subscription).fetch_all(&mut *connection).await? {
        let (start, end): (i64, Option<i64>) = (row.try_get("starts_at")?, row.try_get("ends_at")?);
        facts.insert(Fact::Discount { coupon: row.try_get("coupon_id")? }, json!([start, end]));
    }
    let adjustments = sqlx::query(
        "SELECT at, currency, CAST(SUM(amount) AS BIGINT) AS amount FROM adjustments
         WHERE subscription_id = $1 GROUP BY at, currency",
    );
    for row in adjustments.bind(subscription).fetch_all(connection).await? {
        let (amount, currency): (i64, String) = (row.try_get("amount")?, row.try_get("currency")?);
        facts.insert(Fact::Adjustment { at: row.try_get("at")? }, json!([amount, currency]));
    }
    Ok(facts)
}

/// What has changed.
pub(crate) fn changes(before: &Facts, after: &Facts) -> Vec<Change> {
    let of = |facts: &Facts, fact: &Fact| facts.get(fact).cloned().unwrap_or_default();
    let mut changes: Vec<_> = before
        .keys()
        .chain(after.keys().filter(|fact| !before.contains_key(fact)))
        .map(|fact| Change { fact: fact.clone(), was: of(before, fact), is: of(after, fact) })
        .filter(|change| change.was != change.is)
        .collect();
    changes.sort_by(|one, other| one.fact.cmp(&other.fact));
    changes
}

impl Change {
    /// Whether the fact is still as this change left it.
    pub(crate) fn is_kept(&self, facts: &Facts) -> bool {
        facts.get(&self.fact).unwrap_or(&Value::Null) == &self.is
    }

    /// When its effect ended, if it has ended by `now`.
    pub(crate) fn over(&self, now: DateTime<Utc>) -> Option<i64> {
        let end = match self.fact {
            Fact::Pause | Fact::Discount { .. } => self.is.get(1)?.as_i64()?,
            _ => return None,
        };
        (end <= now.timestamp_millis()).then_some(end)
    }

    /// Restores the fact. An adjustment is not removed from the books, but reversed by another one, of `entry`.
    pub(crate) async fn undo(
        &self,
        connection: &mut AnyConnection,
        subscription: &str,
        entry: i64,
        now: DateTime<Utc>,
    ) -> Result<()> {
        let moment = |position: usize| self.was.get(position).and_then(Value::as_i64);
        let query = match &self.fact {
            Fact::End => sqlx::query("UPDATE subscriptions SET canceled_at = $1 WHERE id = $2")
                .bind(self.was.as_i64())
                .bind(subscription),
            Fact::TrialEnd => sqlx::query("UPDATE subscriptions SET trial_end = $1 WHERE id = $2")
                .bind(self.was.as_i64())
                .bind(subscription),
            Fact::Pause => sqlx::query(
                "UPDATE subscriptions SET pause_start = $1, pause_end = $2 WHERE id = $3",
            )
            .bind(moment(0))
            .bind(moment(1))
            .bind(subscription),
            Fact::Period { since } => match self.was.as_i64() {
                None => {
                    sqlx::query("DELETE FROM phases WHERE subscription_id = $1 AND starts_at = $2")
                        .bind(subscription)
                        .bind(*since)
                }
                Some(months) => sqlx::query(
                    "INSERT INTO phases (subscription_id, starts_at, months) VALUES ($1, $2, $3)
                     ON CONFLICT (subscription_id, starts_at) DO UPDATE SET months = excluded.months",
                )
                .bind(subscription)
                .bind(*since)
                .bind(months),
            },
            Fact::Price { item, since } => match self.was.as_str() {
                None => sqlx::query("DELETE FROM item_prices WHERE item_id = $1 AND starts_at = $2")
                    .bind(item)
                    .bind(*since),
                Some(price) => sqlx::query(
                    "INSERT INTO item_prices (item_id, starts_at, price_id) VALUES ($1, $2, $3)
                     ON CONFLICT (item_id, starts_at) DO UPDATE SET price_id = excluded.price_id",
                )
                .bind(item)
                .bind(*since)
                .bind(price),
            },
            Fact::Discount { coupon } => match moment(0) {
                None => sqlx::query("DELETE FROM discounts WHERE owner_id = $1 AND coupon_id = $2")
                    .bind(subscription)
                    .bind(coupon),
                Some(start) => sqlx::query(
                    "INSERT INTO discounts (owner_id, coupon_id, starts_at, ends_at) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (owner_id, coupon_id)
                     DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at",
                )
                .bind(subscription)
                .bind(coupon)
                .bind(start)
                .bind(moment(1)),
            },
            Fact::Adjustment { .. } => sqlx::query(
                "INSERT INTO adjustments (subscription_id, at, currency, amount, reason) VALUES ($1, $2, $3, $4, $5)",
            )
            .bind(subscription)
            .bind(now.timestamp_millis())
            .bind(self.is.get(1).and_then(Value::as_str))
            .bind(-self.is.get(0).and_then(Value::as_i64).unwrap_or_default())
            .bind(format!("entry {entry} of the journal is undone")),
        };
        query.execute(connection).await?;
        Ok(())
    }
}

/// These changes in words.
pub(crate) fn told<'a>(changes: impl IntoIterator<Item = &'a Change>) -> String {
    let told: Vec<_> =
        changes.into_iter().map(|change| tell(&change.fact, &change.was, &change.is)).collect();
    told.join("; ")
}

fn tell(fact: &Fact, was: &Value, is: &Value) -> String {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let at = |value: Option<&Value>| value.and_then(Value::as_i64).map(minute).unwrap_or_default();
    match fact {
        Fact::End if is.is_null() => "does not end".to_owned(),
        Fact::End => format!("ends {}", at(Some(is))),
        Fact::TrialEnd => format!("the trial ends {}", at(Some(is))),
        Fact::Pause if is.is_null() => "not paused".to_owned(),
        Fact::Pause => format!("paused from {} until {}", at(is.get(0)), at(is.get(1))),
        Fact::Period { since } if is.is_null() => {
            format!("no other billing period from {}", minute(*since))
        }
        Fact::Period { since } => format!("billed every {is} months from {}", minute(*since)),
        Fact::Price { since, .. } if is.is_null() => {
            format!("price {} no longer from {}", text(was), minute(*since))
        }
        Fact::Price { since, .. } => format!("price {} from {}", text(is), minute(*since)),
        Fact::Discount { coupon } if is.is_null() => format!("discount {coupon} removed"),
        Fact::Discount { coupon } => match is.get(1).and_then(Value::as_i64) {
            Some(end) => format!("discount {coupon} until {}", minute(end)),
            None => format!("discount {coupon}"),
        },
        Fact::Adjustment { .. } => {
            let [amount, currency] = [0, 1].map(|position| is.get(position).cloned());
            let currency = currency.as_ref().map(text).unwrap_or_default();
            format!("adjusted by {} {currency} (minor unit)", amount.unwrap_or_default())
        }
    }
}

/// A time in UTC, for people.
pub(crate) fn minute(millis: i64) -> String {
    db::date(millis).map_or_else(|_| millis.to_string(), |at| at.format("%F %H:%M").to_string())
}

#[cfg(test)]
#[path = "../tests/facts.rs"]
mod tests;
