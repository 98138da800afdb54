//! What acme sells at the first run: families, products, prices and coupons.

use churnkey::chrono::{DateTime, Utc};
use churnkey::prelude::*;
use sqlx::AnyConnection;

const FAMILIES: &[(&str, &str, &str)] = &[
    ("fam_watch", "Watching", "Films and series for people at home"),
    ("fam_studio", "Making", "Tools for those who make films"),
];

/// id, family, name, unit
const PRODUCTS: &[(&str, &str, &str, Option<&str>)] = &[
    ("prod_solo", "fam_watch", "Solo", None),
    ("prod_home", "fam_watch", "Home", None),
    ("prod_team", "fam_studio", "Team", Some("seat")),
    ("prod_storage", "fam_studio", "Storage", Some("GB")),
];

/// id, product, name, months, currency, unit, flat
type Fixed =
    (&'static str, &'static str, &'static str, i64, &'static str, Option<i64>, Option<i64>);
const FIXED: &[Fixed] = &[
    ("p_solo_m_eur", "prod_solo", "Solo monthly", 1, "eur", None, Some(900)),
    ("p_solo_y_eur", "prod_solo", "Solo yearly", 12, "eur", None, Some(9_000)),
    ("p_solo_m_usd", "prod_solo", "Solo monthly", 1, "usd", None, Some(999)),
    ("p_solo_y_usd", "prod_solo", "Solo yearly", 12, "usd", None, Some(9_990)),
    ("p_solo_m_jpy", "prod_solo", "Solo monthly", 1, "jpy", None, Some(1_200)),
    ("p_solo_y_jpy", "prod_solo", "Solo yearly", 12, "jpy", None, Some(12_000)),
    ("p_home_m_eur", "prod_home", "Home monthly", 1, "eur", None, Some(1_500)),
    ("p_home_y_eur", "prod_home", "Home yearly", 12, "eur", None, Some(15_000)),
    ("p_home_m_usd", "prod_home", "Home monthly", 1, "usd", None, Some(1_599)),
    ("p_home_m_jpy", "prod_home", "Home monthly", 1, "jpy", None, Some(2_000)),
    ("p_team_m_eur", "prod_team", "Team monthly", 1, "eur", Some(900), Some(500)),
    ("p_team_m_usd", "prod_team", "Team monthly", 1, "usd", Some(1_000), None),
    ("p_team_y_usd", "prod_team", "Team yearly", 12, "usd", Some(10_000), None),
];

/// id, name, months, currency, model, tiers of (up to, unit, flat)
type Tiered = (
    &'static str,
    &'static str,
    i64,
    &'static str,
    &'static str,
    &'static [(Option<i64>, i64, Option<i64>)],
);
const TIERED: &[Tiered] = &[
    (
        "p_storage_m_eur",
        "Storage monthly",
        1,
        "eur",
        "graduated",
        &[(Some(100), 5, None), (Some(1_000), 3, None), (None, 2, Some(500))],
    ),
    (
        "p_storage_y_eur",
        "Storage yearly",
        12,
        "eur",
        "graduated",
        &[(Some(1_000), 50, None), (None, 30, None)],
    ),
    (
        "p_storage_m_usd",
        "Storage monthly",
        1,
        "usd",
        "total",
        &[(Some(100), 6, None), (None, 4, Some(100))],
    ),
    (
        "p_storage_m_jpy",
        "Storage monthly",
        1,
        "jpy",
        "total",
        &[(Some(50), 8, None), (Some(500), 6, None), (None, 5, None)],
    ),
];

/// What acme sells.
pub(crate) async fn fill(connection: &mut AnyConnection, today: DateTime<Utc>) -> Result<()> {
    coupons(connection, today).await?;
    for (id, name, description) in FAMILIES {
        sqlx::query("INSERT INTO families (id, name, description) VALUES ($1, $2, $3)")
            .bind(*id)
            .bind(*name)
            .bind(*description)
            .execute(&mut *connection)
            .await?;
    }
    for (id, family, name, unit) in PRODUCTS {
        sqlx::query("INSERT INTO products (id, family_id, name, description, unit_label) VALUES ($1, $2, $3, $4, $5)")
            .bind(*id)
            .bind(*family)
            .bind(*name)
            .bind(format!("Acme Video {name}"))
            .bind(*unit)
            .execute(&mut *connection)
            .await?;
    }
    for (id, product, name, months, currency, unit, flat) in FIXED {
        price(connection, id, product, name, *months, currency, ("fixed", *unit, *flat)).await?;
    }
    for (id, name, months, currency, model, tiers) in TIERED {
        price(connection, id, "prod_storage", name, *months, currency, (model, None, None)).await?;
        for (position, (up_to, unit, flat)) in (0_i64..).zip(tiers.iter()) {
            sqlx::query("INSERT INTO tiers (price_id, position, up_to, unit, flat) VALUES ($1, $2, $3, $4, $5)")
                .bind(*id)
                .bind(position)
                .bind(*up_to)
                .bind(*unit)
                .bind(*flat)
                .execute(&mut *connection)
                .await?;
        }
    }
    Ok(())
}

