//! The configuration of a customer's flow: the component's first request.

use std::rc::Rc;

use chrono::Utc;
use churnkey_verify::Announced;
use serde_json::Value;

use super::{Caller, Counterpart, Failure, Refused};
use crate::direct;
use crate::event::Finding;
use crate::flow::Flow;
use crate::flow::carry::{World, refusal};
use crate::flow::generate;
use crate::reading::is_canceled;

/// A flow that was made for a customer, with what it was made from.
pub(crate) struct Made {
    pub(crate) flow: Flow,
    pub(crate) customer: Value,
    pub(crate) subscriptions: Vec<Value>,
    pub(crate) at_period_end: bool,
}

impl Made {
    pub(crate) fn config(&self) -> Value {
        direct::config(&self.flow, &self.customer, &self.subscriptions, self.at_period_end)
    }
}

impl Counterpart {
    /// The flow of a customer: a made one, or that of the settings without the offers that do not fit this customer.
    pub(crate) async fn flow(&self, caller: &Caller) -> Result<Made, Refused> {
        let announced = self.announced().await?;
        if !announced.has("Cancel") {
            let reason = "the integration announces no Cancel, and without it Churnkey's cancel flow is off (protocol 1)";
            self.shared.log.find(
                Finding::fault("There is no cancel flow", reason)
                    .help("Implement and announce the Cancel action."),
            );
            return Err(Refused::new(409, reason));
        }
        let customer = self.customer(&caller.customer).await?;
        let subscriptions = self.scope(caller).await?;
        let prices = self.offered(&announced, "ChangePrice", "Prices").await?;
        let coupons = self.offered(&announced, "ApplyCoupon", "Coupons").await?;
        let world = World {
            announced: &announced,
            prices: &prices,
            coupons: &coupons,
            subscriptions: &subscriptions,
            now: Utc::now(),
        };
        let flow = match &self.shared.settings.flow {
            None => generate::flow(&world),
            Some(flow) => {
                for (place, offer) in flow.offers() {
                    if let Some(why) = refusal(&offer.terms, &world) {
                        let title = format!("{place} is not offered to this customer");
                        self.shared.log.find(Finding::note(title, why));
                    }
                }
                flow.clone().without(|offer| refusal(&offer.terms, &world).is_some())
            }
        };
        self.shared.begin(caller.key());
        let at_period_end = self.schedule(&announced, "Cancel", "schedules") != "immediate";
        Ok(Made { flow, customer, subscriptions, at_period_end })
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

    /// The subscriptions that a flow is about: the one of the token, or all that have not ended.
    pub(crate) async fn scope(&self, caller: &Caller) -> Result<Vec<Value>, Refused> {
        let Some(id) = &caller.subscription else {
            let mut all = self.subscriptions(&caller.customer).await?;
            all.retain(|subscription| !is_canceled(subscription));
            if all.is_empty() {
                return Err(Refused::new(
                    409,
                    "the customer has no subscription that could be cancelled",
                ));
            }
            return Ok(all);
        };
        let found = self.subscription(&caller.customer, id, "the subscription").await?;
        if is_canceled(&found) {
            return Err(Refused::new(409, format!("the subscription {id} is canceled already")));
        }
        Ok(vec![found])
    }

    /// Which of `immediate` and `end-of-period` to use: the one that is announced. If both are, it is the end of the period
    /// unless the setting says otherwise.
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
