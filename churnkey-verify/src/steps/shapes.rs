//! Every model of every list, field by field.

use crate::checks::{MODEL_CONTACT, MODEL_UNKNOWN_KEY};
use crate::data::{Data, KINDS};
use crate::fields;
use crate::run::Run;

pub(crate) fn check(run: &mut Run<'_>, data: &Data) {
    let mut all = 0;
    for kind in &KINDS {
        let listed: Vec<_> = match kind.module {
            "Subscriptions" => data.subscriptions.iter().map(|owned| &owned.listed).collect(),
            module => data.objects(module).iter().collect(),
        };
        for object in &listed {
            for fault in fields::read(&object.value, &object.path, kind.shape, kind.check) {
                let fields::Fault { check, weight, path, expected, got } = fault;
                run.record(check, weight, &object.shown, &expected, &got, Some(path));
            }
        }
        all += listed.len();
    }
    // Only now: a price's faults may be inside of a subscription.
    for kind in &KINDS {
        let count = match kind.module {
            "Subscriptions" => data.subscriptions.len(),
            module => data.objects(module).len(),
        };
        let tried = format!("{count} {}", kind.module.to_lowercase());
        if count > 0 {
            run.pass_unless(kind.check, &tried, 0);
        } else if kind.module == "Subscriptions" || data.is_there(kind.module) {
            run.skip(kind.check, &tried, "there is none to look at");
        }
    }
    if all > 0 {
        run.pass_unless(&MODEL_UNKNOWN_KEY, &format!("{all} objects"), 0);
    }
    let customers = data.objects("Customers").len();
    if customers > 0 {
        run.pass_unless(&MODEL_CONTACT, &format!("{customers} customers"), 0);
    }
}
