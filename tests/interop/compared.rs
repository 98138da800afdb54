//! `churnkey compare`, as a merchant runs it before switching over.

use std::collections::BTreeSet;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::acme::acme;
use crate::express::Express;
use crate::recorder::Recorder;
use crate::{TOKEN, support};

/// What the integration can be asked to say otherwise, and the fields of which modules differ then.
const DIFFERENCES: &[(&str, &[(&str, &str)])] = &[
    // Customers
    ("customer-name", &[("Customers", "name")]),
    ("customer-email-case", &[("Customers", "email"), ("Customers", "HTTP status")]),
    ("customer-without-phone", &[("Customers", "phone"), ("Customers", "HTTP status")]),
    ("customer-address-line", &[("Customers", "addresses[].line2")]),
    ("customer-without-discount", &[("Customers", "discounts")]),
    ("customer-currency-case", &[("Customers", "currency")]),
    ("customer-metadata", &[("Customers", "metadata.tier")]),
    ("customer-unknown-key", &[("Customers", "createdAt")]),
    ("customer-not-listed", &[("Customers", "data[]")]),
    ("customer-more", &[("Customers", "data[]")]),
    ("customer-not-found", &[("Customers", "HTTP status")]),
    ("customer-retrieved-otherwise", &[("Customers", "lastName")]),
    ("email-finds-nobody", &[("Customers", "HTTP status")]),
    // Prices, products, families
    ("price-amount", &[("Prices", "amount.unit"), ("Subscriptions", "items[].price.amount.unit")]),
    ("price-amount-as-text", &[("Prices", "amount.flat")]),
    ("price-tier-bound", &[("Prices", "amount.tiers[].upTo")]),
    ("price-name", &[("Prices", "name")]),
    ("product-unit-label", &[("Products", "unitLabel")]),
    ("product-family", &[("Products", "familyId")]),
    ("family-description", &[("Families", "description")]),
    // Coupons
    ("coupon-percent", &[("Coupons", "value.percent")]),
    ("coupon-expires", &[("Coupons", "expiresAt")]),
    ("coupon-duration", &[("Coupons", "duration.type")]),
    // Subscriptions
    ("subscription-status", &[("Subscriptions", "status.name")]),
    ("subscription-period", &[("Subscriptions", "status.currentPeriod.end")]),
    ("subscription-trial", &[("Subscriptions", "status.trial.end")]),
    ("subscription-pause-endless", &[("Subscriptions", "status.pause.end")]),
    ("subscription-start", &[("Subscriptions", "start")]),
    ("subscription-quantity", &[("Subscriptions", "items[].quantity")]),
    ("subscription-item-more", &[("Subscriptions", "items[]")]),
    ("subscription-discount-end", &[("Subscriptions", "discounts[].end")]),
    ("subscription-metadata", &[("Subscriptions", "metadata")]),
    ("subscription-not-listed", &[("Subscriptions", "data[]")]),
    // What is announced
    ("pause-later-only", &[("Features", "Pause.startDates.immediate")]),
    ("coupons-unannounced", &[("Features", "Coupons")]),
];

fn compare(old: &str, new: &str, settings: &[(&str, &str)], arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_churnkey"))
        .args(["compare", old, new, "--rate", "2000"])
        .args(arguments)
        .env_remove("CK_INTEGRATION_TOKEN")
        .envs(settings.iter().copied())
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

#[track_caller]
fn ended(output: Output, code: i32) -> String {
    let said = String::from_utf8(output.stdout).unwrap();
    let complained = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(code), "{said}\n{complained}");
    said + &complained
}

/// The modules and fields that a report names.
fn fields(report: &Value) -> BTreeSet<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let endpoints = report["endpoints"].as_array().unwrap().iter();
    endpoints
        .flat_map(|endpoint| {
            let fields = endpoint["fields"].as_array().unwrap().iter();
            fields.map(|field| (text(&endpoint["module"]), text(&field["field"])))
        })
        .collect()
}

fn compared(report: &Value, endpoint: &str) -> u64 {
    let mut endpoints = report["endpoints"].as_array().unwrap().iter();
    endpoints.find(|it| it["endpoint"] == endpoint).unwrap()["compared"].as_u64().unwrap()
}

