//! What a merchant reads when an integration does not start: whole sentences, with the value that is wrong and without a
//! letter of a secret. Read them aloud: `cargo test --test it start_errors -- --nocapture`.

use std::time::Duration;

use churnkey::{Builder, Integration, Module, Server, Token};

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
        |it| it.hung_after(Duration::ZERO),
        "invalid setting `hung_after`: it must be above 0, or each action would count as hung at once",
    );
    says(
        |it| it.actions_per_minute(0),
        "invalid setting `actions_per_minute`: it must be above 0; to stop the actions, close the gate",
    );
    says(
        |it| it.token_header("X Token"),
        "invalid setting `token_header`: `X Token` is not a valid header name",
    );
    says(
        |it| it.features_paths([""; 0]),
        "invalid setting `features_paths`: it needs at least one path: without the features manifest Churnkey cannot \
         verify the integration",
    );
    says(
        |it| it.features_paths(["features"]),
        "invalid setting `features_paths`: `features` is not a plain path: it must begin with `/` and have only \
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

#[test]
fn of_an_alias() {
    for (alias, problem) in [
        (
            ["FETCH", "/x", "/customers"],
            "the method must be one of GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE",
        ),
        (
            ["GET", "/x/", "/customers"],
            "`/x/` must begin with `/` and have at most 8 segments, each of letters, digits and `-._~` or a \
             parameter such as `:id`, each parameter once",
        ),
        (
            ["GET", "/x", "/custmers"],
            "there is no endpoint `/custmers`; write its path as in the table printed at the start, without \
             `/churnkey`",
        ),
        (
            ["GET", "/x/:id", "/customers/email/:email"],
            "both paths must have the same parameters, such as `:id`",
        ),
        (
            ["GET", "/pause", "/actions/subscription/pause"],
            "an action cannot be called by GET, which clients and proxies may repeat; write POST",
        ),
        (
            ["GET", "/customers/list", "/customers"],
            "it would hide `Customers::retrieve` at `/customers/:id`; choose another path",
        ),
    ] {
        let [method, path, target] = alias;
        let expected =
            format!("invalid setting `alias`: `{method} {path}` for `{target}`: {problem}");
        says(|it| it.alias(method, path, target), &expected);
    }
}

#[test]
fn of_the_modules() {
    says(
        |it| it.without(Module::Prices),
        "invalid setting `without`: `Prices` cannot be left out: every integration needs it",
    );
    says(
        |it| it.without(Module::Coupons),
        "`ApplyCoupon` of `churnkey_test_merchants::shop::Shop` needs `Coupons`, which is left out: leave it out too, with \
         `.without(churnkey::Module::ApplyCoupon)`, or keep `Coupons`",
    );
}

/// Those of a variable and of a file have the number of the word or the line.
#[test]
fn of_a_token() {
    let none = Integration::builder(Shop::default()).build().unwrap_err();
    check(
        &none.to_string(),
        "no integration token: set CK_INTEGRATION_TOKEN to the Integration Token from Churnkey's dashboard (Settings, \
         Billing Providers, Custom Provider), or CK_INTEGRATION_TOKEN_FILE to a file that contains it, or pass one to the \
         builder with `token(…)`",
    );
    let named = |name: &str| Token::named(name, "ck_int_other");
    for (token, problem) in [
        (
            Token::from(format!("Bearer {SECRET}")),
            "`Bearer` belongs to the request's header; write only the token",
        ),
        (format!("{SECRET}#1").into(), "a token contains no `#`; write it without a comment"),
        (format!("'{SECRET}'").into(), "a token contains no quotes; write it without them"),
        (
            format!("{SECRET} {SECRET}").into(),
            "a token is visible ASCII without spaces, since it is sent in a header",
        ),
        (
            named("of the monitoring"),
            "a token's name has 1 to 32 letters, digits and `-`, `_`, `.`",
        ),
        (named("none"), "`none` cannot be a token's name, since it means something else"),
        (SECRET.into(), "the same token is in call 1 of `token`"),
    ] {
        says(|it| it.token(token), &format!("invalid setting `token`: call 2: {problem}"));
    }
    says(
        |it| it.token(named("a")).token(Token::named("a", "ck_int_third")),
        "invalid setting `token`: call 3: a token of the same name is in call 2 of `token`",
    );
}

#[test]
fn of_a_token_file() {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"));
    let file = folder.join(format!("start-errors-{}", std::process::id()));
    let shown = file.display();
    says(
        |it| it.token_file(&file),
        &format!(
            "invalid setting `token_file`: cannot read `{shown}`: No such file or directory (os error 2)"
        ),
    );
    let line = |problem: &str| format!("line 1 of `{shown}`: {problem}");
    for (content, problem) in [
        ("# nothing yet".to_owned(), format!("there is no token in `{shown}`")),
        ("ck_int_1".to_owned(), line("a token has at least 16 characters")),
        ("a =".to_owned(), line("there is no token after the `=`")),
        (
            format!("CK_INTEGRATION_TOKEN={SECRET}"),
            line(
                "a token has `=` only at its end; in a token file, write spaces around the `=` after a name: `name = \
                 secret`",
            ),
        ),
        (
            format!("a = {SECRET} readonly"),
            line(
                "only `read-only` and `test-only` may follow a token: each token, and each comment, needs a line of \
                 its own",
            ),
        ),
    ] {
        std::fs::write(&file, content).unwrap();
        says(|it| it.token_file(&file), &format!("invalid setting `token_file`: {problem}"));
    }
    std::fs::remove_file(&file).unwrap();
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
            "its address contains a user name; send an `Authorization` header instead",
        ),
        (call().method("P T"), "`P T` is not an HTTP method"),
        (call().header("x-key", format!("{SECRET}\n")), "its header `x-key` cannot be sent"),
    ] {
        says(|it| it.verify_on_start(call), &expected(problem));
    }
}

