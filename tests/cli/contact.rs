use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::recorder::Recorder;
use crate::support::{self, Request, Server, example};
use crate::{TOKEN, churnkey};

/// Answers each connection with these bytes, and sends on the requests that it received.
pub(crate) fn upstream(answer: Vec<u8>) -> (String, std::sync::mpsc::Receiver<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (sender, requests) = std::sync::mpsc::channel();
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
            let (mut request, mut buffer) = (Vec::new(), [0; 4096]);
            while let Ok(read @ 1..) = stream.read(&mut buffer) {
                request.extend_from_slice(&buffer[..read]);
                let text = String::from_utf8_lossy(&request);
                let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
                let length = head
                    .lines()
                    .find_map(|line| line.strip_prefix("content-length: ")?.parse().ok());
                if body.len() >= length.unwrap_or(0) {
                    break;
                }
            }
            let _ = sender.send(request);
            let _ = stream.write_all(&answer);
        }
    });
    (url, requests)
}

pub(crate) fn exchange(address: &str, request: &str) -> Vec<u8> {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    answer
}

#[test]
fn a_request_and_its_response_are_forwarded_unchanged() {
    let answer = "HTTP/1.1 207 Multi-Status\r\ncontent-type: text/odd\r\nx-two: 1\r\nx-two: 2\r\ncontent-length: 5\r\n\
                  connection: close\r\nkeep-alive: timeout=5\r\n\r\nh\u{fc}ll";
    let (url, requests) = upstream(answer.as_bytes().to_vec());
    let recorder = Recorder::start(&format!("{url}/billing"), None, &[]);
    let body = r#"{ "customerId" : "u_1001" }"#;
    let request = format!(
        "PATCH /churnkey/odd%2Fpath//x?b=1&a=%20+&a HTTP/1.1\r\nhost: shop.example\r\nconnection: close\r\nx-two: 1\r\nx-two: 2\r\n\
         authorization: Odd  scheme\r\ncontent-type: application/json\r\ncontent-length: {}\r\nte: trailers\r\n\r\n{body}",
        body.len()
    );
    let answered = String::from_utf8(exchange(&recorder.address, &request)).unwrap();
    assert!(answered.starts_with("HTTP/1.1 207 "), "{answered}");
    assert!(answered.contains("content-type: text/odd\r\n"), "{answered}");
    assert_eq!(answered.matches("x-two: ").count(), 2, "{answered}");
    assert!(!answered.contains("keep-alive"), "{answered}");
    assert!(answered.ends_with("\r\n\r\nh\u{fc}ll"), "{answered}");
    let sent = String::from_utf8(requests.recv().unwrap()).unwrap();
    assert!(
        sent.starts_with("PATCH /billing/churnkey/odd%2Fpath//x?b=1&a=%20+&a HTTP/1.1\r\n"),
        "{sent}"
    );
    for line in [
        "authorization: Odd  scheme\r\n",
        "content-type: application/json\r\n",
        "x-forwarded-host: shop.example\r\n",
        "x-forwarded-for: 127.0.0.1\r\n",
        "x-forwarded-proto: http\r\n",
    ] {
        assert!(sent.contains(line), "{line} is not in {sent}");
    }
    assert_eq!(sent.matches("x-two: ").count(), 2, "{sent}");
    for dropped in ["te: ", "user-agent", "accept", "\r\nhost: shop.example"] {
        assert!(!sent.contains(dropped), "{dropped} is in {sent}");
    }
    assert!(sent.ends_with(body), "{sent}");
}

