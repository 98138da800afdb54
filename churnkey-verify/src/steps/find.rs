//! Customers by their e-mail address and their phone number. Neither is ever shown.

use serde_json::Value;

use crate::checks::{Check, FIND_EMAIL, FIND_PHONE};
use crate::data::Data;
use crate::manifest::Announced;
use crate::run::Run;
use crate::transport::segment;

const SAMPLE: usize = 5;

pub(crate) async fn check(run: &mut Run<'_>, data: &Data, announced: &Announced) {
    for (key, feature, check) in
        [("email", "findByEmail", &FIND_EMAIL), ("phone", "findByPhone", &FIND_PHONE)]
    {
        if announced.flag("Customers", feature) == Some(true) && run.wants(&[check.id]) {
            by(run, data, key, check).await;
        }
    }
}

async fn by(run: &mut Run<'_>, data: &Data, key: &str, check: &'static Check) {
    let mut customers: Vec<_> = data
        .objects("Customers")
        .iter()
        .filter_map(|customer| {
            let value = customer.value.get(key).and_then(Value::as_str);
            Some((customer.id()?, value.filter(|value| !value.is_empty())?))
        })
        .collect();
    // First what is easily decoded in a wrong way.
    customers.sort_by_key(|(_, value)| !value.contains('+') && value.is_ascii());
    let tried = format!("GET /churnkey/customers/{key}/…");
    if customers.is_empty() {
        let why = format!("no customer of the list has one to ask for (`{key}`)");
        return run.skip(check, &tried, &why);
    }
    for (id, value) in customers.into_iter().take(SAMPLE) {
        let mut ask = run.request("GET", format!("/customers/{key}/{}", segment(value)));
        ask.shown = Some(format!("/customers/{key}/… (of customer {})", segment(id)));
        let Some(answer) = run.read_as(ask).await else { continue };
        let Some(found) = answer.object() else {
            run.fail(check, &answer.shown, "200 with that customer", &answer.summary());
            continue;
        };
        // Two customers may share an address; then either is right.
        let same =
            |found: &Value| found.as_str().is_some_and(|found| found.eq_ignore_ascii_case(value));
        let right =
            found.get("id").is_some_and(|found| found == id) || found.get(key).is_some_and(same);
        if !right {
            run.fail(check, &answer.shown, "that customer", "another customer");
        }
    }
    run.pass_unless(check, &tried, 0);
}
