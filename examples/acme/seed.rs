//! The data of the first run: made up, the same each time, and dated relative to the day on which it is made, so that
//! trials and periods are current. Trials are over soon, so a later start adds new ones.

use churnkey::chrono::{DateTime, Days, Months, Utc};
use churnkey::prelude::*;
use sqlx::{AnyConnection, Row as _};

use crate::customers::digits;
use crate::{catalogue, personas};

/// Fills an empty database, and makes sure that any other has trials.
pub(crate) async fn fill(connection: &mut AnyConnection, now: DateTime<Utc>) -> Result<()> {
    let today = now.date_naive().and_hms_opt(0, 0, 0).unwrap_or_default().and_utc();
    let customers = sqlx::query("SELECT COUNT(*) AS customers FROM customers");
    if customers.fetch_one(&mut *connection).await?.try_get::<i64, _>("customers")? > 0 {
        trials(connection, now, today).await?;
        return personas::fill(connection, now, today).await;
    }
    catalogue::fill(connection, today).await?;
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
    personas::fill(connection, now, today).await
}

const CUSTOMERS: usize = 64;
/// The number in the id of the first customer, and of the first subscription.
const FIRST_ID: usize = 1_001;
/// How many kinds of subscription take turns, and which one is a trial.
const KINDS: usize = 12;
const IN_TRIAL: usize = 8;
const TRIALS: usize = 8;

/// Adds new subscriptions in their trial if there are none left. Everything else stays as it is.
async fn trials(
    connection: &mut AnyConnection,
    now: DateTime<Utc>,
    today: DateTime<Utc>,
) -> Result<()> {
    let row = sqlx::query(
        "SELECT COUNT(CASE WHEN trial_end > $1 AND canceled_at IS NULL AND customer_id < 'u_2' THEN 1 END) AS running,
                MAX(CAST(SUBSTR(id, 3) AS BIGINT)) AS newest FROM subscriptions",
    )
    .bind(now.timestamp_millis())
    .fetch_one(&mut *connection)
    .await?;
    if row.try_get::<i64, _>("running")? > 0 {
        return Ok(());
    }
    let next = usize::try_from(row.try_get::<i64, _>("newest")?)?.saturating_sub(FIRST_ID - 1);
    for number in (next..).filter(|number| number % KINDS == IN_TRIAL).take(TRIALS) {
        subscription(connection, number, number % CUSTOMERS, today).await?;
    }
    Ok(())
}

/// First names, and how they are spelt in an e-mail address.
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
    format!("u_{}", FIRST_ID + number)
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
    let id = format!("s_{}", FIRST_ID + number);
    let kind = number % KINDS;
    let yearly = kind == 7;
    let in_trial = kind == IN_TRIAL;
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
    // Every third monthly subscription has storage as an extra.
    if !yearly && number.is_multiple_of(3) {
        item(connection, &id, 2, &format!("p_storage_m_{currency}"), 20 + salt * 7, start).await?;
    }
    if number % 10 == 6 {
        let since = today - Days::new(2);
        discount(connection, &id, "c_winter", since, Some(since + Months::new(3))).await?;
    }
    Ok(())
}

pub(crate) async fn item(
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
