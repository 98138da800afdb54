//! The flow of a customer, which the component requests first.

use std::rc::Rc;

use chrono::Utc;
use churnkey_verify::Announced;
use serde_json::Value;

use super::{Caller, Counterpart, Failure, Refused};
use crate::component_models;
use crate::event::Finding;
use crate::fields::is_canceled;
use crate::flow::Flow;
use crate::flow::feasibility::{Capabilities, obstacle};
use crate::flow::generate;

/// A customer's flow, with the data that it was made from.
pub(crate) struct CustomerFlow {
    pub(crate) flow: Flow,
    pub(crate) customer: Value,
    pub(crate) subscriptions: Vec<Value>,
    pub(crate) at_period_end: bool,
}

impl CustomerFlow {
    pub(crate) fn config(&self) -> Value {
        component_models::config(
            &self.flow,
            &self.customer,
            &self.subscriptions,
            self.at_period_end,
        )
    }
}

impl Counterpart {
    /// The flow of a customer: a generated one, or that of the settings without the offers that do not fit this customer.
    pub(crate) async fn flow(&self, caller: &Caller) -> Result<CustomerFlow, Refused> {
        let announced = self.announced().await?;
        if !announced.has("Cancel") {
            let reason = "the integration announces no Cancel, and without it Churnkey's cancel flow is off (protocol 1)";
            self.shared.log.report(
                Finding::fault("There is no cancel flow", reason)
                    .help("Implement and announce the Cancel action."),
            );
            return Err(Refused::new(409, reason));
        }
        let customer = self.customer(&caller.customer).await?;
        let subscriptions = self.scope(caller).await?;
        let prices = self.offered(&announced, "ChangePrice", "Prices").await?;
        let coupons = self.offered(&announced, "ApplyCoupon", "Coupons").await?;
        let capabilities = Capabilities {
            announced: &announced,
            prices: &prices,
            coupons: &coupons,
            subscriptions: &subscriptions,
            now: Utc::now(),
        };
        let flow = match &self.shared.settings.flow {
            None => generate::flow(&capabilities),
            Some(flow) => {
                for (name, offer) in flow.offers() {
                    if let Some(why) = obstacle(&offer.terms, &capabilities) {
                        let title = format!("{name} is not offered to this customer");
                        self.shared.log.report(Finding::note(title, why));
                    }
                }
                flow.clone().without(|offer| obstacle(&offer.terms, &capabilities).is_some())
            }
        };
        self.shared.begin(caller.key());
        let at_period_end = self.schedule(&announced, "Cancel", "schedules") != "immediate";
        Ok(CustomerFlow { flow, customer, subscriptions, at_period_end })
    }

    /// The prices or coupons of an offer. Nothing is read if the action is not announced.
    async fn offered(
        &self,
        announced: &Rc<Announced>,
        action: &str,
        module: &'static str,
    ) -> Result<Vec<Value>, Failure> {
        if announced.has(action) { self.catalogue(announced, module).await } else { Ok(Vec::new()) }
    }

    /// The subscriptions of a flow: the one in the token, or all that are not canceled.
    pub(crate) async fn scope(&self, caller: &Caller) -> Result<Vec<Value>, Refused> {
        let Some(id) = &caller.subscription else {
            let mut all = self.subscriptions(&caller.customer).await?;
            all.retain(|subscription| !is_canceled(subscription));
            if all.is_empty() {
                return Err(Refused::new(409, "the customer has no subscription to cancel"));
            }
            return Ok(all);
        };
        let found = self.subscription(&caller.customer, id, "the subscription").await?;
        if is_canceled(&found) {
            return Err(Refused::new(409, format!("the subscription {id} is already canceled")));
        }
        Ok(vec![found])
    }

    /// The announced schedule, `immediate` or `end-of-period`. If both are announced, the setting decides.
    pub(crate) fn schedule(&self, announced: &Announced, module: &str, key: &str) -> &'static str {
        let words = announced.words(module, key);
        let has = |word: &str| words.iter().any(|known| known == word);
        match (has("end-of-period"), has("immediate")) {
            (true, true) if self.shared.at_once() => "immediate",
            (false, true) => "immediate",
            _ => "end-of-period",
        }
    }
}
