//! The bodies of actions (U6, U7, U12, U15, U16, U18) and their content type.
//!
//! The subscription in a body does not exist, so a 404 means that the body was understood, provided that the integration
//! rejects an invalid body first.

use chrono::{TimeDelta, Utc};
use churnkey_verify::transport::Request;
use serde_json::{Value, json};

use super::client::Answer;
use super::run::{MISSING, Remedy, Run, UNKNOWN_WORD};
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
        let (difference, duration) = self.period();
        self.duration("U6", "period", difference, duration, Remedy::none()).await;
        self.duration_with_unknown_names().await;
        let (difference, duration) = self.date();
        self.duration("U12", "date", difference, duration, Remedy::none()).await;
    }

    async fn cancel(&mut self) {
        let body = json!({
            "customerId": MISSING,
            "subscriptionId": MISSING,
            "scheduledAt": self.word("Cancel", "schedules"),
            "unpause": false,
        });
        let mut unreadable = body.clone();
        set(&mut unreadable, "scheduledAt", UNKNOWN_WORD);
        let refused = self.client.act(CANCEL, &unreadable).await;
        let readable = refused.is_unreadable();
        let plain = self.client.act(CANCEL, &body).await;

        let is_400 = refused.is_error(400);
        let difference = "sends a word that is not announced, and expects a 400 with a body";
        if self.announced.has("Cancel") && (readable || plain.status != refused.status) {
            self.judge("U18", difference, refused, is_400, Remedy::none());
        } else {
            self.not_played("U18", difference, UNDECIDED);
        }

        self.unpause(&body, readable && !plain.is_unreadable()).await;

        let again = self.client.act(CANCEL, &body).await;
        let same = again.status == plain.status && again.status.is_some();
        let difference = "sends an action twice, as its component may";
        self.judge("U15", difference, again, same, Remedy::none());

        let key = self.seed.choose("flowId", &["blueprintId", "reason", "sessionId"]);
        let mut odd = body.clone();
        set(&mut odd, key, "ck-odd");
        let answer = self.client.act(CANCEL, &odd).await;
        let difference = format!("sends an unknown key `{key}`");
        self.judge_body("U16", difference, answer, readable, Remedy::none());

        let kind = self
            .seed
            .choose("text/plain", &["application/vnd.api+json", "application/json; charset=UTF-8"]);
        let mut request = Request::post(CANCEL, &body);
        request.headers.clear();
        let answer = self.client.send(CANCEL, request.header("content-type", kind)).await;
        let difference = format!("sends JSON as `{kind}`");
        self.judge_body("2.4", difference, answer, readable, Remedy::none());
    }

    /// No `unpause`, or another name for it. An integration may ignore a key that it does not know, so only the refusal of
    /// a wrong value shows that it reads one.
    async fn unpause(&mut self, body: &Value, is_decided: bool) {
        let mut without = body.clone();
        if let Value::Object(keys) = &mut without {
            keys.remove("unpause");
        }
        let answer = self.client.act(CANCEL, &without).await;
        self.judge_body("U7", "sends no `unpause`", answer, is_decided, Remedy::none());

        let key = self.seed.choose("resume", &["unpauseFirst", "unpauseSubscription"]);
        let difference = format!("sends `{key}` instead of `unpause`");
        let mut wrong = body.clone();
        set(&mut wrong, "unpause", UNKNOWN_WORD);
        if !is_decided || !self.client.act(CANCEL, &wrong).await.is_unreadable() {
            let reason = "the integration accepts any value of `unpause`, so the answer does not show whether it reads it";
            return self.not_played("U7", difference, if is_decided { reason } else { UNDECIDED });
        }
        let [mut odd, mut wrong] = [without.clone(), without];
        set(&mut odd, key, false);
        set(&mut wrong, key, UNKNOWN_WORD);
        let mut answer = self.client.act(CANCEL, &odd).await;
        let is_read = self.client.act(CANCEL, &wrong).await.is_unreadable();
        if is_accepted(&answer) && !is_read {
            answer.failure = Some(format!("the integration ignores `{key}`, whatever its value"));
        }
        let understood = is_accepted(&answer) && is_read;
        let remedy = Remedy::setting(format!("CK_SPELLINGS='{key}=unpause'"));
        self.judge("U7", difference, answer, understood, remedy);
    }

    /// A key or a word of a duration that the protocol's page does not have.
    async fn duration_with_unknown_names(&mut self) {
        let then = (Utc::now() + TimeDelta::days(30)).format("%Y-%m-%dT00:00:00.000Z").to_string();
        let names = [
            (
                "period",
                "quantity",
                "amount",
                json!({ "type": "period", "quantity": 1, "unit": "month" }),
            ),
            (
                "period",
                "length",
                "amount",
                json!({ "type": "period", "length": 1, "unit": "month" }),
            ),
            (
                "period",
                "timeUnit",
                "unit",
                json!({ "type": "period", "amount": 1, "timeUnit": "month" }),
            ),
            (
                "period",
                "fixed-period",
                "period",
                json!({ "type": "fixed-period", "amount": 1, "unit": "month" }),
            ),
            ("date", "resumeAt", "date", json!({ "type": "date", "resumeAt": then })),
        ];
        let mut names: Vec<_> =
            names.into_iter().filter(|(kind, ..)| self.timed(kind).is_some()).collect();
        let at = usize::try_from(self.seed.below(names.len() as u64)).unwrap_or_default();
        if names.is_empty() {
            let difference = "gives a duration names of its own";
            return self.not_played("U6", difference, "neither Pause nor ExtendTrial is announced");
        }
        let (kind, name, meaning, duration) = names.swap_remove(at);
        let difference = format!("writes a duration with `{name}` instead of `{meaning}`");
        let remedy = Remedy::setting(format!("CK_SPELLINGS='{name}={meaning}'"));
        self.duration("U6", kind, difference, duration, remedy).await;
    }

    async fn duration(
        &mut self,
        unknown: &'static str,
        kind: &str,
        difference: String,
        duration: Value,
        remedy: Remedy,
    ) {
        let Some(action) = self.timed(kind) else {
            let reason = format!("neither Pause nor ExtendTrial is announced with `{kind}`");
            return self.not_played(unknown, difference, reason);
        };
        let Action { path, mut body } = action;
        let refused = self.client.act(path, &body).await;
        set(&mut body, "duration", duration);
        let answer = self.client.act(path, &body).await;
        self.judge_body(unknown, difference, answer, refused.is_unreadable(), remedy);
    }

    /// Names that are read without a setting.
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
        remedy: Remedy,
    ) {
        if !rejects_invalid {
            return self.not_played(unknown, difference, UNDECIDED);
        }
        let understood = is_accepted(&answer);
        self.judge(unknown, difference, answer, understood, remedy);
    }
}

/// Whether the integration read the body, and at most found no such subscription.
fn is_accepted(answer: &Answer) -> bool {
    answer.is_success() || matches!(answer.status, Some(404 | 409))
}

const UNDECIDED: &str = "the integration looks for the subscription before it reads the body, so the answer does not show whether it understood";
