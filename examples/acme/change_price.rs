//! The ChangePrice action. A subscription's first item is the plan, and gets the new price; the others are extras.

use churnkey::chrono::{DateTime, Utc};
use churnkey::prelude::*;
use sqlx::{AnyConnection, Row as _};

use crate::action::Action;
use crate::charge::{charge, prorated};
use crate::db::Acme;
use crate::journal::repeats::Wish;
use crate::timeline::Timeline;
use crate::{prices, subscriptions};

#[churnkey::action(change_price, schedules(immediate, end_of_period), prorate)]
impl ChangePrice for Acme {
    async fn handle(&self, options: ChangePriceOptions) -> Result<()> {
        self.act(options.event(), async |action| change_price(action, &options).await).await
    }
}

async fn change_price(action: &mut Action<'_>, options: &ChangePriceOptions) -> Result<()> {
    let key = options.subscription();
    let Some(one) = action.on(&key, options.request_key(), Wish::State).await? else {
        return Ok(()); // it was done at the same request
    };
    let (now, timeline) = (action.now, &one.timeline);
    let connection = &mut *action.connection;
    let id = options.subscription_id.as_str();
    let refuse = |why: &str| Err(Error::bad_request(format!("subscription {id} {why}")));
    if timeline.canceled_at.is_some() {
        return refuse(if timeline.is_canceled(now) { "is canceled" } else { "is set to end" });
    }
    let price = prices::load(connection, &options.price).await?;
    let items = subscriptions::items(connection, id, now).await?;
    let [plan, extras @ ..] = items.as_slice() else { return refuse("has no items") };
    if plan.price.amount.currency() != price.amount.currency() {
        return refuse("is billed in another currency");
    }
    let months = prices::months(price.duration);
    if !extras.is_empty() && months != timeline.months {
        return refuse("has extras that are billed at another interval");
    }
    let at = match options.scheduled_at {
        Schedule::Immediate => now,
        Schedule::EndOfPeriod => timeline.period(now)?.end(),
    };
    if at > now && is_scheduled(connection, plan.id.as_str(), &price, at).await? {
        return action.done(one).await; // it is what was asked for
    }
    // An earlier scheduled change gives way to this one.
    unschedule(connection, plan.id.as_str(), id, now).await?;
    if plan.price.id != price.id {
        start(connection, plan.id.as_str(), &price, at).await?;
        if months != timeline.months {
            start_phase(connection, id, months, at).await?;
        }
        if options.prorate && at == now && !timeline.in_trial(now) {
            adjust(connection, id, plan, &price, timeline, now).await?;
        }
    }
    action.done(one).await
}

async fn is_scheduled(
    connection: &mut AnyConnection,
    item: &str,
    price: &Price,
    at: DateTime<Utc>,
) -> Result<bool> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS scheduled FROM item_prices
         WHERE item_id = $1 AND starts_at = $2 AND price_id = $3",
    )
    .bind(item)
    .bind(at.timestamp_millis())
    .bind(price.id.as_str())
    .fetch_one(connection)
    .await?;
    Ok(row.try_get::<i64, _>("scheduled")? > 0)
}

async fn unschedule(
    connection: &mut AnyConnection,
    item: &str,
    subscription: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query("DELETE FROM item_prices WHERE item_id = $1 AND starts_at > $2")
        .bind(item)
        .bind(now.timestamp_millis())
        .execute(&mut *connection)
        .await?;
    sqlx::query("DELETE FROM phases WHERE subscription_id = $1 AND starts_at > $2")
        .bind(subscription)
        .bind(now.timestamp_millis())
        .execute(connection)
        .await?;
    Ok(())
}

async fn start(
    connection: &mut AnyConnection,
    item: &str,
    price: &Price,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO item_prices (item_id, starts_at, price_id) VALUES ($1, $2, $3)
         ON CONFLICT (item_id, starts_at) DO UPDATE SET price_id = excluded.price_id",
    )
    .bind(item)
    .bind(at.timestamp_millis())
    .bind(price.id.as_str())
    .execute(connection)
    .await?;
    Ok(())
}

async fn start_phase(
    connection: &mut AnyConnection,
    subscription: &str,
    months: u32,
    at: DateTime<Utc>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO phases (subscription_id, starts_at, months) VALUES ($1, $2, $3)
         ON CONFLICT (subscription_id, starts_at) DO UPDATE SET months = excluded.months",
    )
    .bind(subscription)
    .bind(at.timestamp_millis())
    .bind(i64::from(months))
    .execute(connection)
    .await?;
    Ok(())
}

/// The rest of the period is refunded at the old price. With the same interval, it is charged at the new price; with
/// another interval, a new period starts, which is billed in full like any other.
async fn adjust(
    connection: &mut AnyConnection,
    subscription: &str,
    plan: &Item,
    price: &Price,
    timeline: &Timeline,
    now: DateTime<Utc>,
) -> Result<()> {
    let mut difference = -charge(&plan.price.amount, plan.quantity);
    if prices::months(price.duration) == timeline.months {
        difference += charge(&price.amount, plan.quantity);
    }
    sqlx::query("INSERT INTO adjustments (subscription_id, at, currency, amount, reason) VALUES ($1, $2, $3, $4, $5)")
        .bind(subscription)
        .bind(now.timestamp_millis())
        .bind(price.amount.currency().as_str().to_owned())
        .bind(prorated(difference, timeline.period(now)?, now))
        .bind(format!("from {} to {}", plan.price.id, price.id))
        .execute(connection)
        .await?;
    Ok(())
}