async fn price(
    connection: &mut AnyConnection,
    id: &str,
    product: &str,
    name: &str,
    months: i64,
    currency: &str,
    (model, unit, flat): (&str, Option<i64>, Option<i64>),
) -> Result<()> {
    sqlx::query(
        "INSERT INTO prices (id, product_id, name, months, currency, model, unit, flat)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(id)
    .bind(product)
    .bind(name)
    .bind(months)
    .bind(currency)
    .bind(model)
    .bind(unit)
    .bind(flat)
    .execute(connection)
    .await?;
    Ok(())
}

struct Seed {
    id: &'static str,
    duration: (&'static str, Option<i64>),
    /// Hundredths of a percent.
    percent: Option<i64>,
    fixed: Option<(&'static str, i64)>,
    /// The maximum, and how many there have been.
    redemptions: (Option<i64>, i64),
    /// Days from today.
    expires: Option<i64>,
}

const COUPONS: &[Seed] = &[
    Seed {
        id: "c_half_once",
        duration: ("once", None),
        percent: Some(5_000),
        fixed: None,
        redemptions: (None, 12),
        expires: None,
    },
    Seed {
        id: "c_five_months",
        duration: ("months", Some(2)),
        percent: None,
        fixed: Some(("usd", 500)),
        redemptions: (Some(200), 17),
        expires: Some(90),
    },
    Seed {
        id: "c_yearly_gift",
        duration: ("years", Some(1)),
        percent: Some(1_250),
        fixed: None,
        redemptions: (Some(50), 3),
        expires: None,
    },
    Seed {
        id: "c_winter",
        duration: ("cycles", Some(3)),
        percent: Some(1_500),
        fixed: None,
        redemptions: (None, 40),
        expires: None,
    },
    Seed {
        id: "c_friends",
        duration: ("forever", None),
        percent: Some(1_000),
        fixed: None,
        redemptions: (None, 8),
        expires: None,
    },
    Seed {
        id: "c_euro_forever",
        duration: ("forever", None),
        percent: None,
        fixed: Some(("eur", 200)),
        redemptions: (Some(1_000), 5),
        expires: None,
    },
    Seed {
        id: "c_exhausted",
        duration: ("once", None),
        percent: Some(2_000),
        fixed: None,
        redemptions: (Some(3), 3),
        expires: None,
    },
    Seed {
        id: "c_expired",
        duration: ("once", None),
        percent: Some(3_000),
        fixed: None,
        redemptions: (None, 21),
        expires: Some(-30),
    },
    Seed {
        id: "c_last_one",
        duration: ("once", None),
        percent: Some(2_500),
        fixed: None,
        redemptions: (Some(10), 9),
        expires: None,
    },
];

async fn coupons(connection: &mut AnyConnection, today: DateTime<Utc>) -> Result<()> {
    for Seed { id, duration, percent, fixed, redemptions, expires } in COUPONS {
        sqlx::query(
            "INSERT INTO coupons (id, code, name, duration, duration_amount, percent_hundredths, currency, flat,
                                  max_redemptions, redeemed, expires_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        )
        .bind(*id)
        .bind(id.trim_start_matches("c_").to_uppercase())
        .bind(format!("{} discount", id.trim_start_matches("c_").replace('_', " ")))
        .bind(duration.0)
        .bind(duration.1)
        .bind(*percent)
        .bind(fixed.map(|(currency, _)| currency))
        .bind(fixed.map(|(_, flat)| flat))
        .bind(redemptions.0)
        .bind(redemptions.1)
        .bind(expires.map(|days| today.timestamp_millis() + days * 86_400_000))
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}
