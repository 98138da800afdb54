//! One connection each: how long it lasts, and what is read of it after its answer. The table in `docs/reliability.md` is what
//! this prints: `cargo test -p churnkey-examples --features rustls --test lingering alone -- --nocapture`.

use std::thread;
use std::time::Duration;

use crate::process::Server;
use crate::ways::{self, Lingering, Way};

/// What `docs/reliability.md` promises for who has been answered.
const LINGERS: Duration = Duration::from_secs(1);
const LINGERS_BYTES: usize = 64 * 1024;
/// And for who has not: `headers_timeout`, twice with TLS, and the second above.
const HEAD: Duration = Duration::from_secs(5);
/// What a busy machine may add.
const SLACK: Duration = Duration::from_secs(2);

struct Seen {
    answer: String,
    lasted: Duration,
    why: String,
    discarded: usize,
}

#[test]
fn alone_each_is_closed_in_time_and_little_is_read_of_it() {
    let ways = ways::all();
    assert_eq!(ways.len(), 20);
    // A server each for every fourth: its log has no names, so only one can be tried at a time.
    let seen: Vec<_> = thread::scope(|scope| {
        let parts: Vec<_> = ways
            .chunks(4)
            .map(|part| {
                scope.spawn(|| part.iter().map(|way| (way, alone(way))).collect::<Vec<_>>())
            })
            .collect();
        parts.into_iter().flat_map(|part| part.join().unwrap()).collect()
    });
    println!(
        "| Without a token | Answer | Closed after | Read after the answer |\n|---|---|---|---|"
    );
    for (way, Seen { answer, lasted, why, discarded }) in &seen {
        let (name, lasted) = (way.name, lasted.as_secs_f64());
        println!("| {name} | {answer} | {lasted:.1} s | {discarded} bytes |");
        assert_ne!(why, "another needed its place");
    }
    for (way, Seen { answer, lasted, discarded, .. }) in &seen {
        let promised = match answer.as_str() {
            "none" => HEAD + HEAD + LINGERS,
            "408" => HEAD + LINGERS,
            _ => LINGERS,
        };
        assert!(*lasted < promised + SLACK, "{}: {lasted:?}", way.name);
        assert!(*discarded <= LINGERS_BYTES, "{}: {discarded} bytes", way.name);
    }
}

/// On a server of its own, so that the next end in the log is its own.
fn alone(way: &Way) -> Seen {
    thread_local! {
        static SERVER: Server = Server::start();
    }
    SERVER.with(|server| {
        let files = server.open_files();
        let address = if way.tls { server.tls.as_ref().unwrap().0 } else { server.plain };
        let mut client = Lingering::begin(way, address).unwrap();
        let (why, lasted, discarded) = loop {
            client.step();
            if let Some(end) = server.an_end() {
                break end;
            }
            thread::sleep(Duration::from_millis(10));
        };
        client.step(); // what it has not read yet
        server.until_open_files(files);
        let answer = match String::from_utf8_lossy(&client.answer).rsplit_once("HTTP/1.") {
            Some((_, last)) => last[2..5].to_owned(),
            None if way.reads => "none".to_owned(),
            None => "not read".to_owned(),
        };
        Seen { answer, lasted, why, discarded }
    })
}
