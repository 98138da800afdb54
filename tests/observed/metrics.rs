//! What Prometheus reads.

use std::collections::BTreeSet;

use crate::observed::{Observed, PERSONAL};
use crate::support::TOKEN;

#[test]
fn each_request_is_counted_by_its_pattern_module_mode_and_status() {
    let observed = Observed::start(&[]);
    observed.requests();
    let text = observed.scrape();
    for (labels, count) in [
        (r#"route="/features",module="Features",mode="live",status="200""#, 1),
        (r#"route="/customers/:id",module="Customers",mode="live",status="200""#, 1),
        (r#"route="/customers/:id",module="Customers",mode="test",status="200""#, 1),
        (r#"route="/customers/:id",module="Customers",mode="live",status="404""#, 1),
        (r#"route="/customers/email/:email",module="Customers",mode="live",status="200""#, 1),
        (r#"module="Subscriptions",mode="live",status="500""#, 1),
        (r#"route="unmatched",module="none",mode="live",status="404""#, 1),
        (r#"route="unmatched",module="none",mode="none",status="401""#, 1),
        (r#"route="/actions/subscription/cancel",module="Cancel",mode="live",status="404""#, 1),
    ] {
        let line = text
            .lines()
            .find(|line| line.starts_with("churnkey_requests_total{") && line.contains(labels))
            .unwrap_or_else(|| panic!("{labels} in {text}"));
        assert!(line.ends_with(&format!(" {count}")), "{line}");
    }
}

#[test]
fn requests_are_counted_by_the_name_of_their_token_too() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join(format!("observed-tokens-{}", std::process::id()));
    std::fs::write(&file, format!("churnkey-2026 = {TOKEN}\nck_int_other_0123456789\n")).unwrap();
    let observed = Observed::start(&[("CK_INTEGRATION_TOKEN_FILE", file.to_str().unwrap())]);
    observed.requests();
    std::fs::remove_file(&file).unwrap();
    let text = observed.scrape();
    for (route, count) in [
        ("/features", 1),
        ("/customers/:id", 3),
        ("/actions/subscription/cancel", 1),
        ("unmatched", 1), // and none for the request without a token
    ] {
        let labels = format!(r#"integration="Billing",token="churnkey-2026",route="{route}""#);
        let line = format!("churnkey_token_requests_total{{{labels}}} {count}");
        assert!(text.lines().any(|known| known == line), "{line} in {text}");
    }
    assert!(!text.contains("token=\"none\""), "{text}");

    let unnamed = Observed::start(&[]);
    unnamed.requests();
    let line = r#"churnkey_token_requests_total{integration="Billing",token="none",route="/customers/:id"} 3"#;
    assert!(unnamed.scrape().lines().any(|known| known == line), "{line}");
}

#[test]
fn durations_are_histograms_with_buckets_that_can_be_added_up() {
    let observed = Observed::start(&[]);
    observed.requests();
    let text = observed.scrape();
    assert!(text.contains("# TYPE churnkey_request_duration_seconds histogram"), "{text}");
    let labels = r#"{integration="Billing",route="/customers/:id",module="Customers",mode="live","#;
    for bound in ["0.001", "0.25", "30", "+Inf"] {
        let bucket = format!(r#"churnkey_request_duration_seconds_bucket{labels}le="{bound}"}}"#);
        assert!(text.contains(&bucket), "{bucket} in {text}");
    }
    let all = format!(r#"{labels}le="+Inf"}} 2"#);
    assert!(text.contains(&all), "{all} in {text}");
}

#[test]
fn what_has_not_happened_yet_is_zero_and_each_metric_is_described() {
    let observed = Observed::start(&[]);
    let text = observed.scrape();
    for metric in [
        r#"churnkey_requests_in_flight{integration="Billing",kind="read"} 0"#,
        r#"churnkey_requests_in_flight{integration="Billing",kind="action"} 0"#,
        r#"churnkey_actions_unattended{integration="Billing"} 0"#,
        r#"churnkey_actions_hung{integration="Billing"} 0"#,
        r#"churnkey_panics_total{integration="Billing"} 0"#,
    ] {
        assert!(text.lines().any(|line| line == metric), "{metric} in {text}");
    }
    observed.requests();
    let text = observed.scrape();
    let named = |prefix: &str| -> BTreeSet<String> {
        let lines = text.lines().filter_map(|line| line.strip_prefix(prefix));
        lines.map(|line| line.split(' ').next().unwrap().to_owned()).collect()
    };
    assert_eq!(named("# TYPE ").len(), 9, "{text}");
    assert_eq!(named("# HELP "), named("# TYPE "));
}

#[test]
fn no_request_can_add_a_label_of_its_own() {
    let observed = Observed::start(&[]);
    observed.requests();
    let before = observed.scrape().lines().count();
    for number in 0..50 {
        let path = format!("/churnkey/customers/{number}");
        assert_eq!(observed.status(&path, &[]), 404);
        assert_eq!(observed.status(&format!("/churnkey/{number}"), &[]), 404);
        let odd = [("x-request-id", "4bf92f35"), ("x-churnkey-mode", "elsewhere")];
        assert_eq!(observed.status(&path, &odd), 400);
    }
    let text = observed.scrape();
    assert_eq!(text.lines().count(), before + 1, "only the count of 400 is new: {text}");
    for personal in PERSONAL {
        assert!(!text.contains(personal), "{personal} in {text}");
    }
    assert!(!text.contains("elsewhere") && !text.contains("4bf92f35"), "{text}");
}
