//! A customer for each offer of the cancel flow, to rehearse with: `pause@example.org` and so on.

use churnkey::chrono::{DateTime, Days, Utc};
use churnkey::prelude::*;
use sqlx::{AnyConnection, Row as _};

use crate::seed::item;

/// id, first name, last name; the e-mail address is made from the last name.
const PERSONAS: [(&str, &str, &str); 5] = [
    ("u_2001", "Paula", "Pause"),
    ("u_2002", "Dora", "Discount"),
    ("u_2003", "Petra", "Price"),
    ("u_2004", "Theo", "Trial"),
    ("u_2005", "Cora", "Cancel"),
];

/// Makes those that are missing. A persona that has no subscription left to rehearse with gets another one.
pub(crate) async fn fill(
    connection: &mut AnyConnection,
    now: DateTime<Utc>,
    today: DateTime<Utc>,
) -> Result<()> {
    for (id, name, last_name) in PERSONAS {
        let email = format!("{}@example.org", last_name.to_lowercase());
        sqlx::query(
            "INSERT INTO customers (id, name, last_name, email, email_key, currency)
             VALUES ($1, $2, $3, $4, $5, 'eur') ON CONFLICT (id) DO NOTHING",
        )
        .bind(id)
        .bind(name)
        .bind(last_name)
        .bind(&email)
        .bind(&email)
        .execute(&mut *connection)
        .await?;
        let in_trial = last_name == "Trial";
        if !is_ready(connection, id, in_trial, now).await? {
            subscribe(connection, id, in_trial, today).await?;
        }
    }
    Ok(())
}

/// Whether there is one that is active, or in its trial.
async fn is_ready(
    connection: &mut AnyConnection,
    customer: &str,
    in_trial: bool,
    now: DateTime<Utc>,
) -> Result<bool> {
    let row = sqlx::query(
        "SELECT COUNT(*) AS ready FROM subscriptions
         WHERE customer_id = $1 AND canceled_at IS NULL AND (pause_end IS NULL OR pause_end <= $2)
           AND ($3 = 0 OR trial_end > $2)",
    )
    .bind(customer)
    .bind(now.timestamp_millis())
    .bind(i64::from(in_trial))
    .fetch_one(connection)
    .await?;
    Ok(row.try_get::<i64, _>("ready")? > 0)
}

async fn subscribe(
    connection: &mut AnyConnection,
    customer: &str,
    in_trial: bool,
    today: DateTime<Utc>,
) -> Result<()> {
    let newest =
        sqlx::query("SELECT MAX(CAST(SUBSTR(id, 3) AS BIGINT)) AS newest FROM subscriptions")
            .fetch_one(&mut *connection)
            .await?;
    let newest = newest.try_get::<Option<i64>, _>("newest")?.unwrap_or_default();
    let id = format!("s_{}", newest.max(2_000) + 1);
    let start = today - Days::new(if in_trial { 3 } else { 40 });
    sqlx::query(
        "INSERT INTO subscriptions (id, customer_id, started_at, trial_end, unpaid) VALUES ($1, $2, $3, $4, 0)",
    )
    .bind(&id)
    .bind(customer)
    .bind(start.timestamp_millis())
    .bind(in_trial.then(|| (start + Days::new(14)).timestamp_millis()))
    .execute(&mut *connection)
    .await?;
    sqlx::query("INSERT INTO phases (subscription_id, starts_at, months) VALUES ($1, $2, 1)")
        .bind(&id)
        .bind(start.timestamp_millis())
        .execute(&mut *connection)
        .await?;
    item(connection, &id, 1, "p_home_m_eur", 1, start).await
}
