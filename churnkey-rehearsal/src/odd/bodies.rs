//! The bodies of actions (U6, U7, U12, U15, U16, U18) and their content type.
//!
//! The subscription in a body does not exist, so a 404 means that the body was understood, provided that the integration
//! rejects an invalid body first.

use chrono::{TimeDelta, Utc};
use churnkey_verify::transport::Request;
use serde_json::{Value, json};

use super::client::Answer;
use super::run::{Fix, MISSING, Run, UNKNOWN_WORD};
use crate::fields::set;

const CANCEL: &str = "/actions/subscription/cancel";

/// An action with an invalid body.
struct Action {
    path: &'static str,
    body: Value,
}

impl Run {
    pub(super) async fn bodies(&mut self) {
        self.cancel().await;
        self.duration("U6", "period").await;
        self.duration("U12", "date").await;
    }

    async fn cancel(&mut self) {
        let body = json!({
            "customerId": MISSING,
            "subscriptionId": MISSING,
            "scheduledAt": self.word("Cancel", "schedules"),
        });
        let mut unreadable = body.clone();
        set(&mut unreadable, "scheduledAt", UNKNOWN_WORD);
        let refused = self.client.act(CANCEL, &unreadable).await;
        let readable = refused.is_unreadable();
        let plain = self.client.act(CANCEL, &body).await;

        let is_400 = refused.is_error(400);
        let difference = "sends a word that is not announced, and expects a 400 with a body";
        if self.announced.has("Cancel") && (readable || plain.status != refused.status) {
            self.judge("U18", difference, refused, is_400, Fix::NotNeeded);
        } else {
            self.not_played("U18", difference, UNDECIDED);
        }

        let unpause = self.seed.choose(true, &[false]);
        let mut odd = body.clone();
        set(&mut odd, "unpause", unpause);
        let answer = self.client.act(CANCEL, &odd).await;
        self.judge_body("U7", format!("sends `unpause: {unpause}`"), answer, readable);
        self.judge_body("U7", "sends no `unpause`", plain.clone(), readable);

        let again = self.client.act(CANCEL, &body).await;
        let same = again.status == plain.status && again.status.is_some();
        let difference = "sends an action twice, as its component may";
        self.judge("U15", difference, again, same, Fix::NotNeeded);

        let key = self.seed.choose("flowId", &["blueprintId", "reason", "sessionId"]);
        let mut odd = body.clone();
        set(&mut odd, key, "ck-odd");
        let answer = self.client.act(CANCEL, &odd).await;
        self.judge_body("U16", format!("sends an unknown key `{key}`"), answer, readable);

        let kind = self
            .seed
            .choose("text/plain", &["application/vnd.api+json", "application/json; charset=UTF-8"]);
        let mut request = Request::post(CANCEL, &body);
        request.headers.clear();
        let answer = self.client.send(CANCEL, request.header("content-type", kind)).await;
        self.judge_body("2.4", format!("sends JSON as `{kind}`"), answer, readable);
    }

    /// Other keys in the duration of an action, or another format of its date.
    async fn duration(&mut self, unknown: &'static str, kind: &str) {
        let (difference, duration) = if kind == "period" { self.period() } else { self.date() };
        let Some(action) = self.timed(kind) else {
            let reason = format!("neither Pause nor ExtendTrial is announced with `{kind}`");
            return self.not_played(unknown, difference, reason);
        };
        let Action { path, mut body } = action;
        let refused = self.client.act(path, &body).await;
        set(&mut body, "duration", duration);
        let answer = self.client.act(path, &body).await;
        self.judge_body(unknown, difference, answer, refused.is_unreadable());
    }

    fn period(&mut self) -> (String, Value) {
        let count = self.seed.choose("value", &["count", "amount"]);
        let unit = self.seed.choose("interval", &["unit"]);
        let month = self.seed.choose("months", &["month"]);
        let mut duration = json!({});
        set(&mut duration, count, 1);
        set(&mut duration, unit, month);
        (format!("writes a period as `{duration}`"), duration)
    }

    fn date(&mut self) -> (String, Value) {
        let then = Utc::now() + TimeDelta::days(30);
        let key = self.seed.choose("date", &["end", "until"]);
        let day = then.format("%Y-%m-%d");
        let (format, value) = match self.seed.below(3) {
            0 => ("a day", json!(day.to_string())),
            1 => ("a time with an offset", json!(format!("{day}T12:00:00+02:00"))),
            _ => ("epoch milliseconds", json!(then.timestamp_millis())),
        };
        let mut duration = json!({ "type": "date" });
        set(&mut duration, key, value);
        (format!("writes a date as {format}, with the key `{key}`"), duration)
    }

    /// An action that is announced with this kind of duration.
    fn timed(&self, kind: &str) -> Option<Action> {
        let offers = |module| {
            let words = self.announced.words(module, "durations");
            self.announced.has(module)
                && (words.is_empty() || words.iter().any(|word| word == kind))
        };
        let mut body = json!({ "customerId": MISSING, "subscriptionId": MISSING, "duration": {} });
        if offers("Pause") {
            set(&mut body, "startAt", self.word("Pause", "startDates"));
            let annual = self.announced.flag("Pause", "allowAnnual").unwrap_or_default();
            set(&mut body, "allowAnnual", annual);
            return Some(Action { path: "/actions/subscription/pause", body });
        }
        offers("ExtendTrial").then_some(Action { path: "/actions/subscription/extend-trial", body })
    }

    /// A word that the integration announces.
    fn word(&self, module: &str, key: &str) -> String {
        let words = self.announced.words(module, key).into_iter();
        words.last().unwrap_or_else(|| "end-of-period".to_owned())
    }

    /// `rejects_invalid`: whether the integration rejects an invalid body before it looks for the subscription.
    fn judge_body(
        &mut self,
        unknown: &'static str,
        difference: impl Into<String>,
        answer: Answer,
        rejects_invalid: bool,
    ) {
        if !rejects_invalid {
            return self.not_played(unknown, difference, UNDECIDED);
        }
        let understood = answer.is_success() || matches!(answer.status, Some(404 | 409));
        self.judge(unknown, difference, answer, understood, Fix::NotNeeded);
    }
}

const UNDECIDED: &str = "the integration looks for the subscription before it reads the body, so the answer does not show whether it understood";
