use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::endpoint::{Act, Endpoint, OK};
use crate::support::{self, Server, example};
use crate::{Run, TOKEN, churnkey, folder};

fn reverify(endpoint: &Endpoint, more: &[&str]) -> Run {
    let set = [("CK_VERIFY_URL", endpoint.url.as_str()), ("CK_INTEGRATION_TOKEN", TOKEN)];
    churnkey(&[&["reverify"], more].concat(), &set)
}

#[test]
fn it_asks_and_tells_the_answer() {
    let endpoint = Endpoint::start(&[OK]);
    let run = reverify(&endpoint, &[]).ended(0);
    assert_eq!(run.out, "asked Churnkey to verify: status 200\nverified\n");
    let request = endpoint.request().to_ascii_lowercase();
    assert!(request.starts_with("post /verify http/1.1\r\n"), "{request}");
    assert!(request.contains(&format!("authorization: bearer {TOKEN}\r\n")), "{request}");
}

#[test]
fn a_failure_that_may_pass_is_tried_again() {
    let endpoint = Endpoint::start(&[Act::Answer("502 Bad Gateway", ""), OK]);
    let run = reverify(&endpoint, &["--attempts", "2"]).ended(0);
    assert_eq!(run.err, "refused with status 502; retrying in 1 s\n");
}

#[test]
fn a_refusal_is_one_and_no_answer_two() {
    let endpoint = Endpoint::start(&[Act::Answer("422 Unprocessable Content", "no such account")]);
    let run = reverify(&endpoint, &[]).ended(1);
    run.says("Churnkey was not asked to verify: refused with status 422\nno such account\n");
    let hanging = Endpoint::start(&[Act::Hang]);
    let run = reverify(&hanging, &["--timeout", "0.2", "--attempts", "1"]).ended(2);
    run.complains("churnkey: no answer: timeout");
    churnkey(&["reverify"], &[]).ended(2).complains("set CK_VERIFY_URL");
}

const OLD: Act = Act::Answer("200 OK", "{}");
const NEW: Act = Act::Answer("200 OK", r#"{"name": "new"}"#);

fn fingerprint(act: Act) -> String {
    let Act::Answer(_, body) = act else { panic!("no manifest") };
    churnkey_runtime::reverify::fingerprint(body)
}

/// Of an address behind which the replicas answer as the script says.
fn reverify_at(endpoint: &Endpoint, replicas: &Endpoint, more: &[&str]) -> Run {
    let root = replicas.url.strip_suffix("/verify").unwrap();
    reverify(endpoint, &[&[root], more].concat())
}

#[test]
fn with_an_address_it_can_look_whether_the_manifest_has_changed() {
    let (endpoint, state) = (Endpoint::start(&[OK]), folder().join("state.json"));
    let if_changed = |manifest: &'static [Act]| {
        let more = ["--if-changed", "--state", state.to_str().unwrap(), "--wait", "2"];
        reverify_at(&endpoint, &Endpoint::start(manifest), &more)
    };
    if_changed(&[OLD]).ended(0).says("asked Churnkey to verify");
    if_changed(&[OLD]).ended(0).says("the manifest is already verified: nothing was sent");
    if_changed(&[NEW]).ended(0).says("asked Churnkey to verify");
    assert_eq!(endpoint.requests().len(), 2);
    if_changed(&[Act::Answer("404 Not Found", "")]).ended(2).complains("answered 404");
}

#[test]
fn it_waits_until_no_old_replica_answers_and_remembers_what_it_read() {
    let (endpoint, state) = (Endpoint::start(&[OK]), folder().join("state.json"));
    let replicas =
        Endpoint::start(&[OLD, NEW, NEW, Act::Answer("503 Service Unavailable", ""), OLD, NEW]);
    let (new, state) = (fingerprint(NEW), state.to_str().unwrap());
    let expect = ["--expect", &new, "--wait", "60", "--state", state];
    let run = reverify_at(&endpoint, &replicas, &expect).ended(0);
    run.says(&format!("10 answers in a row have the fingerprint {new}\nasked Churnkey"));
    run.complains(&format!("an answer has the fingerprint {}; retrying\n", fingerprint(OLD)));
    run.complains("answered 503; retrying\n");
    assert_eq!(replicas.requests().len(), 5 + 10, "ten in a row, after the last other answer");
    assert_eq!(endpoint.requests().len(), 1);
    assert!(std::fs::read_to_string(state).unwrap().contains(&new));
}

#[test]
fn while_replicas_differ_nothing_is_sent_and_nothing_remembered() {
    let (endpoint, state) = (Endpoint::start(&[OK]), folder().join("state.json"));
    let more = ["--wait", "1.5", "--state", state.to_str().unwrap()];
    let (old, new) = (fingerprint(OLD), fingerprint(NEW));
    // Not what was deployed.
    let expect = [&["--expect", &new][..], &more].concat();
    let run = reverify_at(&endpoint, &Endpoint::start(&[OLD]), &expect).ended(1);
    run.says(&format!("was not asked to verify: no 10 answers in a row with {new} within 1.5 s"));
    run.says(&format!("seen: {old} ("));
    // Nobody says what was deployed, and the answers differ.
    let mixed = Endpoint::start(&[OLD, NEW, OLD, NEW, OLD, NEW, OLD, NEW]);
    let run = reverify_at(&endpoint, &mixed, &more).ended(1);
    run.says("no 10 answers in a row within 1.5 s; seen: ");
    assert!(endpoint.is_quiet() && !state.exists());
}

/// A balancer chooses a replica for each connection: one that is kept would always lead to the same.
#[test]
fn each_reading_has_a_connection_of_its_own() {
    let server = Server::start(&mut example("smallest"));
    let (balancer, connections) = balancer(server.address.clone());
    let endpoint = Endpoint::start(&[OK]);
    let set = [("CK_VERIFY_URL", &*endpoint.url), ("CK_INTEGRATION_TOKEN", support::TOKEN)];
    churnkey(&["reverify", &format!("http://{balancer}")], &set).ended(0).says("10 answers");
    assert_eq!(connections.load(Ordering::Relaxed), 10);
}

/// Passes connections on, and counts them.
fn balancer(to: String) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, connections) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
    let count = Arc::clone(&connections);
    thread::spawn(move || {
        for client in listener.incoming().map_while(Result::ok) {
            count.fetch_add(1, Ordering::Relaxed);
            let server = TcpStream::connect(&to).unwrap();
            for (mut from, mut into) in
                [(client.try_clone().unwrap(), server.try_clone().unwrap()), (server, client)]
            {
                thread::spawn(move || std::io::copy(&mut from, &mut into));
            }
        }
    });
    (address, connections)
}
