//! Names, e-mail addresses, phone numbers, ids and tokens in every place: none of them is shown.

use proptest::prelude::*;

use crate::masking::words::{API, PROTOCOL, is_known};
use crate::masking::{look, name, path, word};

/// The most common given names and surnames of several countries, and some names that are ordinary words too.
const PERSONS: &[&str] = &[
    "Mina",
    "Okafor",
    "James",
    "Mary",
    "Robert",
    "Patricia",
    "John",
    "Jennifer",
    "Michael",
    "Linda",
    "David",
    "Elizabeth",
    "William",
    "Barbara",
    "Richard",
    "Susan",
    "Joseph",
    "Jessica",
    "Thomas",
    "Sarah",
    "Charles",
    "Karen",
    "Daniel",
    "Lisa",
    "Matthew",
    "Nancy",
    "Anthony",
    "Betty",
    "Mark",
    "Sandra",
    "Paul",
    "Ashley",
    "Steven",
    "Emily",
    "Andrew",
    "Kim",
    "Bill",
    "Frank",
    "Grant",
    "Grace",
    "Hope",
    "Faith",
    "Joy",
    "May",
    "June",
    "April",
    "August",
    "Will",
    "Rich",
    "Art",
    "Chase",
    "Hunter",
    "Max",
    "Val",
    "Sid",
    "Gene",
    "Penny",
    "Ruby",
    "Rose",
    "Dean",
    "Drew",
    "Miles",
    "Ray",
    "Jack",
    "Smith",
    "Johnson",
    "Williams",
    "Brown",
    "Jones",
    "Garcia",
    "Miller",
    "Davis",
    "Rodriguez",
    "Martinez",
    "Wilson",
    "Anderson",
    "Taylor",
    "Moore",
    "Jackson",
    "Martin",
    "Lee",
    "Thompson",
    "White",
    "Harris",
    "Clark",
    "Lewis",
    "Young",
    "Wang",
    "Li",
    "Zhang",
    "Liu",
    "Chen",
    "Yang",
    "Huang",
    "Zhao",
    "Wu",
    "Zhou",
    "Nguyen",
    "Tran",
    "Sato",
    "Suzuki",
    "Tanaka",
    "Müller",
    "Schmidt",
    "Schneider",
    "Fischer",
    "Weber",
    "Meyer",
    "Wagner",
    "Becker",
    "Schulz",
    "Hoffmann",
    "Anna",
    "Peter",
    "Hans",
    "Ursula",
    "Monika",
    "Petra",
    "Sabine",
    "Marie",
    "Jean",
    "Pierre",
    "Michel",
    "Luc",
    "Kumar",
    "Singh",
    "Sharma",
    "Patel",
    "Mohammed",
    "Ahmed",
    "Ali",
    "Fatima",
    "Olga",
    "Ivan",
    "Dmitri",
    "Yuki",
    "Haruto",
    "Sofia",
];

/// Other personal data, and secrets.
const OTHERS: &[&str] = &[
    "mina@example.org",
    "mina%40example.org",
    "mina.okafor+churn@example.org",
    "+4915112345",
    "%2B4915112345",
    "004915112345",
    "(555) 010-0100",
    "u_1001",
    "cus_NffrFeUfNV2Hib",
    "123e4567-e89b-12d3-a456-426614174000",
    "1001",
    "ck_int_4c6627bd756d732e",
    "sk_live_51H8abcdef",
    "Hafenweg 3",
    "24103 Kiel",
    "DE89370400440532013000",
    "4242424242424242",
    "192.0.2.17",
];

#[test]
fn no_name_of_a_person_is_in_the_list() {
    for person in PERSONS {
        let lower = person.to_lowercase();
        assert!(!API.contains(&&*lower) && !PROTOCOL.contains(&&*lower), "{person}");
    }
}

#[test]
fn no_personal_data_is_shown_in_any_place() {
    for secret in PERSONS.iter().chain(OTHERS) {
        let paths = [
            format!("/{secret}"),
            format!("/customers/{secret}"),
            format!("/customers/{secret}/subscriptions/{secret}"),
            format!("/customers/email/{secret}/"),
            format!("/customers/find-{secret}"),
            format!("/customers/{secret}_id"),
        ];
        for masked in paths.map(|raw| path(&raw, false)) {
            assert!(!masked.contains(secret), "{masked}");
        }
        let below_the_first = path(&format!("/customers/{secret}"), true);
        assert!(!below_the_first.contains(secret), "{below_the_first}");
        assert!(!word(secret).contains(secret), "{secret}");
        for value in [
            (*secret).to_owned(),
            format!("Bearer {secret}"),
            format!("t=1,v1={secret}"),
            format!("{secret}=1"),
        ] {
            assert!(!look(value.as_bytes()).as_str().contains(secret), "{value}");
        }
    }
    for secret in OTHERS {
        assert!(!name(secret).contains(secret), "{secret}");
    }
}

proptest! {
    #[test]
    fn a_masked_path_has_only_known_words(raw in "(/[ -~äö…]{0,12}){0,14}") {
        for segment in path(&raw, false).split('/') {
            prop_assert!(segment.is_empty() || segment == "…" || is_known(segment), "{}", segment);
        }
        for segment in path(&raw, true).split('/').skip(2) {
            prop_assert!(segment.is_empty() || segment == "…" || is_known(segment), "{}", segment);
        }
    }

    #[test]
    fn the_look_of_a_value_holds_no_run_of_its_characters(value in "[a-zA-Z0-9@+._-]{12,40}") {
        let look = look(value.as_bytes()).to_string();
        for at in 0..value.len() - 6 {
            prop_assert!(!look.contains(&value[at..at + 6]), "{} of {}", look, value);
        }
    }

    #[test]
    fn any_bytes_have_a_look_and_a_name(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
        let look = look(&bytes).to_string();
        prop_assert!(!look.is_empty() && look.is_ascii() && !look.contains(char::is_control));
        let text = String::from_utf8_lossy(&bytes);
        prop_assert!(!name(&text).contains(char::is_control));
    }
}
