use serde_json::{Value, json};

use crate::client::post;
use crate::document::Document;
use crate::merchant::{Kiosk, Shop};

const PAUSE: &str = "/churnkey/actions/subscription/pause";
const PAUSE_ALL: &str = "/churnkey/actions/customer/pause";
const CANCEL: &str = "/churnkey/actions/subscription/cancel";
const COUPON: &str = "/churnkey/actions/subscription/apply-coupon";
const PRICE: &str = "/churnkey/actions/subscription/change-price";
const TRIAL: &str = "/churnkey/actions/subscription/extend-trial";

fn bodies() -> Vec<(&'static str, Value)> {
    let period = json!({ "type": "period", "amount": 2, "unit": "month" });
    let pause = |duration: Value| json!({ "customerId": "u_1", "startAt": "end-of-period", "duration": duration });
    let trial = |duration: Value| json!({ "customerId": "u_1", "subscriptionId": "s_1", "duration": duration });
    let with = |mut body: Value, key: &str, value: Value| {
        body[key] = value;
        body
    };
    let cancel =
        json!({ "customerId": "u_1", "subscriptionId": "s_1", "scheduledAt": "end-of-period" });
    let price = with(cancel.clone(), "price", json!("p_1"));
    let coupon = json!({ "customerId": "u_1", "subscriptionId": "s_1", "coupon": "c_1" });
    let one_pause = with(pause(period.clone()), "subscriptionId", json!("s_1"));
    let mut bodies = vec![
        (PAUSE_ALL, pause(json!({ "amount": 1, "unit": "week" }))),
        (PAUSE_ALL, pause(json!({ "type": null, "amount": 1, "unit": "year" }))),
        (PAUSE_ALL, pause(json!({ "amount": 2.0, "unit": "week" }))),
        (PAUSE_ALL, pause(json!({ "amount": 2.5, "unit": "week" }))),
        (PAUSE_ALL, pause(json!({ "amount": -1.0, "unit": "week" }))),
        (PAUSE_ALL, pause(json!({ "amount": 1e300, "unit": "week" }))),
        (PAUSE_ALL, pause(json!({ "amount": 0, "unit": "week" }))),
        (PAUSE_ALL, pause(json!({ "amount": 1, "unit": "week", "date": [1] }))),
        (PAUSE_ALL, pause(json!({ "amount": 1, "unit": "week", "date": null }))),
        (PAUSE_ALL, pause(json!({ "type": "period", "amount": 1, "unit": "week", "date": [1] }))),
        (PAUSE_ALL, pause(json!({ "amount": 4_294_967_296_u64, "unit": "week" }))),
        (PAUSE_ALL, pause(json!({ "amount": 1, "unit": "decade" }))),
        (PAUSE_ALL, pause(json!({ "amount": 1, "unit": "day", "date": "2027-01-01" }))),
        (PAUSE_ALL, pause(json!({ "type": "period", "date": "2027-01-01" }))),
        (PAUSE_ALL, pause(json!({ "type": "forever", "amount": 1, "unit": "day" }))),
        (PAUSE_ALL, pause(json!({}))),
        (PAUSE_ALL, pause(json!("P1M"))),
        (TRIAL, trial(json!({ "type": "date", "date": "2027-01-01T00:00:00.000Z" }))),
        (TRIAL, trial(json!({ "type": "date", "date": "2027-01-01T00:00:00+02:00" }))),
        (TRIAL, trial(json!({ "date": "2027-01-01" }))),
        (TRIAL, trial(json!({ "date": 1_800_000_000_000_u64 }))),
        (TRIAL, trial(json!({ "date": 1.8e12 }))),
        (TRIAL, trial(json!({ "date": 49_213_841_459_636_224_u64 }))),
        (TRIAL, trial(json!({ "date": 1.5 }))),
        (TRIAL, trial(json!({ "date": "2027-01-01", "count": 3 }))),
        (TRIAL, trial(json!({ "date": "tomorrow" }))),
        (TRIAL, trial(json!({ "date": true }))),
        (TRIAL, trial(period)),
        (CANCEL, with(cancel.clone(), "unpause", json!(true))),
        (CANCEL, with(cancel.clone(), "unpause", json!(null))),
        (CANCEL, with(cancel.clone(), "scheduledAt", json!("immediate"))),
        (CANCEL, with(cancel.clone(), "scheduledAt", json!("never"))),
        (CANCEL, with(cancel.clone(), "unknown", json!([1]))),
        (CANCEL, with(cancel.clone(), "customerId", json!(""))),
        (CANCEL, with(cancel.clone(), "customerId", json!("a\nb"))),
        (CANCEL, with(cancel.clone(), "customerId", json!("\u{85}"))),
        (CANCEL, with(cancel.clone(), "customerId", json!("Ünïcødé 🎈"))),
        (CANCEL, json!([])),
        (PRICE, with(price.clone(), "prorate", json!(true))),
        (PAUSE, with(one_pause.clone(), "allowAnnual", json!(true))),
        (PAUSE, with(one_pause.clone(), "allowAnnual", json!("yes"))),
    ];
    for (path, whole) in [(PAUSE, one_pause), (CANCEL, cancel), (PRICE, price), (COUPON, coupon)] {
        for key in whole.as_object().unwrap().keys() {
            for wrong in [json!(null), json!(7), json!(["x"])] {
                bodies.push((path, with(whole.clone(), key, wrong)));
            }
        }
        bodies.push((path, whole));
    }
    bodies
}

/// What the document allows is taken, and what it does not allow is 400: for one who declares everything, and for one
/// who declares little.
#[actix_web::test]
async fn the_document_and_the_endpoint_agree_on_each_body() {
    let (shop, kiosk) = (Shop::default().integration(), Kiosk::default().integration());
    let (mut taken, mut refused) = (0, 0);
    for (integration, name) in [(shop, "shop"), (kiosk, "kiosk")] {
        let document = Document::of(&integration);
        for (path, body) in bodies() {
            if document.0["paths"][path].is_null() {
                continue; // not written by this one
            }
            let faults = document.faults(document.body(path), &body);
            let status = post(&integration, path, body.to_string()).await.status;
            let expected = if faults.is_empty() { 200 } else { 400 };
            assert_eq!(status, expected, "{name}: {path} {body} {faults:?}");
            *if faults.is_empty() { &mut taken } else { &mut refused } += 1;
        }
    }
    assert!(taken > 20 && refused > 60, "{taken} taken, {refused} refused");
}
