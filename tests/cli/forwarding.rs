//! How `churnkey contact` forwards requests.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, sleep};
use std::time::{Duration, Instant};

use crate::contact::{exchange, upstream};
use crate::recorder::Recorder;
use crate::support;

/// An integration: a function that handles each connection, on a thread of its own, with the connection's number.
fn integration(serve: impl Fn(TcpStream, usize) + Send + Sync + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let serve = Arc::new(serve);
    thread::spawn(move || {
        for (number, stream) in listener.incoming().map_while(Result::ok).enumerate() {
            let serve = Arc::clone(&serve);
            thread::spawn(move || serve(stream, number));
        }
    });
    url
}

/// Reads a head, and the body if the head names its length. Empty if the client closes before.
fn read_request(stream: &mut TcpStream) -> String {
    let (mut request, mut buffer) = (Vec::new(), [0; 4096]);
    while let Ok(read @ 1..) = stream.read(&mut buffer) {
        request.extend_from_slice(&buffer[..read]);
        let text = String::from_utf8_lossy(&request);
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
            return text.into_owned();
        }
    }
    String::new()
}

const OK: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

fn answer_ok(stream: &mut TcpStream) {
    let _ = stream.write_all(OK);
}

fn get(address: &str, path: &str, headers: &str) -> String {
    let request = format!("GET {path} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n{headers}\r\n");
    String::from_utf8_lossy(&exchange(address, &request)).into_owned()
}

/// With such a target the address could end at another place, and its port be lost.
#[test]
fn a_request_about_the_whole_server_goes_to_the_integration() {
    let (url, requests) = upstream(OK.to_vec());
    let recorder = Recorder::start(&url, None, &[]);
    let request = "OPTIONS * HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let answered = exchange(&recorder.address, request);
    assert!(answered.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&answered));
    let sent = String::from_utf8(requests.recv().unwrap()).unwrap();
    assert!(sent.starts_with("OPTIONS * HTTP/1.1\r\n"), "{sent}");
    assert!(sent.contains(&format!("host: {}\r\n", url.trim_start_matches("http://"))), "{sent}");
}

#[test]
fn what_a_connection_names_is_not_forwarded_and_its_address_is() {
    let head = "HTTP/1.1 200 OK\r\nconnection: close, x-hop\r\nx-hop: 1\r\nx-end: 2\r\n";
    let (url, requests) = upstream(format!("{head}content-length: 0\r\n\r\n").into_bytes());
    let recorder = Recorder::start(&url, None, &[]);
    let request = "GET /churnkey/features HTTP/1.1\r\nhost: a\r\nconnection: close, X-Hop\r\nx-hop: 1\r\n\
                   x-forwarded-for: 192.0.2.1\r\nx-end: 2\r\nx-forwarded-for: 192.0.2.2\r\n\r\n";
    let answered = String::from_utf8(exchange(&recorder.address, request)).unwrap();
    let sent = String::from_utf8(requests.recv().unwrap()).unwrap();
    for text in [&answered, &sent] {
        assert!(text.contains("x-end: 2\r\n") && !text.contains("x-hop"), "{text}");
    }
    assert!(sent.contains("x-forwarded-for: 192.0.2.1, 192.0.2.2, 127.0.0.1\r\n"), "{sent}");
    assert_eq!(sent.matches("x-forwarded-for").count(), 1, "{sent}");
}

/// RFC 9110, 7.8: a server may ignore the wish.
#[test]
fn a_wish_to_switch_to_websocket_is_ignored() {
    let (url, requests) = upstream(OK.to_vec());
    let recorder = Recorder::start(&url, None, &[]);
    let begun = Instant::now();
    let wish = "connection: upgrade\r\nupgrade: websocket\r\n";
    let request = format!(
        "GET /churnkey/features HTTP/1.1\r\nhost: a\r\n{wish}\r\n\
         these bytes are not a body"
    );
    let answered = String::from_utf8(exchange(&recorder.address, &request)).unwrap();
    assert!(answered.starts_with("HTTP/1.1 200 ") && answered.ends_with("{}"), "{answered}");
    let sent = String::from_utf8(requests.recv().unwrap()).unwrap();
    assert!(!sent.contains("upgrade") && sent.ends_with("\r\n\r\n"), "{sent}");
    let request = format!(
        "POST /churnkey/x HTTP/1.1\r\nhost: a\r\n{wish}content-length: 4\r\n\r\nbody, and more"
    );
    let answered = exchange(&recorder.address, &request);
    assert!(answered.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&answered));
    let sent = String::from_utf8(requests.recv().unwrap()).unwrap();
    assert!(
        sent.ends_with("content-length: 4\r\n\r\nbody") || sent.ends_with("\r\n\r\nbody"),
        "{sent}"
    );
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}

