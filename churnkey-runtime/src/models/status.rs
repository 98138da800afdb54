//! The state that a subscription is in.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{InvalidModel, dates};

/// The state of a subscription ([protocol 4.3](crate::protocol#43-subscription)), tagged by `name` on the wire.
///
/// Every state can carry the current billing period and the trial. A subscription that will end with its period is
/// still active until then.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use chrono::{TimeZone, Utc};
/// use churnkey::models::{PausePeriod, Period, Status};
///
/// let start = Utc.with_ymd_and_hms(2026, 2, 3, 9, 0, 0).unwrap();
/// let period = Period::new(start, start + chrono::Months::new(1))?;
/// let status = Status::paused(PausePeriod::indefinite(start)).with_current_period(period);
///
/// match status {
///     Status::Paused { pause, .. } => assert_eq!(pause.end(), None),
///     other => panic!("it is {}", other.name()),
/// }
/// assert_eq!(status.current_period(), Some(period));
/// # Ok::<(), churnkey::models::InvalidModel>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "name", rename_all = "lowercase", rename_all_fields = "camelCase")]
#[non_exhaustive]
pub enum Status {
    /// It is running, and paid for.
    #[non_exhaustive]
    Active {
        /// The current billing period.
        #[serde(skip_serializing_if = "Option::is_none")]
        current_period: Option<Period>,
        /// The trial that it started with.
        #[serde(skip_serializing_if = "Option::is_none")]
        trial: Option<Period>,
    },
    /// It is running, and nothing is due yet.
    #[non_exhaustive]
    Trial {
        /// The trial.
        trial: Period,
        /// The current billing period, as a rule the trial itself.
        #[serde(skip_serializing_if = "Option::is_none")]
        current_period: Option<Period>,
    },
    /// It is paused, and not charged.
    #[non_exhaustive]
    Paused {
        /// When the pause started, and when it ends.
        pause: PausePeriod,
        /// The current billing period.
        #[serde(skip_serializing_if = "Option::is_none")]
        current_period: Option<Period>,
        /// The trial that it started with.
        #[serde(skip_serializing_if = "Option::is_none")]
        trial: Option<Period>,
    },
    /// It has ended.
    #[non_exhaustive]
    Canceled {
        /// When it ended.
        #[serde(with = "dates")]
        #[cfg_attr(feature = "openapi", schemars(with = "dates::Date"))]
        canceled_at: DateTime<Utc>,
        /// The last billing period.
        #[serde(skip_serializing_if = "Option::is_none")]
        current_period: Option<Period>,
        /// The trial that it started with.
        #[serde(skip_serializing_if = "Option::is_none")]
        trial: Option<Period>,
    },
    /// A payment is missing.
    #[non_exhaustive]
    Unpaid {
        /// The current billing period.
        #[serde(skip_serializing_if = "Option::is_none")]
        current_period: Option<Period>,
        /// The trial that it started with.
        #[serde(skip_serializing_if = "Option::is_none")]
        trial: Option<Period>,
    },
}

impl Status {
    /// Running and paid for, in this billing period.
    #[must_use]
    pub const fn active(current_period: Period) -> Self {
        Self::Active { current_period: Some(current_period), trial: None }
    }

    /// In this trial, which is also its current billing period unless
    /// [`with_current_period`](Self::with_current_period) says otherwise.
    #[must_use]
    pub const fn in_trial(trial: Period) -> Self {
        Self::Trial { trial, current_period: Some(trial) }
    }

    /// Paused.
    #[must_use]
    pub const fn paused(pause: PausePeriod) -> Self {
        Self::Paused { pause, current_period: None, trial: None }
    }

    /// Canceled at this time.
    #[must_use]
    pub const fn canceled(at: DateTime<Utc>) -> Self {
        Self::Canceled { canceled_at: at, current_period: None, trial: None }
    }

    /// Unpaid in this billing period.
    #[must_use]
    pub const fn unpaid(current_period: Period) -> Self {
        Self::Unpaid { current_period: Some(current_period), trial: None }
    }

    /// Sets the current billing period.
    #[must_use]
    pub const fn with_current_period(mut self, period: Period) -> Self {
        match &mut self {
            Self::Active { current_period, .. }
            | Self::Trial { current_period, .. }
            | Self::Paused { current_period, .. }
            | Self::Canceled { current_period, .. }
            | Self::Unpaid { current_period, .. } => *current_period = Some(period),
        }
        self
    }

    /// Sets the trial.
    #[must_use]
    pub const fn with_trial(mut self, period: Period) -> Self {
        match &mut self {
            Self::Trial { trial, .. } => *trial = period,
            Self::Active { trial, .. }
            | Self::Paused { trial, .. }
            | Self::Canceled { trial, .. }
            | Self::Unpaid { trial, .. } => *trial = Some(period),
        }
        self
    }

    /// The current billing period, if it is known.
    #[must_use]
    pub const fn current_period(&self) -> Option<Period> {
        match *self {
            Self::Active { current_period, .. }
            | Self::Trial { current_period, .. }
            | Self::Paused { current_period, .. }
            | Self::Canceled { current_period, .. }
            | Self::Unpaid { current_period, .. } => current_period,
        }
    }

    /// The trial, if there is or was one.
    #[must_use]
    pub const fn trial(&self) -> Option<Period> {
        match *self {
            Self::Trial { trial, .. } => Some(trial),
            Self::Active { trial, .. }
            | Self::Paused { trial, .. }
            | Self::Canceled { trial, .. }
            | Self::Unpaid { trial, .. } => trial,
        }
    }

