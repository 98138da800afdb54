//! What acme prints.

use std::process::Command;

use churnkey_test_support::tools;

use crate::database::Store;
use crate::support::{Server, example};

/// The three commands are pasted into a shell, as a reader would who has set nothing.
#[test]
fn its_three_curl_commands_work_as_pasted() {
    let store = Store::sqlite();
    let mut command = example("acme");
    command.env_remove("DATABASE_URL").env("CARGO_TARGET_DIR", store.folder());
    pasted(&mut command);
}

#[test]
fn its_three_curl_commands_work_on_postgresql_too() {
    let Some(store) = Store::postgresql() else { return };
    pasted(&mut crate::acme::command(&store));
}

fn pasted(command: &mut Command) {
    if !tools::program("curl") {
        return;
    }
    command.env_remove("CK_INTEGRATION_TOKEN").env_remove("TEST_DATABASE_URL");
    let mut server = Server::start(command);
    let mut commands = Vec::new();
    while commands.len() < 3 {
        let line = server.line();
        if line.starts_with("curl ") {
            commands.push(line);
        }
    }
    let paste = |command: &String| {
        let output = Command::new("sh").args(["-c", command]).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let answers: Vec<_> = commands.iter().map(paste).collect();
    assert!(answers[0].contains(r#""name":"Acme Video""#), "{}", answers[0]);
    assert!(answers[1].contains(r#""status":{"name":"active""#), "{}", answers[1]);
    assert_eq!(answers[2], "200\n");
    assert!(paste(&commands[1]).contains(r#""status":{"name":"paused""#));
    drop(server);
    // At the next run the one that is paused now is not offered again.
    let mut server = Server::start(command);
    let mut lines = std::iter::from_fn(|| Some(server.line()));
    let pause = lines.find(|line| line.starts_with("curl ") && line.contains("/pause ")).unwrap();
    assert!(!pause.contains(r#""subscriptionId": "s_1001""#), "{pause}");
    assert_eq!(paste(&pause), "200\n");
}
