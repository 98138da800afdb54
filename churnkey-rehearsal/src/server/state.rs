//! The state of the worker thread.

use std::sync::Arc;

use super::auth_hash::Claim;
use super::guard::Guard;
use crate::counterpart::Counterpart;
use crate::reading::text;

pub(super) struct State {
    pub(super) counterpart: Counterpart,
    pub(super) guard: Arc<Guard>,
}

impl State {
    /// What is wrong with an auth hash. It reads the customer, because signing the e-mail address is a common mistake.
    pub(super) async fn diagnosis(&self, claim: &Claim<'_>) -> String {
        let customer = self.counterpart.customer(claim.customer).await.ok();
        let email = customer.as_ref().and_then(|customer| text(customer, "/email"));
        claim.diagnosis(&self.counterpart.shared.settings, email)
    }
}
