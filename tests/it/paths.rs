use churnkey::Integration;

use crate::client::{TOKEN, get, request, send};
use crate::merchant::{Kiosk, Shop};

#[actix_web::test]
async fn each_controller_answers_on_its_paths() {
    let integration = Shop::default().integration();
    for (path, key, value) in [
        ("/churnkey/customers/u_1", "id", "u_1"),
        ("/churnkey/customers/email/mina%40example.org", "email", "mina@example.org"),
        ("/churnkey/customers/phone/%2B4915112345", "phone", "+4915112345"),
        ("/churnkey/customers/u_1/subscriptions/s_1", "customerId", "u_1"),
        ("/churnkey/prices/p_1", "productId", "prod_1"),
        ("/churnkey/coupons/c_1", "id", "c_1"),
        ("/churnkey/products/prod_1", "familyId", "fam_1"),
        ("/churnkey/families/fam_1", "name", "Work tools"),
    ] {
        let answer = get(&integration, path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!(answer.header("content-type"), Some("application/json; charset=utf-8"));
        assert_eq!(answer.json()[key], value, "{path}");
        let slash = get(&integration, &format!("{path}/")).await;
        assert_eq!(slash.body, answer.body, "a slash at the end of {path}");
    }
    for path in
        ["customers", "customers/u_1/subscriptions", "prices", "coupons", "products", "families"]
    {
        let answer = get(&integration, &format!("/churnkey/{path}?limit=1")).await;
        assert_eq!(answer.json()["data"].as_array().unwrap().len(), 1, "{path}");
    }
}

#[actix_web::test]
async fn ids_arrive_as_they_were_before_percent_encoding() {
    let shop = Shop::default();
    let integration = shop.integration();
    for (path, call) in [
        ("/churnkey/customers/a%2Fb%20c", "customer a/b c"),
        ("/churnkey/customers/100%2525", "customer 100%25"),
        ("/churnkey/customers/%E5%B1%B1", "customer 山"),
        ("/churnkey/customers/email/a+b%40example.org", "email a+b@example.org"),
        ("/churnkey/customers/email/a%2Bb@example.org", "email a+b@example.org"),
        ("/churnkey/customers/email/subscriptions", "subscriptions of email"),
        ("/churnkey/customers/a%3Fb%23c/subscriptions/x%2Fy", "subscription x/y of a?b#c"),
    ] {
        assert_eq!(get(&integration, path).await.status, 200, "{path}");
        assert_eq!(shop.calls(), [call], "{path}");
    }
    for path in
        ["/churnkey/customers/%FF", "/churnkey/customers/a%00b", "/churnkey/customers/email/%0A"]
    {
        get(&integration, path).await.error(400);
    }
    assert_eq!(shop.calls(), [""; 0]);
}

#[actix_web::test]
async fn an_unknown_path_is_404_and_a_known_one_with_another_method_405() {
    let integration = Shop::default().integration();
    for path in ["/churnkey/invoices", "/churnkey/customers/u_1/invoices", "/churnkey/actions"] {
        get(&integration, path).await.error(404);
    }
    for (method, path, allow) in [
        ("PUT", "/churnkey/features", "GET, POST"),
        ("PUT", "/churnkey/customers/u_1", "GET"),
        ("HEAD", "/churnkey/prices", "GET"),
        ("GET", "/churnkey/actions/subscription/cancel", "POST"),
        ("DELETE", "/churnkey/actions/customer/pause", "POST"),
    ] {
        let answer = send(&integration, request(method, path)).await;
        assert_eq!(answer.status, 405, "{method} {path}");
        assert_eq!(answer.header("allow"), Some(allow), "{method} {path}");
    }
}

/// Churnkey asks from server to server: no browser does.
#[actix_web::test]
async fn head_and_options_are_405_and_no_answer_has_a_header_of_cors() {
    let integration = Shop::default().integration();
    let (read, action) = ("/churnkey/customers/u_1", "/churnkey/actions/customer/cancel");
    for (method, path, status) in [
        ("GET", read, 200),
        ("HEAD", read, 405),
        ("OPTIONS", read, 405),
        ("HEAD", "/churnkey/features", 405),
        ("OPTIONS", "/churnkey/features", 405),
        ("OPTIONS", action, 405),
    ] {
        let call = request(method, path)
            .insert_header(("origin", "https://shop.example"))
            .insert_header(("access-control-request-method", "POST"));
        let answer = send(&integration, call).await;
        assert_eq!(answer.status, status, "{method} {path}");
        let of_cors = |name: &str| name.starts_with("access-control-");
        assert!(!answer.headers.keys().any(|name| of_cors(name.as_str())), "{method} {path}");
    }
    for method in ["HEAD", "OPTIONS"] {
        let builder = || Integration::builder(Shop::default()).token(TOKEN);
        let aliased = builder().alias(method, "/customers/:id", "/customers/:id").build().unwrap();
        assert_eq!(send(&aliased, request(method, read)).await.status, 200, "{method}");
        let cancel = "/actions/customer/cancel";
        let refused = builder().alias(method, cancel, cancel).build().unwrap_err().to_string();
        let reason = format!("an action cannot be called by {method}");
        assert!(refused.contains(&reason), "{refused}");
    }
}

#[actix_web::test]
async fn an_optional_method_that_is_not_written_is_not_there() {
    let integration = Kiosk::default().integration();
    for path in [
        "/churnkey/customers",
        "/churnkey/customers/email/a%40example.org",
        "/churnkey/customers/phone/1",
        "/churnkey/customers/u_1/subscriptions",
        "/churnkey/coupons",
        "/churnkey/products",
    ] {
        get(&integration, path).await.error(404);
    }
    for path in [
        "/churnkey/actions/customer/cancel",
        "/churnkey/actions/customer/pause",
        "/churnkey/actions/subscription/apply-coupon",
    ] {
        send(&integration, request("POST", path)).await.error(404);
    }
}

#[actix_web::test]
async fn another_customers_subscription_is_404_even_when_the_merchant_returns_it() {
    let integration = Shop::default().integration();
    let message =
        get(&integration, "/churnkey/customers/u_1/subscriptions/stolen").await.error(404);
    assert_eq!(message, "subscription stolen does not exist");
}
