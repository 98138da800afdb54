//! What Churnkey asks for, subscription after subscription; and what each action does, told apart from acme's code.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::books::{Books, DAY, Ends, State};

#[derive(Debug, Clone)]
enum Effect {
    ChangePrice(&'static str),
    PriceAfterTrial(&'static str),
    ApplyCoupon(&'static str),
    Pause(i64),
    ExtendTrial(i64),
    EndLater,
    EndNow,
}

pub(crate) struct Act {
    pub(crate) path: String,
    pub(crate) body: String,
    effect: Effect,
}

/// Actions that follow each other. No two scripts touch the same subscription, and no two actions of one ask for the same.
pub(crate) struct Script {
    subscriptions: Vec<String>,
    pub(crate) acts: Vec<Act>,
}

impl Script {
    fn new(subscriptions: Vec<String>) -> Self {
        Self { subscriptions, acts: Vec::new() }
    }

    fn act(&mut self, path: &str, known: &Value, more: &Value, effect: Effect) {
        let mut body = known.clone();
        for (key, value) in more.as_object().unwrap() {
            body[key] = value.clone();
        }
        let path = format!("/churnkey/actions/{path}");
        self.acts.push(Act { path, body: body.to_string(), effect });
    }

    /// What the first `done` actions make of `states`, and of what is `redeemed`.
    pub(crate) fn play(
        &self,
        done: usize,
        states: &mut BTreeMap<String, State>,
        redeemed: &mut BTreeMap<String, i64>,
    ) {
        for act in &self.acts[..done] {
            for id in &self.subscriptions {
                act.effect.on(states.get_mut(id).unwrap());
            }
            if let Effect::ApplyCoupon(coupon) = act.effect {
                *redeemed.get_mut(coupon).unwrap() += 1;
            }
        }
    }

    /// How many of its actions the journal knows.
    pub(crate) fn noted(&self, books: &Books) -> usize {
        let first = &books.states[&self.subscriptions[0]];
        first.journal.values().sum()
    }
}

impl Effect {
    fn on(&self, state: &mut State) {
        let action = match self {
            Self::ChangePrice(plan) => {
                state.adjustments.push(format!("from {} to {plan}", state.plan));
                state.adjustments.sort();
                (*plan).clone_into(&mut state.plan);
                "ChangePrice"
            }
            Self::PriceAfterTrial(plan) => {
                state.next_plan = Some((*plan).to_owned());
                "ChangePrice"
            }
            Self::ApplyCoupon(coupon) => {
                state.coupons.insert((*coupon).to_owned());
                "ApplyCoupon"
            }
            Self::Pause(days) => {
                state.pause = Some(*days);
                "paused".clone_into(&mut state.status);
                "Pause"
            }
            Self::ExtendTrial(days) => {
                state.trial_end = state.trial_end.map(|end| end + days * DAY);
                "ExtendTrial"
            }
            Self::EndLater => {
                state.ends = match state.trial_end {
                    Some(_) => Ends::WithTheTrial,
                    None => Ends::Later,
                };
                if state.pause.take().is_some() {
                    "active".clone_into(&mut state.status);
                }
                "Cancel"
            }
            Self::EndNow => {
                state.ends = Ends::Already;
                "canceled".clone_into(&mut state.status);
                "Cancel"
            }
        };
        *state.journal.entry(action.to_owned()).or_default() += 1;
    }
}

/// A script for each subscription that is active or in its trial, and for some customers one for all that they have.
pub(crate) fn scripts(books: &Books) -> Vec<Script> {
    let mut customers = BTreeMap::<&str, Vec<&Value>>::new();
    for it in books.read.values() {
        customers.entry(it["customerId"].as_str().unwrap()).or_default().push(it);
    }
    let mut scripts = Vec::new();
    for (number, (customer, all)) in (0..).zip(&customers) {
        if number % 4 == 0 && all.iter().all(|it| it["status"]["name"] == "active") {
            scripts.push(of_all(customer, all, number));
            continue;
        }
        for it in all {
            let monthly = it["duration"]["unit"] == "month";
            match it["status"]["name"].as_str().unwrap() {
                "active" if monthly => scripts.push(of_one(it, number)),
                "trial" => scripts.push(of_trial(it, number)),
                _ => {}
            }
        }
    }
    scripts
}

fn id(subscription: &Value) -> String {
    subscription["id"].as_str().unwrap().to_owned()
}

fn days(amount: i64) -> Value {
    json!({ "startAt": "immediate", "allowAnnual": true, "duration": { "amount": amount, "unit": "day" } })
}

fn later() -> Value {
    json!({ "scheduledAt": "end-of-period", "unpause": true })
}

fn now() -> Value {
    json!({ "scheduledAt": "immediate" })
}

fn of_all(customer: &str, subscriptions: &[&Value], number: i64) -> Script {
    let mut script = Script::new(subscriptions.iter().copied().map(id).collect());
    let known = json!({ "customerId": customer });
    script.act("customer/pause", &known, &days(3 + number), Effect::Pause(3 + number));
    script.act("customer/cancel", &known, &later(), Effect::EndLater);
    script.act("customer/cancel", &known, &now(), Effect::EndNow);
    script
}

/// Plans that are billed monthly in the subscription's currency, and not the present one first.
fn plans(subscription: &Value) -> Vec<&'static str> {
    let price = &subscription["items"][0]["price"];
    let mut plans = match price["amount"]["currency"].as_str().unwrap() {
        "eur" => vec!["p_solo_m_eur", "p_team_m_eur", "p_home_m_eur"],
        "usd" => vec!["p_solo_m_usd", "p_team_m_usd", "p_home_m_usd"],
        _ => vec!["p_solo_m_jpy", "p_home_m_jpy"],
    };
    if price["id"] == plans[0] {
        plans.swap(0, 1);
    }
    plans
}

fn of_one(subscription: &Value, number: i64) -> Script {
    let mut script = Script::new(vec![id(subscription)]);
    let known = json!({
        "customerId": subscription["customerId"], "subscriptionId": subscription["id"],
    });
    let plans = plans(subscription);
    let coupons = ["c_half_once", "c_friends", "c_yearly_gift"];
    let mut plans = plans.into_iter();
    for coupon in coupons {
        if let Some(plan) = plans.next() {
            let more = json!({ "price": plan, "scheduledAt": "immediate", "prorate": true });
            script.act("subscription/change-price", &known, &more, Effect::ChangePrice(plan));
        }
        let more = json!({ "coupon": coupon });
        script.act("subscription/apply-coupon", &known, &more, Effect::ApplyCoupon(coupon));
    }
    script.act("subscription/pause", &known, &days(2 + number), Effect::Pause(2 + number));
    script.act("subscription/cancel", &known, &later(), Effect::EndLater);
    script.act("subscription/cancel", &known, &now(), Effect::EndNow);
    script
}

/// What is to happen when the trial ends moves with it, so each extension touches three tables.
fn of_trial(subscription: &Value, number: i64) -> Script {
    let mut script = Script::new(vec![id(subscription)]);
    let known = json!({
        "customerId": subscription["customerId"], "subscriptionId": subscription["id"],
    });
    let plan = plans(subscription)[0];
    let more = json!({ "price": plan, "scheduledAt": "end-of-period", "prorate": false });
    script.act("subscription/change-price", &known, &more, Effect::PriceAfterTrial(plan));
    script.act("subscription/cancel", &known, &later(), Effect::EndLater);
    for days in 1..=12 {
        let days = days + number % 3;
        let more = json!({ "duration": { "amount": days, "unit": "day" } });
        script.act("subscription/extend-trial", &known, &more, Effect::ExtendTrial(days));
    }
    script
}
