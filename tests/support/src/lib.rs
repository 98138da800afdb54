//! What the tests share: examples as processes with an HTTP client, tools that not every machine has, and a PostgreSQL
//! server.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

pub mod postgresql;
pub mod tools;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

pub const TOKEN: &str = "ck_int_test_0123456789";
const BEARER: &str = "Bearer ck_int_test_0123456789";

/// An example as a command on a free port. It is built first if necessary: `cargo test` builds all examples, but `cargo
/// test --test process` builds none.
pub fn example(name: &str) -> Command {
    example_with(&[], name)
}

/// The same for one that needs features; see `features.rs`.
pub fn example_with(features: &[&str], name: &str) -> Command {
    static BUILT: Mutex<()> = Mutex::new(());
    let test = std::env::current_exe().unwrap();
    let folder = test.ancestors().nth(2).unwrap().join("examples");
    let program = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    // One build at a time; the next caller finds it built.
    let built = BUILT.lock().unwrap_or_else(PoisonError::into_inner);
    if !is_fresh(&program) {
        let cargo = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "churnkey-examples", "--examples"])
            .args((!cfg!(debug_assertions)).then_some("--release"))
            .args(features.iter().flat_map(|feature| ["--features", feature]))
            .status();
        assert!(cargo.unwrap().success());
    }
    drop(built);
    let mut command = Command::new(program);
    command
        .env("CK_ADDR", "127.0.0.1:0")
        .env("CK_INTEGRATION_TOKEN", TOKEN)
        .env("RUST_LOG", "warn");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Whether a program is newer than its sources, which cargo lists in a file beside it. Cargo itself could tell, but for
/// a single package it may choose other features for the dependencies, and build everything again.
fn is_fresh(program: &Path) -> bool {
    let modified = |path: &Path| path.metadata()?.modified();
    let (Ok(built), Ok(list)) =
        (modified(program), std::fs::read_to_string(program.with_extension("d")))
    else {
        return false;
    };
    let Some((_, sources)) = list.lines().next().and_then(|line| line.split_once(": ")) else {
        return false;
    };
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let manifests = ["Cargo.lock", "Cargo.toml", "examples/Cargo.toml"].map(|file| root.join(file));
    // A space in a path is written with a backslash.
    let sources = sources.replace("\\ ", "\0");
    let sources = sources.split(' ').map(|path| PathBuf::from(path.replace('\0', " ")));
    manifests.into_iter().chain(sources).all(|path| modified(&path).is_ok_and(|at| at <= built))
}

/// An example that serves; killed when it goes out of scope.
pub struct Server {
    pub child: Child,
    pub address: String,
    /// What it prints. A thread reads it, so that a long log never blocks the example.
    lines: Mutex<Receiver<String>>,
}

impl Server {
    /// Starts it, and waits until it has printed where it serves.
    pub fn start(command: &mut Command) -> Self {
        Self::start_and_say(command).0
    }

    /// The same, with what it has printed until then.
    pub fn start_and_say(command: &mut Command) -> (Self, Vec<String>) {
        let mut child = command.spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            stdout.lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
        });
        let mut said = Vec::new();
        let address = lines.iter().find_map(|line| {
            said.push(line.clone());
            let (_scheme, address) = line.strip_prefix("serving on ")?.split_once("://")?;
            Some(address.strip_suffix("/churnkey")?.to_owned())
        });
        let Some(address) = address else {
            let mut problem = String::new();
            if let Some(mut stderr) = child.stderr.take() {
                stderr.read_to_string(&mut problem).unwrap();
            }
            panic!("it did not serve: {problem}");
        };
        (Self { child, address, lines: Mutex::new(lines) }, said)
    }

    /// The next line that it prints.
    pub fn line(&mut self) -> String {
        self.lines.get_mut().unwrap().recv_timeout(Duration::from_mins(1)).unwrap()
    }

    /// All that it still prints, once it has ended.
    pub fn rest(&mut self) -> String {
        self.lines.get_mut().unwrap().iter().map(|line| line + "\n").collect()
    }

    pub fn send(&self, request: &Request<'_>) -> std::io::Result<Answer> {
        send(&self.address, request)
    }
}

/// Sends a request to any address, which closes the connection.
pub fn send(address: &str, request: &Request<'_>) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    let Request { method, path, headers, body } = request;
    let headers: String =
        headers.iter().flat_map(|(name, value)| [name, ": ", value, "\r\n"]).collect();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: acme\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    // A server that has refused the head need not read the body.
    let _ = stream.write_all(body.as_bytes());
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Answer::parse(&answer).ok_or_else(|| std::io::ErrorKind::UnexpectedEof.into())
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

pub struct Request<'a> {
    pub method: &'a str,
    pub path: &'a str,
    pub headers: Vec<(&'a str, &'a str)>,
    pub body: &'a str,
}

impl<'a> Request<'a> {
    /// A request with the token: a POST if there is a body.
    pub fn new(path: &'a str, body: &'a str) -> Self {
        let method = if body.is_empty() { "GET" } else { "POST" };
        Self { method, path, headers: vec![("authorization", BEARER)], body }
    }
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Self { status, body: body.to_owned() })
    }
}