    /// The name on the wire: `active`, `trial`, `paused`, `canceled`, `unpaid`.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Active { .. } => "active",
            Self::Trial { .. } => "trial",
            Self::Paused { .. } => "paused",
            Self::Canceled { .. } => "canceled",
            Self::Unpaid { .. } => "unpaid",
        }
    }

    /// Whether it is active.
    #[must_use]
    pub const fn is_active(&self) -> bool {
        matches!(self, Self::Active { .. })
    }

    /// Whether it is in its trial.
    #[must_use]
    pub const fn is_trial(&self) -> bool {
        matches!(self, Self::Trial { .. })
    }

    /// Whether it is paused.
    #[must_use]
    pub const fn is_paused(&self) -> bool {
        matches!(self, Self::Paused { .. })
    }

    /// Whether it has ended.
    #[must_use]
    pub const fn is_canceled(&self) -> bool {
        matches!(self, Self::Canceled { .. })
    }

    /// Whether a payment is missing.
    #[must_use]
    pub const fn is_unpaid(&self) -> bool {
        matches!(self, Self::Unpaid { .. })
    }
}

/// A span of time with both ends ([protocol 4.3](crate::protocol#43-subscription)): a billing period, a trial.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use chrono::{TimeZone, Utc};
/// use churnkey::models::Period;
///
/// let start = Utc.with_ymd_and_hms(2026, 2, 3, 9, 0, 0).unwrap();
/// let period = Period::new(start, start + chrono::Months::new(1))?;
/// assert_eq!(period.start(), start);
/// assert!(Period::new(period.end(), period.start()).is_err());
/// # Ok::<(), churnkey::models::InvalidModel>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(!try_from))]
#[serde(try_from = "UncheckedPeriod")]
pub struct Period {
    // Neither is public, because their order is checked.
    #[serde(with = "dates")]
    #[cfg_attr(feature = "openapi", schemars(with = "dates::Date"))]
    start: DateTime<Utc>,
    #[serde(with = "dates")]
    #[cfg_attr(feature = "openapi", schemars(with = "dates::Date"))]
    end: DateTime<Utc>,
}

#[derive(Deserialize)]
struct UncheckedPeriod {
    #[serde(with = "dates")]
    start: DateTime<Utc>,
    #[serde(with = "dates")]
    end: DateTime<Utc>,
}

impl TryFrom<UncheckedPeriod> for Period {
    type Error = InvalidModel;

    fn try_from(UncheckedPeriod { start, end }: UncheckedPeriod) -> Result<Self, InvalidModel> {
        Self::new(start, end)
    }
}

impl Period {
    /// The end must be later than the start.
    pub fn new(start: DateTime<Utc>, end: DateTime<Utc>) -> Result<Self, InvalidModel> {
        later(start, end)?;
        Ok(Self { start, end })
    }

    /// When it starts.
    #[must_use]
    pub const fn start(&self) -> DateTime<Utc> {
        self.start
    }

    /// When it ends.
    #[must_use]
    pub const fn end(&self) -> DateTime<Utc> {
        self.end
    }
}

/// A pause ([protocol 4.3](crate::protocol#43-subscription)), which need not have an end.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use chrono::{TimeZone, Utc};
/// use churnkey::models::PausePeriod;
///
/// let start = Utc.with_ymd_and_hms(2026, 2, 10, 0, 0, 0).unwrap();
/// let end = Utc.with_ymd_and_hms(2026, 4, 10, 0, 0, 0).unwrap();
/// assert_eq!(PausePeriod::between(start, end)?.end(), Some(end));
/// assert_eq!(PausePeriod::indefinite(start).end(), None);
/// # Ok::<(), churnkey::models::InvalidModel>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(!try_from))]
#[serde(try_from = "UncheckedPause")]
pub struct PausePeriod {
    // Neither is public, because their order is checked.
    #[serde(with = "dates")]
    #[cfg_attr(feature = "openapi", schemars(with = "dates::Date"))]
    start: DateTime<Utc>,
    #[serde(with = "dates::option", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schemars(with = "Option<dates::Date>"))]
    end: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
struct UncheckedPause {
    #[serde(with = "dates")]
    start: DateTime<Utc>,
    #[serde(default, with = "dates::option")]
    end: Option<DateTime<Utc>>,
}

impl TryFrom<UncheckedPause> for PausePeriod {
    type Error = InvalidModel;

    fn try_from(UncheckedPause { start, end }: UncheckedPause) -> Result<Self, InvalidModel> {
        end.map_or(Ok(Self::indefinite(start)), |end| Self::between(start, end))
    }
}

impl PausePeriod {
    /// From `start` until further notice.
    #[must_use]
    pub const fn indefinite(start: DateTime<Utc>) -> Self {
        Self { start, end: None }
    }

    /// The end must be later than the start.
    pub fn between(start: DateTime<Utc>, end: DateTime<Utc>) -> Result<Self, InvalidModel> {
        later(start, end)?;
        Ok(Self { start, end: Some(end) })
    }

    /// When it starts.
    #[must_use]
    pub const fn start(&self) -> DateTime<Utc> {
        self.start
    }

    /// When it ends; `None` means until further notice.
    #[must_use]
    pub const fn end(&self) -> Option<DateTime<Utc>> {
        self.end
    }
}

fn later(start: DateTime<Utc>, end: DateTime<Utc>) -> Result<(), InvalidModel> {
    if start < end {
        Ok(())
    } else {
        Err(InvalidModel::new(
            "end",
            "later than `start`",
            format!("{end:?} with `start` {start:?}"),
        ))
    }
}
