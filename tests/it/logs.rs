//! What is logged, and what never is.

use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Write};
use std::process::Command;
use std::sync::{Arc, LazyLock, Mutex, Once};
use std::time::Duration;

use actix_web::rt::time::timeout;
use churnkey::{Error, Integration, Token};

use crate::client::{get, post, request, send};
use crate::merchant::Shop;
use crate::own_errors::{BillingError, Books, ask, told};

/// What one thread has logged, and those that joined it.
pub(crate) type Lines = Arc<Mutex<Vec<u8>>>;

thread_local! {
    static LINES: RefCell<Lines> = RefCell::default();
}

/// This thread's lines, for another one to join.
pub(crate) fn lines() -> Lines {
    LINES.with_borrow(Arc::clone)
}

/// From now on this thread, such as a server's, logs to these lines.
pub(crate) fn join(lines: &Lines) {
    LINES.replace(Arc::clone(lines));
}

/// Where the whole suite logs to, when one of its tests runs it.
const WHOLE_SUITE: &str = "CHURNKEY_TEST_LOGS";

static FILE: LazyLock<Option<File>> = LazyLock::new(|| {
    let path = std::env::var_os(WHOLE_SUITE)?;
    Some(File::options().create(true).append(true).open(path).unwrap())
});

/// Writes to the lines of the thread that logs: each test has a thread, and its requests stay on it.
struct ThisThread;

impl Write for ThisThread {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lines().lock().unwrap().extend_from_slice(bytes);
        if let Some(mut file) = FILE.as_ref() {
            file.write_all(bytes)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Listens at every level, to the crates that use `log` too.
///
/// One subscriber for the whole process: `tracing` remembers for all threads whether somebody listens to an event.
pub(crate) fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing_subscriber::fmt()
            .with_max_level(tracing::Level::TRACE)
            .with_ansi(false)
            .with_writer(|| ThisThread)
            .init();
    });
}

/// Collects what this thread logs from now on.
pub(crate) fn collect() {
    listen();
    logged();
}

pub(crate) fn logged() -> String {
    String::from_utf8(std::mem::take(&mut *lines().lock().unwrap())).unwrap()
}

#[actix_web::test]
async fn a_request_is_logged_by_what_it_called_and_how_it_ended() {
    collect();
    let integration = Shop::default().integration();
    let answer = get(&integration, "/churnkey/customers/u_1").await;
    let text = logged();
    let id = answer.header("x-request-id").unwrap();
    for field in [
        &format!("request_id={id}"),
        "module=\"Customers\"",
        "endpoint=\"retrieve\"",
        "mode=\"live\"",
        "status=200",
        "elapsed_us=",
    ] {
        assert!(text.contains(field), "{field} in {text}");
    }
}

/// The names of OpenTelemetry's conventions; `otel.name` becomes that of the span.
#[actix_web::test]
async fn a_span_has_the_fields_that_traces_go_by() {
    let builder = Integration::builder(Shop::default()).name("Acme Video");
    let integration = builder.token(crate::client::TOKEN).build().unwrap();
    for (method, path, fields) in [
        (
            "GET",
            "/churnkey/customers/u_1",
            &[
                "integration=\"Acme Video\"",
                "otel.kind=\"server\"",
                "otel.name=GET /customers/:id",
                "http.request.method=\"GET\"",
                "http.route=\"/customers/:id\"",
                "http.response.status_code=200",
            ][..],
        ),
        (
            "POST",
            "/churnkey/actions/subscription/pause",
            &["otel.name=POST /actions/subscription/pause", "http.response.status_code=400"],
        ),
        ("GET", "/churnkey/features", &["otel.name=GET /features", "http.route=\"/features\""]),
        (
            "GET",
            "/churnkey/customers/broken",
            &["http.response.status_code=500", "otel.status_code=\"ERROR\""],
        ),
        (
            "DELETE",
            "/churnkey/elsewhere",
            &["otel.name=\"DELETE\"", "http.request.method=\"DELETE\""],
        ),
        ("MINA", "/churnkey/elsewhere", &["otel.name=\"HTTP\"", "http.request.method=\"_OTHER\""]),
    ] {
        collect();
        send(&integration, request(method, path)).await;
        let text = logged();
        let answered = text.lines().find(|line| line.contains(": answered")).unwrap();
        for field in fields {
            assert!(answered.contains(field), "{field} in {answered}");
        }
        assert_eq!(answered.matches("otel.name").count(), 1, "{answered}");
        let failed = answered.contains("status=500");
        assert_eq!(answered.contains("otel.status_code"), failed, "{answered}");
        assert!(!text.to_lowercase().contains("mina"), "{text}");
    }
}

