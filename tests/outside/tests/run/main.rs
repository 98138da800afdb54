//! Each program is started, asked, and stopped.

use std::process::{Command, Stdio};

use churnkey_test_support::{Answer, Request, Server, TOKEN, send};

mod axum;
mod brands;
mod mutual_tls;
mod nginx;
mod own_routes;
mod page;
mod sockets;

/// One of the programs, on a free port.
fn program(path: &str) -> Command {
    let mut command = Command::new(path);
    command.env("CK_ADDR", "127.0.0.1:0").env("CK_INTEGRATION_TOKEN", TOKEN);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn get(address: &str, path: &str) -> Answer {
    send(address, &Request::new(path, "")).unwrap()
}

const CANCEL: &str = "/churnkey/actions/subscription/cancel";
const OPTIONS: &str =
    r#"{"customerId": "u_1", "subscriptionId": "s_1", "scheduledAt": "immediate"}"#;

fn terminate(server: &Server) {
    let kill = Command::new("kill").args(["-TERM", &server.child.id().to_string()]).status();
    assert!(kill.unwrap().success());
}

/// What it says until it ends, which has to be well.
fn ended(mut server: Server) -> String {
    let status = server.child.wait().unwrap();
    assert!(status.success(), "{status}");
    server.rest()
}
