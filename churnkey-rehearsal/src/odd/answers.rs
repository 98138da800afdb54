//! Reads the integration's answers as strictly as possible (U5, U12, U13, U14).

use churnkey_verify::transport::{Request, segment};
use serde_json::{Value, json};

use super::client::Answer;
use super::run::{Remedy, Run};
use crate::fields::{date, id, list, status, text};

impl Run {
    pub(super) async fn answers(&mut self) {
        let (answer, subscriptions) = self.subscriptions().await;
        let Some(answer) = answer.filter(|_| !subscriptions.is_empty()) else {
            let reason = "none of the customers has a subscription; name one who has";
            for (unknown, difference) in [("U5", PERIOD), ("U12", DATES), ("U14", ITEMS)] {
                self.not_played(unknown, difference, reason);
            }
            return self.money().await;
        };
        let mut all = |unknown, difference, holds: fn(&Value) -> bool| {
            let understood = subscriptions.iter().all(holds);
            self.judge(unknown, difference, answer.clone(), understood, Remedy::none());
        };
        all("U5", PERIOD, has_period);
        all("U12", DATES, |subscription| {
            let start = text(subscription, "/start");
            start.is_none_or(|start| start.ends_with('Z') && date(subscription, "/start").is_some())
        });
        all("U14", ITEMS, |subscription| list(subscription, "/items").all(is_complete));
        self.money().await;
    }

    async fn subscriptions(&self) -> (Option<Answer>, Vec<Value>) {
        let (mut last, mut found) = (None, Vec::new());
        for customer in self.customers.iter().filter_map(id) {
            let path = format!("/customers/{}/subscriptions?limit=10", segment(customer));
            let shown = "/customers/:customerId/subscriptions";
            let answer = self.client.send(shown, Request::get(path)).await;
            let page = answer.json.clone().unwrap_or_default();
            let subscriptions: Vec<_> = list(&page, "/data").cloned().collect();
            if !subscriptions.is_empty() {
                last = Some(Answer { json: None, ..answer });
                found.extend(subscriptions);
            }
        }
        (last, found)
    }

    async fn money(&mut self) {
        let answer = self.client.read("/prices?limit=10").await;
        let page = answer.json.clone().unwrap_or_default();
        let mut currencies =
            list(&page, "/data").filter_map(|price| text(price, "/amount/currency"));
        let understood =
            answer.is_success() && currencies.all(|code| code == code.to_ascii_lowercase());
        let line = "no setting: currency codes are sent as your methods return them, so return them in lower case";
        let difference = "accepts currency codes only in lower case";
        self.judge("U13", difference, answer, understood, Remedy::setting(line));
    }
}

const PERIOD: &str = "reads the end of a subscription only from its status";
const DATES: &str = "reads dates only as ISO 8601 in UTC";
const ITEMS: &str = "rejects items without an id, a price or a quantity";

/// Whether the status has its date, such as the end of the current period.
fn has_period(subscription: &Value) -> bool {
    let pointer = match status(subscription) {
        "trial" => "/status/trial/end",
        "paused" => "/status/pause/start",
        "canceled" => "/status/canceledAt",
        _ => "/status/currentPeriod/end",
    };
    date(subscription, pointer).is_some()
}

fn is_complete(item: &Value) -> bool {
    let quantity = item.get("quantity").unwrap_or(&json!(null)).as_f64();
    id(item).is_some() && text(item, "/price/id").is_some() && quantity.is_some()
}
