//! Where a server takes its tokens from, and how they come and go.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use churnkey_test_support::{Server, TOKEN, example};

#[cfg(unix)]
use crate::serve::signal;
use crate::serve::{refused, smallest, status};

const OLD: &str = "ck_int_old_0123456789";
const NEW: &str = "ck_int_new_0123456789";

#[test]
fn tokens_come_from_the_environment_several_while_one_is_rotated() {
    let both = format!("{OLD} {NEW}");
    let server = Server::start(smallest().env("CK_INTEGRATION_TOKEN", &both));
    assert_eq!(status(&server, "/churnkey/features", OLD), 200);
    assert_eq!(status(&server, "/churnkey/features", NEW), 200);
    assert_eq!(status(&server, "/churnkey/features", &both), 401);
    assert_eq!(status(&server, "/healthz", "none"), 200);
}

/// Each word was a token of its own once: `Bearer #` opened everything.
#[test]
fn what_has_come_with_the_token_is_refused_with_the_reason_and_not_shown() {
    for (value, why) in [
        (format!("{OLD} # from the dashboard"), "word 2: a token contains no `#`"),
        (format!("Bearer {OLD}"), "word 1: `Bearer` belongs to the request's header"),
        (format!("'{OLD}'"), "word 1: a token contains no quotes"),
        (format!("{OLD} {OLD}"), "word 2: the same token is in word 1"),
        ("short".to_owned(), "word 1: a token has at least 16 characters"),
    ] {
        let message = refused(smallest().env("CK_INTEGRATION_TOKEN", &value));
        let expected = format!("invalid setting `CK_INTEGRATION_TOKEN`: {why}");
        assert!(message.contains(&expected), "{message}");
        assert!(!message.contains("ck_int") && !message.contains("short"), "{message}");
    }
    let message = refused(smallest().env("CK_INTEGRATION_TOKEN_FILE", "/run/tokens"));
    assert!(message.contains("`CK_INTEGRATION_TOKEN` is set too; set only one"), "{message}");
}

/// A file of tokens, and an example that reads it.
struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let file = Self(folder.join(format!("process-{}-{name}", std::process::id())));
        file.write(OLD);
        file
    }

    fn write(&self, content: &str) {
        std::fs::write(&self.0, content).unwrap();
    }

    fn read_by(&self, mut command: Command) -> Server {
        command.env_remove("CK_INTEGRATION_TOKEN");
        Server::start(command.env("CK_INTEGRATION_TOKEN_FILE", &self.0))
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Waits until a token is valid: nobody asks the server to look.
fn becomes_valid(server: &Server, token: &str) {
    let begun = Instant::now();
    while status(server, "/churnkey/features", token) != 200 {
        assert!(begun.elapsed() < Duration::from_secs(20), "it is not read again");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_file_of_tokens_is_looked_at_without_a_signal() {
    let file = File::new("looked-at");
    let server = file.read_by(smallest());
    assert_eq!(status(&server, "/churnkey/features", OLD), 200);
    file.write(&format!("# of the dashboard\nchurnkey-2027 = {NEW}\n"));
    becomes_valid(&server, NEW);
    assert_eq!(status(&server, "/churnkey/features", OLD), 401);
}

/// That it is at once is not to be seen here, since it is looked at anyway; that the server lives is.
#[cfg(unix)]
#[test]
fn on_sighup_the_tokens_are_read_again_and_the_server_lives() {
    let file = File::new("sighup");
    let mut server = file.read_by(smallest());
    file.write(NEW);
    signal(&server, "-HUP");
    becomes_valid(&server, NEW);
    assert_eq!(status(&server, "/churnkey/features", OLD), 401);
    assert!(server.child.try_wait().unwrap().is_none());
}

#[cfg(unix)]
#[test]
fn sighup_with_nothing_to_read_ends_nothing() {
    let mut server = Server::start(&mut smallest());
    for _ in 0..3 {
        signal(&server, "-HUP");
        std::thread::sleep(Duration::from_millis(50));
        assert_eq!(status(&server, "/churnkey/features", TOKEN), 200);
    }
    assert!(server.child.try_wait().unwrap().is_none());
}

/// The example is an app of its own, which has no code for it.
#[test]
fn a_wrong_file_is_said_once_and_so_is_a_good_one() {
    let file = File::new("said");
    let mut server = file.read_by(example("existing_app"));
    let mut said = |file: &File, content: &str| {
        file.write(content);
        loop {
            let line = server.line();
            if line.contains("integration tokens") {
                return line;
            }
        }
    };
    let line = said(&file, &format!("{NEW}\nBearer {OLD}\n"));
    assert!(
        line.contains("ERROR") && line.contains("the old integration tokens stay in use: "),
        "{line}"
    );
    assert!(line.contains(": line 2 of `") && !line.contains("ck_int"), "{line}");
    // Looked at again and again, and not said again: the next line is about this one.
    std::thread::sleep(Duration::from_secs(5));
    let line = said(&file, &format!("churnkey-2027 = {NEW}\nmonitoring = {OLD} read-only\n"));
    assert!(line.contains("INFO") && !line.contains("ck_int"), "{line}");
    assert!(
        line.contains("read again: 2 tokens are valid: churnkey-2027, monitoring (read-only)"),
        "{line}"
    );
}
