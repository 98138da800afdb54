use super::wire;
use crate::integration::start_error::StartError;
use crate::integration::wire::{Given, Wire};

fn read(variables: &[(&str, &str)]) -> Result<Wire, StartError> {
    wire(&|name| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

fn values(given: Option<Given<Vec<String>>>) -> Vec<String> {
    given.map(|given| given.value).unwrap_or_default()
}

#[test]
fn words_have_spaces_or_commas_between_them() {
    let wire = read(&[
        ("CK_TOKEN_HEADER", "x-ck-integration-token, x-api-key"),
        ("CK_FEATURES_PATHS", " /v2/features "),
        ("CK_MANIFEST_FORMAT", "PascalCase, modules"),
    ]);
    let wire = wire.unwrap();
    assert_eq!(values(wire.token_headers), ["x-ck-integration-token", "x-api-key"]);
    assert_eq!(values(wire.features_paths), ["/v2/features"]);
    assert_eq!(wire.manifest_format.unwrap().to_string(), "PascalCase modules");
}

#[test]
fn an_empty_variable_is_as_good_as_none() {
    let empty =
        read(&[("CK_TOKEN_HEADER", " "), ("CK_FEATURES_PATHS", ""), ("CK_MANIFEST_FORMAT", "")]);
    let empty = empty.unwrap();
    assert!(empty.token_headers.is_none() && empty.features_paths.is_none());
    assert!(empty.manifest_format.is_none());
}

#[test]
fn what_is_set_in_code_counts_first() {
    let set = || Some(Given { by: "token_header", value: vec!["x-mine".to_owned()] });
    let of_code = Wire { token_headers: set(), ..Wire::default() };
    let both =
        of_code.or(read(&[("CK_TOKEN_HEADER", "x-other"), ("CK_FEATURES_PATHS", "/f")]).unwrap());
    assert_eq!(both.token_headers, set());
    assert_eq!(values(both.features_paths), ["/f"]);
}

#[test]
fn what_cannot_be_is_refused_by_its_variable() {
    for (name, value, told) in [
        ("CK_TOKEN_HEADER", "x-a x:b", "`x:b` is not a valid header name"),
        ("CK_MANIFEST_FORMAT", "SHOUTING", "`SHOUTING` is no format of the manifest"),
    ] {
        let refused = read(&[(name, value)]).and_then(|wire| wire.header_names()).unwrap_err();
        assert!(
            refused.to_string().starts_with(&format!("invalid setting `{name}`: {told}")),
            "{refused}"
        );
    }
}
