//! An odd Churnkey against an integration in this process, whose log is captured.

use std::collections::BTreeSet;

use churnkey::rehearsal::{OddReport, OddVerdict, Oddity, Rehearsal};
use churnkey::serde_json::{Value, json};
use churnkey::{Builder, Integration, ManifestFormat};

use crate::merchant::Studio;
use crate::served::TOKEN;

fn builder(studio: &Studio) -> Builder<Studio> {
    Integration::builder(studio.clone()).test_context(studio.clone()).token(TOKEN)
}

async fn play(builder: Builder<Studio>, seed: u64) -> OddReport {
    let integration = builder.build().unwrap();
    Rehearsal::of(&integration, TOKEN).odd().seed(seed).play().await.unwrap()
}

#[track_caller]
fn of<'r>(report: &'r OddReport, begin: &str) -> &'r Oddity {
    let found = report.oddities.iter().find(|oddity| oddity.difference.starts_with(begin));
    found.unwrap_or_else(|| panic!("no `{begin}` in {report}"))
}

#[actix_web::test]
async fn differences_are_understood_and_nothing_is_changed() {
    for seed in 1..=16 {
        let studio = Studio::new();
        let report = play(builder(&studio), seed).await;
        report.assert_passed();
        assert!(report.count(OddVerdict::Understood) >= 18, "{report}");
        let printed = format!("{report}{}", json!(report));
        assert!(!printed.contains(TOKEN), "{printed}");
        let asked = studio.asked();
        let nobody = |(_, body): &(_, Value)| body["customerId"] == "ck-odd-missing";
        assert!(!asked.is_empty() && asked.iter().all(nobody), "{asked:?}");
    }
}

#[actix_web::test]
async fn each_unknown_of_the_protocols_page_is_in_the_report_in_its_order() {
    let report = play(builder(&Studio::new()), 1).await;
    let mut unknowns: Vec<_> = report.oddities.iter().map(|oddity| oddity.unknown).collect();
    unknowns.dedup();
    let numbered = (1..=22).map(|number| format!("U{number}"));
    let all: Vec<_> = numbered.chain(["2.1", "2.3", "2.4", "6"].map(str::to_owned)).collect();
    assert_eq!(unknowns, all, "{report}");
}

#[actix_web::test]
async fn the_log_names_the_setting_for_a_token_in_another_header() {
    let report = play(builder(&Studio::new()), 1).await;
    let oddity = in_a_header(&report);
    assert_eq!((oddity.verdict, oddity.status), (OddVerdict::Reported, Some(401)), "{report}");
    let fix = oddity.fix.as_deref().unwrap();
    assert!(oddity.log[0].contains(fix), "{oddity}");
    assert_eq!(oddity.recorder.as_deref(), Some("churnkey contact --translate"), "{oddity}");
    let name = fix.strip_prefix("CK_TOKEN_HEADER=").unwrap();
    let report = play(builder(&Studio::new()).token_header(name), 1).await;
    let oddity = in_a_header(&report);
    assert_eq!((oddity.verdict, &oddity.recorder), (OddVerdict::Understood, &None), "{report}");
}

#[track_caller]
fn in_a_header(report: &OddReport) -> &Oddity {
    let is = |oddity: &&Oddity| {
        oddity.fix.as_deref().is_some_and(|line| line.starts_with("CK_TOKEN_HEADER"))
    };
    report.oddities.iter().find(is).unwrap()
}

#[actix_web::test]
async fn a_fix_makes_a_difference_understood() {
    let report = play(builder(&Studio::new()), 5).await;
    let format = of(&report, "reads the manifest only as");
    let path = of(&report, "asks for the manifest at").to_owned();
    assert_eq!((path.verdict, path.fix), (OddVerdict::Understood, None), "{report}");
    assert_eq!(format.verdict, OddVerdict::NeedsSetting, "{report}");
    let fix = format.fix.as_deref().unwrap();
    let format = fix.strip_prefix("CK_MANIFEST_FORMAT='").unwrap().trim_end_matches('\'');
    let format: ManifestFormat = format.parse().unwrap();
    let signed = of(&report, "sends no token, and signs the body");
    assert_eq!(signed.status, Some(401), "{report}");
    assert_eq!(signed.recorder.as_deref(), Some("churnkey contact --translate"), "{report}");

    let header = signed.difference.split('`').nth(1).unwrap().to_owned();
    let builder = builder(&Studio::new()).manifest_format(format);
    let builder = builder.authenticate(move |request, secret| {
        let signature = request.header(&header).unwrap_or_default();
        secret.hmac_sha256([request.body()]).is_hex(signature)
    });
    let report = play(builder, 5).await;
    for begin in ["reads the manifest only as", "sends no token, and signs the body"] {
        assert_eq!(of(&report, begin).verdict, OddVerdict::Understood, "{report}");
    }
}

