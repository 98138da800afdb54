//! A server is stopped from outside.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use churnkey::{Integration, Server, ServerHandle};

use crate::client::TOKEN;
use crate::merchant::Shop;
use crate::server::get;

/// What is promised to happen at once, on a busy machine.
const SOON: Duration = Duration::from_secs(10);

struct Serving {
    address: SocketAddr,
    handle: ServerHandle,
    thread: std::thread::JoinHandle<()>,
}

fn start(shop: &Shop, change: impl FnOnce(Server) -> Server + Send + 'static) -> Serving {
    let integration = Integration::builder(shop.clone()).token(TOKEN).build().unwrap();
    let (sender, receiver) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = integration.server().address("127.0.0.1:0").workers(1).quiet();
            let bound = change(server).bind().unwrap();
            sender.send((bound.addresses()[0], bound.handle())).unwrap();
            bound.run().await.unwrap();
        });
    });
    let (address, handle) = receiver.recv().unwrap();
    Serving { address, handle, thread }
}

/// Begins an action and leaves it.
fn cancel(address: SocketAddr, customer: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).unwrap();
    let body = format!(r#"{{"customerId": "{customer}", "scheduledAt": "immediate"}}"#);
    let head = format!(
        "POST /churnkey/actions/customer/cancel HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).unwrap();
    std::thread::sleep(Duration::from_millis(200)); // it has arrived
    stream
}

#[test]
fn gracefully_is_as_on_sigterm_with_the_delay_and_the_actions_that_go_on() {
    let shop = Shop::default();
    let Serving { address, handle, thread } =
        start(&shop, |server| server.shutdown_delay(Duration::from_secs(1)).disable_signals());
    drop(cancel(address, "slow_2500"));
    let another = handle.clone();
    drop(std::thread::spawn(move || drop(another.stop(true))).join());
    std::thread::sleep(Duration::from_millis(100));
    assert!(get(address, "/healthz").starts_with("HTTP/1.1 503"));
    assert!(get(address, "/churnkey/customers/u_1").starts_with("HTTP/1.1 200"));
    drop(handle.stop(true)); // once more is no more
    thread.join().unwrap();
    assert!(TcpStream::connect(address).is_err());
    assert_eq!(shop.calls().len(), 2, "the action has ended");
    // There is nothing to stop any more.
    actix_web::rt::System::new().block_on(handle.stop(true));
}

#[test]
fn at_once_is_at_once() {
    let shop = Shop::default();
    let Serving { address, handle, thread } = start(&shop, |server| server);
    let mut action = cancel(address, "hangs");
    let mut silent = TcpStream::connect(address).unwrap();
    let begun = Instant::now();
    drop(handle.stop(true)); // which would wait for the action
    std::thread::sleep(Duration::from_millis(200));
    actix_web::rt::System::new().block_on(handle.stop(false));
    thread.join().unwrap();
    assert!(begun.elapsed() < SOON, "{:?}", begun.elapsed());
    for stream in [&mut action, &mut silent] {
        stream.set_read_timeout(Some(SOON)).unwrap();
        assert_eq!(stream.read(&mut [0; 512]).unwrap_or(0), 0, "it is closed");
    }
}

#[test]
fn one_server_stops_and_the_others_of_its_system_go_on() {
    actix_web::rt::System::new().block_on(async {
        let bind = || {
            let server = Shop::default().integration().server().address("127.0.0.1:0");
            server.workers(1).quiet().shutdown_delay(Duration::ZERO).bind().unwrap()
        };
        let (one, other) = (bind(), bind());
        let (address, handle) = (other.addresses()[0], one.handle());
        let one = actix_web::rt::spawn(one.run());
        let other = actix_web::rt::spawn(other.run());
        handle.stop(true).await;
        one.await.unwrap().unwrap();
        // Longer than actix's servers wait before they stop the whole system.
        actix_web::rt::time::sleep(Duration::from_secs(1)).await;
        let answer = actix_web::web::block(move || get(address, "/healthz")).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert!(!other.is_finished());
    });
}

#[test]
fn an_integration_can_be_served_again() {
    let shop = Shop::default();
    let integration = Integration::builder(shop).token(TOKEN).build().unwrap();
    actix_web::rt::System::new().block_on(async {
        for _ in 0..2 {
            let server = integration.server().address("127.0.0.1:0").workers(1).quiet();
            let bound = server.shutdown_delay(Duration::ZERO).bind().unwrap();
            let (address, handle) = (bound.addresses()[0], bound.handle());
            let serving = actix_web::rt::spawn(bound.run());
            let health = actix_web::web::block(move || get(address, "/healthz")).await.unwrap();
            assert!(health.starts_with("HTTP/1.1 200"), "{health}");
            handle.stop(true).await;
            serving.await.unwrap().unwrap();
        }
    });
}

#[test]
fn one_that_is_stopped_before_it_runs_does_not_serve() {
    actix_web::rt::System::new().block_on(async {
        let server = Shop::default().integration().server().address("127.0.0.1:0").quiet();
        let bound = server.bind().unwrap();
        let handle = bound.handle();
        drop(handle.stop(false));
        bound.run().await.unwrap();
        handle.stop(true).await;
        let bound = Shop::default().integration().server().address("127.0.0.1:0").quiet().bind();
        let handle = bound.as_ref().unwrap().handle();
        drop(bound);
        handle.stop(true).await; // it never ran
    });
}

#[test]
fn without_a_runtime_it_says_so() {
    let server = Shop::default().integration().server().address("127.0.0.1:0").quiet();
    let message = server.bind().unwrap_err().to_string();
    assert!(message.contains("no runtime is running"), "{message}");
    assert!(message.contains("#[tokio::main]"), "{message}");
}

/// A merchant's `main` may keep it wherever it likes.
#[test]
fn it_can_be_sent_and_so_can_a_server_that_runs() {
    fn is_send<T: Send>(_: &T) {}
    fn is_shared<T: Send + Sync + Clone>() {}
    is_shared::<ServerHandle>();
    is_send(&churnkey::serve(Shop::default()));
    is_send(&Shop::default().integration().server().run());
}
