//! Serves an integration in process and calls it as Churnkey does.

use std::time::Duration;

use churnkey_runtime::actions::{
    ApplyCouponOptions, CancelAllOptions, CancelOptions, ChangePriceOptions, ExtendTrialOptions,
    PauseAllOptions, PauseOptions,
};
use churnkey_runtime::controllers::{Customers, Prices, Subscriptions};
use churnkey_runtime::models::{
    Coupon, CouponId, Customer, CustomerId, Family, FamilyId, Page, PageRequest, Price, PriceId,
    Product, ProductId, Subscription, SubscriptionKey,
};
use churnkey_runtime::{Builder, Context, Error, Integration, Mode, Result};
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::bodies::ActionBody;
use crate::transport::{Credentials, Request, Transport, segment};
use crate::{Report, Verifier};

const TOKEN: &str = "ck-testing-token";

/// An integration in process. Each call goes the whole way of a request: token, route, body, features, the merchant's
/// method, and back through JSON. A refusal is returned as the [`Error`] that Churnkey reads. Its
/// [source](Error::source) is the cause that the log would show, so `unwrap` shows the reason.
///
/// ```
/// # mod churnkey { pub use churnkey_runtime::*; pub use churnkey_verify::{self as verify, testing}; }
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing_with_cancel.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// # #[actix_web::main]
/// # async fn main() {
/// use churnkey::testing::Harness;
///
/// let harness = Harness::new(Billing);
/// assert_eq!(harness.customer("u_1001").await.unwrap().id, "u_1001");
/// let subscription = SubscriptionKey::new("u_1001", "missing");
/// assert_eq!(harness.subscription(&subscription).await.unwrap_err().code(), 404);
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct Harness {
    integration: Integration,
    transport: Transport,
    token: String,
    credentials: Credentials,
    mode: Mode,
    headers: Vec<(String, String)>,
}

/// An answer as received.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The body; `null` if there is none, or if it is not JSON.
    pub body: Value,
    /// The cause of an error, which is logged but never sent.
    pub cause: Option<String>,
}

impl Harness {
    /// Serves a context.
    ///
    /// # Panics
    /// The context is not a valid integration; see [`Builder::build`](churnkey_runtime::Builder::build).
    #[track_caller]
    #[must_use]
    pub fn new<C: Customers + Prices + Subscriptions>(context: C) -> Self {
        Self::from_builder(Integration::builder(context))
    }

    /// Serves the builder that the program itself uses, so that tests have its settings: the answers of
    /// [`map_error`](Builder::map_error), the limits, the context of test mode. It needs no token.
    ///
    /// ```
    /// # mod churnkey { pub use churnkey_runtime::*; pub use churnkey_verify::{self as verify, testing}; }
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use std::num::ParseIntError;
    ///
    /// use churnkey::{Builder, Error, Integration};
    /// use churnkey::testing::Harness;
    ///
    /// /// `main` adds the token and serves it.
    /// fn integration(billing: Billing) -> Builder<Billing> {
    ///     Integration::builder(billing)
    ///         .page_limits(25, 100)
    ///         .map_error(|_: &ParseIntError| Some(Error::not_found("ids are numbers here")))
    /// }
    ///
    /// let harness = Harness::from_builder(integration(Billing));
    /// ```
    ///
    /// # Panics
    /// The builder is not valid; see [`Builder::build`].
    #[track_caller]
    #[must_use]
    pub fn from_builder<C: Context>(builder: Builder<C>) -> Self {
        match builder.token(TOKEN).build() {
            Ok(integration) => Self::of(integration, TOKEN),
            Err(error) => {
                #[allow(clippy::panic, reason = "a panic fails the test")]
                {
                    panic!("{error}")
                }
            }
        }
    }

    /// Serves an integration with its own settings, using one of its tokens.
    #[must_use]
    pub fn of(integration: Integration, token: impl Into<String>) -> Self {
        // No timeout, since stepping through a test in a debugger takes time.
        let transport = Transport::in_process(&integration, Duration::MAX);
        let credentials = Credentials::default();
        let headers = Vec::new();
        Self { integration, transport, token: token.into(), credentials, mode: Mode::Live, headers }
    }

