//! `serve` as a process: what it reads from its environment, and how it starts and stops. The merchant is the example
//! `smallest`.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// The example, built first: `cargo test` builds all examples, but `cargo test --test process` none.
fn smallest() -> Command {
    static BUILT: LazyLock<PathBuf> = LazyLock::new(|| {
        let cargo = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--package", "churnkey-examples", "--example", "smallest"])
            .args((!cfg!(debug_assertions)).then_some("--release"))
            .status();
        assert!(cargo.unwrap().success());
        let test = std::env::current_exe().unwrap();
        let profile = test.ancestors().nth(2).unwrap();
        profile.join("examples").join(format!("smallest{}", std::env::consts::EXE_SUFFIX))
    });
    let mut command = Command::new(&*BUILT);
    command.env_remove("CK_INTEGRATION_TOKEN").env("CK_ADDR", "127.0.0.1:0");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

struct Server {
    child: Child,
    address: String,
}

impl Server {
    /// Starts it and waits until it has told where it serves.
    fn start(command: &mut Command) -> Self {
        let mut child = command.spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = lines.find_map(|line| {
            let line = line.unwrap();
            Some(line.strip_prefix("serving on http://")?.strip_suffix("/churnkey")?.to_owned())
        });
        Self { child, address: address.unwrap() }
    }

    fn status(&self, path: &str, token: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let head = format!("GET {path} HTTP/1.1\r\nhost: test\r\nconnection: close\r\n");
        stream
            .write_all(format!("{head}authorization: Bearer {token}\r\n\r\n").as_bytes())
            .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.split(' ').nth(1).unwrap().to_owned()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn refused(command: &mut Command) -> String {
    let Output { status, stderr, .. } = command.output().unwrap();
    assert!(!status.success());
    String::from_utf8(stderr).unwrap()
}

#[test]
fn without_a_token_it_refuses_to_start_and_says_what_to_set() {
    for token in [None, Some(""), Some("  ")] {
        let mut command = smallest();
        command.envs(token.map(|token| ("CK_INTEGRATION_TOKEN", token)));
        let message = refused(&mut command);
        assert!(message.contains("no integration token: set CK_INTEGRATION_TOKEN"), "{message}");
    }
}

#[test]
fn an_address_that_cannot_be_had_is_told() {
    let message = refused(smallest().env("CK_INTEGRATION_TOKEN", "t").env("CK_ADDR", "nowhere"));
    assert!(message.contains("cannot listen on `nowhere` (set CK_ADDR to change it)"), "{message}");
}

#[test]
fn tokens_come_from_the_environment_several_while_one_is_rotated() {
    let server = Server::start(smallest().env("CK_INTEGRATION_TOKEN", "ck_old ck_new"));
    assert_eq!(server.status("/churnkey/features", "ck_old"), "200");
    assert_eq!(server.status("/churnkey/features", "ck_new"), "200");
    assert_eq!(server.status("/churnkey/features", "ck_old ck_new"), "401");
    assert_eq!(server.status("/healthz", "none"), "200");
}

#[cfg(unix)]
#[test]
fn sigterm_and_ctrl_c_end_it_well() {
    for signal in ["-TERM", "-INT"] {
        let mut server = Server::start(smallest().env("CK_INTEGRATION_TOKEN", "t"));
        assert_eq!(server.status("/churnkey/features", "t"), "200");
        let sent =
            Command::new("kill").args([signal, &server.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = server.child.try_wait().unwrap() {
                break status;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "it goes on after {signal}");
            std::thread::sleep(Duration::from_millis(20));
        };
        assert!(status.success(), "{signal}: {status}");
        assert!(TcpStream::connect(&server.address).is_err());
    }
}
