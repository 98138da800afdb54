use crate::translate::path::{alias, is_manifest, translate};

fn meant(method: &str, below: &str, names_subscription: bool) -> Option<(&'static str, String)> {
    translate(method, below, names_subscription).map(|it| (it.route.method, it.below))
}

#[test]
fn other_names_of_a_path_are_known() {
    for (method, below, meant_method, meant_below) in [
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
        let meant = meant(method, below, true);
        assert_eq!(meant, Some((meant_method, meant_below.to_owned())), "{method} {below}");
    }
    // One subscription, or all of a customer: the body says it.
    let one = ("POST", "/actions/subscription/cancel".to_owned());
    assert_eq!(meant("POST", "/actions/cancel", true), Some(one));
    let all = ("POST", "/actions/customer/cancel".to_owned());
    assert_eq!(meant("POST", "/cancel", false), Some(all));
}

#[test]
fn what_is_as_it_should_be_and_what_is_like_nothing_is_left() {
    for (method, below) in [
        ("GET", "/features"),
        ("GET", "/customers/u_1001"),
        ("GET", "/customers/email/a%40b"),
        ("POST", "/actions/subscription/cancel"),
        ("GET", "/invoices"),
        ("GET", "/users/u_1001"),
        // Whoever follows links must not act by it.
        ("GET", "/actions/subscription/cancel"),
        ("HEAD", "/manifest"),
        ("OPTIONS", "/customer/u_1001"),
        ("POST", "/actions/subscription/refund"),
        ("DELETE", "/customers/u_1001/subscriptions/s_77/items"),
    ] {
        let below_ = below;
        if matches!((method, below), ("HEAD", _)) {
            assert!(is_manifest(below_));
            continue;
        }
        assert_eq!(meant(method, below, true), None, "{method} {below}");
    }
}

#[test]
fn an_alias_has_the_parameters_of_its_endpoint() {
    assert_eq!(
        alias("GET", "/customers/find-by-phone/…", "/customers/phone/:phone"),
        "GET /customers/find-by-phone/:phone /customers/phone/:phone"
    );
    assert_eq!(
        alias("GET", "/customer/…/subscription/…", "/customers/:customerId/subscriptions/:id"),
        "GET /customer/:customerId/subscription/:id /customers/:customerId/subscriptions/:id"
    );
}
