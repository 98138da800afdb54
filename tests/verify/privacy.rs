//! A report goes into logs and CI; it must not carry what is personal.

use churnkey::testing::Harness;
use churnkey::verify::Severity;

use crate::shop::{EMAIL, Mistake, NAME, PHONE, Shop};

#[actix_web::test]
async fn a_report_shows_no_personal_data_and_no_token() {
    let token = "ck_int_very_secret";
    let shop = Shop::with(Mistake::Email);
    let integration = churnkey::Integration::builder(shop).token(token).build().unwrap();
    let harness = Harness::of(integration, token);
    let report = harness.verifier().verify(harness.integration()).await;
    let failed: Vec<_> =
        report.outcomes.iter().filter(|outcome| outcome.severity == Severity::Failed).collect();
    assert!(failed.iter().all(|outcome| outcome.check.id == "find.email"), "{report}");
    assert!(report.to_string().contains("/customers/email/… (of customer u_1)"), "{report}");
    let json = serde_json::to_string(&report).unwrap();
    for text in [report.to_string(), json, report.junit(), format!("{:?}", harness.verifier())] {
        // The id of a customer may be an e-mail address too.
        assert!(!text.contains("id@private") && !text.contains("id%40private"), "{text}");
        for secret in [EMAIL, PHONE, NAME, "mina", "private.example", "Secret Street", token] {
            assert!(!text.contains(secret), "{secret} is in\n{text}");
        }
        assert!(!text.contains("4915199887766"), "{text}");
    }
}
