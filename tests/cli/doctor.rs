use std::collections::BTreeSet;
use std::net::TcpListener;
use std::path::Path;

use crate::{TOKEN, churnkey};

/// One that can be read; no more is looked at.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");

#[test]
fn a_good_environment_is_explained() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let set = [("CK_INTEGRATION_TOKEN", TOKEN), ("CK_ADDR", &free)];
    let run = churnkey(&["doctor"], &set).ended(0);
    run.says("CK_INTEGRATION_TOKEN  1 token, not shown\n");
    run.says("free: a server can listen there");
    run.says(&format!("http://{free}/churnkey/features"));
    run.says("CK_VERIFY_URL         not set");
    run.says("docs/first-contact.md");
}

#[test]
fn a_file_of_tokens_is_told_by_its_names() {
    let file = crate::folder().join("tokens");
    let lines =
        format!("# of the dashboard\nchurnkey-2026 = {TOKEN}\nmonitoring = {TOKEN}_2  read-only\n");
    std::fs::write(&file, lines).unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let set = [("CK_INTEGRATION_TOKEN_FILE", file.to_str().unwrap()), ("CK_ADDR", &free)];
    let run = churnkey(&["doctor"], &set).ended(0);
    run.says("CK_INTEGRATION_TOKEN_FILE  2 tokens, not shown");
    run.says("churnkey-2026; monitoring: read-only; a server accepts each of them; these commands send the first");
    run.says("a server reads the file again when it changes");
}

#[test]
fn what_the_gate_closes_is_told() {
    let file = crate::folder().join("gate");
    std::fs::write(&file, "# for now\nlive pause closed Back at 14:00\n").unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let set = [
        ("CK_INTEGRATION_TOKEN", TOKEN),
        ("CK_ADDR", &free),
        ("CK_GATE_FILE", file.to_str().unwrap()),
        ("CK_ACTIONS_PER_MINUTE", "60"),
    ];
    let run = churnkey(&["doctor"], &set).ended(0);
    run.says("?   CK_GATE_FILE           closes pause in live mode");
    run.says("ok  CK_ACTIONS_PER_MINUTE  60");
    std::fs::write(&file, "").unwrap();
    churnkey(&["doctor"], &set).ended(0).says("CK_GATE_FILE           closes nothing");
}

#[test]
fn with_a_certificate_the_addresses_are_https() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let set = [
        ("CK_INTEGRATION_TOKEN", TOKEN),
        ("CK_ADDR", &free),
        ("CK_TLS_CERT", FILE),
        ("CK_TLS_KEY", FILE),
    ];
    let run = churnkey(&["doctor"], &set).ended(0);
    run.says(&format!("https://{free}/churnkey/features"));
    run.says("by a server with the feature `rustls`");
}

#[test]
fn the_call_to_verify_is_shown_without_its_secrets() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let run = churnkey(
        &["doctor"],
        &[
            ("CK_INTEGRATION_TOKEN", "ck_int_s3cret_0123456789 ck_int_s3cret_2_0123456789"),
            ("CK_ADDR", &taken.local_addr().unwrap().to_string()),
            ("CK_VERIFY_URL", "https://api.example.com/verify?key=s3cret"),
            ("CK_VERIFY_HEADERS", "X-Key: s3cret"),
            ("CK_VERIFY_BODY", "s3cret"),
            ("HTTPS_PROXY", "http://user:s3cret@proxy"),
        ],
    );
    let run = run.ended(0);
    run.says("2 tokens, not shown");
    run.says("in use: something listens there");
    run.says("https://api.example.com/verify?…");
    run.says("x-key, authorization");
    run.says("6 bytes");
    run.says("churnkey.verified.json");
    run.says("Churnkey is asked at the next start");
    run.says("HTTPS_PROXY");
}

/// The settings for what the protocol leaves open, all at once.
#[test]
fn what_the_protocol_leaves_open_is_shown() {
    let set = [
        ("CK_INTEGRATION_TOKEN", TOKEN),
        ("CK_ADDR", "127.0.0.1:0"),
        ("CK_TOKEN_HEADER", "x-ck-integration-token, x-api-key"),
        ("CK_FEATURES_PATHS", "/plan /"),
        ("CK_MANIFEST_FORMAT", "PascalCase modules"),
        (
            "CK_ALIASES",
            "GET /customers/find-by-phone/:phone /customers/phone/:phone; HEAD /plan /plan",
        ),
        ("CK_SPELLINGS", "quantity=amount resume=unpause"),
        ("CK_MODES", "sandbox=test"),
        ("CK_UNKNOWN_MODE", "live"),
        ("CK_PAGE_LIMITS", "25 200"),
        ("CK_ACTION_STATUS", "204"),
    ];
    let run = churnkey(&["doctor"], &set).ended(0);
    for (name, value) in &set[2..] {
        run.says(&format!("ok  {name:<20}  {value} "));
    }
    run.says("http://127.0.0.1:0/churnkey/plan ");
    run.says("http://127.0.0.1:0/churnkey ");
    assert!(!run.out.contains("/churnkey/features"), "{}", run.out);
    // Empty counts as not set, as for a server.
    let empty = [set[0], ("CK_ADDR", "127.0.0.1:0"), ("CK_PAGE_LIMITS", " ")];
    let run = churnkey(&["doctor"], &empty).ended(0);
    assert!(!run.out.contains("CK_PAGE_LIMITS"), "{}", run.out);
}

