//! What a merchant reads when an integration does not start: whole sentences, with the value that is wrong and without a
//! letter of a secret. Read them aloud: `cargo test --test it start_errors -- --nocapture`.

use std::time::Duration;

use churnkey::{Builder, Integration, Server};

use crate::merchant::Shop;

const SECRET: &str = "ck_int_3d9f06c1b2a4";

#[track_caller]
fn says(change: impl FnOnce(Builder<Shop>) -> Builder<Shop>, expected: &str) {
    let builder = change(Integration::builder(Shop::default()).token(SECRET));
    check(&builder.build().unwrap_err().to_string(), expected);
}

#[track_caller]
fn server_says(change: impl FnOnce(Server) -> Server, expected: &str) {
    let server = change(Shop::default().integration().server().address("127.0.0.1:0"));
    check(&server.bind().map(drop).unwrap_err().to_string(), expected);
}

#[track_caller]
fn check(message: &str, expected: &str) {
    println!("{message}");
    assert_eq!(message, expected);
    assert!(!message.contains(SECRET));
}

#[test]
fn of_the_builder() {
    says(
        |it| it.page_limits(20, 10),
        "invalid setting `page_limits`: the default is 20 and the maximum 10; the default must be at least 1 and at \
         most the maximum",
    );
    for (setting, change) in [
        ("request_timeout", (|it| it.request_timeout(Duration::ZERO)) as fn(Builder<Shop>) -> _),
        ("body_timeout", |it| it.body_timeout(Duration::ZERO)),
        ("body_limit", |it| it.body_limit(0)),
        ("path_limit", |it| it.path_limit(0)),
        ("headers_limit", |it| it.headers_limit(0)),
        ("concurrent_reads", |it| it.concurrent_reads(0)),
        ("concurrent_actions", |it| it.concurrent_actions(0)),
    ] {
        let expected = format!(
            "invalid setting `{setting}`: it must be above 0, or no request could be answered"
        );
        says(change, &expected);
    }
    says(
        |it| it.token_header("X Token"),
        "invalid setting `token_header`: `X Token` is not a valid header name",
    );
    says(
        |it| it.features_paths([""; 0]),
        "invalid setting `features_paths`: it needs at least one path: without the features manifest Churnkey cannot \
         verify",
    );
    says(
        |it| it.features_paths(["features"]),
        "invalid setting `features_paths`: `features` is not a plain path, which begins with `/` and has only \
         letters, digits and `-._~` between its slashes",
    );
    says(
        |it| it.features_paths(["/a/b/c/d/e/f/g/h/i"]),
        "invalid setting `features_paths`: `/a/b/c/d/e/f/g/h/i` has more than 8 segments",
    );
    says(
        |it| it.features_paths(["/customers/me"]),
        "invalid setting `features_paths`: `/customers/me` would hide `Customers::retrieve` at `/customers/:id`; \
         choose another path",
    );
    #[cfg(feature = "openapi")]
    says(
        |it| it.openapi_path("/features"),
        "invalid setting `openapi_path`: `/features` would hide the Features document at `/features`; choose another \
         path",
    );
}

#[cfg(feature = "verify")]
#[test]
fn of_the_call_to_verify() {
    use churnkey::reverify::VerifyCall;

    let expected = |problem: &str| format!("invalid setting `verify_on_start`: {problem}");
    let call = || VerifyCall::new("https://api.example.com/verify");
    for (call, problem) in [
        (
            VerifyCall::new(format!("api.example.com?key={SECRET}")),
            "its address does not begin with `https://` or `http://` and a host",
        ),
        (
            VerifyCall::new(format!("https://user:{SECRET}@api.example.com")),
            "its address holds a user name; send an `Authorization` header instead",
        ),
        (call().method("P T"), "`P T` is not an HTTP method"),
        (call().header("x-key", format!("{SECRET}\n")), "its header `x-key` cannot be sent"),
    ] {
        says(|it| it.verify_on_start(call), &expected(problem));
    }
}

#[test]
fn of_the_server() {
    server_says(|it| it.workers(0), "invalid setting `workers`: it must be from 1 to 512");
    server_says(
        |it| it.connections_per_worker(1),
        "invalid setting `connections_per_worker`: it must be at least 2, since the last place is kept for whoever \
         comes next",
    );
    server_says(
        |it| it.answer_timeout(Duration::ZERO),
        "invalid setting `answer_timeout`: it must be above 0, or nothing could be answered",
    );
    server_says(
        |it| it.headers_timeout(Duration::from_millis(500)),
        "invalid setting `headers_timeout`: 500ms is too short; it must be at least one second, since the server's \
         clock ticks twice a second",
    );
    server_says(
        |it| it.health_path("health"),
        "invalid setting `health_path`: `health` is not a plain path, which begins with `/` and has only \
         letters, digits and `-._~` between its slashes",
    );
    server_says(
        |it| it.health_path("/churnkey/health"),
        "invalid setting `health_path`: `/churnkey/health` is below `/churnkey`, where every request needs the token; \
         choose a path outside of it",
    );
    #[cfg(feature = "swagger-ui")]
    server_says(
        |it| it.swagger_ui("/docs"),
        "invalid setting `swagger_ui`: there is no document to show; set `Builder::openapi_path` too",
    );
}
