//! Ready is not alive: whether requests would find what they need.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use actix_web::App;
use actix_web::http::Method;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use churnkey::{Error, Integration, Result, Server};

use crate::client::{TOKEN, post};
use crate::merchant::Shop;
use crate::server::{exchange, serve, serve_this};

/// The status and the body.
fn ask(address: SocketAddr, path: &str) -> (u16, String) {
    let answer =
        exchange(address, &format!("GET {path} HTTP/1.1\r\nhost: t\r\nconnection: close\r\n\r\n"));
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

const OK: &str = r#"{"status":"ok"}"#;
const NOT_READY: &str = r#"{"code":503,"message":"not ready"}"#;

/// Longer than an answer is kept.
fn later() {
    std::thread::sleep(Duration::from_millis(1200));
}

/// A database that may be away, and how often it was asked.
#[derive(Clone, Default)]
struct Database {
    is_away: Arc<AtomicBool>,
    asked: Arc<AtomicUsize>,
}

impl Database {
    fn ping(&self) -> Result<()> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        if self.is_away.load(Ordering::Relaxed) {
            return Err(Error::internal(std::io::Error::other(
                "password of the database: hunter2",
            )));
        }
        Ok(())
    }

    fn behind(&self, server: Server) -> Server {
        let database = self.clone();
        server.ready(async move || database.ping())
    }
}

#[test]
fn without_a_hook_it_is_ready_and_elsewhere_where_it_is_told() {
    let address = serve(|server| server);
    assert_eq!(ask(address, "/readyz"), (200, OK.to_owned()));
    let moved = serve(|server| server.ready_path("/up").health_path("/live"));
    assert_eq!(ask(moved, "/up").0, 200);
    assert_eq!(ask(moved, "/readyz").0, 404);
    let off = serve(|server| server.ready_path(None));
    assert_eq!(ask(off, "/readyz").0, 404);
    let post = exchange(address, "POST /readyz HTTP/1.1\r\nhost: t\r\nconnection: close\r\n\r\n");
    assert!(post.starts_with("HTTP/1.1 405") && post.contains("allow: GET, HEAD"), "{post}");
}

#[test]
fn it_is_what_the_hook_says_and_health_is_not() {
    let database = Database::default();
    let asked = database.clone();
    let address = serve(move |server| asked.behind(server));
    assert_eq!(ask(address, "/readyz"), (200, OK.to_owned()));
    database.is_away.store(true, Ordering::Relaxed);
    later();
    // Nothing of the reason is told to whoever asks.
    assert_eq!(ask(address, "/readyz"), (503, NOT_READY.to_owned()));
    assert_eq!(ask(address, "/healthz").0, 200);
    database.is_away.store(false, Ordering::Relaxed);
    later();
    assert_eq!(ask(address, "/readyz").0, 200);
}

#[test]
fn its_close_after_answer_is_kept_for_a_second_by_all_workers_together() {
    let database = Database::default();
    let asked = database.clone();
    let address = serve(move |server| asked.behind(server).workers(4));
    let ask_many = || {
        std::thread::scope(|scope| {
            for _ in 0..20 {
                scope.spawn(|| assert_eq!(ask(address, "/readyz").0, 200));
            }
        });
        database.asked.swap(0, Ordering::Relaxed)
    };
    assert_eq!(ask_many(), 1);
    later();
    assert_eq!(ask_many(), 1);
}

#[test]
fn a_hook_that_hangs_or_panics_is_not_ready() {
    let hangs = serve(|server| {
        server
            .ready(async || std::future::pending().await)
            .ready_timeout(Duration::from_millis(200))
    });
    assert_eq!(ask(hangs, "/readyz"), (503, NOT_READY.to_owned()));
    let panics = serve(|server| server.ready(async || panic!("a bug in the merchant's code")));
    assert_eq!(ask(panics, "/readyz"), (503, NOT_READY.to_owned()));
    assert_eq!(ask(panics, "/healthz").0, 200);
}

