//! Undoes an entry: writes a new one that voids it, and restores the subscription if that is still possible.

use churnkey::chrono::{DateTime, Utc};
use churnkey::models::SubscriptionKey;
use churnkey::prelude::*;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, Connection as _, Row as _};

use super::facts::{Change, Fact, Facts, minute};
use super::{NewEntry, Outcome, changes, facts};
use crate::action::lock;
use crate::connections::on_one;
use crate::db::{self, Acme};
use crate::subscriptions;
use crate::timeline::Timeline;

/// What an entry is about.
struct Entry {
    id: i64,
    at: DateTime<Utc>,
    customer: String,
    subscription: Option<String>,
    action: String,
    outcome: String,
    changes: Vec<Change>,
    undone_by: Option<i64>,
}

/// Undoes an entry, and says what happened to the subscription.
pub(crate) async fn undo(acme: &Acme, id: i64, by: Option<&str>) -> Result<String> {
    on_one(&acme.actions, async |connection| {
        // It says whose row to lock, and is read again once that is locked. The lock is the first statement of the
        // transaction: SQLite lets no transaction write that has read what another one changed since.
        let customer = entry(connection, id).await?.customer;
        let mut transaction = connection.begin().await?;
        let known = lock(&mut transaction, &customer).await?;
        let entry = entry(&mut transaction, id).await?;
        let now = db::now();
        let Some(subscription) = entry.subscription.as_deref().filter(|_| known) else {
            return Err(cannot(id, &untouched(&entry, known)));
        };
        let before = facts::read(&mut transaction, subscription).await?;
        if let Some(reason) =
            hindrance(&mut transaction, &entry, subscription, &before, now).await?
        {
            return Err(cannot(id, &reason));
        }
        for change in &entry.changes {
            change.undo(&mut transaction, subscription, id, now).await?;
            if let (Fact::Discount { coupon }, "ApplyCoupon") = (&change.fact, &*entry.action) {
                give_back(&mut transaction, coupon).await?;
            }
        }
        let after = facts::read(&mut transaction, subscription).await?;
        let changes = facts::changes(&before, &after);
        let said = facts::told(&changes);
        let undo = NewEntry {
            at: now,
            customer: &entry.customer,
            subscription: Some(subscription),
            action: "Undo",
            by,
            request_key: "",
            outcome: Outcome::Done,
            said: &said,
            event: None,
            changes: &changes,
            undoes: Some(id),
        };
        let undo = undo.write(&mut transaction).await?;
        transaction.commit().await?;
        Ok(format!("{id} is undone by entry {undo}: subscription {subscription}: {said}\n"))
    })
    .await
}

fn cannot(id: i64, reason: &str) -> Error {
    Error::bad_request(format!("entry {id} cannot be undone: {reason}"))
}

async fn entry(connection: &mut AnyConnection, id: i64) -> Result<Entry> {
    let row = sqlx::query(
        "SELECT at, customer_id, subscription_id, action, outcome, changes,
                (SELECT MAX(undo.id) FROM journal undo WHERE undo.undoes = journal.id) AS undone_by
         FROM journal WHERE id = $1",
    )
    .bind(id)
    .fetch_optional(connection)
    .await?;
    let row = row.ok_or_else(|| Error::not_found(format!("there is no entry {id}")))?;
    Ok(Entry {
        id,
        at: db::date(row.try_get("at")?)?,
        customer: row.try_get("customer_id")?,
        subscription: row.try_get("subscription_id")?,
        action: row.try_get("action")?,
        outcome: row.try_get("outcome")?,
        changes: changes(&row)?,
        undone_by: row.try_get("undone_by")?,
    })
}

/// Why there is no subscription to restore.
fn untouched(entry: &Entry, known: bool) -> String {
    if !known {
        return "its customer does not exist any more".to_owned();
    }
    format!("it has changed nothing ({})", entry.outcome)
}

