//! Errors of the merchant's own, and the answers that `map_error` gives them.

use std::error::Error as StdError;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::{fmt, io};

use churnkey::prelude::*;
use churnkey::{Builder, ContextRequest, Integration};

use crate::client::{Answer, TOKEN, get, post};
use crate::merchant::{Shop, subscription};

#[derive(Debug)]
pub(crate) enum BillingError {
    NotFound(&'static str),
    Busy,
    Corrupt,
}

impl fmt::Display for BillingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotFound(table) => write!(f, "no row in {table}"),
            Self::Busy => f.write_str("the ledger is locked"),
            Self::Corrupt => f.write_str("the ledger is corrupt"),
        }
    }
}

impl StdError for BillingError {}

/// What a merchant writes.
pub(crate) fn told(error: &BillingError) -> Option<Error> {
    match error {
        BillingError::NotFound(_) => Some(Error::not_found("it is not in the books")),
        BillingError::Busy => Some(Error::new(503, "the books are closed").retry_after(5)),
        BillingError::Corrupt => None,
    }
}

/// An error of another layer. As `#[error(transparent)]` makes it, `transparent` hides the error inside.
#[derive(Debug)]
struct Layer {
    inner: Box<dyn StdError + Send + Sync>,
    transparent: bool,
}

impl fmt::Display for Layer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.transparent { self.inner.fmt(f) } else { f.write_str("cannot read the ledger") }
    }
}

impl StdError for Layer {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        if self.transparent { self.inner.source() } else { Some(&*self.inner) }
    }
}

fn layer(inner: impl Into<Box<dyn StdError + Send + Sync>>) -> Layer {
    Layer { inner: inner.into(), transparent: false }
}

/// A merchant whose methods all fail with the same error.
pub(crate) struct Books(Box<dyn Fn() -> Error + Send + Sync>);

impl Books {
    pub(crate) fn failing(error: impl Fn() -> Error + Send + Sync + 'static) -> Builder<Self> {
        Integration::builder(Self(Box::new(error))).token(TOKEN)
    }
}

#[churnkey::controller]
impl Customers for Books {
    async fn retrieve(&self, _: CustomerId) -> Result<Customer> {
        Err((self.0)())
    }
}

#[churnkey::controller]
impl Prices for Books {
    async fn retrieve(&self, _: PriceId) -> Result<Price> {
        Err((self.0)())
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Price>> {
        Ok(Page::last([]))
    }
}

#[churnkey::controller]
impl Subscriptions for Books {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Ok(subscription(key.subscription_id, key.customer_id))
    }
}

#[churnkey::action(cancel, schedules(immediate))]
impl Cancel for Books {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        if options.subscription_id == "later" {
            actix_web::rt::task::yield_now().await;
        }
        Err((self.0)())
    }
}

pub(crate) async fn ask<C>(builder: Builder<C>) -> Answer
where
    C: Customers + Prices + Subscriptions,
{
    get(&builder.build().unwrap(), "/churnkey/customers/u_1").await
}

/// What is answered to an error when `told` is the one mapper.
async fn answered(error: impl Fn() -> Error + Send + Sync + 'static) -> u16 {
    ask(Books::failing(error).map_error(told)).await.status
}

#[actix_web::test]
async fn an_error_enum_gets_the_answers_that_the_merchant_gives_it() {
    let missing = Books::failing(|| BillingError::NotFound("users").into()).map_error(told);
    assert_eq!(ask(missing).await.error(404), "it is not in the books");

    let busy = ask(Books::failing(|| BillingError::Busy.into()).map_error(told)).await;
    assert_eq!(busy.error(503), "the books are closed");
    assert_eq!(busy.header("retry-after"), Some("5"));

    let corrupt = ask(Books::failing(|| BillingError::Corrupt.into()).map_error(told)).await;
    assert!(corrupt.error(500).starts_with("internal error (request "));
}

#[actix_web::test]
async fn without_a_mapper_each_is_internal() {
    ask(Books::failing(|| BillingError::NotFound("users").into())).await.error(500);
}

#[actix_web::test]
async fn it_is_found_wherever_it_can_be_seen() {
    let missing = || BillingError::NotFound("users");
    assert_eq!(answered(move || Error::internal(missing())).await, 404);
    assert_eq!(answered(move || layer(missing()).into()).await, 404, "a source");
    assert_eq!(answered(move || layer(layer(missing())).into()).await, 404, "a source's source");
    assert_eq!(answered(move || io::Error::other(missing()).into()).await, 404, "in an io::Error");
    assert_eq!(answered(move || layer(io::Error::other(layer(missing()))).into()).await, 404);
    assert_eq!(answered(move || Box::new(missing()).into()).await, 404, "Box");
    assert_eq!(answered(move || layer(Arc::new(missing())).into()).await, 404, "Arc");
    let boxed = move || Box::<dyn StdError + Send + Sync>::from(missing()).into();
    assert_eq!(answered(boxed).await, 404, "Box<dyn Error>");
    let explained = move || Error::internal(missing()).because("the import is late");
    assert_eq!(answered(explained).await, 404, "behind a reason");
    let the_reason = move || Error::internal("no import").because(layer(missing()));
    assert_eq!(answered(the_reason).await, 404, "a reason");
}

