use chrono::TimeDelta;

use super::{get, headers, secret, seen};
use crate::record::book::Book;

fn book() -> Book {
    Book::new(Vec::new(), 0, 0)
}

#[test]
fn requests_of_one_kind_are_one_line_with_a_count() {
    let mut book = book();
    let begin = get("/churnkey/customers/u_1001?limit=10").at;
    for (seconds, id) in [(0, "u_1001"), (2, "u_2"), (9, "u_333333")] {
        let mut seen = get(&format!("/churnkey/customers/{id}?limit=10"));
        seen.at = begin + TimeDelta::seconds(seconds);
        seen.took = std::time::Duration::from_millis(u64::try_from(seconds).unwrap() + 1);
        book.add(&seen, Some(&secret()));
    }
    let [kind] = book.kinds() else { panic!("{:?}", book.kinds()) };
    assert_eq!((kind.kind, kind.count, kind.status), (1, 3, 200));
    assert_eq!(
        (&*kind.path, kind.route.as_deref()),
        ("/churnkey/customers/…", Some("/customers/:id"))
    );
    assert_eq!(kind.query["limit"], "string");
    assert_eq!(kind.looks["query limit"].iter().collect::<Vec<_>>(), ["2 digits"]);
    assert_eq!(
        kind.token.as_ref().unwrap().iter().collect::<Vec<_>>(),
        ["header authorization, behind Bearer"]
    );
    assert_eq!((kind.gap_ms, kind.took_ms), (Some((2000, 7000)), (1, 10)));
    assert_eq!(
        kind.after.iter().map(|(kind, times)| (*kind, *times)).collect::<Vec<_>>(),
        [(0, 1), (1, 2)]
    );
    assert_eq!(kind.last - kind.first, TimeDelta::seconds(9));
}

#[test]
fn another_word_key_place_or_status_is_another_kind() {
    let mut book = book();
    let cancel = |body: &str| seen("POST", "/churnkey/actions/subscription/cancel", body);
    let mut refused = cancel(r#"{"scheduledAt":"immediate"}"#);
    refused.status = 400;
    let mut in_test = cancel(r#"{"scheduledAt":"immediate"}"#);
    in_test.headers[1].1 = b"test".to_vec();
    let mut elsewhere = cancel(r#"{"scheduledAt":"immediate"}"#);
    elsewhere.headers = headers(&[("x-key", super::TOKEN), ("x-churnkey-mode", "live")]);
    for seen in [
        cancel(r#"{"scheduledAt":"immediate"}"#),
        cancel(r#"{"scheduledAt":"end-of-period"}"#),
        cancel(r#"{"scheduledAt":"immediate","unpause":true}"#),
        cancel(r#"{"scheduledAt":5}"#),
        refused,
        in_test,
        elsewhere,
        get("/churnkey/actions/subscription/cancel"),
    ] {
        assert!(book.add(&seen, Some(&secret())).is_some(), "{seen:?}", seen = seen.target);
    }
    assert_eq!(book.kinds().len(), 8);
    let body = book.kinds()[2].body.as_ref().unwrap();
    assert_eq!(body["scheduledAt"], "\"immediate\"");
    assert_eq!(body["unpause"], "true");
    // Another id, or another look of a header, is the same.
    let mut again = cancel(r#"{"scheduledAt":"end-of-period"}"#);
    again.headers.push(("user-agent".to_owned(), b"Churnkey/1.0".to_vec()));
    assert!(book.add(&again, Some(&secret())).is_none());
    assert!(book.kinds()[1].headers.contains_key("user-agent"));
}

#[test]
fn strangers_cannot_use_up_the_places() {
    let mut book = book();
    // Each has a key of its own.
    let key = |number: usize| -> String {
        let letter = |digit: usize| char::from(b'a' + u8::try_from(digit % 26).unwrap());
        [number / 676, number / 26, number].map(letter).iter().collect()
    };
    let body = |number| format!(r#"{{"{}":1}}"#, key(number));
    for number in 0..1_000 {
        let mut stranger = seen("POST", "/churnkey/actions/subscription/pause", &body(number));
        stranger.headers.clear();
        stranger.status = 401;
        book.add(&stranger, Some(&secret()));
    }
    assert_eq!((book.kinds().len(), book.others), (100, 900));
    for number in 0..1_000 {
        let known = seen("POST", "/churnkey/actions/subscription/pause", &body(number));
        book.add(&known, Some(&secret()));
    }
    assert_eq!(book.kinds().len(), 300);
    assert_eq!(book.others, 900 + 800);
}

#[test]
fn a_repeat_is_counted() {
    let mut book = book();
    let pause = |customer: &str| {
        let body = format!(r#"{{"customerId":"{customer}"}}"#);
        seen("POST", "/churnkey/actions/subscription/pause", &body)
    };
    for customer in ["u_1", "u_2", "u_1", "u_1"] {
        book.add(&pause(customer), Some(&secret()));
    }
    let [kind] = book.kinds() else { panic!("{:?}", book.kinds()) };
    assert_eq!((kind.count, kind.repeats), (4, 2));
}

#[test]
fn one_kind_is_bounded_whatever_comes() {
    let mut book = book();
    for number in 0..500 {
        let mut seen = get("/churnkey/prices");
        for header in 0..50 {
            let letters = ["a", "b", "c", "d", "e", "f", "g", "h"];
            let name = format!("x-{}-{}", letters[header % 8], letters[(header / 8 + number) % 8]);
            seen.headers.push((name, "v".repeat(number).into_bytes()));
        }
        book.add(&seen, Some(&secret()));
    }
    let line = serde_json::to_string(&book.kinds()[0]).unwrap();
    assert!(line.len() < 16 * 1024, "{} bytes", line.len());
    let deep = format!("{}1{}", "{\"a\":[".repeat(60), "]}".repeat(60));
    let keys: Vec<_> = (0..3_000).map(|n| format!("\"k{n}\":1")).collect();
    let wide = keys.join(",");
    for body in [deep, format!("{{{wide}}}")] {
        book.add(&seen("POST", "/churnkey/actions/subscription/pause", &body), Some(&secret()));
        let line = serde_json::to_string(book.kinds().last().unwrap()).unwrap();
        assert!(line.len() < 16 * 1024, "{} bytes", line.len());
    }
}