#[test]
fn a_large_answer_arrives_whole() {
    let body: Vec<u8> = (0..3_000_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
    let head =
        format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
    let (url, _requests) = upstream([head.as_bytes(), &body].concat());
    let recorder = Recorder::start(&url, None, &[]);
    let request = "GET /churnkey/prices HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let answered = exchange(&recorder.address, request);
    let at = answered.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
    assert_eq!(answered[at + 4..].len(), body.len());
    assert!(answered[at + 4..] == body[..]);
}

/// The length is that of the body which is not there; where it is not known, none is said (RFC 9110, 8.6).
#[test]
fn an_answer_to_head_has_no_body_and_the_length_of_one() {
    let head = "HTTP/1.1 200 OK\r\nconnection: close\r\n";
    for (answer, length) in [
        (format!("{head}content-length: 4321\r\n\r\n"), Some("content-length: 4321\r\n")),
        (format!("{head}transfer-encoding: chunked\r\n\r\n"), None),
    ] {
        let (url, _requests) = upstream(answer.into_bytes());
        let recorder = Recorder::start(&url, None, &[]);
        let request = "HEAD /churnkey/prices HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
        let answered = String::from_utf8(exchange(&recorder.address, request)).unwrap();
        assert!(answered.starts_with("HTTP/1.1 200 ") && answered.ends_with("\r\n\r\n"));
        match length {
            Some(length) => assert!(answered.contains(length), "{answered}"),
            None => assert!(!answered.contains("content-length"), "{answered}"),
        }
    }
}

#[test]
fn with_translate_head_is_answered_without_the_body_of_get() {
    let server = Server::start(&mut example("smallest"));
    let url = format!("http://{}", server.address);
    let format = ["--translate", "--manifest-format", "PascalCase modules"];
    let recorder = Recorder::start(&url, Some(support::TOKEN), &format);
    let ask = |method: &str, path: &str| {
        let request = format!(
            "{method} /churnkey{path} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {}\r\nconnection: close\r\n\r\n",
            support::TOKEN
        );
        String::from_utf8(exchange(&recorder.address, &request)).unwrap()
    };
    for path in ["/features", "/prices?limit=10"] {
        let (get, head) = (ask("GET", path), ask("HEAD", path));
        let (_, body) = get.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200 ") && head.ends_with("\r\n\r\n"), "{head}");
        assert!(head.contains(&format!("content-length: {}\r\n", body.len())), "{head}{get}");
    }
    recorder.output_with("without the recorder: CK_ALIASES='HEAD /prices /prices'\n");
}

#[test]
fn limits_are_those_of_the_framework() {
    let server = Server::start(&mut example("smallest"));
    let recorder =
        Recorder::start(&format!("http://{}", server.address), Some(support::TOKEN), &[]);
    let body = "x".repeat(64 * 1024 + 1);
    let (path, query) =
        (format!("/churnkey/customers/{}", "a".repeat(8 * 1024)), "b".repeat(15_000));
    let mut wide = Request::new("/churnkey/features", "");
    wide.headers.push(("x-wide", &query));
    wide.headers.push(("x-wide", &query));
    for (request, status) in [
        (Request::new("/churnkey/actions/subscription/cancel", &body), 413),
        (Request::new(&path, ""), 414),
        (wide, 431),
        (Request::new("/churnkey/features", ""), 200),
    ] {
        let answer = support::send(&recorder.address, &request).unwrap();
        assert_eq!(answer.status, status, "{}", answer.body);
        if status != 200 {
            let body: serde_json::Value = serde_json::from_str(&answer.body).unwrap();
            assert_eq!(body["code"], status);
        }
    }
}

#[test]
fn a_connection_without_the_token_ends_after_one_response() {
    let server = Server::start(&mut example("smallest"));
    let recorder =
        Recorder::start(&format!("http://{}", server.address), Some(support::TOKEN), &[]);
    let begun = Instant::now();
    let answered =
        exchange(&recorder.address, "GET /churnkey/features HTTP/1.1\r\nhost: a\r\n\r\n");
    let answered = String::from_utf8(answered).unwrap();
    assert!(answered.starts_with("HTTP/1.1 401 "), "{answered}");
    assert!(answered.contains("connection: close\r\n"), "{answered}");
    assert!(begun.elapsed() < Duration::from_secs(5), "{:?}", begun.elapsed());
    let half = exchange(&recorder.address, "GET /churnkey/features HTTP/1.1\r\nhost: a\r\n");
    assert!(half.starts_with(b"HTTP/1.1 408 "), "{}", String::from_utf8_lossy(&half));
}

#[test]
fn an_integration_that_is_down_is_a_502_until_it_is_back() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let recorder = Recorder::start(&format!("http://{address}"), Some(TOKEN), &[]);
    for _ in 0..3 {
        let answer =
            support::send(&recorder.address, &Request::new("/churnkey/features", "")).unwrap();
        assert_eq!(answer.status, 502);
        assert!(answer.body.contains("the integration did not respond"), "{}", answer.body);
    }
    let server = Server::start(example("smallest").env("CK_ADDR", address.to_string()));
    let answer = support::send(&recorder.address, &Request::new("/churnkey/features", "")).unwrap();
    assert_eq!(answer.status, 200, "{}", answer.body);
    drop(server);
    recorder.kinds(4);
    let output = recorder.output_with("/churnkey/features answered 200");
    assert_eq!(output.matches("the integration did not respond").count(), 1, "{output}");
}

