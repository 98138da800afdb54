use std::time::Duration;

use churnkey::{Integration, StartError, Token};

use crate::merchant::{Kiosk, Shop};

fn builder() -> churnkey::Builder<Shop> {
    Integration::builder(Shop::default())
}

#[test]
fn without_a_token_nothing_is_built_and_the_message_says_what_to_do() {
    for builder in [builder(), builder().token(""), builder().token("ck_1").token(" ")] {
        let error = builder.build().unwrap_err();
        assert!(matches!(error, StartError::NoToken));
        assert!(error.to_string().contains("set CK_INTEGRATION_TOKEN"), "{error}");
        assert_eq!(format!("{error:?}"), error.to_string(), "`main` prints the Debug form");
    }
}

/// Short ones are for tests; everything else that cannot be one is refused, and never shown.
#[test]
fn what_is_no_token_is_not_built_with() {
    let refused = |builder: churnkey::Builder<Shop>| match builder.build().unwrap_err() {
        StartError::Setting { setting: "token", problem } => problem,
        other => panic!("{other}"),
    };
    for (token, reason) in [
        ("Bearer", "`Bearer` belongs to the request's header"),
        ("Bearer ck_int_1", "`Bearer` belongs to the request's header"),
        ("basic", "`Basic` belongs to the request's header"),
        ("#", "a token contains no `#`"),
        ("ck_int_1#", "a token contains no `#`"),
        ("\"ck_int_1\"", "a token contains no quotes"),
        ("ck int 1", "a token is visible ASCII without spaces"),
        ("ck_int_é", "a token is visible ASCII without spaces"),
        ("ck_1", "the same token is in call 1 of `token`"),
    ] {
        let problem = refused(builder().token("ck_1").token(token));
        assert!(problem.starts_with(&format!("call 2: {reason}")), "{problem}");
        assert!(!problem.contains("ck_"), "{problem}");
    }
    let named = |name| Token::named(name, "ck_2");
    let problem = refused(builder().token(named("a b")));
    assert!(problem.contains("a token's name has 1 to 32 letters"), "{problem}");
    let problem = refused(builder().token(named("none")));
    assert!(problem.contains("`none` cannot be a token's name"), "{problem}");
    let problem = refused(builder().token(named("n")).token(Token::named("n", "ck_3")));
    assert!(problem.contains("a token of the same name is in call 1"), "{problem}");
    assert!(builder().token("t").token(named("n").read_only()).build().is_ok());
}

#[test]
fn an_invalid_setting_is_refused_by_its_name() {
    let refused =
        |builder: churnkey::Builder<Shop>| match builder.token("ck_1").build().unwrap_err() {
            StartError::Setting { setting, .. } => setting,
            other => panic!("{other}"),
        };
    assert_eq!(refused(builder().page_limits(0, 10)), "page_limits");
    assert_eq!(refused(builder().page_limits(20, 10)), "page_limits");
    assert_eq!(refused(builder().body_limit(0)), "body_limit");
    assert_eq!(refused(builder().body_timeout(Duration::ZERO)), "body_timeout");
    assert_eq!(refused(builder().request_timeout(Duration::ZERO)), "request_timeout");
    assert_eq!(refused(builder().path_limit(0)), "path_limit");
    assert_eq!(refused(builder().headers_limit(0)), "headers_limit");
    assert_eq!(refused(builder().concurrent_reads(0)), "concurrent_reads");
    assert_eq!(refused(builder().concurrent_actions(0)), "concurrent_actions");
    assert_eq!(refused(builder().hung_after(Duration::ZERO)), "hung_after");
    assert_eq!(refused(builder().token_header("not a name")), "token_header");
    assert_eq!(refused(builder().features_paths([""; 0])), "features_paths");
    for path in ["features", "/a/", "/a/:id", "/a?b", "/a%20b", ""] {
        assert_eq!(refused(builder().features_paths([path])), "features_paths", "{path}");
    }
}

