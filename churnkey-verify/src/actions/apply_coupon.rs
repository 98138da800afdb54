//! ApplyCoupon (protocol 6.3).

use serde_json::{Value, json};

use super::cancel::CANCEL;
use crate::checks::define_checks;
use crate::effect::Effect;
use crate::models::{COUPONS, SUBSCRIPTIONS};
use crate::module::{Action, Module, Need, Role};
use crate::probe::MISSING;

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

fn effect(body: &Value, _: &Value, after: &Value) -> Effect {
    let Some(coupon) = body.get("coupon").and_then(Value::as_str) else {
        return Effect::Unspecified;
    };
    let (expected, got) = ("a discount with that coupon", "no such discount");
    Effect::new(has_coupon(after, coupon), "$.discounts", expected, got)
}

pub(crate) fn has_coupon(subscription: &Value, coupon: &str) -> bool {
    let discounts = subscription.get("discounts").and_then(Value::as_array).into_iter().flatten();
    discounts.filter_map(|discount| discount.pointer("/coupon/id")).any(|id| id == coupon)
}
