//! A comparison takes the same number of instructions wherever the token is wrong. Valgrind counts them exactly, so the
//! number can be asserted, which a time cannot.

use std::fs;
use std::hint::black_box;
use std::process::Command;

use actix_web::HttpRequest;
use actix_web::dev::ServiceRequest;
use actix_web::http::header::{AUTHORIZATION, HeaderName, HeaderValue};
use actix_web::test::TestRequest;
use churnkey_test_support::tools;
use sha2::{Digest as _, Sha256};

use super::misplaced;
use crate::http::auth::Authentication;
use crate::tokens::settings::TokenSettings;

/// The valid tokens, all of the same length.
const VALID: [&str; 3] =
    ["ck_int_mT6rLq1XcV9dHs4y", "ck_int_Zk3xW0b8nP5qT2vY", "ck_int_Ga7uBf2KeJ0wRi5o"];
/// The one whose bytes are changed.
const TOKEN: &str = VALID[1];
/// Digests are compared, and the first three bytes of this one's are those of `TOKEN`'s: an early exit would take longer.
const ALIKE: &str = "ck_int_0000000007709816";
/// HMAC-SHA256 by it over [`SIGNED`].
const IN_HEX: &str = "b3c92e5acaaa248c8b25e5f798764bc9eb94c27cc3944c0f23b2167753d75cc0";
const IN_BASE64: &str = "s8kuWsqqJIyLJeX3mHZLyeuUwnzDlEwPI7IWd1PXXMA=";
const SIGNED: &[u8] = b"{}";

/// How often each comparison is counted.
const TIMES: u64 = 10;

/// A place in a request where a token or a signature is sent.
struct Place {
    name: &'static str,
    right: &'static str,
    show: fn(&mut ServiceRequest, &str),
    /// Compares it as the runtime does; whether it is right.
    compare: fn(&Authentication, &HttpRequest) -> bool,
}

const PLACES: [Place; 9] = [
    token("Authorization, behind Bearer", |request, token| {
        header(request, AUTHORIZATION, &format!("Bearer {token}"));
    }),
    token("Authorization, alone", |request, token| header(request, AUTHORIZATION, token)),
    token("a header that was named", |request, token| header(request, NAMED, token)),
    misplaced("another header", |request, token| header(request, OTHER, token)),
    misplaced("a cookie", |request, token| {
        header(request, COOKIE, &format!("theme=dark; session={token}; a=b"));
    }),
    misplaced("the query", |request, token| {
        uri(request, &format!("/churnkey/features?a=b&key={token}"));
    }),
    misplaced("the path", |request, token| uri(request, &format!("/churnkey/{token}/features"))),
    Place {
        name: "a signature in hex",
        right: IN_HEX,
        show: |request, signature| header(request, OTHER, signature),
        compare: |known, http| {
            let shown = http.headers().get(OTHER).unwrap();
            let is = |secret: &crate::Secret| secret.hmac_sha256([SIGNED]).is_hex(shown);
            known.tokens.find_by(is).is_some()
        },
    },
    Place {
        name: "a signature in base64",
        right: IN_BASE64,
        show: |request, signature| header(request, OTHER, signature),
        compare: |known, http| {
            let shown = http.headers().get(OTHER).unwrap();
            let is = |secret: &crate::Secret| secret.hmac_sha256([SIGNED]).is_base64(shown);
            known.tokens.find_by(is).is_some()
        },
    },
];

/// A place where the token is accepted.
const fn token(name: &'static str, show: fn(&mut ServiceRequest, &str)) -> Place {
    Place {
        name,
        right: TOKEN,
        show,
        compare: |known, http| known.authenticate(http.headers()).is_ok(),
    }
}

/// A place where the token is not accepted, and is looked for so that the log can say so.
const fn misplaced(name: &'static str, show: fn(&mut ServiceRequest, &str)) -> Place {
    Place {
        name,
        right: TOKEN,
        show,
        compare: |known, http| misplaced::find(known, http).is_some(),
    }
}

const NAMED: HeaderName = HeaderName::from_static("x-ck-integration-token");
const OTHER: HeaderName = HeaderName::from_static("x-api-key");
const COOKIE: HeaderName = actix_web::http::header::COOKIE;

fn header(request: &mut ServiceRequest, name: HeaderName, value: &str) {
    request.headers_mut().insert(name, HeaderValue::from_str(value).unwrap());
}

fn uri(request: &mut ServiceRequest, uri: &str) {
    request.head_mut().uri = uri.parse().unwrap();
}

struct Shown {
    what: &'static str,
    value: String,
    is_right: bool,
}

/// What is sent in a place: values that are wrong in one byte, and right ones.
fn shown(place: &Place) -> Vec<Shown> {
    let right = place.right;
    let last = right.trim_end_matches('=').len() - 1;
    let mut all: Vec<_> =
        [("wrong in its first byte", 0), ("in its middle", last / 2), ("in its last byte", last)]
            .map(|(what, at)| Shown { what, value: with_another(right, at), is_right: false })
            .into();
    if right == TOKEN {
        all.push(Shown {
            what: "with a digest that begins like the valid one's",
            value: ALIKE.to_owned(),
            is_right: false,
        });
        let valid = ["the first that is valid", "the second", "the third"].into_iter().zip(VALID);
        all.extend(valid.map(|(what, token)| Shown {
            what,
            value: token.to_owned(),
            is_right: true,
        }));
    } else {
        all.push(Shown { what: "right", value: right.to_owned(), is_right: true });
    }
    all
}

