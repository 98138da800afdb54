//! The checks: what each of them finds, and how to fix it. `docs/verify.md` is generated from this list. A check for a
//! single module is in that module's file, under `models/` or `actions/`.

use serde::Serialize;

/// One thing that is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Check {
    /// A stable name, such as `auth.wrong`: the group, and what went wrong.
    pub id: &'static str,
    /// The part of an integration that it concerns, such as `Subscriptions`.
    pub module: &'static str,
    /// What is wrong when it fails.
    pub meaning: &'static str,
    /// How to fix that.
    pub fix: &'static str,
}

/// Defines a constant for each check, and `CHECKS` with all of them: `NAME "id": "what is wrong", "how to fix it";`.
macro_rules! define_checks {
    ($($module:literal { $($name:ident $id:literal: $meaning:literal, $fix:literal;)+ })+) => {
        $($(
            pub(crate) const $name: $crate::checks::Check =
                $crate::checks::Check { id: $id, module: $module, meaning: $meaning, fix: $fix };
        )+)+
        pub(crate) const CHECKS: &[$crate::checks::Check] = &[$($($name),+),+];
    };
}
pub(crate) use define_checks;

define_checks! {
    "Transport" {
        REACH_URL "reach.url":
            "nothing at this URL answers like an integration",
            "give the API URL without `/churnkey`, the part before `/churnkey/features`; look for a proxy or a path prefix in between";
        REACH_JSON "reach.json":
            "a successful answer is not JSON",
            "answer every read with one JSON value and nothing around it";
        REACH_CONTENT_TYPE "reach.content-type":
            "a successful answer does not say that it is JSON",
            "send `Content-Type: application/json; charset=utf-8`";
        REACH_TIME "reach.time":
            "a request was not answered in full within the time limit",
            "look for a handler that never answers, a slow query, or a connection that is cut";
        REACH_BOUNDS "reach.bounds":
            "the run reached its own limits before it had looked at everything",
            "verify against less data, or raise the limits of the verifier";
    }
    "Authentication" {
        AUTH_RIGHT "auth.right":
            "the right token is refused",
            "compare the token with the one in Churnkey's dashboard; it arrives as `Authorization: Bearer <token>`";
        AUTH_MISSING "auth.missing":
            "an endpoint answers a request without a token",
            "authenticate before anything else, for every path under `/churnkey`";
        AUTH_WRONG "auth.wrong":
            "an endpoint answers a request with a wrong token",
            "compare the whole token, in constant time, for every path under `/churnkey`";
        AUTH_EMPTY "auth.empty":
            "an endpoint answers a request with an empty token",
            "refuse an empty token, and refuse to start when the token is not set";
        AUTH_STATUS "auth.status":
            "a bad token is refused with a status other than 401",
            "answer a missing or wrong token with 401";
        AUTH_UNKNOWN_PATH "auth.unknown-path":
            "an unknown path is answered without a token",
            "authenticate before routing, so that a path added later is protected too";
    }
    "Features" {
        MANIFEST_PRESENT "manifest.present":
            "there is no Features endpoint",
            "serve `GET /churnkey/features`";
        MANIFEST_READABLE "manifest.readable":
            "the features manifest is not a JSON object of modules",
            "answer with `{\"controllers\": {…}, \"actions\": {…}}` (protocol 3)";
        MANIFEST_FORMAT "manifest.format":
            "the features manifest is not in the format that was asked for",
            "send it in that format; with this crate, set `CK_MANIFEST_FORMAT` or `manifest_format`";
        MANIFEST_REQUIRED "manifest.required":
            "a required module is not announced",
            "announce `customers`, `prices` and `subscriptions`, and serve them";
        MANIFEST_PREREQUISITES "manifest.prerequisites":
            "a module is announced without another module that it needs",
            "announce and serve the missing module, or stop announcing the one that needs it";
        MANIFEST_START_DATES "manifest.start-dates":
            "Pause announces no start date, or one that does not exist",
            "announce `startDates` with `immediate` or `end-of-period` set to true";
        MANIFEST_DURATIONS "manifest.durations":
            "an action announces no duration, or one that does not exist",
            "announce `durations` with `period` or `date` set to true";
        MANIFEST_SCHEDULES "manifest.schedules":
            "an action announces no schedule, or one that does not exist",
            "announce `schedules` with `immediate` or `end-of-period` set to true";
        MANIFEST_FLAGS "manifest.flags":
            "a feature has a value that it cannot have",
            "write `true` or `false` without quotation marks, and for `type` one of its words";
        MANIFEST_ANNOUNCED "manifest.announced":
            "an endpoint of an announced module does not exist",
            "serve the endpoint, or take the module out of the manifest";
        MANIFEST_UNANNOUNCED "manifest.unannounced":
            "an endpoint exists although its module is not announced: Churnkey will not use it",
            "announce the module, or remove the endpoint";
    }
    "Models" {
        MODEL_UNKNOWN_KEY "model.unknown-key":
            "a model has a key that the protocol does not know",
            "correct its spelling, or move it into `metadata`";
        LINK_RETRIEVE "link.retrieve":
            "an object from a list cannot be retrieved by its id, or is different there",
            "let list and retrieve read from the same source, and decode the id in the path";
    }
    "Lists" {
        PAGING_SHAPE "paging.shape":
            "a list is not a page",
            "answer 200 with `{\"data\": […], \"next\": …}`, even when there is nothing to list";
        PAGING_WALK "paging.walk":
            "a list read in small pages gives different objects than in large ones",
            "respect `limit`, order by something unique, and let `next` name the first object that was not sent";
        PAGING_END "paging.end":
            "a list never ends",
            "leave `next` out of the last page";
        PAGING_LIMIT "paging.limit":
            "a `limit` that is not a positive whole number is accepted",
            "answer it with 400";
    }
    "Errors" {
        ERROR_MISSING "error.missing":
            "an object that does not exist is not answered with 404",
            "answer 404 when no object has the id, the e-mail address or the phone number";
        ERROR_BODY "error.body":
            "the body of an error does not match the protocol",
            "answer every error, those of the web framework too, with `{\"code\": <the status>, \"message\": \"…\"}` as JSON";
        ERROR_MODE "error.mode":
            "an unknown `X-Churnkey-Mode` is treated as live",
            "answer it with 400: live data must not be touched by mistake";
    }
    "Actions" {
        WRITE_SUBJECT "write.subject":
            "the actions cannot be tried on the subscription that was named",
            "name one that is active or in its trial, and its customer if customers are not listed; in test mode, unless live writes are forced";
        WRITE_REFUSED "write.refused":
            "a request that cannot be carried out is accepted, or changes something",
            "read and check the whole body before anything is changed, and answer 400, or 404 for what does not exist";
        WRITE_EMPTY_ANSWER "write.empty-answer":
            "a successful action answers with a body",
            "answer 200 with an empty body";
    }
}
