//! The ApplyCoupon action, in its short form: one annotated function.

use churnkey::chrono::{DateTime, Months, Utc};
use churnkey::prelude::*;
use sqlx::Row as _;

use crate::action::Action;
use crate::db::Acme;
use crate::journal::repeats::Wish;
use crate::timeline::Timeline;
use crate::{coupons, prices, subscriptions};

#[churnkey::action(apply_coupon)]
async fn apply_coupon(acme: &Acme, options: ApplyCouponOptions) -> Result<()> {
    acme.act(options.event(), async |action| redeem(action, &options).await).await
}

async fn redeem(action: &mut Action<'_>, options: &ApplyCouponOptions) -> Result<()> {
    let key = options.subscription();
    let Some(one) = action.on(&key, options.request_key(), Wish::State).await? else {
        return Ok(()); // it was done at the same request
    };
    let (now, timeline) = (action.now, &one.timeline);
    let connection = &mut *action.connection;
    if timeline.is_canceled(now) {
        return Err(Error::bad_request(format!(
            "subscription {} is canceled",
            options.subscription_id
        )));
    }
    let coupon = coupons::load(connection, &options.coupon).await?;
    let running = sqlx::query(
        "SELECT COUNT(*) AS running FROM discounts
         WHERE owner_id = $1 AND coupon_id = $2 AND (ends_at IS NULL OR ends_at > $3)",
    )
    .bind(options.subscription_id.as_str())
    .bind(coupon.id.as_str())
    .bind(now.timestamp_millis())
    .fetch_one(&mut *connection)
    .await?;
    if running.try_get::<i64, _>("running")? > 0 {
        return action.done(one).await; // it has this discount
    }
    if coupon.expires_at.is_some_and(|end| end <= now) {
        return Err(Error::bad_request(format!("coupon {} has expired", coupon.id)));
    }
    let items = subscriptions::items(connection, options.subscription_id.as_str(), now).await?;
    if let CouponValue::Fixed(fixed) = &coupon.value
        && items.iter().any(|item| item.price.amount.currency() != fixed.currency)
    {
        return Err(Error::bad_request(format!("coupon {} is of another currency", coupon.id)));
    }
    // The count is checked where it is increased, so the last redemption cannot be used twice.
    let redeemed = sqlx::query(
        "UPDATE coupons SET redeemed = redeemed + 1
         WHERE id = $1 AND (max_redemptions IS NULL OR redeemed < max_redemptions)",
    )
    .bind(coupon.id.as_str())
    .execute(&mut *connection)
    .await?;
    if redeemed.rows_affected() == 0 {
        return Err(Error::bad_request(format!("coupon {} is exhausted", coupon.id)));
    }
    sqlx::query(
        "INSERT INTO discounts (coupon_id, owner_id, starts_at, ends_at) VALUES ($1, $2, $3, $4)
         ON CONFLICT (owner_id, coupon_id) DO UPDATE SET starts_at = excluded.starts_at, ends_at = excluded.ends_at",
    )
    .bind(coupon.id.as_str())
    .bind(options.subscription_id.as_str())
    .bind(now.timestamp_millis())
    .bind(end(&coupon, timeline, now)?.map(|end| end.timestamp_millis()))
    .execute(&mut *connection)
    .await?;
    action.done(one).await
}

/// When a coupon that is redeemed now ends.
fn end(coupon: &Coupon, timeline: &Timeline, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>> {
    match coupon.duration {
        CouponDuration::Once => Ok(Some(timeline.end_of_cycles(now, 1)?)),
        CouponDuration::CycleAmount { cycles, .. } => {
            Ok(Some(timeline.end_of_cycles(now, cycles.get())?))
        }
        CouponDuration::Recurring { amount, unit, .. } => {
            let months = prices::months(BillingCycle::new(amount, unit));
            let end = now.checked_add_months(Months::new(months));
            end.map(Some).ok_or_else(|| Error::bad_request("the coupon runs beyond the calendar"))
        }
        _ => Ok(None),
    }
}
