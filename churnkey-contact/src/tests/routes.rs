use std::collections::BTreeSet;

use churnkey_test_merchants::Shop;

use crate::routes::{ROUTES, Target, of_path};

/// A merchant with all modules has all endpoints, under names of parameters of its own.
#[test]
fn the_endpoints_are_those_of_the_runtime() {
    let plain = |pattern: &str| -> String {
        let parts = pattern.split('/').map(|part| if part.starts_with(':') { ":" } else { part });
        parts.collect::<Vec<_>>().join("/")
    };
    let table = Shop::named("shop").integration().table().to_string();
    let served: BTreeSet<(String, String)> = table
        .lines()
        .filter_map(|line| {
            let words: Vec<_> = line.split_whitespace().collect();
            let at = words.iter().position(|word| word.starts_with("/churnkey/"))?;
            let path = words[at].strip_prefix("/churnkey")?;
            Some((words[at - 1].to_owned(), plain(path)))
        })
        .collect();
    let known: BTreeSet<_> =
        ROUTES.iter().map(|route| (route.method.to_owned(), plain(route.pattern))).collect();
    assert!(known.is_subset(&served), "{known:?}\n{table}");
    // The manifest has other paths besides.
    let others: Vec<_> =
        served.difference(&known).filter(|(_, path)| !path.contains("manifest")).collect();
    assert!(others.iter().all(|(_, path)| path == "/features" || path.is_empty()), "{others:?}");
}

#[test]
fn a_path_leads_to_the_endpoint_that_it_leads_to_in_an_integration() {
    for (below, pattern) in [
        ("/features", Some("/features")),
        ("/features/", Some("/features")),
        ("/customers/u_1", Some("/customers/:id")),
        ("/customers/email/a%40b", Some("/customers/email/:email")),
        ("/customers/email/subscriptions", Some("/customers/email/:email")),
        ("/customers/u_1/subscriptions", Some("/customers/:customerId/subscriptions")),
        ("/customers//subscriptions", None),
        ("/manifest", None),
        ("", None),
    ] {
        assert_eq!(of_path(below).map(|route| route.pattern), pattern, "{below}");
    }
}

#[test]
fn a_target_has_a_prefix_a_path_and_a_query() {
    for (target, prefix, below, query) in [
        ("/churnkey/prices?limit=1", Some(""), "/prices", Some("limit=1")),
        ("/billing/churnkey/prices", Some("/billing"), "/prices", None),
        ("/churnkeys/churnkey", Some("/churnkeys"), "", None),
        ("/prices", None, "/prices", None),
        ("/", None, "/", None),
    ] {
        let parts = Target::of(target);
        assert_eq!((parts.prefix, parts.below, parts.query), (prefix, below, query), "{target}");
    }
    assert_eq!(Target::of("/mina/churnkey/customers/u_1").masked(true), "/…/churnkey/customers/…");
}
