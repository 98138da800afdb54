//! Each unknown of the protocol: as expected, different with a fix, and not seen.

use super::{TOKEN, exchange, get, headers, kind};
use crate::exchange::Exchange;
use crate::record::classify::classify;
use crate::record::file::{Record, RecordHead};
use crate::report::finding::{Finding, FindingVerdict};

fn record(all: &[Exchange]) -> Record {
    Record { head: RecordHead::new(true, false), kinds: all.iter().map(kind).collect() }
}

fn finding(unknown: &str, all: &[Exchange]) -> Finding {
    record(all).report().findings.into_iter().find(|finding| finding.unknown == unknown).unwrap()
}

#[track_caller]
fn expected(unknown: &str, all: &[Exchange]) {
    let finding = finding(unknown, all);
    assert_eq!(finding.verdict, FindingVerdict::AsExpected, "{finding:?}");
    assert!(finding.fix.is_empty(), "{finding:?}");
}

#[track_caller]
fn different(unknown: &str, all: &[Exchange], observed: &str, fix: &[&str]) {
    let finding = finding(unknown, all);
    assert_eq!(finding.verdict, FindingVerdict::Different, "{finding:?}");
    assert!(finding.observed.contains(observed), "{finding:?}");
    assert_eq!(finding.fix, fix, "{finding:?}");
}

#[track_caller]
fn not_seen(unknown: &str, all: &[Exchange]) {
    assert_eq!(finding(unknown, all).verdict, FindingVerdict::NotSeen, "{unknown}");
}

fn with_header(mut exchange: Exchange, name: &str, value: &str) -> Exchange {
    exchange.request.headers.push((name.to_owned(), value.as_bytes().to_vec()));
    exchange
}

fn answered(exchange: Exchange, status: u16) -> Exchange {
    Exchange { status, ..exchange }
}

fn act(path: &str, body: &str) -> Exchange {
    exchange("POST", &format!("/churnkey/actions/{path}"), body)
}

#[test]
fn nothing_is_seen_in_an_empty_record() {
    let report = record(&[]).report();
    assert_eq!(report.findings.len(), 22);
    for (at, finding) in report.findings.iter().enumerate() {
        assert_eq!(finding.unknown, format!("U{}", at + 1));
        assert_eq!(finding.verdict, FindingVerdict::NotSeen, "{finding:?}");
    }
}

#[test]
fn u1_where_the_token_is() {
    expected("U1", &[get("/churnkey/features")]);
    let mut elsewhere = get("/churnkey/features");
    elsewhere.request.headers = headers(&[("x-ck-integration-token", TOKEN)]);
    let observed = "header x-ck-integration-token, without a scheme";
    different(
        "U1",
        &[answered(elsewhere, 401)],
        observed,
        &["CK_TOKEN_HEADER=x-ck-integration-token"],
    );
    let mut query = get(&format!("/churnkey/features?key={TOKEN}"));
    query.request.headers.clear();
    assert!(finding("U1", &[query]).fix[0].contains("ask Churnkey for a header"));
    let mut without = get("/churnkey/features");
    without.request.headers.clear();
    not_seen("U1", &[without.clone()]);
    let head = RecordHead::new(false, false);
    let record = Record { head, kinds: vec![classify(&without, None)] };
    assert_eq!(record.report().findings[0].verdict, FindingVerdict::NotSeen);
    assert!(record.report().remarks[0].contains("CK_INTEGRATION_TOKEN"));
}

#[test]
fn u2_whether_the_manifest_was_understood() {
    let manifest = get("/churnkey/features");
    not_seen("U2", &[answered(manifest.clone(), 404)]);
    let alone = finding("U2", std::slice::from_ref(&manifest));
    assert_eq!(alone.verdict, FindingVerdict::NotSeen);
    assert!(alone.fix[0].starts_with("CK_MANIFEST_FORMAT="), "{alone:?}");
    expected("U2", &[manifest, get("/churnkey/customers")]);
}

#[test]
fn u3_where_the_manifest_was_looked_for() {
    expected("U3", &[get("/churnkey/features"), get("/churnkey/features/")]);
    let other = answered(get("/churnkey/manifest"), 404);
    different(
        "U3",
        std::slice::from_ref(&other),
        "GET /manifest",
        &["CK_FEATURES_PATHS=/manifest"],
    );
    // It is served already, so there is nothing to fix.
    different("U3", &[answered(other.clone(), 200)], "GET /manifest", &[]);
    // The token was in a place where it is not accepted.
    let refused = answered(other.clone(), 401);
    different("U3", &[refused, answered(other, 200)], "GET /manifest", &[]);
    not_seen("U3", &[get("/churnkey/prices")]);
}

