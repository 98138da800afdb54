//! More connections than all workers take, in all ways at once; who is closed comes again.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::healthy::{in_the_clear, p99, with_tls};
use crate::process::{Server, WORKERS};
use crate::ways::{self, Lingering, Then, Way};

/// How long the attack goes on.
const ATTACK: Duration = Duration::from_secs(6);
/// What `docs/reliability.md` promises for who never had an answer (a TLS handshake, a head, and the last second), and what a
/// busy machine may add.
const ALL_ARE_GONE: Duration = Duration::from_secs(11 + 4);
/// Floods cost the client as much as the server, on the same cores.
const FLOODS: usize = 2;

struct Attack<'w> {
    all: Vec<(&'w Way, SocketAddr, Lingering<'w>)>,
    /// How many connections it has had.
    begun: usize,
}

impl<'w> Attack<'w> {
    fn begin(ways: &'w [Way], each: usize, server: &Server) -> Self {
        let mut all = Vec::new();
        for number in 0..each {
            for way in ways {
                let floods = matches!(way.then, Then::Floods(_));
                let tls = server.tls.as_ref().map(|(address, _)| *address);
                let address = if way.tls { tls } else { Some(server.plain) };
                if let Some(address) = address.filter(|_| !floods || number < FLOODS) {
                    all.push((way, address, Lingering::begin(way, address).unwrap()));
                }
            }
        }
        let begun = all.len();
        Self { all, begun }
    }

    /// One round. Who is closed comes again, some at a time: half a second later, so that the server has to wait for them.
    fn step(&mut self, again: bool) {
        let mut may_come = 200;
        for (way, address, client) in &mut self.all {
            client.step();
            let over = client.over.is_some_and(|over| over.elapsed() > Duration::from_millis(500));
            if again && over && may_come > 0 {
                may_come -= 1;
                self.begun += 1;
                *client = Lingering::begin(way, *address).unwrap();
            }
        }
        thread::sleep(Duration::from_millis(20));
    }
}

/// Attacks, and gives the connections that there were, and how long the last ones were there after it.
fn attack(server: &Server, each: usize, files: usize) -> (usize, Duration) {
    let ways = ways::all();
    let mut attack = Attack::begin(&ways, each, server);
    let begun = Instant::now();
    while begun.elapsed() < ATTACK {
        attack.step(true);
    }
    // The clients that are served hold a few files.
    let over = Instant::now();
    while server.open_files() > files + 4 {
        assert!(over.elapsed() < ALL_ARE_GONE, "{} are open", server.open_files() - files);
        attack.step(false);
    }
    (attack.begun, over.elapsed())
}

/// So that a failure ends the test.
struct Over<'o>(&'o AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

#[test]
fn more_than_all_places_keep_nobody_out_and_leave_nothing_behind() {
    const PLACES: usize = 120;
    if rlimit::increase_nofile_limit(4096).is_ok_and(|limit| limit < 2048) {
        println!("skipped: this process may not open so many connections");
        return;
    }
    let server = Server::start_with_places(PLACES);
    let files = server.open_files();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let _over = Over(&over);
        let plain = scope.spawn(|| in_the_clear(server.plain, &over));
        let tls = scope.spawn(|| with_tls(&server, &over));
        thread::sleep(Duration::from_secs(1));
        let mut memory = Vec::new();
        for _ in 0..3 {
            let (connections, gone) = attack(&server, 6 * PLACES * WORKERS / 20, files);
            memory.push(server.memory());
            println!(
                "{connections} connections in {ATTACK:?}, {} places; the last is gone after {gone:.1?}; {} KiB of memory",
                PLACES * WORKERS,
                server.memory()
            );
            assert!(connections > 2 * PLACES * WORKERS);
        }
        over.store(true, Ordering::Relaxed);
        let (plain, tls) = (plain.join().unwrap(), tls.join().unwrap());
        println!(
            "clients with a token, 99 of 100 requests: {:.1} ms of {} in the clear, {:.1} ms of {} with TLS (two requests and a handshake)",
            p99(plain.clone()),
            plain.len(),
            p99(tls.clone()),
            tls.len()
        );
        // The first attack shows what it costs; no further one may cost more, but for what the allocator keeps.
        assert!(memory[2] < memory[0] + 16 * 1024, "{memory:?} KiB");
    });
    server.until_open_files(files);
}

/// As many as a shell gives by default. Places are fewer then, and files are left for who comes.
#[test]
fn with_1024_open_files_too() {
    if rlimit::increase_nofile_limit(4096).is_ok_and(|limit| limit < 3072) {
        println!("skipped: this process may not open so many connections");
        return;
    }
    let server = Server::start_with_open_files(1024);
    let files = server.open_files();
    let over = AtomicBool::new(false);
    thread::scope(|scope| {
        let _over = Over(&over);
        let healthy = scope.spawn(|| in_the_clear(server.plain, &over));
        let (connections, gone) = attack(&server, 1400 / 18, files);
        println!(
            "{connections} connections in {ATTACK:?}, 1024 open files; the last is gone after {gone:.1?}"
        );
        over.store(true, Ordering::Relaxed);
        let healthy = healthy.join().unwrap();
        println!(
            "a client with a token, 99 of 100 requests: {:.1} ms of {}",
            p99(healthy.clone()),
            healthy.len()
        );
    });
    server.until_open_files(files);
}
