//! The limits of lists (U10), and the type of `next` (U11).

use serde_json::Value;

use super::run::{Remedy, Run};
use crate::fields::list;

impl Run {
    pub(super) async fn lists(&mut self) {
        let answer = self.client.read("/prices").await;
        let page = answer.json.as_ref().and_then(|page| page.get("data")?.as_array());
        let understood = answer.is_success() && page.is_some();
        self.judge("U10", "reads a list without `limit`", answer, understood, Remedy::none());

        let limit = self.seed.choose(1_000, &[10_000, 1_000_000]);
        let answer = self.client.read(&format!("/prices?limit={limit}")).await;
        let understood = answer.is_success();
        let difference = format!("reads a list with `limit={limit}`");
        self.judge("U10", difference, answer, understood, Remedy::none());

        let difference = "accepts `next` only as a string, and sends it back as `cursor`";
        let first = self.client.read("/prices?limit=1").await;
        let page = first.json.clone().unwrap_or_default();
        match page.get("next") {
            None => {
                let reason = "the list of prices has a single page";
                self.not_played("U11", difference, reason);
            }
            Some(Value::String(next)) => {
                let next = churnkey_verify::transport::segment(next);
                let second = self.client.read(&format!("/prices?limit=1&cursor={next}")).await;
                let other = second.json.clone().unwrap_or_default();
                let is_other = list(&page, "/data").next() != list(&other, "/data").next();
                let understood = second.is_success() && is_other;
                self.judge("U11", difference, second, understood, Remedy::none());
            }
            Some(_) => self.judge("U11", difference, first, false, Remedy::none()),
        }
    }
}
