//! The Prices controller. All prices belong to a product.

use churnkey::prelude::*;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Row as _};

use crate::db::{Acme, count};

#[churnkey::controller(type = product)]
impl Prices for Acme {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        self.read(async |connection| load(connection, &id).await).await
    }

    async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
        self.read(async |connection| {
            let rows = sqlx::query("SELECT * FROM prices WHERE id > $1 ORDER BY id LIMIT $2")
                .bind(page.after::<String>()?.unwrap_or_default())
                .bind(i64::from(page.fetch()))
                .fetch_all(&mut *connection)
                .await?;
            let mut prices = Vec::with_capacity(rows.len());
            for row in &rows {
                prices.push(read(connection, row).await?);
            }
            Ok(Page::by_key(prices, &page, |price| price.id.clone()))
        })
        .await
    }
}

pub(crate) async fn load(connection: &mut AnyConnection, id: &PriceId) -> Result<Price> {
    let row = sqlx::query("SELECT * FROM prices WHERE id = $1")
        .bind(id.as_str())
        .fetch_optional(&mut *connection)
        .await?;
    match row {
        Some(row) => read(connection, &row).await,
        None => Err(Error::not_found(format!("price {id} does not exist"))),
    }
}

async fn read(connection: &mut AnyConnection, row: &AnyRow) -> Result<Price> {
    let id: String = row.try_get("id")?;
    let currency = Currency::new(&row.try_get::<String, _>("currency")?)?;
    let amount = match row.try_get::<String, _>("model")?.as_str() {
        "fixed" => {
            let mut fixed = FixedAmount::new(currency);
            fixed.unit = row.try_get("unit")?;
            fixed.flat = row.try_get("flat")?;
            Amount::from(fixed)
        }
        "graduated" => {
            Amount::tiered(currency, TierMode::Graduated, tiers(connection, &id).await?)?
        }
        _ => Amount::tiered(currency, TierMode::Total, tiers(connection, &id).await?)?,
    };
    let product: String = row.try_get("product_id")?;
    let name: String = row.try_get("name")?;
    Ok(Price::product(id, product, duration(count(row, "months")?)?, amount).name(name))
}

async fn tiers(connection: &mut AnyConnection, price: &str) -> Result<Vec<Tier>> {
    let rows =
        sqlx::query("SELECT up_to, unit, flat FROM tiers WHERE price_id = $1 ORDER BY position")
            .bind(price)
            .fetch_all(connection)
            .await?;
    let tiers = rows.iter().map(|row| {
        let mut tier = match row.try_get::<Option<i64>, _>("up_to")? {
            Some(up_to) => Tier::up_to(u64::try_from(up_to)?),
            None => Tier::rest(),
        };
        tier.unit = row.try_get("unit")?;
        tier.flat = row.try_get("flat")?;
        Ok(tier)
    });
    tiers.collect()
}

/// Whole years are given as years.
pub(crate) fn duration(months: u32) -> Result<BillingCycle> {
    let duration = if months.is_multiple_of(12) {
        BillingCycle::years(months / 12)
    } else {
        BillingCycle::months(months)
    };
    Ok(duration?)
}

/// How many months a billing period has.
pub(crate) fn months(duration: BillingCycle) -> u32 {
    match duration.unit {
        CycleUnit::Year => duration.amount.get().saturating_mul(12),
        _ => duration.amount.get(),
    }
}
