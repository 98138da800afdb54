//! Finds customers by e-mail address and phone number. Neither is ever shown.

use serde_json::Value;

use crate::announced::Announced;
use crate::data::Data;
use crate::module::{Find, Module};
use crate::probe::Probe;
use crate::protocol;
use crate::run::Run;
use crate::transport::segment;

const SAMPLE: usize = 5;

pub(crate) async fn check(run: &mut Run<'_>, data: &Data, announced: &Announced) {
    for (module, controller) in protocol::controllers() {
        for find in controller.finds {
            let is_announced = announced.flag(module.name, find.feature) == Some(true);
            if is_announced && run.selects(&[find.check.id]) {
                by(run, data, module, find).await;
            }
        }
    }
}

async fn by(run: &mut Run<'_>, data: &Data, module: &Module, find: &Find) {
    let Find { key, path, check, .. } = find;
    let mut objects: Vec<_> = data
        .objects(module)
        .iter()
        .filter_map(|object| {
            let value = object.value.get(key).and_then(Value::as_str);
            Some((object.id()?, value.filter(|value| !value.is_empty())?))
        })
        .collect();
    // Values that are easily decoded wrongly come first.
    objects.sort_by_key(|(_, value)| !value.contains('+') && value.is_ascii());
    let hidden = path.replace(&format!(":{key}"), "…");
    let tried = format!("GET /churnkey{hidden}");
    if objects.is_empty() {
        let why = format!("nothing in the list has a value for `{key}`");
        return run.skip(check, &tried, &why);
    }
    for (id, value) in objects.into_iter().take(SAMPLE) {
        let shown = Some(format!("{hidden} (of customer {})", segment(id)));
        let probe = Probe { shown, ..run.probe("GET", protocol::path(path, &[value])) };
        let Some(exchange) = run.read_as(probe).await else { continue };
        let Some(found) = exchange.object() else {
            run.fail(check, &exchange.shown, "200 with that customer", &exchange.summary());
            continue;
        };
        // Two customers may share an address, and then either is right.
        let same =
            |found: &Value| found.as_str().is_some_and(|found| found.eq_ignore_ascii_case(value));
        let is_right =
            found.get("id").is_some_and(|found| found == id) || found.get(key).is_some_and(same);
        if !is_right {
            run.fail(check, &exchange.shown, "that customer", "another customer");
        }
    }
    run.pass_unless(check, &tried, 0);
}
