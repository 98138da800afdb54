//! Other names of paths.

use std::borrow::Cow;

use crate::routes::{ROUTES, Route};

/// A path that the protocol has, in place of one that it has not.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Translated {
    pub(crate) route: &'static Route,
    /// Below `/churnkey`, with the segments of the request as they came.
    pub(crate) below: String,
}

/// Whether a path below `/churnkey` asks for the manifest, under whatever name.
pub(crate) fn is_manifest(below: &str) -> bool {
    let segments = segments(below);
    match segments.as_slice() {
        [] => true,
        [one] => word(one) == "features",
        _ => false,
    }
}

/// The endpoint that is meant by a path below `/churnkey` and a method that the protocol does not have. `None` when it has
/// them, or nothing is like it. `names_subscription`: the body has a `subscriptionId`.
pub(crate) fn translate(method: &str, below: &str, names_subscription: bool) -> Option<Translated> {
    if is_manifest(below) {
        let route = ROUTES.iter().find(|route| route.pattern == "/features")?;
        let is_usual = method == "GET" && below == "/features";
        return (!is_usual).then(|| Translated { route, below: route.pattern.to_owned() });
    }
    let find = |meant: &[Cow<'_, str>], is_action: bool| {
        let fits = |route: &&Route| {
            route.is_action() == is_action && fits(route.pattern, meant.iter().map(AsRef::as_ref))
        };
        ROUTES.iter().find(fits)
    };
    let given: Vec<Cow<'_, str>> = segments(below).into_iter().map(Cow::Borrowed).collect();
    let (route, meant) = match method {
        // They ask about an endpoint, and not for it.
        "HEAD" | "OPTIONS" => return None,
        // Whoever follows links must not act by it.
        "GET" => (find(&given, false)?, given),
        _ => {
            let mut meant = given.clone();
            action(&mut meant, names_subscription);
            match find(&meant, true) {
                Some(route) => (route, meant),
                None => (find(&given, false)?, given),
            }
        }
    };
    let mut translated = String::new();
    for (part, segment) in route.pattern.split('/').skip(1).zip(&meant) {
        translated.push('/');
        translated.push_str(if part.starts_with(':') { segment } else { part });
    }
    let is_usual = route.method == method && translated == below;
    (!is_usual).then_some(Translated { route, below: translated })
}

/// A path's segments, without what stands before all others.
fn segments(below: &str) -> Vec<&str> {
    let mut segments: Vec<_> = below.split('/').filter(|segment| !segment.is_empty()).collect();
    while segments.first().is_some_and(|first| {
        matches!(word(first).as_str(), "api" | "churnkey" | "integration" | "v1" | "v2" | "v3")
    }) {
        segments.remove(0);
    }
    segments
}

/// Gives an action the two segments that stand before its name.
fn action(segments: &mut Vec<Cow<'_, str>>, names_subscription: bool) {
    let is = |segment: &Cow<'_, str>, wanted: &str| word(segment) == wanted;
    if segments.first().is_none_or(|first| !is(first, "actions")) {
        segments.insert(0, "actions".into());
    }
    let object = if names_subscription { "subscription" } else { "customer" };
    match segments.as_slice() {
        // `/actions/cancel`
        [_, _] => segments.insert(1, object.into()),
        // `/actions/cancel/subscription`
        [_, name, of]
            if matches!(word(of).as_str(), "subscriptions" | "customers")
                && !is(name, "customers")
                && !is(name, "subscriptions") =>
        {
            segments.swap(1, 2);
        }
        _ => {}
    }
}

fn fits<'a>(pattern: &str, segments: impl Iterator<Item = &'a str>) -> bool {
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

/// A segment without what its spellings differ in: letter case, `-` and `_`, one or many, and other names of the same.
fn word(segment: &str) -> String {
    let plain: String = segment
        .chars()
        .filter(|letter| !matches!(letter, '-' | '_' | '.'))
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    let known = match plain.as_str() {
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
    known.to_owned()
}

/// What answers it without a translation: a line of `CK_ALIASES`. `masked` is the path as it may be told.
pub(crate) fn alias(method: &str, masked: &str, pattern: &str) -> String {
    let mut names = pattern.split('/').filter(|part| part.starts_with(':'));
    let path: Vec<_> = masked
        .trim_end_matches('/')
        .split('/')
        .map(|segment| if segment == "…" { names.next().unwrap_or(segment) } else { segment })
        .collect();
    format!("{method} {} {pattern}", path.join("/"))
}
