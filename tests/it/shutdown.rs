//! The way down, with a process of its own: this binary once more, as a server.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use actix_web::{HttpRequest, web};
use churnkey::{Integration, trust_connection};
use churnkey_test_merchants::{Answered, Call, Desk, Notes};

use crate::client::TOKEN;
use crate::merchant::Shop;
use crate::server::{exchange, get};

/// Between SIGTERM and the end of the listener. Several requests are sent meanwhile, on a busy machine too.
const DELAY: Duration = Duration::from_secs(2);
/// Long enough for whatever is not to be cut off, and for whatever a test waits for.
const LONG: Duration = Duration::from_mins(5);

/// The time for a request, and for what is in flight when the listener is closed, in milliseconds.
const TIMEOUT: &str = "CHURNKEY_TEST_TIMEOUT";
const SHUTDOWN_TIMEOUT: &str = "CHURNKEY_TEST_SHUTDOWN_TIMEOUT";

/// Says of each call that it has come.
#[derive(Default)]
struct Aloud(Notes);

impl Desk for Aloud {
    fn take(&self, call: Call) -> Answered<'_> {
        println!("called");
        self.0.take(call)
    }

    fn noted(&self) -> Vec<String> {
        self.0.noted()
    }
}

#[actix_web::test]
#[ignore = "a server, which the other tests start and stop"]
async fn a_server() {
    tracing_subscriber::fmt().with_ansi(false).init();
    let time = |name| std::env::var(name).unwrap().parse().map(Duration::from_millis).unwrap();
    let shop = Shop::behind(Arc::new(Aloud::default()));
    let integration = Integration::builder(shop.clone())
        .token(TOKEN)
        .request_timeout(time(TIMEOUT))
        .observe(|end| println!("observed {:?} {}", end.status(), end.outcome()))
        .build()
        .unwrap();
    let mounted = Shop::behind(Arc::new(Aloud::default()));
    let brand_b = Integration::builder(mounted.clone()).token(TOKEN).name("Brand B");
    let server = integration.server().address("127.0.0.1:0").workers(1).quiet();
    let server = server.shutdown_delay(DELAY).shutdown_timeout(time(SHUTDOWN_TIMEOUT));
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
    lines: Receiver<String>,
}

impl Process {
    fn start(timeout: Duration, shutdown_timeout: Duration) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["shutdown::a_server", "--exact", "--ignored", "--nocapture"])
            .env(TIMEOUT, timeout.as_millis().to_string())
            .env(SHUTDOWN_TIMEOUT, shutdown_timeout.as_millis().to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(child.stdout.take().unwrap());
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            said.lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
        });
        let mut process = Self { child, address: ([0; 4], 0).into(), lines };
        let line = process.says("serving on ");
        process.address = line.split_once("serving on ").unwrap().1.parse().unwrap();
        process
    }

    /// Waits for a line with these words.
    #[track_caller]
    fn says(&self, words: &str) -> String {
        let until = Instant::now() + LONG;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let line = self.lines.recv_timeout(left);
            let line = line.unwrap_or_else(|_| panic!("it did not say `{words}`"));
            if line.contains(words) {
                return line;
            }
        }
    }

    fn send(&self, method: &str, path: &str, body: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let request = format!(
            "{method} {path} HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        stream
    }

    /// Begins a request, which has reached the merchant's method then, and leaves it open.
    #[track_caller]
    fn begin(&self, method: &str, path: &str, body: &str) -> TcpStream {
        let stream = self.send(method, path, body);
        self.says("called");
        stream
    }

    /// Has it stop, and waits until it is about to.
    #[track_caller]
    fn signal(&self, signal: &str) {
        let kill = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(kill.unwrap().success());
        self.says("asked to stop");
    }

    /// Waits until it takes no new connections.
    #[track_caller]
    fn closes(&self) {
        let until = Instant::now() + LONG;
        while TcpStream::connect(self.address).is_ok() {
            assert!(Instant::now() < until, "it still takes new connections");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// What it said last; it must have ended well.
    fn ended(mut self) -> String {
        let said: Vec<_> = self.lines.iter().collect();
        let said = said.join("\n");
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
    let process = Process::start(LONG, LONG);
    let address = process.address;
    let slow = process.begin("GET", "/churnkey/customers/slow_5000", "");
    let begun = Instant::now();
    process.signal("-TERM");

    let health = exchange(address, "GET /healthz HTTP/1.1\r\nhost: t\r\nconnection: close\r\n\r\n");
    assert!(health.starts_with("HTTP/1.1 503"), "{health}");
    assert!(health.ends_with(r#"{"code":503,"message":"shutting down"}"#), "{health}");
    // A connection that would be kept is closed with its answer.
    let kept = whole_answer(process.begin("GET", "/churnkey/customers/u_1", ""));
    assert!(kept.starts_with("HTTP/1.1 200") && kept.contains("connection: close"), "{kept}");
    let own = whole_answer(process.send("GET", "/", ""));
    assert!(own.starts_with("HTTP/1.1 200") && own.contains("connection: close"), "{own}");
    assert!(get(address, "/churnkey/customers/u_1").starts_with("HTTP/1.1 200"));

    process.closes();
    assert!(begun.elapsed() >= DELAY, "whoever watches the health path has so much time");
    let slow = whole_answer(slow);
    assert!(slow.starts_with("HTTP/1.1 200"), "{slow}");
    assert!(process.ended().contains("stopped after"));
}

#[test]
fn an_action_that_was_told_504_is_finished_too() {
    let process = Process::start(Duration::from_millis(300), LONG);
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
    let process = Process::start(LONG, LONG);
    drop(process.begin("POST", "/b/churnkey/actions/customer/cancel", &cancel("slow_1500")));
    process.signal("-INT");
    let said = process.ended();
    assert!(said.contains("stopped after 1 calls"), "{said}");
}

/// Its worker would end with its last connection.
#[test]
fn an_action_that_is_told_504_when_the_listener_is_closed_is_finished_too() {
    let process = Process::start(Duration::from_secs(3), LONG);
    let mut answer =
        process.begin("POST", "/churnkey/actions/customer/cancel", &cancel("slow_5000"));
    process.signal("-INT"); // without a delay
    process.closes();
    let mut head = [0; 12];
    answer.read_exact(&mut head).unwrap();
    assert_eq!(&head, b"HTTP/1.1 504");
    drop(answer);
    let said = process.ended();
    assert!(said.contains("stopped after 1 calls"), "{said}");
}

#[test]
fn an_action_whose_client_goes_away_when_the_listener_is_closed_is_finished_too() {
    let process = Process::start(LONG, LONG);
    let client = process.begin("POST", "/churnkey/actions/customer/cancel", &cancel("slow_3000"));
    process.signal("-INT");
    process.closes();
    socket2::SockRef::from(&client).set_linger(Some(Duration::ZERO)).unwrap(); // a reset
    drop(client);
    let said = process.ended();
    assert!(said.contains("stopped after 1 calls"), "{said}");
}

#[test]
fn what_never_ends_does_not_hold_it_for_ever() {
    let process = Process::start(LONG, Duration::from_secs(1));
    let read = process.begin("GET", "/churnkey/customers/hangs", "");
    let action = process.begin("POST", "/churnkey/actions/customer/cancel", &cancel("hangs"));
    process.signal("-TERM");
    let said = process.ended();
    assert!(said.contains("stopped after"), "{said}");
    assert_eq!(said.matches("observed").count(), 1, "{said}");
    assert!(said.contains("observed None cut_off"), "{said}");
    assert!(said.contains("an action was cut off by the end of the process"), "{said}");
    drop((read, action));
}
