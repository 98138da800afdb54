//! The endpoints of the protocol (protocol 3, 5 and 6), by which a request is known.

use churnkey_runtime::masking;

/// One endpoint. A segment of its pattern that begins with `:` stands for any other.
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

/// Where a path fits two, the first counts: `/customers/email/:email` before a customer whose id is `email`.
pub(crate) const ROUTES: &[Route] = &[
    get("/features"),
    get("/customers"),
    get("/customers/email/:email"),
    get("/customers/phone/:phone"),
    get("/customers/:id"),
    get("/customers/:customerId/subscriptions"),
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
    /// Whether it is a list, which is read page by page.
    pub(crate) fn is_list(&self) -> bool {
        let last = self.pattern.rsplit('/').next().unwrap_or_default();
        self.method == "GET" && !last.starts_with(':') && self.pattern != "/features"
    }

    pub(crate) fn is_action(&self) -> bool {
        self.method == "POST"
    }
}

/// The endpoint that a path below `/churnkey` leads to, whatever the method.
pub(crate) fn of_path(below: &str) -> Option<&'static Route> {
    let below = below.strip_suffix('/').unwrap_or(below);
    ROUTES.iter().find(|route| fits(route.pattern, below))
}

fn fits(pattern: &str, below: &str) -> bool {
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

/// The target of a request, in its parts.
pub(crate) struct Target<'a> {
    /// What stands before `/churnkey`; `None` when there is no `/churnkey`.
    pub(crate) prefix: Option<&'a str>,
    /// What stands behind it, or all of the path.
    pub(crate) below: &'a str,
    /// Without its `?`.
    pub(crate) query: Option<&'a str>,
}

impl<'a> Target<'a> {
    pub(crate) fn of(target: &'a str) -> Self {
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        let at = path.match_indices(ROOT).map(|(at, _)| at).find(|at| {
            let behind = path.get(at + ROOT.len()..).unwrap_or_default();
            behind.is_empty() || behind.starts_with('/')
        });
        match at.and_then(|at| path.split_at_checked(at)) {
            Some((prefix, rest)) => {
                let below = rest.strip_prefix(ROOT).unwrap_or_default();
                Self { prefix: Some(prefix), below, query }
            }
            None => Self { prefix: None, below: path, query },
        }
    }

    /// The path as it may be told.
    pub(crate) fn masked(&self, has_token: bool) -> String {
        let below = masking::path(self.below, has_token);
        match self.prefix {
            Some(prefix) => format!("{}{ROOT}{below}", masking::path(prefix, false)),
            None => below,
        }
    }
}

pub(crate) const ROOT: &str = "/churnkey";
