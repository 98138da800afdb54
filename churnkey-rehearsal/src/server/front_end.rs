//! The API of Churnkey's component: configuration, actions, session record.

use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse, http::Method};
use churnkey_runtime::Mode;
use serde_json::Value;

use super::auth_hash::Claim;
use super::body;
use super::cors;
use super::state::State;
use crate::counterpart::action::Action;
use crate::counterpart::{Caller, Refused};
use crate::event::{Event, Finding, FrontEnd};
use crate::fields::text;
use crate::flow::Interval;

enum Route<'p> {
    Config { app: &'p str },
    Action { app: &'p str, name: &'p str },
    Session,
}

/// Reads a path below `/v1`. The component puts the app id into the path without percent-encoding.
fn route(path: &str) -> Option<Route<'_>> {
    if path == "/api/sessions/sdk" {
        return Some(Route::Session);
    }
    let (app, rest) = path.strip_prefix("/api/orgs/")?.split_once('/')?;
    match rest.strip_prefix("cancel-flow/")? {
        "config" => Some(Route::Config { app }),
        rest => Some(Route::Action { app, name: rest.strip_prefix("actions/")? }),
    }
}

pub(super) async fn answer(state: &State, request: &HttpRequest, payload: Payload) -> HttpResponse {
    let Ok(origin) = state.guard.origin(request) else {
        let origin = request
            .headers()
            .get("origin")
            .map(|origin| String::from_utf8_lossy(origin.as_bytes()).into_owned());
        let detail = format!("Its origin is {}.", origin.unwrap_or_default());
        let finding = Finding::note("A page was refused because of its origin", detail.clone());
        state
            .counterpart
            .shared
            .log
            .report_once(detail, finding.help("Allow the origin with --allow-origin."));
        return plain(
            403,
            "this origin is not allowed; start the rehearsal with --allow-origin to allow it",
        );
    };
    let mut response = match *request.method() {
        Method::OPTIONS => {
            let mut response = HttpResponse::NoContent().finish();
            cors::preflight(request, response.headers_mut());
            response
        }
        Method::POST => post(state, request, payload).await,
        _ => {
            let mut response = plain(405, "only POST");
            response.headers_mut().insert(ALLOW, HeaderValue::from_static("POST, OPTIONS"));
            response
        }
    };
    cors::allow(response.headers_mut(), origin);
    response
}

async fn post(state: &State, request: &HttpRequest, payload: Payload) -> HttpResponse {
    let path = request.path().strip_prefix("/v1").unwrap_or_default();
    let body = body::json(payload).await;
    let claimed = claimed(request);
    let answered = match &body {
        Ok(body) => respond(state, request, path, body.as_ref(), claimed.as_ref()).await,
        Err(refused) => Err(refused.clone()),
    };
    let (status, refusal) = match &answered {
        Ok(_) => (200, None),
        Err(refused) => (refused.status, Some(refused.reason.clone())),
    };
    state.counterpart.shared.log.add(Event::FrontEnd(FrontEnd {
        path: request.path().to_owned(),
        customer: claimed.as_ref().map(|caller| caller.customer.clone()),
        subscription: claimed.and_then(|caller| caller.subscription),
        body: body.ok().flatten(),
        status,
        refusal,
    }));
    match answered {
        Ok(Some(json)) => HttpResponse::Ok().json(json),
        Ok(None) => HttpResponse::Ok().finish(),
        Err(Refused { status, reason }) => plain(status, &reason),
    }
}

async fn respond(
    state: &State,
    request: &HttpRequest,
    path: &str,
    body: Option<&Value>,
    claimed: Option<&Caller>,
) -> Result<Option<Value>, Refused> {
    let Some(route) = route(path) else { return Err(unknown(state, path)) };
    match route {
        Route::Config { app } => {
            let caller = caller(state, request, claimed, Some(app)).await?;
            Ok(Some(state.counterpart.flow(caller).await?.config()))
        }
        Route::Action { app, name } => {
            let caller = caller(state, request, claimed, Some(app)).await?;
            let action = action(name, body)?;
            state.counterpart.act(caller, &action).await?;
            Ok(None)
        }
        Route::Session => {
            let Some(record) = body.filter(|body| body.is_object()) else {
                return Err(Refused::new(400, "a session record is a JSON object"));
            };
            // Analytics comes without a token: it names the app, but no customer.
            let caller = match claimed {
                Some(_) => Some(caller(state, request, claimed, None).await?),
                None => None,
            };
            state.counterpart.record_session(caller, record);
            Ok(None)
        }
    }
}