/// The recorder has a connection to it that it keeps open.
#[test]
fn an_integration_that_was_restarted_is_reached_again() {
    let server = Server::start(&mut example("smallest"));
    let address = server.address.clone();
    let recorder = Recorder::start(&format!("http://{address}"), Some(support::TOKEN), &[]);
    let status = || {
        support::send(&recorder.address, &Request::new("/churnkey/features", "")).unwrap().status
    };
    for _ in 0..3 {
        assert_eq!(status(), 200);
    }
    drop(server);
    let _server = Server::start(example("smallest").env("CK_ADDR", address));
    assert_eq!([status(), status(), status()], [200; 3]);
}

#[test]
fn a_response_that_does_not_come_in_time_is_a_504() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let recorder = Recorder::start(&url, None, &["--timeout", "0.3"]);
    let begun = Instant::now();
    let answer = support::send(&recorder.address, &Request::new("/churnkey/features", "")).unwrap();
    assert_eq!(answer.status, 504, "{}", answer.body);
    assert!(answer.body.contains("the integration did not respond in time"), "{}", answer.body);
    assert!((300..5_000).contains(&begun.elapsed().as_millis()), "{:?}", begun.elapsed());
}

/// Neither is taken for a whole response: the client's connection ends before the promised length.
#[test]
fn a_response_that_is_cut_off_is_not_whole() {
    for (sent, is_502) in [(10, true), (200_000, false)] {
        let head = "HTTP/1.1 200 OK\r\ncontent-length: 3000000\r\n\r\n";
        let (url, _requests) = upstream([head.as_bytes(), &vec![b'x'; sent]].concat());
        let recorder = Recorder::start(&url, None, &[]);
        let request = "GET /churnkey/prices HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
        let answered = exchange(&recorder.address, request);
        let answered = String::from_utf8_lossy(&answered);
        assert_eq!(answered.starts_with("HTTP/1.1 502 "), is_502, "{answered:.300}");
        assert!(is_502 || answered.len() < 3_000_000 && answered.contains("length: 3000000\r\n"));
        recorder.output_with("end of file before message length reached\n");
    }
}

#[test]
fn a_record_is_reported_with_fixes() {
    let server = Server::start(&mut example("smallest"));
    let recorder =
        Recorder::start(&format!("http://{}", server.address), Some(support::TOKEN), &[]);
    let mut elsewhere = Request::new("/churnkey/manifest", "");
    elsewhere.headers = vec![("x-ck-integration-token", support::TOKEN)];
    assert_eq!(support::send(&recorder.address, &elsewhere).unwrap().status, 401);
    for path in ["/churnkey/features", "/churnkey/customers/mina%40example.org"] {
        support::send(&recorder.address, &Request::new(path, "")).unwrap();
    }
    let kinds = recorder.kinds(3);
    assert_eq!(
        kinds[0]["token"][0], "header x-ck-integration-token, without a scheme",
        "{kinds:?}"
    );
    assert_eq!(kinds[2]["path"], "/churnkey/customers/…", "{kinds:?}");
    recorder.output_with(
        "1: GET /churnkey/manifest answered 401; token: header x-ck-integration-token, without a scheme\n",
    );
    let output = recorder.output_with("/churnkey/customers/… answered");
    let file = recorder.file.clone();
    let record = recorder.end();
    let report = churnkey(&["contact", "report", file.to_str().unwrap()], &[]).ended(0);
    report.says("U1   different");
    report.says("fix  CK_TOKEN_HEADER=x-ck-integration-token");
    report.says("| U22 | HEAD, OPTIONS, CORS | *as expected* |");
    report.says("3 requests, by kind:");
    for secret in [support::TOKEN, "mina"] {
        assert!(
            !record.contains(secret) && !output.contains(secret) && !report.out.contains(secret),
            "{secret}"
        );
    }
    let json = churnkey(&["contact", "report", file.to_str().unwrap(), "--json"], &[]).ended(0).out;
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["findings"][0]["fix"][0], "CK_TOKEN_HEADER=x-ck-integration-token");
}

/// Such as one for live mode and one for test mode.
#[test]
fn each_token_of_the_variable_is_known() {
    let server = Server::start(&mut example("smallest"));
    let tokens = format!("ck_int_0123456789abcdef {}", support::TOKEN);
    let recorder =
        Recorder::start(&format!("http://{}", server.address), Some(&tokens), &["--translate"]);
    let mut elsewhere = Request::new("/churnkey/features", "");
    elsewhere.headers = vec![("x-key", support::TOKEN)];
    assert_eq!(support::send(&recorder.address, &elsewhere).unwrap().status, 200);
    elsewhere.headers = vec![("x-key", "ck_int_0123456789abcdef")];
    assert_eq!(support::send(&recorder.address, &elsewhere).unwrap().status, 401);
    let numbers: Vec<_> =
        recorder.kinds(2).iter().map(|kind| kind["tokenNumbers"].clone()).collect();
    assert_eq!(numbers, [serde_json::json!([2]), serde_json::json!([1])]);
}

