//! Every endpoint of protocol 3, 5 and 6: a good request, and each kind of bad one.

use serde_json::{Value, json};

use crate::acme::Acme;
use crate::support::Request;

/// Path, and one that is not there.
const READS: &[(&str, &str)] = &[
    ("/churnkey/features", "/churnkey/feature"),
    ("/churnkey/customers", "/churnkey/customer"),
    ("/churnkey/customers/u_1001", "/churnkey/customers/u_0"),
    (
        "/churnkey/customers/email/mina.okafor.0%40example.org",
        "/churnkey/customers/email/nobody%40example.org",
    ),
    ("/churnkey/customers/phone/%2B15550100", "/churnkey/customers/phone/%2B1"),
    ("/churnkey/customers/u_1001/subscriptions", "/churnkey/customers/u_0/subscriptions"),
    (
        "/churnkey/customers/u_1001/subscriptions/s_1001",
        "/churnkey/customers/u_1002/subscriptions/s_1001",
    ),
    ("/churnkey/prices", "/churnkey/price"),
    ("/churnkey/prices/p_storage_m_eur", "/churnkey/prices/p_0"),
    ("/churnkey/coupons", "/churnkey/coupon"),
    ("/churnkey/coupons/c_winter", "/churnkey/coupons/c_0"),
    ("/churnkey/products", "/churnkey/product"),
    ("/churnkey/products/prod_team", "/churnkey/products/prod_0"),
    ("/churnkey/families", "/churnkey/family"),
    ("/churnkey/families/fam_watch", "/churnkey/families/fam_0"),
];

fn actions() -> Vec<(&'static str, Value)> {
    let duration = json!({ "type": "period", "amount": 1, "unit": "month" });
    let subscription =
        |id: &str, customer: &str| json!({ "customerId": customer, "subscriptionId": id });
    let with = |mut body: Value, more: Value| {
        for (key, value) in more.as_object().unwrap() {
            body[key] = value.clone();
        }
        body
    };
    let first = || subscription("s_1001", "u_1001");
    vec![
        (
            "subscription/extend-trial",
            with(subscription("s_1009", "u_1006"), json!({ "duration": duration })),
        ),
        ("subscription/apply-coupon", with(first(), json!({ "coupon": "c_winter" }))),
        (
            "subscription/change-price",
            with(
                first(),
                json!({ "price": "p_home_m_eur", "scheduledAt": "immediate", "prorate": true }),
            ),
        ),
        (
            "subscription/pause",
            with(
                first(),
                json!({ "startAt": "immediate", "duration": duration, "allowAnnual": true }),
            ),
        ),
        (
            "customer/pause",
            json!({ "customerId": "u_1004", "startAt": "immediate", "duration": duration, "allowAnnual": true }),
        ),
        (
            "subscription/cancel",
            with(first(), json!({ "scheduledAt": "immediate", "unpause": true })),
        ),
        (
            "customer/cancel",
            json!({ "customerId": "u_1001", "scheduledAt": "end-of-period", "unpause": false }),
        ),
    ]
}

#[track_caller]
fn error(answer: &crate::support::Answer, status: u16) {
    assert_eq!(answer.status, status, "{}", answer.body);
    let error: Value = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(error["code"], status);
    assert!(!error["message"].as_str().unwrap().is_empty());
}

#[test]
fn reads_answer_good_requests_and_refuse_bad_ones() {
    Acme::on_each().for_each(|acme| reads(&acme));
}

#[test]
fn actions_answer_good_requests_and_refuse_bad_ones() {
    Acme::on_each().for_each(|acme| acts(&acme));
}

#[test]
fn walking_a_list_by_one_gives_what_one_page_gives() {
    Acme::on_each().for_each(|acme| walks(&acme));
}

