//! An app of the merchant's own on its way down, as a process of its own: this binary once more.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use actix_web::rt::{Runtime, System};
use actix_web::{App, HttpServer, web};
use churnkey::prelude::*;
use churnkey::{Integration, RequestInfo};
use churnkey_test_merchants::{Answered, Call, Desk};

use crate::client::TOKEN;
use crate::merchant::Shop;
use crate::server::{exchange, get};

/// How it is served: `actix` or `tokio` around it, or `signal` for a way down that is told.
const HOW: &str = "CHURNKEY_TEST_HOW";
/// The time for a request, in milliseconds.
const TIMEOUT: &str = "CHURNKEY_TEST_TIMEOUT";

async fn serve(how: &str) {
    tracing_subscriber::fmt().with_ansi(false).init();
    let shop = Shop::default();
    let timeout = std::env::var(TIMEOUT).unwrap().parse().map(Duration::from_millis).unwrap();
    let integration = Integration::builder(shop.clone()).token(TOKEN).request_timeout(timeout);
    let integration =
        integration.observe(|end| println!("observed {}", end.outcome())).build().unwrap();
    let mounted = integration.clone();
    let mut server = HttpServer::new(move || {
        App::new().configure(|config| mounted.configure(config)).service(mounted.health())
    })
    .workers(1)
    .shutdown_timeout(20);
    if how == "signal" {
        server = server
            .shutdown_signal(integration.shutdown_signal(Duration::from_millis(700)).unwrap());
    }
    let server = server.bind("127.0.0.1:0").unwrap();
    println!("serving on {}", server.addrs()[0]);
    server.run().await.unwrap();
    println!("its server has ended after {} calls", shop.calls().len());
    let left = integration.finish(Duration::from_secs(4)).await;
    println!("finished with {} calls more, {left} left", shop.calls().len());
}

#[test]
#[ignore = "a server, which the other tests start and stop"]
fn a_server() {
    match &*std::env::var(HOW).unwrap() {
        "tokio" => Runtime::new().unwrap().block_on(serve("tokio")),
        how => System::new().block_on(serve(how)),
    }
}

struct Process {
    child: Child,
    address: SocketAddr,
    said: BufReader<ChildStdout>,
}

impl Process {
    fn start(how: &str, timeout: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["own_app::a_server", "--exact", "--ignored", "--nocapture"])
            .envs([(HOW, how), (TIMEOUT, timeout)])
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

