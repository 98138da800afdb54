//! `limit` and `cursor` (protocol 2.6).

use std::borrow::Cow;

use crate::error::{Error, Result};
use crate::models::PageRequest;

/// How many objects a list returns by default, and at most. Churnkey specifies neither (protocol 9, U10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PageLimits {
    pub(crate) default: u32,
    pub(crate) max: u32,
}

impl Default for PageLimits {
    fn default() -> Self {
        Self { default: 10, max: 100 }
    }
}

pub(crate) fn page(query: &str, limits: PageLimits) -> Result<PageRequest> {
    let (mut limit, mut cursor) = (None, None);
    for (key, value) in form_urlencoded::parse(query.as_bytes()) {
        match &*key {
            "limit" => once("limit", &mut limit, value)?,
            "cursor" => once("cursor", &mut cursor, value)?,
            _ => {}
        }
    }
    let limit = match limit {
        Some(limit) => positive(&limit)?.min(limits.max),
        None => limits.default,
    };
    let page = PageRequest::new(limit);
    // An empty cursor counts as absent.
    match cursor {
        // No database has one in a key, and PostgreSQL refuses even to search for it.
        Some(cursor) if cursor.chars().any(char::is_control) => {
            Err(Error::bad_request("`cursor` has a control character"))
        }
        Some(cursor) if !cursor.is_empty() => Ok(page.cursor(cursor)),
        _ => Ok(page),
    }
}

fn once<'a>(key: &str, place: &mut Option<Cow<'a, str>>, value: Cow<'a, str>) -> Result<()> {
    match place.replace(value) {
        None => Ok(()),
        Some(_) => Err(Error::bad_request(format!("`{key}` is given twice"))),
    }
}

/// A whole number above zero. One that is too large for `u32` becomes the largest.
fn positive(text: &str) -> Result<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits || text.bytes().all(|byte| byte == b'0') {
        return Err(Error::bad_request("`limit` must be a positive whole number"));
    }
    Ok(text.parse().unwrap_or(u32::MAX))
}
