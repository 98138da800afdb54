//! Replaces other paths and methods of the protocol's endpoints.

use churnkey_runtime::masking;
use serde_json::Value;

use crate::request::Request;
use crate::target::{ROOT, Target};
use crate::translate::synonyms;

pub(crate) fn translate(request: &mut Request) -> Option<String> {
    let Request { method, target, body, .. } = request;
    let has_subscription = serde_json::from_slice::<Value>(body)
        .is_ok_and(|body| body.get("subscriptionId").is_some_and(Value::is_string));
    let parsed = Target::parse(target);
    let endpoint = synonyms::resolve(method, parsed.below, has_subscription)?;
    let (known, pattern) = (endpoint.route.method, endpoint.route.pattern);

    let masked = masking::path(parsed.below, true);
    // Other methods need an alias, whatever the path.
    let advice = if synonyms::is_manifest(parsed.below) && matches!(&**method, "GET" | "POST") {
        format!("CK_FEATURES_PATHS={}", if masked.is_empty() { "/" } else { &masked })
    } else {
        format!("CK_ALIASES=\"{}\"", synonyms::alias(method, &masked, pattern))
    };
    let shown = if parsed.prefix.is_some() { format!("{ROOT}{masked}") } else { masked };
    let notice = format!(
        "{} {shown} was forwarded as {known} {ROOT}{pattern}; without the recorder: {advice}",
        masking::method(method),
    );

    *target = parsed.with_path(&endpoint.below);
    known.clone_into(method);
    Some(notice)
}
