//! Whether everything that is announced exists, and everything that exists is announced.

use crate::announced::Announced;
use crate::checks::{MANIFEST_ANNOUNCED, MANIFEST_UNANNOUNCED, WRITE_REFUSED};
use crate::data::Data;
use crate::exchange::Exchange;
use crate::fault::Fault;
use crate::probe::{MISSING, Probe};
use crate::protocol;
use crate::run::Run;

/// Even an empty request to an action is a write, and an unknown server may do anything with it.
pub(crate) const NO_WRITE: &str =
    "a request to an action is a write, and no subscription was named that may be changed";

/// Why the actions cannot be judged.
pub(crate) const READ_ONLY: &str = "the token is known, but may not be used for actions (403)";

pub(crate) async fn check(run: &mut Run<'_>, data: &Data, announced: &Announced) {
    if announced.unknown || !run.selects(&["manifest.announced", "manifest.unannounced"]) {
        return;
    }
    lists(run, data, announced).await;
    if run.may_write() {
        actions(run, announced).await;
    } else {
        run.skip(&MANIFEST_ANNOUNCED, "the actions", NO_WRITE);
    }
    run.pass_unless(&MANIFEST_ANNOUNCED, "all announced endpoints", 0);
    run.pass_unless(&MANIFEST_UNANNOUNCED, "all other endpoints", 0);
}

/// The announced lists have already been read; these are the others.
async fn lists(run: &mut Run<'_>, data: &Data, announced: &Announced) {
    let others = protocol::collections().filter(|(module, _)| !announced.has(module.name));
    for (module, controller) in others {
        let page = if let Some(walk) = data.lists.get(module.name) {
            walk.objects.first().map(|object| object.shown.clone())
        } else {
            let exchange = run.send(run.probe("GET", format!("{}?limit=1", controller.list))).await;
            let is_page = |it: &Exchange| it.is_success() && it.is_from_an_integration();
            exchange.filter(is_page).map(|exchange| exchange.shown)
        };
        if let Some(shown) = page {
            let expected = format!("{} in the manifest", module.name);
            run.warn(&MANIFEST_UNANNOUNCED, &shown, &expected, "a page, but no such module");
        }
    }
}

async fn actions(run: &mut Run<'_>, announced: &Announced) {
    let nowhere = format!("/actions/subscription/{MISSING}");
    let Some(unknown) = run.send(empty(run, &nowhere)).await else { return };
    for (module, action) in protocol::actions() {
        for (path, is_for_all) in action.paths() {
            let is_announced = announced.has(module.name)
                && (!is_for_all || announced.flag(module.name, "handleAll") == Some(true));
            // It is not known how Churnkey learns that the endpoint for all subscriptions exists.
            if is_for_all && !is_announced {
                continue;
            }
            let Some(exchange) = run.send(empty(run, path)).await else { continue };
            if exchange.is_forbidden() && exchange.is_the_same_as(&unknown, path, &nowhere) {
                return run.skip(&MANIFEST_ANNOUNCED, "the actions", READ_ONLY);
            }
            let exists = !matches!(exchange.status, 404 | 405 | 501)
                || !exchange.is_the_same_as(&unknown, path, &nowhere);
            if is_announced && !exists {
                missing(run, &exchange.shown, module.name, path);
            }
            if !is_announced && exists {
                let expected = format!("{} in the manifest", module.name);
                run.warn(&MANIFEST_UNANNOUNCED, &exchange.shown, &expected, &exchange.summary());
            }
            if exists && exchange.is_success() {
                let tried = format!("{} with an empty body", exchange.shown);
                run.fail(&WRITE_REFUSED, &tried, "400", &exchange.summary());
            }
        }
    }
}

/// A request to an action, with nothing to act on.
fn empty(run: &Run<'_>, path: &str) -> Probe {
    Probe { body: Some(String::new()), ..run.probe("POST", path) }
}

fn missing(run: &mut Run<'_>, shown: &str, module: &str, path: &str) {
    let expected = format!("an endpoint, since {module} is announced");
    let (path, got) = (format!("/churnkey{path}"), "the answer to an unknown path");
    run.fault(shown, Fault::failed(&MANIFEST_ANNOUNCED, path, expected, got));
}
