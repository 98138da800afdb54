use crate::endpoint::{Act, Endpoint, OK};
use crate::{Run, TOKEN, churnkey, folder};

fn reverify(endpoint: &Endpoint, more: &[&str]) -> Run {
    let set = [("CK_VERIFY_URL", endpoint.url.as_str()), ("CK_INTEGRATION_TOKEN", TOKEN)];
    churnkey(&[&["reverify"], more].concat(), &set)
}

#[test]
fn it_asks_and_tells_the_answer() {
    let endpoint = Endpoint::start(&[OK]);
    let run = reverify(&endpoint, &[]).ended(0);
    assert_eq!(run.out, "asked Churnkey to verify: status 200\nverified\n");
    let request = endpoint.request().to_ascii_lowercase();
    assert!(request.starts_with("post /verify http/1.1\r\n"), "{request}");
    assert!(request.contains(&format!("authorization: bearer {TOKEN}\r\n")), "{request}");
}

#[test]
fn a_failure_that_may_pass_is_tried_again() {
    let endpoint = Endpoint::start(&[Act::Answer("502 Bad Gateway", ""), OK]);
    let run = reverify(&endpoint, &["--attempts", "2"]).ended(0);
    assert_eq!(run.err, "refused with status 502; once more in 1 s\n");
}

#[test]
fn a_refusal_is_one_and_no_answer_two() {
    let endpoint = Endpoint::start(&[Act::Answer("422 Unprocessable Content", "no such account")]);
    let run = reverify(&endpoint, &[]).ended(1);
    run.says("Churnkey was not asked to verify: refused with status 422\nno such account\n");
    let hanging = Endpoint::start(&[Act::Hang]);
    let run = reverify(&hanging, &["--timeout", "0.2", "--attempts", "1"]).ended(2);
    run.complains("churnkey: no answer: timeout");
    churnkey(&["reverify"], &[]).ended(2).complains("set CK_VERIFY_URL");
}

#[test]
fn it_can_be_asked_to_look_at_the_manifest_first() {
    let (endpoint, state) = (Endpoint::start(&[OK]), folder().join("state.json"));
    let if_changed = |manifest: &'static [Act]| {
        let integration = Endpoint::start(manifest);
        let root = integration.url.strip_suffix("/verify").unwrap();
        reverify(&endpoint, &["--if-changed", root, "--state", state.to_str().unwrap()])
    };
    let (first, second) = (&[Act::Answer("200 OK", "{}")], &[Act::Answer("200 OK", "[]")]);
    if_changed(first).ended(0).says("asked Churnkey to verify");
    if_changed(first).ended(0).says("the manifest is verified already: nothing was sent");
    if_changed(second).ended(0).says("asked Churnkey to verify");
    assert_eq!(endpoint.requests().len(), 2);
    if_changed(&[Act::Answer("404 Not Found", "")]).ended(2).complains("answered 404");
}
