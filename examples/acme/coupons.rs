//! The Coupons controller.

use churnkey::prelude::*;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use crate::db::{Acme, count, optional_date};

#[churnkey::controller]
impl Coupons for Acme {
    async fn retrieve(&self, id: CouponId) -> Result<Coupon> {
        self.read(async |connection| load(connection, &id).await).await
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Coupon>> {
        self.read(async |connection| {
            let rows = sqlx::query("SELECT * FROM coupons WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(page.after::<String>()?.unwrap_or_default())
                .bind(i64::from(page.fetch()))
                .fetch_all(connection)
                .await?;
            let coupons = rows.iter().map(read).collect::<Result<_>>()?;
            Ok(Page::by_key(coupons, &page, |coupon: &Coupon| coupon.id.clone()))
        })
        .await
    }
}

pub(crate) async fn load(connection: &mut AnyConnection, id: &CouponId) -> Result<Coupon> {
    let row = sqlx::query("SELECT * FROM coupons WHERE id = $1")
        .bind(id.as_str())
        .fetch_optional(connection)
        .await?;
    match row {
        Some(row) => read(&row),
        None => Err(Error::not_found(format!("coupon {id} does not exist"))),
    }
}

pub(crate) fn read(row: &AnyRow) -> Result<Coupon> {
    let mut coupon = Coupon::new(row.try_get::<String, _>("id")?, duration(row)?, value(row)?);
    coupon.code = row.try_get("code")?;
    coupon.name = row.try_get("name")?;
    coupon.expires_at = optional_date(row, "expires_at")?;
    let redemptions = Redemptions::new().current(count(row, "redeemed")?);
    coupon.redemptions = Some(match row.try_get::<Option<i64>, _>("max_redemptions")? {
        Some(max) => redemptions.max(u64::try_from(max)?),
        None => redemptions,
    });
    Ok(coupon)
}

fn duration(row: &AnyRow) -> Result<CouponDuration> {
    let amount = || count::<u32>(row, "duration_amount");
    Ok(match row.try_get::<String, _>("duration")?.as_str() {
        "once" => CouponDuration::Once,
        "months" => CouponDuration::months(amount()?)?,
        "years" => CouponDuration::years(amount()?)?,
        "cycles" => CouponDuration::cycles(amount()?)?,
        _ => CouponDuration::Forever,
    })
}

/// The database stores hundredths of a percent, since floats do not belong beside money.
fn value(row: &AnyRow) -> Result<CouponValue> {
    if let Some(hundredths) = row.try_get::<Option<i64>, _>("percent_hundredths")? {
        let percent = f64::from(u16::try_from(hundredths)?) / 100.0;
        return Ok(CouponValue::percentage(Percent::new(percent)?));
    }
    let currency = Currency::new(&row.try_get::<String, _>("currency")?)?;
    Ok(CouponValue::flat(currency, row.try_get("flat")?))
}
