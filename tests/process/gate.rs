//! A file that closes actions while a server runs.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use churnkey_test_support::{Request, Server, example, send};

#[cfg(unix)]
use crate::serve::{signal, smallest};

/// Removed in the end.
struct File(PathBuf);

impl File {
    fn new(name: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let file = Self(folder.join(format!("gate-{}-{name}", std::process::id())));
        file.write("");
        file
    }

    fn write(&self, content: &str) {
        std::fs::write(&self.0, content).unwrap();
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// The example is an app of its own, which has no code for it.
#[test]
fn in_an_app_of_ones_own_each_change_of_the_file_is_said_and_a_wrong_one_once() {
    let file = File::new("said");
    let mut command = example("existing_app");
    let mut server = Server::start(command.env("CK_GATE_FILE", &file.0).env("NO_COLOR", "1"));
    let address = server.address.strip_suffix("/billing").unwrap().to_owned();
    let status = || send(&address, &Request::new("/billing/churnkey/prices", "")).unwrap().status;
    let mut said = |words: &str, level: &str| {
        let line = std::iter::repeat_with(|| server.line())
            .find(|line| line.contains("the gate"))
            .unwrap();
        assert!(line.contains(level) && line.contains(words), "{line}");
        line
    };
    assert_eq!(status(), 200);
    file.write("live everything closed Back at 14:00\n");
    let closed = said("the gate is closed", "WARN");
    assert!(closed.contains("closed=\"everything\" mode=\"live\" by=\"file\""), "{closed}");
    said("the gate's file was read again", "INFO");
    assert_eq!(status(), 503);

    file.write("live everything closed Back at 14:00\npause\n");
    let wrong = said("the gate stays as it was: ", "ERROR");
    assert!(wrong.contains("`CK_GATE_FILE`: line 2 of `"), "{wrong}");
    // Looked at again and again, and not said again: the next line is about the next content.
    std::thread::sleep(Duration::from_secs(5));
    file.write("");
    said("the gate is open again", "INFO");
    assert_eq!(status(), 200);
}

#[cfg(unix)]
#[test]
fn on_sighup_the_file_is_read_again_and_the_server_lives() {
    let file = File::new("sighup");
    let mut server = Server::start(smallest().env("CK_GATE_FILE", &file.0));
    let cancel = || {
        server.send(&Request::new("/churnkey/actions/subscription/cancel", "{}")).unwrap().status
    };
    assert_eq!(cancel(), 400);
    file.write("cancel closed\n");
    signal(&server, "-HUP");
    let begun = Instant::now();
    while cancel() != 503 {
        assert!(begun.elapsed() < Duration::from_secs(20), "it is not read again");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert!(server.child.try_wait().unwrap().is_none());
}
