use std::fs;

use super::{call, state_file};
use crate::reverify::StateFile;

#[test]
fn it_knows_the_call_and_the_manifest_that_succeeded_last() {
    let (state, a, b) = (state_file(), call("https://a.example"), call("https://b.example"));
    assert_eq!(state.read().unwrap(), None);
    assert!(!state.knows(&a, "f1").unwrap());
    state.record(&a, "f1").unwrap();
    assert!(state.knows(&a, "f1").unwrap());
    assert!(!state.knows(&a, "f2").unwrap(), "another manifest");
    assert!(!state.knows(&b, "f1").unwrap(), "another endpoint");
    state.record(&b, "f2").unwrap();
    assert!(state.knows(&b, "f2").unwrap());
    assert_eq!(fs::read_dir(state.path().parent().unwrap()).unwrap().count(), 1, "one file");
}

#[test]
fn it_holds_no_address() {
    let state = state_file();
    state.record(&call("https://a.example/?key=s3cret"), "f1").unwrap();
    let text = fs::read_to_string(state.path()).unwrap();
    assert!(text.contains("\"fingerprint\": \"f1\""), "{text}");
    assert!(!text.contains("a.example") && !text.contains("s3cret"), "{text}");
}

#[test]
fn a_file_of_something_else_is_an_error_and_is_overwritten() {
    let state = state_file();
    for text in ["", "{", "[]", r#"{"fingerprint": 1}"#] {
        fs::write(state.path(), text).unwrap();
        assert!(state.read().is_err());
        state.record(&call("https://a.example"), "f1").unwrap();
        assert!(state.read().unwrap().is_some());
    }
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    let state = StateFile::new(state_file().path().join("no").join("folder.json"));
    assert!(state.record(&call("https://a.example"), "f1").is_err());
}

#[test]
fn the_default_of_a_mounted_integration_has_its_prefix_in_the_name() {
    for (file, prefix, expected) in [
        ("/run/churnkey.verified.json", "", "/run/churnkey.verified.json"),
        ("/run/churnkey.verified.json", "/brand-b", "/run/churnkey.verified.brand-b.json"),
        ("/run/state", "/brand-b", "/run/state.brand-b"),
        ("state.json", "/a/b", "state.a+b.json"),
        ("state.json", "/a.b", "state.a.b.json"),
    ] {
        assert_eq!(StateFile::new(file).below(prefix), StateFile::new(expected));
    }
}
