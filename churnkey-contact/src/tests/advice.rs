use churnkey_runtime::Integration;
use churnkey_runtime::environment::{KEYS, WORDS};
use churnkey_test_merchants::Shop;

use super::accepted::{assert_aliases_are_accepted, assert_starts_with};
use crate::advice::spelling::{self, Spellings};
use crate::advice::token::token;
use crate::advice::{ACCEPTED, path};
use crate::routes::{ROUTES, is_served};
use crate::target::Target;
use crate::translate::synonyms::meant;

fn advice(method: &str, whole: &str) -> String {
    let below = Target::parse(whole).below;
    let endpoint = meant(method, below, true).unwrap_or_else(|| panic!("{method} {whole}"));
    path::path(method, whole, endpoint.route).to_string()
}

#[test]
fn what_the_server_accepts_needs_no_setting() {
    for (method, whole) in [
        ("GET", "/churnkey/features/"),
        ("GET", "/churnkey/manifest"),
        ("POST", "/churnkey/feature-manifest/"),
        ("GET", "/churnkey/features-manifest"),
        ("GET", "/churnkey"),
        ("POST", "/churnkey/"),
        ("GET", "/churnkey/customers/"),
        ("GET", "/churnkey/customers/…/subscriptions/"),
        ("POST", "/churnkey/actions/subscription/cancel/"),
    ] {
        assert_eq!(advice(method, whole), ACCEPTED, "{method} {whole}");
    }
}

#[test]
fn an_alias_has_the_parameters_of_its_endpoint() {
    for (method, whole, line) in [
        ("GET", "/capabilities", "GET /capabilities /features"),
        ("POST", "/Features/", "POST /Features /features"),
        ("PUT", "/features", "PUT /features /features"),
        ("HEAD", "", "HEAD / /features"),
        (
            "GET",
            "/customers/find-by-phone/…",
            "GET /customers/find-by-phone/:phone /customers/phone/:phone",
        ),
        (
            "GET",
            "/customer/…/subscription/…/",
            "GET /customer/:customerId/subscription/:id /customers/:customerId/subscriptions/:id",
        ),
        ("GET", "/api/v1/prices/…", "GET /api/v1/prices/:id /prices/:id"),
        ("POST", "/prices", "POST /prices /prices"),
        ("POST", "/actions/cancel", "POST /actions/cancel /actions/subscription/cancel"),
        (
            "DELETE",
            "/actions/subscription/cancel",
            "DELETE /actions/subscription/cancel /actions/subscription/cancel",
        ),
    ] {
        let line = format!("CK_ALIASES='{line}'");
        assert_eq!(advice(method, &format!("/churnkey{whole}")), line, "{method} {whole}");
        assert_starts_with(&line);
    }
}

#[test]
fn what_no_alias_can_help_has_none() {
    for (method, whole) in [
        ("…", "/churnkey/customers"),
        ("TRACE", "/churnkey/features"),
        ("GET", "/churnkey//customers"),
        ("GET", "/churnkey/customers//"),
    ] {
        let advice = advice(method, whole);
        assert_eq!(advice, "no setting of this project accepts it", "{method} {whole}");
    }
}

#[test]
fn the_api_url_ends_before_one_churnkey() {
    let with = "enter the API URL in the dashboard with `/churnkey` at its end";
    let slash = "enter the API URL in the dashboard without a slash at its end";
    let without = "enter the API URL in the dashboard without `/churnkey` at its end";
    for (method, whole, expected) in [
        ("GET", "/features", with.to_owned()),
        ("POST", "/manifest", with.to_owned()),
        ("GET", "/customers/…", with.to_owned()),
        ("GET", "/Customers", format!("{with}, and set CK_ALIASES='GET /Customers /customers'")),
        ("…", "/customers", format!("{with}; no setting of this project accepts the rest")),
        ("GET", "/churnkey/churnkey/features", without.to_owned()),
        ("GET", "/churnkey/churnkey", without.to_owned()),
        ("GET", "//churnkey/features", slash.to_owned()),
        ("GET", "/billing//churnkey/customers/…", slash.to_owned()),
        (
            "GET",
            "//churnkey/Customers",
            format!("{slash}, and set CK_ALIASES='GET /Customers /customers'"),
        ),
        (
            "GET",
            "/churnkey/churnkey/customer/…",
            format!("{without}, and set CK_ALIASES='GET /customer/:id /customers/:id'"),
        ),
    ] {
        let advice = advice(method, whole);
        assert_eq!(advice, expected, "{method} {whole}");
        assert_aliases_are_accepted(&advice);
    }
}

/// The server refuses an alias for what it serves.
#[test]
fn what_is_served_is_so_by_the_server() {
    let paths = ["/features", "/manifest", "/feature-manifest", "/features-manifest", "/"];
    for path in paths {
        for method in ["GET", "POST"] {
            assert!(is_served(method, path), "{method} {path}");
            let builder = Integration::builder(Shop::named("shop")).token(super::TOKEN);
            let refused = builder.alias(method, path, "/features").build().unwrap_err();
            assert!(refused.to_string().contains("it would hide"), "{refused}");
        }
        assert!(!is_served("HEAD", path) && !is_served("PUT", path));
    }
    for route in ROUTES {
        assert!(is_served(route.method, route.pattern), "{route:?}");
        assert!(!is_served("PATCH", route.pattern), "{route:?}");
    }
    for other in ["/capabilities", "/customers//", "//customers", "/Features", "/churnkey"] {
        assert!(!is_served("GET", other), "{other}");
    }
}

#[test]
fn a_token_is_accepted_where_the_server_takes_it() {
    let authenticate = ".authenticate(…), with a function that takes the token out of the header";
    for (location, advice) in [
        ("header authorization, scheme Token", ACCEPTED),
        ("header authorization, without a scheme", ACCEPTED),
        ("header authorization, password of Basic", ACCEPTED),
        ("header authorization, a parameter of the scheme Token", authenticate),
        ("header authorization, Basic in base64url", authenticate),
        ("header x-key, a parameter of the scheme Token", authenticate),
        ("header x-key, scheme ApiKey", "CK_TOKEN_HEADER=x-key"),
        ("header (6 letters, digits, - and _), without a scheme", "name that header in"),
        ("query token", "no setting accepts it there"),
        ("body token", ".authenticate(…), with a function that finds the token in the body"),
    ] {
        let given = token(location).to_string();
        assert!(given.starts_with(advice), "{location}: {given}");
    }
    assert_starts_with(&token("header x-key, scheme ApiKey").to_string());
}

#[test]
fn a_spelling_that_the_server_would_refuse_is_not_suggested() {
    let merchant = || Integration::builder(Shop::named("shop")).token(super::TOKEN);
    let mut spellings = Spellings::new();
    for known in KEYS.iter().chain(WORDS) {
        spelling::add(&mut spellings, known, "amount");
        let refused = merchant().spelling(*known, "amount").build().unwrap_err().to_string();
        assert!(refused.contains("already has a meaning"), "{refused}");
    }
    for odd in ["", "a b", "a,b", "a=b", "(6 letters)", "a.b"] {
        spelling::add(&mut spellings, odd, "amount");
    }
    assert!(spellings.is_empty(), "{spellings:?}");
    spelling::add(&mut spellings, "period-end", "end-of-period");
    spelling::add(&mut spellings, "months", "amount");
    let line = spelling::line(&spellings);
    assert_eq!(line, "CK_SPELLINGS='months=amount period-end=end-of-period'");
    assert_starts_with(&line);
}
