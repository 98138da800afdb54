//! The same object from a list and by its id.

use serde_json::Value;

use crate::checks::LINK_RETRIEVE;
use crate::compare::difference;
use crate::data::walk::Listed;
use crate::data::{Data, KINDS};
use crate::report::Weight;
use crate::run::Run;
use crate::transport::segment;

/// How many objects of each list are retrieved.
const SAMPLE: usize = 10;

pub(crate) async fn check(run: &mut Run<'_>, data: &Data) {
    if !run.wants(&[LINK_RETRIEVE.id]) {
        return;
    }
    let mut asked = 0;
    for kind in KINDS.iter().filter(|kind| !kind.path.is_empty()) {
        for (id, listed) in sample(data.objects(kind.module).iter()) {
            asked += 1;
            one(run, format!("{}/{}", kind.path, segment(id)), id, &listed.value).await;
        }
    }
    let mut subscriptions: Vec<_> = data.subscriptions.iter().collect();
    subscriptions.sort_by_key(|owned| owned.listed.id().is_none_or(is_plain));
    for owned in subscriptions.into_iter().take(SAMPLE) {
        let Some(id) = owned.listed.id() else { continue };
        asked += 1;
        let path = format!("/customers/{}/subscriptions/{}", segment(&owned.customer), segment(id));
        one(run, path, id, &owned.listed.value).await;
    }
    let tried = format!("{asked} objects");
    if asked > 0 {
        run.pass_unless(&LINK_RETRIEVE, &tried, 0);
    } else {
        run.skip(&LINK_RETRIEVE, &tried, "there is none to look at");
    }
}

/// Those with an id, first the ones whose id must be percent-encoded.
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
    let Some(answer) = run.read(path).await else { return };
    let expected = "200 with the object of the list";
    let mut fail = |expected: &str, got: &str, path: &str| {
        let path = Some(path.to_owned());
        run.record(&LINK_RETRIEVE, Weight::Failed, &answer.shown, expected, got, path);
    };
    let Some(object) = answer.object() else {
        return fail(expected, &answer.summary(), "$");
    };
    if object.get("id").and_then(Value::as_str) != Some(id) {
        return fail(expected, "an object with another id", "$.id");
    }
    if let Some(path) = difference(listed, object) {
        fail(expected, "another value", &path);
    }
}
