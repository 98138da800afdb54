//! A Churnkey that differs, against integrations alone and behind the recorder.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::acme::acme;
use crate::express::Express;
use crate::recorder::Recorder;
use crate::strict::Strict;
use crate::{TOKEN, support};

/// The oddities of a play by their differences.
fn play(url: &str, token: &str, seed: u64, options: &[&str]) -> BTreeMap<String, Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_churnkey"))
        .args(["rehearse", url, "--odd", "--json", "--seed", &seed.to_string()])
        .args(options)
        .env("CK_INTEGRATION_TOKEN", token)
        .env_remove("CK_APP_ID")
        .env_remove("CK_API_KEY")
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&output.stdout);
    let report: Value = serde_json::from_str(&out)
        .unwrap_or_else(|_| panic!("{out}{}", String::from_utf8_lossy(&output.stderr)));
    let oddities = report["oddities"].as_array().unwrap().iter();
    oddities
        .map(|oddity| (oddity["difference"].as_str().unwrap().to_owned(), oddity.clone()))
        .collect()
}

/// What was refused without the recorder.
#[derive(Default)]
struct Refused {
    helped: BTreeSet<String>,
    not_helped: BTreeSet<String>,
}

/// The options go to the play and to the recorder. A refused difference is understood through the recorder if, and only if, the play without it says so. What is understood
/// stays understood.
#[track_caller]
fn compare(
    url: &str,
    token: &str,
    seeds: impl IntoIterator<Item = u64>,
    options: &[&str],
) -> Refused {
    let translate = [&["--translate"], options].concat();
    let recorder = Recorder::start(url, Some(token), &translate);
    let through = format!("http://{}", recorder.address);
    let (mut refused, mut wrong) = (Refused::default(), Vec::new());
    for seed in seeds {
        let (direct, mut translated) =
            (play(url, token, seed, options), play(&through, token, seed, options));
        let of_format = |(_, oddity): &(&String, &Value)| oddity["unknown"] == "U2";
        let (format, oddity) = direct.iter().find(of_format).unwrap();
        if let Some(command) = oddity["recorder"].as_str() {
            let format_option = command.strip_prefix("churnkey contact --translate ").unwrap();
            let (option, value) = format_option.split_once(' ').unwrap();
            let with_format = [&translate[..], &[option, value.trim_matches('\'')]].concat();
            let recorder = Recorder::start(url, Some(token), &with_format);
            let played = play(&format!("http://{}", recorder.address), token, seed, options);
            translated.insert(format.clone(), played[format].clone());
        }
        for (difference, before) in &direct {
            let after = &translated[difference];
            let is_understood = after["verdict"] == "understood";
            let expected = match before["verdict"].as_str().unwrap() {
                "notPlayed" => continue,
                "understood" => before["recorder"].is_null(),
                _ if before["recorder"].is_string() => {
                    refused.helped.insert(difference.clone());
                    is_understood
                }
                _ => {
                    refused.not_helped.insert(difference.clone());
                    !is_understood
                }
            };
            if !expected || (before["verdict"] == "understood" && !is_understood) {
                wrong.push(format!("seed {seed}, {difference}: {before:#} {after:#}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    refused
}

#[test]
fn the_recorder_helps_acme_where_the_play_says_so() {
    let acme = acme("odd");
    let refused = compare(&format!("http://{}", acme.address), support::TOKEN, 1..=2, &[]);
    assert!(refused.helped.iter().any(|one| one.starts_with("sends no token")));
    assert!(refused.not_helped.iter().any(|one| one.starts_with("writes a duration with")));
}

#[test]
fn the_recorder_helps_the_express_integration_where_the_play_says_so() {
    let Some(express) = Express::start() else { return };
    let refused = compare(express.url(), TOKEN, 1..=4, &[]);
    assert!(refused.helped.len() > 10, "{:?}", refused.helped);
    assert!(refused.not_helped.len() > 3, "{:?}", refused.not_helped);
}

/// It refuses nearly everything, so nearly every difference is compared, in each of its forms.
#[test]
fn the_recorder_helps_a_strict_integration_where_the_play_says_so() {
    let strict = Strict::start();
    let refused = compare(strict.url(), TOKEN, 1..=24, &[]);
    for (expected, found) in [(HELPED, &refused.helped), (NOT_HELPED, &refused.not_helped)] {
        for begin in expected {
            assert!(found.iter().any(|one| one.starts_with(begin)), "no `{begin}` in {found:#?}");
        }
    }
}

/// The recorder takes other methods for a request of the manifest only at the paths that it knows.
#[test]
fn the_recorder_helps_an_integration_with_its_manifest_elsewhere_where_the_play_says_so() {
    let strict = Strict::start();
    let refused = compare(strict.url(), TOKEN, 1..=2, &["--features-path", "/plan"]);
    let helped = refused.helped.iter().any(|one| one.starts_with("asks for the manifest at"));
    assert!(helped, "{:?}", refused.helped);
    let not_helped = refused.not_helped.contains("asks for the manifest by POST");
    assert!(not_helped, "{:?}", refused.not_helped);
}

const HELPED: &[&str] = &[
    "sends the token in `Authorization` with the scheme `ApiKey`",
    "sends the token in `Authorization` with the scheme `Token`",
    "sends the token in `Authorization` without a scheme",
    "sends the token in `Authorization` as the user of `Basic`",
    "sends the token in `Authorization` as the password of `Basic`",
    "sends the token in `x-",
    "sends no token, and signs the body in `x-",
    "reads the manifest only as `",
    "asks for the manifest at `/churnkey/manifest`",
    "asks for the manifest at `/churnkey/`",
    "asks for the manifest at `/churnkey/capabilities`",
    "asks for the manifest at `/churnkey/integration/features`",
    "asks for the manifest by POST",
    "asks for the manifest by HEAD",
    "reads a list by HEAD",
    "ends its paths with a slash",
    "looks for a phone number at `/customers/find-by-phone/:phone`",
    "looks for a phone number at `/customers/telephone/:phone`",
    "writes the mode as `TEST`",
    "sends the mode `sandbox`",
    "sends the mode `staging`",
    "sends the mode `development`",
];

const NOT_HELPED: &[&str] = &[
    "sends the token in `Authorization` with the scheme `bearer`",
    "reads the end of a subscription only from its status",
    "writes a period as `",
    "writes a duration with `",
    "sends no `unpause`",
    "asks for an action on all subscriptions",
    "reads a list without `limit`",
    "reads a list with `limit=",
    "accepts `next` only as a string",
    "reads dates only as ISO 8601 in UTC",
    "accepts currency codes only in lower case",
    "rejects items without an id, a price or a quantity",
    "sends an unknown key `",
    "sends the mode `preview`",
    "asks for `/",
    "asks for the manifest by OPTIONS",
    "reads a list by OPTIONS",
    "sends no mode",
    "sends JSON as `text/plain`",
];
