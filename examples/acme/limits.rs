//! Limits for each customer. `ACME_ONE_PAUSE_A_YEAR=1` sets one; without it there is none.

use churnkey::chrono::{DateTime, Months, Utc};
use churnkey::prelude::*;
use sqlx::AnyConnection;

use crate::action::Action;
use crate::db;

#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    pub(crate) one_pause_a_year: bool,
}

impl Limits {
    pub(crate) fn from_env() -> Self {
        let one_pause_a_year =
            std::env::var_os("ACME_ONE_PAUSE_A_YEAR").is_some_and(|it| it == "1");
        Self { one_pause_a_year }
    }

    /// Refuses the second pause within a year. It is not called for a repeat, so asking again for the current pause is
    /// not refused.
    pub(crate) async fn pause(self, action: &mut Action<'_>, customer: &CustomerId) -> Result<()> {
        // A pause of all subscriptions counts as one.
        let before = action.first_entry();
        let next = self.next_pause(action.connection, customer, before).await?;
        match next.filter(|next| action.now < *next) {
            Some(next) => Err(Error::bad_request(format!(
                "there is one pause a year, and the next one can begin on {}",
                next.format("%F")
            ))),
            None => Ok(()),
        }
    }

    /// When the customer may have the next pause; `None` means at any time. Pauses that were undone do not count.
    pub(crate) async fn next_pause(
        self,
        connection: &mut AnyConnection,
        customer: &CustomerId,
        before_entry: i64,
    ) -> Result<Option<DateTime<Utc>>> {
        if !self.one_pause_a_year {
            return Ok(None);
        }
        let row = sqlx::query(
            "SELECT MAX(at) AS last FROM journal
             WHERE customer_id = $1 AND action = 'Pause' AND outcome = 'done' AND id < $2
               AND NOT EXISTS (SELECT 1 FROM journal undo WHERE undo.undoes = journal.id)",
        )
        .bind(customer.as_str())
        .bind(before_entry)
        .fetch_one(connection)
        .await?;
        let last = db::optional_date(&row, "last")?;
        Ok(last.and_then(|last| last.checked_add_months(Months::new(12))))
    }
}