#[actix_web::test]
async fn a_transparent_error_and_two_boxes_hide_what_is_inside() {
    let transparent = || Layer { inner: Box::new(BillingError::Busy), transparent: true }.into();
    assert_eq!(answered(transparent).await, 500);
    assert_eq!(answered(|| Arc::new(Box::new(BillingError::Busy)).into()).await, 500);
}

#[actix_web::test]
async fn mappers_are_asked_in_their_order_and_the_first_answer_counts() {
    let both = || layer(io::Error::other(BillingError::Busy)).into();
    let gone = |_: &io::Error| Some(Error::new(410, "gone"));
    let builder = || Books::failing(both);
    assert_eq!(ask(builder().map_error(told).map_error(gone)).await.status, 503);
    assert_eq!(ask(builder().map_error(gone).map_error(told)).await.status, 410);
    let silent = |_: &io::Error| None;
    assert_eq!(ask(builder().map_error(silent).map_error(told)).await.status, 503);
}

#[actix_web::test]
async fn of_two_errors_of_a_type_the_inner_one_is_asked_when_the_outer_says_nothing() {
    #[derive(Debug)]
    struct Step(u8, Option<Box<Step>>);
    impl fmt::Display for Step {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "step {}", self.0)
        }
    }
    impl StdError for Step {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            self.1.as_deref().map(|step| step as _)
        }
    }
    let builder = Books::failing(|| Step(1, Some(Box::new(Step(2, None)))).into());
    let second = |step: &Step| (step.0 == 2).then(|| Error::new(409, "the second step"));
    assert_eq!(ask(builder.map_error(second)).await.error(409), "the second step");
}

#[actix_web::test]
async fn an_answer_that_a_method_gave_itself_stays() {
    let refused = || Error::bad_request("not now").because(BillingError::NotFound("users"));
    let answer = ask(Books::failing(refused).map_error(told)).await;
    assert_eq!(answer.error(400), "not now");
}

#[actix_web::test]
async fn the_errors_of_actions_and_of_a_contexts_making_are_mapped_too() {
    let integration = Books::failing(|| BillingError::Busy.into()).map_error(told).build().unwrap();
    for id in ["now", "later"] {
        let body = format!(
            r#"{{"customerId": "u_1", "subscriptionId": "{id}", "scheduledAt": "immediate"}}"#
        );
        post(&integration, "/churnkey/actions/subscription/cancel", body).await.error(503);
    }

    let making = Integration::per_request(async |_: &ContextRequest| -> Result<Shop> {
        Err(BillingError::Busy)?
    });
    ask(making.token(TOKEN).map_error(told)).await.error(503);
}

#[actix_web::test]
async fn a_panic_of_a_mapper_is_kept_to_its_request() {
    let once = AtomicBool::new(true);
    let mapper = move |error: &BillingError| {
        assert!(!once.swap(false, Ordering::Relaxed), "a bug in the mapper");
        told(error)
    };
    let builder = Books::failing(|| BillingError::Busy.into()).map_error(mapper);
    let integration = builder.build().unwrap();
    get(&integration, "/churnkey/customers/u_1").await.error(500);
    get(&integration, "/churnkey/customers/u_1").await.error(503);
}

/// What is the same for both kinds of reports.
macro_rules! reports {
    ($name:ident, $krate:ident, $report:ident, $feature:literal) => {
        #[cfg(feature = $feature)]
        mod $name {
            use ::$krate::{Context as _, $report as Report};

            use super::*;

            fn missing() -> Result<(), BillingError> {
                Err(BillingError::NotFound("users"))
            }

            #[actix_web::test]
            async fn a_report_is_asked_for_the_error_that_it_was_made_of() {
                let plain = || Report::from(BillingError::NotFound("users"));
                assert_eq!(answered(move || plain().into()).await, 404, "by `?`");
                assert_eq!(answered(move || churnkey::Error::internal(plain())).await, 404);
                let explained = move || churnkey::Error::internal("no import").because(plain());
                assert_eq!(answered(explained).await, 404);
                let deep = || Report::from(layer(BillingError::NotFound("users"))).into();
                assert_eq!(answered(deep).await, 404, "a source of it");
                let boxed = || Report::from(Arc::new(BillingError::NotFound("users"))).into();
                assert_eq!(answered(boxed).await, 404, "an Arc in it");
            }

            #[actix_web::test]
            async fn and_below_or_in_its_contexts() {
                let text = || missing().context("cannot read").context("twice").unwrap_err();
                assert_eq!(answered(move || text().into()).await, 404);
                let context = || Report::msg("a text").wrap(BillingError::NotFound("users")).into();
                assert_eq!(answered(context).await, 404);
            }

            #[actix_web::test]
            async fn but_in_a_box_it_hides_its_head() {
                let boxed = || {
                    let report = Report::from(BillingError::NotFound("users"));
                    Box::<dyn StdError + Send + Sync>::from(report).into()
                };
                assert_eq!(answered(boxed).await, 500);
            }

            #[actix_web::test]
            async fn and_a_report_of_a_text_stays_internal() {
                assert_eq!(answered(|| Report::msg("it broke").into()).await, 500);
            }

            trait Wrap {
                fn wrap(self, context: BillingError) -> Self;
            }

            impl Wrap for Report {
                fn wrap(self, context: BillingError) -> Self {
                    Err::<(), _>(self).context(context).unwrap_err()
                }
            }
        }
    };
}

reports!(in_anyhow, anyhow, Error, "anyhow");
reports!(in_eyre, eyre, Report, "eyre");
