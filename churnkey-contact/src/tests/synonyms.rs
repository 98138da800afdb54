use crate::translate::synonyms::{is_manifest, meant};

/// `None` for the protocol's own names too.
fn resolved(method: &str, below: &str, has_subscription: bool) -> Option<(&'static str, String)> {
    let endpoint = meant(method, below, has_subscription)?;
    let is_standard = endpoint.is_called_by(method, below);
    (!is_standard).then_some((endpoint.route.method, endpoint.below))
}

#[test]
fn other_names_of_a_path_are_resolved() {
    for (method, below, expected_method, expected_below) in [
        ("GET", "/customers/find-by-phone/%2B49151", "GET", "/customers/phone/%2B49151"),
        ("GET", "/customers/findByEmail/a%40b.example", "GET", "/customers/email/a%40b.example"),
        ("GET", "/customer/u_1001", "GET", "/customers/u_1001"),
        (
            "GET",
            "/Customers/u_1001/Subscriptions/s_77",
            "GET",
            "/customers/u_1001/subscriptions/s_77",
        ),
        ("GET", "/customers/", "GET", "/customers"),
        ("GET", "//customers", "GET", "/customers"),
        ("GET", "/api/v1/churnkey/prices/p_1", "GET", "/prices/p_1"),
        ("POST", "/prices", "GET", "/prices"),
        ("GET", "/manifest", "GET", "/features"),
        ("POST", "/features", "GET", "/features"),
        ("GET", "", "GET", "/features"),
        ("GET", "/integration/features", "GET", "/features"),
        ("GET", "/capabilities", "GET", "/features"),
        ("GET", "/customers/telephone/1", "GET", "/customers/phone/1"),
        ("PUT", "/actions/subscription/cancel", "POST", "/actions/subscription/cancel"),
        ("POST", "/actions/subscription/applyCoupon", "POST", "/actions/subscription/apply-coupon"),
        (
            "POST",
            "/actions/subscriptions/extend_trial",
            "POST",
            "/actions/subscription/extend-trial",
        ),
        ("POST", "/action/customer/pause", "POST", "/actions/customer/pause"),
        ("POST", "/subscription/change-price", "POST", "/actions/subscription/change-price"),
        ("POST", "/actions/pause/subscription", "POST", "/actions/subscription/pause"),
    ] {
        let resolved = resolved(method, below, true);
        let expected = Some((expected_method, expected_below.to_owned()));
        assert_eq!(resolved, expected, "{method} {below}");
    }
    // The body says whether one subscription is meant, or all of a customer.
    let one = ("POST", "/actions/subscription/cancel".to_owned());
    assert_eq!(resolved("POST", "/actions/cancel", true), Some(one));
    let all = ("POST", "/actions/customer/cancel".to_owned());
    assert_eq!(resolved("POST", "/cancel", false), Some(all));
}

#[test]
fn other_requests_are_not_resolved() {
    for (method, below) in [
        ("GET", "/features"),
        ("GET", "/customers/u_1001"),
        ("GET", "/customers/email/a%40b"),
        ("POST", "/actions/subscription/cancel"),
        ("GET", "/invoices"),
        ("GET", "/users/u_1001"),
        // A client that only follows links must not trigger an action.
        ("GET", "/actions/subscription/cancel"),
        ("HEAD", "/actions/subscription/cancel"),
        // It asks about an endpoint instead of calling it.
        ("OPTIONS", "/customer/u_1001"),
        ("OPTIONS", "/features"),
        ("POST", "/actions/subscription/refund"),
        ("DELETE", "/customers/u_1001/subscriptions/s_77/items"),
    ] {
        assert_eq!(resolved(method, below, true), None, "{method} {below}");
    }
    assert!(is_manifest("/manifest") && !is_manifest("/invoices"));
}

#[test]
fn the_protocols_own_names_are_meant() {
    for (method, below, pattern) in [
        ("GET", "/features", "/features"),
        ("GET", "/customers/u_1001", "/customers/:id"),
        ("GET", "/customers/email/subscriptions", "/customers/:customerId/subscriptions"),
        ("POST", "/actions/customer/pause", "/actions/customer/pause"),
    ] {
        let endpoint = meant(method, below, false).unwrap();
        assert_eq!(endpoint.route.pattern, pattern);
        assert!(endpoint.is_called_by(method, below), "{endpoint:?}");
    }
}

#[test]
fn head_becomes_get() {
    assert_eq!(resolved("HEAD", "/manifest", false), Some(("GET", "/features".to_owned())));
    assert_eq!(resolved("HEAD", "/prices/p_1", false), Some(("GET", "/prices/p_1".to_owned())));
}
