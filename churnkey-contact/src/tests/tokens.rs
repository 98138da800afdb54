use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use super::{TOKEN, headers, secret};
use crate::token::in_head;

fn told(target: &str, pairs: &[(&str, &str)]) -> Vec<String> {
    let headers = headers(pairs);
    let headers = headers.iter().map(|(name, value)| (name.as_str(), value.as_slice()));
    in_head(&secret(), target, headers).iter().map(ToString::to_string).collect()
}

#[test]
fn the_token_is_found_wherever_it_stands() {
    let basic = |pair: &str| format!("Basic {}", STANDARD.encode(pair));
    let bearer = format!("bearer {TOKEN}");
    let (user, password) = (basic(&format!("{TOKEN}:")), basic(&format!("churnkey:{TOKEN}")));
    let (scheme, quoted) = (format!("ApiKey {TOKEN}"), format!("Token token=\"{TOKEN}\""));
    let (cookie, query) =
        (format!("a=1; session={TOKEN}"), format!("/churnkey/features?key={TOKEN}&x=1"));
    let path = format!("/churnkey/{TOKEN}/features");
    for (target, header, place) in [
        ("/", Some(("Authorization", &*bearer)), "header authorization, behind Bearer"),
        ("/", Some(("authorization", TOKEN)), "header authorization, alone"),
        ("/", Some(("authorization", &scheme)), "header authorization, behind ApiKey"),
        ("/", Some(("authorization", &quoted)), "header authorization, behind Token"),
        ("/", Some(("authorization", &user)), "header authorization, the user of Basic"),
        ("/", Some(("authorization", &password)), "header authorization, the password of Basic"),
        ("/", Some(("X-CK-Integration-Token", TOKEN)), "header x-ck-integration-token, alone"),
        ("/", Some(("cookie", &cookie)), "cookie session"),
        (&query, None, "query key"),
        (&path, None, "path"),
    ] {
        let headers: Vec<_> = header.into_iter().collect();
        assert_eq!(told(target, &headers), [place], "{target} {header:?}");
    }
    assert!(told("/", &[("authorization", "Bearer another"), ("x-api-key", "")]).is_empty());
}