#[test]
fn with_a_certificate_it_serves_https() {
    let server = Server::start(&mut example("smallest"));
    let folder = crate::folder();
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let (cert, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    std::fs::write(&cert, made.cert.pem()).unwrap();
    std::fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    let files = ["--tls-cert", cert.to_str().unwrap(), "--tls-key", key.to_str().unwrap()];
    let recorder =
        Recorder::start(&format!("http://{}", server.address), Some(support::TOKEN), &files);
    let tls = ureq::tls::TlsConfig::builder().disable_verification(true).build();
    let config = ureq::config::Config::builder().tls_config(tls).build();
    let answer = ureq::Agent::new_with_config(config)
        .get(format!("https://{}/churnkey/features", recorder.address))
        .header("authorization", format!("Bearer {}", support::TOKEN))
        .call()
        .unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(recorder.kinds(1)[0]["status"], 200);
    let request = "GET /churnkey/features HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n";
    let mut stream = TcpStream::connect(&recorder.address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP/1.1"), "in the clear");
}

#[test]
fn invalid_arguments_are_explained() {
    let notes = crate::folder().join("notes");
    std::fs::write(&notes, "mine\n").unwrap();
    let notes = notes.to_str().unwrap();
    for (arguments, why) in [
        (&["contact"][..], "--forward <URL>"),
        (&["contact", "--forward", "shop.example"], "needs the form `https://host/path`"),
        (&["contact", "--forward", "http://127.0.0.1:80800"], "a port from 1 to 65535"),
        (
            &["contact", "--forward", "http://127.0.0.1:9", "--translate"],
            "needs the integration token",
        ),
        (
            &["contact", "--forward", "http://127.0.0.1:9", "--manifest-format", "flat"],
            "--translate",
        ),
        (
            &[
                "contact",
                "--forward",
                "http://127.0.0.1:9",
                "--translate",
                "--manifest-format",
                "odd",
            ],
            "`odd` is not a manifest format",
        ),
        (
            &["contact", "--forward", "http://127.0.0.1:9", "--tls-cert", "cert.pem"],
            "--tls-key <FILE>",
        ),
        (&["contact", "--forward", "http://127.0.0.1:9", "--listen", "nowhere"], "nowhere"),
        (
            &["contact", "--forward", "http://127.0.0.1:9", "--record", notes],
            "not a record of `churnkey contact`",
        ),
        (
            &["contact", "--forward", "http://127.0.0.1:9", "--timeout", "1e12"],
            "the timeout must be above zero and at most a day",
        ),
        (&["contact", "report"], "<FILE>"),
        (&["contact", "report", notes], "not a record of `churnkey contact`"),
        (&["contact", "report", "/nowhere"], "/nowhere: "),
    ] {
        churnkey(arguments, &[]).ended(2).complains(why);
    }
    assert_eq!(std::fs::read_to_string(notes).unwrap(), "mine\n");
}

/// Each request is sent directly, and then through the recorder. The times are printed, not asserted.
#[test]
fn a_hundred_requests_a_second_pass_through() {
    let server = Server::start(&mut example("smallest"));
    let recorder =
        Recorder::start(&format!("http://{}", server.address), Some(support::TOKEN), &[]);
    let mut connections = [&server.address, &recorder.address].map(|address| {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        (stream, Vec::new())
    });
    let request = format!(
        "GET /churnkey/features HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {}\r\n\r\n",
        support::TOKEN
    );
    for _ in 0..500 {
        let tick = Instant::now();
        for (stream, times) in &mut connections {
            let begun = Instant::now();
            stream.write_all(request.as_bytes()).unwrap();
            let (mut answer, mut buffer) = (Vec::new(), [0; 4096]);
            while !answer.ends_with(b"}") {
                let read = stream.read(&mut buffer).unwrap();
                assert!(read > 0, "closed");
                answer.extend_from_slice(&buffer[..read]);
            }
            times.push(begun.elapsed());
            assert!(answer.starts_with(b"HTTP/1.1 200"));
        }
        thread::sleep(Duration::from_millis(10).saturating_sub(tick.elapsed()));
    }
    for (way, (_, times)) in ["directly", "through the recorder"].iter().zip(&mut connections) {
        times.sort();
        let [half, most, nearly_all] = [times[250], times[475], times[495]];
        println!(
            "{way}: half within {half:?}, 95 of 100 within {most:?}, 99 of 100 within {nearly_all:?}"
        );
    }
    assert_eq!(recorder.kinds(500)[0]["count"], 500);
}
