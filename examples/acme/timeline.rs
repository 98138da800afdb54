//! What state a subscription is in, and in which billing period: pure functions of its dates and of a moment.

use churnkey::chrono::{DateTime, Datelike as _, Months, TimeDelta, Utc};
use churnkey::prelude::*;

/// The dates of a subscription, as they are stored.
#[derive(Debug, Clone)]
pub(crate) struct Timeline {
    pub(crate) start: DateTime<Utc>,
    pub(crate) trial_end: Option<DateTime<Utc>>,
    pub(crate) canceled_at: Option<DateTime<Utc>>,
    pub(crate) unpaid: bool,
    pub(crate) pause: Option<(DateTime<Utc>, DateTime<Utc>)>,
    /// When the current billing started.
    pub(crate) anchor: DateTime<Utc>,
    /// How many months a billing period has.
    pub(crate) months: u32,
}

impl Timeline {
    /// The state at `now`. Something that ends at a moment has ended at that moment.
    pub(crate) fn status(&self, now: DateTime<Utc>) -> Result<Status> {
        if let Some(at) = self.canceled_at.filter(|at| *at <= now) {
            // The period in which it ended: a subscription that ends with a period is not in the next one.
            let last = self.period(at - TimeDelta::milliseconds(1))?;
            return Ok(Status::canceled(at).with_current_period(last));
        }
        let period = self.period(now)?;
        if self.in_trial(now) {
            return Ok(Status::in_trial(period));
        }
        Ok(match self.pause {
            Some((start, end)) if start <= now && now < end => {
                Status::paused(PausePeriod::between(start, end)?).with_current_period(period)
            }
            _ if self.unpaid => Status::unpaid(period),
            _ => Status::active(period),
        })
    }

    pub(crate) fn in_trial(&self, now: DateTime<Utc>) -> bool {
        self.trial_end.is_some_and(|end| now < end)
    }

    pub(crate) fn is_canceled(&self, now: DateTime<Utc>) -> bool {
        self.canceled_at.is_some_and(|at| at <= now)
    }

    /// The pause that is running or scheduled.
    pub(crate) fn pending_pause(
        &self,
        now: DateTime<Utc>,
    ) -> Option<(DateTime<Utc>, DateTime<Utc>)> {
        self.pause.filter(|(_, end)| now < *end)
    }

    /// The billing period at `now`; during a trial, the trial.
    pub(crate) fn period(&self, now: DateTime<Utc>) -> Result<Period> {
        if let Some(end) = self.trial_end.filter(|_| self.in_trial(now)) {
            return Ok(Period::new(self.start, end)?);
        }
        let number = self.number(now)?;
        Ok(Period::new(self.boundary(number)?, self.boundary(number + 1)?)?)
    }

    /// When the last of `cycles` periods ends, counted from the current one.
    pub(crate) fn end_of_cycles(&self, now: DateTime<Utc>, cycles: u32) -> Result<DateTime<Utc>> {
        let first = if self.in_trial(now) { 0 } else { self.number(now)? };
        self.boundary(first.saturating_add(cycles))
    }

    /// The number of the period at `now`, counted from the anchor.
    fn number(&self, now: DateTime<Utc>) -> Result<u32> {
        let mut number = whole_months(self.first_day(), now) / self.months;
        while number > 0 && self.boundary(number)? > now {
            number -= 1;
        }
        Ok(number)
    }

    /// Where a period starts. Each is counted from the anchor and not from the period before, so that a subscription
    /// that started on a 31st is billed on the 31st in every month that has one.
    fn boundary(&self, number: u32) -> Result<DateTime<Utc>> {
        let months = number.checked_mul(self.months).map(Months::new);
        let date = months.and_then(|months| self.first_day().checked_add_months(months));
        date.ok_or_else(|| Error::bad_request("a billing period beyond the calendar"))
    }

    /// Nothing is billed before the end of the trial.
    fn first_day(&self) -> DateTime<Utc> {
        self.trial_end.map_or(self.anchor, |end| end.max(self.anchor))
    }
}

/// The number of calendar months between two moments, which is at most one too many.
fn whole_months(from: DateTime<Utc>, to: DateTime<Utc>) -> u32 {
    let page = |date: DateTime<Utc>| i64::from(date.year()) * 12 + i64::from(date.month0());
    u32::try_from(page(to) - page(from)).unwrap_or(0)
}

#[cfg(test)]
#[path = "tests/timeline.rs"]
mod tests;
