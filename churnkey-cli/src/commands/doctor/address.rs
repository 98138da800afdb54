//! Where a server listens, and its URLs.

use std::net::{SocketAddr, TcpListener, TcpStream, ToSocketAddrs as _};
use std::path::Path;
use std::time::Duration;

use super::finding::{Finding, State};

/// The address in `CK_ADDR`, and the URLs that follow from it.
pub(super) fn address(scheme: &str, manifest_paths: &[&str]) -> Vec<Finding> {
    let set = std::env::var("CK_ADDR");
    let address = set.as_deref().unwrap_or("127.0.0.1:8080");
    let default = if set.is_ok() { "" } else { "by default; " };
    let (root, (state, note)) = match address.strip_prefix("unix:") {
        Some(path) => ("https://your-host-name".to_owned(), socket(Path::new(path))),
        None => (format!("{scheme}://{address}"), listener(address)),
    };
    let mut findings = vec![
        Finding::new("CK_ADDR", address, state, &format!("{default}{note}")),
        Finding::new(
            "API URL",
            &root,
            State::Good,
            "enter it in the dashboard, with your host name and https",
        ),
    ];
    findings.extend(manifest_paths.iter().map(|path| {
        let url = format!("{root}/churnkey{}", path.trim_end_matches('/'));
        Finding::new("manifest", url, State::Good, "needs the token")
    }));
    findings.push(Finding::new("health", format!("{root}/healthz"), State::Good, "needs no token"));
    findings
}

/// Whether a server can listen on a `host:port`.
fn listener(address: &str) -> (State, String) {
    let resolved = address.to_socket_addrs().ok().and_then(|mut all| all.next());
    let Some(first) = resolved else {
        return (State::Bad, "is not a `host:port` on this machine".to_owned());
    };
    match TcpListener::bind(first) {
        Ok(_) => (State::Good, "free: a server can listen there".to_owned()),
        Err(_) if answers(first) => (State::Good, "in use: something listens there".to_owned()),
        Err(error) => (State::Bad, format!("is not available: {error}")),
    }
}

/// Whether a server can listen on a Unix domain socket with this path.
fn socket(path: &Path) -> (State, String) {
    if cfg!(not(unix)) {
        let note = "Unix domain sockets are available only on Unix";
        return (State::Bad, note.to_owned());
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if path.as_os_str().is_empty() {
        (State::Bad, "has no path after `unix:`".to_owned())
    } else if !folder.unwrap_or(Path::new(".")).is_dir() {
        (State::Bad, "its folder does not exist".to_owned())
    } else if path.is_file() || path.is_dir() {
        (State::Bad, "the path exists and is not a socket".to_owned())
    } else {
        (State::Good, "a Unix domain socket, for a proxy on this machine".to_owned())
    }
}

fn answers(address: SocketAddr) -> bool {
    TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok()
}
