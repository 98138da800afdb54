//! The request id, which joins the client's log with the merchant's.

use crate::client::{get, request, send};
use crate::merchant::Shop;

#[actix_web::test]
async fn an_answer_carries_the_id_that_the_request_came_with() {
    let integration = Shop::default().integration();
    let given = request("GET", "/churnkey/customers/u_1").insert_header(("x-request-id", "req_7"));
    assert_eq!(send(&integration, given).await.header("x-request-id"), Some("req_7"));

    let traced = request("GET", "/churnkey/unknown")
        .insert_header(("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    assert_eq!(
        send(&integration, traced).await.header("x-request-id"),
        Some("4bf92f3577b34da6a3ce929d0e0e4736")
    );

    let own = get(&integration, "/churnkey/customers/u_1").await;
    assert_eq!(own.header("x-request-id").unwrap().len(), 17);
}

#[actix_web::test]
async fn an_internal_error_names_it() {
    let broken =
        request("GET", "/churnkey/customers/broken").insert_header(("x-request-id", "req_7"));
    let answer = send(&Shop::default().integration(), broken).await;
    assert_eq!(answer.error(500), "internal error (request req_7)");
}
