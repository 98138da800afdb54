//! An integration by hand that accepts the protocol as it is documented, and nothing else.

use std::net::TcpListener;
use std::thread;

use actix_web::dev::ServerHandle;
use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, rt};
use serde_json::{Value, json};

use crate::TOKEN;

/// A server in this process, which ends with this value.
pub(crate) struct Strict {
    url: String,
    handle: ServerHandle,
}

impl Strict {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (sender, handle) = std::sync::mpsc::channel();
        thread::spawn(move || {
            rt::System::new().block_on(async {
                let app = || App::new().default_service(web::to(answer));
                let server = HttpServer::new(app).workers(1).disable_signals();
                let server = server.listen(listener).unwrap().run();
                sender.send(server.handle()).unwrap();
                server.await
            })
        });
        Self { url, handle: handle.recv().unwrap() }
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Strict {
    fn drop(&mut self) {
        drop(self.handle.stop(false));
    }
}

async fn answer(request: HttpRequest, body: Bytes) -> HttpResponse {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    if header("authorization") != Some(&*format!("Bearer {TOKEN}")) {
        return refuse(401);
    }
    if !matches!(header("x-churnkey-mode"), Some("live" | "test")) {
        return refuse(400);
    }
    match request.method().as_str() {
        "GET" => read(request.path(), request.query_string()),
        "POST" if header("content-type") == Some("application/json") => {
            act(request.path(), &serde_json::from_slice(&body).unwrap_or_default())
        }
        "POST" => refuse(415),
        _ => refuse(405),
    }
}

fn read(path: &str, query: &str) -> HttpResponse {
    let customer = json!({ "id": "u_1", "phone": "+4915112345" });
    // Its currency, date and item are not in the forms that a strict Churnkey expects.
    let subscription = json!({
        "id": "s_1",
        "customerId": "u_1",
        "start": "2026-01-01T00:00:00+01:00",
        "duration": { "amount": 1, "unit": "month" },
        "status": { "name": "active" },
        "items": [{ "id": "it_1" }],
    });
    let price =
        json!({ "id": "p_1", "amount": { "model": "fixed", "currency": "EUR", "flat": 900 } });
    let both = json!({ "immediate": true, "end-of-period": true });
    let found = match path {
        "/churnkey/features" | "/churnkey/plan" => json!({
            "name": "Strict",
            "controllers": {
                "customers": { "list": true, "findByPhone": true },
                "prices": {},
                "subscriptions": { "list": true },
            },
            "actions": {
                "cancel": { "schedules": both },
                "pause": { "startDates": both, "durations": { "period": true, "date": true }, "allowAnnual": true },
            },
        }),
        "/churnkey/customers/phone/%2B4915112345" => customer,
        "/churnkey/customers" => return page(query, &customer),
        "/churnkey/customers/u_1/subscriptions" => return page(query, &subscription),
        "/churnkey/prices" => return page(query, &price),
        _ => return HttpResponse::NotFound().finish(),
    };
    HttpResponse::Ok().json(found)
}

/// A list needs a `limit` of at most a hundred, and numbers its pages.
fn page(query: &str, item: &Value) -> HttpResponse {
    let limit = query.strip_prefix("limit=").and_then(|limit| limit.parse::<u32>().ok());
    match limit {
        Some(1..=100) => HttpResponse::Ok().json(json!({ "data": [item], "next": 2 })),
        _ => refuse(400),
    }
}

/// Each action needs exactly its keys. No subscription exists.
fn act(path: &str, body: &Value) -> HttpResponse {
    let keys = |value: &Value| -> Vec<String> {
        value.as_object().into_iter().flat_map(|keys| keys.keys().cloned()).collect()
    };
    let is_word = |key: &str| matches!(body[key].as_str(), Some("immediate" | "end-of-period"));
    let is_valid = match path {
        "/churnkey/actions/subscription/cancel" => {
            keys(body) == ["customerId", "scheduledAt", "subscriptionId", "unpause"]
                && is_word("scheduledAt")
                && body["unpause"].is_boolean()
        }
        "/churnkey/actions/subscription/pause" => {
            let duration = &body["duration"];
            let is_period = keys(duration) == ["amount", "type", "unit"]
                && duration["type"] == "period"
                && duration["unit"] == "month";
            let is_date = keys(duration) == ["date", "type"]
                && duration["type"] == "date"
                && duration["date"].as_str().is_some_and(|date| date.ends_with("T00:00:00.000Z"));
            is_word("startAt") && (is_period || is_date)
        }
        _ => return HttpResponse::NotFound().finish(),
    };
    refuse(if is_valid { 404 } else { 400 })
}

fn refuse(code: u16) -> HttpResponse {
    let status = StatusCode::from_u16(code).unwrap();
    HttpResponse::build(status).json(json!({ "code": code, "message": "refused" }))
}
