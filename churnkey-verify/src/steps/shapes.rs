//! Checks every model of every list, field by field.

use crate::checks::MODEL_UNKNOWN_KEY;
use crate::data::Data;
use crate::data::walk::Listed;
use crate::fields;
use crate::models::customer::CONTACT;
use crate::models::{CUSTOMERS, SUBSCRIPTIONS};
use crate::protocol;
use crate::run::Run;

pub(crate) fn check(run: &mut Run<'_>, data: &Data) {
    let mut all = 0;
    for (module, controller) in protocol::controllers() {
        let listed = data.all(module);
        all += listed.len();
        for Listed { value, shown, path } in listed {
            for fault in fields::read(value, path, controller.shape, controller.check) {
                run.fault(shown, fault);
            }
        }
    }
    // After all of them, since a price inside a subscription may be at fault too.
    for (module, controller) in protocol::controllers() {
        let count = data.all(module).len();
        let tried = format!("{count} {}", module.name.to_lowercase());
        if count > 0 {
            run.pass_unless(controller.check, &tried, 0);
        } else if module.name == SUBSCRIPTIONS.name || data.is_there(module) {
            run.skip(controller.check, &tried, NONE);
        }
    }
    if all > 0 {
        run.pass_unless(&MODEL_UNKNOWN_KEY, &format!("{all} objects"), 0);
    }
    let customers = data.objects(&CUSTOMERS).len();
    if customers > 0 {
        run.pass_unless(&CONTACT, &format!("{customers} customers"), 0);
    }
}

/// Why a check of objects was not run.
pub(crate) const NONE: &str = "there are none to look at";
