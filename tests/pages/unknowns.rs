//! tests/README.md lists the tests of each unknown of docs/protocol.md.

use std::fs;
use std::path::Path;

const PROTOCOL: &str = include_str!("../../docs/protocol.md");
const TESTS: &str = include_str!("../README.md");

/// The cells of each table row whose first cell is an unknown, such as `U1`.
fn rows(page: &str) -> Vec<Vec<&str>> {
    let is_numbered = |rest: &str| rest.starts_with(|digit: char| digit.is_ascii_digit());
    let rows = page.lines().filter(|line| line.strip_prefix("| U").is_some_and(is_numbered));
    rows.map(|row| row.trim_matches(['|', ' ']).split(" | ").collect()).collect()
}

/// The words in backticks.
fn quoted(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// The source of each test that a cell names. A file is followed by the tests in it.
fn tests(cell: &str) -> Vec<String> {
    let (mut tests, mut file) = (Vec::new(), None);
    for name in quoted(cell) {
        if name.contains('/') {
            let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
            let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"));
            file = Some((name, text));
        } else {
            let (path, text) =
                file.as_ref().unwrap_or_else(|| panic!("no file stands before `{name}`"));
            tests.push(test(text, name).unwrap_or_else(|| panic!("{path} has no test `{name}`")));
        }
    }
    tests
}

/// The source of a test, from its name to its end.
fn test(file: &str, name: &str) -> Option<String> {
    let (before, behind) = file.split_once(&format!("fn {name}("))?;
    let attributes = before.rsplit("\n\n").next()?;
    let is_test = attributes.contains("#[test]") || attributes.contains("#[actix_web::test]");
    let indent: String = before.lines().last()?.chars().take_while(|c| *c == ' ').collect();
    is_test.then(|| behind.split(&format!("\n{indent}}}\n")).next().map(str::to_owned))?
}

/// Whether a test has this word, and not only as a part of another one.
fn has(test: &str, word: &str) -> bool {
    let is_apart =
        |rest: &str| !rest.starts_with(|c: char| c.is_alphanumeric() || "_-".contains(c));
    test.match_indices(word).any(|(at, _)| {
        let before = test[..at].chars().next_back().map(String::from).unwrap_or_default();
        is_apart(&before) && is_apart(&test[at + word.len()..])
    })
}

/// It fails if an unknown is not listed, or if a test that is listed does not exist.
#[test]
fn each_unknown_has_tests_of_its_default_and_of_its_setting() {
    let unknowns = rows(PROTOCOL);
    let tested = rows(TESTS);
    let names = |rows: &[Vec<&str>]| rows.iter().map(|row| row[0].to_owned()).collect::<Vec<_>>();
    assert_eq!(names(&tested), names(&unknowns));
    assert_eq!(names(&unknowns), (1..=22).map(|number| format!("U{number}")).collect::<Vec<_>>());
    for (unknown, tested) in unknowns.iter().zip(&tested) {
        let [name, _, _, to_set] = unknown[..] else { panic!("{unknown:?}") };
        let [_, _, default, setting] = tested[..] else { panic!("{tested:?}") };
        let (of_default, of_setting) = (tests(default), tests(setting));
        assert!(!of_default.is_empty(), "{name}: its default has no test");
        assert_eq!(setting == "none", to_set.starts_with("none: "), "{name}: {to_set}");
        assert!(setting == "none" || !of_setting.is_empty(), "{name}: its setting has no test");
        // Where there is no setting, words are mentioned for other reasons.
        for word in quoted(to_set).filter(|_| setting != "none") {
            let mut all = of_default.iter().chain(&of_setting);
            assert!(all.any(|test| has(test, word)), "{name}: no test has `{word}`");
        }
    }
}
