use actix_web::http::Method;
use serde_json::{Map, Value};

use super::{Alias, mount};
use crate::http::document::FixedDocument;
use crate::http::routing::{Found, Routes, Target};
use crate::integration::setting::Setting;
use crate::module::endpoint::{Call, Endpoint, Handler, Handling, Reply, Signature};
use crate::module::names::Module;
use crate::module::registry::{Implementation, SourceLocation};

fn done(_: Call) -> Handling {
    Box::pin(async { Ok(Reply::Empty(None)) })
}

fn routes() -> Routes {
    const fn one(name: &'static str) -> Handler {
        Handler::OneParam(name, |call, _| done(call))
    }
    const CUSTOMER_AND_ID: Handler = Handler::TwoParams(["customerId", "id"], |call, _| done(call));
    const ENDPOINTS: &[Endpoint] = &[
        Endpoint::read(Signature::new("retrieve", "/customers/:id"), one("id")),
        Endpoint::read(Signature::new("list", "/customers"), Handler::NoParams(done)),
        Endpoint::read(Signature::new("find_by_phone", "/customers/phone/:phone"), one("phone")),
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

fn with(aliases: &[[&str; 3]]) -> Result<Routes, String> {
    let alias = |[method, path, target]: &[&str; 3]| Alias {
        method: (*method).to_owned(),
        path: (*path).to_owned(),
        target: (*target).to_owned(),
    };
    let value = aliases.iter().map(alias).collect();
    let mut routes = routes();
    match mount(&mut routes, Setting { name: "alias", value }) {
        Ok(_) => Ok(routes),
        Err(refused) => Err(refused.to_string()),
    }
}

fn found(routes: &Routes, method: &str, path: &str) -> (&'static str, Vec<String>) {
    match routes.find(&method.parse::<Method>().unwrap(), path).unwrap() {
        Found { target: Target::Endpoint { endpoint, .. }, params, .. } => {
            (endpoint.method, params)
        }
        Found { target: Target::Document(document), params, .. } => (document.route, params),
    }
}

#[test]
fn an_alias_leads_where_its_target_does() {
    let routes = with(&[
        ["GET", "/customers/find-by-phone/:phone", "/customers/phone/:phone"],
        ["post", "/subscriptions/:id/of/:customer", "/customers/:customer/subscriptions/:id"],
        ["DELETE", "/actions/subscription/pause", "/actions/subscription/pause"],
        ["PUT", "/customers/:id", "/customers/:id"],
        ["GET", "/capabilities", "/features"],
        ["HEAD", "/features", "/features"],
        ["OPTIONS", "/customers/:id", "/customers/:id"],
        ["HEAD", "/", "/features"],
    ]);
    let routes = routes.unwrap();
    let phone = ("find_by_phone", vec!["+49".to_owned()]);
    assert_eq!(found(&routes, "GET", "/customers/find-by-phone/%2B49"), phone);
    assert_eq!(found(&routes, "GET", "/customers/phone/%2B49"), phone, "the target stays");
    let subscription = ("subscription", vec!["u".to_owned(), "s".to_owned()]);
    assert_eq!(found(&routes, "POST", "/subscriptions/s/of/u"), subscription);
    assert_eq!(found(&routes, "DELETE", "/actions/subscription/pause").0, "pause");
    assert_eq!(found(&routes, "PUT", "/customers/u").0, "retrieve");
    assert_eq!(found(&routes, "GET", "/capabilities").0, "/features");
    assert_eq!(found(&routes, "HEAD", "/features").0, "/features");
    assert_eq!(found(&routes, "HEAD", "").0, "/features", "the prefix itself");
    assert_eq!(found(&routes, "OPTIONS", "/customers/u").0, "retrieve");
    let has_body =
        |method: &str, path: &str| routes.find(&method.parse().unwrap(), path).unwrap().has_body;
    assert!(!has_body("HEAD", "/features") && !has_body("OPTIONS", "/customers/u"));
    assert!(has_body("PUT", "/customers/u"));
    let overlap = found(&routes, "GET", "/customers/find-by-phone/subscriptions");
    assert_eq!(overlap.0, "subscriptions", "as it is without the alias");

    let refused = routes.find(&Method::GET, "/actions/subscription/pause").err().unwrap();
    assert_eq!(refused.message(), "only DELETE, POST is allowed here");
}

#[test]
fn an_alias_that_hides_a_path_or_leads_nowhere_is_refused() {
    for (alias, told) in [
        (
            ["GET", "/customers/me", "/customers/phone/:p"],
            "both paths must have the same parameters",
        ),
        (
            ["GET", "/customers/list", "/customers"],
            "it would hide `Customers::retrieve` at `/customers/:id`",
        ),
        (
            ["GET", "/customers/:number", "/customers/:number"],
            "it would hide `Customers::retrieve`",
        ),
        (
            ["POST", "/features", "/actions/subscription/pause"],
            "it would hide the Features document",
        ),
        (["GET", "/pause", "/actions/subscription/pause"], "an action cannot be called by GET"),
        (["HEAD", "/pause", "/actions/subscription/pause"], "an action cannot be called by HEAD"),
        (
            ["options", "/actions/subscription/pause", "/actions/subscription/pause"],
            "an action cannot be called by OPTIONS, which clients and proxies may repeat; write POST",
        ),
        (["GET", "/x/:id", "/coupons/:id"], "there is no endpoint `/coupons/:id`"),
        (
            ["FETCH", "/x", "/customers"],
            "the method must be one of GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE",
        ),
        (["GET", "x", "/customers"], "`x` must begin with `/`"),
        (["GET", "/x/", "/customers"], "`/x/` must begin with `/`"),
        (["GET", "/a/b/c/d/e/f/g/h/i", "/customers"], "must begin with `/` and have"),
        (["GET", "/:id/:id", "/customers/:id/subscriptions/:id"], "each parameter once"),
        (["GET", "/%41", "/customers"], "`/%41` must begin with `/`"),
    ] {
        let refused = with(&[alias]).err().unwrap();
        assert!(refused.starts_with("invalid setting `alias`: "), "{refused}");
        assert!(refused.contains(told), "{refused}");
    }
    let twice = with(&[["GET", "/x", "/customers"], ["GET", "/x", "/customers"]]).err().unwrap();
    assert!(twice.contains("it would hide `Customers::list` at `/customers`"), "{twice}");
}
