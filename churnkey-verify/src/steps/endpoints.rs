//! Whether what is announced exists, and what exists is announced.

use super::errors::NOBODY;
use crate::answer::Answer;
use crate::checks::{MANIFEST_ANNOUNCED, MANIFEST_UNANNOUNCED, WRITE_REFUSED};
use crate::data::walk::Listed;
use crate::data::{Data, KINDS};
use crate::manifest::{ACTIONS, Announced};
use crate::report::Weight;
use crate::run::{Ask, Run};

/// Even an empty request to an action is a write, and what an unknown server makes of it cannot be known.
pub(crate) const NO_WRITE: &str =
    "a request to an action is a write, and no subscription was named that may be changed";

pub(crate) async fn check(run: &mut Run<'_>, data: &Data, announced: &Announced) {
    if announced.unknown || !run.wants(&["manifest.announced", "manifest.unannounced"]) {
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

/// What is announced was read before; here is what is not.
async fn lists(run: &mut Run<'_>, data: &Data, announced: &Announced) {
    for kind in KINDS.iter().filter(|kind| !kind.path.is_empty() && !announced.has(kind.module)) {
        let page = if let Some(walk) = data.lists.get(kind.module) {
            walk.objects.first().map(|object: &Listed| object.shown.clone())
        } else {
            let ask = run.request("GET", format!("{}?limit=1", kind.path));
            let answer = run.send(ask).await;
            answer.filter(Answer::is_an_integrations_page).map(|answer| answer.shown)
        };
        if let Some(shown) = page {
            let expected = format!("{} in the manifest", kind.module);
            run.warn(&MANIFEST_UNANNOUNCED, &shown, &expected, "a page, but no such module");
        }
    }
}

async fn actions(run: &mut Run<'_>, announced: &Announced) {
    let nowhere = format!("/actions/subscription/{NOBODY}");
    let Some(unknown) = run.send(empty(run, &nowhere)).await else { return };
    for (module, for_all, path) in ACTIONS {
        let wanted = announced.has(module)
            && (!for_all || announced.flag(module, "handleAll") == Some(true));
        // How Churnkey learns that the endpoint for all subscriptions exists is not known.
        if for_all && !wanted {
            continue;
        }
        let Some(answer) = run.send(empty(run, path)).await else { continue };
        let there = !matches!(answer.status, 404 | 405 | 501)
            || !answer.says_the_same_as(&unknown, path, &nowhere);
        if wanted && !there {
            missing(run, &answer.shown, module, &format!("/churnkey{path}"));
        }
        if !wanted && there {
            let (expected, got) = (format!("{module} in the manifest"), answer.summary());
            run.warn(&MANIFEST_UNANNOUNCED, &answer.shown, &expected, &got);
        }
        if there && answer.is_success() {
            let tried = format!("{} with an empty body", answer.shown);
            run.fail(&WRITE_REFUSED, &tried, "400", &answer.summary());
        }
    }
}

/// An action without anything to act on.
fn empty(run: &Run<'_>, path: &str) -> Ask {
    Ask { body: Some(String::new()), ..run.request("POST", path) }
}

fn missing(run: &mut Run<'_>, shown: &str, module: &str, path: &str) {
    let expected = format!("an endpoint, since {module} is announced");
    let got = "what an unknown path is answered with";
    let path = Some(path.to_owned());
    run.record(&MANIFEST_ANNOUNCED, Weight::Failed, shown, &expected, got, path);
}