#[actix_web::test]
async fn a_request_is_told_by_the_name_of_its_token_whatever_came_of_it() {
    let named = Token::named("churnkey-2026", crate::client::TOKEN).read_only();
    let integration = Integration::builder(Shop::default()).token(named).build().unwrap();
    for (method, path, status) in [
        ("GET", "/churnkey/customers/u_1", 200),
        ("GET", "/churnkey/elsewhere", 404),
        ("POST", "/churnkey/actions/customer/cancel", 403),
    ] {
        collect();
        assert_eq!(send(&integration, request(method, path)).await.status, status);
        let text = logged();
        let answered = text.lines().find(|line| line.contains(": answered")).unwrap();
        assert!(answered.contains("token=\"churnkey-2026\""), "{answered}");
    }
    collect();
    get(&Shop::default().integration(), "/churnkey/customers/u_1").await;
    assert!(!logged().contains("token="), "one without a name");
}

#[actix_web::test]
async fn an_internal_error_is_logged_with_its_cause_and_the_id_that_the_client_read() {
    collect();
    let answer = get(&Shop::default().integration(), "/churnkey/customers/broken").await;
    let text = logged();
    let logged = text.lines().find(|line| line.contains("internal error")).unwrap();
    assert!(
        logged.contains("ERROR") && logged.contains("password of the database: hunter2"),
        "{logged}"
    );
    assert!(logged.contains(answer.header("x-request-id").unwrap()), "{logged}");
}

#[actix_web::test]
async fn an_actions_error_is_logged_inside_its_request_too() {
    collect();
    let body = r#"{"customerId": "broken", "scheduledAt": "immediate"}"#;
    post(&Shop::default().integration(), "/churnkey/actions/customer/cancel", body).await;
    let text = logged();
    let logged = text.lines().find(|line| line.contains("internal error")).unwrap();
    assert!(logged.contains("module=\"Cancel\" endpoint=\"handle_all\""), "{logged}");
}

/// The line of the one event with these words.
#[track_caller]
pub(crate) fn event(level: &str, words: &str) -> String {
    let text = logged();
    let mut lines = text.lines().filter(|line| line.contains(&format!(" churnkey: {words} ")));
    let line = lines.next().unwrap_or_else(|| panic!("no `{words}` in {text}"));
    assert!(line.contains(level), "{line}");
    assert_eq!(lines.next(), None, "each error is logged once");
    line.to_owned()
}

#[actix_web::test]
async fn a_text_by_the_question_mark_says_what_to_write_instead() {
    let texts: [fn() -> Error; 3] = [
        || "no such customer".into(),
        || String::from("no such customer").into(),
        || std::borrow::Cow::Borrowed("no such customer").into(),
    ];
    for text in texts {
        collect();
        ask(Books::failing(text)).await.error(500);
        let line = event("ERROR", "internal error");
        assert!(line.contains("cause=no such customer"), "{line}");
        assert!(line.contains("write `Error::not_found(…)`"), "{line}");
    }

    collect();
    ask(Books::failing(|| Error::internal("the ledger is torn"))).await.error(500);
    let meant = event("ERROR", "internal error");
    assert!(meant.ends_with("cause=the ledger is torn"), "{meant}");
}

#[actix_web::test]
async fn a_merchants_own_refusal_is_logged_with_its_reason_and_without_its_message() {
    collect();
    let refused = || Error::bad_request("mina@example.org pays by year").because("a yearly plan");
    let answer = ask(Books::failing(refused)).await;
    assert_eq!(answer.error(400), "mina@example.org pays by year");
    let line = event("DEBUG", "refused");
    assert!(line.ends_with("refused code=400 reason=a yearly plan"), "{line}");
}

