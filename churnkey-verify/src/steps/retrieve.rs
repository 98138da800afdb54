//! Compares an object from a list with the one retrieved by its id.

use serde_json::Value;

use super::shapes::NONE;
use crate::checks::LINK_RETRIEVE;
use crate::compare::difference;
use crate::data::Data;
use crate::data::walk::Listed;
use crate::fault::Fault;
use crate::models::SUBSCRIPTIONS;
use crate::protocol;
use crate::run::Run;
use crate::transport::segment;

/// How many objects of each list are retrieved.
const SAMPLE: usize = 10;

pub(crate) async fn check(run: &mut Run<'_>, data: &Data) {
    if !run.selects(&[LINK_RETRIEVE.id]) {
        return;
    }
    let mut requested = 0;
    for (module, controller) in protocol::collections() {
        for (id, listed) in sample(data.objects(module).iter()) {
            requested += 1;
            one(run, protocol::path(controller.retrieve, &[id]), id, &listed.value).await;
        }
    }
    let mut subscriptions: Vec<_> = data.subscriptions.iter().collect();
    subscriptions.sort_by_key(|owned| owned.listed.id().is_none_or(is_plain));
    for owned in subscriptions.into_iter().take(SAMPLE) {
        let Some((id, controller)) = owned.listed.id().zip(SUBSCRIPTIONS.controller()) else {
            continue;
        };
        requested += 1;
        let path = protocol::path(controller.retrieve, &[&owned.customer, id]);
        one(run, path, id, &owned.listed.value).await;
    }
    let tried = format!("{requested} objects");
    if requested > 0 {
        run.pass_unless(&LINK_RETRIEVE, &tried, 0);
    } else {
        run.skip(&LINK_RETRIEVE, &tried, NONE);
    }
}

/// The objects that have an id, first those whose id needs percent-encoding.
fn sample<'a>(objects: impl Iterator<Item = &'a Listed>) -> Vec<(&'a str, &'a Listed)> {
    let mut sample: Vec<_> = objects.filter_map(|object| Some((object.id()?, object))).collect();
    sample.sort_by_key(|(id, _)| is_plain(id));
    sample.truncate(SAMPLE);
    sample
}

fn is_plain(id: &str) -> bool {
    segment(id) == id
}

async fn one(run: &mut Run<'_>, path: String, id: &str, listed: &Value) {
    let Some(exchange) = run.read(path).await else { return };
    let mut fail = |got: &str, path: &str| {
        let expected = "200 with the object of the list";
        run.fault(&exchange.shown, Fault::failed(&LINK_RETRIEVE, path, expected, got));
    };
    let Some(object) = exchange.object() else {
        return fail(&exchange.summary(), "$");
    };
    if object.get("id").and_then(Value::as_str) != Some(id) {
        return fail("an object with another id", "$.id");
    }
    if let Some(path) = difference(listed, object) {
        fail("another value", &path);
    }
}
