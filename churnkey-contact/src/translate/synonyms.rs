//! Other names of the protocol's endpoints.

use std::borrow::Cow;

use crate::routes::{ROUTES, Route};

/// An endpoint of the protocol that a request meant.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Endpoint {
    pub(crate) route: &'static Route,
    /// The path below `/churnkey`, with the ids of the request.
    pub(crate) below: String,
}

/// Whether a path below `/churnkey` is a name of the manifest.
pub(crate) fn is_manifest(below: &str) -> bool {
    let segments = segments(below);
    match segments.as_slice() {
        [] => true,
        [segment] => word(segment) == "features",
        _ => false,
    }
}

/// The endpoint that a request meant by a method and a path below `/churnkey`: the protocol's own, or similar ones.
/// `has_subscription`: the body contains a `subscriptionId`.
pub(crate) fn meant(method: &str, below: &str, has_subscription: bool) -> Option<Endpoint> {
    if method == "OPTIONS" {
        // It asks about an endpoint instead of calling it.
        return None;
    }
    if is_manifest(below) {
        return Some(Endpoint { route: manifest()?, below: "/features".to_owned() });
    }
    let find = |segments: &[Cow<'_, str>], is_action: bool| {
        ROUTES.iter().find(|route| {
            route.is_action() == is_action
                && matches(route.pattern, segments.iter().map(AsRef::as_ref))
        })
    };
    let given: Vec<Cow<'_, str>> = segments(below).into_iter().map(Cow::Borrowed).collect();
    let (route, segments) = match method {
        // A client that only follows links must not trigger an action.
        "GET" | "HEAD" => (find(&given, false)?, given),
        _ => {
            let mut action = given.clone();
            complete_action(&mut action, has_subscription);
            match find(&action, true) {
                Some(route) => (route, action),
                None => (find(&given, false)?, given),
            }
        }
    };
    let mut path = String::new();
    for (part, segment) in route.pattern.split('/').skip(1).zip(&segments) {
        path.push('/');
        path.push_str(if part.starts_with(':') { segment } else { part });
    }
    Some(Endpoint { route, below: path })
}

/// The endpoint of the manifest.
pub(crate) fn manifest() -> Option<&'static Route> {
    ROUTES.iter().find(|route| route.pattern == "/features")
}

impl Endpoint {
    /// Whether a request calls it by the protocol's own method and path.
    pub(crate) fn is_called_by(&self, method: &str, below: &str) -> bool {
        self.route.method == method && self.below == below
    }
}

/// The segments of a path, without prefixes that APIs often have.
fn segments(below: &str) -> Vec<&str> {
    let mut segments: Vec<_> = below.split('/').filter(|segment| !segment.is_empty()).collect();
    while segments.first().is_some_and(|first| {
        matches!(word(first).as_str(), "api" | "churnkey" | "integration" | "v1" | "v2" | "v3")
    }) {
        segments.remove(0);
    }
    segments
}

/// Completes the path of an action, which is `/actions/OBJECT/NAME`.
fn complete_action(segments: &mut Vec<Cow<'_, str>>, has_subscription: bool) {
    if segments.first().is_none_or(|first| word(first) != "actions") {
        segments.insert(0, "actions".into());
    }
    let is_object = |segment: &str| matches!(word(segment).as_str(), "subscriptions" | "customers");
    let object = if has_subscription { "subscription" } else { "customer" };
    match segments.as_slice() {
        // `/actions/cancel`
        [_, _] => segments.insert(1, object.into()),
        // `/actions/cancel/subscription`
        [_, name, object] if is_object(object) && !is_object(name) => segments.swap(1, 2),
        _ => {}
    }
}

fn matches<'a>(pattern: &str, segments: impl Iterator<Item = &'a str>) -> bool {
    let mut pattern = pattern.split('/').skip(1);
    for segment in segments {
        match pattern.next() {
            Some(part) if part.starts_with(':') => {}
            Some(part) if word(part) == word(segment) => {}
            _ => return false,
        }
    }
    pattern.next().is_none()
}

/// One word for all spellings of a segment: letter case, `-` and `_`, singular and plural, and synonyms.
fn word(segment: &str) -> String {
    let plain: String = segment
        .chars()
        .filter(|letter| !matches!(letter, '-' | '_' | '.'))
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    let word = match plain.as_str() {
        "feature" | "features" | "manifest" | "featuremanifest" | "featuresmanifest"
        | "capabilities" | "config" | "configuration" | "modules" => "features",
        "customer" | "customers" => "customers",
        "price" | "prices" => "prices",
        "subscription" | "subscriptions" => "subscriptions",
        "coupon" | "coupons" => "coupons",
        "product" | "products" => "products",
        "family" | "families" => "families",
        "action" | "actions" => "actions",
        "email" | "emails" | "byemail" | "findbyemail" | "emailaddress" => "email",
        "phone" | "phones" | "byphone" | "findbyphone" | "phonenumber" | "telephone" => "phone",
        "cancel" | "cancellation" | "cancelsubscription" => "cancel",
        "pause" | "pausesubscription" => "pause",
        "applycoupon" | "applydiscount" => "applycoupon",
        "changeprice" | "changeplan" => "changeprice",
        "extendtrial" | "trialextension" => "extendtrial",
        _ => return plain,
    };
    word.to_owned()
}
