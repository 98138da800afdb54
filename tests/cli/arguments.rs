use crate::endpoint::{Act, Endpoint};
use crate::{TOKEN, churnkey};

const SET: &[(&str, &str)] = &[("CK_INTEGRATION_TOKEN", TOKEN)];

#[test]
fn invalid_arguments_end_with_two() {
    for (arguments, why) in [
        (&["verify"][..], "<URL>"),
        (&["verify", "ftp://shop.example"], "needs the form `https://host/path`"),
        (&["verify", "shop.example"], "needs the form `https://host/path`"),
        (&["verify", "http://shop.example/?a=b"], "without a user, a query or a fragment"),
        (&["verify", "http://user@shop.example"], "without a user, a query or a fragment"),
        (&["verify", "http://shop.example/x#y"], "without a user, a query or a fragment"),
        (&["verify", "http://127.0.0.1:80800"], "a port from 1 to 65535"),
        (&["compare", "http://127.0.0.1:9", "http://127.0.0.1:8O80"], "a port from 1 to 65535"),
        (&["verify", "http://shop.example", "--mode", "both"], "must be `live` or `test`"),
        (&["verify", "http://shop.example", "--header", "x"], "needs the form `Name: value`"),
        (&["verify", "http://shop.example", "--header", "a b: c"], "is not a valid header"),
        (&["verify", "http://shop.example", "--timeout", "0"], "a number of seconds above 0"),
        (&["verify", "http://shop.example", "--timeout", "inf"], "a number of seconds above 0"),
        (&["verify", "http://shop.example", "--write", "s"], "--write needs `--mode test`"),
        (&["verify", "http://shop.example", "--force-live-writes"], "--write <SUBSCRIPTION>"),
        (&["reverify", "--attempts", "0"], "'--attempts <NUMBER>'"),
        (&["reverify", "--expect", "0123456789abcdef"], "<URL>"),
        (&["reverify", "--if-changed"], "<URL>"),
        (&["reverify", "http://shop.example", "--expect", "0123"], "is not 16 hex digits"),
        (&["verify", "http://shop.example", "--token", "t"], "unexpected argument"),
        (&["unknown"], "unrecognized subcommand"),
        (&[], "Usage:"),
    ] {
        churnkey(arguments, SET).ended(2).complains(why);
    }
}

#[test]
fn without_a_token_it_says_what_to_set() {
    for command in ["verify", "manifest", "openapi"] {
        let run = churnkey(&[command, "http://127.0.0.1:9"], &[]).ended(2);
        run.complains("churnkey: no integration token: set CK_INTEGRATION_TOKEN");
        let short = [("CK_INTEGRATION_TOKEN", "s3cret")];
        let run = churnkey(&[command, "http://127.0.0.1:9"], &short).ended(2);
        run.complains("churnkey: invalid setting `CK_INTEGRATION_TOKEN`: word 1: a token has");
    }
}

#[test]
fn the_first_token_of_a_file_is_sent() {
    let endpoint = Endpoint::start(&[Act::Answer("200 OK", "{}")]);
    let file = crate::folder().join("tokens");
    std::fs::write(&file, format!("# new\n2027 = {TOKEN}\n2026 = {TOKEN}_of_old\n")).unwrap();
    let root = endpoint.url.strip_suffix("/verify").unwrap();
    let set = [("CK_INTEGRATION_TOKEN_FILE", file.to_str().unwrap())];
    churnkey(&["manifest", root], &set).ended(0);
    let request = endpoint.request().to_ascii_lowercase();
    assert!(request.contains(&format!("authorization: bearer {TOKEN}\r\n")), "{request}");
}

#[test]
fn help_explains_the_token_and_the_exit_codes() {
    let run = churnkey(&["--help"], &[]).ended(0);
    run.says("CK_INTEGRATION_TOKEN");
    run.says("Exit codes: 0 success, 1 faults found, 2 could not run");
}