/// Names that no integration reads as it is, in a duration (U6) and for `unpause` (U7).
#[actix_web::test]
async fn another_name_in_a_body_is_reported_and_a_spelling_makes_it_understood() {
    let mut names = BTreeSet::new();
    for seed in 1..=32 {
        let report = play(builder(&Studio::new()), seed).await;
        let spelled = spelled(&report);
        let unknowns: Vec<_> = spelled.iter().map(|(oddity, ..)| oddity.unknown).collect();
        assert_eq!(unknowns, ["U6", "U7"], "{report}");
        let mut set = builder(&Studio::new());
        for (oddity, name, meaning) in spelled {
            assert_eq!(oddity.verdict, OddVerdict::Reported, "{report}");
            assert_eq!(oddity.recorder, None, "{oddity}");
            // An unknown key is no error, so the method is called, and refuses: this is logged too.
            let status = if oddity.unknown == "U7" { 404 } else { 400 };
            assert_eq!(oddity.status, Some(status), "{oddity}");
            assert!(oddity.difference.contains(&format!("`{name}` instead of `{meaning}`")));
            assert!(oddity.log[0].contains("CK_SPELLINGS"), "{oddity}");
            names.insert(name.to_owned());
            set = set.spelling(name, meaning);
        }
        let report = play(set, seed).await;
        for (oddity, ..) in self::spelled(&report) {
            assert_eq!(oddity.verdict, OddVerdict::Understood, "{report}");
        }
    }
    let all =
        ["fixed-period", "length", "quantity", "resume", "resumeAt", "timeUnit", "unpauseFirst"];
    let all = all.into_iter().chain(["unpauseSubscription"]).map(str::to_owned);
    assert_eq!(names, all.collect());
}

/// The oddities that a spelling fixes, with the name that came and its meaning.
fn spelled(report: &OddReport) -> Vec<(&Oddity, &str, &str)> {
    let spelling = |oddity| -> Option<(&Oddity, &str, &str)> {
        let oddity: &Oddity = oddity;
        let pair = oddity.fix.as_deref()?.strip_prefix("CK_SPELLINGS='")?.strip_suffix('\'')?;
        let (name, meaning) = pair.split_once('=')?;
        Some((oddity, name, meaning))
    };
    report.oddities.iter().filter_map(spelling).collect()
}

#[actix_web::test]
async fn a_manifest_in_another_format_than_asked_for_is_an_error() {
    let integration = builder(&Studio::new()).build().unwrap();
    let rehearsal = Rehearsal::of(&integration, TOKEN);
    let is_refused = rehearsal.clone().manifest_format("PascalCase".parse().unwrap());
    let refused = is_refused.odd().play().await.unwrap_err().to_string();
    assert!(
        refused.ends_with("the manifest is not in the format `PascalCase grouped`"),
        "{refused}"
    );
    let accepted = rehearsal.manifest_format("camelCase".parse().unwrap());
    accepted.odd().seed(1).play().await.unwrap().assert_passed();
}

#[actix_web::test]
async fn head_and_options_are_reported_and_an_alias_answers_them() {
    let report = play(builder(&Studio::new()), 1).await;
    let is_other_method = |oddity: &&Oddity| oddity.unknown == "U22";
    let others: Vec<_> = report.oddities.iter().filter(is_other_method).collect();
    assert_eq!(others.len(), 4, "{report}");
    let mut aliased = builder(&Studio::new());
    for oddity in others {
        assert_eq!((oddity.verdict, oddity.status), (OddVerdict::Reported, Some(405)), "{oddity}");
        let fix = oddity.fix.as_deref().unwrap();
        assert!(oddity.log[0].contains(fix), "{oddity}");
        let alias = fix.strip_prefix("CK_ALIASES='").unwrap().trim_end_matches('\'');
        let alias: Vec<_> = alias.split(' ').collect();
        aliased = aliased.alias(alias[0], alias[1], alias[2]);
    }
    let report = play(aliased, 1).await;
    let mut others = report.oddities.iter().filter(is_other_method);
    assert!(others.all(|oddity| oddity.verdict == OddVerdict::Understood), "{report}");
}

#[actix_web::test]
async fn an_integration_that_pins_its_manifest_is_not_understood_elsewhere() {
    let report = play(builder(&Studio::new()).features_paths(["/features"]), 1).await;
    assert!(!report.passed(), "{report}");
    let oddity = of(&report, "asks for the manifest at");
    assert_eq!((oddity.verdict, oddity.status), (OddVerdict::NotUnderstood, Some(404)), "{report}");
}

#[actix_web::test]
async fn a_wrong_token_is_an_error() {
    let integration = builder(&Studio::new()).build().unwrap();
    let refused = Rehearsal::of(&integration, "another-token").odd().play().await.unwrap_err();
    assert!(refused.to_string().starts_with("GET /churnkey/features: 401"), "{refused}");
}
