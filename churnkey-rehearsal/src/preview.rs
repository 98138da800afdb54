//! What a rehearsal would offer, without a customer at the page.

use crate::counterpart::{Caller, Counterpart, Failure, Refused};
use crate::error::RehearsalError;
use crate::fields::{id, list, status};
use crate::flow::feasibility::{Capabilities, obstacle};
use crate::flow::{Flow, Offer};
use crate::rehearsal::Rehearsal;

impl Rehearsal {
    /// Generates the flow of a customer, as a start for your own file. Without a customer, it takes the first one in the
    /// integration's list with an active subscription.
    ///
    /// # Errors
    /// If the integration fails, or has no such customer.
    pub async fn generated_flow(
        &self,
        customer: Option<&str>,
        subscription: Option<&str>,
    ) -> Result<Flow, RehearsalError> {
        let counterpart = Counterpart::new(self.shared()?.0);
        let caller = match customer {
            Some(customer) => Caller {
                customer: customer.to_owned(),
                subscription: subscription.map(str::to_owned),
            },
            None => first_active(&counterpart).await?,
        };
        Ok(counterpart.flow(&caller).await?.flow)
    }

    /// The offers of [`flow`](Self::flow) that the integration cannot carry out for any customer, each with the reason: an
    /// action that is not announced, or a coupon or price that does not exist. They are never offered.
    ///
    /// # Errors
    /// If the integration fails.
    pub async fn impossible_offers(&self) -> Result<Vec<String>, RehearsalError> {
        let Some(flow) = &self.flow else { return Ok(Vec::new()) };
        let counterpart = Counterpart::new(self.shared()?.0);
        let failed = |failure: Failure| RehearsalError::Integration(failure.to_string());
        let announced = counterpart.announced().await.map_err(failed)?;
        let prices = counterpart.catalogue(&announced, "Prices").await.map_err(failed)?;
        let coupons = counterpart.catalogue(&announced, "Coupons").await.map_err(failed)?;
        let capabilities = Capabilities {
            announced: &announced,
            prices: &prices,
            coupons: &coupons,
            subscriptions: &[],
            now: chrono::Utc::now(),
        };
        let impossible = |(name, offer): (String, &Offer)| {
            let why = obstacle(&offer.terms, &capabilities)?;
            Some(format!("{name} cannot be carried out: {why}"))
        };
        Ok(flow.offers().filter_map(impossible).collect())
    }
}

impl From<Refused> for RehearsalError {
    fn from(refused: Refused) -> Self {
        Self::Integration(refused.reason)
    }
}

/// The first customer in the list with an active subscription.
async fn first_active(counterpart: &Counterpart) -> Result<Caller, RehearsalError> {
    let page = counterpart.customers(25, None).await.map_err(Refused::from)?;
    for customer in list(&page, "/data").filter_map(id) {
        let subscriptions = counterpart.subscriptions(customer).await.map_err(Refused::from)?;
        let mut subscriptions = subscriptions.iter();
        if let Some(found) =
            subscriptions.find(|subscription| status(subscription) == "active").and_then(id)
        {
            let subscription = Some(found.to_owned());
            return Ok(Caller { customer: customer.to_owned(), subscription });
        }
    }
    let why = "none of the first 25 customers has an active subscription; name a customer and a subscription";
    Err(RehearsalError::Path(why.to_owned()))
}
