use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::os::fd::OwnedFd;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::net::UnixStream;
use std::path::Path;

use super::*;

/// As systemd starts it: the socket is the file 3, and there is one.
fn activated(program: &Command, listener: TcpListener) -> Command {
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"exec 3<&0 0</dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec "$0""#]);
    shell.arg(program.get_program());
    shell.envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    shell.stdin(OwnedFd::from(listener)).stdout(Stdio::piped()).stderr(Stdio::piped());
    shell
}

#[test]
fn the_socket_of_systemd_is_served() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let program = program(env!("CARGO_BIN_EXE_systemd_socket"));
    // Whoever comes before the program has started waits.
    let early = std::thread::spawn({
        let address = address.clone();
        move || get(&address, "/churnkey/customers/u_1").status
    });
    let server = Server::start(&mut activated(&program, listener));
    assert_eq!(server.address, address);
    assert_eq!(early.join().unwrap(), 200);
    assert_eq!(get(&address, "/churnkey/features").status, 200);
    terminate(&server);
    ended(server);
}

#[test]
fn without_systemd_it_listens_where_it_is_told() {
    let server = Server::start(&mut program(env!("CARGO_BIN_EXE_systemd_socket")));
    assert_eq!(get(&server.address, "/churnkey/features").status, 200);
}

/// The program on a socket at this path.
pub(crate) fn on(path: &Path) -> Server {
    Server::start(program(env!("CARGO_BIN_EXE_unix_socket")).env("SOCKET", path))
}

#[test]
fn a_unix_socket_is_for_its_group() {
    let path = std::env::temp_dir().join(format!("churnkey-outside-{}.sock", std::process::id()));
    let server = on(&path);
    assert_eq!(server.address, format!("unix:{}:", path.display()));
    let mut stream = UnixStream::connect(&path).unwrap();
    let head = format!(
        "GET /churnkey/features HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    // It serves once it has given the rights, which is after it has told its address.
    assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o660);
    terminate(&server);
    ended(server);
    assert!(!path.exists());
}
