//! Clients that keep a connection and send little: each has a time, and the server does not.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use churnkey::Integration;

use crate::client::TOKEN;
use crate::merchant::Shop;
use crate::server::{get, serve, serve_this};

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    // So that a server that waits for ever fails the test instead of holding it.
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// What comes until the server closes the connection.
fn until_closed(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8(answer).unwrap()
}

#[test]
fn a_head_that_does_not_end_is_408() {
    let address = serve(|server| server.headers_timeout(Duration::from_secs(1)));
    let mut stream = connect(address);
    stream.write_all(b"GET /churnkey/features HTTP/1.1\r\nhost: t").unwrap();
    let answer = until_closed(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(get(address, "/churnkey/features").starts_with("HTTP/1.1 200"));
}

/// A reset could cost the client an answer that it has not read yet.
#[test]
fn a_client_that_continues_its_head_after_a_408_is_not_reset() {
    let address = serve(|server| server.headers_timeout(Duration::from_secs(1)));
    let mut stream = connect(address);
    stream.write_all(b"GET /churnkey/features HTTP/1.1\r\nhost: t").unwrap();
    stream.peek(&mut [0; 12]).unwrap();
    for _ in 0..5 {
        stream.write_all(b"t").unwrap();
        std::thread::sleep(Duration::from_millis(50));
    }
    let answer = until_closed(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{answer}");
}

#[test]
fn a_body_that_does_not_end_is_408_as_an_error_of_churnkeys() {
    let integration = Integration::builder(Shop::default()).token(TOKEN);
    let integration = integration.body_timeout(Duration::from_millis(200)).build().unwrap();
    let address = serve_this(integration, |server| server);
    let mut stream = connect(address);
    let head = format!(
        "POST /churnkey/actions/customer/cancel HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\ncontent-length: 50\r\n\r\n{{"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let answer = until_closed(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(
        answer.ends_with(r#"{"code":408,"message":"the body did not arrive within 0.2 s"}"#),
        "{answer}"
    );
}

#[test]
fn an_idle_connection_is_closed() {
    let address = serve(|server| server.keep_alive(Duration::from_millis(200)));
    let mut stream = connect(address);
    let head =
        format!("GET /churnkey/features HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    assert!(until_closed(&mut stream).starts_with("HTTP/1.1 200"));
}

#[test]
fn without_a_time_for_it_no_connection_is_kept() {
    let address = serve(|server| server.keep_alive(Duration::ZERO));
    let mut stream = connect(address);
    let head =
        format!("GET /churnkey/features HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let answer = until_closed(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("connection: close"), "{answer}");
}

/// actix limits the time for a head on a new connection only, so a second, endless one would hold it for ever.
#[test]
fn without_a_token_a_connection_has_one_request() {
    let address = serve(|server| server.keep_alive(Duration::from_hours(1)));
    for path in ["/churnkey/features", "/churnkey/unknown", "/healthz", "/elsewhere"] {
        let mut stream = connect(address);
        stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: t\r\n\r\n").as_bytes()).unwrap();
        let answer = until_closed(&mut stream);
        assert!(answer.contains("connection: close"), "{path}: {answer}");
    }
}

#[test]
fn a_further_head_has_a_time_too() {
    let address = serve(|server| server.headers_timeout(Duration::from_secs(1)));
    let head =
        format!("GET /churnkey/features HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\n\r\n");
    let mut stream = connect(address);
    stream.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(100)); // it is answered
    let begun = Instant::now();
    for byte in b"GET /churnkey/features HTTP/1.1\r\nx-slow: 0123456789".iter().cycle() {
        if stream.write_all(&[*byte]).is_err() {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
        assert!(begun.elapsed() < Duration::from_secs(4), "it waits for the rest");
    }
    let answer = until_reset(&mut stream);
    assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{answer}");
}

/// What came before the connection was closed, or reset, since what we sent last was not read.
fn until_reset(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8(answer).unwrap()
}

/// Lists of a hundred, which the client does not read: first the system's buffers are full, then the server waits.
#[test]
fn an_answer_has_to_be_read_in_time() {
    let address = serve(|server| server.answer_timeout(Duration::from_secs(1)));
    let list = format!(
        "GET /churnkey/customers?limit=100 HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\n\r\n"
    );
    // Small from the beginning: shrunk later, the system would drop what is on its way, and the connection stalls.
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    socket.set_recv_buffer_size(4096).unwrap();
    socket.connect(&address.into()).unwrap();
    let mut stream = TcpStream::from(socket);
    stream.set_write_timeout(Some(Duration::from_mins(1))).unwrap();
    let lists = list.repeat(1000);
    let mut asked = Instant::now();
    let problem = loop {
        match stream.write_all(lists.as_bytes()) {
            Ok(()) => asked = Instant::now(),
            Err(problem) => break problem,
        }
    };
    assert!(
        matches!(problem.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe),
        "{problem}"
    );
    assert!(asked.elapsed() < Duration::from_secs(30), "it waited {:?}", asked.elapsed());
    assert!(get(address, "/churnkey/features").starts_with("HTTP/1.1 200"));
}

/// It has sent this and been answered, or not.
fn is_open(stream: &mut TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let mut answer = [0; 4096];
    let open = loop {
        match stream.read(&mut answer) {
            Ok(0) => break false,
            Ok(_) => {}
            Err(error) => break error.kind() == ErrorKind::WouldBlock,
        }
    };
    stream.set_nonblocking(false).unwrap();
    open
}

#[test]
fn who_has_shown_no_token_is_pushed_out_by_who_comes_later() {
    let address = serve(|server| server.connections_per_worker(3));
    let head =
        format!("GET /churnkey/features HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\n\r\n");
    let mut kept = connect(address);
    kept.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    let mut silent: Vec<_> = (0..20)
        .map(|_| {
            let stream = connect(address);
            std::thread::sleep(Duration::from_millis(20));
            stream
        })
        .collect();
    for _ in 0..5 {
        assert!(get(address, "/churnkey/features").starts_with("HTTP/1.1 200"));
    }
    std::thread::sleep(Duration::from_millis(100));
    let open = silent.iter_mut().filter_map(|stream| is_open(stream).then_some(())).count();
    assert!(open <= 2, "{open} silent ones are open");
    assert!(is_open(&mut kept));
    kept.write_all(head.as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(100));
    let mut answer = [0; 4096];
    let length = kept.read(&mut answer).unwrap();
    assert!(answer[..length].starts_with(b"HTTP/1.1 200"));
}

#[test]
fn when_all_have_shown_a_token_more_wait_for_one_to_end() {
    let address = serve(|server| server.connections_per_worker(2));
    let head =
        format!("GET /churnkey/features HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\n\r\n");
    let kept = [(); 2].map(|()| {
        let mut stream = connect(address);
        stream.write_all(head.as_bytes()).unwrap();
        assert_ne!(stream.read(&mut [0]).unwrap(), 0);
        stream
    });
    let mut waiting = connect(address);
    waiting.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    waiting.write_all(b"GET /healthz HTTP/1.1\r\nhost: t\r\n\r\n").unwrap();
    assert!(waiting.read(&mut [0]).is_err(), "it waits");
    drop(kept);
    waiting.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    assert!(until_closed(&mut waiting).starts_with("HTTP/1.1 200"));
}
