//! How a request is handled, a file for each step:
//! `limits → auth → mode → routing → payload → context → body/query → encoding`. [`service`] puts them in order.

pub(crate) mod action_rate;
pub(crate) mod action_thread;
pub(crate) mod auth;
pub(crate) mod contact;
pub(crate) mod context_request;
pub(crate) mod context_source;
pub(crate) mod custom_auth;
pub(crate) mod document;
pub(crate) mod draining;
pub(crate) mod encoding;
pub(crate) mod ended;
pub(crate) mod error_log;
#[cfg(feature = "rate-limit")]
pub(crate) mod failed_auth_limit;
pub(crate) mod gate;
pub(crate) mod in_flight;
pub(crate) mod limits;
#[cfg(feature = "metrics")]
pub(crate) mod metrics;
pub(crate) mod mode_header;
pub(crate) mod observer;
pub(crate) mod on_request;
pub(crate) mod outcome;
pub(crate) mod payload;
pub(crate) mod presented;
pub(crate) mod raw_path;
pub(crate) mod request_id;
pub(crate) mod request_line;
pub(crate) mod routing;
pub(crate) mod run_to_completion;
pub(crate) mod service;
pub(crate) mod telemetry;
pub(crate) mod unread;
