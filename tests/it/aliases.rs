//! Endpoints under other paths and methods.

use churnkey::{Integration, StartError};

use crate::client::{TOKEN, get, request, send};
use crate::merchant::{Kiosk, Shop};
use crate::server::{exchange, serve_this};

#[actix_web::test]
async fn an_endpoint_is_called_under_another_path() {
    let shop = Shop::default();
    let integration = Integration::builder(shop.clone())
        .token(TOKEN)
        .alias("GET", "/customers/find-by-phone/:phone", "/customers/phone/:phone")
        .alias("POST", "/customers/find-by-email/:email", "/customers/email/:email")
        .alias("DELETE", "/actions/customer/cancel", "/actions/customer/cancel")
        .build()
        .unwrap();
    let answer = get(&integration, "/churnkey/customers/find-by-phone/%2B49/").await;
    assert_eq!(answer.json()["phone"], "+49");
    let call = request("POST", "/churnkey/customers/find-by-email/a%40b.example").set_payload("{}");
    assert_eq!(send(&integration, call).await.json()["email"], "a@b.example");
    let body = r#"{"customerId": "u_1", "scheduledAt": "immediate"}"#;
    let call = request("DELETE", "/churnkey/actions/customer/cancel").set_payload(body);
    assert_eq!(send(&integration, call).await.status, 200);
    assert_eq!(shop.calls().len(), 3);
    let answer = send(&integration, request("GET", "/churnkey/actions/customer/cancel")).await;
    assert_eq!(answer.header("allow"), Some("DELETE, POST"));
}

#[actix_web::test]
async fn an_alias_needs_the_token_and_a_read_only_one_calls_no_action_by_it() {
    let integration = Integration::builder(Shop::default())
        .token(churnkey::Token::from(TOKEN).read_only())
        .alias("PUT", "/cancel", "/actions/customer/cancel")
        .build()
        .unwrap();
    send(&integration, request("PUT", "/churnkey/cancel")).await.error(403);
    let stranger = actix_web::test::TestRequest::put().uri("/churnkey/cancel");
    send(&integration, stranger).await.error(401);
}

/// One connection: what a body would leave behind would be read as the next answer.
#[test]
fn by_head_there_is_an_answer_without_a_body() {
    let integration = Integration::builder(Shop::default())
        .token(TOKEN)
        .alias("HEAD", "/features", "/features")
        .alias("HEAD", "/customers/:id", "/customers/:id")
        .alias("OPTIONS", "/features", "/features")
        .build()
        .unwrap();
    let address = serve_this(integration, |server| server);
    let whole = |method: &str, path: &str| {
        format!("{method} /churnkey{path} HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\n\r\n")
    };
    let close = |request: &str| request.replacen("host: t", "host: t\r\nconnection: close", 1);
    for path in ["/features", "/customers/u_1", "/customers/u_404"] {
        let get = exchange(address, &close(&whole("GET", path)));
        let (_, body) = get.split_once("\r\n\r\n").unwrap();
        let two = whole("HEAD", path) + &close(&whole("OPTIONS", "/features"));
        let answers = exchange(address, &two);
        let (head, next) = answers.split_once("\r\n\r\n").unwrap();
        assert_eq!(head.lines().next(), get.lines().next(), "{path}");
        assert!(head.contains(&format!("\r\ncontent-length: {}\r\n", body.len())), "{head}");
        assert!(next.starts_with("HTTP/1.1 200") && next.ends_with('}'), "{next}");
    }
}

#[test]
fn what_leads_nowhere_or_hides_an_endpoint_stops_the_start() {
    let refused = |path: &str, target: &str| {
        let builder =
            Integration::builder(Kiosk::default()).token(TOKEN).alias("GET", path, target);
        match builder.build().unwrap_err() {
            StartError::Setting { setting: "alias", problem } => problem,
            other => panic!("{other}"),
        }
    };
    let unwritten = refused("/customers/find-by-phone/:phone", "/customers/phone/:phone");
    assert!(unwritten.contains("there is no endpoint `/customers/phone/:phone`"), "{unwritten}");
    let hides = refused("/customers/me", "/prices");
    assert!(hides.contains("it would hide `Customers::retrieve` at `/customers/:id`"), "{hides}");
}

#[test]
fn the_table_at_boot_has_it() {
    let builder = Integration::builder(Kiosk::default()).token(TOKEN);
    let table = builder.alias("get", "/plans", "/prices").build().unwrap().table().to_string();
    assert!(table.contains("\nGET /churnkey/plans is answered as /churnkey/prices\n"), "{table}");
}
