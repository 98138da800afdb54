use churnkey::{Integration, Mode, StartError, UnknownMode};

use crate::client::{TOKEN, request, send};
use crate::merchant::Shop;

async fn name(integration: &Integration, mode: Option<&str>) -> String {
    let mut request = request("GET", "/churnkey/customers/u_1");
    if let Some(mode) = mode {
        request = request.insert_header(("x-churnkey-mode", mode));
    }
    send(integration, request).await.json()["name"].as_str().unwrap().to_owned()
}

#[actix_web::test]
async fn one_context_serves_both_modes_by_default() {
    let integration = Shop::named("both").integration();
    for mode in [None, Some("live"), Some("test"), Some("TEST")] {
        assert_eq!(name(&integration, mode).await, "both");
    }
}

#[actix_web::test]
async fn test_mode_can_have_a_context_of_its_own() {
    let integration = Integration::builder(Shop::named("live"))
        .test_context(Shop::named("test"))
        .token(TOKEN)
        .build()
        .unwrap();
    assert_eq!(name(&integration, None).await, "live");
    assert_eq!(name(&integration, Some("live")).await, "live");
    assert_eq!(name(&integration, Some("test")).await, "test");
}

#[actix_web::test]
async fn an_unknown_mode_is_400_unless_it_is_set_to_mean_live() {
    let refusing = Shop::named("live").integration();
    for mode in ["", "staging", "live, test"] {
        let request =
            request("GET", "/churnkey/customers/u_1").insert_header(("x-churnkey-mode", mode));
        let message = send(&refusing, request).await.error(400);
        assert_eq!(message, "`X-Churnkey-Mode` must be `live` or `test`");
    }
    let twice = request("GET", "/churnkey/features")
        .append_header(("x-churnkey-mode", "live"))
        .append_header(("x-churnkey-mode", "test"));
    send(&refusing, twice).await.error(400);

    let lenient = Integration::builder(Shop::named("live"))
        .unknown_mode(UnknownMode::Live)
        .token(TOKEN)
        .build()
        .unwrap();
    assert_eq!(name(&lenient, Some("staging")).await, "live");
}

#[actix_web::test]
async fn other_words_can_be_said_to_mean_a_mode() {
    let builder = || {
        let builder = Integration::builder(Shop::named("live")).test_context(Shop::named("test"));
        builder.token(TOKEN).mode_word("sandbox", Mode::Test).mode_word("prod", Mode::Live)
    };
    let integration = builder().build().unwrap();
    for (word, meant) in
        [("sandbox", "test"), ("SandBox", "test"), ("prod", "live"), ("test", "test")]
    {
        assert_eq!(name(&integration, Some(word)).await, meant, "{word}");
    }
    let other = request("GET", "/churnkey/features").insert_header(("x-churnkey-mode", "staging"));
    send(&integration, other).await.error(400);

    for word in ["live", "Sandbox", "", "a b"] {
        let refused = builder().mode_word(word, Mode::Test).build().unwrap_err();
        assert!(matches!(refused, StartError::Setting { setting: "mode_word", .. }), "{word}");
    }
}
