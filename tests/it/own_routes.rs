//! Routes of the merchant's own beside the integration, and what becomes of their connections.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use actix_web::HttpResponse;
use actix_web::dev::Service as _;
use actix_web::web::{self, Bytes, ServiceConfig};
use churnkey::{Integration, trust_connection};
use futures_util::stream;

use crate::client::TOKEN;
use crate::merchant::Shop;
use crate::server::{exchange, get, serve, serve_this};

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    // So that a server that waits for ever fails the test instead of holding it.
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

fn until_closed(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer); // closed, or reset
    String::from_utf8_lossy(&answer).into_owned()
}

/// What comes up to these words.
fn until(stream: &mut TcpStream, words: &str) -> String {
    let mut answer = String::new();
    while !answer.ends_with(words) {
        let mut byte = [0];
        assert_ne!(stream.read(&mut byte).unwrap(), 0, "closed after {answer:?}");
        answer.push(char::from(byte[0]));
    }
    answer
}

fn request(method: &str, path: &str) -> String {
    format!("{method} {path} HTTP/1.1\r\nhost: t\r\n\r\n")
}

/// A piece every 100 ms, twenty of them.
fn ticks() -> HttpResponse {
    HttpResponse::Ok().streaming(stream::unfold(0, async |tick: u32| {
        actix_web::rt::time::sleep(Duration::from_millis(100)).await;
        (tick < 20).then(|| (Ok::<_, actix_web::Error>(Bytes::from("tick\n")), tick + 1))
    }))
}

/// As much as is taken.
fn flood() -> HttpResponse {
    let piece = Bytes::from(vec![b'x'; 64 * 1024]);
    HttpResponse::Ok()
        .streaming(stream::repeat_with(move || Ok::<_, actix_web::Error>(piece.clone())))
}

/// Another protocol, under the one name that actix knows: what is sent comes back.
fn echo(body: web::Payload) -> HttpResponse {
    HttpResponse::SwitchingProtocols().upgrade("websocket").streaming(body)
}

fn routes(config: &mut ServiceConfig) {
    let all = |config: &mut ServiceConfig| {
        config
            .route("/", web::get().to(async || "our own page"))
            .route("/upload", web::post().to(async |body: Bytes| body.len().to_string()))
            .route("/ticks", web::get().to(async || ticks()))
            .route("/flood", web::get().to(async || flood()))
            .route("/echo", web::get().to(async |body: web::Payload| echo(body)));
    };
    let known = web::scope("/known").wrap_fn(|request, routes| {
        trust_connection(request.request());
        routes.call(request)
    });
    config.service(known.configure(all)).configure(all);
}

