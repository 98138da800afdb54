use super::{WIRE_VARIABLES, wire};
use crate::http::mode_header::UnknownMode;
use crate::integration::setting::Setting;
use crate::integration::start_error::StartError;
use crate::integration::wire::Wire;
use crate::module::mode::Mode;
use crate::module::query::PageLimits;

fn read(variables: &[(&str, &str)]) -> Result<Wire, StartError> {
    wire(&|name| {
        let found = variables.iter().find(|(known, _)| *known == name);
        found.map(|(_, value)| (*value).to_owned())
    })
}

fn values(given: Option<Setting<Vec<String>>>) -> Vec<String> {
    given.map(|given| given.value).unwrap_or_default()
}

#[test]
fn spaces_or_commas_separate_words() {
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
fn an_empty_variable_counts_as_unset() {
    let empty =
        read(&[("CK_TOKEN_HEADER", " "), ("CK_FEATURES_PATHS", ""), ("CK_MANIFEST_FORMAT", "")]);
    let empty = empty.unwrap();
    assert!(empty.token_headers.is_none() && empty.features_paths.is_none());
    assert!(empty.manifest_format.is_none());
    let nothing = format!(
        "{:?}",
        read(&[("CK_PAGE_LIMITS", " "), ("CK_MODES", ""), ("CK_ALIASES", ";")]).unwrap()
    );
    assert_eq!(nothing, format!("{:?}", Wire::default()));
}

#[test]
fn words_and_numbers_are_read() {
    let wire = read(&[
        ("CK_MODES", "sandbox=test Staging=LIVE"),
        ("CK_UNKNOWN_MODE", "Live"),
        ("CK_PAGE_LIMITS", "25 200"),
        ("CK_ACTION_STATUS", "204"),
        ("CK_SPELLINGS", "period-end=end-of-period months=amount"),
        ("CK_ALIASES", "GET /a/:id /prices/:id; put /b /customers\n"),
    ]);
    let wire = wire.unwrap();
    let words = [("sandbox", Mode::Test), ("Staging", Mode::Live)]
        .map(|(word, mode)| (word.to_owned(), mode));
    assert_eq!(wire.mode_words.as_ref().unwrap().value, words);
    assert_eq!(wire.unknown_mode, Some(UnknownMode::Live));
    assert_eq!(wire.page_limits.as_ref().unwrap().value, PageLimits { default: 25, max: 200 });
    assert_eq!(wire.checked_action_status().unwrap(), 204);
    let spellings = wire.checked_spellings().unwrap().unwrap();
    assert_eq!(spellings.meaning("period-end"), Some("end-of-period"));
    assert_eq!(spellings.of("amount").collect::<Vec<_>>(), ["months"]);
    let aliases = wire.aliases.unwrap().value;
    let shown = aliases.iter().map(|alias| [&*alias.method, &*alias.path, &*alias.target]);
    assert_eq!(
        shown.collect::<Vec<_>>(),
        [["GET", "/a/:id", "/prices/:id"], ["put", "/b", "/customers"]]
    );
    let one = read(&[("CK_PAGE_LIMITS", "150")]).unwrap().page_limits.unwrap();
    assert_eq!(one.value, PageLimits { default: 150, max: 150 });
}

#[test]
fn a_setting_in_code_comes_before_a_variable() {
    let set = || Some(Setting { name: "token_header", value: vec!["x-mine".to_owned()] });
    let of_code = Wire { token_headers: set(), ..Wire::default() };
    let both =
        of_code.or(read(&[("CK_TOKEN_HEADER", "x-other"), ("CK_FEATURES_PATHS", "/f")]).unwrap());
    assert_eq!(both.token_headers, set());
    assert_eq!(values(both.features_paths), ["/f"]);
}

/// Each variable of the list is read, and no other.
#[test]
fn the_list_has_the_variables_that_are_read() {
    let asked = std::cell::RefCell::new(std::collections::BTreeSet::new());
    let nothing = wire(&|name| {
        asked.borrow_mut().insert(name.to_owned());
        None
    });
    assert!(nothing.is_ok());
    assert_eq!(asked.into_inner(), WIRE_VARIABLES.map(str::to_owned).into());
}

#[test]
fn an_invalid_value_is_refused_under_its_variable() {
    for (name, value, told) in [
        ("CK_TOKEN_HEADER", "x-a x:b", "`x:b` is not a valid header name"),
        ("CK_MODES", "sandbox", "`sandbox` must have the form `sandbox=test`"),
        ("CK_MODES", "sandbox=try", "`sandbox` can mean `live` or `test`, not `try`"),
        ("CK_MODES", "TEST=live", "`TEST` is a word of the protocol"),
        ("CK_MODES", "s=test S=live", "`S` appears twice"),
        ("CK_MODES", "=test", "`` must be visible ASCII"),
        ("CK_UNKNOWN_MODE", "test", "it is `test`; it must be `refuse` or `live`"),
        ("CK_PAGE_LIMITS", "many", "it must be one or two whole numbers"),
        ("CK_PAGE_LIMITS", "1 2 3", "it must be one or two whole numbers"),
        ("CK_PAGE_LIMITS", "200 25", "the default is 200 and the maximum 25"),
        ("CK_ACTION_STATUS", "ok", "`ok` is not an HTTP status"),
        ("CK_ACTION_STATUS", "301", "it is 301; it must be 200, 201, 202 or 204"),
        ("CK_SPELLINGS", "months", "`months` must have the form `period-end=end-of-period`"),
        ("CK_SPELLINGS", "months=length", "`length` is neither a key nor a word"),
        ("CK_SPELLINGS", "amount=value", "`amount` already has a meaning"),
        ("CK_SPELLINGS", "=value", "a spelling must not be empty"),
        ("CK_ALIASES", "GET /a", "`GET /a` must have a method, a path and the path it stands for"),
        ("CK_MANIFEST_FORMAT", "SHOUTING", "`SHOUTING` is not a manifest format"),
    ] {
        let refused = read(&[(name, value)]).and_then(|wire| {
            wire.header_names()?;
            wire.modes()?;
            wire.checked_page_limits()?;
            wire.checked_spellings()?;
            wire.checked_action_status()
        });
        let refused = refused.unwrap_err();
        assert!(
            refused.to_string().starts_with(&format!("invalid setting `{name}`: {told}")),
            "{refused}"
        );
    }
}
