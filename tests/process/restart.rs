//! Restarts under load behind one address lose no request, though the client never tries twice. The balancer is a small one of
//! this test's: it knows of a server what `/healthz` says, and nothing else.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use churnkey_test_support::{Server, TOKEN, example};

const CLIENTS: usize = 4;
/// How often the balancer asks; well below the server's delay of a second.
const CHECKS: Duration = Duration::from_millis(50);

#[test]
fn a_hundred_restarts_lose_no_request() {
    let restarts = std::env::var("CHURNKEY_RESTARTS").map_or(100, |count| count.parse().unwrap());
    let balancer = Balancer::start();
    let (stop, answered) = (AtomicBool::new(false), AtomicUsize::new(0));
    let mut current = Server::start(&mut example("smallest"));
    balancer.add(&current.address);

    thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| {
                let (address, stop, answered) = (balancer.address, &stop, &answered);
                scope.spawn(move || ask(address, number % 2 == 0, stop, answered))
            })
            .collect();
        for _ in 0..restarts {
            let next = Server::start(&mut example("smallest"));
            balancer.add(&next.address);
            let old = std::mem::replace(&mut current, next);
            scope.spawn(move || terminate(old));
            thread::sleep(Duration::from_millis(100));
        }
        thread::sleep(Duration::from_millis(300));
        stop.store(true, Ordering::Relaxed);
        let lost: Vec<_> =
            clients.into_iter().filter_map(|client| client.join().unwrap().err()).collect();
        let answered = answered.load(Ordering::Relaxed);
        println!("{restarts} restarts, {answered} requests answered, {} lost", lost.len());
        assert!(lost.is_empty(), "{lost:?}");
        assert!(answered > restarts, "there was load: {answered}");
    });
}

/// SIGTERM, and the process has to end well.
fn terminate(mut server: Server) {
    let id = server.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().unwrap().success());
    assert!(server.child.wait().unwrap().success());
}

/// A client that keeps its connection as long as the server does, or has a new one each time. Any error ends it.
fn ask(
    address: SocketAddr,
    keeps: bool,
    stop: &AtomicBool,
    answered: &AtomicUsize,
) -> io::Result<()> {
    let mut connection: Option<BufReader<TcpStream>> = None;
    while !stop.load(Ordering::Relaxed) {
        let mut stream = match connection.take() {
            Some(stream) => stream,
            None => BufReader::new(TcpStream::connect(address)?),
        };
        let ask = if keeps { "keep-alive" } else { "close" };
        let head = format!(
            "GET /churnkey/customers/u_1001 HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\nconnection: {ask}\r\n\r\n"
        );
        stream.get_mut().write_all(head.as_bytes())?;
        let closes = read_answer(&mut stream)?;
        answered.fetch_add(1, Ordering::Relaxed);
        if !closes {
            connection = Some(stream);
        }
    }
    Ok(())
}

/// Reads a whole 200; whether the connection ends with it.
fn read_answer(stream: &mut BufReader<TcpStream>) -> io::Result<bool> {
    let (mut length, mut closes, mut first) = (0, false, true);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        if first && !line.starts_with("HTTP/1.1 200") {
            return Err(io::Error::other(line));
        }
        first = false;
        match line.trim_end().to_ascii_lowercase().split_once(": ") {
            Some(("content-length", value)) => length = value.parse().unwrap(),
            Some(("connection", value)) => closes = value == "close",
            None if line == "\r\n" => break,
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(closes)
}

/// Hands each connection to the newest server that says it is well.
struct Balancer {
    address: SocketAddr,
    servers: Arc<Mutex<Vec<String>>>,
}

impl Balancer {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let servers = Arc::<Mutex<Vec<String>>>::default();
        let checked = Arc::clone(&servers);
        thread::spawn(move || {
            loop {
                thread::sleep(CHECKS);
                let known = checked.lock().unwrap().clone();
                let gone: Vec<_> = known.into_iter().filter(|server| !is_well(server)).collect();
                checked.lock().unwrap().retain(|server| !gone.contains(server));
            }
        });
        let known = Arc::clone(&servers);
        thread::spawn(move || {
            for client in listener.incoming() {
                let server = known.lock().unwrap().last().cloned().unwrap();
                thread::spawn(move || hand_over(&client.unwrap(), &server));
            }
        });
        Self { address, servers }
    }

    /// Older servers first, so that a restarted one still gets connections until it says that it is going.
    fn add(&self, server: &str) {
        let mut servers = self.servers.lock().unwrap();
        let before_the_last = servers.len().saturating_sub(1);
        servers.insert(before_the_last, server.to_owned());
    }
}

fn is_well(server: &str) -> bool {
    let asked = || -> io::Result<bool> {
        let mut stream = TcpStream::connect(server)?;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nhost: t\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer.starts_with("HTTP/1.1 200"))
    };
    asked().unwrap_or(false)
}

/// Copies both ways until both ends are closed.
fn hand_over(client: &TcpStream, server: &str) {
    let Ok(server) = TcpStream::connect(server) else { return };
    thread::scope(|scope| {
        scope.spawn(|| copy(client, &server));
        copy(&server, client);
    });
}

fn copy(mut from: &TcpStream, mut to: &TcpStream) {
    let _ = io::copy(&mut from, &mut to);
    let _ = to.shutdown(Shutdown::Write);
}
