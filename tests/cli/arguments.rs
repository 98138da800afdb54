use crate::{TOKEN, churnkey};

const SET: &[(&str, &str)] = &[("CK_INTEGRATION_TOKEN", TOKEN)];

#[test]
fn what_cannot_be_run_ends_with_two() {
    for (arguments, why) in [
        (&["verify"][..], "<URL>"),
        (&["verify", "ftp://shop.example"], "needs the form `https://host/path`"),
        (&["verify", "shop.example"], "needs the form `https://host/path`"),
        (&["verify", "http://shop.example/?a=b"], "without a user or a query"),
        (&["verify", "http://user@shop.example"], "without a user or a query"),
        (&["verify", "http://shop.example", "--mode", "both"], "is `live` or `test`"),
        (&["verify", "http://shop.example", "--header", "x"], "needs the form `Name: value`"),
        (&["verify", "http://shop.example", "--header", "a b: c"], "no header can carry"),
        (&["verify", "http://shop.example", "--timeout", "0"], "a number of seconds above 0"),
        (&["verify", "http://shop.example", "--timeout", "inf"], "a number of seconds above 0"),
        (&["verify", "http://shop.example", "--write", "s"], "--write needs `--mode test`"),
        (&["verify", "http://shop.example", "--force-live-writes"], "--write <SUBSCRIPTION>"),
        (&["reverify", "--attempts", "0"], "'--attempts <NUMBER>'"),
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
    }
}

#[test]
fn help_tells_where_the_token_comes_from_and_what_the_exit_codes_mean() {
    let run = churnkey(&["--help"], &[]).ended(0);
    run.says("CK_INTEGRATION_TOKEN");
    run.says("Exit codes: 0 all well, 1 faults, 2 could not run");
}
