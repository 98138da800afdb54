//! The cancel flow's rehearsal, which acme serves on a second port.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command};

use crate::acme::command;
use crate::database::Store;

/// A running acme, and what it prints until it serves.
fn start(command: &mut Command) -> (Child, Vec<String>) {
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut said = Vec::new();
    for line in lines.by_ref() {
        let serves = line.starts_with("serving on ");
        said.push(line);
        if serves {
            break;
        }
    }
    // It goes on printing, and must find somebody who reads.
    std::thread::spawn(move || lines.for_each(drop));
    (child, said)
}

fn end(mut child: Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

#[test]
fn its_address_is_printed_first_and_it_ends_with_acme() {
    let store = Store::sqlite();
    let (child, said) = start(command(&store).env("ACME_REHEARSAL", "1"));
    let address = said[0].strip_prefix("the cancel flow, rehearsed on test data: http://");
    let (address, token) = address.and_then(|address| address.split_once("/#")).unwrap();
    assert_eq!(token.len(), 32, "{}", said[0]);
    let customer = call(address, token, "find", r#"{"by":"email","text":"pause@example.org"}"#);
    assert!(customer.contains(r#""id":"u_2001""#), "{customer}");
    let theirs = call(address, token, "subscriptions", r#"{"customer":"u_2004"}"#);
    assert!(theirs.contains(r#""name":"trial""#), "{theirs}");
    end(child);
    assert!(TcpStream::connect(address).is_err(), "it goes on without acme");
}

/// A call of its page.
fn call(address: &str, token: &str, name: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "POST /_/{name} HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\nx-rehearsal-token: {token}\r\n\
         content-length: {length}\r\n\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// A replica of a deployment has none.
#[test]
fn there_is_none_where_the_database_is_given() {
    for wanted in [None, Some("0")] {
        let store = Store::sqlite();
        let mut command = command(&store);
        command.env_remove("ACME_REHEARSAL");
        if let Some(wanted) = wanted {
            command.env("ACME_REHEARSAL", wanted);
        }
        let (child, said) = start(&mut command);
        end(child);
        assert!(!said.iter().any(|line| line.contains("rehearsed")), "{said:?}");
    }
}

/// Whoever was paused or canceled has another subscription at the next start.
#[test]
fn each_persona_can_be_rehearsed_with_again() {
    let store = Store::sqlite();
    let theirs = |customer: &str| {
        let query = format!("SELECT COUNT(*) FROM subscriptions WHERE customer_id = '{customer}'");
        store.database().number(&query)
    };
    end(start(&mut command(&store)).0);
    assert_eq!(theirs("u_2001"), 1);
    store
        .database()
        .execute("UPDATE subscriptions SET canceled_at = 1 WHERE customer_id = 'u_2005'");
    store
        .database()
        .execute("UPDATE subscriptions SET pause_end = 9999999999999 WHERE customer_id = 'u_2001'");
    end(start(&mut command(&store)).0);
    assert_eq!((theirs("u_2001"), theirs("u_2003"), theirs("u_2005")), (2, 1, 2));
}
