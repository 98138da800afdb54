//! The merchants of the tests, one that declares everything and one that declares little, behind a desk that notes what
//! reached them and holds it against what they declared. Ids say how a call ends.

use std::cell::RefCell;
use std::sync::Arc;

use churnkey_runtime::prelude::*;
use churnkey_runtime::{Integration, Mode};
use churnkey_test_merchants::{Answered, Call, Desk, Kiosk, Shop};
use serde_json::Value;

pub const TOKEN: &str = "ck_fuzz_7f3a90";
pub const ANOTHER_TOKEN: &str = "ck_other_5b81d2";
pub const TOKEN_HEADER: &str = "x-churnkey-token";
/// The cause of the merchant's internal errors. It is logged, and in no answer.
pub const CAUSE: &str = "the database's word is db_8c41f7e2";
pub const BODY_LIMIT: usize = 1024;

/// One call of a merchant's method.
#[derive(Debug, PartialEq)]
pub struct Reached {
    pub mode: Mode,
    /// The code that the method answered with, when it is an error.
    pub refused: Option<u16>,
    /// What an action was asked for.
    pub asked: Option<Asked>,
}

/// The options of any action.
#[derive(Debug, Default, PartialEq)]
pub struct Asked {
    pub customer: String,
    pub subscription: Option<String>,
    /// A coupon or a price.
    pub object: Option<String>,
    pub when: Option<&'static str>,
    pub duration: Option<ActionDuration>,
    pub flag: Option<bool>,
    pub raw: Value,
}

thread_local! {
    static REACHED: RefCell<Vec<Reached>> = const { RefCell::new(Vec::new()) };
}

/// What has reached a merchant since the last look.
#[must_use]
pub fn reached() -> Vec<Reached> {
    REACHED.take()
}

/// In front of one that declares everything.
struct OfAShop(Mode);

/// In front of one that declares little.
struct OfAKiosk(Mode);

impl Desk for OfAShop {
    fn take(&self, call: Call) -> Answered<'_> {
        note(self.0, &call)
    }
}

impl Desk for OfAKiosk {
    fn take(&self, call: Call) -> Answered<'_> {
        match &call {
            Call::Cancel(options) => {
                assert_eq!((options.scheduled_at, options.unpause), (Schedule::EndOfPeriod, false));
            }
            Call::Pause(options) => {
                assert_eq!(
                    (options.start_at, options.allow_annual),
                    (StartDate::EndOfPeriod, false)
                );
                assert!(matches!(options.duration, ActionDuration::Period { .. }));
            }
            Call::ChangePrice(options) => {
                assert_eq!((options.scheduled_at, options.prorate), (Schedule::EndOfPeriod, false));
            }
            Call::ExtendTrial(options) => {
                assert!(matches!(options.duration, ActionDuration::Date(_)));
            }
            _ => {}
        }
        note(self.0, &call)
    }
}

/// Notes a call, and ends it as the id says.
fn note(mode: Mode, call: &Call) -> Answered<'static> {
    let end = end(call);
    let refused = end.as_ref().err().map(Error::code);
    let reached = Reached { mode, refused, asked: Asked::of(call) };
    REACHED.with_borrow_mut(|all| all.push(reached));
    let later = call.id().starts_with("later");
    Box::pin(async move {
        if later {
            churnkey_runtime::actix_web::rt::task::yield_now().await;
        }
        end
    })
}

fn end(call: &Call) -> Result<()> {
    if let Some(page) = call.page() {
        assert!((1..=100).contains(&page.limit));
        // A cursor that is no number is the merchant's refusal; families take any.
        if !matches!(call, Call::Families(_)) {
            Page::<()>::slice(&[], page)?;
        }
    }
    match call.id() {
        "missing" => Err(Error::not_found("it does not exist")),
        "broken" => Err(Error::internal(CAUSE)),
        "teapot" => Err(Error::new(418, "short and stout")),
        "nonsense" => Err(Error::new(200, "no error at all")),
        _ => Ok(()),
    }
}

#[must_use]
pub fn shop_in(mode: Mode) -> Shop {
    Shop::behind(Arc::new(OfAShop(mode)))
}

#[must_use]
pub fn kiosk_in(mode: Mode) -> Kiosk {
    Kiosk(Shop::behind(Arc::new(OfAKiosk(mode))))
}

/// # Panics
/// Never: its settings are fixed.
#[must_use]
pub fn shop() -> Integration {
    Integration::builder(shop_in(Mode::Live))
        .test_context(shop_in(Mode::Test))
        .name("shop")
        .token(ANOTHER_TOKEN)
        .token(TOKEN)
        .token_header(TOKEN_HEADER)
        .body_limit(BODY_LIMIT)
        .build()
        .expect("a shop")
}

/// # Panics
/// Never: its settings are fixed.
#[must_use]
pub fn kiosk() -> Integration {
    Integration::per_request(async |request: &churnkey_runtime::ContextRequest| {
        Ok(kiosk_in(request.mode()))
    })
    .name("kiosk")
    .token(TOKEN)
    .token_header(TOKEN_HEADER)
    .body_limit(BODY_LIMIT)
    .build()
    .expect("a kiosk")
}

fn when(schedule: Schedule) -> &'static str {
    match schedule {
        Schedule::Immediate => "immediate",
        Schedule::EndOfPeriod => "end-of-period",
    }
}

fn start(date: StartDate) -> &'static str {
    match date {
        StartDate::Immediate => "immediate",
        StartDate::EndOfPeriod => "end-of-period",
    }
}

impl Asked {
    fn of(call: &Call) -> Option<Self> {
        Some(match call {
            Call::Cancel(options) => Self {
                customer: options.customer_id.to_string(),
                subscription: Some(options.subscription_id.to_string()),
                when: Some(when(options.scheduled_at)),
                flag: Some(options.unpause),
                raw: options.raw(),
                ..Self::default()
            },
            Call::CancelAll(options) => Self {
                customer: options.customer_id.to_string(),
                when: Some(when(options.scheduled_at)),
                flag: Some(options.unpause),
                raw: options.raw(),
                ..Self::default()
            },
            Call::Pause(options) => Self {
                customer: options.customer_id.to_string(),
                subscription: Some(options.subscription_id.to_string()),
                when: Some(start(options.start_at)),
                duration: Some(options.duration),
                flag: Some(options.allow_annual),
                raw: options.raw(),
                ..Self::default()
            },
            Call::PauseAll(options) => Self {
                customer: options.customer_id.to_string(),
                when: Some(start(options.start_at)),
                duration: Some(options.duration),
                flag: Some(options.allow_annual),
                raw: options.raw(),
                ..Self::default()
            },
            Call::ApplyCoupon(options) => Self {
                customer: options.customer_id.to_string(),
                subscription: Some(options.subscription_id.to_string()),
                object: Some(options.coupon.to_string()),
                raw: options.raw(),
                ..Self::default()
            },
            Call::ChangePrice(options) => Self {
                customer: options.customer_id.to_string(),
                subscription: Some(options.subscription_id.to_string()),
                object: Some(options.price.to_string()),
                when: Some(when(options.scheduled_at)),
                flag: Some(options.prorate),
                raw: options.raw(),
                ..Self::default()
            },
            Call::ExtendTrial(options) => Self {
                customer: options.customer_id.to_string(),
                subscription: Some(options.subscription_id.to_string()),
                duration: Some(options.duration),
                raw: options.raw(),
                ..Self::default()
            },
            _ => return None,
        })
    }
}