    /// Sends all further requests in this mode; live by default.
    #[must_use]
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Adds a header to all further requests, such as the tenant of a context that is made for each request.
    ///
    /// ```
    /// # mod churnkey { pub use churnkey_runtime::*; pub use churnkey_verify::{self as verify, testing}; }
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use churnkey::testing::Harness;
    /// use churnkey::{ContextRequest, Error, Integration};
    ///
    /// # #[actix_web::main]
    /// # async fn main() {
    /// let integration = Integration::per_request(async |request: &ContextRequest| {
    ///     let tenant = request.headers().get("x-tenant");
    ///     tenant.map(|_| Billing).ok_or_else(|| Error::bad_request("`X-Tenant` is missing"))
    /// });
    /// let harness = Harness::from_builder(integration);
    /// assert_eq!(harness.customer("u_1001").await.unwrap_err().code(), 400);
    /// assert!(harness.header("x-tenant", "acme").customer("u_1001").await.is_ok());
    /// # }
    /// ```
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets how all further requests show the token: in another header than `Authorization`, or by a signature for
    /// [`Builder::authenticate`].
    #[must_use]
    pub fn credentials(mut self, credentials: impl Into<Credentials>) -> Self {
        self.credentials = credentials.into();
        self
    }

    /// Sends all further requests through this transport, such as a [`Transport::custom`] that signs them.
    #[must_use]
    pub fn through(mut self, transport: Transport) -> Self {
        self.transport = transport;
        self
    }

    /// The integration under test.
    #[must_use]
    pub fn integration(&self) -> &Integration {
        &self.integration
    }

    /// A verifier with this token, mode and headers. With [`Verifier::write`] it tries the actions too:
    ///
    /// ```no_run
    /// # mod churnkey { pub use churnkey_runtime::*; pub use churnkey_verify::{self as verify, testing}; }
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing_with_cancel.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// # async fn test() {
    /// use churnkey::Mode;
    /// use churnkey::testing::Harness;
    ///
    /// let harness = Harness::new(Billing).mode(Mode::Test);
    /// let verifier = harness.verifier().customer("u_1001").write("s_77");
    /// verifier.verify(harness.integration()).await.assert_passed();
    /// # }
    /// ```
    pub fn verifier(&self) -> Verifier {
        let verifier = Verifier::new(self.token.clone()).credentials(self.credentials.clone());
        let verifier = verifier.mode(self.mode);
        let headers = self.headers.iter().cloned();
        headers.fold(verifier, |verifier, (name, value)| verifier.header(name, value))
    }

    /// Verifies the integration without any action, as [`testing::verify`](super::verify) does for a context:
    ///
    /// ```no_run
    /// # mod churnkey { pub use churnkey_runtime::*; pub use churnkey_verify::{self as verify, testing}; }
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing.rs")); }
    /// # use merchant::Billing;
    /// # fn integration() -> churnkey::Builder<Billing> { churnkey::Integration::builder(Billing) }
    /// # async fn test() {
    /// use churnkey::testing::Harness;
    ///
    /// Harness::from_builder(integration()).verify().await.assert_passed();
    /// # }
    /// ```
    pub async fn verify(&self) -> Report {
        self.verifier().verify(&self.integration).await
    }

