//! `serve` as a process: what it reads from its environment, and how it starts and stops. The merchant is the example
//! `smallest`.

use std::process::{Command, Output};
use std::time::{Duration, Instant};

use churnkey_test_support::{Request, Server, TOKEN, example};

pub(crate) fn smallest() -> Command {
    example("smallest")
}

pub(crate) fn status(server: &Server, path: &str, token: &str) -> u16 {
    let token = format!("Bearer {token}");
    let request = Request { headers: vec![("authorization", &token)], ..Request::new(path, "") };
    server.send(&request).unwrap().status
}

pub(crate) fn refused(command: &mut Command) -> String {
    let Output { status, stderr, .. } = command.output().unwrap();
    assert!(!status.success());
    String::from_utf8(stderr).unwrap()
}

#[test]
fn without_a_token_it_refuses_to_start_and_says_what_to_set() {
    for token in [None, Some(""), Some("  ")] {
        let mut command = smallest();
        command.env_remove("CK_INTEGRATION_TOKEN");
        command.envs(token.map(|token| ("CK_INTEGRATION_TOKEN", token)));
        let message = refused(&mut command);
        assert!(message.contains("no integration token: set CK_INTEGRATION_TOKEN"), "{message}");
    }
}

#[test]
fn an_address_that_cannot_be_had_is_told() {
    let message = refused(smallest().env("CK_ADDR", "nowhere"));
    assert!(message.contains("cannot listen on `nowhere` (set CK_ADDR to change it)"), "{message}");
}

#[cfg(not(feature = "rustls"))]
#[test]
fn a_certificate_is_never_passed_over_where_tls_is_not_compiled_in() {
    for variable in ["CK_TLS_CERT", "CK_TLS_KEY"] {
        let message = refused(smallest().env(variable, "some.pem"));
        assert!(message.contains(variable), "{message}");
        assert!(message.contains("needs the feature `rustls`"), "{message}");
    }
}

#[cfg(unix)]
pub(crate) fn signal(server: &Server, signal: &str) {
    let sent = Command::new("kill").args([signal, &server.child.id().to_string()]).status();
    assert!(sent.unwrap().success());
}

/// What it prints until it serves, with a limit of open files that a shell sets: with `-S` the soft one alone.
#[cfg(unix)]
fn said_with_open_files(limit: &str) -> (Server, String) {
    let smallest = smallest();
    let mut command = Command::new("sh");
    command.arg("-c").arg(format!("ulimit {limit} && exec \"$0\""));
    command.arg(smallest.get_program());
    command.envs(smallest.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let (server, said) = Server::start_and_say(command.stdout(std::process::Stdio::piped()));
    (server, said.join("\n"))
}

#[cfg(unix)]
#[test]
fn where_few_files_may_be_open_it_says_how_many_connections_there_are() {
    let (_server, said) = said_with_open_files("-n 256");
    assert!(said.contains("connections at once"), "{said}");
    assert!(said.contains("this process may have 256 open files (`ulimit -n`)"), "{said}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_limit_that_may_be_raised_is_raised() {
    let (server, said) = said_with_open_files("-S -n 256");
    assert!(!said.contains("may have 256 open files"), "{said}");
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", server.child.id())).unwrap();
    let soft = limits.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap();
    let soft: u64 = soft.split_whitespace().next().unwrap().parse().unwrap();
    assert!(soft > 256, "{limits}");
}

#[cfg(unix)]
#[test]
fn sigterm_and_ctrl_c_end_it_well() {
    for signal in ["-TERM", "-INT"] {
        let mut server = Server::start(&mut smallest());
        assert_eq!(status(&server, "/churnkey/features", TOKEN), 200);
        self::signal(&server, signal);
        let begun = Instant::now();
        let status = loop {
            if let Some(status) = server.child.try_wait().unwrap() {
                break status;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "it goes on after {signal}");
            std::thread::sleep(Duration::from_millis(20));
        };
        assert!(status.success(), "{signal}: {status}");
        assert!(std::net::TcpStream::connect(&server.address).is_err());
    }
}
