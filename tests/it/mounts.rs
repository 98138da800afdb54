//! Several integrations on one server.

use std::io;

use actix_web::rt::System;
use churnkey::{Integration, Server};

use crate::client::TOKEN;
use crate::merchant::{Kiosk, Shop};
use crate::server::{exchange, serve_this};

const BRAND_B: &str = "ck_int_brand_b";

fn shop(name: &str, token: &str) -> Integration {
    Integration::builder(Shop::default()).name(name).token(token).build().unwrap()
}

fn status(address: std::net::SocketAddr, path: &str, token: &str) -> u16 {
    let answer = exchange(
        address,
        &format!(
            "GET {path} HTTP/1.1\r\nhost: t\r\nauthorization: {token}\r\nconnection: close\r\n\r\n"
        ),
    );
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

#[test]
fn each_has_its_prefix_its_modules_and_its_token() {
    let kiosk = Integration::builder(Kiosk::default()).name("Brand C").token("ck_int_brand_c");
    let kiosk = kiosk.build().unwrap();
    let address = serve_this(shop("Brand A", TOKEN), move |server| {
        server.mount("/brand-b", shop("Brand B", BRAND_B)).mount("/c/of/it", kiosk)
    });
    for (path, token) in [
        ("/churnkey/customers/u_1", TOKEN),
        ("/churnkey/customers/a%2Fb", TOKEN),
        ("/brand-b/churnkey/customers/u_1", BRAND_B),
        ("/brand-b/churnkey/customers/a%2Fb", BRAND_B),
        ("/brand-b/churnkey/features", BRAND_B),
        ("/c/of/it/churnkey/features", "ck_int_brand_c"),
        ("/healthz", "none"),
    ] {
        assert_eq!(status(address, path, token), 200, "{path}");
    }
    for (path, token) in [
        ("/churnkey/features", BRAND_B),
        ("/brand-b/churnkey/features", TOKEN),
        ("/brand-b/churnkey/nothing", TOKEN),
        ("/c/of/it/churnkey/features", TOKEN),
    ] {
        assert_eq!(status(address, path, token), 401, "{path}");
    }
    for path in ["/brand-b", "/brand-b/features", "/brand-b/healthz", "/brand-bchurnkey/features"] {
        assert_eq!(status(address, path, BRAND_B), 404, "{path}");
    }
    // A kiosk lists no customers, and a shop does.
    assert_eq!(status(address, "/c/of/it/churnkey/customers", "ck_int_brand_c"), 404);
    assert_eq!(status(address, "/brand-b/churnkey/customers", BRAND_B), 200);
}

/// Why a server that is made so does not start.
#[track_caller]
fn refused(server: Server) -> String {
    let result: io::Result<()> =
        System::new().block_on(async { server.address("127.0.0.1:0").quiet().bind().map(drop) });
    result.unwrap_err().to_string()
}

fn server() -> Server {
    shop("Brand A", TOKEN).server()
}

#[test]
fn prefixes_that_overlap_are_refused() {
    let b = || shop("Brand B", BRAND_B);
    let c = || shop("Brand C", "ck_int_brand_c");
    for (one, other) in [("/b", "/b"), ("/b", "/b/c"), ("/b/c", "/b")] {
        let message = refused(server().mount(one, b()).mount(other, c()));
        assert!(message.starts_with("invalid setting `mount`: "), "{message}");
        assert!(message.contains(&format!("`{other}` and `{one}` overlap")), "{message}");
    }
    for below in ["/churnkey", "/churnkey/b"] {
        let message = refused(server().mount(below, b()));
        assert!(message.contains(&format!("`{below}` is below `/churnkey`")), "{message}");
    }
    for strange in ["", "/", "b", "/b/", "/:b", "/a b"] {
        let message = refused(server().mount(strange, b()));
        assert!(message.contains(&format!("`{strange}` is not a plain path")), "{message}");
    }
    let message = refused(server().mount("/b", b()).health_path("/b/churnkey/health"));
    assert!(message.contains("`/b/churnkey/health` is below `/b/churnkey`"), "{message}");
    // Side by side, they may begin alike.
    let both = server().mount("/b", b()).mount("/bc", c()).health_path("/b/healthz");
    let bound =
        System::new().block_on(async { both.address("127.0.0.1:0").quiet().bind().map(drop) });
    assert!(bound.is_ok());
}

#[test]
fn equal_names_are_refused() {
    let same = refused(server().mount("/b", shop("Brand A", BRAND_B)));
    assert!(same.contains("two integrations are named `Brand A`"), "{same}");
    assert!(same.contains("`Builder::name`"), "{same}");
    let (b, again) = (shop("Brand B", BRAND_B), shop("Brand B", "ck_int_3"));
    let message = refused(server().mount("/b", b).mount("/c", again));
    assert!(message.contains("two integrations are named `Brand B`"), "{message}");
}

#[cfg(unix)]
const TOKENS: &str = "CHURNKEY_TEST_TOKENS";

#[cfg(unix)]
#[actix_web::test]
#[ignore = "a server, which the next test starts"]
async fn a_server_with_two_files() {
    tracing_subscriber::fmt().with_ansi(false).init();
    let folder = std::path::PathBuf::from(std::env::var_os(TOKENS).unwrap());
    let brand = |name: &str| {
        let builder = Integration::builder(Shop::default()).name(name);
        builder.token_file(folder.join(name)).build().unwrap()
    };
    let server = brand("a").server().mount("/b", brand("b")).address("127.0.0.1:0").workers(1);
    server.run().await.unwrap();
}

/// Nothing in the files has changed, so it is the signal that has them read.
#[cfg(unix)]
#[test]
fn on_sighup_the_tokens_of_all_are_read_again() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};

    let folder = std::env::temp_dir().join(format!("churnkey-mounts-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("a"), "first = ck_int_a_0123456789").unwrap();
    std::fs::write(folder.join("b"), "second = ck_int_b_0123456789").unwrap();
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["mounts::a_server_with_two_files", "--exact", "--ignored", "--nocapture"])
        .env(TOKENS, &folder)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut until = |part: &str| lines.find(|line| line.contains(part)).unwrap();
    until("serving on http://");
    let b = until("/b/churnkey");
    assert!(b.starts_with("serving on http://127.0.0.1:"), "{b}");
    let id = child.id().to_string();
    assert!(Command::new("kill").args(["-HUP", &id]).status().unwrap().success());
    let again = "the integration tokens were read again: 1 token is valid: ";
    let both =
        [until(again), until(again)].map(|line| line.split(again).last().unwrap().to_owned());
    assert!(both.contains(&"first".to_owned()) && both.contains(&"second".to_owned()), "{both:?}");
    child.kill().unwrap();
    child.wait().unwrap();
    std::fs::remove_dir_all(folder).unwrap();
}