/// What prevents it.
async fn hindrance(
    connection: &mut AnyConnection,
    entry: &Entry,
    subscription: &str,
    facts: &Facts,
    now: DateTime<Utc>,
) -> Result<Option<String>> {
    if let Some(undo) = entry.undone_by {
        return Ok(Some(format!("entry {undo} has undone it already")));
    }
    if entry.action == "Undo" {
        return Ok(Some("it is an undo itself; the action can be asked for again".to_owned()));
    }
    if entry.changes.is_empty() {
        return Ok(Some(match entry.outcome.as_str() {
            "done" => "it was written before the journal recorded changes".to_owned(),
            outcome => format!("it has changed nothing ({outcome})"),
        }));
    }
    for change in &entry.changes {
        if !change.is_kept(facts) {
            return Ok(Some(match later(connection, entry, subscription, &change.fact).await? {
                Some((id, action)) => {
                    format!(
                        "entry {id} ({action}) has changed the same thing since; undo that one first"
                    )
                }
                None => "the subscription was changed since, past the journal".to_owned(),
            }));
        }
    }
    let key = SubscriptionKey::new(entry.customer.as_str(), subscription);
    let timeline = subscriptions::timeline(connection, &key, now).await?;
    let timeline = before(timeline, entry, facts)?;
    for change in &entry.changes {
        if let Some(reason) = too_late(change, entry.at, &timeline, now)? {
            return Ok(Some(reason));
        }
    }
    Ok(None)
}

/// The last action that changed the same fact.
async fn later(
    connection: &mut AnyConnection,
    entry: &Entry,
    subscription: &str,
    fact: &Fact,
) -> Result<Option<(i64, String)>> {
    let rows = sqlx::query(
        "SELECT id, action, changes FROM journal
         WHERE subscription_id = $1 AND id > $2 AND undoes IS NULL
           AND NOT EXISTS (SELECT 1 FROM journal undo WHERE undo.undoes = journal.id)
         ORDER BY id DESC",
    )
    .bind(subscription)
    .bind(entry.id)
    .fetch_all(connection)
    .await?;
    let touches = |row: &&AnyRow| {
        changes(row).is_ok_and(|changes| changes.iter().any(|change| change.fact == *fact))
    };
    let Some(row) = rows.iter().find(touches) else { return Ok(None) };
    Ok(Some((row.try_get("id")?, row.try_get("action")?)))
}

/// How the subscription was billed when the entry was written.
fn before(timeline: Timeline, entry: &Entry, facts: &Facts) -> Result<Timeline> {
    let at = entry.at.timestamp_millis();
    let periods = facts.iter().filter_map(|(fact, months)| match fact {
        Fact::Period { since } if *since < at => Some((*since, months.as_u64()?)),
        _ => None,
    });
    let Some((since, months)) = periods.max() else { return Ok(timeline) };
    Ok(Timeline { anchor: db::date(since)?, months: u32::try_from(months)?, ..timeline })
}

/// Why a change can no longer be undone although nothing else touched it: something was billed, or has ended.
fn too_late(
    change: &Change,
    at: DateTime<Utc>,
    timeline: &Timeline,
    now: DateTime<Utc>,
) -> Result<Option<String>> {
    if let Some(end) = change.over(now) {
        let what = if change.fact == Fact::Pause { "pause" } else { "discount" };
        return Ok(Some(format!("the {what} ended {}", minute(end))));
    }
    let millis = now.timestamp_millis();
    Ok(match (&change.fact, change.is.as_i64(), change.was.as_i64()) {
        (Fact::End, Some(end), _) => {
            let last = timeline.period(db::date(end - 1)?)?.end();
            (last <= now)
                .then(|| format!("the paid period ended {}", minute(last.timestamp_millis())))
        }
        (Fact::TrialEnd, _, Some(end)) if end <= millis => {
            Some(format!("the earlier end of the trial has passed: {}", minute(end)))
        }
        (Fact::Price { since, .. } | Fact::Period { since }, ..) if !change.is.is_null() => {
            let billed = if *since > at.timestamp_millis() {
                *since
            } else {
                timeline.period(at)?.end().timestamp_millis()
            };
            (billed <= millis).then(|| format!("it has been billed since {}", minute(billed)))
        }
        _ => None,
    })
}

/// Lets the coupon be redeemed by somebody else.
async fn give_back(connection: &mut AnyConnection, coupon: &str) -> Result<()> {
    sqlx::query("UPDATE coupons SET redeemed = redeemed - 1 WHERE id = $1 AND redeemed > 0")
        .bind(coupon)
        .execute(connection)
        .await?;
    Ok(())
}

#[cfg(test)]
#[path = "../tests/undo.rs"]
mod tests;