    /// `GET`s a path below `/churnkey`, such as `/prices?limit=1`.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path)).await
    }

    /// `POST`s a body to a path below `/churnkey`, such as `/actions/subscription/pause`.
    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send(Request::post(path, body)).await
    }

    async fn send(&self, request: Request) -> Answer {
        let headers = self.headers.iter().cloned();
        let request = request.mode(self.mode);
        let request = headers.fold(request, |request, (name, value)| request.header(name, value));
        let request = self.credentials.apply(request, &self.token);
        match self.transport.send(request).await {
            Ok(response) => {
                let body = response.json().unwrap_or_default();
                Answer { status: response.status, body, cause: response.cause }
            }
            // A request that cannot be sent is answered like one for an unknown path.
            Err(failure) => {
                Answer { status: 404, body: Value::Null, cause: Some(failure.to_string()) }
            }
        }
    }

    async fn read<T: DeserializeOwned>(&self, path: String) -> Result<T> {
        Ok(serde_json::from_value(succeeded(self.get(&path).await)?)?)
    }

    async fn list<T: DeserializeOwned>(&self, path: &str, page: &PageRequest) -> Result<Page<T>> {
        let cursor = page.cursor.as_deref().map(|cursor| format!("&cursor={}", segment(cursor)));
        self.read(format!("{path}?limit={}{}", page.limit, cursor.unwrap_or_default())).await
    }

    async fn act(&self, path: &str, options: &impl ActionBody) -> Result<()> {
        succeeded(self.post(path, &options.body()).await).map(drop)
    }

    /// [`Customers::retrieve`].
    pub async fn customer(&self, id: impl Into<CustomerId>) -> Result<Customer> {
        self.read(format!("/customers/{}", segment(id.into().as_str()))).await
    }

    /// [`Customers::list`].
    pub async fn customers(&self, page: &PageRequest) -> Result<Page<Customer>> {
        self.list("/customers", page).await
    }

    /// [`Customers::find_by_email`].
    pub async fn customer_by_email(&self, email: &str) -> Result<Customer> {
        self.read(format!("/customers/email/{}", segment(email))).await
    }

    /// [`Customers::find_by_phone`].
    pub async fn customer_by_phone(&self, phone: &str) -> Result<Customer> {
        self.read(format!("/customers/phone/{}", segment(phone))).await
    }

    /// [`Subscriptions::retrieve`].
    pub async fn subscription(&self, key: &SubscriptionKey) -> Result<Subscription> {
        let SubscriptionKey { customer_id, subscription_id, .. } = key;
        let (customer, id) = (segment(customer_id.as_str()), segment(subscription_id.as_str()));
        self.read(format!("/customers/{customer}/subscriptions/{id}")).await
    }

    /// [`Subscriptions::list`].
    pub async fn subscriptions(
        &self,
        customer: impl Into<CustomerId>,
        page: &PageRequest,
    ) -> Result<Page<Subscription>> {
        let customer = segment(customer.into().as_str());
        self.list(&format!("/customers/{customer}/subscriptions"), page).await
    }

    /// [`Prices::retrieve`].
    pub async fn price(&self, id: impl Into<PriceId>) -> Result<Price> {
        self.read(format!("/prices/{}", segment(id.into().as_str()))).await
    }

    /// [`Prices::list`].
    pub async fn prices(&self, page: &PageRequest) -> Result<Page<Price>> {
        self.list("/prices", page).await
    }

    /// [`Coupons::retrieve`](churnkey_runtime::controllers::Coupons::retrieve).
    pub async fn coupon(&self, id: impl Into<CouponId>) -> Result<Coupon> {
        self.read(format!("/coupons/{}", segment(id.into().as_str()))).await
    }

    /// [`Coupons::list`](churnkey_runtime::controllers::Coupons::list).
    pub async fn coupons(&self, page: &PageRequest) -> Result<Page<Coupon>> {
        self.list("/coupons", page).await
    }

    /// [`Products::retrieve`](churnkey_runtime::controllers::Products::retrieve).
    pub async fn product(&self, id: impl Into<ProductId>) -> Result<Product> {
        self.read(format!("/products/{}", segment(id.into().as_str()))).await
    }

    /// [`Products::list`](churnkey_runtime::controllers::Products::list).
    pub async fn products(&self, page: &PageRequest) -> Result<Page<Product>> {
        self.list("/products", page).await
    }

    /// [`Families::retrieve`](churnkey_runtime::controllers::Families::retrieve).
    pub async fn family(&self, id: impl Into<FamilyId>) -> Result<Family> {
        self.read(format!("/families/{}", segment(id.into().as_str()))).await
    }

    /// [`Families::list`](churnkey_runtime::controllers::Families::list).
    pub async fn families(&self, page: &PageRequest) -> Result<Page<Family>> {
        self.list("/families", page).await
    }

    /// [`Cancel::handle`](churnkey_runtime::actions::Cancel::handle).
    pub async fn cancel(&self, options: &CancelOptions) -> Result<()> {
        self.act("/actions/subscription/cancel", options).await
    }

    /// [`Cancel::handle_all`](churnkey_runtime::actions::Cancel::handle_all).
    pub async fn cancel_all(&self, options: &CancelAllOptions) -> Result<()> {
        self.act("/actions/customer/cancel", options).await
    }

    /// [`Pause::handle`](churnkey_runtime::actions::Pause::handle).
    pub async fn pause(&self, options: &PauseOptions) -> Result<()> {
        self.act("/actions/subscription/pause", options).await
    }

    /// [`Pause::handle_all`](churnkey_runtime::actions::Pause::handle_all).
    pub async fn pause_all(&self, options: &PauseAllOptions) -> Result<()> {
        self.act("/actions/customer/pause", options).await
    }

    /// [`ApplyCoupon::handle`](churnkey_runtime::actions::ApplyCoupon::handle).
    pub async fn apply_coupon(&self, options: &ApplyCouponOptions) -> Result<()> {
        self.act("/actions/subscription/apply-coupon", options).await
    }

    /// [`ChangePrice::handle`](churnkey_runtime::actions::ChangePrice::handle).
    pub async fn change_price(&self, options: &ChangePriceOptions) -> Result<()> {
        self.act("/actions/subscription/change-price", options).await
    }

    /// [`ExtendTrial::handle`](churnkey_runtime::actions::ExtendTrial::handle).
    pub async fn extend_trial(&self, options: &ExtendTrialOptions) -> Result<()> {
        self.act("/actions/subscription/extend-trial", options).await
    }
}

/// The body of a success, or the error that the client reads.
fn succeeded(answer: Answer) -> Result<Value> {
    if (200..300).contains(&answer.status) {
        return Ok(answer.body);
    }
    let message = answer.body.get("message").and_then(Value::as_str).unwrap_or("no message");
    let error = Error::new(answer.status, message);
    Err(match answer.cause {
        Some(cause) => error.because(cause),
        None => error,
    })
}
