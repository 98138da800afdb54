//! A Churnkey that reads the integration's answers as narrowly as they can be read (U5, U12, U13, U14).

use churnkey_verify::transport::{Request, segment};
use serde_json::{Value, json};

use super::ask::Answer;
use super::{Odd, Remedy};
use crate::reading::{date, id, list, status, text};

impl Odd {
    pub(super) async fn answers(&mut self) {
        let (answer, subscriptions) = self.subscriptions().await;
        let Some(answer) = answer.filter(|_| !subscriptions.is_empty()) else {
            let because = "no customer that was looked at has a subscription; name one who has";
            for (unknown, difference) in [("U5", PERIOD), ("U12", DATES), ("U14", ITEMS)] {
                self.not_played(unknown, difference, because);
            }
            return self.money().await;
        };
        let mut all = |unknown, difference, holds: fn(&Value) -> bool| {
            let understood = subscriptions.iter().all(holds);
            self.judge(unknown, difference, answer.clone(), understood, Remedy::Nothing);
        };
        all("U5", PERIOD, has_period);
        all("U12", DATES, |subscription| {
            let start = text(subscription, "/start");
            start.is_none_or(|start| start.ends_with('Z') && date(subscription, "/start").is_some())
        });
        all("U14", ITEMS, |subscription| list(subscription, "/items").all(is_whole));
        self.money().await;
    }

    async fn subscriptions(&self) -> (Option<Answer>, Vec<Value>) {
        let (mut last, mut found) = (None, Vec::new());
        for customer in self.customers.iter().filter_map(id) {
            let path = format!("/customers/{}/subscriptions?limit=10", segment(customer));
            let shown = "/customers/:customerId/subscriptions";
            let answer = self.asker.ask(shown, Request::get(path)).await;
            let page = answer.json.clone().unwrap_or_default();
            let theirs: Vec<_> = list(&page, "/data").cloned().collect();
            if !theirs.is_empty() {
                last = Some(Answer { json: None, ..answer });
                found.extend(theirs);
            }
        }
        (last, found)
    }

    async fn money(&mut self) {
        let answer = self.asker.read("/prices?limit=10").await;
        let page = answer.json.clone().unwrap_or_default();
        let mut currencies =
            list(&page, "/data").filter_map(|price| text(price, "/amount/currency"));
        let understood =
            answer.is_success() && currencies.all(|code| code == code.to_ascii_lowercase());
        let line =
            "nothing: currency codes are sent as the methods give them; give them in lower case";
        let remedy = Remedy::Setting(line.to_owned());
        self.judge("U13", "knows currency codes in lower case alone", answer, understood, remedy);
    }
}

const PERIOD: &str = "reads when a subscription ends from its status alone";
const DATES: &str = "reads dates as ISO 8601 in UTC alone";
const ITEMS: &str = "reads no item without an id, a price and a quantity";

/// In each status, the field that says since when or until when.
fn has_period(subscription: &Value) -> bool {
    let pointer = match status(subscription) {
        "trial" => "/status/trial/end",
        "paused" => "/status/pause/start",
        "canceled" => "/status/canceledAt",
        _ => "/status/currentPeriod/end",
    };
    date(subscription, pointer).is_some()
}

fn is_whole(item: &Value) -> bool {
    let quantity = item.get("quantity").unwrap_or(&json!(null)).as_f64();
    id(item).is_some() && text(item, "/price/id").is_some() && quantity.is_some()
}
