//! Paging: each item once, whatever the limit (protocol 2.6).

use serde_json::json;

use super::refusal;
use crate::models::{Page, PageRequest};

const LIMITS: [u32; 10] = [0, 1, 2, 3, 4, 6, 7, 8, 100, u32::MAX];

/// Follows `next` to the end, as Churnkey does, over lists of every small length.
fn walk(list: impl Fn(&[i64], &PageRequest) -> Page<i64>) {
    for length in 0..=9 {
        let items: Vec<i64> = (0..length).map(|item| item * 10 + 1).collect();
        for limit in LIMITS {
            let mut request = PageRequest::new(limit);
            let mut seen = Vec::new();
            loop {
                let page = list(&items, &request);
                assert!(page.data.len() as u64 <= u64::from(limit.max(1)));
                let found = page.data.len();
                seen.extend(page.data);
                let Some(next) = page.next else { break };
                assert!(found > 0, "a page that leads nowhere");
                assert!(seen.len() < items.len(), "a page too many");
                request = request.cursor(next);
            }
            assert_eq!(seen, items, "limit {limit}");
        }
    }
}

#[test]
fn slices() {
    walk(|items, request| Page::slice(items, request).unwrap());
}

#[test]
fn offsets() {
    walk(|items, request| {
        let skip = usize::try_from(request.offset().unwrap()).unwrap();
        let rows = items.iter().copied().skip(skip).take(request.fetch() as usize).collect();
        Page::by_offset(rows, request).unwrap()
    });
}

#[test]
fn keys() {
    walk(|items, request| {
        let after = request.after::<i64>().unwrap().unwrap_or(i64::MIN);
        let rows = items
            .iter()
            .copied()
            .filter(|item| *item > after)
            .take(request.fetch() as usize)
            .collect();
        Page::by_key(rows, request, |item| *item)
    });
}

#[test]
fn more_rows_than_asked_for_are_cut() {
    let request = PageRequest::new(2).cursor("4");
    let page = Page::by_offset(vec![5, 6, 7, 8, 9], &request).unwrap();
    assert_eq!((page.data, page.next.as_deref()), (vec![5, 6], Some("6")));
    let page = Page::by_key(vec![5, 6, 7, 8, 9], &request, |row| format!("k{row}"));
    assert_eq!((page.data, page.next.as_deref()), (vec![5, 6], Some("k6")));
}

#[test]
fn an_empty_cursor_is_the_first_page() {
    let request = PageRequest::new(2).cursor("");
    assert_eq!(request.offset().unwrap(), 0);
    assert_eq!(request.after::<i64>().unwrap(), None);
}

#[test]
fn the_largest_numbers_do_not_overflow() {
    let request = PageRequest::new(u32::MAX).cursor(i64::MAX.to_string());
    assert_eq!(request.fetch(), u32::MAX);
    assert_eq!(PageRequest::new(0).fetch(), 2);
    assert_eq!(Page::slice(&[1, 2], &request).unwrap(), Page::last([]));
    let page =
        Page::by_offset(vec![1, 2], &PageRequest::new(1).cursor(i64::MAX.to_string())).unwrap();
    assert_eq!(page.next.as_deref(), Some("9223372036854775808"));
}

#[test]
fn an_unreadable_cursor_is_a_bad_request() {
    for cursor in ["x", "-1", "1.5", " 1", "9223372036854775808", "99999999999999999999"] {
        let request = PageRequest::new(2).cursor(cursor);
        for error in [
            request.offset().unwrap_err(),
            request.after::<u8>().unwrap_err(),
            Page::slice(&[1], &request).unwrap_err(),
            Page::by_offset(vec![1], &request).unwrap_err(),
        ] {
            assert_eq!(error.code(), 400, "{cursor}");
            assert!(error.message().contains("`cursor`"));
        }
    }
}

#[test]
fn next_is_read_as_text_or_number() {
    let next = |next| {
        serde_json::from_value::<Page<u8>>(json!({ "data": [], "next": next })).unwrap().next
    };
    assert_eq!(next(json!("a")).as_deref(), Some("a"));
    assert_eq!(next(json!(42)).as_deref(), Some("42"));
    assert_eq!(next(json!(u64::MAX)).as_deref(), Some("18446744073709551615"));
    assert_eq!(next(json!(-7)).as_deref(), Some("-7"));
    assert_eq!(next(json!(null)), None);
    assert_eq!(
        serde_json::from_str::<Page<u8>>(r#"{"data":[],"next":42}"#).unwrap().next.as_deref(),
        Some("42")
    );
    refusal::<Page<u8>>(&json!({ "data": [], "next": [1] }));
    refusal::<Page<u8>>(&json!({ "next": "1" }));
}

#[test]
fn an_empty_next_is_left_out() {
    assert_eq!(serde_json::to_value(Page::with_next([1], "")).unwrap(), json!({ "data": [1] }));
    assert_eq!(
        serde_json::to_value(Page::with_next([1], "x")).unwrap(),
        json!({ "data": [1], "next": "x" })
    );
}

#[test]
fn mapping_keeps_the_cursor() {
    let page = Page::with_next([1, 2], "x");
    assert_eq!(page.clone().map(|item| item * 2), Page::with_next([2, 4], "x"));
    assert_eq!(
        page.clone().try_map(|item| Ok::<_, String>(item * 2)),
        Ok(Page::with_next([2, 4], "x"))
    );
    assert_eq!(page.try_map(|item| if item == 2 { Err(item) } else { Ok(item) }), Err(2));
}