#[test]
fn who_asks_and_leaves_does_not_have_it_asked_again() {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let address = serve(move |server| {
        server.ready(async move || {
            counted.fetch_add(1, Ordering::Relaxed);
            actix_web::rt::time::sleep(Duration::from_millis(500)).await;
            Ok(())
        })
    });
    for _ in 0..10 {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        std::io::Write::write_all(&mut stream, b"GET /readyz HTTP/1.1\r\nhost: t\r\n\r\n").unwrap();
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(ask(address, "/readyz").0, 200);
    assert_eq!(asked.load(Ordering::Relaxed), 1);
}

/// Load alone does not turn it: until they count as hung, the same actions only run.
#[test]
fn it_turns_while_as_many_actions_hang_as_there_may_be() {
    let integration = Integration::builder(Shop::default()).token(TOKEN).concurrent_actions(2);
    let integration = integration
        .request_timeout(Duration::from_millis(100))
        .hung_after(Duration::from_secs(1))
        .build()
        .unwrap();
    let address = serve_this(integration, |server| server);
    let body = r#"{"customerId": "hangs", "scheduledAt": "immediate"}"#;
    let cancel = format!(
        "POST /churnkey/actions/customer/cancel HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    for _ in 0..2 {
        assert!(exchange(address, &cancel).starts_with("HTTP/1.1 504"));
    }
    assert_eq!(ask(address, "/readyz").0, 200, "they run, and do not hang yet");
    later();
    let hung = r#"{"code":503,"message":"too many actions hang"}"#;
    assert_eq!(ask(address, "/readyz"), (503, hung.to_owned()));
    assert_eq!(ask(address, "/healthz").0, 200);
}

#[test]
fn a_path_that_is_another_s_and_no_time_are_refused() {
    let refused = |change: &dyn Fn(Server) -> Server| {
        let server = change(Shop::default().integration().server().address("127.0.0.1:0").quiet());
        let bound = actix_web::rt::System::new().block_on(async { server.bind().map(drop) });
        bound.unwrap_err().to_string()
    };
    let message = refused(&|server| server.ready_path("/healthz"));
    assert!(message.contains("`ready_path`: `/healthz` is also the health path"), "{message}");
    let message = refused(&|server| server.ready_path("/churnkey/ready"));
    assert!(message.contains("`/churnkey/ready` is below `/churnkey`"), "{message}");
    let message = refused(&|server| server.ready_timeout(Duration::ZERO));
    assert!(message.contains("invalid setting `ready_timeout`"), "{message}");
}

#[actix_web::test]
async fn both_are_there_for_an_app_of_ones_own_and_turn_on_the_way_down() {
    let (integration, database) = (Shop::default().integration(), Database::default());
    let hook = database.clone();
    let ready = integration.ready(async move || hook.ping()).timeout(Duration::from_secs(5));
    let app = App::new()
        .configure(|config| integration.configure(config))
        .service(integration.health())
        .service(integration.health().path("/live"))
        .service(ready.clone())
        .service(ready.path("/up"));
    let app = init_service(app).await;
    let ask = async |path: &str| {
        let response = call_service(&app, TestRequest::with_uri(path).to_request()).await;
        let (status, closes) =
            (response.status().as_u16(), response.response().head().connection_type());
        (status, closes, String::from_utf8(read_body(response).await.to_vec()).unwrap())
    };
    for path in ["/healthz", "/live", "/readyz", "/up"] {
        let (status, _, body) = ask(path).await;
        assert_eq!((status, &*body), (200, OK), "{path}");
    }
    assert_eq!(database.asked.load(Ordering::Relaxed), 1, "they share the answer");
    let post = TestRequest::with_uri("/readyz").method(Method::POST).to_request();
    assert_eq!(call_service(&app, post).await.status().as_u16(), 405);

    integration.drain();
    for path in ["/healthz", "/live", "/readyz", "/up"] {
        let (status, _, body) = ask(path).await;
        assert_eq!((status, &*body), (503, r#"{"code":503,"message":"shutting down"}"#), "{path}");
    }
    // What still comes is answered, and its connection closed.
    let done = post_cancel(&integration).await;
    assert_eq!(done, 200);
    let (_, closes, _) = ask("/churnkey/features").await;
    assert_eq!(closes, actix_web::http::ConnectionType::Close);
}

async fn post_cancel(integration: &Integration) -> u16 {
    let body = r#"{"customerId": "u_1", "scheduledAt": "immediate"}"#;
    post(integration, "/churnkey/actions/customer/cancel", body).await.status
}