fn with(express: &Express, difference: &str, code: i32, more: &[&str]) -> String {
    let header = format!("x-difference: {difference}");
    let arguments = [&["--new-header", &header], more].concat();
    let token = [("CK_INTEGRATION_TOKEN", TOKEN)];
    ended(compare(express.url(), express.url(), &token, &arguments), code)
}

#[test]
fn acme_says_the_same_as_another_acme() {
    let (old, new) = (acme("old"), acme("new"));
    let (old, new) = (format!("http://{}", old.address), format!("http://{}", new.address));
    let token = [("CK_INTEGRATION_TOKEN", support::TOKEN)];
    for mode in ["live", "test"] {
        let said = ended(compare(&old, &new, &token, &["--mode", mode, "--json"]), 0);
        let report: Value = serde_json::from_str(&said).unwrap();
        assert_eq!(report["verdict"], "same", "{said}");
        assert_eq!(fields(&report), BTreeSet::new());
        // It has looked at something of each module.
        for endpoint in report["endpoints"].as_array().unwrap() {
            assert!(endpoint["compared"].as_u64().unwrap() > 0, "{said}");
        }
        assert!(report["endpoints"].as_array().unwrap().len() >= 15, "{said}");
        assert!(report["customers"].as_u64().unwrap() > 10, "{said}");
    }
}

