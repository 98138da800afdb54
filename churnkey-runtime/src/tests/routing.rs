use actix_web::http::Method;
use actix_web::http::header::ALLOW;
use serde_json::{Map, Value};

use super::{Found, Routes, Target};
use crate::http::document::FixedDocument;
use crate::module::endpoint::{Call, Endpoint, Handler, Handling, Reply, Signature};
use crate::module::names::Module;
use crate::module::registry::{Implementation, SourceLocation};

fn done(_: Call) -> Handling {
    Box::pin(async { Ok(Reply::Empty(None)) })
}

/// Every pattern that overlaps with another one (protocol 5).
fn routes() -> Routes {
    const fn one(name: &'static str) -> Handler {
        Handler::OneParam(name, |call, _| done(call))
    }
    const CUSTOMER_AND_ID: Handler = Handler::TwoParams(["customerId", "id"], |call, _| done(call));
    const ENDPOINTS: &[Endpoint] = &[
        Endpoint::read(Signature::new("customer", "/customers/:id"), one("id")),
        Endpoint::read(Signature::new("customers", "/customers"), Handler::NoParams(done)),
        Endpoint::read(Signature::new("email", "/customers/email/:email"), one("email")),
        Endpoint::read(
            Signature::new("subscriptions", "/customers/:customerId/subscriptions"),
            one("customerId"),
        ),
        Endpoint::read(
            Signature::new("subscription", "/customers/:customerId/subscriptions/:id"),
            CUSTOMER_AND_ID,
        ),
        Endpoint::write(Signature::new("pause", "/actions/subscription/pause"), done),
    ];
    let place = SourceLocation::new("", 0);
    let module = Implementation::new::<()>(Module::Customers, ENDPOINTS, |_| Map::new(), place);
    let mut routes = Routes::new(&[Box::leak(Box::new(module))]);
    routes.add(FixedDocument::features("/features", &Value::Null));
    routes
}

fn get(path: &str) -> Result<(&'static str, Vec<String>), u16> {
    match routes().find(&Method::GET, path) {
        Ok(Found { target: Target::Endpoint { endpoint, .. }, params, .. }) => {
            Ok((endpoint.method, params))
        }
        Ok(Found { target: Target::Document(document), params, .. }) => {
            Ok((document.route, params))
        }
        Err(error) => Err(error.code()),
    }
}

fn found(path: &str) -> (&'static str, Vec<String>) {
    get(path).unwrap()
}

#[test]
fn a_path_leads_to_its_endpoint() {
    assert_eq!(found("/features"), ("/features", vec![]));
    assert_eq!(found("/customers"), ("customers", vec![]));
    assert_eq!(found("/customers/"), ("customers", vec![]), "a trailing slash makes no difference");
    assert_eq!(found("/customers/u_1"), ("customer", vec!["u_1".to_owned()]));
    assert_eq!(found("/customers/email"), ("customer", vec!["email".to_owned()]));
    assert_eq!(
        found("/customers/u_1/subscriptions/s_1/"),
        ("subscription", vec!["u_1".to_owned(), "s_1".to_owned()])
    );
}

#[test]
fn emails_and_subscriptions_overlap_as_the_protocol_says() {
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
fn a_parameter_that_is_not_text_is_400() {
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
        "/a/b/c/d/e/f/g/h",
        "/a/b/c/d/e/f/g/h/i/j/k",
    ] {
        assert_eq!(get(path), Err(404), "{path:?}");
    }
    assert_eq!(get("/actions/subscription/pause"), Err(405));
    let error = routes().find(&Method::DELETE, "/customers/u_1").err().unwrap();
    assert_eq!((error.code(), error.header()), (405, Some((&ALLOW, "GET"))));
    let error = routes().find(&Method::GET, "/actions/subscription/pause").err().unwrap();
    assert_eq!(error.header(), Some((&ALLOW, "POST")));
}
