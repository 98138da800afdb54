//! What the protocol leaves open may be set otherwise, and a merchant who has done so can test itself.

use churnkey_runtime::{Integration, ManifestFormat};

use super::everything::Everything;
use super::guard::TOKEN;
use crate::Verifier;
use crate::fault::Severity;
use crate::testing::Harness;
use crate::transport::{Credentials, Request};

/// With the flag `--manifest-format`, a merchant holds its manifest to what the dashboard turned out to want.
#[actix_web::test]
async fn the_manifest_is_held_to_one_format() {
    let formats: Vec<_> = ManifestFormat::all().collect();
    for format in &formats {
        let builder = Integration::builder(Everything::new()).token(TOKEN);
        let integration = builder.manifest_format(format.clone()).build().unwrap();
        for other in &formats {
            let verifier = Verifier::new(TOKEN).only(["manifest.format"]);
            let report = verifier.manifest_format(other.clone()).verify(&integration).await;
            let same = format.to_string() == other.to_string();
            let expected = if same { Severity::Passed } else { Severity::Failed };
            let found: Vec<_> = report.outcomes.iter().map(|outcome| outcome.severity).collect();
            assert_eq!(found, [expected], "{format} read as {other}: {report}");
        }
    }
}

#[actix_web::test]
async fn the_manifest_is_read_in_each_format() {
    for format in ManifestFormat::all() {
        let builder = Integration::builder(Everything::new()).token(TOKEN);
        let integration = builder.manifest_format(format.clone()).build().unwrap();
        let report =
            Verifier::new(TOKEN).only(["manifest", "auth.right"]).verify(&integration).await;
        report.assert_passed();
        let skipped = report.count(Severity::Skipped);
        assert_eq!(
            skipped,
            if integration.manifest().is_array() { 5 } else { 1 },
            "{format}: {report}"
        );
    }
}

#[actix_web::test]
async fn the_token_is_shown_where_the_integration_takes_it() {
    let builder = || Integration::builder(Everything::new()).token(TOKEN).token_header("x-api-key");
    let integration = builder().build().unwrap();
    let verifier = || Verifier::new(TOKEN).only(["auth"]);
    let in_a_header = verifier().credentials(Credentials::header("x-api-key"));
    in_a_header.verify(&integration).await.assert_passed();
    let elsewhere = verifier().credentials(Credentials::header("x-other-key"));
    assert!(elsewhere.verify(&integration).await.count(Severity::Failed) > 0);
}

/// The key's length stands for a signature.
#[actix_web::test]
async fn each_request_is_signed_as_a_whole_and_wrong_keys_are_tried() {
    let sign = |request: Request, token: &str| {
        let text = format!("{token} {} {}", request.path, request.body.clone().unwrap_or_default());
        request.header("x-ck-signature", format!("{:?}", text.as_bytes()).replace(' ', ""))
    };
    let builder = || {
        Integration::builder(Everything::new()).token(TOKEN).authenticate(|request, secret| {
            let path = request.target().strip_prefix("/churnkey").unwrap_or_default();
            let body = String::from_utf8_lossy(request.body());
            let text = format!("{TOKEN} {path} {body}");
            let signature = format!("{:?}", text.as_bytes()).replace(' ', "");
            secret.is(TOKEN) && request.header("x-ck-signature") == Some(&signature)
        })
    };
    let harness = Harness::of(builder().build().unwrap(), TOKEN).credentials(sign);
    harness.verify().await.assert_passed();
    assert_eq!(harness.customer("u_1").await.unwrap().id, "u_1");
    let cancel = serde_json::json!({ "customerId": "u_1", "scheduledAt": "immediate" });
    assert_eq!(harness.post("/actions/customer/cancel", &cancel).await.status, 200);

    let open = Integration::builder(Everything::new()).token(TOKEN).authenticate(|_, _| true);
    let verifier = Verifier::new(TOKEN).credentials(sign).only(["auth"]);
    let report = verifier.verify(&open.build().unwrap()).await;
    let failed: Vec<_> =
        report.outcomes.iter().filter(|outcome| outcome.severity == Severity::Failed).collect();
    assert!(failed.iter().any(|outcome| outcome.check.id == "auth.wrong"), "{report}");
    assert!(failed.iter().any(|outcome| outcome.check.id == "auth.missing"), "{report}");
}
