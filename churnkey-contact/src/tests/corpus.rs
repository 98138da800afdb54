//! No value of a request, except for known words, gets into the record, the log or the report.

use churnkey_runtime::masking::words::is_known;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::accepted::assert_aliases_are_accepted;
use super::{TOKEN, exchange, headers, kind};
use crate::exchange::Exchange;
use crate::record::classify::classify;
use crate::record::file::{Record, RecordHead};
use crate::record::recorder::NewKind;
use crate::secret::Secret;
use crate::translate::token::TokenHeader;
use crate::translate::translator::Translator;

const PERSONS: &[&str] = &[
    "Mina", "Okafor", "James", "Mary", "Jennifer", "Müller", "Nguyen", "Sofia", "Grace", "Ivan",
    "Will", "Penny",
];
const OTHERS: &[&str] = &[
    "mina@example.org",
    "mina%40example.org",
    "mina.okafor+churn@example.org",
    "+4915112345",
    "004915112345",
    "(555) 010-0100",
    "u_1001",
    "cus_NffrFeUfNV2Hib",
    "123e4567-e89b-12d3-a456-426614174000",
    "sk_live_51H8abcdef",
    "Hafenweg 3",
    "24103 Kiel",
    "DE89370400440532013000",
    "4242424242424242",
    "192.0.2.17",
    TOKEN,
];

/// All text that a request produces. Each alias in it must be one that the server accepts.
#[track_caller]
fn output(exchange: &Exchange, secret: Option<&Secret>) -> String {
    let translator = Translator {
        secret: Secret::new(TOKEN.to_owned()),
        token_header: TokenHeader::Bearer,
        features_path: "/features".to_owned(),
        manifest_format: None,
    };
    let translated = translator.request(exchange.request.clone()).notices;
    let kind = classify(&Exchange { translated, ..exchange.clone() }, secret);
    let line = format!("{}\n{}", serde_json::to_string(&kind).unwrap(), NewKind(&kind));
    let record = Record { head: RecordHead::new(secret.is_some(), true), kinds: vec![kind] };
    let report = record.report();
    let (markdown, json) = (report.markdown(), serde_json::to_string(&report).unwrap());
    let output = format!("{line}\n{report}\n{markdown}\n{json}");
    assert_aliases_are_accepted(&output);
    output
}

#[track_caller]
fn assert_no_output_has(value: &str, exchange: &Exchange) {
    for secret in
        [None, Some(&Secret::new(TOKEN.to_owned())), Some(&Secret::new("another".to_owned()))]
    {
        let output = output(exchange, secret);
        assert!(!output.contains(value), "{value} is in {output}");
    }
}

/// Requests with a value in every place that can hold one.
fn everywhere(value: &str) -> Vec<Exchange> {
    let mut all = Vec::new();
    let mut add = |exchange: Exchange| {
        for status in [200, 401, 404] {
            all.push(Exchange { status, ..exchange.clone() });
        }
    };
    let segment = percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC)
        .to_string();
    for raw in [value, &segment] {
        for target in [
            format!("/churnkey/customers/{raw}"),
            format!("/churnkey/customers/email/{raw}"),
            format!("/churnkey/customers/{raw}/subscriptions/{raw}"),
            format!("/churnkey/customer/{raw}"),
            format!("/churnkey/customers/find-by-phone/{raw}?x={raw}"),
            format!("/{raw}/churnkey/prices"),
            format!("/churnkey/prices?cursor={raw}&limit={raw}"),
            format!("/churnkey/clientele/{raw}"),
        ] {
            add(exchange("GET", &target.replace(' ', "%20"), ""));
        }
    }
    for (header, text) in [
        ("authorization", format!("Bearer {value}")),
        ("authorization", value.to_owned()),
        ("authorization", format!("{value} {value}")),
        ("x-forwarded-for", value.to_owned()),
        ("x-customer", format!("{value}, {value}")),
        ("x-signature", format!("t=1764489600,v1={value}")),
        ("cookie", format!("session={value}; {value}=1")),
        ("content-type", format!("application/{value}")),
        ("accept", value.to_owned()),
        ("x-churnkey-mode", value.to_owned()),
        ("user-agent", format!("Mozilla/5.0 {value}")),
    ] {
        let mut one = exchange("POST", "/churnkey/actions/subscription/pause", "{}");
        one.request.headers = headers(&[(header, &text)]);
        add(one.clone());
        one.request.headers.push(("x-key".to_owned(), TOKEN.as_bytes().to_vec()));
        add(one);
    }
    for body in [
        json!({ "customerId": value, "subscriptionId": value, "startAt": value }).to_string(),
        json!({ "duration": { "type": value, "date": value, "amount": value } }).to_string(),
        json!({ "customer": [{ "name": value }, value, [value]] }).to_string(),
        json!(value).to_string(),
        json!([value]).to_string(),
        format!("customerId={value}&name={value}"),
        format!("{value} is not JSON"),
    ] {
        let mut one = exchange("POST", "/churnkey/actions/subscription/pause", &body);
        add(one.clone());
        one.request
            .headers
            .push(("content-type".to_owned(), b"application/x-www-form-urlencoded".to_vec()));
        add(one);
    }
    for target in ["/churnkey/features", "/churnkey/customers", "/customers"] {
        let mut odd = exchange(value, target, "");
        add(odd.clone());
        odd.request.headers.clear();
        add(odd);
    }
    all
}