fn reads(acme: &Acme) {
    for (path, missing) in READS {
        let answer = acme.read(path);
        assert!(answer.is_object(), "{path}");
        let last = path.rsplit('/').next().unwrap();
        if matches!(
            last,
            "customers" | "subscriptions" | "prices" | "coupons" | "products" | "families"
        ) {
            assert!(!answer["data"].as_array().unwrap().is_empty(), "{path}");
            error(&acme.get(&format!("{path}?limit=many")), 400);
            error(&acme.get(&format!("{path}?limit=0")), 400);
            error(&acme.get(&format!("{path}?cursor=%00")), 400);
        }
        error(&acme.get(missing), 404);
        error(&acme.get(&format!("{path}/more/than/there/is")), 404);
        let unauthenticated = Request { headers: vec![], ..Request::new(path, "") };
        error(&acme.server.send(&unauthenticated).unwrap(), 401);
        let wrong_method = Request { method: "POST", ..Request::new(path, "{}") };
        let answer = acme.server.send(&wrong_method).unwrap();
        if last == "features" {
            assert_eq!(answer.status, 200, "the manifest is served to POST too");
        } else {
            error(&answer, 405);
        }
        let mut unknown_mode = Request::new(path, "");
        unknown_mode.headers.push(("x-churnkey-mode", "staging"));
        error(&acme.server.send(&unknown_mode).unwrap(), 400);
    }
    for malformed in ["/churnkey/customers/%FF", "/churnkey/prices/%00", "/churnkey/coupons/a%0Ab"]
    {
        error(&acme.get(malformed), 400);
    }
    let long = format!("/churnkey/customers/{}", "x".repeat(200_000));
    let answer = acme.server.send(&Request::new(&long, ""));
    assert!(answer.is_err() || answer.unwrap().status >= 400, "an oversized path is no customer");
}

fn acts(acme: &Acme) {
    for (action, body) in actions() {
        let path = format!("/churnkey/actions/{action}");
        for key in body.as_object().unwrap().keys() {
            let mut missing = body.clone();
            missing.as_object_mut().unwrap().remove(key);
            if !matches!(key.as_str(), "allowAnnual" | "unpause" | "prorate") {
                assert_eq!(acme.refused(action, &missing), format!("`{key}` is missing"));
            }
            let mut wrong = body.clone();
            wrong[key] = json!([1]);
            assert!(
                acme.refused(action, &wrong).starts_with(&format!("`{key}` must be")),
                "{action} {key}"
            );
        }
        let malformed = Request { method: "POST", ..Request::new(&path, "{\"customerId\": ") };
        error(&acme.server.send(&malformed).unwrap(), 400);
        let oversized = format!("{{\"padding\": \"{}\"}}", "x".repeat(70_000));
        error(&acme.server.send(&Request::new(&path, &oversized)).unwrap(), 413);
        let text = body.to_string();
        let unauthenticated = Request { headers: vec![], ..Request::new(&path, &text) };
        error(&acme.server.send(&unauthenticated).unwrap(), 401);
        error(&acme.get(&path), 405);
        let mut unknown = body.clone();
        unknown["customerId"] = json!("nobody");
        error(&acme.post(action, &unknown), 404);
    }
    // Nothing that was refused has changed anything: the good ones still find what they expect.
    for (action, body) in actions() {
        acme.act(action, &body);
        acme.act(action, &body);
    }
}

fn walks(acme: &Acme) {
    for list in
        ["customers", "prices", "coupons", "products", "families", "customers/u_1001/subscriptions"]
    {
        let whole = acme.read(&format!("/churnkey/{list}?limit=100"));
        assert!(whole.get("next").is_none());
        let mut walked = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = acme.read(&format!("/churnkey/{list}?limit=1&cursor={cursor}"));
            walked.extend(page["data"].as_array().unwrap().iter().cloned());
            match page.get("next") {
                Some(next) => next.as_str().unwrap().clone_into(&mut cursor),
                None => break,
            }
        }
        assert_eq!(whole["data"], Value::Array(walked), "{list}");
    }
}
