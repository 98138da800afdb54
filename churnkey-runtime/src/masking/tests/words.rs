use crate::masking::word;
use crate::masking::words::{API, PROTOCOL, is_known};

#[test]
fn both_lists_are_sorted_and_in_lower_case() {
    for list in [PROTOCOL, API] {
        assert!(list.is_sorted_by(|one, next| one < next));
        for word in list {
            assert!(
                word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-')),
                "{word}"
            );
        }
    }
    assert!(API.iter().all(|word| !word.contains('-')), "parts have none");
}

#[test]
fn a_text_is_known_by_its_parts() {
    let known = [
        "customers",
        "Customers",
        "apply-coupon",
        "find-by-phone",
        "feature_manifest",
        "period-end",
        "END_OF_PERIOD",
        "v1",
        "findByPhone",
    ];
    for text in known {
        assert!(is_known(text), "{text}");
        assert_eq!(word(text), text);
    }
    for text in [
        "",
        "-",
        "find--by",
        "u_1001",
        "find-by-mina",
        "customers/mina",
        "period end",
        "customers\n",
    ] {
        assert!(!is_known(text), "{text}");
    }
    let long = ["customers"; 20].join("-");
    assert!(!is_known(&long), "too long");
}

#[test]
fn the_words_of_every_endpoint_are_the_protocols() {
    let paths = "customers email phone subscriptions prices coupons products families actions subscription customer \
                 cancel pause apply-coupon change-price extend-trial features churnkey";
    let words = "immediate end-of-period period date day week month year live test";
    for text in paths.split_whitespace().chain(words.split_whitespace()) {
        assert!(PROTOCOL.contains(&text), "{text}");
    }
}
