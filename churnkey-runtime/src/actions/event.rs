//! The event of an action: who asked for it, when, and what for.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::actions::action_options::ActionOptions;
use crate::actions::request_key::RequestKey;
use crate::models::{CustomerId, SubscriptionId, dates};
use crate::module::mode::Mode;
use crate::module::names::Module;
use crate::module::request_info::RequestInfo;

/// Records that an action was requested: by whom, when, and what for. Stored in the transaction that carries the action
/// out, it is both an entry of an audit log and a message of an outbox.
///
/// Every action's options have it, in [`PauseOptions::event`](crate::PauseOptions::event) and so on. It depends on the
/// options alone, so it is the same on the threads of `web::block` and in a task of your own.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::actions::{ActionEvent, CancelOptions, Schedule};
/// use churnkey::serde_json;
///
/// # fn main() -> Result<(), serde_json::Error> {
/// let options = CancelOptions::new("u_1001", "s_77", Schedule::EndOfPeriod);
/// let event = options.event();
/// assert_eq!(event.action.name(), "Cancel");
/// assert_eq!(event.options["scheduledAt"], "end-of-period");
///
/// let stored = serde_json::to_string(&event)?;
/// assert_eq!(serde_json::from_str::<ActionEvent>(&stored)?, event);
/// # Ok(())
/// # }
/// ```
///
/// # As JSON
///
/// ```json
/// {
///   "version": 1,
///   "requestId": "5f3a9c01-0000002a",
///   "receivedAt": "2026-03-01T09:30:00.125Z",
///   "mode": "live",
///   "token": "churnkey-2026",
///   "action": "Pause",
///   "customerId": "u_1001",
///   "subscriptionId": "s_77",
///   "options": {
///     "startAt": "end-of-period",
///     "duration": { "type": "period", "amount": 2, "unit": "month" },
///     "allowAnnual": false
///   },
///   "requestKey": "d0f407053c17905a983fcecbb960b8576e62790a862366e41aa1c461df3be1da"
/// }
/// ```
///
/// Later versions of this crate may add keys, and names of new actions; they never remove a key or change its meaning.
/// Unknown keys are ignored when it is read, so an older program can read what a newer one wrote.
///
/// # Options made in code
///
/// Options that a method makes by `new` or `of` have the event of the request that the method is called for. Those of a
/// test or a job have no `request_id` and no `token`; `received_at` is when they were made, and the mode is live.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ActionEvent {
    /// The version of this shape: 1.
    pub version: u32,
    /// The id in the answer and in the log; `None` if there was no request.
    pub request_id: Option<String>,
    /// When the request arrived, in whole milliseconds.
    #[serde(with = "dates")]
    pub received_at: DateTime<Utc>,
    /// Live or test data.
    pub mode: Mode,
    /// The [name](crate::Token::named) of the token; `None` if it has none.
    pub token: Option<String>,
    /// Which action: [`Module::Pause`] for one subscription and for all.
    pub action: Module,
    /// Whose subscription it is.
    pub customer_id: CustomerId,
    /// Which subscription; `None` for all of the customer's.
    pub subscription_id: Option<SubscriptionId>,
    /// The other keys of the request, in the protocol's spelling, as they were read and checked against what the
    /// integration declares. Keys that this crate does not know are only in the options' `raw`.
    pub options: Map<String, Value>,
    /// Identifies a request that comes twice.
    pub request_key: RequestKey,
}

impl ActionEvent {
    pub(crate) fn of<O: ActionOptions>(options: &O) -> Self {
        let origin = options.origin();
        let request = origin.request();
        let (customer_id, subscription_id) = options.ids();
        Self {
            version: 1,
            request_id: request.map(|request| request.request_id().to_owned()),
            received_at: origin.at(),
            mode: origin.mode(),
            token: request.and_then(RequestInfo::token_name).map(str::to_owned),
            action: O::ACTION,
            customer_id: customer_id.clone(),
            subscription_id: subscription_id.cloned(),
            options: options.other_keys(),
            request_key: RequestKey::of(options),
        }
    }
}

#[cfg(test)]
#[path = "../tests/event.rs"]
mod tests;
