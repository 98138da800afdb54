//! The page's own calls: `POST /_/name` with JSON, answered with JSON.

use std::time::Duration;

use actix_web::rt::time::timeout;
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use churnkey_embed::Mode as TokenMode;
use churnkey_runtime::Mode;
use serde_json::{Value, json};

use super::auth_hash::Claim;
use super::body;
use super::state::State;
use crate::counterpart::data::next;
use crate::counterpart::{Failure, Refused};
use crate::fields::{id, list, set, text};

/// How many objects the page lists before its *More* button.
const PAGE_LIMIT: usize = 25;
/// How long a call for events waits for one.
const MAX_WAIT: Duration = Duration::from_secs(20);
const MAX_EVENTS: usize = 200;

enum Failed {
    Integration(Failure),
    Call(Refused),
}

impl From<Failure> for Failed {
    fn from(failure: Failure) -> Self {
        Self::Integration(failure)
    }
}

impl From<Refused> for Failed {
    fn from(refused: Refused) -> Self {
        Self::Call(refused)
    }
}

pub(super) async fn answer(state: &State, request: &HttpRequest, payload: Payload) -> HttpResponse {
    if !state.guard.is_the_page(request) {
        let problem = "only the page may send this call; open the URL that the rehearsal printed";
        return HttpResponse::Forbidden().json(json!({ "problem": problem }));
    }
    let name = request.path().strip_prefix("/_/").unwrap_or_default();
    let answered = match body::json(payload).await {
        Ok(body) => call(state, name, &body.unwrap_or_default()).await,
        Err(refused) => Err(refused.into()),
    };
    match answered {
        Ok(json) => HttpResponse::Ok().json(json),
        Err(Failed::Integration(failure)) => HttpResponse::BadGateway().json(json!({
            "request": failure.request,
            "status": failure.status,
            "problem": failure.problem,
            "help": failure.help,
        })),
        Err(Failed::Call(Refused { status, reason })) => {
            let status = actix_web::http::StatusCode::from_u16(status).unwrap_or_default();
            HttpResponse::build(status).json(json!({ "problem": reason }))
        }
    }
}

async fn call(state: &State, name: &str, body: &Value) -> Result<Value, Failed> {
    let counterpart = &state.counterpart;
    let shared = &counterpart.shared;
    let required = |key: &'static str| {
        let text = text(body, &format!("/{key}"));
        text.ok_or_else(|| Failed::Call(Refused::new(400, format!("`{key}` is missing"))))
    };
    let cursor = text(body, "/cursor");
    match name {
        "about" => about(state).await,
        "again" => {
            counterpart.forget();
            about(state).await
        }
        "at-once" => {
            shared.set_at_once(body.get("atOnce") == Some(&Value::Bool(true)));
            about(state).await
        }
        "customers" => Ok(page(&counterpart.customers(PAGE_LIMIT, cursor).await?)),
        "find" => match required("by")? {
            by @ ("email" | "phone") => {
                Ok(counterpart.find_customer(by, required("text")?).await?)
            }
            _ => Ok(counterpart.customer(required("text")?).await?),
        },
        "subscriptions" => {
            let subscriptions =
                counterpart.subscription_page(required("customer")?, PAGE_LIMIT, cursor).await?;
            Ok(page(&subscriptions))
        }
        "subscription" => {
            let (customer, id) = (required("customer")?, required("id")?);
            Ok(counterpart.subscription(customer, id, "the subscription").await?)
        }
        "session" => session(state, required("customer")?, text(body, "/subscription")),
        "token" => Ok(token(state, required("token")?).await),
        "events" => Ok(events(state, body.get("after").and_then(Value::as_u64)).await),
        _ => Err(Refused::new(404, format!("there is no call `{name}`")).into()),
    }
}

/// Cuts a page, because a list that ignores `limit` could freeze the browser.
fn page(page: &Value) -> Value {
    let objects: Vec<_> =
        list(page, "/data").filter(|object| id(object).is_some()).take(PAGE_LIMIT * 8).collect();
    json!({ "data": objects, "next": next(page) })
}

