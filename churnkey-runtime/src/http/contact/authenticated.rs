//! Logs what is unexpected in requests with a valid token: each kind once, with the setting that accepts it.

use actix_web::HttpRequest;
use actix_web::http::header::HeaderMap;

use crate::http::contact::Contact;
use crate::http::contact::nearest::{alias, names_the_manifest};
use crate::http::mode_header::{HEADER, UnknownMode};
use crate::http::request_line::RequestLine;
use crate::http::routing::Routes;
use crate::masking;
use crate::module::odd::Odds;
use crate::module::query::PageLimits;

/// How many bytes of a list's query are read.
const LONGEST_QUERY: usize = 512;

impl Contact {
    /// An unknown path (404), or an unknown method of a known one (405).
    #[cold]
    pub(crate) fn unmatched(&self, routes: &Routes, http: &HttpRequest, code: u16) {
        let RequestLine { method, path } = RequestLine::of(http, true);
        let below = path.strip_prefix("/churnkey").unwrap_or(&path).trim_end_matches('/');
        let problem = if code == 405 {
            "has the wrong method"
        } else {
            "is not an endpoint of this integration"
        };
        let is_read = matches!(method, "GET" | "POST");
        let advice = if code == 404 && is_read && names_the_manifest(below) {
            format!(
                "if Churnkey expects the manifest there, write `CK_FEATURES_PATHS={below}`, or `.features_paths([\"{below}\"])`"
            )
        } else if let Some((path, target)) = alias(routes, method, below) {
            format!(
                "if Churnkey means `{target}`, write `CK_ALIASES='{method} {path} {target}'`, or \
                 `.alias(\"{method}\", \"{path}\", \"{target}\")`"
            )
        } else {
            "if it stands for an endpoint, write `CK_ALIASES='METHOD PATH ENDPOINT'`, or `.alias(…)`".to_owned()
        };
        self.log.warn(format!("{method} {path} {problem}, so the answer was {code}; {advice}"));
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
            self.odd_query(query, limits);
        }
    }

    #[cold]
    fn odd_query(&self, query: &str, PageLimits { default, max }: PageLimits) {
        let query = query.get(..LONGEST_QUERY).unwrap_or(query);
        let mut has_limit = false;
        for (key, _) in form_urlencoded::parse(query.as_bytes()) {
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