fn unknown(state: &State, path: &str) -> Refused {
    if path.starts_with("//") || path.starts_with("/v1/") {
        let finding = Finding::fault(
            "`apiBaseUrl` is not what the component needs",
            format!("A request came for /v1{path}."),
        );
        state.counterpart.shared.log.report(
            finding
                .help("Write `http://…/v1`, with `/v1` only once and without a slash at the end."),
        );
    }
    Refused::new(404, format!("there is nothing at /v1{path}"))
}

/// The customer and the subscription in the headers.
fn claimed(request: &HttpRequest) -> Option<Caller> {
    let customer = header(request, "x-ck-customer")?;
    let subscription = header(request, "x-ck-subscription").map(str::to_owned);
    Some(Caller { customer: customer.to_owned(), subscription })
}

/// A header as UTF-8, because the component sends the bytes of the token unchanged.
fn header<'r>(request: &'r HttpRequest, name: &str) -> Option<&'r str> {
    let value = request.headers().get(name)?;
    std::str::from_utf8(value.as_bytes()).ok().filter(|text| !text.is_empty())
}

/// Checks the app id, the hash and the mode.
async fn caller<'c>(
    state: &State,
    request: &HttpRequest,
    claimed: Option<&'c Caller>,
    app: Option<&str>,
) -> Result<&'c Caller, Refused> {
    let counterpart = &state.counterpart;
    let settings = &counterpart.shared.settings;
    let refuse = |why: String, help: &str| {
        let finding = Finding::fault("The front end's token is refused", why.clone());
        counterpart.shared.log.report(finding.help(help.to_owned()));
        Err(Refused::new(401, why))
    };
    let caller = claimed.ok_or_else(|| Refused::new(401, "`x-ck-customer` is missing"))?;
    let own = settings.account.app_id();
    let given = header(request, "x-ck-app").unwrap_or_default();
    if given != own || app.is_some_and(|app| app != own) {
        let why = format!("the token is for the app `{given}`, and this rehearsal for `{own}`");
        return refuse(why, "Set CK_APP_ID to the same here and at your token endpoint.");
    }
    let claim = Claim {
        customer: &caller.customer,
        subscription: caller.subscription.as_deref(),
        hash: header(request, "x-ck-authorization").unwrap_or_default(),
    };
    if !claim.is_valid(&settings.account) {
        return refuse(state.diagnosis(&claim).await, "Check the endpoint that makes the token.");
    }
    let mode = match header(request, "x-ck-mode").unwrap_or("live") {
        "live" => Mode::Live,
        "test" | "sandbox" => Mode::Test,
        other => {
            let why = format!("`x-ck-mode` is `{other}`; the modes are live, test and sandbox");
            return refuse(why, "Check the mode of the token.");
        }
    };
    if mode != settings.mode {
        let why =
            format!("the token is for {mode} data, and this rehearsal uses {} data", settings.mode);
        return refuse(
            why,
            "Make the token with the mode of the rehearsal, or start the rehearsal with --mode.",
        );
    }
    Ok(caller)
}

/// Reads an action. Newer components send more fields, which are not needed.
fn action(name: &str, body: Option<&Value>) -> Result<Action, Refused> {
    let null = Value::Null;
    let body = body.unwrap_or(&null);
    let missing = |key: &str| Refused::new(400, format!("`{key}` is missing or invalid"));
    let whole = |key: &str| {
        let number =
            body.get(key).and_then(Value::as_u64).and_then(|number| u32::try_from(number).ok());
        number.filter(|number| (1..=1200).contains(number)).ok_or_else(|| missing(key))
    };
    let word =
        |key: &str| text(body, &format!("/{key}")).map(str::to_owned).ok_or_else(|| missing(key));
    match name {
        "discount" => Ok(Action::Discount { coupon: word("coupon")? }),
        "pause" => Ok(Action::Pause {
            duration: whole("duration")?,
            interval: match word("interval")?.to_ascii_lowercase().as_str() {
                "month" => Interval::Month,
                "week" => Interval::Week,
                _ => return Err(missing("interval")),
            },
        }),
        "change-plan" => Ok(Action::ChangePlan { plan: word("planId")? }),
        "extend-trial" => Ok(Action::ExtendTrial { days: whole("days")? }),
        "cancel" => Ok(Action::Cancel {
            at_period_end: body.get("cancelAtPeriodEnd").and_then(Value::as_bool).unwrap_or(true),
        }),
        "rebate" | "stacked" => Err(Refused::new(
            501,
            format!("`{name}` has no counterpart in the Custom Provider Integration"),
        )),
        _ => Err(Refused::new(404, format!("there is no action `{name}`"))),
    }
}

/// Errors are plain text, as in the real API.
fn plain(status: u16, reason: &str) -> HttpResponse {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_GATEWAY);
    let mut response = HttpResponse::build(status).body(reason.to_owned());
    let text = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(CONTENT_TYPE, text);
    response
}
