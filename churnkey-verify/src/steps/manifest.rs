//! The features manifest (protocol 3).

use serde_json::Value;

use super::reach::Found;
use crate::announced::Announced;
use crate::checks::{
    MANIFEST_DURATIONS, MANIFEST_FLAGS, MANIFEST_FORMAT, MANIFEST_PREREQUISITES, MANIFEST_READABLE,
    MANIFEST_REQUIRED, MANIFEST_SCHEDULES, MANIFEST_START_DATES,
};
use crate::fault::Fault;
use crate::module::{Choice, Feature, Module};
use crate::protocol::MODULES;
use crate::run::Run;
use crate::shown::{kind, one_of, quoted};

pub(crate) fn check(run: &mut Run<'_>, found: Found) -> Announced {
    let Found::Manifest { shown, manifest } = found else { return Announced::unknown() };
    let Some(announced) = Announced::read(&manifest) else {
        let expected = "an object or a list that names modules: `customers`, `prices`, …";
        run.fail(&MANIFEST_READABLE, &shown, expected, kind(&manifest));
        return Announced::unknown();
    };
    run.pass(&MANIFEST_READABLE, &shown);
    format(run, &shown, &manifest, &announced);
    required(run, &shown, &announced);
    prerequisites(run, &shown, &announced);
    features(run, &shown, &announced);
    announced
}

fn format(run: &mut Run<'_>, shown: &str, manifest: &Value, announced: &Announced) {
    let Some(format) = &run.settings.manifest_format else { return };
    if announced.is_in(manifest, format) {
        return run.pass(&MANIFEST_FORMAT, shown);
    }
    run.fail(&MANIFEST_FORMAT, shown, &format.to_string(), "another spelling or another shape");
}

fn required(run: &mut Run<'_>, shown: &str, announced: &Announced) {
    let required = || MODULES.iter().filter(|module| module.required).map(|module| module.name);
    let expected = required().collect::<Vec<_>>().join(", ");
    for name in required().filter(|name| !announced.has(name)) {
        run.fail(&MANIFEST_REQUIRED, shown, &expected, &format!("no {name}"));
    }
    run.pass_unless(&MANIFEST_REQUIRED, shown, 0);
}

fn prerequisites(run: &mut Run<'_>, shown: &str, announced: &Announced) {
    for module in MODULES.iter().filter(|module| announced.has(module.name)) {
        for need in module.needs {
            let applies = need.when.is_none_or(|(key, word)| {
                announced.feature(module.name, key).is_some_and(|found| found == word)
            });
            let needed = need.module.name;
            if applies && !announced.has(needed) {
                let expected = format!("{needed}, since {} needs it", module.name);
                run.fail(&MANIFEST_PREREQUISITES, shown, &expected, &format!("no {needed}"));
            }
        }
    }
    run.pass_unless(&MANIFEST_PREREQUISITES, shown, 0);
}

fn features(run: &mut Run<'_>, shown: &str, announced: &Announced) {
    const ENABLED: Feature = Feature::Flag("enabled");
    if announced.is_list {
        for check in
            [&MANIFEST_FLAGS, &MANIFEST_SCHEDULES, &MANIFEST_START_DATES, &MANIFEST_DURATIONS]
        {
            run.skip(check, shown, "the manifest is a list of endpoints, which has no features");
        }
        return;
    }
    let mut used = Vec::new();
    for module in MODULES.iter().filter(|module| announced.has(module.name)) {
        for feature in std::iter::once(&ENABLED).chain(module.features) {
            match feature {
                Feature::Flag(key) => flag(run, shown, announced, module, key),
                Feature::Word(key, words) => word(run, shown, announced, module, key, words),
                Feature::Choice(choice) => {
                    used.push(choice.check.id);
                    self::choice(run, shown, announced, module, choice);
                }
            }
        }
    }
    for check in [&MANIFEST_SCHEDULES, &MANIFEST_START_DATES, &MANIFEST_DURATIONS] {
        if used.contains(&check.id) {
            run.pass_unless(check, shown, 0);
        }
    }
    run.pass_unless(&MANIFEST_FLAGS, shown, 0);
}

fn flag(run: &mut Run<'_>, shown: &str, announced: &Announced, module: &Module, key: &str) {
    let Some(value) = announced.feature(module.name, key) else { return };
    if !value.is_boolean() {
        let path = format!("{}.{key}", module.name);
        run.fault(shown, Fault::failed(&MANIFEST_FLAGS, path, "true or false", kind(value)));
    }
}

fn word(
    run: &mut Run<'_>,
    shown: &str,
    announced: &Announced,
    module: &Module,
    key: &str,
    words: &[&str],
) {
    let Some(value) = announced.feature(module.name, key) else { return };
    if !words.iter().any(|word| value == word) {
        let path = format!("{}.{key}", module.name);
        run.fault(shown, Fault::failed(&MANIFEST_FLAGS, path, one_of(words), quoted(value)));
    }
}

fn choice(run: &mut Run<'_>, shown: &str, announced: &Announced, module: &Module, choice: &Choice) {
    let Choice { key, words, check, .. } = choice;
    let mut fail = |expected: &str, got: &str| {
        let path = format!("{}.{key}", module.name);
        run.fault(shown, Fault::failed(check, path, expected, got));
    };
    let at_least_one = format!("{} set to true", one_of(words));
    match announced.feature(module.name, key) {
        Some(Value::Object(object)) => {
            if let Some(word) = object.keys().find(|word| !words.contains(&word.as_str())) {
                let got = quoted(&Value::String(word.clone()));
                fail(&format!("only {}", one_of(words)), &got);
            } else if let Some((word, value)) = object.iter().find(|(_, value)| !value.is_boolean())
            {
                fail("true or false for each word", &format!("`{word}` is {}", kind(value)));
            } else if announced.words(module.name, key).is_empty() {
                fail(&at_least_one, "none");
            }
        }
        Some(other) => fail(&at_least_one, kind(other)),
        None => fail(&at_least_one, "nothing"),
    }
}
