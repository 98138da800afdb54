//! ApplyCoupon (protocol 6.3).

use chrono::Utc;
use serde_json::{Value, json};

use super::cancel::CANCEL;
use super::subject::{Attempt, Subject};
use crate::announced::Announced;
use crate::checks::define_checks;
use crate::compare::Effect;
use crate::data::Data;
use crate::fields;
use crate::models::{COUPONS, SUBSCRIPTIONS};
use crate::probe::MISSING;
use crate::protocol::{Action, Module, Need, Role, Scene};
use crate::run::Run;

pub(crate) static APPLY_COUPON: Module = Module {
    name: "ApplyCoupon",
    required: false,
    needs: &[Need::always(&SUBSCRIPTIONS), Need::always(&COUPONS), Need::always(&CANCEL)],
    features: &[],
    checks: CHECKS,
    role: Role::Action(Action {
        path: "/actions/subscription/apply-coupon",
        path_for_all: None,
        check: &WRITE,
        try_options: |run, scene, subject| Box::pin(try_options(run, scene, subject)),
        body,
        invalid: || vec![(json!({ "coupon": MISSING }), "a coupon that does not exist")],
        effect,
    }),
};

define_checks! {
    "ApplyCoupon" {
        WRITE "write.apply-coupon":
            "a coupon from the list cannot be applied",
            "add it to the subscription's `discounts` before answering";
    }
}

fn body(data: &Data, _: &Announced) -> Value {
    json!({ "coupon": data.first_id(&COUPONS).unwrap_or(MISSING) })
}

async fn try_options(run: &mut Run<'_>, scene: &Scene<'_>, subject: &mut Subject) {
    let coupons = scene.data.objects(&COUPONS).iter();
    let id = coupons
        .filter_map(|coupon| Some((coupon.id()?, &coupon.value)))
        .filter(|(id, _)| !has_coupon(&subject.now, id))
        .find(|(_, coupon)| can_be_applied(coupon, &subject.now))
        .map(|(id, _)| id);
    let Some(id) = id else {
        let why = "there is no coupon that can still be applied to the subscription";
        return run.skip(&WRITE, APPLY_COUPON.name, why);
    };
    let attempt = Attempt {
        words: format!("coupon {id}"),
        body: json!({ "coupon": id }),
        may_be_refused_after: &[],
    };
    subject.attempt(run, &APPLY_COUPON, attempt).await;
}

/// Whether a merchant has no reason to refuse it: neither used up nor out of date, nor money of another currency.
fn can_be_applied(coupon: &Value, subscription: &Value) -> bool {
    let number = |pointer: &str| coupon.pointer(pointer).and_then(Value::as_f64);
    let is_used_up = number("/redemptions/max")
        .is_some_and(|max| number("/redemptions/current").unwrap_or(0.0) >= max);
    let expires = coupon.get("expiresAt").and_then(fields::date);
    let is_out_of_date = expires.is_some_and(|date| date <= Utc::now());
    let own = currency(subscription.pointer("/items/0/price/amount/currency"));
    let is_foreign = currency(coupon.pointer("/value/currency"))
        .is_some_and(|of| own.is_some_and(|own| own != of));
    !is_used_up && !is_out_of_date && !is_foreign
}

fn currency(value: Option<&Value>) -> Option<String> {
    Some(value?.as_str()?.to_ascii_lowercase())
}

fn effect(body: &Value, _: &Value, after: &Value) -> Effect {
    let Some(coupon) = body.get("coupon").and_then(Value::as_str) else {
        return Effect::Unspecified;
    };
    let (expected, got) = ("a discount with that coupon", "no such discount");
    Effect::new(has_coupon(after, coupon), "$.discounts", expected, got)
}

fn has_coupon(subscription: &Value, coupon: &str) -> bool {
    let discounts = subscription.get("discounts").and_then(Value::as_array).into_iter().flatten();
    discounts.filter_map(|discount| discount.pointer("/coupon/id")).any(|id| id == coupon)
}
