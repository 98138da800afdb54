use crate::integration::start_error::StartError;
use crate::reverify::VerifyCall;

fn read(variables: &[(&str, &str)]) -> Result<Option<VerifyCall>, StartError> {
    VerifyCall::from_variables(&|name| {
        variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
    })
}

#[test]
fn without_an_address_there_is_no_call() {
    assert_eq!(read(&[]).unwrap(), None);
    let rest = [("CK_VERIFY_URL", " "), ("CK_VERIFY_METHOD", "PUT"), ("CK_INTEGRATION_TOKEN", "t")];
    assert_eq!(read(&rest).unwrap(), None);
}

#[test]
fn an_address_alone_is_a_post_with_the_first_token() {
    let tokens = ("CK_INTEGRATION_TOKEN", "ck_int_new_0123456789 ck_int_old_0123456789");
    let call = read(&[("CK_VERIFY_URL", "https://a.example/v"), tokens]);
    let expected = VerifyCall {
        headers: vec![("authorization".to_owned(), "Bearer ck_int_new_0123456789".to_owned())],
        ..VerifyCall::new("https://a.example/v")
    };
    assert_eq!(call.unwrap(), Some(expected));
}

#[test]
fn everything_else_can_be_set_and_an_authorization_of_ones_own_is_the_only_one() {
    let call = read(&[
        ("CK_VERIFY_URL", "https://a.example/v"),
        ("CK_VERIFY_METHOD", "PUT"),
        ("CK_VERIFY_HEADERS", "Authorization: Key a:b\n\n  X-Account : 7 \r\n"),
        ("CK_VERIFY_BODY", "{}"),
        ("CK_INTEGRATION_TOKEN", "ck_int_0123456789"),
    ]);
    let header = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let expected = VerifyCall {
        url: "https://a.example/v".to_owned(),
        method: "PUT".to_owned(),
        headers: vec![header("Authorization", "Key a:b"), header("X-Account", "7")],
        body: Some("{}".to_owned()),
    };
    assert_eq!(call.unwrap(), Some(expected));
}

#[test]
fn what_cannot_be_is_refused_by_its_variable_and_not_shown() {
    let url = ("CK_VERIFY_URL", "https://a.example/v");
    let error = read(&[url, ("CK_VERIFY_HEADERS", "s3cret")]).unwrap_err().to_string();
    assert!(error.contains("`CK_VERIFY_HEADERS`: each line"), "{error}");
    assert!(!error.contains("s3cret"), "{error}");
    let error = read(&[url, ("CK_INTEGRATION_TOKEN", "s3cret")]).unwrap_err().to_string();
    assert!(error.contains("`CK_INTEGRATION_TOKEN`: word 1: a token has"), "{error}");
    assert!(!error.contains("s3cret"), "{error}");
    let error = read(&[("CK_VERIFY_URL", "a.example")]).unwrap_err().to_string();
    assert!(error.contains("`CK_VERIFY_URL`: its address does not begin with"), "{error}");
}
