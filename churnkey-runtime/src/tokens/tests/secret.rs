use super::{Secret, base64};

/// RFC 4231, test case 2.
const KEY: &str = "Jefe";
const TEXT: &str = "what do ya want for nothing?";
const HEX: &str = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";

#[test]
fn it_signs_as_the_rfc_does() {
    let secret = Secret::new(KEY, true);
    let signature = secret.hmac_sha256([TEXT]);
    assert!(signature.is_hex(HEX) && signature.is_hex(HEX.to_uppercase()));
    assert!(
        secret.hmac_sha256(["what do ya ", "want for ", "", "nothing?"]).is_hex(HEX),
        "in parts"
    );
    let bytes: Vec<u8> =
        (0..32).map(|at| u8::from_str_radix(&HEX[2 * at..2 * at + 2], 16).unwrap()).collect();
    assert!(signature.is(&bytes));
    let text = "W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM";
    assert!(signature.is_base64(text) && signature.is_base64(format!("{text}=")));

    let url = Secret::new("k", true);
    let (bytes, text) = (url.hmac_sha256(["3"]), "_");
    let shown = String::from_utf8(base64(&bytes.0.unwrap())).unwrap();
    assert!(bytes.is_base64(shown.replace('+', "-").replace('/', text)), "{shown}");
}

#[test]
fn anything_else_is_no_signature() {
    let signature = Secret::new(KEY, true).hmac_sha256([TEXT]);
    for wrong in ["", "5b", &HEX[..63], &format!("{HEX}0"), &HEX.replace('5', "6"), &"0".repeat(64)]
    {
        assert!(
            !signature.is_hex(wrong) && !signature.is_base64(wrong) && !signature.is(wrong),
            "{wrong}"
        );
    }
    assert!(!signature.is_base64("W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM=="));
    assert!(!Secret::new("Jefe2", true).hmac_sha256([TEXT]).is_hex(HEX));
}

#[test]
fn what_is_not_kept_as_a_key_signs_nothing() {
    let secret = Secret::new(KEY, false);
    let signature = secret.hmac_sha256([TEXT]);
    assert!(!signature.is_hex(HEX) && !signature.is(""));
    assert!(secret.is(KEY) && !secret.is("Jef") && !secret.is(""));
}

#[test]
fn base64_is_that_of_the_rfc() {
    for (plain, encoded) in
        [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")]
    {
        assert_eq!(base64(plain.as_bytes()), encoded.as_bytes());
    }
    assert_eq!(base64(&[0xfb, 0xff]), b"+/8");
}

#[test]
fn nothing_of_it_is_shown() {
    let secret = Secret::new("ck_int_s3cret", true);
    let shown = format!("{secret:?} {:?}", secret.hmac_sha256(["x"]));
    assert_eq!(shown, "Secret { .. } Signature { .. }");
}