#[test]
fn each_difference_is_found_and_its_field_is_named() {
    let Some(express) = Express::start() else { return };
    let mut wrong = Vec::new();
    for (difference, expected) in DIFFERENCES {
        let said = with(&express, difference, 1, &["--json"]);
        let found = fields(&serde_json::from_str(&said).unwrap());
        let expected: BTreeSet<_> =
            expected.iter().map(|&(module, field)| (module.to_owned(), field.to_owned())).collect();
        if found != expected {
            wrong.push(format!("{difference}: {found:?} instead of {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_means_the_same_is_the_same() {
    let Some(express) = Express::start() else { return };
    for spelling in Express::list("--spellings") {
        with(&express, &spelling, 0, &[]);
    }
}

#[test]
fn every_difference_of_the_integration_is_in_the_table() {
    let Some(_express) = Express::start() else { return };
    let there: BTreeSet<_> = Express::list("--differences").into_iter().collect();
    let known: BTreeSet<_> = DIFFERENCES.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(there, known);
    assert!(there.len() >= 20);
}

#[test]
fn a_person_reads_names_and_sees_values_only_when_asked_for() {
    let Some(express) = Express::start() else { return };
    let said = with(&express, "customer-name", 1, &[]);
    assert!(
        said.contains("\ndiffers  GET /churnkey/customers/:id\n  name  another value in 1\n"),
        "{said}"
    );
    assert!(
        said.ends_with("12 customers, 110 requests\n") || said.contains(" customers, "),
        "{said}"
    );
    for value in ["Mina", "u_1001", "example.org", TOKEN] {
        assert!(!said.contains(value), "{value} in {said}");
    }
    let said = with(&express, "customer-name", 1, &["--show-values"]);
    assert!(
        said.contains(
            "    GET /churnkey/customers/u_1001\n      old  \"Mina\"\n      new  \"Mina-Marie\"\n"
        ),
        "{said}"
    );
    assert!(!said.contains(TOKEN));
}

#[test]
fn a_sample_of_customers_is_enough_and_a_field_may_be_ignored() {
    let Some(express) = Express::start() else { return };
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("sample-{}", std::process::id()));
    std::fs::write(&file, "u_1002\n\nteam/1003 ü\n").unwrap();
    let sample = ["--sample", file.to_str().unwrap(), "--json"];
    // The customer whose name differs is not among them, and the list of all is not read.
    let report: Value = serde_json::from_str(&with(&express, "customer-name", 0, &sample)).unwrap();
    assert_eq!(report["customers"], 2);
    let endpoints = report["endpoints"].as_array().unwrap();
    assert!(endpoints.iter().all(|endpoint| endpoint["endpoint"] != "GET /churnkey/customers"));
    assert_eq!(compared(&report, "GET /churnkey/customers/:customerId/subscriptions/:id"), 3);
    with(&express, "customer-metadata", 0, &["--ignore", "Customers.metadata"]);
    with(&express, "customer-metadata", 0, &["--ignore", "metadata"]);
    with(&express, "customer-metadata", 1, &["--ignore", "Subscriptions.metadata,meta"]);
    let first = with(&express, "customer-name", 1, &["--customers", "1", "--json"]);
    let report = serde_json::from_str(&first).unwrap();
    assert_eq!(
        compared(&report, "GET /churnkey/customers/:id"),
        2,
        "the first one, and one that is not there"
    );
}

#[test]
fn each_has_its_token() {
    let Some(express) = Express::start() else { return };
    let url = express.url();
    let two = [("CK_OLD_INTEGRATION_TOKEN", TOKEN), ("SHOP_2", TOKEN), ("WRONG", "wr0ng-s3cret")];
    let said = ended(compare(url, url, &two, &["--new-token-env", "SHOP_2"]), 0);
    assert!(said.contains("\nthe same: 0 fields differ"), "{said}");
    let said = ended(compare(url, url, &two, &["--new-token-env", "WRONG"]), 2);
    assert!(said.contains("the new integration refuses its token with 401"), "{said}");
    assert!(!said.contains("s3cret"), "{said}");
    let said = ended(compare(url, url, &two, &["--new-token-env", "NOT_SET"]), 2);
    assert!(said.contains("NOT_SET is not set"), "{said}");
    let said = ended(compare(url, url, &two, &[]), 2);
    assert!(said.contains("no integration token: set CK_INTEGRATION_TOKEN"), "{said}");
}

/// Here a recorder in front of the new one understands it.
#[test]
fn each_may_take_its_token_in_a_header_of_its_own() {
    let Some(express) = Express::start() else { return };
    let recorder = Recorder::start(express.url(), Some(TOKEN), &["--translate"]);
    let (url, token) = (format!("http://{}", recorder.address), [("CK_INTEGRATION_TOKEN", TOKEN)]);
    let header = ["--new-token-header", "x-shop-token"];
    let said = ended(compare(express.url(), &url, &token, &header), 0);
    assert!(said.contains("\nthe same: 0 fields differ"), "{said}");
    let said = ended(compare(express.url(), express.url(), &token, &header), 2);
    assert!(said.contains("the new integration refuses its token with 401"), "{said}");
}

#[test]
fn what_cannot_be_compared_to_the_end_is_not_the_same() {
    let Some(express) = Express::start() else { return };
    let (url, token) = (express.url(), [("CK_INTEGRATION_TOKEN", TOKEN)]);
    let said = ended(compare(url, url, &token, &["--max-requests", "20"]), 2);
    assert!(
        said.contains("\nnot compared  the rest: the run reached its limits after 20 requests"),
        "{said}"
    );
    assert!(said.contains("\nnot compared to the end: 0 fields differ"), "{said}");
    let unlisted = ["--header", "x-difference: no-list-of-customers"];
    let said = ended(compare(url, url, &token, &unlisted), 2);
    assert!(
        said.contains("the customers: they are not listed by both; name some of them"),
        "{said}"
    );
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let said = ended(compare(url, &format!("http://{free}"), &token, &[]), 2);
    assert!(said.contains("the new integration does not answer"), "{said}");
}

#[test]
fn a_ci_server_reads_the_fields_as_failures() {
    let Some(express) = Express::start() else { return };
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("compare-{}.xml", std::process::id()));
    with(&express, "price-name", 1, &["--junit", file.to_str().unwrap()]);
    let junit = std::fs::read_to_string(&file).unwrap();
    assert!(
        junit.contains(r#"<testsuite name="Prices" tests="2" failures="2" skipped="0">"#),
        "{junit}"
    );
    assert!(
        junit.contains(
            r#"name="GET /churnkey/prices: name"><failure message="only in the old one in 1 of 5">"#
        ),
        "{junit}"
    );
    assert!(
        junit.contains(
            r#"<testcase classname="Coupons" name="GET /churnkey/coupons: 4 compared"/>"#
        ),
        "{junit}"
    );
}
