//! The endpoints of the protocol (protocol 3, 5 and 6).

use churnkey_runtime::environment::MANIFEST_PATHS;

/// One endpoint. A segment of its pattern that begins with `:` matches any segment.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Route {
    pub(crate) method: &'static str,
    pub(crate) pattern: &'static str,
}

const fn get(pattern: &'static str) -> Route {
    Route { method: "GET", pattern }
}

const fn post(pattern: &'static str) -> Route {
    Route { method: "POST", pattern }
}

/// If a path matches two, the first counts, as in the server: `/customers/email/subscriptions` is the subscriptions of the
/// customer `email`.
pub(crate) const ROUTES: &[Route] = &[
    get("/features"),
    get("/customers"),
    get("/customers/:customerId/subscriptions"),
    get("/customers/email/:email"),
    get("/customers/phone/:phone"),
    get("/customers/:id"),
    get("/customers/:customerId/subscriptions/:id"),
    get("/prices"),
    get("/prices/:id"),
    get("/coupons"),
    get("/coupons/:id"),
    get("/products"),
    get("/products/:id"),
    get("/families"),
    get("/families/:id"),
    post("/actions/subscription/cancel"),
    post("/actions/customer/cancel"),
    post("/actions/subscription/pause"),
    post("/actions/customer/pause"),
    post("/actions/subscription/apply-coupon"),
    post("/actions/subscription/change-price"),
    post("/actions/subscription/extend-trial"),
];

impl Route {
    /// Whether the response is a list, which is read page by page.
    pub(crate) fn is_list(&self) -> bool {
        let last = self.pattern.rsplit('/').next().unwrap_or_default();
        self.method == "GET" && !last.starts_with(':') && self.pattern != "/features"
    }

    pub(crate) fn is_action(&self) -> bool {
        self.method == "POST"
    }
}

/// Whether the server has the manifest there, by default.
pub(crate) fn is_manifest(method: &str, below: &str) -> bool {
    let below =
        if matches!(below, "" | "/") { "/" } else { below.strip_suffix('/').unwrap_or(below) };
    matches!(method, "GET" | "POST") && MANIFEST_PATHS.contains(&below)
}

/// Whether the server accepts the method and the path below `/churnkey` without any setting.
pub(crate) fn is_served(method: &str, below: &str) -> bool {
    is_manifest(method, below) || by_path(below).is_some_and(|route| route.method == method)
}

/// The endpoint of a path below `/churnkey`, whatever the method.
pub(crate) fn by_path(below: &str) -> Option<&'static Route> {
    let below = below.strip_suffix('/').unwrap_or(below);
    ROUTES.iter().find(|route| matches(route.pattern, below))
}

fn matches(pattern: &str, below: &str) -> bool {
    let (mut pattern, mut below) = (pattern.split('/'), below.split('/'));
    loop {
        match (pattern.next(), below.next()) {
            (None, None) => return true,
            (Some(part), Some(segment)) if part == segment => {}
            (Some(part), Some(segment)) if part.starts_with(':') && !segment.is_empty() => {}
            _ => return false,
        }
    }
}
