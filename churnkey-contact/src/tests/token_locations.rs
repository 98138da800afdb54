use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{TOKEN, request, secret};
use crate::token_location::in_head;

fn locations(target: &str, pairs: &[(&str, &str)]) -> Vec<String> {
    let locations = in_head(&request("GET", target, pairs, ""), &secret());
    locations.iter().map(ToString::to_string).collect()
}

#[test]
fn the_token_is_found_wherever_it_is() {
    let basic = |pair: &str| format!("Basic {}", STANDARD.encode(pair));
    let bearer = format!("bearer {TOKEN}");
    let (user, password) = (basic(&format!("{TOKEN}:")), basic(&format!("churnkey:{TOKEN}")));
    let (scheme, quoted) = (format!("ApiKey {TOKEN}"), format!("Token token=\"{TOKEN}\""));
    let (cookie, query) =
        (format!("a=1; session={TOKEN}"), format!("/churnkey/features?key={TOKEN}&x=1"));
    let path = format!("/churnkey/{TOKEN}/features");
    for (target, header, location) in [
        ("/", Some(("Authorization", &*bearer)), "header authorization, scheme Bearer"),
        ("/", Some(("authorization", TOKEN)), "header authorization, without a scheme"),
        ("/", Some(("authorization", &scheme)), "header authorization, scheme ApiKey"),
        ("/", Some(("authorization", &quoted)), "header authorization, scheme Token"),
        ("/", Some(("authorization", &user)), "header authorization, user of Basic"),
        ("/", Some(("authorization", &password)), "header authorization, password of Basic"),
        (
            "/",
            Some(("X-CK-Integration-Token", TOKEN)),
            "header x-ck-integration-token, without a scheme",
        ),
        ("/", Some(("cookie", &cookie)), "cookie session"),
        (&query, None, "query key"),
        (&path, None, "path"),
    ] {
        let headers: Vec<_> = header.into_iter().collect();
        assert_eq!(locations(target, &headers), [location], "{target} {header:?}");
    }
    assert!(locations("/", &[("authorization", "Bearer another"), ("x-api-key", "")]).is_empty());
}