#[actix_web::test]
async fn of_the_server() {
    server_says(|it| it.workers(0), "invalid setting `workers`: it is 0; it must be from 1 to 512");
    server_says(
        |it| it.connections_per_worker(1),
        "invalid setting `connections_per_worker`: it is 1; it must be at least 2, since the last place is kept free for \
         the next client",
    );
    server_says(
        |it| it.answer_timeout(Duration::ZERO),
        "invalid setting `answer_timeout`: it must be above 0, or nothing could be answered",
    );
    server_says(
        |it| it.headers_timeout(Duration::from_millis(500)),
        "invalid setting `headers_timeout`: it is 500ms; it must be at least one second, since the server's \
         clock ticks twice a second",
    );
    server_says(
        |it| it.health_path("health"),
        "invalid setting `health_path`: `health` is not a plain path: it must begin with `/` and have only \
         letters, digits and `-._~` between its slashes",
    );
    server_says(
        |it| it.health_path("/churnkey/health"),
        "invalid setting `health_path`: `/churnkey/health` is below `/churnkey`, where every request needs the token; \
         choose a path outside it",
    );
    let other =
        |name| Integration::builder(Shop::default()).token(SECRET).name(name).build().unwrap();
    server_says(
        |it| it.mount("/eu", other("Europe")).mount("/eu/de", other("Germany")),
        "invalid setting `mount`: `/eu/de` and `/eu` overlap; neither prefix may be below the other",
    );
    server_says(
        |it| it.mount("/eu", other("Europe")).mount("/us", other("Europe")),
        "invalid setting `mount`: two integrations are named `Europe`; give each its own name with `Builder::name`, since \
         logs and metrics tell them apart by it",
    );
    #[cfg(feature = "swagger-ui")]
    server_says(
        |it| it.swagger_ui("/docs"),
        "invalid setting `swagger_ui`: there is no document to show; set `Builder::openapi_path` too",
    );
}
