//! The subscription that is changed; sends actions on it and checks them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::checks::WRITE_REFUSED;
use crate::compare::difference;
use crate::data::Data;
use crate::effect::Effect;
use crate::exchange::Exchange;
use crate::fault::Fault;
use crate::inspect;
use crate::models::SUBSCRIPTIONS;
use crate::models::subscription::status;
use crate::module::Module;
use crate::protocol;
use crate::run::Run;

pub(crate) struct Subject {
    pub(crate) id: String,
    pub(crate) customer: String,
    /// The subscription as last retrieved.
    pub(crate) now: Value,
    /// The actions accepted in this run, because of which a later one may be refused.
    accepted: BTreeSet<&'static str>,
}

/// An action with one set of its options.
pub(super) struct Attempt<'a> {
    /// The options in words, such as `scheduledAt: immediate`.
    pub(super) words: String,
    /// The body, without the ids of the customer and the subscription.
    pub(super) body: Value,
    /// The actions after which it may be refused, if they were accepted.
    pub(super) may_be_refused_after: &'a [&'a Module],
    /// Whether a merchant's own rules for trials may refuse it.
    pub(super) may_be_refused_in_a_trial: bool,
}

impl Subject {
    /// Finds the subscription by the customer of the settings, or else in the lists.
    pub(super) async fn find(run: &mut Run<'_>, data: &Data, id: &str) -> Option<Self> {
        let named = run.settings.customer.as_ref().map(ToString::to_string);
        let listed = || {
            let owned = data.subscriptions.iter().find(|owned| owned.listed.id() == Some(id))?;
            Some(owned.customer.clone())
        };
        let customer = named.or_else(listed)?;
        let mut subject =
            Self { id: id.to_owned(), customer, now: Value::Null, accepted: BTreeSet::new() };
        subject.look(run).await.then_some(subject)
    }

    /// Retrieves the subscription again.
    async fn look(&mut self, run: &mut Run<'_>) -> bool {
        let Some(controller) = SUBSCRIPTIONS.controller() else { return false };
        let path = protocol::path(controller.retrieve, &[&self.customer, &self.id]);
        let found = run.read(path).await.and_then(|exchange| exchange.object().cloned());
        let exists = found.is_some();
        self.now = found.unwrap_or(Value::Null);
        exists
    }

    pub(super) fn status(&self) -> &str {
        status(&self.now)
    }

    pub(super) fn was_accepted(&self, module: &Module) -> bool {
        self.accepted.contains(module.name)
    }

    /// A body with the ids, plus `more`.
    pub(super) fn body(&self, more: &Value) -> Value {
        let mut body = json!({ "customerId": self.customer, "subscriptionId": self.id });
        merge(&mut body, more);
        body
    }

    /// Retrieves the subscription again after a request that must not change it.
    pub(super) async fn is_unchanged(&mut self, run: &mut Run<'_>, after: &str) -> bool {
        let before = self.now.clone();
        self.look(run).await;
        let Some(path) = difference(&before, &self.now) else { return true };
        let tried = format!("the subscription after {after}");
        run.fault(
            &tried,
            Fault::failed(&WRITE_REFUSED, path, "the subscription as it was", "a change"),
        );
        false
    }

    /// Sends an action, and checks its answer and its effect on the subscription.
    pub(super) async fn attempt(
        &mut self,
        run: &mut Run<'_>,
        module: &'static Module,
        attempt: Attempt<'_>,
    ) {
        let Some(action) = module.action() else { return };
        let body = self.body(&attempt.body);
        let Some(exchange) = run.act(action.path, &body).await else { return };
        let tried = format!("{} with {}", exchange.shown, attempt.words);
        if !exchange.is_success() {
            self.is_unchanged(run, &tried).await;
            return self.refused(run, module, &attempt, &tried, &exchange);
        }
        if let Some(Fault { check, expected, got, .. }) = inspect::empty(&exchange) {
            run.warn(check, &tried, &expected, &got);
        }
        self.accepted.insert(module.name);
        let before = self.now.clone();
        if !self.look(run).await {
            let got = "a subscription that is gone";
            return run.fail(action.check, &tried, "a subscription that can be retrieved", got);
        }
        if let Effect::Missing { path, expected, got } = (action.effect)(&body, &before, &self.now)
        {
            let got = format!("200, but {got}");
            run.fault(&tried, Fault::failed(action.check, path, expected, got));
        }
    }

    fn refused(
        &self,
        run: &mut Run<'_>,
        module: &Module,
        attempt: &Attempt<'_>,
        tried: &str,
        exchange: &Exchange,
    ) {
        let Some(action) = module.action() else { return };
        let earlier = attempt.may_be_refused_after.iter().find(|module| self.was_accepted(module));
        let because = match earlier {
            Some(earlier) => Some(format!("after {} in this run", earlier.name)),
            None => (self.status() == "trial" && attempt.may_be_refused_in_a_trial)
                .then(|| "while the subscription is in its trial".to_owned()),
        };
        match because {
            Some(because) if (400..500).contains(&exchange.status) => {
                let why = format!("refused with {} {because}", exchange.status);
                run.skip(action.check, tried, &why);
            }
            _ => run.fail(action.check, tried, "200, since it is announced", &exchange.summary()),
        }
    }
}

/// Copies the keys of one object into another; `null` removes a key.
pub(super) fn merge(body: &mut Value, change: &Value) {
    let (Value::Object(body), Value::Object(change)) = (body, change) else { return };
    for (key, value) in change {
        if value.is_null() {
            body.remove(key);
        } else {
            body.insert(key.clone(), value.clone());
        }
    }
}
