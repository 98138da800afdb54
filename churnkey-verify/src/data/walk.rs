//! Reads a list page by page (protocol 2.6).

use std::collections::BTreeSet;

use serde_json::Value;

use crate::inspect;
use crate::run::Run;
use crate::transport::segment;

/// An object of a list, and its place.
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
    /// It reached the last page.
    Reached,
    /// It stopped before the last page.
    More,
    /// The list started again at this request.
    Never(String),
    /// There is no such list.
    Missing,
    /// A page could not be read, which has been reported.
    Broken,
}

#[derive(Debug, Clone)]
pub(crate) struct Walk {
    pub(crate) objects: Vec<Listed>,
    pub(crate) end: End,
    /// The request for the first page.
    pub(crate) shown: String,
    /// The request for a page that had more objects than requested, and was not the last one.
    pub(crate) oversize: Option<String>,
}

impl Walk {
    fn ended(mut self, end: End) -> Self {
        self.end = end;
        self
    }
}

/// Reads at most `pages` pages of a list.
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
        let Some(exchange) = run.read(query).await else { return walk.ended(End::Broken) };
        if cursor.is_none() && matches!(exchange.status, 404 | 405) {
            return walk.ended(End::Missing);
        }
        let page = match inspect::page(&exchange) {
            Ok(page) => page,
            Err(fault) => {
                run.fault(&exchange.shown, fault);
                return walk.ended(End::Broken);
            }
        };
        if page.next.is_some() && page.objects.len() > limit && walk.oversize.is_none() {
            walk.oversize = Some(exchange.shown.clone());
        }
        let first = walk.objects.first().map(|object| &object.value);
        if !page.objects.is_empty() && page.objects.first() == first {
            return walk.ended(End::Never(exchange.shown));
        }
        walk.objects.extend(page.objects.iter().enumerate().map(|(index, value)| Listed {
            value: value.clone(),
            shown: exchange.shown.clone(),
            path: format!("$.data[{index}]"),
        }));
        match page.next {
            _ if !page.all => return walk,
            None => return walk.ended(End::Reached),
            Some(next) if !cursors.insert(next.clone()) => {
                return walk.ended(End::Never(exchange.shown));
            }
            Some(next) => cursor = Some(next),
        }
    }
    walk
}
