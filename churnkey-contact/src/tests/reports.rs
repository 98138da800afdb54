//! Each unknown of the protocol: as expected, different with a fix, and not seen.

use super::accepted::assert_starts_with;
use super::{TOKEN, exchange, get, headers, kind, secret};
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
    for line in finding.fix.iter().filter(|fix| fix.contains("CK_")) {
        assert_is_accepted(line);
    }
}

/// `LIVE TEST`, `WORD` and `NAME` stand for something else.
#[track_caller]
fn assert_is_accepted(line: &str) {
    if !["LIVE", "WORD", "NAME", "name that"].iter().any(|word| line.contains(word)) {
        assert_starts_with(line);
    }
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
    for value in [format!("Token token=\"{TOKEN}\""), format!("ApiKey key=\"{TOKEN}\"")] {
        let mut quoted = get("/churnkey/features");
        quoted.request.headers = headers(&[("authorization", &value)]);
        let fix = ".authenticate(…), with a function that takes the token out of the header and compares it by `secret.is(…)`";
        different("U1", &[answered(quoted, 401)], "a parameter of the scheme", &[fix]);
    }
    let headers_of = |pairs: &[(&str, &str)]| {
        let mut exchange = get("/churnkey/features");
        exchange.request.headers = headers(pairs);
        exchange
    };
    let both = [headers_of(&[("x-b", TOKEN)]), headers_of(&[("x-a", TOKEN)])];
    different("U1", &both, "header x-b", &["CK_TOKEN_HEADER='x-a x-b'"]);
    let hidden = finding("U1", &[headers_of(&[("x-customer-u_1001", TOKEN)])]);
    assert!(hidden.fix[0].starts_with("name that header in CK_TOKEN_HEADER"), "{hidden:?}");
    let mut in_body =
        exchange("POST", "/churnkey/actions/customer/pause", &format!(r#"{{"key":"{TOKEN}"}}"#));
    in_body.request.headers.clear();
    assert!(finding("U1", &[in_body]).fix[0].starts_with(".authenticate(…)"));
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
    let other = answered(get("/churnkey/capabilities"), 404);
    let alias = "CK_ALIASES='GET /capabilities /features'";
    different("U3", std::slice::from_ref(&other), "GET /capabilities", &[alias]);
    // It is served already, so there is nothing to fix.
    different("U3", &[answered(other.clone(), 200)], "GET /capabilities", &[]);
    // Unless it is only served because the recorder translated it.
    let mut translated = answered(other.clone(), 200);
    translated.translated.push("GET /capabilities was forwarded".to_owned());
    different("U3", &[translated], "GET /capabilities", &[alias]);
    // The token was in a place where it is not accepted.
    let refused = answered(other.clone(), 401);
    different("U3", &[refused, answered(other.clone(), 200)], "GET /capabilities", &[]);
    let accepted = "this project accepts it as it came";
    for (method, path) in [("GET", "/manifest"), ("POST", "/features/"), ("GET", ""), ("POST", "/")]
    {
        let asked = answered(exchange(method, &format!("/churnkey{path}"), ""), 404);
        different("U3", &[asked], &format!("{method} {path}"), &[accepted]);
    }
    let several = [
        other,
        answered(exchange("POST", "/churnkey/config", ""), 405),
        answered(get("/churnkey/feature-manifest"), 404),
    ];
    different(
        "U3",
        &several,
        "GET /capabilities, GET /feature-manifest, POST /config",
        &[accepted, "CK_ALIASES='GET /capabilities /features; POST /config /features'"],
    );
    let with = "enter the API URL in the dashboard with `/churnkey` at its end";
    let without = "enter the API URL in the dashboard without `/churnkey` at its end";
    let asked = answered(get("/manifest"), 404);
    different("U3", &[asked], "GET /manifest (without `/churnkey`)", &[with]);
    let asked = answered(get("/churnkey/churnkey/features"), 404);
    different(
        "U3",
        &[asked],
        "GET /churnkey/churnkey/features (below two `/churnkey`)",
        &[without],
    );
    let slash = "enter the API URL in the dashboard without a slash at its end";
    let asked = answered(get("//churnkey/features"), 404);
    different("U3", &[asked], "GET //churnkey/features (two slashes)", &[slash]);
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
    expected(
        "U6",
        &[pause(r#"{"value":1,"interval":"months"}"#), pause(r#"{"end":"2026-03-01"}"#)],
    );
    different(
        "U6",
        &[pause(r#"{"kind":"period","length":1,"every":"month"}"#)],
        "duration.every, duration.kind, duration.length",
        &["CK_SPELLINGS='every=unit kind=type length=amount', if that is what they mean"],
    );
    different(
        "U6",
        &[pause(r#"{"type":"date","resumeOn":"2026-03-01"}"#)],
        "duration.resumeOn",
        &["CK_SPELLINGS='resumeOn=date', if that is what they mean"],
    );
    // There is an amount already.
    let fix = "CK_SPELLINGS='NAME=KEY' for each name that means one of the keys amount, unit, date and type; options.raw() has \
               the whole body";
    different("U6", &[pause(r#"{"amount":1,"unit":"day","more":2}"#)], "duration.more", &[fix]);
    different(
        "U6",
        &[pause(r#"{"type":"until-date","date":"2026-03-01","unit":"monthly"}"#)],
        "duration.type: `until-date`, duration.unit, duration.unit: `monthly`",
        &["CK_SPELLINGS='monthly=month until-date=date', if that is what they mean"],
    );
    different("U6", &[act("subscription/pause", r#"{"duration":3}"#)], "not an object", &[fix]);
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
    let fix =
        "CK_SPELLINGS='endPause=unpause', if that is what it means; otherwise options.raw() has it";
    different("U7", &other, "endPause", &[fix]);
    let other = [cancel(r#"{"customerId":"u_1","refund":true,"pausedReason":"x"}"#)];
    let fix = "options.raw() has them; CK_SPELLINGS='NAME=unpause' if one of them means that a paused subscription resumes";
    different("U7", &other, "pausedReason, refund", &[fix]);
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
        &["CK_ALIASES='GET /customers/find-by-phone/:phone /customers/phone/:phone'"],
    );
    not_seen("U9", &[get("/churnkey/customers/email/a%40b")]);
}

#[test]
fn u10_whether_a_limit_is_sent() {
    expected(
        "U10",
        &[get("/churnkey/prices?limit=100"), get("/churnkey/customers/u_1/subscriptions?limit=5")],
    );
    let fix = "CK_PAGE_LIMITS='10 100', with another default if 10 are too few; the second number is the maximum";
    different("U10", &[get("/churnkey/prices")], "never sent in 1 request", &[fix]);
    different(
        "U10",
        &[get("/churnkey/prices"), get("/churnkey/coupons?limit=10")],
        "sent 1 time (2 digits), not sent 1 time",
        &[fix],
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
    for date in [
        r#""2026-03-01T00:00:00.000Z""#,
        r#""2026-03-01T02:00:00+02:00""#,
        r#""2026-03-01""#,
        "1764489600000",
        "1.7644896e12",
    ] {
        expected("U12", &[until(date)]);
        expected(
            "U12",
            &[act("subscription/pause", &format!(r#"{{"duration":{{"end":{date}}}}}"#))],
        );
    }
    let fix = "a date in another form is a 400: convert it before the integration, such as in a middleware";
    for (date, look) in [
        (r#""March 1st, 2026""#, "15 characters"),
        (r#""1764489600000""#, "13 digits"),
        (r#""2026-03-01T00:00:00""#, "a date and time, not as in RFC 3339"),
        ("1764489600.5", "a fraction"),
    ] {
        different("U12", &[until(date)], look, &[fix]);
        let other = act("subscription/pause", &format!(r#"{{"duration":{{"until":{date}}}}}"#));
        different("U12", &[other], look, &[fix]);
    }
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
    let of_u15 = |record: &Record| {
        record.report().findings.into_iter().find(|finding| finding.unknown == "U15").unwrap()
    };
    let finding = of_u15(&twice);
    assert_eq!(finding.verdict, FindingVerdict::Different);
    let observed = "2 repeated actions within ten minutes (/actions/subscription/pause: 200)";
    assert_eq!(finding.observed, observed);
    assert!(finding.fix[0].starts_with("CK_ACTION_STATUS=204, "), "{finding:?}");
    for status in [204, 201, 202] {
        assert_starts_with(&format!("CK_ACTION_STATUS={status}"));
    }
    twice.kinds[0].status = 500;
    assert!(of_u15(&twice).fix.is_empty());
    not_seen("U15", &[get("/churnkey/prices")]);
}

#[test]
fn u16_keys_that_nobody_reads() {
    expected(
        "U16",
        &[act("subscription/cancel", r#"{"customerId":"u_1","scheduledAt":"immediate"}"#)],
    );
    let other = [act("subscription/cancel", r#"{"customerId":"u_1","reason":"too expensive"}"#)];
    let raw = "options.raw() has the keys, if you need them";
    different("U16", &other, "reason", &[raw]);
    // What the server reads under several names is not unknown.
    expected("U16", &[act("subscription/apply-coupon", r#"{"couponId":"c"}"#)]);
    expected("U16", &[act("subscription/pause", r#"{"duration":{"count":1,"interval":"days"}}"#)]);
    different("U16", &[act("subscription/pause", r#"{"amount":1}"#)], "amount", &[raw]);
    let word = [
        act("subscription/pause", r#"{"startAt":"period-end"}"#),
        act("subscription/cancel", r#"{"scheduledAt":"now"}"#),
    ];
    different("U16", &word, "startAt: `period-end`", &["CK_SPELLINGS='period-end=end-of-period'"]);
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
        &["CK_ALIASES='PUT /actions/subscription/applyCoupon /actions/subscription/apply-coupon'"],
    );
    not_seen("U19", &[get("/churnkey/families")]);
    // The body says which action is meant.
    let cancel = |body: &str| answered(exchange("POST", "/churnkey/cancel", body), 404);
    let (one, all) = (cancel(r#"{"subscriptionId":"s_1"}"#), cancel(r#"{"customerId":"u_1"}"#));
    different(
        "U19",
        std::slice::from_ref(&one),
        "POST /cancel",
        &["CK_ALIASES='POST /cancel /actions/subscription/cancel'"],
    );
    let fix = "POST /cancel has more than one meaning, so an alias is not enough";
    different("U19", &[one, all], "POST /cancel", &[fix]);
    different(
        "U19",
        &[answered(get("/customers"), 404)],
        "GET /customers (without `/churnkey`)",
        &["enter the API URL in the dashboard with `/churnkey` at its end"],
    );
    let mut translated = get("/churnkey/Customers");
    translated.translated.push("GET /churnkey/Customers was forwarded".to_owned());
    different("U19", &[translated], "GET /Customers", &["CK_ALIASES='GET /Customers /customers'"]);
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
    let fix = "CK_INTEGRATION_TOKEN='LIVE TEST': both tokens, separated by a space";
    different("U21", &[answered(in_test("another"), 401)], "without a token that", &[fix]);
    not_seen("U21", &[get("/churnkey/prices")]);
    expected("U22", &[get("/churnkey/prices")]);
    different("U22", &[exchange("OPTIONS", "/churnkey/prices", "")], "OPTIONS", &[]);
    let refused = [
        answered(exchange("HEAD", "/churnkey/manifest", ""), 404),
        answered(exchange("OPTIONS", "/churnkey/prices/p_1", ""), 405),
        answered(exchange("HEAD", "/churnkey/actions/subscription/cancel", ""), 405),
    ];
    let fix = "CK_ALIASES='HEAD /manifest /features; OPTIONS /prices/:id /prices/:id'";
    different("U22", &refused, "HEAD /manifest, OPTIONS /prices/…", &[fix]);
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
fn the_lines_of_one_variable_are_to_be_joined() {
    let remarks = |paths: &[&str]| {
        let all: Vec<_> = paths.iter().map(|path| answered(get(path), 404)).collect();
        record(&all).report().remarks
    };
    let join =
        "CK_ALIASES is one variable: join its values from all lines, separated by semicolons";
    assert_eq!(remarks(&["/churnkey/capabilities", "/churnkey/Customers"]), [join]);
    // U9 and U19 have the same line.
    assert!(remarks(&["/churnkey/customers/find-by-phone/1"]).is_empty());
}

/// Scanners ask for `/`, and here nobody knows who has the token.
#[test]
fn a_homepage_is_not_the_manifest() {
    let home = answered(get("/"), 404);
    let record = Record { head: RecordHead::new(false, false), kinds: vec![classify(&home, None)] };
    assert_eq!(record.report().findings[2].verdict, FindingVerdict::NotSeen);
    let with = "enter the API URL in the dashboard with `/churnkey` at its end";
    different("U3", &[home], "GET / (without `/churnkey`)", &[with]);
}

/// The recorder knows both tokens.
#[test]
fn u21_which_token_came_in_which_mode() {
    let mut both = secret();
    both.add("ck_int_test_5f2b9d".to_owned());
    let with = |token: &str, mode: &str| {
        let mut exchange = get("/churnkey/prices");
        exchange.request.headers =
            headers(&[("authorization", &format!("Bearer {token}")), ("x-churnkey-mode", mode)]);
        classify(&exchange, Some(&both))
    };
    let other = "ck_int_test_5f2b9d";
    for (kinds, verdict, observed) in [
        (
            vec![with(TOKEN, "live"), with(other, "test")],
            FindingVerdict::Different,
            "token 2 in test mode, token 1 in live mode",
        ),
        (
            vec![with(TOKEN, "live"), with(TOKEN, "test")],
            FindingVerdict::AsExpected,
            "token 1 in test mode, token 1 in live mode",
        ),
        (
            vec![with(other, "test")],
            FindingVerdict::NotSeen,
            "token 2 in test mode, and no request in live mode",
        ),
    ] {
        let record = Record { head: RecordHead::new(true, false), kinds };
        let u21 = record.report().findings.into_iter().find(|finding| finding.unknown == "U21");
        let u21 = u21.unwrap();
        assert_eq!((u21.verdict, &*u21.observed), (verdict, observed));
        assert!(u21.fix.is_empty(), "{u21:?}");
    }
}

#[test]
fn the_text_for_an_issue_has_the_table_and_the_kinds() {
    let report =
        record(&[get("/churnkey/features"), answered(get("/churnkey/capabilities"), 404)]).report();
    let text = report.markdown();
    assert_eq!(text.matches("\n| U").count(), 22, "{text}");
    assert!(text.contains("| U1 | the token's header and scheme | *as expected* | header authorization, scheme Bearer |"), "{text}");
    assert!(
        text.contains(
            "GET /capabilities, GET /features → `CK_ALIASES='GET /capabilities /features'`"
        ),
        "{text}"
    );
    let api_url = record(&[answered(get("/features"), 404)]).report().markdown();
    assert!(
        api_url.contains("→ enter the API URL in the dashboard with `/churnkey` at its end |"),
        "{api_url}"
    );
    assert!(text.contains("\n1 × GET /churnkey/features: 200, mode live; token: header authorization, scheme Bearer; headers: authorization, x-churnkey-mode\n"), "{text}");
}
