use std::collections::BTreeSet;

use churnkey_test_merchants::Shop;

use crate::routes::{ROUTES, by_path};

/// A merchant with all modules has all endpoints; the names of their parameters may differ.
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
    // The runtime serves the manifest at other paths too.
    let others: Vec<_> =
        served.difference(&known).filter(|(_, path)| !path.contains("manifest")).collect();
    assert!(others.iter().all(|(_, path)| path == "/features" || path.is_empty()), "{others:?}");
}

#[test]
fn a_path_is_resolved_as_the_runtime_does() {
    for (below, pattern) in [
        ("/features", Some("/features")),
        ("/features/", Some("/features")),
        ("/customers/u_1", Some("/customers/:id")),
        ("/customers/email/a%40b", Some("/customers/email/:email")),
        ("/customers/email/subscriptions", Some("/customers/:customerId/subscriptions")),
        ("/customers/u_1/subscriptions", Some("/customers/:customerId/subscriptions")),
        ("/customers//subscriptions", None),
        ("/manifest", None),
        ("", None),
    ] {
        assert_eq!(by_path(below).map(|route| route.pattern), pattern, "{below}");
    }
}
