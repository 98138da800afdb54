//! What is not as it was expected is said, with what to write: of somebody with the token each kind once, of others at most
//! one line a minute. No value of a request is in it but known words.

use actix_web::test::TestRequest;
use churnkey::{Integration, Mode, UnknownMode};

use crate::client::{TOKEN, get, post, request, send};
use crate::logs::{collect, logged};
use crate::merchant::{Kiosk, Shop};

const CANCEL: &str = "/churnkey/actions/customer/cancel";
const PAUSE: &str = "/churnkey/actions/customer/pause";

/// The warnings of what was done, without what stands before them.
async fn warnings(done: impl Future<Output = ()>) -> Vec<String> {
    collect();
    done.await;
    let text = logged();
    for secret in [TOKEN, "mina", "Mina", "u_1", "%40", "4915112345"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
    let lines = text.lines().filter(|line| line.contains(" WARN "));
    lines.map(|line| line.split_once(" churnkey: ").unwrap().1.to_owned()).collect()
}

#[track_caller]
fn one(warnings: &[String]) -> &str {
    let [warning] = warnings else { panic!("{warnings:#?}") };
    warning
}

async fn of_path(integration: &Integration, method: &str, path: &str, status: u16) -> Vec<String> {
    warnings(async { drop(send(integration, request(method, path)).await.error(status)) }).await
}

#[actix_web::test]
async fn a_path_that_is_no_endpoint_is_told_with_the_endpoint_that_it_may_stand_for() {
    let integration = Shop::default().integration();
    let phone = "/churnkey/customers/find-by-phone/%2B4915112345";
    let told = of_path(&integration, "GET", phone, 404).await;
    assert_eq!(
        one(&told),
        "GET /churnkey/customers/find-by-phone/… is not an endpoint of this integration, so the answer was 404; if Churnkey \
         means `/customers/phone/:phone`, write \
         `CK_ALIASES='GET /customers/find-by-phone/:phone /customers/phone/:phone'`, or \
         `.alias(\"GET\", \"/customers/find-by-phone/:phone\", \"/customers/phone/:phone\")`"
    );
    assert_eq!(of_path(&integration, "GET", phone, 404).await, [""; 0], "once");
    let another = "/churnkey/customers/find-by-phone/%2B4915112346";
    assert_eq!(of_path(&integration, "GET", another, 404).await, [""; 0], "it is the same kind");

    let told = of_path(&integration, "POST", "/churnkey/subscription/cancel", 404).await;
    assert!(one(&told).contains("if Churnkey means `/actions/subscription/cancel`"), "{told:?}");
    let told = of_path(&integration, "GET", "/churnkey/clientele/mina", 404).await;
    assert!(one(&told).starts_with("GET /churnkey/clientele/… is not an endpoint"), "{told:?}");
    assert!(one(&told).contains("`CK_ALIASES='METHOD PATH ENDPOINT'`"), "{told:?}");
}

/// `CK_FEATURES_PATHS` would replace the paths that were right.
#[actix_web::test]
async fn a_path_that_may_be_the_manifests_is_told_with_an_alias_and_the_others_stay() {
    let integration = Shop::default().integration();
    let told = of_path(&integration, "GET", "/churnkey/capabilities", 404).await;
    assert_eq!(
        one(&told),
        "GET /churnkey/capabilities is not an endpoint of this integration, so the answer was 404; if Churnkey expects the \
         manifest there, write `CK_ALIASES='GET /capabilities /features'`, or \
         `.alias(\"GET\", \"/capabilities\", \"/features\")`"
    );
    let builder = Integration::builder(Shop::default()).token(TOKEN);
    let aliased = builder.alias("GET", "/capabilities", "/features").build().unwrap();
    for path in ["/churnkey/capabilities", "/churnkey/features", "/churnkey/manifest"] {
        assert_eq!(get(&aliased, path).await.json(), *aliased.manifest(), "{path}");
    }

    let pinned = || Integration::builder(Shop::default()).token(TOKEN).features_paths(["/about"]);
    let integration = pinned().build().unwrap();
    for (method, path) in [("GET", "/features"), ("POST", "/integration-config"), ("GET", "/")] {
        let told = of_path(&integration, method, &format!("/churnkey{path}"), 404).await;
        assert!(one(&told).contains("if Churnkey expects the manifest there"), "{told:?}");
        assert!(one(&told).contains(&format!("`CK_ALIASES='{method} {path} /about'`")), "{told:?}");
        let aliased = pinned().alias(method, path, "/about").build().unwrap();
        let call = request(method, &format!("/churnkey{path}"));
        assert_eq!(send(&aliased, call).await.status, 200, "{method} {path}");
    }
}

#[actix_web::test]
async fn the_prefix_twice_or_two_slashes_are_told_as_a_wrong_url() {
    let integration = Shop::default().integration();
    for path in ["/churnkey/features", "/churnkey", "/features/churnkey/customers/mina"] {
        let told = of_path(&integration, "GET", &format!("/churnkey{path}"), 404).await;
        let end = "has `/churnkey` twice, so the answer was 404; the API URL in the dashboard must end before `/churnkey`";
        assert!(one(&told).ends_with(end), "{told:?}");
    }
    for path in ["/churnkey//customers/mina", "/churnkey/customers/email//"] {
        let told = of_path(&integration, "GET", path, 404).await;
        assert!(one(&told).contains("has two slashes in a row"), "{told:?}");
    }
}

#[actix_web::test]
async fn what_the_protocol_has_and_the_merchant_has_not_written_is_told_with_what_to_implement() {
    let integration = Kiosk::default().integration();
    let told = of_path(&integration, "GET", "/churnkey/customers/email/mina", 404).await;
    assert_eq!(
        one(&told),
        "GET /churnkey/customers/email/… has the path of Churnkey's endpoint for `Customers::find_by_email`, which this \
         integration does not have, so the answer was 404; that is fine if you do not offer it; to offer it, implement \
         `find_by_email`"
    );
    for (method, path, endpoint, to_do) in [
        ("GET", "/customers/phone/mina", "Customers::find_by_phone", "implement `find_by_phone`"),
        ("GET", "/customers", "Customers::list", "implement `list`"),
        ("POST", "/customers", "Customers::list", "implement `list`"),
        ("GET", "/customers/mina/subscriptions", "Subscriptions::list", "implement `list`"),
        ("GET", "/coupons", "Coupons::list", "add the module `Coupons`"),
        ("GET", "/coupons/mina", "Coupons::retrieve", "add the module `Coupons`"),
        ("GET", "/products", "Products::list", "add the module `Products`"),
        ("GET", "/products/mina/", "Products::retrieve", "add the module `Products`"),
        ("GET", "/families", "Families::list", "add the module `Families`"),
        ("GET", "/families/mina", "Families::retrieve", "add the module `Families`"),
        ("POST", "/actions/customer/cancel", "Cancel::handle_all", "implement `handle_all`"),
        ("POST", "/actions/customer/pause", "Pause::handle_all", "implement `handle_all`"),
        (
            "POST",
            "/actions/subscription/apply-coupon",
            "ApplyCoupon::handle",
            "add the module `ApplyCoupon`",
        ),
    ] {
        let told = of_path(&integration, method, &format!("/churnkey{path}"), 404).await;
        assert!(one(&told).contains(&format!("endpoint for `{endpoint}`, which")), "{told:?}");
        assert!(one(&told).ends_with(&format!("; to offer it, {to_do}")), "{told:?}");
        assert!(!one(&told).contains("alias"), "{told:?}");
    }
    let cannot_be_read = of_path(&integration, "GET", "/churnkey/customers/%FF", 400).await;
    assert_eq!(cannot_be_read, [""; 0], "it is an endpoint");
}

/// What is advised is a setting that does it.
#[actix_web::test]
async fn the_advice_can_be_followed() {
    let integration = Integration::builder(Shop::default())
        .token(TOKEN)
        .alias("GET", "/customers/find-by-phone/:phone", "/customers/phone/:phone")
        .spelling("period-end", "end-of-period")
        .spelling("customer", "customerId")
        .spelling("length", "amount")
        .mode_word("staging", Mode::Test)
        .build()
        .unwrap();
    let pause = r#"{"customer": "u_1", "startAt": "period-end", "duration": {"type": "period", "length": 2, "unit": "month"}}"#;
    let told = warnings(async {
        let phone = "/churnkey/customers/find-by-phone/%2B4915112345";
        let staging = request("GET", phone).insert_header(("x-churnkey-mode", "staging"));
        assert_eq!(send(&integration, staging).await.status, 200);
        assert_eq!(post(&integration, PAUSE, pause).await.status, 200);
    });
    let told = told.await;
    assert!(
        one(&told).contains("a test-mode request is answered from the same context"),
        "{told:?}"
    );
}

#[actix_web::test]
async fn another_method_is_told_with_the_alias_for_it() {
    let integration = Shop::default().integration();
    let told = of_path(&integration, "DELETE", CANCEL, 405).await;
    assert!(
        one(&told).starts_with("DELETE /churnkey/actions/customer/cancel has the wrong method")
    );
    let alias = "`CK_ALIASES='DELETE /actions/customer/cancel /actions/customer/cancel'`";
    assert!(one(&told).contains(alias), "{told:?}");
    for method in ["GET", "HEAD"] {
        let told = of_path(&integration, method, CANCEL, 405).await;
        let end = format!("cannot be called by {method}, which clients and proxies may repeat");
        assert!(one(&told).ends_with(&end) && !one(&told).contains("CK_ALIASES"), "{told:?}");
    }
    for (method, path, status, alias) in [
        ("HEAD", "/churnkey/features", 405, "HEAD /features /features"),
        ("OPTIONS", "/churnkey/", 405, "OPTIONS / /"),
        ("HEAD", "/churnkey/capabilities", 404, "HEAD /capabilities /features"),
        ("OPTIONS", "/churnkey/prices", 405, "OPTIONS /prices /prices"),
        ("HEAD", "/churnkey/customers/mina", 405, "HEAD /customers/:id /customers/:id"),
    ] {
        let told = of_path(&integration, method, path, status).await;
        assert!(one(&told).contains(&format!("`CK_ALIASES='{alias}'`")), "{told:?}");
        let [method, path, target]: [&str; 3] =
            alias.split(' ').collect::<Vec<_>>().try_into().unwrap();
        let builder = Integration::builder(Shop::default()).token(TOKEN);
        assert!(builder.alias(method, path, target).build().is_ok(), "{alias}");
    }
}

#[actix_web::test]
async fn an_unknown_mode_is_told_with_what_to_write() {
    let call =
        |word: &str| request("GET", "/churnkey/features").insert_header(("x-churnkey-mode", word));
    let integration = Shop::default().integration();
    let told = warnings(async { drop(send(&integration, call("sandbox")).await.error(400)) }).await;
    assert_eq!(
        one(&told),
        "`X-Churnkey-Mode` was `sandbox`, which is neither `live` nor `test`, so the answer was 400; write \
         `CK_MODES=sandbox=test`, or `.mode_word(\"sandbox\", Mode::Test)`, or the same with `live`"
    );
    let told = warnings(async { drop(send(&integration, call("mina")).await.error(400)) }).await;
    assert!(one(&told).starts_with("`X-Churnkey-Mode` was 4 letters, which"), "{told:?}");

    let builder =
        Integration::builder(Shop::default()).token(TOKEN).unknown_mode(UnknownMode::Live);
    let lenient = builder.build().unwrap();
    let told =
        warnings(async { assert_eq!(send(&lenient, call("staging")).await.status, 200) }).await;
    assert!(one(&told).contains("and was read as live"), "{told:?}");
}

async fn of_body(path: &str, body: &str, status: u16) -> Vec<String> {
    let integration = Shop::default().integration();
    warnings(async { assert_eq!(post(&integration, path, body).await.status, status) }).await
}

#[actix_web::test]
async fn a_body_that_is_not_json_is_told_by_how_it_looks() {
    let told = of_body(CANCEL, "customerId=u_1&scheduledAt=immediate", 400).await;
    assert!(one(&told).contains("looks like a form"), "{told:?}");
    let told = of_body(CANCEL, "", 400).await;
    assert!(one(&told).contains("it is empty"), "{told:?}");
}

#[actix_web::test]
async fn a_key_that_nobody_reads_is_told_wherever_it_stands() {
    let body = r#"{"customerId": "u_1", "scheduledAt": "immediate", "cancellationReason": "mina@example.org", "mina@example.org": 1}"#;
    let told = of_body(CANCEL, body, 200).await;
    assert_eq!(told.len(), 2);
    assert!(
        told[0].starts_with("an action's body has a key that nobody reads: `cancellationReason`"),
        "{told:?}"
    );
    assert!(
        told[0].contains("`options.raw()`")
            && told[0].contains("`CK_SPELLINGS=cancellationReason=KEY`")
    );
    assert!(told[1].contains("nobody reads: `(16 characters)`"), "{told:?}");

    let inside = r#"{"customerId": "u_1", "startAt": "immediate", "duration": {"type": "period", "amount": 2, "unit": "month", "note": "Mina"}}"#;
    let told = of_body(PAUSE, inside, 200).await;
    assert!(one(&told).contains("nobody reads: `duration.note`"), "{told:?}");

    let missing = r#"{"customer": "u_1", "scheduledAt": "immediate"}"#;
    let told = of_body(CANCEL, missing, 400).await;
    assert!(
        one(&told).contains("nobody reads: `customer`"),
        "and none that was only not reached: {told:?}"
    );
    let months = r#"{"customerId": "u_1", "startAt": "immediate", "duration": {"months": 2}}"#;
    let told = of_body(PAUSE, months, 400).await;
    assert!(one(&told).contains("nobody reads: `duration.months`"), "{told:?}");
}

#[actix_web::test]
async fn a_word_that_is_not_ours_is_told_with_the_nearest() {
    let body = r#"{"customerId": "u_1", "scheduledAt": "period-end"}"#;
    let told = of_body(CANCEL, body, 400).await;
    assert_eq!(
        one(&told),
        "`scheduledAt` was `period-end`, which is not a word of the protocol, so the answer was 400; the nearest is \
         `end-of-period`: write `CK_SPELLINGS=period-end=end-of-period`, or `.spelling(\"period-end\", \"end-of-period\")`"
    );
    let unit = r#"{"customerId": "u_1", "startAt": "immediate", "duration": {"type": "period", "amount": 2, "unit": "Mina"}}"#;
    let told = of_body(PAUSE, unit, 400).await;
    assert!(
        one(&told).starts_with("`duration.unit` was 4 letters, which is not a word"),
        "{told:?}"
    );
}

#[actix_web::test]
async fn what_the_integration_does_not_offer_is_told_with_what_it_offers() {
    let of_kiosk = async |action: &str, body: &str| {
        let integration = Kiosk::default().integration();
        let path = format!("/churnkey/actions/subscription/{action}");
        let body = format!(r#"{{"customerId": "u_1", "subscriptionId": "s_1", {body}}}"#);
        warnings(async { drop(post(&integration, &path, body).await.error(400)) }).await
    };
    let duration = r#""duration": {"amount": 1, "unit": "month"}"#;
    let told = of_kiosk("pause", &format!(r#""startAt": "immediate", {duration}"#)).await;
    assert_eq!(
        one(&told),
        "`startAt` was `immediate`, which this integration does not offer, so the answer was 400; its manifest offers only \
         `end-of-period`: declare it in the action's attribute, or verify again if Churnkey has an old manifest"
    );
    let told = of_kiosk("extend-trial", duration).await;
    assert!(one(&told).starts_with("`duration` was `period`, which"), "{told:?}");
    assert!(one(&told).contains("its manifest offers only `date`:"), "{told:?}");
    for (action, flag, more) in [
        ("cancel", "unpause", r#""scheduledAt": "end-of-period""#),
        ("change-price", "prorate", r#""scheduledAt": "end-of-period", "price": "p_1""#),
    ] {
        let told = of_kiosk(action, &format!(r#"{more}, "{flag}": true"#)).await;
        assert!(one(&told).starts_with(&format!("`{flag}` was `true`, which")), "{told:?}");
        assert!(one(&told).contains("its manifest says `false`: declare it"), "{told:?}");
    }
}

#[actix_web::test]
async fn a_date_in_another_form_is_told() {
    let body = |date: &str| {
        format!(
            r#"{{"customerId": "u_1", "startAt": "immediate", "duration": {{"type": "date", "date": {date}}}}}"#
        )
    };
    for (date, status, told) in [
        ("4102444800000", 200, "it has 13 digits, and was read; you need not do anything"),
        (r#""2100-01-01""#, 200, "it has a date, and was read"),
        (r#""2100-01-01T00:00:00+02:00""#, 200, "it has a date and time, and was read"),
        (
            r#""1 January 2100""#,
            400,
            "it has 14 characters, and cannot be read, so the answer was 400",
        ),
    ] {
        let warnings = of_body(PAUSE, &body(date), status).await;
        assert!(one(&warnings).starts_with("`duration.date` was not in the form"), "{warnings:?}");
        assert!(one(&warnings).contains(told), "{warnings:?}");
    }
    assert_eq!(of_body(PAUSE, &body(r#""2100-01-01T00:00:00.000Z""#), 200).await, [""; 0]);
}

#[actix_web::test]
async fn a_list_without_limit_and_an_unknown_key_of_its_query_are_told() {
    let integration = Shop::default().integration();
    let list = async |query: &str| {
        let path = format!("/churnkey/customers{query}");
        warnings(async { assert_eq!(get(&integration, &path).await.status, 200) }).await
    };
    assert_eq!(list("?limit=2").await, [""; 0]);
    assert_eq!(list("?limit=2&cursor=1").await, [""; 0]);
    assert_eq!(list("?cursor=1&limit=2").await, [""; 0]);
    let told = list("?pageSize=5&q=mina&limit=2").await;
    assert_eq!(told.len(), 2);
    assert!(told[0].contains("`pageSize`; lists are paged by `limit` and `cursor`"), "{told:?}");
    let told = list("").await;
    assert_eq!(
        one(&told),
        "a list was requested without `limit`, so it has at most 10 items; to change that, write \
         `CK_PAGE_LIMITS=10`, or `.page_limits(10, 100)`"
    );
    assert_eq!(list("?cursor=1").await, [""; 0], "once");
}

#[actix_web::test]
async fn a_key_in_any_other_query_is_told_once() {
    let integration = Shop::default().integration();
    let told = of_path_with_query(&integration, "GET", "/customers/u_1?expand=mina&limit=1").await;
    assert_eq!(
        told,
        ["expand", "limit"].map(|key| format!(
            "the query of `/customers/:id` has a key that nobody reads: `{key}`; only lists have a query. If it matters, \
             `Integration::per_request` gives your methods the whole request"
        ))
    );
    for (method, target, said) in [
        ("GET", "/customers/u_2?expand=Mina&mina%40example.org", "`(16 characters)`"),
        ("GET", "/customers/email/mina%40example.org?expand", "`/customers/email/:email`"),
        ("GET", "/features?version=2", "`/features` has a key that nobody reads: `version`"),
        ("POST", "/manifest?version=2", "`/manifest` has a key that nobody reads: `version`"),
        ("POST", "/actions/customer/cancel?dryRun=1", "`/actions/customer/cancel` has a key"),
    ] {
        let told = of_path_with_query(&integration, method, target).await;
        assert!(one(&told).contains(said), "{told:?}");
    }
    assert_eq!(of_path_with_query(&integration, "GET", "/prices/p_1?").await, [""; 0]);
}

async fn of_path_with_query(integration: &Integration, method: &str, target: &str) -> Vec<String> {
    let body = r#"{"customerId": "u_1", "scheduledAt": "immediate"}"#;
    let call = request(method, &format!("/churnkey{target}")).set_payload(body);
    warnings(async { assert_eq!(send(integration, call).await.status, 200) }).await
}

#[actix_web::test]
async fn what_is_usual_is_not_told() {
    let integration = Shop::default().integration();
    let told = warnings(async {
        get(&integration, "/churnkey/features").await;
        get(&integration, "/churnkey/customers/u_1").await;
        get(&integration, "/churnkey/prices?limit=5").await;
        get(&Kiosk::default().integration(), "/churnkey/customers/u_404").await;
        let body = r#"{"customerId": "u_1", "scheduledAt": "immediate", "unpause": false}"#;
        post(&integration, CANCEL, body).await;
        let body = r#"{"customerId": "u_1", "startAt": "immediate", "allowAnnual": true,
            "duration": {"type": "date", "date": "2100-01-01T00:00:00.000Z"}}"#;
        post(&integration, PAUSE, body).await;
    });
    assert_eq!(told.await, [""; 0]);
}

fn of_strangers() -> Vec<String> {
    let text = logged();
    let lines = text.lines().filter(|line| line.contains("without a valid token: "));
    lines.map(|line| line.split_once(" churnkey: ").unwrap().1.to_owned()).collect()
}

#[actix_web::test]
async fn of_strangers_one_line_a_minute_says_what_came_without_any_value() {
    collect();
    let integration = Shop::default().integration();
    let signature = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    let signed =
        |path: &str| TestRequest::with_uri(path).insert_header(("x-ck-signature", signature));
    for _ in 0..3 {
        send(&integration, signed("/churnkey/clientele/mina")).await.error(401);
    }
    let odd = signed("/churnkey/manifest?email=mina@example.org")
        .insert_header(("authorization", "Basic bWluYTpzZWNyZXQ="))
        .insert_header(("user-agent", "a long name of a browser"))
        .insert_header(("cookie", "session=mina"));
    send(&integration, odd).await.error(401);
    let first = of_strangers();
    assert_eq!(
        first,
        [
            "without a valid token: 1 x GET /churnkey/…/… (x-ck-signature: 64 hex digits); if one of them is Churnkey, see \
          docs/first-contact.md requests=1"
        ]
    );
    drop(integration); // what is left is said when nobody asks any more
    let text = of_strangers();
    let [rest] = &*text else { panic!("{text:?}") };
    assert!(rest.contains("2 x GET /churnkey/…/… (x-ck-signature: 64 hex digits)"), "{rest}");
    assert!(rest.contains("1 x GET /churnkey/manifest ("), "{rest}");
    assert!(rest.contains("authorization: Basic and 16 characters of base64"), "{rest}");
    assert!(
        rest.ends_with("requests=3") && !rest.contains("user-agent") && !rest.contains("cookie"),
        "{rest}"
    );
    for secret in ["mina", "9f86", "bWlu", "browser"] {
        assert!(!rest.contains(secret), "{secret} in {rest}");
    }
}

#[actix_web::test]
async fn strangers_of_many_kinds_are_counted_and_not_named() {
    collect();
    let integration = Shop::default().integration();
    let words = [
        "plans", "users", "offers", "invoices", "reports", "teams", "seats", "orders", "events",
        "tasks",
    ];
    for path in words
        .iter()
        .flat_map(|one| words.iter().map(move |other| format!("/churnkey/{one}/{other}")))
    {
        send(&integration, TestRequest::with_uri(&path)).await.error(401);
    }
    drop(integration);
    let text = of_strangers();
    assert_eq!(text.len(), 2);
    assert!(
        text[1].contains("; 83 of other kinds;") && text[1].ends_with("requests=99"),
        "{text:?}"
    );
}

#[actix_web::test]
async fn the_line_of_a_401_404_or_405_has_its_method_and_its_masked_path() {
    let integration = Shop::default().integration();
    let stranger = TestRequest::with_uri("/churnkey/clientele/mina?email=mina@example.org");
    let calls = [
        (stranger, "status=401", r#"method="GET" path="/churnkey/…/…""#),
        (
            request("GET", "/churnkey/clientele/mina"),
            "status=404",
            r#"method="GET" path="/churnkey/clientele/…""#,
        ),
        (
            request("GET", "/churnkey/customers/missing"),
            "status=404",
            r#"method="GET" path="/churnkey/customers/…""#,
        ),
        (
            request("PUT", "/churnkey/prices/p_1"),
            "status=405",
            r#"method="PUT" path="/churnkey/prices/…""#,
        ),
        (
            request("MINA", "/churnkey/prices"),
            "status=405",
            r#"method="…" path="/churnkey/prices""#,
        ),
    ];
    for (call, status, asked) in calls {
        collect();
        send(&integration, call).await;
        let text = logged();
        let line = text.lines().find(|line| line.contains(": answered ")).unwrap();
        assert!(line.contains(status) && line.ends_with(asked), "{line}");
    }
    collect();
    get(&integration, "/churnkey/customers/u_1").await;
    assert!(!logged().contains("path="), "and no other");
}
