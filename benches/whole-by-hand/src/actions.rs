//! `POST /churnkey/actions/…`

use std::num::NonZeroU32;

use actix_web::HttpResponse;
use actix_web::web::Json;
use chrono::{DateTime, Days, Months, Utc};
use serde::Deserialize;

use crate::error::ApiError;

type Answer = Result<HttpResponse, ApiError>;

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum When {
    Immediate,
    EndOfPeriod,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CancelBody {
    customer_id: String,
    subscription_id: String,
    scheduled_at: When,
    #[serde(default)]
    unpause: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct CancelAllBody {
    customer_id: String,
    scheduled_at: When,
    #[serde(default)]
    unpause: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PauseBody {
    customer_id: String,
    subscription_id: String,
    start_at: When,
    duration: Duration,
    allow_annual: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PauseAllBody {
    customer_id: String,
    start_at: When,
    duration: Duration,
    allow_annual: Option<bool>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ApplyCouponBody {
    customer_id: String,
    subscription_id: String,
    #[serde(alias = "couponId", alias = "id")]
    coupon: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ChangePriceBody {
    customer_id: String,
    subscription_id: String,
    #[serde(alias = "priceId", alias = "id")]
    price: String,
    scheduled_at: When,
    #[serde(default)]
    prorate: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExtendTrialBody {
    customer_id: String,
    subscription_id: String,
    duration: Duration,
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Duration {
    Period { amount: NonZeroU32, unit: Unit },
    Date { date: DateTime<Utc> },
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Unit {
    Day,
    Week,
    Month,
    Year,
}

pub(crate) async fn cancel(body: Json<CancelBody>) -> Answer {
    let CancelBody { customer_id, subscription_id, scheduled_at, unpause } = &*body;
    done(customer_id, subscription_id, matches!(scheduled_at, When::Immediate) || *unpause)
}

pub(crate) async fn cancel_all(body: Json<CancelAllBody>) -> Answer {
    let CancelAllBody { customer_id, scheduled_at, unpause } = &*body;
    done(customer_id, "", matches!(scheduled_at, When::EndOfPeriod) || *unpause)
}

pub(crate) async fn pause(body: Json<PauseBody>) -> Answer {
    let PauseBody { customer_id, subscription_id, start_at, duration, allow_annual } = &*body;
    duration.end(Utc::now())?;
    let now = matches!(start_at, When::Immediate);
    done(customer_id, subscription_id, allow_annual.unwrap_or(now))
}

pub(crate) async fn pause_all(body: Json<PauseAllBody>) -> Answer {
    let PauseAllBody { customer_id, start_at, duration, allow_annual } = &*body;
    duration.end(Utc::now())?;
    done(customer_id, "", allow_annual.unwrap_or(matches!(start_at, When::Immediate)))
}

pub(crate) async fn apply_coupon(body: Json<ApplyCouponBody>) -> Answer {
    let ApplyCouponBody { customer_id, subscription_id, coupon } = &*body;
    done(customer_id, subscription_id, coupon.is_empty())
}

pub(crate) async fn change_price(body: Json<ChangePriceBody>) -> Answer {
    let ChangePriceBody { customer_id, subscription_id, price, scheduled_at, prorate } = &*body;
    let now = matches!(scheduled_at, When::Immediate);
    done(customer_id, subscription_id, price.is_empty() || now || *prorate)
}

pub(crate) async fn extend_trial(body: Json<ExtendTrialBody>) -> Answer {
    let ExtendTrialBody { customer_id, subscription_id, duration } = &*body;
    duration.end(Utc::now())?;
    done(customer_id, subscription_id, true)
}

fn done(customer: &str, subscription: &str, _: bool) -> Answer {
    if customer == "unknown" || subscription == "unknown" {
        return Err(ApiError::not_found("it does not exist"));
    }
    Ok(HttpResponse::Ok().finish())
}

impl Duration {
    fn end(&self, start: DateTime<Utc>) -> Result<DateTime<Utc>, ApiError> {
        let end = match self {
            Self::Date { date } => Some(*date),
            Self::Period { amount, unit } => {
                let amount = amount.get();
                match unit {
                    Unit::Day => start.checked_add_days(Days::new(amount.into())),
                    Unit::Week => start.checked_add_days(Days::new(u64::from(amount) * 7)),
                    Unit::Month => start.checked_add_months(Months::new(amount)),
                    Unit::Year => amount
                        .checked_mul(12)
                        .and_then(|months| start.checked_add_months(Months::new(months))),
                }
            }
        };
        end.filter(|end| *end > start).ok_or_else(|| {
            ApiError::bad_request("`duration` is over before it begins, or too long")
        })
    }
}
