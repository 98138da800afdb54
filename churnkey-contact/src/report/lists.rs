//! U10 and U11: how lists are paged.

use crate::record::file::Record;
use crate::record::kind::Kind;
use crate::report::finding::Observation;
use crate::report::kinds::{count, joined, plural, route, with_token};
use crate::routes::Route;

/// With the server's own numbers; a record has none of Churnkey's.
const PAGE_LIMITS: &str = "CK_PAGE_LIMITS='10 100', with another default if 10 are too few; the second number is the maximum";

/// U10
pub(super) fn limit(record: &Record) -> Observation {
    let (with, without): (Vec<&Kind>, Vec<&Kind>) = with_token(record)
        .filter(|kind| route(kind).is_some_and(Route::is_list))
        .partition(|kind| kind.query.contains_key("limit"));
    let looks = with.iter().filter_map(|kind| kind.looks.get("query limit")).flatten();
    let looks = joined(looks.map(String::as_str));
    let times = |count| plural(count, "time");
    match (count(with), count(without)) {
        (0, 0) => Observation::not_seen("no list was read"),
        (with, 0) => Observation::as_expected(format!("always sent ({}): {looks}", times(with))),
        (0, without) => Observation::different(format!(
            "never sent in {} for a list: the default of 10 applies",
            plural(without, "request")
        ))
        .fix(PAGE_LIMITS),
        (with, without) => Observation::different(format!(
            "sent {} ({looks}), not sent {}: then the default of 10 applies",
            times(with),
            times(without)
        ))
        .fix(PAGE_LIMITS),
    }
}

/// U11
pub(super) fn cursor(record: &Record) -> Observation {
    let looks = with_token(record).filter_map(|kind| kind.looks.get("query cursor")).flatten();
    let looks = joined(looks.map(String::as_str));
    if looks.is_empty() {
        return Observation::not_seen("no second page was read");
    }
    Observation::as_expected(looks)
}