/// Hidden, `Customers::list` or the customer `me` could not be reached any more.
#[test]
fn a_path_of_the_manifest_that_hides_an_endpoint_is_refused_and_the_endpoint_is_named() {
    let refused = |paths: &[&str]| {
        let builder = builder().token("ck_1").features_paths(paths.iter().copied());
        let error = builder.build().unwrap_err();
        assert!(matches!(error, StartError::Setting { setting: "features_paths", .. }));
        error.to_string()
    };
    let message = refused(&["/customers"]);
    assert!(
        message.contains("`/customers` would hide `Customers::list` at `/customers`"),
        "{message}"
    );
    let message = refused(&["/features", "/customers/me"]);
    assert!(
        message.contains("`/customers/me` would hide `Customers::retrieve` at `/customers/:id`"),
        "{message}"
    );
    let message = refused(&["/actions/subscription/cancel"]);
    assert!(message.contains("would hide `Cancel::handle`"), "{message}");
    let message = refused(&["/features", "/features"]);
    assert!(message.contains("would hide the Features document at `/features`"), "{message}");

    let free = Integration::builder(Kiosk::default()).token("ck_1").features_paths(["/customers"]);
    assert!(free.build().is_ok(), "a kiosk lists no customers");
}

#[test]
fn so_is_one_of_the_server() {
    let refused = |change: fn(churnkey::Server) -> churnkey::Server| {
        let server = change(Shop::default().integration().server().address("127.0.0.1:0"));
        server.bind().map(drop).unwrap_err().to_string()
    };
    assert!(refused(|server| server.workers(0)).contains("`workers`"));
    assert!(refused(|server| server.workers(513)).contains("`workers`"));
    assert!(refused(|server| server.answer_timeout(Duration::ZERO)).contains("`answer_timeout`"));
    assert!(
        refused(|server| server.connections_per_worker(1)).contains("`connections_per_worker`")
    );
    assert!(
        refused(|server| server.headers_timeout(Duration::from_millis(999)))
            .contains("`headers_timeout`")
    );
    assert!(refused(|server| server.health_path("health")).contains("`health_path`"));
    assert!(refused(|server| server.health_path("/churnkey/health")).contains("`health_path`"));
}

#[actix_web::test]
async fn the_debug_forms_show_settings_and_no_secret() {
    let builder = builder().token("ck_int_s3cret").token_header("x-token");
    let shown = format!("{builder:?}");
    assert!(shown.contains("x-token") && shown.contains("body: 65536"), "{shown}");
    assert!(!shown.contains("s3cret"), "{shown}");
    let server = builder.build().unwrap().server().address("127.0.0.1:0").quiet();
    let shown = format!("{:?}", server.bind().unwrap());
    assert!(shown.starts_with("BoundServer { addresses: [127.0.0.1:"), "{shown}");
}

#[test]
fn the_table_tells_what_is_mounted_and_where_it_stands() {
    let table = Shop::default().integration().table().to_string();
    let row = |start: &str| table.lines().find(|line| line.starts_with(start)).unwrap().to_owned();
    let pause = row("Pause");
    assert!(pause.contains("POST /churnkey/actions/subscription/pause"), "{pause}");
    assert!(
        pause.contains("allowAnnual, durations: date|period, startDates: end-of-period|immediate"),
        "{pause}"
    );
    let line = include_str!("../merchants/src/shop.rs")
        .lines()
        .position(|line| line == "impl Pause for Shop {")
        .unwrap()
        + 1;
    assert!(pause.ends_with(&format!("shop.rs:{line}")), "{pause}");
    assert!(table.contains("handle_all     POST /churnkey/actions/customer/pause"), "{table}");
    let fingerprint = Shop::default().integration().fingerprint().to_owned();
    assert_eq!(fingerprint.len(), 16);
    let features = row("Features");
    assert!(features.contains("GET  /churnkey/features"), "{features}");
    assert!(features.ends_with(&format!("fingerprint: {fingerprint}")), "{features}");
    assert!(table.ends_with("\n1 token is valid\n"), "{table}");
}

#[test]
fn it_tells_how_many_tokens_are_valid_and_their_names() {
    let monitoring = Token::named("monitoring", "ck_2").read_only();
    let builder = builder().token("ck_1").token(monitoring).token(Token::named("old", "ck_3"));
    let table = builder.build().unwrap().table().to_string();
    let last = table.lines().last().unwrap();
    assert_eq!(last, "3 tokens are valid: unnamed, monitoring (read-only), old");
}
