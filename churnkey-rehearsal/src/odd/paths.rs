//! Other paths for an endpoint (U9), and endpoints that need not exist (U8, U19).

use churnkey_verify::transport::{Request, segment};
use serde_json::json;

use super::run::{MISSING, Remedy, Run};
use crate::fields::text;

impl Run {
    pub(super) async fn paths(&mut self) {
        self.handle_all().await;
        self.phone().await;
        let path = self.seed.choose("/invoices", &["/webhooks", "/usage", "/invoices/in_1"]);
        let answer = self.client.read(path).await;
        let understood = answer.is_error(404);
        let difference =
            format!("asks for `{path}`, which no integration has, and expects a 404 with a body");
        self.judge("U19", difference, answer, understood, Remedy::none());
    }

    async fn handle_all(&mut self) {
        let path = self.seed.choose("/actions/customer/cancel", &["/actions/customer/pause"]);
        let body = if path.ends_with("cancel") {
            json!({ "customerId": MISSING, "scheduledAt": "end-of-period" })
        } else {
            let duration = json!({ "type": "period", "amount": 1, "unit": "month" });
            json!({ "customerId": MISSING, "startAt": "end-of-period", "duration": duration, "allowAnnual": true })
        };
        let answer = self.client.act(path, &body).await;
        let status = answer.status.unwrap_or_default();
        let understood = answer.is_success()
            || (matches!(status, 400 | 404 | 409 | 422) && answer.is_error(status));
        let difference = "asks for an action on all subscriptions, announced or not";
        self.judge("U8", difference, answer, understood, Remedy::none());
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
            let reason =
                "find-by-phone is not announced, or none of the customers has a phone number";
            return self.not_played("U9", difference, reason);
        };
        let ordinary =
            self.client.send(known, Request::get(format!("/customers/phone/{phone}"))).await;
        if !ordinary.is_success() {
            let reason = format!("{known} does not find the customer either");
            return self.not_played("U9", difference, reason);
        }
        let request = Request::get(format!("/customers/{name}/{phone}"));
        let answer = self.client.send(&pattern, request).await;
        let understood = answer.is_success();
        let line = format!("CK_ALIASES='GET {pattern} {known}'");
        let remedy = Remedy::setting(line).or_recorder(true);
        self.judge("U9", difference, answer, understood, remedy);
    }
}
