use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::{App, web};
use churnkey::Integration;

use crate::client::TOKEN;
use crate::merchant::Shop;

fn integration() -> Integration {
    let builder = Integration::builder(Shop::default()).token(TOKEN);
    builder.openapi_path("/openapi.json").build().unwrap()
}

/// Status, `location` and the body of a GET without a token.
async fn get(path: &str) -> (u16, Option<String>, String) {
    let integration = integration();
    let page = integration.swagger_ui("/help/docs").unwrap();
    let beside = web::scope("/billing").configure(|config| integration.configure(config));
    let app = init_service(App::new().service(beside.service(page))).await;
    let answer = call_service(&app, TestRequest::with_uri(path).to_request()).await;
    let status = answer.status().as_u16();
    let location = answer.headers().get("location").map(|to| to.to_str().unwrap().to_owned());
    let (csp, html) = ("content-security-policy", answer.headers().get("content-type").cloned());
    if status == 200 {
        let policy = answer.headers().get(csp).unwrap().to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert!(html.is_some());
    }
    (status, location, String::from_utf8_lossy(&read_body(answer).await).into_owned())
}

#[actix_web::test]
async fn the_page_tells_where_the_document_is_and_nothing_of_it() {
    let (status, _, page) = get("/billing/help/docs/").await;
    assert_eq!(status, 200);
    assert!(page.contains(r#"data-document="../../churnkey/openapi.json""#), "{page}");
    for path in ["", "page.js", "swagger-ui-bundle.js", "swagger-ui.css"] {
        let (status, _, text) = get(&format!("/billing/help/docs/{path}")).await;
        assert_eq!(status, 200, "{path}");
        for secret in [TOKEN, "customerId", "extend-trial", "Shop"] {
            assert!(!text.contains(secret), "{path} has {secret}");
        }
    }
    assert_eq!(get("/billing/churnkey/openapi.json").await.0, 401, "the document stays guarded");
}

#[actix_web::test]
async fn without_its_slash_it_leads_to_the_page() {
    let (status, location, _) = get("/billing/help/docs").await;
    assert_eq!((status, location.as_deref()), (308, Some("docs/")));
}

#[actix_web::test]
async fn what_the_page_does_not_ask_for_is_not_there() {
    for path in ["swagger-initializer.js", "oauth2-redirect.html", "..%2fopenapi.json", "a/b"] {
        let (status, _, body) = get(&format!("/billing/help/docs/{path}")).await;
        assert_eq!(status, 404, "{path}");
        assert!(body.starts_with(r#"{"code":404,"#), "{body}");
    }
}

/// Every file that the page names is one that is served.
#[actix_web::test]
async fn the_page_is_whole() {
    let (_, _, page) = get("/billing/help/docs/").await;
    let mut files = 0;
    for named in page
        .split([' ', '>'])
        .filter_map(|part| part.strip_prefix("src=").or_else(|| part.strip_prefix("href=")))
    {
        let file = named.trim_matches('"');
        if file != "data:," {
            assert_eq!(get(&format!("/billing/help/docs/{file}")).await.0, 200, "{file}");
            files += 1;
        }
    }
    assert_eq!(files, 3);
}

#[test]
fn a_path_under_churnkey_or_no_document_is_refused() {
    for path in ["/churnkey/docs", "/churnkey", "docs", "/", "/docs/", "/{x}"] {
        assert!(integration().swagger_ui(path).is_err(), "{path}");
    }
    let without = Integration::builder(Shop::default()).token(TOKEN).build().unwrap();
    let error = without.swagger_ui("/docs").unwrap_err().to_string();
    assert!(error.contains("set `Builder::openapi_path`"), "{error}");
}

#[test]
fn a_server_of_ours_mounts_it_where_it_is_told() {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = integration().server().address("127.0.0.1:0").workers(1).quiet();
            let bound = server.swagger_ui("/docs").bind().unwrap();
            sender.send(bound.addresses()[0]).unwrap();
            bound.run().await.unwrap();
        });
    });
    let address: std::net::SocketAddr = receiver.recv().unwrap();
    let get = |path: &str| {
        let mut stream = TcpStream::connect(address).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    };
    let page = get("/docs/");
    assert!(page.starts_with("HTTP/1.1 200 OK"), "{page}");
    assert!(page.contains(r#"data-document="../churnkey/openapi.json""#), "{page}");
    assert!(get("/churnkey/openapi.json").starts_with("HTTP/1.1 401"));
    assert!(get("/elsewhere").starts_with("HTTP/1.1 404"));

    let unplain = integration().server().address("127.0.0.1:0").swagger_ui("docs").bind();
    assert!(unplain.err().unwrap().to_string().contains("swagger_ui"));
    for path in ["/docs", "/docs/health"] {
        let server = integration().server().address("127.0.0.1:0").health_path(path);
        let error = server.swagger_ui("/docs").bind().err().unwrap().to_string();
        assert!(error.contains(&format!("`{path}` belongs to the page at `/docs`")), "{error}");
    }
}