/// Replaces one byte by another letter or digit of the same kind.
fn with_another(text: &str, at: usize) -> String {
    let mut bytes = text.as_bytes().to_vec();
    bytes[at] = match bytes[at] {
        byte @ (b'9' | b'f' | b'z' | b'Z') => byte - 1,
        byte => byte + 1,
    };
    String::from_utf8(bytes).unwrap()
}

/// Only this is counted.
#[inline(never)]
fn counted_by_valgrind(place: &Place, known: &Authentication, http: &HttpRequest) -> u64 {
    let mut right = 0;
    for _ in 0..TIMES {
        right += u64::from(black_box((place.compare)(black_box(known), black_box(http))));
    }
    right
}

#[test]
#[ignore = "the next test counts its instructions"]
fn comparisons() {
    let mut settings = TokenSettings::default();
    for token in VALID {
        settings.add(token.into());
    }
    let tokens = settings.check(true).unwrap();
    let known = Authentication { tokens, headers: vec![NAMED], by_request: None };
    for place in &PLACES {
        // One request for all values: two header maps may need different numbers of steps to find the same name.
        let mut request = TestRequest::with_uri("/churnkey/features").to_srv_request();
        header(&mut request, HeaderName::from_static("accept"), "application/json");
        header(&mut request, HeaderName::from_static("x-churnkey-mode"), "live");
        for Shown { what, value, is_right } in shown(place) {
            (place.show)(&mut request, &value);
            // The first comparison may initialise something.
            let right = (place.compare)(&known, request.request());
            assert_eq!(right, is_right, "{}: {what}", place.name);
            let right = counted_by_valgrind(place, &known, request.request());
            assert_eq!(right, if is_right { TIMES } else { 0 }, "{}: {what}", place.name);
        }
    }
}

/// The instructions of each call of [`counted_by_valgrind`] in [`comparisons`], in their order.
fn counts() -> Vec<u64> {
    let folder =
        std::env::temp_dir().join(format!("churnkey-constant-time-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join("counts");
    let counted = concat!(module_path!(), "::counted_by_valgrind");
    let test = concat!(module_path!(), "::comparisons").split_once("::").unwrap().1;
    let run = Command::new("valgrind")
        .args(["--tool=callgrind", "--compress-strings=no", "--compress-pos=no"])
        .args(["toggle-collect", "dump-after"].map(|what| format!("--{what}={counted}")))
        .arg(format!("--callgrind-out-file={}", file.display()))
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "--ignored", "--test-threads=1", test])
        .output()
        .unwrap();
    let said = [run.stdout, run.stderr].concat();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&said));
    let part = |number: usize| fs::read_to_string(file.with_extension(number.to_string())).ok();
    let counts = (1..).map_while(part).map(|profile| count(&profile)).collect();
    fs::remove_dir_all(&folder).unwrap();
    counts
}

/// The instructions of a profile. A line `fn=NAME` is followed by lines `LINE COUNT` for its own instructions. The line
/// after `calls=` counts those of the function that is called, which has lines of its own.
fn count(profile: &str) -> u64 {
    let (mut count, mut counts) = (0, true);
    let mut lines = profile.lines();
    while let Some(line) = lines.next() {
        if let Some(function) = line.strip_prefix("fn=") {
            counts = !depends_on_addresses(function);
        } else if line.starts_with("calls=") {
            lines.next();
        } else if counts && line.starts_with(|digit: char| digit.is_ascii_digit()) {
            count += line.split(' ').nth(1).unwrap().parse::<u64>().unwrap();
        }
    }
    count
}

/// The allocator, copies, and a check of pointers in debug builds: their instructions depend on addresses in memory.
fn depends_on_addresses(function: &str) -> bool {
    let is_c = !function.contains("::");
    let of_the_allocator = ["alloc", "free", "unlink_chunk", "memcpy", "memmove"];
    (is_c && of_the_allocator.iter().any(|part| function.contains(part)))
        || function.starts_with("core::ub_checks::")
}

#[test]
fn a_comparison_takes_the_same_instructions_wherever_the_token_is_wrong() {
    if !tools::program("valgrind") {
        return;
    }
    let [valid, other] = [TOKEN, ALIKE].map(Sha256::digest);
    assert_eq!(valid[..3], other[..3]);
    let mut counts = counts().into_iter();
    for place in &PLACES {
        println!("{}:", place.name);
        let counted: Vec<_> = shown(place)
            .into_iter()
            .map(|shown| {
                let count = counts.next().expect("a count for each");
                println!("{:>9} instructions, {}", count / TIMES, shown.what);
                (shown, count)
            })
            .collect();
        for is_right in [false, true] {
            let mut kind = counted.iter().filter(|(shown, _)| shown.is_right == is_right);
            let (_, first) = kind.next().unwrap();
            for (Shown { what, .. }, count) in kind {
                assert_eq!(count, first, "{}: {what}", place.name);
            }
        }
    }
}
