//! The way down, with a process of its own: this binary once more, as a server.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use actix_web::{HttpRequest, web};
use churnkey::{Integration, trust_connection};

use crate::client::TOKEN;
use crate::merchant::Shop;
use crate::server::{exchange, get};

const DELAY: Duration = Duration::from_millis(700);
/// The time for a request, in milliseconds.
const TIMEOUT: &str = "CHURNKEY_TEST_TIMEOUT";

#[actix_web::test]
#[ignore = "a server, which the other tests start and stop"]
async fn a_server() {
    let shop = Shop::default();
    let integration = Integration::builder(shop.clone())
        .token(TOKEN)
        .request_timeout(
            std::env::var(TIMEOUT).unwrap().parse().map(Duration::from_millis).unwrap(),
        )
        .observe(|end| println!("observed {:?} {}", end.status(), end.outcome()))
        .build()
        .unwrap();
    let mounted = Shop::default();
    let brand_b = Integration::builder(mounted.clone()).token(TOKEN).name("Brand B");
    let server = integration.server().address("127.0.0.1:0").workers(1).quiet();
    let server = server.shutdown_delay(DELAY).shutdown_timeout(Duration::from_secs(2));
    let server = server.mount("/b", brand_b.build().unwrap()).app(|config| {
        config.route(
            "/",
            web::get().to(async |http: HttpRequest| {
                trust_connection(&http);
                "our own page"
            }),
        );
    });
    let bound = server.bind().unwrap();
    println!("serving on {}", bound.addresses()[0]);
    bound.run().await.unwrap();
    println!("stopped after {} calls", shop.calls().len() + mounted.calls().len());
}

struct Process {
    child: Child,
    address: SocketAddr,
    said: BufReader<ChildStdout>,
}

impl Process {
    fn start(timeout: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["shutdown::a_server", "--exact", "--ignored", "--nocapture"])
            .env(TIMEOUT, timeout)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stdout.take().unwrap());
        let address = loop {
            let mut line = String::new();
            assert_ne!(said.read_line(&mut line).unwrap(), 0, "it did not serve");
            if let Some((_, address)) = line.trim_end().split_once("serving on ") {
                break address.parse().unwrap();
            }
        };
        Self { child, address, said }
    }

    /// Begins a request and leaves it open.
    fn begin(&self, method: &str, path: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(100)); // it has arrived
        stream
    }

    fn signal(&self, signal: &str) {
        let kill = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(kill.unwrap().success());
        std::thread::sleep(Duration::from_millis(100));
    }

    /// What it said last; it must have ended well.
    fn ended(mut self) -> String {
        let mut said = String::new();
        self.said.read_to_string(&mut said).unwrap();
        assert!(self.child.wait().unwrap().success(), "{said}");
        said
    }
}

fn cancel(customer: &str) -> String {
    format!(r#"{{"customerId": "{customer}", "scheduledAt": "immediate"}}"#)
}

fn whole_answer(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

#[test]
fn sigterm_first_turns_the_health_path_to_503_then_closes_the_listener_and_finishes_what_runs() {
    let process = Process::start("20000");
    let address = process.address;
    let slow = process.begin("GET", "/churnkey/customers/slow_1500", "");
    process.signal("-TERM");

    let health = exchange(address, "GET /healthz HTTP/1.1\r\nhost: t\r\nconnection: close\r\n\r\n");
    assert!(health.starts_with("HTTP/1.1 503"), "{health}");
    assert!(health.ends_with(r#"{"code":503,"message":"shutting down"}"#), "{health}");
    // A connection that would be kept is closed with its answer.
    let kept = whole_answer(process.begin("GET", "/churnkey/customers/u_1", ""));
    assert!(kept.starts_with("HTTP/1.1 200") && kept.contains("connection: close"), "{kept}");
    let own = whole_answer(process.begin("GET", "/", ""));
    assert!(own.starts_with("HTTP/1.1 200") && own.contains("connection: close"), "{own}");
    assert!(get(address, "/churnkey/customers/u_1").starts_with("HTTP/1.1 200"));

    std::thread::sleep(DELAY);
    assert!(TcpStream::connect(address).is_err(), "it takes no new connections");
    let slow = whole_answer(slow);
    assert!(slow.starts_with("HTTP/1.1 200"), "{slow}");
    assert!(process.ended().contains("stopped after"));
}

#[test]
fn an_action_that_was_told_504_is_finished_too() {
    let process = Process::start("300");
    let mut answer =
        process.begin("POST", "/churnkey/actions/customer/cancel", &cancel("slow_1500"));
    let mut head = [0; 12];
    answer.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 504");
    process.signal("-INT");
    let said = process.ended();
    assert!(said.contains("stopped after 1 calls"), "{said}");
    assert_eq!(said.matches("observed").count(), 1, "{said}");
    assert!(said.contains("observed Some(504) done"), "{said}");
}

#[test]
fn an_action_of_a_mounted_integration_is_finished_too() {
    let process = Process::start("20000");
    drop(process.begin("POST", "/b/churnkey/actions/customer/cancel", &cancel("slow_1500")));
    process.signal("-INT");
    let said = process.ended();
    assert!(said.contains("stopped after 1 calls"), "{said}");
}

/// Its worker would end with its last connection.
#[test]
fn an_action_that_is_told_504_when_the_listener_is_closed_is_finished_too() {
    let process = Process::start("700");
    let mut answer =
        process.begin("POST", "/churnkey/actions/customer/cancel", &cancel("slow_2000"));
    process.signal("-INT"); // without a delay
    let mut head = [0; 12];
    answer.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 504");
    assert!(TcpStream::connect(process.address).is_err(), "it takes no new connections");
    drop(answer);
    let said = process.ended();
    assert!(said.contains("stopped after 1 calls"), "{said}");
}

#[test]
fn an_action_whose_client_goes_away_when_the_listener_is_closed_is_finished_too() {
    let process = Process::start("20000");
    let client = process.begin("POST", "/churnkey/actions/customer/cancel", &cancel("slow_1500"));
    process.signal("-INT");
    assert!(TcpStream::connect(process.address).is_err(), "it takes no new connections");
    socket2::SockRef::from(&client).set_linger(Some(Duration::ZERO)).unwrap(); // a reset
    drop(client);
    let said = process.ended();
    assert!(said.contains("stopped after 1 calls"), "{said}");
}

#[test]
fn what_never_ends_does_not_hold_it_for_ever() {
    let process = Process::start("20000");
    let read = process.begin("GET", "/churnkey/customers/hangs", "");
    let action = process.begin("POST", "/churnkey/actions/customer/cancel", &cancel("hangs"));
    process.signal("-TERM");
    let said = process.ended();
    assert!(said.contains("stopped after"), "{said}");
    assert_eq!(said.matches("observed").count(), 1, "{said}");
    assert!(said.contains("observed None cut_off"), "{said}");
    drop((read, action));
}
