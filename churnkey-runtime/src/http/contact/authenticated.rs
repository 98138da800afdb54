//! Logs what is unexpected in requests with a valid token: each kind once, with the setting that accepts it.

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;

use crate::http::contact::{Contact, unmatched};
use crate::http::mode_header::{HEADER, UnknownMode};
use crate::http::request_line::RequestLine;
use crate::http::routing::Routes;
use crate::masking;
use crate::module::odd::Odds;
use crate::module::query::PageLimits;

/// How many keys of a query are read.
const MOST_KEYS: usize = 32;

impl Contact {
    /// An unknown path (404), or an unknown method of a known one (405).
    #[cold]
    pub(crate) fn unmatched(&self, routes: &Routes, http: &HttpRequest, code: u16) {
        // A parameter that cannot be decoded is 400, and the path is an endpoint's.
        if matches!(code, 404 | 405) {
            let RequestLine { method, path } = RequestLine::of(http, true);
            self.log.warn(unmatched::sentence(routes, method, &path, code));
        }
    }

    /// An unknown mode.
    #[cold]
    pub(crate) fn unknown_mode(&self, headers: &HeaderMap, unknown: UnknownMode) {
        let mut values = headers.get_all(&HEADER).map(|value| value.to_str().unwrap_or_default());
        let value = match (values.next(), values.next()) {
            (Some(one), None) => one.trim(),
            _ => {
                return self.log.warn("`X-Churnkey-Mode` was sent twice; send it once".to_owned());
            }
        };
        let outcome = match unknown {
            UnknownMode::Refuse => "so the answer was 400",
            UnknownMode::Live => "and was read as live",
        };
        let word = masking::word(value);
        let (shown, word) =
            if word == value { (format!("`{word}`"), value) } else { (word.into_owned(), "WORD") };
        self.log.warn(format!(
            "`X-Churnkey-Mode` was {shown}, which is neither `live` nor `test`, {outcome}; write `CK_MODES={word}=test`, or \
             `.mode_word(\"{word}\", Mode::Test)`, or the same with `live`"
        ));
    }

    /// A list's query: a missing `limit`, and keys that nobody reads.
    pub(crate) fn list_query(&self, query: &str, limits: PageLimits) {
        if !is_usual(query) {
            self.odd_list_query(query, limits);
        }
    }

    #[cold]
    fn odd_list_query(&self, query: &str, PageLimits { default, max }: PageLimits) {
        let mut has_limit = false;
        for (key, _) in form_urlencoded::parse(query.as_bytes()).take(MOST_KEYS) {
            match &*key {
                "limit" => has_limit = true,
                "cursor" => {}
                key => self.log.warn(format!(
                    "the query of a list has a key that nobody reads: `{}`; lists are paged by `limit` and `cursor`",
                    masking::name(key)
                )),
            }
        }
        if !has_limit {
            self.log.warn(format!(
                "a list was requested without `limit`, so it has at most {default} items; to change that, write \
                 `CK_PAGE_LIMITS={default}`, or `.page_limits({default}, {max})`"
            ));
        }
    }

    /// The query of anything else, which should have none.
    pub(crate) fn other_query(&self, query: &str, pattern: &str) {
        if !query.is_empty() {
            self.odd_query(query, pattern);
        }
    }

    #[cold]
    fn odd_query(&self, query: &str, pattern: &str) {
        for (key, _) in form_urlencoded::parse(query.as_bytes()).take(MOST_KEYS) {
            self.log.warn(format!(
                "the query of `{pattern}` has a key that nobody reads: `{}`; only lists have a query. If it matters, \
                 `Integration::per_request` gives your methods the whole request",
                masking::name(&key)
            ));
        }
    }

    /// What was odd in an action's body.
    pub(crate) fn odds(&self, odds: &Odds) {
        odds.iter().flat_map(|odds| odds.iter()).for_each(|odd| self.log.warn(odd.clone()));
    }
}

/// `limit=10`, or `limit=10&cursor=…`.
fn is_usual(query: &str) -> bool {
    let Some(limit) = query.strip_prefix("limit=") else { return false };
    match limit.split_once('&') {
        None => true,
        Some((_, rest)) => rest.strip_prefix("cursor=").is_some_and(|cursor| !cursor.contains('&')),
    }
}
