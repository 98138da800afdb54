//! U8, U15, U18 and U20: which actions are called, and how often.

use std::fmt::Write as _;

use crate::record::file::Record;
use crate::report::finding::Observation;
use crate::report::kinds::{actions, below, count, joined, plural, with_token};

/// U8
pub(super) fn for_customers(record: &Record) -> Observation {
    let called =
        with_token(record).map(below).filter(|path| path.starts_with("/actions/customer/"));
    let called = joined(called);
    if called.is_empty() {
        return Observation::not_seen("no action was called for all subscriptions of a customer");
    }
    Observation::as_expected(called)
}

/// U15
pub(super) fn repeats(record: &Record) -> Observation {
    if actions(record).next().is_none() {
        return Observation::not_seen("no action was called");
    }
    let repeated = || actions(record).filter(|kind| kind.repeats > 0);
    let repeats: u64 = repeated().map(|kind| kind.repeats).sum();
    let is_key = |name: &&str| {
        name.contains("idempotency") || name.contains("request-id") || name.contains("retry")
    };
    let headers = actions(record).flat_map(|kind| kind.headers.keys()).map(String::as_str);
    let keys = joined(headers.filter(is_key));
    let mut observed = format!("{} within ten minutes", plural(repeats, "repeated action"));
    if repeats > 0 {
        let statuses: Vec<_> =
            repeated().map(|kind| format!("{}: {}", below(kind), kind.status)).collect();
        let statuses = joined(statuses.iter().map(String::as_str));
        let _ = write!(observed, " ({statuses})");
    }
    if !keys.is_empty() {
        observed.push_str("; headers that may identify a repeat: ");
        observed.push_str(&keys);
    }
    if keys.is_empty() && repeats == 0 {
        return Observation::as_expected(observed);
    }
    let different = Observation::different(observed);
    if repeated().any(|kind| kind.status == 200) {
        return different.fix(
            "CK_ACTION_STATUS=204, or 201 or 202, if Churnkey repeats actions because it does not take 200 as success",
        );
    }
    different
}

/// U18
pub(super) fn refused(record: &Record) -> Observation {
    let refused = joined(actions(record).filter(|kind| kind.status == 400).map(below));
    if refused.is_empty() {
        return Observation::not_seen("no action got a 400");
    }
    Observation::different(format!("400 for {refused}: the integration's log says why"))
}

/// U20
pub(super) fn extensions(record: &Record) -> Observation {
    let extended = actions(record)
        .filter(|kind| kind.route.as_deref() == Some("/actions/subscription/extend-trial"));
    match count(extended) {
        0 => Observation::not_seen("no trial was extended"),
        times => Observation::as_expected(plural(times, "extension")),
    }
}
