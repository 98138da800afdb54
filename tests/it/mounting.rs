use actix_web::http::StatusCode;
use actix_web::middleware::{DefaultHeaders, NormalizePath};
use actix_web::test::{call_service, init_service, read_body};
use actix_web::{App, HttpResponse, web};

use crate::client::request;
use crate::merchant::Shop;

#[actix_web::test]
async fn it_stands_beside_the_merchants_own_routes_and_middleware() {
    let integration = Shop::default().integration();
    let app = App::new()
        .wrap(DefaultHeaders::new().add(("x-merchant", "yes")))
        .route("/", web::get().to(|| async { "home" }))
        .configure(|config| integration.configure(config))
        .route("/churnkeys", web::get().to(|| async { "another page" }))
        .default_service(web::to(|| async { HttpResponse::ImATeapot().finish() }));
    let service = init_service(app).await;
    for (path, status) in [
        ("/", 200),
        ("/churnkeys", 200),
        ("/elsewhere", 418),
        ("/churnkey/customers/u_1", 200),
        ("/churnkey/elsewhere", 404),
    ] {
        let response = call_service(&service, request("GET", path).to_request()).await;
        assert_eq!(response.status().as_u16(), status, "{path}");
        assert!(response.headers().contains_key("x-merchant"), "{path}");
    }
}

#[actix_web::test]
async fn it_can_have_a_prefix() {
    let integration = Shop::default().integration();
    let app = App::new().service(
        web::scope("/api/{version}")
            .service(web::scope("/billing").configure(|config| integration.configure(config))),
    );
    let service = init_service(app).await;
    for path in
        ["/api/v1/billing/churnkey/customers/a%2Fb", "/api/v1/billing/churnkey/customers/a%2Fb/"]
    {
        let response = call_service(&service, request("GET", path).to_request()).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        let body: serde_json::Value = serde_json::from_slice(&read_body(response).await).unwrap();
        assert_eq!(body["id"], "a/b");
    }
    let outside =
        call_service(&service, request("GET", "/churnkey/customers/u_1").to_request()).await;
    assert_eq!(outside.status(), StatusCode::NOT_FOUND);
}

#[actix_web::test]
async fn it_goes_with_a_middleware_that_rewrites_paths() {
    let integration = Shop::default().integration();
    let app =
        App::new().wrap(NormalizePath::trim()).configure(|config| integration.configure(config));
    let service = init_service(app).await;
    let response =
        call_service(&service, request("GET", "//churnkey///customers//u_1/").to_request()).await;
    assert_eq!(response.status(), StatusCode::OK);
}
