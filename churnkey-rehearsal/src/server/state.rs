//! The state of the server's only worker.

use std::sync::Arc;

use super::auth_hash::Claim;
use super::guard::Guard;
use crate::counterpart::Counterpart;
use crate::fields::text;

pub(super) struct State {
    pub(super) counterpart: Counterpart,
    pub(super) guard: Arc<Guard>,
}

impl State {
    /// Explains what is wrong with an auth hash. It reads the customer, because hashing the e-mail address is a common
    /// mistake.
    pub(super) async fn diagnosis(&self, claim: &Claim<'_>) -> String {
        let customer = self.counterpart.customer(claim.customer).await.ok();
        let email = customer.as_ref().and_then(|customer| text(customer, "/email"));
        claim.diagnosis(&self.counterpart.shared.settings, email)
    }
}
