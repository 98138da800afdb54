use super::{check_outside, check_plain};

#[test]
fn a_plain_path_has_only_segments_that_need_no_encoding() {
    for path in ["/features", "/v1/features", "/openapi.json", "/a-b_c~d/E.9", "/churnkeys"] {
        assert!(check_plain("setting", path).is_ok(), "{path}");
    }
    for path in [
        "",
        "/",
        "features",
        "/features/",
        "//features",
        "/a//b",
        "/./a",
        "/a/..",
        "/:id",
        "/{id}",
        "/a?b",
        "/a#b",
        "/a b",
        "/a%20b",
        "/grüße",
        "/a\nb",
        "/*",
    ] {
        let error = check_plain("health_path", path).unwrap_err().to_string();
        assert!(error.starts_with("invalid setting `health_path`: "), "{error}");
        assert!(error.contains(&format!("`{path}` is not a plain path")), "{error}");
    }
}

#[test]
fn a_path_without_a_token_is_outside_churnkey() {
    for path in ["/healthz", "/docs/churnkey", "/churnkey-health"] {
        assert!(check_outside("health_path", path).is_ok(), "{path}");
    }
    for path in ["/churnkey", "/churnkey/health"] {
        let error = check_outside("health_path", path).unwrap_err().to_string();
        assert!(error.contains(&format!("`{path}` is below `/churnkey`")), "{error}");
    }
    assert!(check_outside("health_path", "healthz").is_err());
}