#[actix_web::test]
async fn a_merchants_own_5xx_is_a_warning_with_its_message_and_its_reason() {
    collect();
    let down =
        || Error::new(502, "the bank does not answer").because(io::Error::other("timed out"));
    assert_eq!(ask(Books::failing(down)).await.error(502), "the bank does not answer");
    let line = event("WARN", "failed");
    let told = r#"failed code=502 answer="the bank does not answer" reason=timed out"#;
    assert!(line.ends_with(told), "{line}");

    collect();
    ask(Books::failing(|| Error::new(501, "not yet"))).await.error(501);
    assert!(event("WARN", "failed").ends_with(r#"failed code=501 answer="not yet""#));
}

#[actix_web::test]
async fn a_refusal_of_the_frameworks_own_is_no_warning() {
    let builder = Integration::builder(Shop::default()).token(crate::client::TOKEN);
    let one = builder.concurrent_actions(1).request_timeout(Duration::from_millis(30));
    let integration = one.build().unwrap();
    let hangs = r#"{"customerId": "hangs", "scheduledAt": "immediate"}"#;
    post(&integration, "/churnkey/actions/customer/cancel", hangs).await.error(504);
    collect();
    post(&integration, "/churnkey/actions/customer/cancel", hangs).await.error(503);
    assert!(event("DEBUG", "refused").ends_with("refused code=503"));
}

#[actix_web::test]
async fn what_was_mapped_is_logged_as_the_answer_that_it_got_with_its_cause() {
    collect();
    ask(Books::failing(|| BillingError::NotFound("users").into()).map_error(told)).await.error(404);
    let line = event("DEBUG", "refused");
    assert!(line.ends_with("refused code=404 reason=no row in users"), "{line}");

    collect();
    ask(Books::failing(|| BillingError::Busy.into()).map_error(told)).await.error(503);
    let line = event("WARN", "failed");
    assert!(line.ends_with("reason=the ledger is locked"), "{line}");

    collect();
    let explained = |error: &BillingError| told(error).map(|told| told.because("see the runbook"));
    ask(Books::failing(|| BillingError::Busy.into()).map_error(explained)).await.error(503);
    let line = event("WARN", "failed");
    assert!(line.ends_with("reason=see the runbook: the ledger is locked"), "{line}");
}

#[actix_web::test]
async fn a_client_that_went_away_and_a_request_out_of_time_are_told_apart() {
    collect();
    let hangs = "/churnkey/customers/hangs";
    let integration = Shop::default().integration();
    let gone = timeout(Duration::from_millis(10), get(&integration, hangs)).await;
    assert!(gone.is_err(), "it hangs");
    let text = logged();
    let line = text.lines().find(|line| line.contains("the client went away elapsed_us=")).unwrap();
    assert!(line.contains("endpoint=\"retrieve\"") && !line.contains("status="), "{line}");

    let builder = Integration::builder(Shop::default()).token(crate::client::TOKEN);
    let integration = builder.request_timeout(Duration::from_millis(10)).build().unwrap();
    get(&integration, hangs).await.error(504);
    let text = logged();
    assert!(text.contains("WARN") && text.contains("out of time limit_ms=10"), "{text}");
    assert!(text.contains("status=504"), "{text}");
}

#[actix_web::test]
async fn a_trace_is_named_and_everything_has_one_target() {
    collect();
    let traced = request("GET", "/churnkey/customers/broken")
        .insert_header(("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"));
    send(&Shop::default().integration(), traced).await;
    let text = logged();
    assert!(text.contains("trace_id=\"4bf92f3577b34da6a3ce929d0e0e4736\""), "{text}");
    for line in text.lines().filter(|line| line.contains("request{")) {
        assert!(line.contains(" churnkey: "), "{line}");
    }
}

#[actix_web::test]
async fn the_first_test_mode_request_warns_that_the_data_is_shared() {
    collect();
    let integration = Shop::default().integration();
    for _ in 0..3 {
        let request =
            request("GET", "/churnkey/customers/u_1").insert_header(("x-churnkey-mode", "test"));
        send(&integration, request).await;
    }
    assert_eq!(logged().matches("WARN").count(), 1);
}

#[actix_web::test]
async fn neither_the_token_nor_personal_data_nor_bodies_are_logged() {
    collect();
    let integration = Shop::named("Mina Okafor").integration();
    get(&integration, "/churnkey/customers/u_secret").await;
    get(&integration, "/churnkey/customers/email/mina%40example.org").await;
    get(&integration, "/churnkey/customers/phone/%2B4915112345").await;
    get(&integration, "/churnkey/customers/email/panic").await;
    get(&integration, "/churnkey/unknown/mina%40example.org?email=mina@example.org").await;
    let body = r#"{"customerId": "u_secret", "scheduledAt": "mina@example.org"}"#;
    post(&integration, "/churnkey/actions/customer/cancel", body).await;
    post(&integration, "/churnkey/actions/customer/cancel", "mina@example.org").await;
    let text = logged();
    assert!(
        text.contains("status=400") && text.contains("status=200"),
        "the requests were logged: {text}"
    );
    for secret in [crate::client::TOKEN, "mina", "Mina", "4915112345", "u_secret", "%40"] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

/// All other tests once more, in a process that logs to a file.
#[test]
fn at_trace_level_the_whole_suite_logs_no_secret() {
    if std::env::var_os(WHOLE_SUITE).is_some() {
        return; // this is that process
    }
    let path = std::env::temp_dir().join(format!("churnkey-logs-{}", std::process::id()));
    let suite = Command::new(std::env::current_exe().unwrap())
        .args(["--quiet", "--skip", "at_trace_level", "--skip", "shutdown::"])
        .env(WHOLE_SUITE, &path)
        .output()
        .unwrap();
    assert!(suite.status.success(), "{}", String::from_utf8_lossy(&suite.stdout));
    let logs = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
    std::fs::remove_file(&path).unwrap();

    let answered = logs.lines().filter(|line| line.contains(" answered status=")).count();
    assert!(answered > 200, "the suite was logged: {answered} answers");
    assert!(logs.contains("TRACE actix"), "so were the crates below");
    let logs = logs.replace(":customerId", ":"); // in the pattern of a route
    for secret in [
        crate::client::TOKEN, // the token
        "Bearer ck",          // a header
        "example.org",        // an e-mail address
        "%40",                // one in a path
        "4915112345",         // a phone number
        "Mina",               // a name
        "Okafor",
        "Hafenweg", // a postal address
        "Kiel",
        "customerId\"", // a body, and one in quotes; the name of a key alone may be logged
        "customerId\\",
        "scheduledAt\"",
        "scheduledAt\\",
    ] {
        let line = logs.lines().find(|line| line.contains(secret));
        assert!(line.is_none(), "{secret} in {line:?}");
    }
}
