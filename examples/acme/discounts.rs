//! Discounts: the coupons that a subscription, or a customer, has.

use churnkey::prelude::*;
use sqlx::{AnyConnection, Row as _};

use crate::coupons;
use crate::db::{self, optional_date};

/// The discounts of a subscription or of a customer that have not ended.
pub(crate) async fn of(connection: &mut AnyConnection, owner: &str) -> Result<Vec<Discount>> {
    let rows = sqlx::query(
        "SELECT d.starts_at, d.ends_at, c.* FROM discounts d JOIN coupons c ON c.id = d.coupon_id
         WHERE d.owner_id = $1 AND (d.ends_at IS NULL OR d.ends_at > $2) ORDER BY d.starts_at, c.id",
    )
    .bind(owner)
    .bind(db::now().timestamp_millis())
    .fetch_all(connection)
    .await?;
    let discounts = rows.iter().map(|row| {
        let discount =
            Discount::new(coupons::read(row)?).start(db::date(row.try_get("starts_at")?)?);
        Ok(match optional_date(row, "ends_at")? {
            Some(end) => discount.end(end),
            None => discount,
        })
    });
    discounts.collect()
}
