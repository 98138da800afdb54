//! A thousand connections that send a byte a second, while a client that behaves is served.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use churnkey_test_support::{Request, Server, TOKEN, example, tools};

const CONNECTIONS: usize = 1_000;

#[test]
fn a_thousand_slow_senders_keep_nobody_out_and_are_closed() {
    // One for each connection here, and one for each in the server, which inherits the limit.
    let may = match rlimit::increase_nofile_limit(4_096) {
        Ok(limit) if limit < 2_048 => Err(format!("the limit is {limit}")),
        Ok(_) => Ok(()),
        Err(error) => Err(error.to_string()),
    };
    if tools::needed("the right to open 2,048 files", may).is_none() {
        return;
    }
    let server = Server::start(&mut example("smallest"));
    let alone = latencies(&server, &AtomicBool::new(false), 500);

    // Half of them are slow with the head, half, with a valid token, with the body.
    let head = "GET /churnkey/features HTTP/1.1\r\nhost: t\r\nx-slow: ".to_owned();
    let body = format!(
        "POST /churnkey/actions/subscription/cancel HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\ncontent-length: 1000\r\n\r\n"
    );
    let mut slow: Vec<_> = (0..CONNECTIONS)
        .map(|number| {
            let mut stream = TcpStream::connect(&server.address).unwrap();
            let begin = if number % 2 == 0 { &head } else { &body };
            stream.write_all(begin.as_bytes()).unwrap();
            stream
        })
        .collect();

    let over = AtomicBool::new(false);
    let among = thread::scope(|scope| {
        let healthy = scope.spawn(|| latencies(&server, &over, usize::MAX));
        let begun = Instant::now();
        while !slow.is_empty() {
            assert!(begun.elapsed() < Duration::from_mins(1), "{} are still there", slow.len());
            thread::sleep(Duration::from_secs(1));
            slow.retain_mut(|stream| stream.write_all(b"x").is_ok() && !is_closed(stream));
        }
        over.store(true, Ordering::Relaxed);
        healthy.join().unwrap()
    });
    println!(
        "a client that behaves, 99 of 100 requests: {:.2} ms alone ({} requests), {:.2} ms among {CONNECTIONS} slow \
         senders ({} requests)",
        p99(alone.clone()),
        alone.len(),
        p99(among.clone()),
        among.len()
    );
}

/// The milliseconds of each request; every one has to be answered with 200.
fn latencies(server: &Server, over: &AtomicBool, most: usize) -> Vec<f64> {
    let mut all = Vec::new();
    while !over.load(Ordering::Relaxed) && all.len() < most {
        let begun = Instant::now();
        let answer = server.send(&Request::new("/churnkey/customers/u_1001", "")).unwrap();
        assert_eq!(answer.status, 200);
        all.push(begun.elapsed().as_secs_f64() * 1000.0);
        thread::sleep(Duration::from_millis(2));
    }
    all
}

fn p99(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() * 99 / 100]
}

/// Whether the server has answered 408 and closed.
fn is_closed(stream: &mut TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let mut answer = [0; 1024];
    let closed = loop {
        match stream.read(&mut answer) {
            Ok(0) => break true,
            Ok(length) => {
                let answer = String::from_utf8_lossy(&answer[..length]);
                assert!(
                    answer.starts_with("HTTP/1.1 408") || !answer.starts_with("HTTP"),
                    "{answer}"
                );
            }
            Err(error) => break error.kind() != std::io::ErrorKind::WouldBlock,
        }
    };
    stream.set_nonblocking(false).unwrap();
    closed
}
