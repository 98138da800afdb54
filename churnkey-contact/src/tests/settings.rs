use super::TOKEN;
use crate::Contact;

fn translating() -> Contact {
    Contact::new("http://127.0.0.1:8080").token(TOKEN).translate()
}

#[test]
fn settings_that_cannot_work_are_refused_before_it_starts() {
    let plain = || Contact::new("http://127.0.0.1:8080");
    for (contact, why) in [
        (Contact::new("http://127.0.0.1:80800"), "a port from 1 to 65535"),
        (Contact::new("http://127.0.0.1/x#y"), "without a user, a query or a fragment"),
        (plain().translate(), "needs the integration token"),
        (plain().token(TOKEN).features_path("/manifest"), "needs `translate`"),
        (plain().token(TOKEN).token_header("x-api-key"), "needs `translate`"),
        (translating().features_path("/my manifest"), "`/my manifest` is not a path"),
        (translating().features_path("/manifest?a=b"), "`/manifest?a=b` is not a path"),
        (translating().features_path("/manifest#a"), "`/manifest#a` is not a path"),
        (translating().features_path("/übersicht"), "`/übersicht` is not a path"),
        (translating().token_header("a b"), "not a valid header name"),
        (translating().token_header("Host"), "the header `host`"),
        (translating().token_header("te"), "the header `te`"),
        (translating().token_header("connection"), "the header `connection`"),
        (translating().token_header("content-length"), "the header `content-length`"),
        (translating().token_header("x-forwarded-for"), "the header `x-forwarded-for`"),
    ] {
        let error = contact.check().unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }
    let contact = translating().features_path("manifest/%C3%BC/").token_header("X-Api-Key");
    assert_eq!(contact.check().unwrap().to_string(), "http://127.0.0.1:8080");
}
