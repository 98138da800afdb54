//! A merchant's integration and its rehearsal, each on a port of its own.

use std::net::SocketAddr;
use std::sync::mpsc;
use std::time::Duration;

use actix_web::rt::System;
use churnkey::Integration;
use churnkey::embed::{Embed, Mode};
use churnkey::rehearsal::Rehearsal;
use serde_json::{Value, json};

use crate::client::{Answer, send};
use crate::merchant::Studio;

pub(crate) const TOKEN: &str = "ck_int_rehearsal_0123456789";
pub(crate) const APP: &str = "app_1";
pub(crate) const KEY: &str = "key_of_the_tests";

/// Both end with the test's process.
pub(crate) struct Served {
    pub(crate) studio: Studio,
    /// The page's address, with its token.
    pub(crate) url: String,
    pub(crate) rehearsal: SocketAddr,
    pub(crate) integration: SocketAddr,
    pub(crate) account: Embed,
}

pub(crate) fn serve(studio: Studio) -> Served {
    serve_with(studio, |rehearsal| rehearsal)
}

/// With more settings of the rehearsal.
pub(crate) fn serve_with(
    studio: Studio,
    set: impl FnOnce(Rehearsal) -> Rehearsal + Send + 'static,
) -> Served {
    let (sender, ready) = mpsc::channel();
    let context = studio.clone();
    let account = Embed::new(APP, KEY).unwrap();
    let of_the_rehearsal = account.clone();
    std::thread::spawn(move || {
        System::new().block_on(async move {
            let integration =
                Integration::builder(context.clone()).test_context(context).name("Acme Video");
            let integration = integration.token(TOKEN).build().unwrap();
            let rehearsal = Rehearsal::of(&integration, TOKEN).account(of_the_rehearsal);
            let rehearsal = set(rehearsal.timeout(Duration::from_secs(2)));
            let bound = rehearsal.bind().unwrap();
            let server = integration.server().address("127.0.0.1:0").quiet().bind().unwrap();
            let address = server.addresses().first().copied().unwrap();
            sender.send((bound.url(), bound.address(), address)).unwrap();
            actix_web::rt::spawn(bound.run_without_signals());
            server.run().await.unwrap();
        });
    });
    let (url, rehearsal, integration) = ready.recv().unwrap();
    Served { studio, url, rehearsal, integration, account }
}

impl Served {
    /// A subscription, read through the protocol.
    #[track_caller]
    pub(crate) fn subscription(&self, customer: &str, id: &str) -> Value {
        let path = format!("/churnkey/customers/{customer}/subscriptions/{id}");
        let token = format!("Bearer {TOKEN}");
        let headers = [("authorization", token.as_str()), ("x-churnkey-mode", "test")];
        send(self.integration, "GET", &path, &headers, "").json()
    }

    /// A request of the component with the headers of a token in test mode.
    pub(crate) fn component(
        &self,
        customer: &str,
        subscription: Option<&str>,
        path: &str,
        body: Option<&Value>,
    ) -> Answer {
        let hash = self.account.auth_hash(customer).unwrap();
        let mut headers = vec![
            ("content-type", "application/json"),
            ("x-ck-app", APP),
            ("x-ck-customer", customer),
            ("x-ck-authorization", hash.as_str()),
            ("x-ck-mode", "test"),
        ];
        if let Some(subscription) = subscription {
            headers.push(("x-ck-subscription", subscription));
        }
        let body = body.map(ToString::to_string).unwrap_or_default();
        send(self.rehearsal, "POST", &format!("/v1/api/{path}"), &headers, &body)
    }

    /// A call of the page.
    pub(crate) fn page(&self, name: &str, body: &Value) -> Answer {
        let (_, token) = self.url.split_once('#').unwrap();
        let headers = [("x-rehearsal-token", token), ("content-type", "application/json")];
        send(self.rehearsal, "POST", &format!("/_/{name}"), &headers, &body.to_string())
    }

    /// All that has happened so far.
    pub(crate) fn events(&self) -> Vec<Value> {
        let events = self.page("events", &json!({ "after": 0 })).json();
        events["events"].as_array().unwrap().clone()
    }

    /// The titles of the findings that are faults.
    pub(crate) fn faults(&self) -> Vec<String> {
        let events = self.events();
        let faults =
            events.iter().filter(|event| event["kind"] == "finding" && event["fault"] == true);
        faults.map(|event| event["title"].as_str().unwrap().to_owned()).collect()
    }

    pub(crate) fn token(&self, customer: &str) -> String {
        self.account.session_token(customer).mode(Mode::Test).sign().unwrap()
    }
}