    /// Begins an action, and leaves it open.
    fn cancel(&self, customer: &str) -> TcpStream {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let body = format!(r#"{{"customerId": "{customer}", "scheduledAt": "immediate"}}"#);
        let head = format!(
            "POST /churnkey/actions/customer/cancel HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        stream.write_all((head + &body).as_bytes()).unwrap();
        std::thread::sleep(Duration::from_millis(200)); // it has arrived
        stream
    }

    fn terminate(&self) {
        let kill = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(kill.unwrap().success());
    }

    /// What it said last; it must have ended well.
    fn ended(mut self) -> String {
        let mut said = String::new();
        self.said.read_to_string(&mut said).unwrap();
        assert!(self.child.wait().unwrap().success(), "{said}");
        said
    }
}

fn reset(client: TcpStream) {
    socket2::SockRef::from(&client).set_linger(Some(Duration::ZERO)).unwrap();
    drop(client);
    std::thread::sleep(Duration::from_millis(200));
}

fn status(client: &mut TcpStream) -> u16 {
    let mut head = [0; 12];
    client.read_exact(&mut head).unwrap();
    std::str::from_utf8(&head[9..]).unwrap().parse().unwrap()
}

#[test]
fn an_action_whose_client_was_reset_is_finished_after_the_server() {
    for how in ["actix", "tokio"] {
        let process = Process::start(how, "20000");
        reset(process.cancel("slow_2500"));
        process.terminate();
        let said = process.ended();
        // actix does not wait for it, and that it goes on is said.
        assert!(said.contains("its server has ended after 0 calls"), "{how}: {said}");
        assert!(
            said.contains("a worker of this app has ended while actions still run"),
            "{how}: {said}"
        );
        assert!(said.contains("finished with 1 calls more, 0 left"), "{how}: {said}");
        assert_eq!(said.matches("observed done").count(), 1, "{how}: {said}");
        assert!(!said.contains("cut off"), "{how}: {said}");
    }
}

#[test]
fn an_action_that_was_told_504_is_finished_after_the_server() {
    for how in ["actix", "tokio"] {
        let process = Process::start(how, "300");
        let mut client = process.cancel("slow_2500");
        assert_eq!(status(&mut client), 504);
        drop(client);
        process.terminate();
        let said = process.ended();
        assert!(said.contains("finished with 1 calls more, 0 left"), "{how}: {said}");
        assert_eq!(said.matches("observed done").count(), 1, "{how}: {said}");
    }
}

#[test]
fn one_whose_client_waits_is_answered() {
    let process = Process::start("actix", "20000");
    let mut client = process.cancel("slow_1500");
    process.terminate();
    assert_eq!(status(&mut client), 200);
    drop(client);
    let said = process.ended();
    assert!(said.contains("its server has ended after 1 calls"), "{said}");
    assert!(said.contains("finished with 0 calls more, 0 left"), "{said}");
}

#[test]
fn one_that_never_ends_is_cut_off_at_last_and_told() {
    let process = Process::start("actix", "20000");
    reset(process.cancel("hangs"));
    process.terminate();
    let said = process.ended();
    assert!(said.contains("finished with 0 calls more, 1 left"), "{said}");
    assert!(said.contains("an action was cut off by the end of the process"), "{said}");
    assert!(said.contains("request_id="), "in its request's span: {said}");
    assert_eq!(said.matches("observed cut_off").count(), 1, "{said}");
}

#[test]
fn a_way_down_that_is_told_first_turns_health_to_503() {
    let process = Process::start("signal", "20000");
    let address = process.address;
    let health =
        || exchange(address, "GET /healthz HTTP/1.1\r\nhost: t\r\nconnection: close\r\n\r\n");
    assert!(health().starts_with("HTTP/1.1 200"));
    process.terminate();
    std::thread::sleep(Duration::from_millis(100));
    assert!(health().starts_with("HTTP/1.1 503"));
    assert!(get(address, "/churnkey/customers/u_1").starts_with("HTTP/1.1 200"));
    std::thread::sleep(Duration::from_millis(1500));
    assert!(TcpStream::connect(address).is_err(), "it takes no new connections");
    assert!(process.ended().contains("0 left"));
}

/// What a method may do, an action's may on the thread where it runs.
struct Everything;

impl Desk for Everything {
    fn take(&self, _: Call) -> Answered<'_> {
        Box::pin(async {
            let info = RequestInfo::current().ok_or_else(|| Error::not_found("no request"))?;
            let id = info.request_id().to_owned();
            let blocking = web::block(|| std::thread::current().id()).await?;
            let spawned = actix_web::rt::spawn(async { std::thread::current().id() }).await?;
            actix_web::rt::time::sleep(Duration::from_millis(50)).await;
            let here = std::thread::current().id();
            let still = RequestInfo::current().is_some_and(|info| info.request_id() == id);
            let name = std::thread::current().name().unwrap_or_default().to_owned();
            if blocking != here && spawned == here && still && name == "churnkey-actions" {
                return Err(Error::new(418, "all is as it should be"));
            }
            Err(Error::new(409, format!("{blocking:?} {spawned:?} {here:?} {still} {name}")))
        })
    }
}

#[test]
fn an_action_runs_on_a_thread_of_its_own_and_can_do_there_what_it_always_can() {
    let (sender, receiver) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        System::new().block_on(async move {
            let integration = Shop::behind(Arc::new(Everything)).integration();
            let server =
                HttpServer::new(move || App::new().configure(|it| integration.configure(it)))
                    .workers(1)
                    .disable_signals()
                    .bind("127.0.0.1:0")
                    .unwrap();
            sender.send(server.addrs()[0]).unwrap();
            server.run().await.unwrap();
        });
    });
    let address = receiver.recv().unwrap();
    let body = r#"{"customerId": "u_1", "scheduledAt": "immediate"}"#;
    let answer = exchange(
        address,
        &format!(
            "POST /churnkey/actions/customer/cancel HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        ),
    );
    assert!(answer.starts_with("HTTP/1.1 418"), "{answer}");
}