#[test]
fn a_tunnel_is_refused_at_once() {
    let (url, _requests) = upstream(OK.to_vec());
    let recorder = Recorder::start(&url, None, &[]);
    let begun = Instant::now();
    let answered = exchange(&recorder.address, "CONNECT a:443 HTTP/1.1\r\nhost: a\r\n\r\n");
    assert!(answered.starts_with(b"HTTP/1.1 501 "), "{}", String::from_utf8_lossy(&answered));
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
}

#[test]
fn only_a_client_that_the_integration_accepts_keeps_its_connection() {
    for (status, is_kept) in [(200, true), (304, true), (302, false), (404, false)] {
        let answer =
            format!("HTTP/1.1 {status} X\r\nlocation: /login\r\ncontent-length: 0\r\n\r\n");
        let url = integration(move |mut stream, _| {
            while !read_request(&mut stream).is_empty() {
                let _ = stream.write_all(answer.as_bytes());
            }
        });
        let recorder = Recorder::start(&url, Some(support::TOKEN), &[]);
        let mut stream = TcpStream::connect(&recorder.address).unwrap();
        stream.write_all(b"GET /churnkey/features HTTP/1.1\r\nhost: a\r\n\r\n").unwrap();
        let mut head = [0; 4096];
        let read = stream.read(&mut head).unwrap();
        let head = String::from_utf8_lossy(&head[..read]).into_owned();
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{head}");
        assert_eq!(!head.contains("connection: close\r\n"), is_kept, "{head}");
    }
}

/// Other clients cannot push it out: its connection is known by the token, not by a response.
#[cfg(target_os = "linux")]
#[test]
fn a_client_with_the_token_keeps_its_place_while_the_integration_works() {
    let url = integration(|mut stream, _| {
        read_request(&mut stream);
        sleep(Duration::from_secs(2));
        answer_ok(&mut stream);
    });
    let recorder = Recorder::start_with_files(&url, Some(support::TOKEN), 128);
    let address = recorder.address.clone();
    let asking = thread::spawn(move || {
        let token = format!("authorization: Bearer {}\r\n", support::TOKEN);
        get(&address, "/churnkey/features", &token)
    });
    sleep(Duration::from_millis(500));
    let others: Vec<_> = (0..150).map(|_| TcpStream::connect(&recorder.address)).collect();
    let answered = asking.join().unwrap();
    assert!(answered.starts_with("HTTP/1.1 200 "), "{answered}");
    drop(others);
}

fn reset(client: TcpStream) {
    socket2::SockRef::from(&client).set_linger(Some(Duration::ZERO)).unwrap();
    drop(client);
}

const POST: &[u8] = b"POST /churnkey/actions/subscription/cancel HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\n{}";

