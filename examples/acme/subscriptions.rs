//! The Subscriptions controller, and the loading of a subscription that the actions share.

use churnkey::chrono::{DateTime, Utc};
use churnkey::prelude::*;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use crate::db::{self, Acme, count, optional_date};
use crate::timeline::Timeline;
use crate::{discounts, prices};

#[churnkey::controller]
impl Subscriptions for Acme {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        self.read(async |connection| {
            let row = row(connection, &key).await?;
            read(connection, &row, db::now()).await
        })
        .await
    }

    async fn list(&self, customer: CustomerId, page: PageRequest) -> Result<Page<Subscription>> {
        Customers::retrieve(self, customer.clone()).await?; // 404 when there is no such customer
        self.read(async |connection| {
            let rows = sqlx::query(
            "SELECT * FROM subscriptions WHERE customer_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        )
        .bind(customer.as_str())
        .bind(page.after::<String>()?.unwrap_or_default())
        .bind(i64::from(page.fetch()))
        .fetch_all(&mut *connection)
        .await?;
            let now = db::now();
            let mut subscriptions = Vec::with_capacity(rows.len());
            for row in &rows {
                subscriptions.push(read(connection, row, now).await?);
            }
            Ok(Page::by_key(subscriptions, &page, |subscription| subscription.id.clone()))
        })
        .await
    }
}

impl Acme {
    /// An active subscription that is billed monthly, for the commands that are printed at the start. The data is kept,
    /// so yesterday's may be paused by now. If there is none left, it is the first subscription.
    pub(crate) async fn running(&self, now: DateTime<Utc>) -> Result<SubscriptionKey> {
        self.read(async |connection| {
            let rows = sqlx::query(
                "SELECT customer_id, id FROM subscriptions WHERE canceled_at IS NULL ORDER BY id",
            )
            .fetch_all(&mut *connection)
            .await?;
            for found in rows {
                let key = SubscriptionKey::new(
                    found.try_get::<String, _>("customer_id")?,
                    found.try_get::<String, _>("id")?,
                );
                let timeline = timeline(connection, &key, now).await?;
                let settled = timeline.pending_pause(now).is_none() && timeline.months == 1;
                if settled && timeline.status(now)?.is_active() {
                    return Ok(key);
                }
            }
            Ok(SubscriptionKey::new("u_1001", "s_1001"))
        })
        .await
    }
}

/// All subscriptions of a customer, inside an action's transaction.
pub(crate) async fn ids(
    connection: &mut AnyConnection,
    customer: &CustomerId,
) -> Result<Vec<SubscriptionId>> {
    let rows = sqlx::query("SELECT id FROM subscriptions WHERE customer_id = $1 ORDER BY id")
        .bind(customer.as_str())
        .fetch_all(connection)
        .await?;
    rows.iter().map(|row| Ok(SubscriptionId::new(row.try_get::<String, _>("id")?))).collect()
}

async fn row(connection: &mut AnyConnection, key: &SubscriptionKey) -> Result<AnyRow> {
    sqlx::query("SELECT * FROM subscriptions WHERE id = $1 AND customer_id = $2")
        .bind(key.subscription_id.as_str())
        .bind(key.customer_id.as_str())
        .fetch_optional(connection)
        .await?
        .ok_or_else(|| {
            Error::not_found(format!("subscription {} does not exist", key.subscription_id))
        })
}

async fn read(
    connection: &mut AnyConnection,
    row: &AnyRow,
    now: DateTime<Utc>,
) -> Result<Subscription> {
    let id: String = row.try_get("id")?;
    let timeline = timeline_of(connection, row, now).await?;
    let items = items(connection, &id, now).await?;
    let customer: String = row.try_get("customer_id")?;
    let duration = prices::duration(timeline.months)?;
    let subscription = Subscription::new(
        id.as_str(),
        customer,
        timeline.status(now)?,
        timeline.start,
        duration,
        items,
    )
    .discounts(discounts::of(connection, &id).await?);
    // No field of the protocol shows what is scheduled.
    let coming = [
        ("endsAt", timeline.canceled_at),
        ("pausesAt", timeline.pause.map(|(start, _)| start)),
        ("priceChangesAt", price_changes_at(connection, &id, now).await?),
    ];
    let coming = coming.into_iter().filter_map(|(key, at)| Some((key, at.filter(|at| now < *at)?)));
    Ok(coming.fold(subscription, |subscription, (key, at)| {
        subscription.metadata(key, at.format("%FT%T%.3fZ").to_string())
    }))
}

/// When the next scheduled change of a price takes effect.
async fn price_changes_at(
    connection: &mut AnyConnection,
    subscription: &str,
    now: DateTime<Utc>,
) -> Result<Option<DateTime<Utc>>> {
    let row = sqlx::query(
        "SELECT MIN(p.starts_at) AS starts_at FROM item_prices p JOIN items i ON i.id = p.item_id
         WHERE i.subscription_id = $1 AND p.starts_at > $2",
    )
    .bind(subscription)
    .bind(now.timestamp_millis())
    .fetch_one(connection)
    .await?;
    optional_date(&row, "starts_at")
}

/// The dates of a subscription, inside an action's transaction.
pub(crate) async fn timeline(
    connection: &mut AnyConnection,
    key: &SubscriptionKey,
    now: DateTime<Utc>,
) -> Result<Timeline> {
    let row = row(connection, key).await?;
    timeline_of(connection, &row, now).await
}

async fn timeline_of(
    connection: &mut AnyConnection,
    row: &AnyRow,
    now: DateTime<Utc>,
) -> Result<Timeline> {
    let phase = sqlx::query(
        "SELECT starts_at, months FROM phases WHERE subscription_id = $1 AND starts_at <= $2
         ORDER BY starts_at DESC LIMIT 1",
    )
    .bind(row.try_get::<String, _>("id")?)
    .bind(now.timestamp_millis())
    .fetch_one(connection)
    .await?;
    Ok(Timeline {
        start: db::date(row.try_get("started_at")?)?,
        trial_end: optional_date(row, "trial_end")?,
        canceled_at: optional_date(row, "canceled_at")?,
        unpaid: row.try_get::<i64, _>("unpaid")? != 0,
        pause: optional_date(row, "pause_start")?.zip(optional_date(row, "pause_end")?),
        anchor: db::date(phase.try_get("starts_at")?)?,
        months: count(&phase, "months")?,
    })
}

/// The items, each at its current price.
pub(crate) async fn items(
    connection: &mut AnyConnection,
    subscription: &str,
    now: DateTime<Utc>,
) -> Result<Vec<Item>> {
    let rows = sqlx::query(
        "SELECT i.id, i.quantity, (SELECT p.price_id FROM item_prices p
            WHERE p.item_id = i.id AND p.starts_at <= $2 ORDER BY p.starts_at DESC LIMIT 1) AS price_id
         FROM items i WHERE i.subscription_id = $1 ORDER BY i.position",
    )
    .bind(subscription)
    .bind(now.timestamp_millis())
    .fetch_all(&mut *connection)
    .await?;
    let mut items = Vec::with_capacity(rows.len());
    for row in rows {
        let price = PriceId::new(row.try_get::<String, _>("price_id")?);
        let price = prices::load(connection, &price).await?;
        items.push(
            Item::new(row.try_get::<String, _>("id")?, price).quantity(count(&row, "quantity")?),
        );
    }
    Ok(items)
}
