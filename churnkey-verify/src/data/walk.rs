//! Walking a list from page to page (protocol 2.6).

use std::collections::BTreeSet;

use serde_json::Value;

use crate::answer::{Answer, kind};
use crate::checks::PAGING_SHAPE;
use crate::report::Weight;
use crate::run::Run;
use crate::transport::segment;

/// How many objects of one page are looked at; a list may ignore `limit`.
const MAX_PAGE: usize = 1_000;

/// One object of a list, and where it was.
#[derive(Debug, Clone)]
pub(crate) struct Listed {
    pub(crate) value: Value,
    pub(crate) shown: String,
    pub(crate) path: String,
}

impl Listed {
    pub(crate) fn id(&self) -> Option<&str> {
        id(&self.value)
    }
}

pub(crate) fn id(value: &Value) -> Option<&str> {
    value.get("id").and_then(Value::as_str).filter(|id| !id.is_empty())
}

/// How a walk ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum End {
    /// There was a last page.
    Reached,
    /// There is more than is looked at.
    More,
    /// It began again; told by the request that did.
    Never(String),
    /// There is no such list.
    Missing,
    /// A page could not be read; that is told.
    Broken,
}

#[derive(Debug, Clone)]
pub(crate) struct Walk {
    pub(crate) objects: Vec<Listed>,
    pub(crate) end: End,
    /// The first page, as it was asked for.
    pub(crate) shown: String,
    /// A page that had more objects than asked for, and was not the last one.
    pub(crate) oversize: Option<String>,
}

/// Walks at most so many pages of a list.
pub(crate) async fn walk(run: &mut Run<'_>, path: &str, limit: usize, pages: usize) -> Walk {
    let mut walk = Walk {
        objects: Vec::new(),
        end: End::More,
        shown: format!("GET /churnkey{path}?limit={limit}"),
        oversize: None,
    };
    let mut cursors = BTreeSet::new();
    let mut cursor: Option<String> = None;
    for _ in 0..pages {
        let query = match &cursor {
            Some(cursor) => format!("{path}?limit={limit}&cursor={}", segment(cursor)),
            None => format!("{path}?limit={limit}"),
        };
        let Some(answer) = run.read(query).await else {
            walk.end = End::Broken;
            return walk;
        };
        if cursor.is_none() && matches!(answer.status, 404 | 405) {
            walk.end = End::Missing;
            return walk;
        }
        let Some((objects, next, all)) = page(run, &answer) else {
            walk.end = End::Broken;
            return walk;
        };
        if next.is_some() && objects.len() > limit && walk.oversize.is_none() {
            walk.oversize = Some(answer.shown.clone());
        }
        let begins = objects.first().map(|object| &object.value);
        let first = walk.objects.first().map(|object| &object.value);
        if begins.is_some() && begins == first {
            walk.end = End::Never(answer.shown);
            return walk;
        }
        walk.objects.extend(objects);
        match next {
            _ if !all => return walk,
            None => {
                walk.end = End::Reached;
                return walk;
            }
            Some(next) => {
                if !cursors.insert(next.clone()) {
                    walk.end = End::Never(answer.shown);
                    return walk;
                }
                cursor = Some(next);
            }
        }
    }
    walk
}

/// The objects of a page, the cursor of the next one, and whether these are all of its objects. `None` when it is no page; that is told.
fn page(run: &mut Run<'_>, answer: &Answer) -> Option<(Vec<Listed>, Option<String>, bool)> {
    let shown = &answer.shown;
    let mut fail = |expected: &str, got: &str, path: &str| {
        let path = Some(path.to_owned());
        run.record(&PAGING_SHAPE, Weight::Failed, shown, expected, got, path);
    };
    let Some(json) = answer.json.as_ref().filter(|_| answer.is_success()) else {
        fail("200 with a page", &answer.summary(), "$");
        return None;
    };
    let Some(Value::Array(data)) = json.get("data") else {
        let got = if json.is_object() { "none" } else { kind(json) };
        fail("an object with the array `data`", got, "$");
        return None;
    };
    let next = match json.get("next") {
        None | Some(Value::Null) => None,
        Some(Value::String(text)) if text.is_empty() => None,
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        Some(other) => {
            fail("a string or a number, or no `next` on the last page", kind(other), "$.next");
            return None;
        }
    };
    let object = |(index, value): (usize, &Value)| Listed {
        value: value.clone(),
        shown: shown.clone(),
        path: format!("$.data[{index}]"),
    };
    let objects = data.iter().enumerate().take(MAX_PAGE).map(object).collect();
    Some((objects, next, data.len() <= MAX_PAGE))
}
