use churnkey::Integration;

use crate::client::{TOKEN, get, request, send};
use crate::merchant::Shop;

fn builder() -> churnkey::Builder<Shop> {
    Integration::builder(Shop::default()).token(TOKEN)
}

#[actix_web::test]
async fn it_is_served_where_the_merchant_says_and_to_who_has_the_token() {
    let integration = builder().openapi_path("/docs/openapi.json").build().unwrap();
    let answer = get(&integration, "/churnkey/docs/openapi.json").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), Some("application/json; charset=utf-8"));
    assert_eq!(&answer.json(), integration.openapi());
    let open = request("GET", "/churnkey/docs/openapi.json")
        .insert_header(("authorization", "Bearer wrong"));
    send(&integration, open).await.error(401);
    let post = send(&integration, request("POST", "/churnkey/docs/openapi.json")).await;
    post.error(405);
    assert_eq!(post.header("allow"), Some("GET"));
}

#[actix_web::test]
async fn by_default_it_is_served_nowhere() {
    let integration = builder().build().unwrap();
    get(&integration, "/churnkey/openapi.json").await.error(404);
    assert!(!integration.table().to_string().contains("OpenAPI"));
    assert_eq!(integration.openapi()["servers"][0]["url"], "/");
}

/// The address of a server may be relative to the document's, so a prefix before `/churnkey` needs no setting.
#[test]
fn the_server_is_told_from_where_the_document_is() {
    for (path, url) in [("/openapi.json", ".."), ("/docs/v1/openapi.json", "../../..")] {
        let integration = builder().openapi_path(path).build().unwrap();
        assert_eq!(integration.openapi()["servers"][0]["url"], url);
    }
}

#[test]
fn a_path_that_hides_something_is_refused() {
    for path in ["/features", "/customers", "/customers/openapi.json", "/actions/customer/pause"] {
        let error = builder().openapi_path(path).build().unwrap_err().to_string();
        assert!(error.contains("openapi_path") && error.contains(path), "{error}");
    }
    for path in ["", "/", "openapi.json", "/:id", "/a b"] {
        let error = builder().openapi_path(path).build().unwrap_err().to_string();
        assert!(error.contains(&format!("`{path}` is not a plain path")), "{error}");
    }
}