/// On SIGTERM too, for as long as a request may take: longer than the 30 seconds that a server has by default.
#[cfg(unix)]
#[test]
fn a_request_is_finished_and_recorded_even_if_its_client_leaves_and_the_recorder_ends() {
    let (begun, finished) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let counts = (Arc::clone(&begun), Arc::clone(&finished));
    let url = integration(move |mut stream, _| {
        if read_request(&mut stream).is_empty() {
            return;
        }
        counts.0.fetch_add(1, Ordering::SeqCst);
        stream.set_read_timeout(Some(Duration::from_secs(33))).unwrap();
        // An end before that is the recorder's.
        if stream.read(&mut [0]).is_err() {
            answer_ok(&mut stream);
            counts.1.fetch_add(1, Ordering::SeqCst);
        }
    });
    let recorder = Recorder::start(&url, None, &[]);
    let mut clients = [(); 2].map(|()| TcpStream::connect(&recorder.address).unwrap());
    for client in &mut clients {
        client.write_all(POST).unwrap();
    }
    while begun.load(Ordering::SeqCst) < 2 {
        sleep(Duration::from_millis(10));
    }
    let [leaves, mut stays] = clients;
    reset(leaves);
    let waiting = thread::spawn(move || {
        let mut answered = Vec::new();
        let _ = stays.read_to_end(&mut answered);
        answered
    });
    sleep(Duration::from_millis(500));
    let record = recorder.end();
    assert_eq!(finished.load(Ordering::SeqCst), 2);
    let answered = waiting.join().unwrap();
    assert!(answered.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&answered));
    let kind = record.lines().nth(1).unwrap();
    assert!(kind.contains(r#""count":2"#) && kind.contains(r#""status":200"#), "{record}");
}

/// The integration closes a connection when it gets a request on it after more than 4 seconds.
#[test]
fn a_connection_to_the_integration_is_not_used_after_a_while() {
    let url = integration(|mut stream, _| {
        let mut idle_since = Instant::now();
        while !read_request(&mut stream).is_empty() {
            if idle_since.elapsed() > Duration::from_secs(4) {
                return;
            }
            answer_ok(&mut stream);
            idle_since = Instant::now();
        }
    });
    let recorder = Recorder::start(&url, None, &[]);
    // Each worker has connections of its own.
    let requests = 2 * thread::available_parallelism().unwrap().get();
    for wait in [Duration::ZERO, Duration::from_millis(4500)] {
        sleep(wait);
        for _ in 0..requests {
            let request = "POST /churnkey/x HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}";
            let answered = String::from_utf8(exchange(&recorder.address, request)).unwrap();
            assert!(answered.starts_with("HTTP/1.1 200 "), "{answered}");
        }
    }
}

#[test]
fn each_part_of_a_large_response_may_take_as_long_as_a_response() {
    let head = "HTTP/1.1 200 OK\r\ncontent-length: 140000\r\nconnection: close\r\n\r\n";
    let url = integration(move |mut stream, number| {
        read_request(&mut stream);
        let _ = stream.write_all(head.as_bytes());
        let _ = stream.write_all("x".repeat(100_000).as_bytes());
        for _ in 0..4 {
            // The second response stops in the middle.
            sleep(if number == 0 { Duration::from_millis(600) } else { Duration::from_secs(30) });
            let _ = stream.write_all(&[b'y'; 10_000]);
        }
    });
    let recorder = Recorder::start(&url, None, &["--timeout", "1.5"]);
    let whole = get(&recorder.address, "/churnkey/prices", "");
    assert!(whole.starts_with("HTTP/1.1 200 ") && whole.ends_with('y'), "{whole:.300}");
    assert_eq!(whole.matches('y').count(), 40_000);
    let half = get(&recorder.address, "/churnkey/prices", "");
    assert!(half.contains("content-length: 140000\r\n") && half.ends_with('x'), "{half:.300}");
    recorder.output_with("was cut off: the rest did not come in time\n");
}

#[test]
fn many_headers_pass_and_too_many_are_not_called_anything_but_http() {
    let answer = |headers: usize| {
        let headers: Vec<_> = (0..headers).map(|n| format!("x-{n}: 1\r\n")).collect();
        let headers = headers.concat();
        format!("HTTP/1.1 200 OK\r\n{headers}content-length: 0\r\nconnection: close\r\n\r\n")
    };
    let (url, _requests) = upstream(answer(300).into_bytes());
    let recorder = Recorder::start(&url, None, &[]);
    let answered = get(&recorder.address, "/churnkey/features", "");
    assert!(answered.starts_with("HTTP/1.1 200 "), "{answered:.300}");
    assert_eq!(answered.matches("\r\nx-").count(), 300);
    let (url, _requests) = upstream(answer(600).into_bytes());
    let recorder = Recorder::start(&url, None, &[]);
    let answered = get(&recorder.address, "/churnkey/features", "");
    assert!(answered.starts_with("HTTP/1.1 502 "), "{answered:.300}");
    recorder.output_with("the integration did not respond: what it sent cannot be parsed: message head is too large\n");
}

/// The requests are forwarded all the same, but the command must not end as if it had recorded them.
#[cfg(unix)]
#[test]
fn a_record_that_cannot_be_written_is_a_failure_at_the_end() {
    let (url, _requests) = upstream(OK.to_vec());
    let recorder = Recorder::start(&url, None, &[]);
    let mut new = recorder.file.clone().into_os_string();
    new.push(format!(".{}", recorder.id()));
    std::fs::create_dir(&new).unwrap();
    let answered = get(&recorder.address, "/churnkey/features", "");
    assert!(answered.starts_with("HTTP/1.1 200 "), "{answered}");
    recorder.output_with("requests are still forwarded, and the recorder will retry\n");
    let (code, complaint) = recorder.terminate();
    std::fs::remove_dir(&new).unwrap();
    assert_eq!(code, Some(2), "{complaint}");
    assert!(complaint.contains("cannot write the record"), "{complaint}");
}
