//! Paths that are not certain (U9), or are asked for though nothing is there (U8, U19).

use churnkey_verify::transport::{Request, segment};
use serde_json::json;

use super::{MISSING, Odd, Remedy};
use crate::reading::text;

impl Odd {
    pub(super) async fn paths(&mut self) {
        self.handle_all().await;
        self.phone().await;
        let path = self.seed.choose("/invoices", &["/webhooks", "/usage", "/invoices/in_1"]);
        let answer = self.asker.read(path).await;
        let understood = answer.is_error(404);
        let difference =
            format!("asks for `{path}`, which nobody implements, and expects 404 with a body");
        self.judge("U19", difference, answer, understood, Remedy::Nothing);
    }

    /// Whether it is announced or not.
    async fn handle_all(&mut self) {
        let path = self.seed.choose("/actions/customer/cancel", &["/actions/customer/pause"]);
        let body = if path.ends_with("cancel") {
            json!({ "customerId": MISSING, "scheduledAt": "end-of-period" })
        } else {
            let duration = json!({ "type": "period", "amount": 1, "unit": "month" });
            json!({ "customerId": MISSING, "startAt": "end-of-period", "duration": duration, "allowAnnual": true })
        };
        let answer = self.asker.act(path, &body).await;
        let status = answer.status.unwrap_or_default();
        let understood = answer.is_success()
            || (matches!(status, 400 | 404 | 409 | 422) && answer.is_error(status));
        let difference = "asks for an action on all subscriptions, announced or not";
        self.judge("U8", difference, answer, understood, Remedy::Nothing);
    }

    async fn phone(&mut self) {
        let name = self.seed.choose("find-by-phone", &["by-phone", "telephone"]);
        let pattern = format!("/customers/{name}/:phone");
        let difference = format!("looks for a phone number at `{pattern}`");
        let phone =
            self.customers.iter().find_map(|customer| text(customer, "/phone")).map(segment);
        let known = "/customers/phone/:phone";
        let Some(phone) =
            phone.filter(|_| self.announced.flag("Customers", "findByPhone") == Some(true))
        else {
            let because =
                "find-by-phone is not announced, or no customer that was looked at has a number";
            return self.not_played("U9", difference, because);
        };
        let usual = self.asker.ask(known, Request::get(format!("/customers/phone/{phone}"))).await;
        if !usual.is_success() {
            let because = format!("{known} does not find a customer's number either");
            return self.not_played("U9", difference, because);
        }
        let request = Request::get(format!("/customers/{name}/{phone}"));
        let answer = self.asker.ask(&pattern, request).await;
        let understood = answer.is_success();
        let line = format!("CK_ALIASES='GET {pattern} {known}'");
        self.judge("U9", difference, answer, understood, Remedy::SettingOrRecorder(line));
    }
}
