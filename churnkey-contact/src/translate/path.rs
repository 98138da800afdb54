//! Replaces other paths and methods of the protocol's endpoints.

use churnkey_runtime::masking;
use serde_json::Value;

use crate::advice::path::{is_below_root, path};
use crate::request::Request;
use crate::target::{ROOT, Target};
use crate::translate::synonyms;

pub(crate) fn translate(request: &mut Request) -> Option<String> {
    let Request { method, target, body, .. } = request;
    let has_subscription = serde_json::from_slice::<Value>(body)
        .is_ok_and(|body| body.get("subscriptionId").is_some_and(Value::is_string));
    let parsed = Target::parse(target);
    let endpoint = synonyms::meant(method, parsed.below, has_subscription)?;
    if is_below_root(&parsed) && endpoint.is_called_by(method, parsed.below) {
        return None;
    }
    let (known, pattern) = (endpoint.route.method, endpoint.route.pattern);
    let masked_method = masking::method(method);
    // Of the path of the API URL, only a slash at its end matters.
    let prefix = parsed.prefix.map(|prefix| if prefix.ends_with('/') { "/" } else { "" });
    let masked = Target { prefix, query: None, ..parsed }.masked(true);
    let advice = path(masked_method, &masked, endpoint.route);
    let notice = format!(
        "{masked_method} {masked} was forwarded as {known} {ROOT}{pattern}; without the recorder: {advice}"
    );

    *target = parsed.with_path(&endpoint.below);
    known.clone_into(method);
    Some(notice)
}