/// In the words of a server that does not start with it.
#[test]
fn an_invalid_setting_for_what_the_protocol_leaves_open_is_a_fault() {
    for (name, value, why) in [
        ("CK_TOKEN_HEADER", "x:b", "`x:b` is not a valid header name"),
        ("CK_FEATURES_PATHS", "plan", "`plan` is not a plain path: it must begin with `/`"),
        ("CK_FEATURES_PATHS", "/prices", "`/prices` would hide"),
        ("CK_MANIFEST_FORMAT", "UPPER", "`UPPER` is not a manifest format"),
        ("CK_ALIASES", "GET /a", "`GET /a` must have a method, a path and the path it stands for"),
        ("CK_ALIASES", "GET /plans/:id /price/:id", "there is no endpoint `/price/:id`"),
        ("CK_ALIASES", "GET /customers/:a /prices/:a", "it would hide"),
        (
            "CK_ALIASES",
            "GET /end /actions/subscription/cancel",
            "an action cannot be called by GET",
        ),
        ("CK_SPELLINGS", "months=length", "`length` is neither a key nor a word"),
        ("CK_MODES", "sandbox", "`sandbox` must have the form `sandbox=test`"),
        ("CK_UNKNOWN_MODE", "test", "it must be `refuse` or `live`"),
        ("CK_PAGE_LIMITS", "200 25", "the default is 200 and the maximum 25"),
        ("CK_ACTION_STATUS", "301", "it must be 200, 201, 202 or 204"),
    ] {
        let set = [("CK_INTEGRATION_TOKEN", TOKEN), ("CK_ADDR", "127.0.0.1:0"), (name, value)];
        let run = churnkey(&["doctor"], &set).ended(1);
        let line = run.out.lines().find(|line| line.contains(name)).unwrap_or_default();
        assert!(line.starts_with("bad") && line.contains(why), "no `{why}` in {}", run.out);
    }
}

#[test]
fn each_invalid_setting_is_found_and_a_token_in_one_is_not_shown() {
    let set = [
        ("CK_INTEGRATION_TOKEN", TOKEN),
        ("CK_ADDR", "127.0.0.1:0"),
        ("CK_TOKEN_HEADER", TOKEN),
        ("CK_FEATURES_PATHS", TOKEN),
        // It is valid for the default paths.
        ("CK_ALIASES", "HEAD /features /features"),
        ("CK_ACTION_STATUS", "teapot"),
    ];
    let run = churnkey(&["doctor"], &set).ended(1);
    run.says("ok   CK_TOKEN_HEADER       …");
    run.says("bad  CK_FEATURES_PATHS     …");
    run.says("`…` is not a plain path");
    run.says("ok   CK_ALIASES            HEAD /features /features");
    run.says("bad  CK_ACTION_STATUS      teapot");
    assert!(!run.out.contains("/churnkey/"), "the manifest's path is not known: {}", run.out);
    // An alias stands for a path that exists.
    let pinned = [set[0], set[1], ("CK_FEATURES_PATHS", "/plan"), set[4]];
    churnkey(&["doctor"], &pinned).ended(1).says("there is no endpoint `/features`");
}

#[test]
fn a_variable_that_nobody_reads_is_told_with_the_one_it_resembles() {
    let set = [
        ("CK_INTEGRATION_TOKEN", TOKEN),
        ("CK_ADDR", "127.0.0.1:0"),
        ("CK_ALIAS", "s3cret"),
        ("CK_FEATURE_PATH", "/plan"),
        ("CK_MANIFEST", "modules"),
        ("CK_SOMETHING_ELSE", "1"),
        ("ck_token_header", "x-api-key"),
    ];
    let run = churnkey(&["doctor"], &set).ended(0);
    for (name, meant) in [
        ("CK_ALIAS", "CK_ALIASES"),
        ("CK_FEATURE_PATH", "CK_FEATURES_PATHS"),
        ("CK_MANIFEST", "CK_MANIFEST_FORMAT"),
        ("ck_token_header", "CK_TOKEN_HEADER"),
    ] {
        run.says(&format!("?   {name:<20}  set, not shown"));
        run.says(&format!("neither a server nor a command reads it; did you mean `{meant}`?"));
    }
    let line = run.out.lines().find(|line| line.contains("CK_SOMETHING_ELSE")).unwrap();
    assert!(line.ends_with("neither a server nor a command reads it"), "{line}");
}

