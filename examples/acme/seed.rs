//! The data of the first run: made up, the same each time, and dated relative to the day on which it is made, so that
//! trials and periods are current.

use churnkey::chrono::{DateTime, Days, Months, Utc};
use churnkey::prelude::*;
use sqlx::AnyConnection;

use crate::customers::digits;

pub(crate) async fn fill(connection: &mut AnyConnection, today: DateTime<Utc>) -> Result<()> {
    let today = today.date_naive().and_hms_opt(0, 0, 0).unwrap_or_default().and_utc();
    catalogue(connection).await?;
    coupons(connection, today).await?;
    for number in 0..CUSTOMERS {
        customer(connection, number, today).await?;
    }
    let mut made = 0;
    for number in 0..CUSTOMERS {
        // Every second customer has two subscriptions.
        for _ in 0..=usize::from(number.is_multiple_of(2)) {
            subscription(connection, made, number, today).await?;
            made += 1;
        }
    }
    Ok(())
}

const CUSTOMERS: usize = 64;

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

async fn catalogue(connection: &mut AnyConnection) -> Result<()> {
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
    /// The most, and how many there were.
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

/// First names, with how they stand in an e-mail address.
const FIRST: [(&str, &str); 16] = [
    ("Mina", "mina"),
    ("Jürgen", "juergen"),
    ("Chloé", "chloe"),
    ("山田", "yamada"),
    ("Ólafur", "olafur"),
    ("Nguyễn", "nguyen"),
    ("Łukasz", "lukasz"),
    ("Zoë", "zoe"),
    ("Ève", "eve"),
    ("Søren", "soeren"),
    ("Ana", "ana"),
    ("Дмитрий", "dmitri"),
    ("Aylin", "aylin"),
    ("Íñigo", "inigo"),
    ("Noor", "noor"),
    ("Thandi", "thandi"),
];
const LAST: [(&str, &str); 16] = [
    ("Okafor", "okafor"),
    ("Weiß", "weiss"),
    ("Lefèvre", "lefevre"),
    ("太郎", "taro"),
    ("Þórsson", "thorsson"),
    ("Văn", "van"),
    ("Wójcik", "wojcik"),
    ("Brontë", "bronte"),
    ("Durand", "durand"),
    ("Ångström", "angstrom"),
    ("Silva", "silva"),
    ("Иванов", "ivanov"),
    ("Yılmaz", "yilmaz"),
    ("Núñez", "nunez"),
    ("Haddad", "haddad"),
    ("Dlamini", "dlamini"),
];
/// currency, country, city, postal code, street
const PLACES: [(&str, &str, &str, &str, &str); 3] = [
    ("eur", "DE", "Kiel", "24103", "Hafenweg"),
    ("usd", "US", "Portland", "97205", "Alder Street"),
    ("jpy", "JP", "京都", "600-8001", "四条通"),
];

fn customer_id(number: usize) -> String {
    format!("u_{}", 1_001 + number)
}

fn at<T: Copy>(list: &[T], position: usize, otherwise: T) -> T {
    list.get(position % list.len()).copied().unwrap_or(otherwise)
}

async fn customer(
    connection: &mut AnyConnection,
    number: usize,
    today: DateTime<Utc>,
) -> Result<()> {
    let first = at(&FIRST, number, ("", ""));
    let last = at(&LAST, number / 16 + number * 5, ("", ""));
    let (currency, country, city, postal_code, street) =
        at(&PLACES, number, ("eur", "", "", "", ""));
    // Some have no e-mail address and some no phone, but each has one of the two.
    let email = (number % 13 != 5).then(|| format!("{}.{}.{number}@example.org", first.1, last.1));
    let phone = (number % 9 != 4 || email.is_none()).then(|| format!("+1 555 01{number:02}"));
    sqlx::query(
        "INSERT INTO customers (id, name, last_name, email, email_key, phone, phone_digits, currency, country, city,
                                postal_code, line1, tier)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(customer_id(number))
    .bind(first.0)
    .bind(last.0)
    .bind(&email)
    .bind(&email)
    .bind(&phone)
    .bind(phone.as_deref().map(digits))
    .bind(currency)
    .bind(country)
    .bind(city)
    .bind(postal_code)
    .bind(format!("{street} {}", number + 1))
    .bind((number.is_multiple_of(4)).then_some("gold"))
    .execute(&mut *connection)
    .await?;
    if number % 11 == 3 {
        let since = today - Days::new(20);
        discount(connection, &customer_id(number), "c_friends", since, None).await?;
    }
    Ok(())
}

async fn discount(
    connection: &mut AnyConnection,
    owner: &str,
    coupon: &str,
    start: DateTime<Utc>,
    end: Option<DateTime<Utc>>,
) -> Result<()> {
    sqlx::query(
        "INSERT INTO discounts (coupon_id, owner_id, starts_at, ends_at) VALUES ($1, $2, $3, $4)",
    )
    .bind(coupon)
    .bind(owner)
    .bind(start.timestamp_millis())
    .bind(end.map(|end| end.timestamp_millis()))
    .execute(connection)
    .await?;
    Ok(())
}

/// What a subscription is like, by its number: of twelve, seven are active and monthly, one is active and yearly, and one
/// each is in its trial, paused, canceled and unpaid.
async fn subscription(
    connection: &mut AnyConnection,
    number: usize,
    customer: usize,
    today: DateTime<Utc>,
) -> Result<()> {
    let id = format!("s_{}", 1_001 + number);
    let kind = number % 12;
    let yearly = kind == 7;
    let in_trial = kind == 8;
    let age = if in_trial { 3 } else { 40 + (u64::try_from(number)? * 37) % 600 };
    let start = today - Days::new(age);
    let trial_end = in_trial.then(|| start + Days::new(14));
    let canceled_at = (kind == 10).then(|| today - Days::new(10));
    let pause = (kind == 9).then(|| (today - Days::new(5), today + Months::new(2)));
    sqlx::query(
        "INSERT INTO subscriptions (id, customer_id, started_at, trial_end, canceled_at, unpaid, pause_start, pause_end)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(&id)
    .bind(customer_id(customer))
    .bind(start.timestamp_millis())
    .bind(trial_end.map(|end| end.timestamp_millis()))
    .bind(canceled_at.map(|at| at.timestamp_millis()))
    .bind(i64::from(kind == 11))
    .bind(pause.map(|(start, _)| start.timestamp_millis()))
    .bind(pause.map(|(_, end)| end.timestamp_millis()))
    .execute(&mut *connection)
    .await?;
    sqlx::query("INSERT INTO phases (subscription_id, starts_at, months) VALUES ($1, $2, $3)")
        .bind(&id)
        .bind(start.timestamp_millis())
        .bind(if yearly { 12_i64 } else { 1 })
        .execute(&mut *connection)
        .await?;
    let currency = at(&PLACES, customer, ("eur", "", "", "", "")).0;
    let plan = match (currency, yearly, number % 3) {
        (_, true, _) => format!("p_solo_y_{currency}"),
        ("jpy", false, 0) | (_, false, 1) => format!("p_home_m_{currency}"),
        (_, false, 2) if currency != "jpy" => format!("p_team_m_{currency}"),
        _ => format!("p_solo_m_{currency}"),
    };
    let salt = i64::try_from(number)?;
    let quantity = if plan.starts_with("p_team") { 3 + salt % 5 } else { 1 };
    item(connection, &id, 1, &plan, quantity, start).await?;
    // Every third monthly one has storage as an extra.
    if !yearly && number.is_multiple_of(3) {
        item(connection, &id, 2, &format!("p_storage_m_{currency}"), 20 + salt * 7, start).await?;
    }
    if number % 10 == 6 {
        let since = today - Days::new(2);
        discount(connection, &id, "c_winter", since, Some(since + Months::new(3))).await?;
    }
    Ok(())
}

async fn item(
    connection: &mut AnyConnection,
    subscription: &str,
    position: i64,
    price: &str,
    quantity: i64,
    start: DateTime<Utc>,
) -> Result<()> {
    let id = format!("it_{}_{position}", subscription.trim_start_matches("s_"));
    sqlx::query(
        "INSERT INTO items (id, subscription_id, position, quantity) VALUES ($1, $2, $3, $4)",
    )
    .bind(&id)
    .bind(subscription)
    .bind(position)
    .bind(quantity)
    .execute(&mut *connection)
    .await?;
    sqlx::query("INSERT INTO item_prices (item_id, starts_at, price_id) VALUES ($1, $2, $3)")
        .bind(&id)
        .bind(start.timestamp_millis())
        .bind(price)
        .execute(connection)
        .await?;
    Ok(())
}
