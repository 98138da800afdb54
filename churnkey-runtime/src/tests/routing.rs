use actix_web::http::Method;
use actix_web::http::header::ALLOW;
use serde_json::Map;

use super::{Routes, Target};
use crate::module::endpoint::{Endpoint, Handler, Reply};
use crate::module::registry::{Implementation, Place};
use crate::module::table::Module;

/// Every pattern that overlaps with another one (protocol 5).
fn routes() -> Routes {
    const HANDLER: Handler = |_| Box::pin(async { Ok(Reply::Empty) });
    const ENDPOINTS: &[Endpoint] = &[
        Endpoint::read("customer", "/customers/:id", HANDLER),
        Endpoint::read("customers", "/customers", HANDLER),
        Endpoint::read("email", "/customers/email/:email", HANDLER),
        Endpoint::read("subscriptions", "/customers/:customerId/subscriptions", HANDLER),
        Endpoint::read("subscription", "/customers/:customerId/subscriptions/:id", HANDLER),
        Endpoint::write("pause", "/actions/subscription/pause", HANDLER),
    ];
    let module =
        Implementation::new::<()>(Module::Customers, ENDPOINTS, |_| Map::new(), Place::new("", 0));
    Routes::new(&[Box::leak(Box::new(module))], &["/features".to_owned()])
}

fn get(path: &str) -> Result<(&'static str, Vec<String>), u16> {
    match routes().find(&Method::GET, path) {
        Ok((Target::Endpoint { endpoint, .. }, params)) => Ok((endpoint.method, params)),
        Ok((Target::Features, params)) => Ok(("features", params)),
        #[cfg(feature = "openapi")]
        Ok((Target::OpenApi, params)) => Ok(("openapi", params)),
        Err(error) => Err(error.code()),
    }
}

fn found(path: &str) -> (&'static str, Vec<String>) {
    get(path).unwrap()
}

#[test]
fn a_path_leads_to_its_endpoint() {
    assert_eq!(found("/features"), ("features", vec![]));
    assert_eq!(found("/customers"), ("customers", vec![]));
    assert_eq!(
        found("/customers/"),
        ("customers", vec![]),
        "a slash at the end is as good as none"
    );
    assert_eq!(found("/customers/u_1"), ("customer", vec!["u_1".to_owned()]));
    assert_eq!(found("/customers/email"), ("customer", vec!["email".to_owned()]));
    assert_eq!(
        found("/customers/u_1/subscriptions/s_1/"),
        ("subscription", vec!["u_1".to_owned(), "s_1".to_owned()])
    );
}

#[test]
fn the_overlap_of_emails_and_subscriptions_is_solved_as_the_protocol_says() {
    assert_eq!(found("/customers/email/a%40b.org").0, "email");
    assert_eq!(
        found("/customers/email/subscriptions"),
        ("subscriptions", vec!["email".to_owned()])
    );
    assert_eq!(found("/customers/email/subscriptions/s_1").0, "subscription");
}

#[test]
fn parameters_are_decoded_once_and_a_plus_stays_a_plus() {
    assert_eq!(found("/customers/email/mina%2Bshop%40example.org").1, ["mina+shop@example.org"]);
    assert_eq!(found("/customers/email/mina+shop@example.org").1, ["mina+shop@example.org"]);
    assert_eq!(found("/customers/a%2Fb%2525").1, ["a/b%25"]);
    assert_eq!(found("/customers/%E5%B1%B1").1, ["山"]);
}

#[test]
fn a_parameter_that_is_no_text_is_400() {
    assert_eq!(get("/customers/%FF"), Err(400));
    assert_eq!(get("/customers/a%00"), Err(400));
    assert_eq!(get("/customers/a%0Ab"), Err(400));
}

#[test]
fn an_unknown_path_is_404_and_a_wrong_method_405() {
    for path in [
        "",
        "/",
        "//",
        "/customer",
        "/customers//",
        "/customers//subscriptions",
        "/Customers",
        "/features/x",
    ] {
        assert_eq!(get(path), Err(404), "{path:?}");
    }
    assert_eq!(get("/actions/subscription/pause"), Err(405));
    let error = routes().find(&Method::DELETE, "/customers/u_1").err().unwrap();
    assert_eq!((error.code(), error.header()), (405, Some((&ALLOW, "GET"))));
    let error = routes().find(&Method::GET, "/actions/subscription/pause").err().unwrap();
    assert_eq!(error.header(), Some((&ALLOW, "POST")));
}
