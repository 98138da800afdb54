//! The examples as processes, and an HTTP client for them.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::sync::{Mutex, OnceLock};
use std::time::Duration;

pub(crate) const TOKEN: &str = "ck_int_test_0123456789";
const BEARER: &str = "Bearer ck_int_test_0123456789";

/// An example as a command on a free port. It is built first: `cargo test` builds all examples, but
/// `cargo test --test process` none.
pub(crate) fn example(name: &str) -> Command {
    example_with(&[], name)
}

/// The same for one that needs features; see `features.rs`.
#[allow(dead_code, reason = "not each test binary needs a feature")]
pub(crate) fn example_with(features: &[&str], name: &str) -> Command {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let folder = BUILT.get_or_init(|| {
        let cargo = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "churnkey-examples", "--examples"])
            .args((!cfg!(debug_assertions)).then_some("--release"))
            .args(features.iter().flat_map(|feature| ["--features", feature]))
            .status();
        assert!(cargo.unwrap().success());
        let test = std::env::current_exe().unwrap();
        test.ancestors().nth(2).unwrap().join("examples")
    });
    let mut command = Command::new(folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)));
    command
        .env("CK_ADDR", "127.0.0.1:0")
        .env("CK_INTEGRATION_TOKEN", TOKEN)
        .env("RUST_LOG", "warn");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// An example that serves; killed when it goes out of scope.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) address: String,
    /// What it prints. It is read by a thread, so that a long log never makes the example wait.
    lines: Mutex<Receiver<String>>,
}

impl Server {
    /// Starts it and waits until it has told where it serves.
    pub(crate) fn start(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            stdout.lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
        });
        let address = lines.iter().find_map(|line| {
            let (_scheme, address) = line.strip_prefix("serving on ")?.split_once("://")?;
            Some(address.strip_suffix("/churnkey")?.to_owned())
        });
        let Some(address) = address else {
            let mut said = String::new();
            child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
            panic!("it did not serve: {said}");
        };
        Self { child, address, lines: Mutex::new(lines) }
    }

    /// The next line that it prints.
    pub(crate) fn line(&mut self) -> String {
        self.lines.get_mut().unwrap().recv_timeout(Duration::from_mins(1)).unwrap()
    }

    pub(crate) fn send(&self, request: &Request<'_>) -> std::io::Result<Answer> {
        send(&self.address, request)
    }
}

/// To any address; the connection is closed by it.
pub(crate) fn send(address: &str, request: &Request<'_>) -> std::io::Result<Answer> {
    let mut stream = TcpStream::connect(address)?;
    let Request { method, path, headers, body } = request;
    let headers: String =
        headers.iter().flat_map(|(name, value)| [name, ": ", value, "\r\n"]).collect();
    let head = format!(
        "{method} {path} HTTP/1.1\r\nhost: acme\r\nconnection: close\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes())?;
    // A server that has refused by the head alone need not read the body.
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

pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) headers: Vec<(&'a str, &'a str)>,
    pub(crate) body: &'a str,
}

impl<'a> Request<'a> {
    /// With the token, a POST when there is a body.
    pub(crate) fn new(path: &'a str, body: &'a str) -> Self {
        let method = if body.is_empty() { "GET" } else { "POST" };
        Self { method, path, headers: vec![("authorization", BEARER)], body }
    }
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) body: String,
}

impl Answer {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(bytes).ok()?;
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Self { status, body: body.to_owned() })
    }
}
