//! `POST /churnkey/actions/subscription/…`: cancel and pause.

use std::num::NonZeroU32;

use actix_web::HttpResponse;
use actix_web::web::{Data, Json};
use chrono::{DateTime, Days, Months, Utc};
use serde::Deserialize;

use crate::billing::Billing;
use crate::error::ApiError;
use crate::models::{Pause, Status, Unit};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CancelBody {
    customer_id: String,
    subscription_id: String,
    scheduled_at: Start,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PauseBody {
    customer_id: String,
    subscription_id: String,
    start_at: Start,
    duration: PauseDuration,
    allow_annual: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Start {
    Immediate,
    EndOfPeriod,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum PauseDuration {
    Period { amount: NonZeroU32, unit: PeriodUnit },
    Date { date: DateTime<Utc> },
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum PeriodUnit {
    Day,
    Week,
    Month,
    Year,
}

pub(crate) async fn cancel(
    billing: Data<Billing>,
    body: Json<CancelBody>,
) -> Result<HttpResponse, ApiError> {
    billing.change(&body.customer_id, &body.subscription_id, |subscription| {
        let current_period = subscription.status.current_period();
        if let (Start::EndOfPeriod, Some(period)) = (&body.scheduled_at, current_period) {
            return Ok(Some(Status::Canceled { canceled_at: period.end, current_period }));
        }
        subscription.status = Status::Canceled { canceled_at: Utc::now(), current_period };
        Ok(None)
    })?;
    Ok(HttpResponse::Ok().finish())
}

pub(crate) async fn pause(
    billing: Data<Billing>,
    body: Json<PauseBody>,
) -> Result<HttpResponse, ApiError> {
    billing.change(&body.customer_id, &body.subscription_id, |subscription| {
        if !body.allow_annual.unwrap_or(true) && subscription.duration.unit == Unit::Year {
            return Err(ApiError::bad_request("yearly plans cannot be paused"));
        }
        let current_period = subscription.status.current_period();
        if let (Start::EndOfPeriod, Some(period)) = (&body.start_at, current_period) {
            let pause = body.duration.from(period.end)?;
            return Ok(Some(Status::Paused { pause, current_period }));
        }
        let pause = body.duration.from(Utc::now())?;
        subscription.status = Status::Paused { pause, current_period };
        Ok(None)
    })?;
    Ok(HttpResponse::Ok().finish())
}

impl PauseDuration {
    fn from(&self, start: DateTime<Utc>) -> Result<Pause, ApiError> {
        let end = match self {
            Self::Date { date } => Some(*date),
            Self::Period { amount, unit } => {
                let amount = amount.get();
                match unit {
                    PeriodUnit::Day => start.checked_add_days(Days::new(amount.into())),
                    PeriodUnit::Week => start.checked_add_days(Days::new(u64::from(amount) * 7)),
                    PeriodUnit::Month => start.checked_add_months(Months::new(amount)),
                    PeriodUnit::Year => amount
                        .checked_mul(12)
                        .and_then(|months| start.checked_add_months(Months::new(months))),
                }
            }
        };
        match end {
            Some(end) if end > start => Ok(Pause { start, end }),
            _ => Err(ApiError::bad_request("`duration` is over before it begins, or too long")),
        }
    }
}
