//! Paging: a query gives a page within the limits and what it was asked for, or 400.

#![no_main]

use churnkey_runtime::fuzzing;
use churnkey_runtime::models::{Page, PageRequest};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|query: &str| {
    let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
    let all = |name| pairs.iter().filter(move |(key, _)| key == name).map(|(_, value)| &**value);
    match fuzzing::page(query, 10, 100) {
        Ok(page) => {
            assert!(all("limit").count() <= 1 && all("cursor").count() <= 1);
            match all("limit").next() {
                None => assert_eq!(page.limit, 10),
                Some(limit) => {
                    let digits = limit.trim_start_matches('0');
                    assert_eq!(page.limit, digits.parse().unwrap_or(u32::MAX).min(100));
                }
            }
            assert_eq!(page.cursor.as_deref(), all("cursor").next().filter(|it| !it.is_empty()));
            walk(&page);
        }
        Err(error) => {
            assert_eq!(error.code(), 400);
            assert!(all("limit").chain(all("cursor")).next().is_some());
        }
    }
});

/// The ways to make a page: never more than was asked for, and a cursor that leads on.
fn walk(page: &PageRequest) {
    let items: Vec<u64> = (0..120).collect();
    if let Ok(found) = Page::slice(&items, page) {
        let from = page.offset().expect("it was read before");
        let expected: Vec<u64> = (from..120).take(page.limit as usize).collect();
        assert_eq!(found.data, expected);
        let next = from.saturating_add(u64::from(page.limit));
        assert_eq!(found.next, (next < 120).then(|| next.to_string()));
    }
    if let Ok(after) = page.after::<u64>() {
        let rest = items.iter().copied().filter(|item| after.is_none_or(|after| *item > after));
        let rows: Vec<u64> = rest.clone().take(page.fetch() as usize).collect();
        let found = Page::by_key(rows, page, |item| *item);
        assert_eq!(found.data, rest.take(page.limit as usize).collect::<Vec<_>>());
        assert_eq!(found.next.is_some(), found.data.last().is_some_and(|last| *last < 119));
    }
}
