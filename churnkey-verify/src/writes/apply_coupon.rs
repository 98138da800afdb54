//! Tries ApplyCoupon, with a coupon from the list.

use chrono::Utc;
use serde_json::{Value, json};

use super::subject::{Attempt, Subject};
use super::test::{Scene, WriteTest};
use crate::actions::apply_coupon::{APPLY_COUPON, WRITE, has_coupon};
use crate::announced::Announced;
use crate::data::Data;
use crate::fields;
use crate::models::COUPONS;
use crate::probe::MISSING;
use crate::run::Run;

pub(super) static TEST: WriteTest = WriteTest {
    module: &APPLY_COUPON,
    body,
    try_options: |run, scene, subject| Box::pin(try_options(run, scene, subject)),
};

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
        may_be_refused_in_a_trial: true,
    };
    subject.attempt(run, &APPLY_COUPON, attempt).await;
}

/// Whether a merchant has no reason to refuse the coupon: it is not used up, not expired, and not in another currency.
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