/// The top of the page. An unreadable manifest is part of the answer, not an error of the call.
async fn about(state: &State) -> Result<Value, Failed> {
    let counterpart = &state.counterpart;
    let shared = &counterpart.shared;
    let settings = &shared.settings;
    let mut about = json!({
        "integration": settings.integration,
        "mode": settings.mode.as_str(),
        "appId": settings.account.app_id(),
        "madeUp": settings.made_up,
        "atOnce": shared.at_once(),
        "flow": if settings.flow.is_some() { "file" } else { "made" },
        "newest": shared.log.last(),
    });
    match counterpart.announced().await {
        Ok(announced) => {
            let has = |module: &str| announced.has(module);
            let modules: Vec<_> = MODULES.iter().filter(|module| has(module)).collect();
            let flag = |module: &str, key: &str| announced.flag(module, key);
            let several = |module: &str, key: &str| announced.words(module, key).len() > 1;
            let both = several("Cancel", "schedules")
                || several("ChangePrice", "schedules")
                || several("Pause", "startDates");
            set(
                &mut about,
                "announced",
                json!({
                    "modules": modules,
                    // A manifest need not mention these; only an explicit `false` counts.
                    "customers": flag("Customers", "list") != Some(false),
                    "email": flag("Customers", "findByEmail") != Some(false),
                    "phone": flag("Customers", "findByPhone") != Some(false),
                    "subscriptions": flag("Subscriptions", "list") != Some(false),
                    "both": both,
                }),
            );
        }
        Err(failure) => {
            set(
                &mut about,
                "failure",
                json!({
                    "request": failure.request,
                    "problem": failure.problem,
                    "help": failure.help,
                }),
            );
        }
    }
    Ok(about)
}

const MODULES: &[&str] = &[
    "Customers",
    "Prices",
    "Subscriptions",
    "Coupons",
    "Products",
    "Families",
    "Cancel",
    "Pause",
    "ApplyCoupon",
    "ChangePrice",
    "ExtendTrial",
];

/// The token that a merchant's token endpoint would return for this customer.
fn session(state: &State, customer: &str, subscription: Option<&str>) -> Result<Value, Failed> {
    let settings = &state.counterpart.shared.settings;
    let mode = if settings.mode == Mode::Live { TokenMode::Live } else { TokenMode::Test };
    let token = settings.account.session_token(customer).mode(mode);
    let token = match subscription {
        Some(subscription) => token.subscription(subscription),
        None => token,
    };
    let token = token.sign().map_err(|error| Refused::new(400, error.to_string()))?;
    Ok(json!({ "token": token }))
}

/// Whether a token of another server would be accepted, and why not.
async fn token(state: &State, token: &str) -> Value {
    let invalid = |why: String| json!({ "right": false, "why": why });
    let settings = &state.counterpart.shared.settings;
    let Some(encoded) = token.trim().strip_prefix("ck_") else {
        return invalid("a session token begins with `ck_`".to_owned());
    };
    let bytes = URL_SAFE_NO_PAD.decode(encoded.trim_end_matches('='));
    let payload = bytes.ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let Some(payload) = payload.filter(Value::is_object) else {
        return invalid("`ck_` must be followed by a JSON object in base64url".to_owned());
    };
    for (key, name) in [("a", "the app id"), ("c", "the customer id"), ("h", "the auth hash")] {
        if text(&payload, &format!("/{key}")).is_none() {
            return invalid(format!("`{key}`, {name}, is missing or not a string"));
        }
    }
    let customer = text(&payload, "/c").unwrap_or_default();
    let (app, own) = (text(&payload, "/a").unwrap_or_default(), settings.account.app_id());
    if app != own {
        return invalid(format!("the app id is `{app}`, and that of this rehearsal is `{own}`"));
    }
    let claim = Claim {
        customer,
        subscription: text(&payload, "/s"),
        hash: text(&payload, "/h").unwrap_or_default(),
    };
    if !claim.is_valid(&settings.account) {
        return invalid(state.diagnosis(&claim).await);
    }
    let mode = text(&payload, "/m").unwrap_or("live");
    let is_same = match mode {
        "live" => settings.mode == Mode::Live,
        "test" | "sandbox" => settings.mode == Mode::Test,
        _ => return invalid(format!("the mode is `{mode}`; the modes are live, test and sandbox")),
    };
    if !is_same {
        return invalid(format!(
            "the mode is `{mode}`, and this rehearsal uses {} data",
            settings.mode
        ));
    }
    if !customer.is_ascii() {
        return invalid(
            "the customer id is not ASCII: the component reads the token as Latin-1 and garbles it"
                .to_owned(),
        );
    }
    json!({ "right": true, "customer": customer, "subscription": claim.subscription })
}

async fn events(state: &State, after: Option<u64>) -> Value {
    let log = &state.counterpart.shared.log;
    let after = after.unwrap_or_default();
    let _ = timeout(MAX_WAIT, log.wait(after)).await;
    json!({ "events": log.after(after, MAX_EVENTS), "newest": log.last() })
}
