//! The example as a process: the environment, and SIGHUP.

use std::process::Command;

use crate::certificate::{Certificate, Folder, certificate};
use crate::client::Client;
use crate::features::example;
use crate::support::{Server, TOKEN};

fn start(folder: &Folder, certificate: &Certificate) -> Server {
    let (certificate, key) = folder.keep(certificate);
    let mut command: Command = example("tls");
    command.env("CK_TLS_CERT", certificate).env("CK_TLS_KEY", key);
    Server::start(command.env("RUST_LOG", "info").env("NO_COLOR", "1"))
}

#[test]
fn with_both_variables_it_serves_https_and_says_so() {
    let (folder, ours) = (Folder::new(), certificate());
    let (certificate, key) = folder.keep(&ours);
    let mut command = example("tls");
    let mut child = command.env("CK_TLS_CERT", certificate).env("CK_TLS_KEY", key).spawn().unwrap();
    let mut said = std::io::BufReader::new(child.stdout.take().unwrap());
    let line = std::io::BufRead::lines(&mut said)
        .find_map(|line| Some(line.unwrap().strip_prefix("serving on https://")?.to_owned()))
        .unwrap();
    let mut client = Client::trusting(&ours, line.trim_end_matches("/churnkey")).unwrap();
    assert_eq!(client.get("/churnkey/customers/u_1001").unwrap(), 200);
    assert_eq!(client.get("/healthz").unwrap(), 200);
    child.kill().unwrap();
    child.wait().unwrap();
}

#[cfg(unix)]
#[test]
fn on_sighup_new_connections_get_the_new_certificate_and_old_ones_go_on() {
    let (folder, first, second) = (Folder::new(), certificate(), certificate());
    let mut server = start(&folder, &first);
    let mut open = Client::trusting(&first, &server.address).unwrap();
    assert_eq!(open.get("/churnkey/customers/u_1001").unwrap(), 200);

    folder.keep(&second);
    hang_up(&mut server, "TLS certificate and key were read again");
    let mut new = Client::trusting(&second, &server.address).unwrap();
    assert_eq!(new.certificate(), second.der);
    assert_eq!(new.get("/churnkey/customers/u_1001").unwrap(), 200);
    assert!(Client::trusting(&first, &server.address).is_err());
    assert_eq!(open.get("/churnkey/customers/u_1001").unwrap(), 200);
    assert_eq!(open.certificate(), first.der);
}

#[cfg(unix)]
#[test]
fn files_that_cannot_be_used_on_sighup_change_nothing_and_are_logged() {
    let (folder, first, second) = (Folder::new(), certificate(), certificate());
    let mut server = start(&folder, &first);

    folder.write("cert.pem", "");
    let line = hang_up(&mut server, "the old TLS certificate stays");
    assert!(line.contains("ERROR") && line.contains("there is no certificate in `"), "{line}");
    folder.write("cert.pem", &second.pem); // its key is still the old one
    let line = hang_up(&mut server, "the old TLS certificate stays");
    assert!(line.contains("ERROR") && line.contains("does not belong to the first"), "{line}");
    let mut client = Client::trusting(&first, &server.address).unwrap();
    assert_eq!(client.get("/churnkey/customers/u_1001").unwrap(), 200);

    folder.write("key.pem", &second.key);
    hang_up(&mut server, "TLS certificate and key were read again");
    assert!(Client::trusting(&second, &server.address).is_ok());
}

/// Nothing in the file has changed, so it is the signal that has it read.
#[cfg(unix)]
#[test]
fn sighup_is_for_the_tokens_too_with_tls_or_without() {
    let (folder, ours) = (Folder::new(), certificate());
    let (certificate, key) = folder.keep(&ours);
    let tokens = folder.write("tokens", TOKEN);
    let start = |command: &mut Command| {
        command.env_remove("CK_INTEGRATION_TOKEN").env("CK_INTEGRATION_TOKEN_FILE", &tokens);
        Server::start(command.env("RUST_LOG", "info").env("NO_COLOR", "1"))
    };
    let again = "the integration tokens were read again: 1 token is valid";
    let mut plain = start(&mut example("tls"));
    assert!(hang_up(&mut plain, again).contains("INFO"));
    assert!(hang_up(&mut plain, again).contains("INFO"), "each time");

    let mut both = example("tls");
    let mut both = start(both.env("CK_TLS_CERT", certificate).env("CK_TLS_KEY", key));
    hang_up(&mut both, again);
    hang_up(&mut both, "TLS certificate and key were read again");
    folder.write("tokens", "Bearer");
    let line = hang_up(&mut both, "the old integration tokens stay");
    assert!(line.contains("ERROR") && line.contains(": line 1 of `"), "{line}");
    let mut client = Client::trusting(&ours, &both.address).unwrap();
    assert_eq!(client.get("/churnkey/customers/u_1001").unwrap(), 200);
}

/// Sends SIGHUP, and gives the line that the server logs about it.
#[cfg(unix)]
fn hang_up(server: &mut Server, about: &str) -> String {
    let id = server.child.id().to_string();
    assert!(Command::new("kill").args(["-HUP", &id]).status().unwrap().success());
    loop {
        let line = server.line();
        if line.contains(about) {
            return line;
        }
    }
}
