//! The features manifest (protocol 3).

use serde_json::Value;

use super::reach::Found;
use crate::answer::{kind, quoted};
use crate::checks::{
    Check, MANIFEST_DURATIONS, MANIFEST_FLAGS, MANIFEST_PREREQUISITES, MANIFEST_READABLE,
    MANIFEST_REQUIRED, MANIFEST_SCHEDULES, MANIFEST_START_DATES,
};
use crate::manifest::{Announced, MODULES, REQUIRED};
use crate::report::Weight;
use crate::run::Run;

const WHEN: &[&str] = &["immediate", "end-of-period"];
const HOW_LONG: &[&str] = &["period", "date"];

/// Module, key, words, and the check.
const LISTS: [(&str, &str, &[&str], &Check); 5] = [
    ("Cancel", "schedules", WHEN, &MANIFEST_SCHEDULES),
    ("ChangePrice", "schedules", WHEN, &MANIFEST_SCHEDULES),
    ("Pause", "startDates", WHEN, &MANIFEST_START_DATES),
    ("Pause", "durations", HOW_LONG, &MANIFEST_DURATIONS),
    ("ExtendTrial", "durations", HOW_LONG, &MANIFEST_DURATIONS),
];

pub(crate) fn check(run: &mut Run<'_>, found: Found) -> Announced {
    let Found::Manifest { shown, manifest } = found else { return Announced::unknown() };
    let Some(announced) = Announced::read(&manifest) else {
        let expected = "an object that names modules: `customers`, `prices`, …";
        run.fail(&MANIFEST_READABLE, &shown, expected, kind(&manifest));
        return Announced::unknown();
    };
    run.pass(&MANIFEST_READABLE, &shown);
    for module in REQUIRED.iter().filter(|module| !announced.has(module)) {
        let got = format!("no {module}");
        let expected = "Customers, Prices and Subscriptions";
        run.fail(&MANIFEST_REQUIRED, &shown, expected, &got);
    }
    run.pass_unless(&MANIFEST_REQUIRED, &shown, 0);
    prerequisites(run, &shown, &announced);
    lists(run, &shown, &announced);
    flags(run, &shown, &announced);
    announced
}

fn prerequisites(run: &mut Run<'_>, shown: &str, announced: &Announced) {
    let mut need = |module: &str, needs: &str| {
        if announced.has(module) && !announced.has(needs) {
            let expected = format!("{needs}, since {module} needs it");
            run.fail(&MANIFEST_PREREQUISITES, shown, &expected, &format!("no {needs}"));
        }
    };
    for module in MODULES {
        for needs in module.needs {
            need(module.name, needs);
        }
    }
    for (module, word, needs) in
        [("Prices", "product", "Products"), ("Products", "family", "Families")]
    {
        if announced.feature(module, "type").is_some_and(|found| found == word) {
            need(module, needs);
        }
    }
    run.pass_unless(&MANIFEST_PREREQUISITES, shown, 0);
}

fn lists(run: &mut Run<'_>, shown: &str, announced: &Announced) {
    for (module, key, words, check) in LISTS {
        if !announced.has(module) {
            continue;
        }
        let path = Some(format!("{module}.{key}"));
        let mut fail = |expected: &str, got: &str| {
            run.record(check, Weight::Failed, shown, expected, got, path.clone());
        };
        let one_of = format!("at least one of `{}` set to true", words.join("`, `"));
        match announced.feature(module, key) {
            Some(Value::Object(object)) => {
                if let Some(word) = object.keys().find(|word| !words.contains(&word.as_str())) {
                    let got = quoted(&Value::String(word.clone()));
                    fail(&format!("only `{}`", words.join("` and `")), &got);
                } else if let Some((word, value)) =
                    object.iter().find(|(_, value)| !value.is_boolean())
                {
                    fail("true or false for each word", &format!("`{word}` is {}", kind(value)));
                } else if announced.words(module, key).is_empty() {
                    fail(&one_of, "none");
                }
            }
            Some(other) => fail(&one_of, kind(other)),
            None => fail(&one_of, "nothing"),
        }
    }
    for check in [&MANIFEST_SCHEDULES, &MANIFEST_START_DATES, &MANIFEST_DURATIONS] {
        let used =
            |(module, _, _, of): &(&str, _, _, &Check)| of.id == check.id && announced.has(module);
        if LISTS.iter().any(used) {
            run.pass_unless(check, shown, 0);
        }
    }
}

fn flags(run: &mut Run<'_>, shown: &str, announced: &Announced) {
    for module in MODULES {
        for key in module.flags {
            if let Some(value) = announced.feature(module.name, key)
                && !value.is_boolean()
            {
                let path = Some(format!("{}.{key}", module.name));
                let got = kind(value);
                run.record(&MANIFEST_FLAGS, Weight::Failed, shown, "true or false", got, path);
            }
        }
    }
    for (module, words) in
        [("Prices", ["standalone", "product"]), ("Products", ["standalone", "family"])]
    {
        if let Some(value) = announced.feature(module, "type")
            && !words.iter().any(|word| value == word)
        {
            let path = Some(format!("{module}.type"));
            let expected = format!("`{}`", words.join("` or `"));
            run.record(&MANIFEST_FLAGS, Weight::Failed, shown, &expected, &quoted(value), path);
        }
    }
    run.pass_unless(&MANIFEST_FLAGS, shown, 0);
}
