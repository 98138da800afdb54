use chrono::TimeDelta;

use super::{exchange, get, headers, secret};
use crate::record::aggregator::Aggregator;

fn aggregator() -> Aggregator {
    Aggregator::new(Vec::new(), 0)
}

#[test]
fn requests_of_one_kind_are_one_line_with_a_count() {
    let mut aggregator = aggregator();
    let begin = get("/churnkey/customers/u_1001?limit=10").at;
    for (seconds, id) in [(0, "u_1001"), (2, "u_2"), (9, "u_333333")] {
        let mut exchange = get(&format!("/churnkey/customers/{id}?limit=10"));
        exchange.at = begin + TimeDelta::seconds(seconds);
        exchange.took = std::time::Duration::from_millis(u64::try_from(seconds).unwrap() + 1);
        aggregator.add(&exchange, Some(&secret()));
    }
    let [kind] = aggregator.kinds() else { panic!("{:?}", aggregator.kinds()) };
    assert_eq!((kind.kind, kind.count, kind.status), (1, 3, 200));
    assert_eq!(
        (&*kind.path, kind.route.as_deref()),
        ("/churnkey/customers/…", Some("/customers/:id"))
    );
    assert_eq!(kind.query["limit"], "string");
    assert_eq!(kind.looks["query limit"].iter().collect::<Vec<_>>(), ["2 digits"]);
    assert_eq!(
        kind.token.as_ref().unwrap().iter().collect::<Vec<_>>(),
        ["header authorization, scheme Bearer"]
    );
    assert_eq!((kind.gap_ms, kind.took_ms), (Some((2000, 7000)), (1, 10)));
    assert_eq!(
        kind.after.iter().map(|(kind, times)| (*kind, *times)).collect::<Vec<_>>(),
        [(0, 1), (1, 2)]
    );
    assert_eq!(kind.last - kind.first, TimeDelta::seconds(9));
}

#[test]
fn another_word_key_location_or_status_is_another_kind() {
    let mut aggregator = aggregator();
    let cancel = |body: &str| exchange("POST", "/churnkey/actions/subscription/cancel", body);
    let mut refused = cancel(r#"{"scheduledAt":"immediate"}"#);
    refused.status = 400;
    let mut in_test = cancel(r#"{"scheduledAt":"immediate"}"#);
    in_test.request.headers[1].1 = b"test".to_vec();
    let mut elsewhere = cancel(r#"{"scheduledAt":"immediate"}"#);
    elsewhere.request.headers = headers(&[("x-key", super::TOKEN), ("x-churnkey-mode", "live")]);
    for exchange in [
        cancel(r#"{"scheduledAt":"immediate"}"#),
        cancel(r#"{"scheduledAt":"end-of-period"}"#),
        cancel(r#"{"scheduledAt":"immediate","unpause":true}"#),
        cancel(r#"{"scheduledAt":5}"#),
        refused,
        in_test,
        elsewhere,
        get("/churnkey/actions/subscription/cancel"),
    ] {
        assert!(
            aggregator.add(&exchange, Some(&secret())).is_some(),
            "{}",
            exchange.request.target
        );
    }
    assert_eq!(aggregator.kinds().len(), 8);
    let body = aggregator.kinds()[2].body.as_ref().unwrap();
    assert_eq!(body["scheduledAt"], "\"immediate\"");
    assert_eq!(body["unpause"], "true");
    // A new header does not make a new kind.
    let mut again = cancel(r#"{"scheduledAt":"end-of-period"}"#);
    again.request.headers.push(("user-agent".to_owned(), b"Churnkey/1.0".to_vec()));
    assert!(aggregator.add(&again, Some(&secret())).is_none());
    assert!(aggregator.kinds()[1].headers.contains_key("user-agent"));
}

#[test]
fn clients_without_the_token_do_not_crowd_out_others() {
    let mut aggregator = aggregator();
    // A different key for each number.
    let key = |number: usize| -> String {
        let letter = |digit: usize| char::from(b'a' + u8::try_from(digit % 26).unwrap());
        [number / 676, number / 26, number].map(letter).iter().collect()
    };
    let body = |number| format!(r#"{{"{}":1}}"#, key(number));
    for number in 0..1_000 {
        let mut without_token =
            exchange("POST", "/churnkey/actions/subscription/pause", &body(number));
        without_token.request.headers.clear();
        without_token.status = 401;
        aggregator.add(&without_token, Some(&secret()));
    }
    assert_eq!((aggregator.kinds().len(), aggregator.unlisted), (100, 900));
    for number in 0..1_000 {
        let with_token = exchange("POST", "/churnkey/actions/subscription/pause", &body(number));
        aggregator.add(&with_token, Some(&secret()));
    }
    assert_eq!(aggregator.kinds().len(), 300);
    assert_eq!(aggregator.unlisted, 900 + 800);
}

#[test]
fn a_repeat_is_counted() {
    let mut aggregator = aggregator();
    let pause = |customer: &str| {
        let body = format!(r#"{{"customerId":"{customer}"}}"#);
        exchange("POST", "/churnkey/actions/subscription/pause", &body)
    };
    for customer in ["u_1", "u_2", "u_1", "u_1"] {
        aggregator.add(&pause(customer), Some(&secret()));
    }
    let [kind] = aggregator.kinds() else { panic!("{:?}", aggregator.kinds()) };
    assert_eq!((kind.count, kind.repeats), (4, 2));
}

#[test]
fn one_kind_is_bounded_whatever_comes() {
    let mut aggregator = aggregator();
    for number in 0..500 {
        let mut exchange = get("/churnkey/prices");
        for header in 0..50 {
            let letters = ["a", "b", "c", "d", "e", "f", "g", "h"];
            let name = format!("x-{}-{}", letters[header % 8], letters[(header / 8 + number) % 8]);
            exchange.request.headers.push((name, "v".repeat(number).into_bytes()));
        }
        aggregator.add(&exchange, Some(&secret()));
    }
    let line = serde_json::to_string(&aggregator.kinds()[0]).unwrap();
    assert!(line.len() < 16 * 1024, "{} bytes", line.len());
    let deep = format!("{}1{}", "{\"a\":[".repeat(60), "]}".repeat(60));
    let keys: Vec<_> = (0..3_000).map(|n| format!("\"k{n}\":1")).collect();
    let wide = keys.join(",");
    for body in [deep, format!("{{{wide}}}")] {
        aggregator
            .add(&exchange("POST", "/churnkey/actions/subscription/pause", &body), Some(&secret()));
        let line = serde_json::to_string(aggregator.kinds().last().unwrap()).unwrap();
        assert!(line.len() < 16 * 1024, "{} bytes", line.len());
    }
}