#[test]
fn u4_u5_u13_u14_are_never_seen() {
    let all = [get("/churnkey/features"), get("/churnkey/customers/u_1/subscriptions/s_1")];
    for unknown in ["U4", "U5", "U13", "U14"] {
        not_seen(unknown, &all);
    }
}

#[test]
fn u6_the_keys_of_a_duration() {
    let pause =
        |duration: &str| act("subscription/pause", &format!(r#"{{"duration":{duration}}}"#));
    expected("U6", &[pause(r#"{"type":"period","amount":1,"unit":"month"}"#)]);
    expected("U6", &[pause(r#"{"type":"date","date":"2026-03-01T00:00:00.000Z"}"#)]);
    let other = finding("U6", &[pause(r#"{"kind":"period","length":1}"#)]);
    assert_eq!(other.verdict, FindingVerdict::Different);
    assert!(other.observed.contains("duration.kind, duration.length"), "{other:?}");
    not_seen("U6", &[act("subscription/cancel", "{}")]);
}

#[test]
fn u7_the_key_of_a_cancellation() {
    let cancel = |body: &str| act("subscription/cancel", body);
    expected("U7", &[cancel(r#"{"customerId":"u_1","subscriptionId":"s_1","unpause":true}"#)]);
    not_seen(
        "U7",
        &[cancel(r#"{"customerId":"u_1","subscriptionId":"s_1","scheduledAt":"immediate"}"#)],
    );
    let other = [cancel(r#"{"customerId":"u_1","endPause":true}"#)];
    different("U7", &other, "endPause", &["options.raw() has them"]);
    not_seen("U7", &[]);
}

#[test]
fn u8_actions_for_all_subscriptions() {
    expected("U8", &[act("customer/cancel", r#"{"customerId":"u_1"}"#)]);
    not_seen("U8", &[act("subscription/cancel", "{}")]);
}

#[test]
fn u9_the_path_of_find_by_phone() {
    expected("U9", &[get("/churnkey/customers/phone/%2B49151")]);
    different(
        "U9",
        &[answered(get("/churnkey/customers/find-by-phone/%2B49151"), 404)],
        "GET /customers/find-by-phone/…",
        &["CK_ALIASES=\"GET /customers/find-by-phone/:phone /customers/phone/:phone\""],
    );
    not_seen("U9", &[get("/churnkey/customers/email/a%40b")]);
}

#[test]
fn u10_whether_a_limit_is_sent() {
    expected(
        "U10",
        &[get("/churnkey/prices?limit=100"), get("/churnkey/customers/u_1/subscriptions?limit=5")],
    );
    let never = finding("U10", &[get("/churnkey/prices")]);
    assert_eq!(never.verdict, FindingVerdict::Different);
    assert!(never.fix[0].starts_with(".page_limits("), "{never:?}");
    different(
        "U10",
        &[get("/churnkey/prices"), get("/churnkey/coupons?limit=10")],
        "sent 1 time (2 digits), not sent 1 time",
        &[],
    );
    not_seen("U10", &[get("/churnkey/prices/p_1"), get("/churnkey/features")]);
}

#[test]
fn u11_the_cursor_that_comes_back() {
    expected("U11", &[get("/churnkey/prices?cursor=100")]);
    not_seen("U11", &[get("/churnkey/prices?limit=100")]);
}

#[test]
fn u12_the_format_of_dates() {
    let until = |date: &str| {
        act("subscription/pause", &format!(r#"{{"duration":{{"type":"date","date":{date}}}}}"#))
    };
    expected("U12", &[until(r#""2026-03-01T00:00:00.000Z""#), until("1764489600000")]);
    different("U12", &[until(r#""March 1st, 2026""#)], "15 characters", &[]);
    not_seen("U12", &[act("subscription/cancel", "{}")]);
}

#[test]
fn u15_repeats_and_their_headers() {
    let pause = act("subscription/pause", "{}");
    expected("U15", std::slice::from_ref(&pause));
    let key = with_header(pause.clone(), "idempotency-key", "123e4567-e89b-12d3-a456-426614174000");
    different("U15", &[key], "idempotency-key", &[]);
    let mut twice = record(&[pause]);
    twice.kinds[0].repeats = 2;
    let finding =
        twice.report().findings.into_iter().find(|finding| finding.unknown == "U15").unwrap();
    assert_eq!(finding.verdict, FindingVerdict::Different);
    assert!(finding.observed.starts_with("2 repeated actions"), "{finding:?}");
    not_seen("U15", &[get("/churnkey/prices")]);
}

#[test]
fn u16_keys_that_nobody_reads() {
    expected(
        "U16",
        &[act("subscription/cancel", r#"{"customerId":"u_1","scheduledAt":"immediate"}"#)],
    );
    let other = [act("subscription/cancel", r#"{"customerId":"u_1","reason":"too expensive"}"#)];
    different("U16", &other, "reason", &["options.raw() has them, if you need them"]);
    not_seen("U16", &[get("/churnkey/prices")]);
}

#[test]
fn u17_the_words_of_the_mode() {
    let in_mode = |mode: &str| {
        let mut exchange = get("/churnkey/prices");
        exchange.request.headers[1].1 = mode.as_bytes().to_vec();
        exchange
    };
    expected("U17", &[in_mode("live"), in_mode("test"), in_mode("LIVE")]);
    let exchanges = ["sandbox", "Sandbox", "Production", "live"].map(in_mode);
    different("U17", &exchanges, "sandbox", &["CK_MODES='production=live sandbox=test'"]);
    let fix = finding("U17", &[in_mode("Mina"), in_mode("sandbox")]).fix;
    assert_eq!(fix.len(), 2, "{fix:?}");
    assert!(fix[1].starts_with("CK_MODES='WORD=test', or 'WORD=live'"), "{fix:?}");
    let mut without = get("/churnkey/prices");
    without.request.headers.truncate(1);
    different("U17", &[without], "without the header the mode is live", &[]);
    not_seen("U17", &[]);
}

#[test]
fn u18_u19_what_was_refused() {
    different(
        "U18",
        &[answered(act("subscription/cancel", "{}"), 400)],
        "/actions/subscription/cancel",
        &[],
    );
    not_seen("U18", &[act("subscription/cancel", "{}")]);
    expected("U19", &[answered(get("/churnkey/families"), 404)]);
    different(
        "U19",
        &[answered(exchange("PUT", "/churnkey/actions/subscription/applyCoupon", "{}"), 404)],
        "PUT /actions/subscription/applyCoupon",
        &[
            "CK_ALIASES=\"PUT /actions/subscription/applyCoupon /actions/subscription/apply-coupon\"",
        ],
    );
    not_seen("U19", &[get("/churnkey/families")]);
}

#[test]
fn u20_u21_u22_the_rest() {
    expected("U20", &[act("subscription/extend-trial", "{}")]);
    not_seen("U20", &[act("subscription/cancel", "{}")]);
    let in_test = |token: &str| {
        let mut exchange = get("/churnkey/prices");
        exchange.request.headers =
            headers(&[("authorization", &format!("Bearer {token}")), ("x-churnkey-mode", "test")]);
        exchange
    };
    expected("U21", &[in_test(TOKEN)]);
    let fix = "CK_INTEGRATION_TOKEN=\"LIVE TEST\": both tokens, separated by a space";
    different("U21", &[answered(in_test("another"), 401)], "without this token", &[fix]);
    not_seen("U21", &[get("/churnkey/prices")]);
    expected("U22", &[get("/churnkey/prices")]);
    different("U22", &[exchange("OPTIONS", "/churnkey/prices", "")], "OPTIONS", &[]);
    let refused = [
        answered(exchange("HEAD", "/churnkey/manifest", ""), 404),
        answered(exchange("OPTIONS", "/churnkey/prices/p_1", ""), 405),
        answered(exchange("HEAD", "/churnkey/actions/subscription/cancel", ""), 405),
    ];
    let fixes = [
        "CK_ALIASES=\"HEAD /manifest /features\"",
        "CK_ALIASES=\"OPTIONS /prices/:id /prices/:id\"",
    ];
    different("U22", &refused, "HEAD, OPTIONS", &fixes);
    different("U3", &refused, "HEAD /manifest", &[]);
    not_seen("U19", &refused);
    different(
        "U22",
        &[with_header(get("/churnkey/prices"), "origin", "https://app.example")],
        "Origin",
        &[],
    );
}

#[test]
fn the_text_for_an_issue_has_the_table_and_the_kinds() {
    let report =
        record(&[get("/churnkey/features"), answered(get("/churnkey/manifest"), 404)]).report();
    let text = report.markdown();
    assert_eq!(text.matches("\n| U").count(), 22, "{text}");
    assert!(text.contains("| U1 | the token's header and scheme | *as expected* | header authorization, scheme Bearer |"), "{text}");
    assert!(text.contains("→ `CK_FEATURES_PATHS=/features,/manifest`"), "{text}");
    assert!(text.contains("\n1 × GET /churnkey/features: 200, mode live; token: header authorization, scheme Bearer; headers: authorization, x-churnkey-mode\n"), "{text}");
}
