//! `ApplyCoupon` (protocol 6.3).

use chrono::Utc;
use serde_json::{Value, json};

use super::subject::{Ended, Option_, Subject};
use crate::checks::WRITE_APPLY_COUPON as CHECK;
use crate::data::Data;
use crate::effects::Effect;
use crate::fields;
use crate::run::Run;

const CURRENCY: &str = "/items/0/price/amount/currency";
const PATH: &str = "/actions/subscription/apply-coupon";

pub(crate) async fn check(run: &mut Run<'_>, data: &Data, subject: &mut Subject) {
    let applied = coupons_of(&subject.now);
    let mut coupons: Vec<_> = data
        .objects("Coupons")
        .iter()
        .filter_map(|coupon| Some((coupon.id()?, &coupon.value)))
        .filter(|(id, _)| !applied.iter().any(|applied| applied == id))
        .collect();
    coupons.retain(|(_, coupon)| can_be_applied(coupon, &subject.now));
    let Some((id, _)) = coupons.first() else {
        let why = "there is no coupon that can still be applied to the subscription";
        return run.skip(&CHECK, &format!("POST /churnkey{PATH}"), why);
    };
    let option = Option_ {
        module: "ApplyCoupon",
        check: &CHECK,
        path: PATH,
        words: format!("coupon {id}"),
        body: json!({ "coupon": id }),
    };
    let before = subject.now.clone();
    if subject.act(run, &option, &[]).await == Ended::Accepted {
        subject.shows(run, &option, Effect::ApplyCoupon(id), &before);
    }
}

/// Whether a merchant has no reason to refuse it: neither used up nor out of date, nor money of another currency.
fn can_be_applied(coupon: &Value, subscription: &Value) -> bool {
    let number = |pointer: &str| coupon.pointer(pointer).and_then(Value::as_f64);
    let used_up = number("/redemptions/max")
        .is_some_and(|max| number("/redemptions/current").unwrap_or(0.0) >= max);
    let expires = coupon.get("expiresAt").and_then(fields::date);
    let out_of_date = expires.is_some_and(|date| date <= Utc::now());
    let foreign = currency(coupon.pointer("/value/currency"))
        .is_some_and(|of| currency(subscription.pointer(CURRENCY)).is_some_and(|own| own != of));
    !used_up && !out_of_date && !foreign
}

fn currency(value: Option<&Value>) -> Option<String> {
    Some(value?.as_str()?.to_ascii_lowercase())
}

fn coupons_of(subscription: &Value) -> Vec<String> {
    let discounts = subscription.get("discounts").and_then(Value::as_array).into_iter().flatten();
    let id = |discount: &Value| Some(discount.pointer("/coupon/id")?.as_str()?.to_owned());
    discounts.filter_map(id).collect()
}