#[test]
fn personal_data_and_secrets_never_reach_the_output() {
    for value in PERSONS.iter().chain(OTHERS) {
        for exchange in everywhere(value) {
            assert_no_output_has(value, &exchange);
        }
    }
}

/// The same for keys and names of headers.
#[test]
fn a_key_that_is_not_a_name_never_reaches_the_output() {
    for value in OTHERS {
        let body = json!({ *value: 1, "metadata": { *value: { *value: value } } }).to_string();
        let query: String =
            form_urlencoded::Serializer::new(String::new()).append_pair(value, "1").finish();
        let target = format!("/churnkey/actions/subscription/pause?{query}");
        let mut exchange = exchange("POST", &target, &body);
        exchange.request.headers.push(((*value).to_owned(), b"1".to_vec()));
        assert_no_output_has(value, &exchange);
        // The header of the token.
        for form in ["", "Bearer ", "Token token="] {
            let mut named = exchange.clone();
            named.request.headers = headers(&[(value, &format!("{form}{TOKEN}"))]);
            assert_no_output_has(value, &named);
        }
    }
}

/// Whatever the integration answers.
#[test]
fn a_first_segment_is_masked_unless_the_token_is_known_to_be_there() {
    for value in PERSONS.iter().chain(OTHERS) {
        let segment =
            percent_encoding::utf8_percent_encode(value, percent_encoding::NON_ALPHANUMERIC);
        for target in [format!("/churnkey/{segment}/x"), format!("/{segment}/x")] {
            for status in [200, 401, 404] {
                let exchange = Exchange { status, ..super::get(&target) };
                for secret in [None, Some(&Secret::new("another".to_owned()))] {
                    let output = output(&exchange, secret);
                    assert!(!output.contains(value), "{value} is in {output}");
                }
            }
        }
    }
}

#[test]
fn the_first_segment_is_shown_only_for_clients_with_the_token() {
    let mut plain = super::get("/churnkey/clientele/mina");
    plain.status = 404;
    assert_eq!(kind(&plain).path, "/churnkey/clientele/…");
    plain.request.headers.clear();
    assert_eq!(kind(&plain).path, "/churnkey/…/…");
    // The segment is the token.
    let letters = "abcdefgh-ijklmnop";
    let in_path = super::get(&format!("/churnkey/{letters}/features"));
    let secret = Secret::new(letters.to_owned());
    let kind = classify(&in_path, Some(&secret));
    assert_eq!((&*kind.path, kind.has_token()), ("/churnkey/…/features", true));
    // The recorder does not know the token.
    plain.status = 200;
    assert_eq!(classify(&plain, None).path, "/churnkey/…/…");
}

/// A digit between letters, so that it is never part of a known word.
fn value() -> impl Strategy<Value = String> {
    "[a-zA-Z]{3}[0-9][a-zA-Z@+.]{4,20}"
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        value().prop_map(Value::from),
        "(end-of-period|immediate|period-end|true|test)".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 24, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec(("[a-zA-Z]{1,12}", inner), 0..5)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

fn values(json: &Value, found: &mut Vec<String>) {
    match json {
        Value::String(text) => found.push(text.clone()),
        Value::Array(entries) => entries.iter().for_each(|entry| values(entry, found)),
        Value::Object(object) => object.values().for_each(|value| values(value, found)),
        _ => {}
    }
}

proptest! {
    #[test]
    fn no_value_of_a_random_request_reaches_the_output(
        method in "(GET|POST|PUT|[A-Z]{3}[0-9][A-Z]{3})",
        segments in proptest::collection::vec(prop_oneof![value(), "(customers|email|actions|prices|api)".boxed()], 0..6),
        query in proptest::collection::vec(("[a-zA-Z]{1,10}", value()), 0..4),
        pairs in proptest::collection::vec(("[a-z]{1,10}(-[a-z]{1,8}){0,3}", value()), 0..6),
        body in prop_oneof![json_value().prop_map(|json| json.to_string()), value(), Just(String::new())],
        status in 200_u16..600,
        with_token in any::<bool>(),
        token_header in proptest::option::of("[a-z]{3}[0-9][a-z0-9]{4,20}"),
        root in "(/churnkey|/churnkey/churnkey|)",
    ) {
        let path = [String::new()].into_iter().chain(segments.clone()).collect::<Vec<_>>().join("/");
        let pairs_of: Vec<String> = query.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let mut exchange = exchange(&method, &format!("{root}{path}?{}", pairs_of.join("&")), &body);
        exchange.status = status;
        if !with_token {
            exchange.request.headers.clear();
        }
        if let Some(name) = &token_header {
            exchange.request.headers.push((name.clone(), TOKEN.as_bytes().to_vec()));
        }
        for (name, value) in &pairs {
            exchange.request.headers.push((name.clone(), value.clone().into_bytes()));
        }
        let mut given: Vec<String> = segments;
        given.extend(token_header);
        given.extend(method.contains(|letter: char| letter.is_ascii_digit()).then_some(method));
        given.extend(query.into_iter().map(|(_, value)| value));
        given.extend(pairs.into_iter().map(|(_, value)| value));
        match serde_json::from_str(&body) {
            Ok(json) => values(&json, &mut given),
            Err(_) => given.push(body),
        }
        given.push(TOKEN.to_owned());
        for secret in [None, Some(&Secret::new(TOKEN.to_owned()))] {
            let output = output(&exchange, secret);
            for value in given.iter().filter(|value| !value.is_empty() && !is_known(value)) {
                prop_assert!(!output.contains(value.as_str()), "{} is in {}", value, output);
            }
        }
    }
}