#[test]
fn they_stand_beside_the_integration_and_take_nothing_from_it() {
    let address = serve(|server| {
        server.app(routes).app(|config| {
            config
                .route("/churnkey/customers/u_1", web::get().to(async || "never"))
                .route("/healthz", web::get().to(async || "never"))
                .default_service(web::to(async || HttpResponse::ImATeapot().body("our own 404")));
        })
    });
    assert!(get(address, "/").ends_with("our own page"));
    assert!(get(address, "/churnkey/customers/u_1").contains(r#""id":"u_1""#));
    assert!(get(address, "/churnkey/elsewhere").starts_with("HTTP/1.1 404"));
    assert!(get(address, "/healthz").ends_with(r#"{"status":"ok"}"#));
    let elsewhere = get(address, "/elsewhere");
    assert!(elsewhere.starts_with("HTTP/1.1 418") && elsewhere.ends_with("our own 404"));
    // As long as nobody says otherwise, a path that is nobody's is told where the integration is.
    let plain = serve(|server| server.app(routes));
    assert!(get(plain, "/elsewhere").contains("the integration is under /churnkey"));
}

#[test]
fn a_client_that_is_not_known_has_one_answer_there_too() {
    let address = serve(|server| server.app(routes));
    let mut stream = connect(address);
    stream.write_all(request("GET", "/").repeat(2).as_bytes()).unwrap();
    let answers = until_closed(&mut stream);
    assert_eq!(answers.matches("our own page").count(), 1, "{answers}");
    assert!(answers.contains("connection: close"), "{answers}");
}

#[test]
fn who_has_shown_a_token_or_is_trusted_may_ask_again() {
    let address = serve(|server| server.app(routes));
    let mut trusted = connect(address);
    for _ in 0..3 {
        trusted.write_all(request("GET", "/known/").as_bytes()).unwrap();
        let answer = until(&mut trusted, "our own page");
        assert!(!answer.contains("connection: close"), "{answer}");
    }
    trusted.write_all(request("GET", "/").as_bytes()).unwrap();
    until(&mut trusted, "our own page"); // it is the connection that is trusted
    trusted.write_all(request("GET", "/churnkey/features").as_bytes()).unwrap();
    let unauthorized = until(&mut trusted, "send `Authorization: Bearer <token>`\"}");
    assert!(unauthorized.starts_with("HTTP/1.1 401"), "{unauthorized}");

    let mut with_token = connect(address);
    let features = request("GET", "/churnkey/features")
        .replace("host: t", &format!("host: t\r\nauthorization: {TOKEN}"));
    with_token.write_all(features.as_bytes()).unwrap();
    until(&mut with_token, "}}}");
    with_token.write_all(request("GET", "/").as_bytes()).unwrap();
    until(&mut with_token, "our own page");
}

#[test]
fn who_is_trusted_keeps_its_place_and_who_is_not_gives_way() {
    let address = serve(|server| server.app(routes).connections_per_worker(3));
    let mut trusted = connect(address);
    trusted.write_all(request("GET", "/known/").as_bytes()).unwrap();
    until(&mut trusted, "our own page");
    let mut slow = connect(address);
    slow.write_all(request("GET", "/ticks").as_bytes()).unwrap();
    until(&mut slow, "tick\n");
    let others = [(); 5].map(|()| {
        let stream = connect(address);
        std::thread::sleep(Duration::from_millis(20));
        stream
    });
    let ticks = until_closed(&mut slow).matches("tick\n").count();
    assert!(ticks < 19, "it was pushed out in the middle of its answer");
    trusted.write_all(request("GET", "/known/").as_bytes()).unwrap();
    until(&mut trusted, "our own page");
    drop(others);
}

#[test]
fn a_stream_may_last_where_it_is_trusted_as_long_as_it_is_taken() {
    let address = serve(|server| server.app(routes).answer_timeout(Duration::from_millis(700)));
    let mut known = connect(address);
    known.write_all(request("GET", "/known/ticks").as_bytes()).unwrap();
    let whole = until(&mut known, "\r\n0\r\n\r\n");
    assert_eq!(whole.matches("tick\n").count(), 20, "{whole}");
    known.write_all(request("GET", "/known/").as_bytes()).unwrap();
    until(&mut known, "our own page"); // and goes on

    let mut stranger = connect(address);
    stranger.write_all(request("GET", "/ticks").as_bytes()).unwrap();
    let part = until_closed(&mut stranger);
    let ticks = part.matches("tick\n").count();
    assert!((1..20).contains(&ticks) && !part.ends_with("0\r\n\r\n"), "{part}");
}

#[test]
fn a_trusted_client_that_takes_nothing_is_closed() {
    let address = serve(|server| server.app(routes).answer_timeout(Duration::from_millis(300)));
    let mut stream = connect(address);
    stream.write_all(request("GET", "/known/flood").as_bytes()).unwrap();
    // What is in the buffers can still be read, and then it has ended.
    std::thread::sleep(Duration::from_secs(3));
    let begun = Instant::now();
    let mut scratch = vec![0; 1 << 20];
    while matches!(stream.read(&mut scratch), Ok(read) if read > 0) {
        assert!(begun.elapsed() < Duration::from_secs(15), "it goes on");
    }
}

#[test]
fn a_body_that_does_not_come_is_not_waited_for() {
    let integration = Integration::builder(Shop::default()).token(TOKEN);
    let integration = integration.body_timeout(Duration::from_millis(500)).build().unwrap();
    let address = serve_this(integration, |server| server.app(routes));
    let whole =
        exchange(address, "POST /upload HTTP/1.1\r\nhost: t\r\ncontent-length: 5\r\n\r\nhello");
    assert!(whole.ends_with("\r\n\r\n5"), "{whole}");
    for framing in ["content-length: 50", "transfer-encoding: chunked"] {
        let mut stream = connect(address);
        let head = format!("POST /upload HTTP/1.1\r\nhost: t\r\n{framing}\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let begun = Instant::now();
        loop {
            std::thread::sleep(Duration::from_millis(50));
            let piece = if framing.contains("chunked") { "1\r\nx\r\n" } else { "x" };
            match stream.write_all(piece.as_bytes()) {
                Ok(()) => assert!(begun.elapsed() < Duration::from_secs(4), "{framing}: it waits"),
                Err(problem) => {
                    let kind = problem.kind();
                    assert!(matches!(kind, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe));
                    break;
                }
            }
        }
    }
}

#[test]
fn a_body_that_nobody_reads_is_not_taken_for_ever() {
    let address = serve(|server| server.app(routes));
    let mut stream = connect(address);
    let head = "GET / HTTP/1.1\r\nhost: t\r\ntransfer-encoding: chunked\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let chunk = format!("8000\r\n{}\r\n", "x".repeat(0x8000));
    let begun = Instant::now();
    while stream.write_all(chunk.as_bytes()).is_ok() {
        assert!(begun.elapsed() < Duration::from_secs(4), "it takes all that comes");
    }
}

#[test]
fn a_connection_may_switch_to_another_protocol_where_it_is_trusted() {
    let address = serve(|server| {
        server
            .app(routes)
            .answer_timeout(Duration::from_millis(500))
            .keep_alive(Duration::from_secs(1))
    });
    let upgrade = |path: &str| {
        format!(
            "GET {path} HTTP/1.1\r\nhost: t\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n"
        )
    };
    let mut stream = connect(address);
    stream.write_all(upgrade("/known/echo").as_bytes()).unwrap();
    let head = until(&mut stream, "\r\n\r\n");
    assert!(head.starts_with("HTTP/1.1 101"), "{head}");
    assert!(head.to_lowercase().contains("connection: upgrade"), "{head}");
    for word in ["one", "two"] {
        std::thread::sleep(Duration::from_millis(1500)); // longer than an answer, or silence, may take
        stream.write_all(word.as_bytes()).unwrap();
        until(&mut stream, word);
    }
    stream.shutdown(std::net::Shutdown::Write).unwrap();
    assert_eq!(until_closed(&mut stream), "");

    let mut stranger = connect(address);
    stranger.write_all(upgrade("/echo").as_bytes()).unwrap();
    let answer = until_closed(&mut stranger);
    assert!(answer.starts_with("HTTP/1.1 500") && answer.contains("connection: close"), "{answer}");
}
