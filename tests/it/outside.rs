//! What a server logs of requests that reach none of its integrations.

use std::net::SocketAddr;
use std::sync::mpsc;
use std::thread;

use actix_web::rt::System;
use actix_web::{HttpResponse, web};
use churnkey::{Integration, Server};

use crate::client::TOKEN;
use crate::logs::{self, collect, logged};
use crate::merchant::Shop;
use crate::server::exchange;

/// Serves a shop, sends the requests one after the other, stops, and returns what was logged all in all.
pub(crate) fn log_of(change: fn(Server) -> Server, requests: &[String]) -> String {
    collect();
    let lines = logs::lines();
    let (sender, receiver) = mpsc::channel();
    let serving = thread::spawn(move || {
        logs::join(&lines);
        System::new().block_on(async move {
            let server = Shop::default().integration().server().address("127.0.0.1:0").workers(1);
            let server = change(server.quiet().disable_signals());
            let bound = server.app(move |_| logs::join(&lines)).bind().unwrap();
            sender.send((bound.addresses()[0], bound.handle())).unwrap();
            bound.run().await.unwrap();
        });
    });
    let (address, handle): (SocketAddr, _) = receiver.recv().unwrap();
    for request in requests {
        assert!(exchange(address, request).starts_with("HTTP/1.1 404 "), "{request}");
    }
    drop(handle.stop(false));
    serving.join().unwrap();
    logged()
}

/// The lines about such requests, without what stands before them.
fn outside(change: fn(Server) -> Server, requests: &[String]) -> Vec<String> {
    let log = log_of(change, requests);
    let lines = log.lines().filter(|line| line.contains(" outside of the integration"));
    lines.map(|line| line.split_once(" churnkey: ").unwrap().1.to_owned()).collect()
}

fn get(path: &str, headers: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: t\r\n{headers}connection: close\r\n\r\n")
}

const ADVICE: &str = "check the API URL in the dashboard and what the proxy removes from the path";

#[test]
fn one_line_a_minute_says_what_came_without_any_value() {
    let with_token = format!("authorization: Bearer {TOKEN}\r\n");
    let look = format!("authorization: Bearer and {} letters, digits, - and _", TOKEN.len());
    let features = get("/features", &with_token);
    let log = outside(
        |server| server,
        &[
            features.clone(),
            features.clone(),
            features,
            get("//churnkey/customers/mina?email=mina@example.org", ""),
            get(
                "/mina/churnkey/features",
                "x-ck-signature: 9f86d081884c7d65\r\ncookie: a=mina\r\n",
            ),
        ],
    );
    let place = "the integration is under `/churnkey`";
    assert_eq!(
        log,
        [
            format!(
                "outside of the integration: 1 x GET /features ({look}); {place}: {ADVICE} requests=1"
            ),
            format!(
                "outside of the integration: 1 x GET //churnkey/customers/…; \
                 2 x GET /features ({look}); \
                 1 x GET /…/churnkey/features (x-ck-signature: 16 hex digits); {place}: {ADVICE} requests=4"
            ),
        ]
    );
}

#[test]
fn all_integrations_of_a_server_are_named() {
    let two = |server: Server| {
        let other = Integration::builder(Shop::default()).token("ck_int_b").name("Brand B");
        server.mount("/brand-b", other.build().unwrap())
    };
    let log = outside(two, &[get("/brand-b/features", "")]);
    let place = "the integrations are under `/churnkey` and `/brand-b/churnkey`";
    let line =
        format!("outside of the integration: 1 x GET /…/features; {place}: {ADVICE} requests=1");
    assert_eq!(log, [line]);
}

#[test]
fn what_the_merchants_own_routes_answer_is_not_logged() {
    let own = |server: Server| {
        server.app(|config| {
            config.default_service(web::to(async || HttpResponse::NotFound()));
        })
    };
    assert_eq!(outside(own, &[get("/features", "")]), [""; 0]);
    let own = |server: Server| {
        server.app(|config| {
            config.route("/features", web::get().to(async || HttpResponse::NotFound()));
        })
    };
    assert_eq!(outside(own, &[get("/features", "")]), [""; 0]);
}
