use crate::masking::path;

#[test]
fn known_words_stay_and_everything_else_is_masked() {
    for (raw, masked) in [
        ("", ""),
        ("/", "/"),
        ("/features/", "/features/"),
        ("/manifest", "/manifest"),
        ("/feature-manifest", "/feature-manifest"),
        ("/customers/u_1001", "/customers/…"),
        ("/customers/email/mina%40example.org", "/customers/email/…"),
        ("/customers/u_1001/subscriptions/s_77", "/customers/…/subscriptions/…"),
        ("/customers//subscriptions", "/customers//subscriptions"),
        ("/actions/subscription/apply-coupon", "/actions/subscription/apply-coupon"),
        ("/api/v2/find_by_phone/+4915112345", "/api/v2/find_by_phone/…"),
        ("/mina", "/…"),
        ("/custom%65rs", "/…"),
        ("customers", "…"),
    ] {
        assert_eq!(path(raw, false), masked, "{raw}");
    }
}

#[test]
fn with_the_token_a_short_and_plain_first_segment_is_shown() {
    for (raw, masked) in [
        ("/clientele/mina", "/clientele/…"),
        ("/Pause-Flow-Entry-Point", "/Pause-Flow-Entry-Point"),
        ("/aaaaaaaaaaaaaaaaaaaaaaaa", "/aaaaaaaaaaaaaaaaaaaaaaaa"),
        ("/aaaaaaaaaaaaaaaaaaaaaaaaa", "/…"),
        ("/u_1001", "/…"),
        ("/u1001", "/…"),
        ("/mina%40example.org", "/…"),
        ("/mina@example.org", "/…"),
        ("//mina", "//…"),
    ] {
        assert_eq!(path(raw, true), masked, "{raw}");
    }
}

#[test]
fn a_long_path_is_cut() {
    let masked = path(&"/customers".repeat(500), true);
    assert_eq!(masked, format!("{}/…", "/customers".repeat(10)));
}