/// Each variable that a source file of a server or a command names is one that the doctor knows.
#[test]
fn no_variable_that_is_read_is_called_unknown() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let mut names = BTreeSet::new();
    for package in ["churnkey-cli", "churnkey-embed", "churnkey-rehearsal", "churnkey-runtime"] {
        add_variables(&root.join(package).join("src"), &mut names);
    }
    assert!(names.len() >= 20 && names.contains("CK_VERIFY_METHOD"), "{names:?}");
    let set: Vec<_> = names.iter().map(|name| (name.as_str(), "x")).collect();
    let run = churnkey(&["doctor"], &set);
    assert!(run.out.contains("CK_API_KEY"), "{}", run.out);
    assert!(!run.out.contains("neither a server nor a command reads it"), "{}", run.out);
}

/// The strings in the Rust files of a folder that are names of variables.
fn add_variables(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && path.file_name().is_some_and(|name| name != "tests") {
            add_variables(&path, names);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let is_name = |text: &&str| {
                text.strip_prefix("CK_").is_some_and(|rest| !rest.is_empty())
                    && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
            };
            names.extend(text.split('"').filter(is_name).map(str::to_owned));
        }
    }
}

#[cfg(unix)]
#[test]
fn the_path_of_a_unix_socket_is_an_address() {
    let folder = crate::folder();
    let socket = format!("unix:{}", folder.join("s").display());
    let run =
        churnkey(&["doctor"], &[("CK_INTEGRATION_TOKEN", TOKEN), ("CK_ADDR", &socket)]).ended(0);
    run.says("a Unix domain socket, for a proxy on this machine");
    run.says("/churnkey/features");
}

#[test]
fn the_account_and_the_tokens_to_compare_are_checked() {
    let good = [("CK_INTEGRATION_TOKEN", TOKEN), ("CK_ADDR", "127.0.0.1:0")];
    let set = [good[0], good[1], ("CK_APP_ID", "app_1"), ("CK_API_KEY", "s3cret")];
    let run = churnkey(&["doctor"], &set).ended(0);
    run.says("ok  CK_APP_ID             app_1");
    run.says("ok  CK_API_KEY            set, not shown");
    let set = [good[0], good[1], ("CK_OLD_INTEGRATION_TOKEN", "s3cret")];
    churnkey(&["doctor"], &set).ended(0).says("sends it to the old integration");
    for (set, why) in [
        (("CK_APP_ID", "app_1"), "bad  CK_API_KEY            not set "),
        (("CK_API_KEY", "s3cret"), "bad  CK_APP_ID             not set "),
        (("CK_NEW_INTEGRATION_TOKEN", "s3cret s3cret"), "does not contain one token"),
    ] {
        churnkey(&["doctor"], &[good[0], good[1], set]).ended(1).says(why);
    }
}

#[test]
fn what_would_not_start_is_a_fault() {
    let good = ("CK_INTEGRATION_TOKEN", TOKEN);
    for (settings, why) in [
        (vec![], "bad  CK_INTEGRATION_TOKEN  not set"),
        (vec![("CK_INTEGRATION_TOKEN", "s3cret\u{7f}")], "a token is visible ASCII"),
        (
            vec![("CK_INTEGRATION_TOKEN", "s3cret_0123456789 # of the dashboard")],
            "word 2: a token contains no `#`",
        ),
        (
            vec![("CK_INTEGRATION_TOKEN_FILE", "absent")],
            "bad  CK_INTEGRATION_TOKEN_FILE  cannot be used",
        ),
        (vec![good, ("CK_INTEGRATION_TOKEN_FILE", FILE)], "set only one"),
        (vec![good, ("CK_ADDR", "nowhere")], "is not a `host:port` on this machine"),
        (vec![good, ("CK_ADDR", "192.0.2.1:80")], "is not available"),
        (vec![good, ("CK_ADDR", "unix:/absent/s")], "its folder does not exist"),
        (vec![good, ("CK_ADDR", "unix:/")], "exists and is not a socket"),
        (vec![good, ("CK_TLS_CERT", FILE)], "bad  CK_TLS_KEY            not set"),
        (vec![good, ("CK_TLS_CERT", FILE), ("CK_TLS_KEY", "absent.pem")], "cannot be read"),
        (vec![good, ("CK_GATE_FILE", FILE)], "bad  CK_GATE_FILE"),
        (vec![good, ("CK_ACTIONS_PER_MINUTE", "0")], "is not a whole number above 0"),
        (vec![good, ("CK_VERIFY_URL", "a")], "its address does not begin with `https://`"),
        (
            vec![good, ("CK_VERIFY_URL", "https://a.example"), ("CK_VERIFY_HEADERS", "s3cret")],
            "each line must have the form `Name: value`",
        ),
    ] {
        churnkey(&["doctor"], &settings).ended(1).says(why);
    }
}
