use super::{Oddities, is_known_key, nearest};
use crate::module::spellings::Spellings;

const SCHEDULES: &[&str] = &["immediate", "end-of-period"];
const UNITS: &[&str] = &["day", "week", "month", "year"];

#[test]
fn the_nearest_word_shares_parts_or_a_beginning() {
    for (word, known, meant) in [
        ("period-end", SCHEDULES, Some("end-of-period")),
        ("endOfPeriod", SCHEDULES, Some("end-of-period")),
        ("END_OF_PERIOD", SCHEDULES, Some("end-of-period")),
        ("period_end", SCHEDULES, Some("end-of-period")),
        ("immediately", SCHEDULES, Some("immediate")),
        ("now", SCHEDULES, None),
        ("", SCHEDULES, None),
        ("monthly", UNITS, Some("month")),
        ("MONTHS", UNITS, Some("month")),
        ("quarter", UNITS, None),
        ("until-date", &["period", "date"], Some("date")),
    ] {
        assert_eq!(nearest(word, known), meant, "{word}");
    }
}

fn told(add: impl FnOnce(&Oddities)) -> String {
    let oddities = Oddities::default();
    add(&oddities);
    let odds = oddities.take().unwrap();
    assert_eq!(odds.len(), 1);
    odds[0].clone()
}

#[test]
fn a_known_word_is_shown_and_any_other_only_by_its_look() {
    let known = told(|odd| odd.word("", "startAt", Some("period-end"), SCHEDULES));
    assert!(
        known.starts_with("`startAt` was `period-end`, which is not a word of the protocol"),
        "{known}"
    );
    assert!(known.contains("`CK_SPELLINGS=period-end=end-of-period`"), "{known}");
    let unknown = told(|odd| odd.word("duration.", "unit", Some("Mina"), UNITS));
    assert!(
        unknown.contains("`duration.unit` was 4 letters") && !unknown.contains("Mina"),
        "{unknown}"
    );
    assert!(unknown.ends_with("it must be `day` or `week` or `month` or `year`"), "{unknown}");
    let number = told(|odd| odd.word("", "startAt", None, SCHEDULES));
    assert!(number.starts_with("`startAt` was not a string"), "{number}");
}

#[test]
fn a_body_is_described_by_how_it_begins() {
    for (body, looks) in [
        ("", "it is empty"),
        ("{\"customerId\": ", "begins like a JSON object but is incomplete"),
        ("[1]", "is a list"),
        ("<xml>mina</xml>", "looks like XML"),
        ("\"{}\"", "is a quoted string"),
        ("customerId=u_1&scheduledAt=immediate", "looks like a form"),
        ("mina@example.org", "does not look like JSON"),
    ] {
        let told = told(|odd| odd.body(body.as_bytes()));
        assert!(told.contains(looks), "{told}");
        assert!(!told.contains("mina") && !told.contains("u_1"), "{told}");
    }
}

#[test]
fn a_date_is_shown_by_its_look() {
    let read = told(|odd| odd.date("duration.", "date", "1764489600000", true));
    assert!(read.starts_with("`duration.date` was not in the form"), "{read}");
    assert!(read.contains("it has 13 digits, and was read; you need not do anything"), "{read}");
    let unread = told(|odd| odd.date("duration.", "date", "\"1 March 2026\"", false));
    assert!(
        unread.contains("12 characters, and cannot be read, so the answer was 400"),
        "{unread}"
    );
}

#[test]
fn what_is_not_offered_is_shown_with_what_is() {
    let told =
        told(|odd| odd.not_offered("", "startAt", "immediate", "offers only `end-of-period`"));
    assert_eq!(
        told,
        "`startAt` was `immediate`, which this integration does not offer, so the answer was 400; its manifest offers only \
         `end-of-period`: declare it in the action's attribute, or verify again if Churnkey has an old manifest"
    );
}

#[test]
fn only_a_few_oddities_of_a_body_are_kept() {
    let oddities = Oddities::default();
    for number in 0..100 {
        oddities.key("", &format!("key{number}"));
    }
    assert_eq!(oddities.take().unwrap().len(), 8);
    assert!(oddities.take().is_none());
}

#[test]
fn keys_and_words_of_the_protocol_are_told_apart() {
    assert!(is_known_key("customerId") && !is_known_key("immediate"));
    assert_eq!(Spellings::known("end-of-period"), Some("end-of-period"));
    assert_eq!(Spellings::known("period-end"), None);
}
