//! Checks that a list has the same objects in pages of 1 and 10 and in one page, and ends, and that invalid limits are
//! refused.

use super::errors;
use crate::checks::{PAGING_END, PAGING_LIMIT, PAGING_SHAPE, PAGING_WALK};
use crate::data::walk::{End, Listed, Walk, id, walk};
use crate::data::{Data, LIMIT};
use crate::protocol;
use crate::run::Run;

pub(crate) async fn check(run: &mut Run<'_>, data: &Data) {
    if !run.selects(&["paging."]) {
        return;
    }
    let mut lists = Vec::new();
    for (module, controller) in protocol::collections() {
        if let Some(whole) = data.lists.get(module.name)
            && is_readable(&whole.end)
        {
            lists.push((controller.list.to_owned(), whole.clone()));
        }
    }
    if let Some(path) = &data.subscription_list {
        let whole = walk(run, path, LIMIT, 1).await;
        if is_readable(&whole.end) {
            lists.push((path.clone(), whole));
        }
    }
    for (path, whole) in &lists {
        let before = (run.faults(&PAGING_WALK), run.faults(&PAGING_END));
        // A customer that was retrieved by id is not in a list.
        if whole.objects.first().is_some_and(|object| object.path == "$") {
            continue;
        }
        pages(run, path, whole).await;
        run.pass_unless(&PAGING_WALK, &format!("{}, by 1 and by 10", whole.shown), before.0);
        match whole.end {
            End::More => run.skip(&PAGING_END, &whole.shown, "the list is too long to see its end"),
            _ => run.pass_unless(&PAGING_END, &whole.shown, before.1),
        }
        limits(run, path).await;
    }
    if !lists.is_empty() {
        run.pass_unless(&PAGING_SHAPE, &format!("{} lists", lists.len()), 0);
    }
}

fn is_readable(end: &End) -> bool {
    matches!(end, End::Reached | End::More | End::Never(_))
}

async fn pages(run: &mut Run<'_>, path: &str, whole: &Walk) {
    for (limit, pages) in [(1, 25), (10, 10)] {
        let small = walk(run, path, limit, pages).await;
        if small.end == End::Broken {
            return; // already reported
        }
        if let Some(shown) = &small.oversize {
            let expected = format!("at most {limit} objects, or all of them and no `next`");
            return run.fail(&PAGING_WALK, shown, &expected, "more than that, and a `next`");
        }
        let Some(problem) = differs(&small, whole) else { continue };
        // The data may have changed in between.
        let again = walk(run, path, LIMIT, pages_of(whole)).await;
        if keys(&again.objects) != keys(&whole.objects) {
            return run.skip(&PAGING_WALK, &small.shown, "the list changes while it is read");
        }
        let expected = format!("the objects of {}, in the same order", whole.shown);
        return run.fail(&PAGING_WALK, &small.shown, &expected, &problem);
    }
    if let End::Never(shown) = &whole.end {
        run.fail(&PAGING_END, shown, "a last page without `next`", "the list begins again");
    }
}

fn pages_of(whole: &Walk) -> usize {
    whole.objects.len().div_ceil(LIMIT).max(1) + usize::from(matches!(whole.end, End::Never(_)))
}

/// What identifies an object: its id, or else its whole content.
fn keys(objects: &[Listed]) -> Vec<String> {
    objects
        .iter()
        .map(|object| id(&object.value).map_or_else(|| object.value.to_string(), str::to_owned))
        .collect()
}

/// How a walk in small pages differs from one in large pages.
fn differs(small: &Walk, whole: &Walk) -> Option<String> {
    let (small_keys, keys) = (keys(&small.objects), keys(&whole.objects));
    let at = small_keys.iter().zip(&keys).position(|(one, other)| one != other);
    if let Some(at) = at {
        return Some(match small_keys.get(at) {
            Some(key) if small_keys.iter().take(at).any(|before| before == key) => {
                format!("number {} was already sent", at + 1)
            }
            _ => format!("number {} is another object", at + 1),
        });
    }
    let (small_count, count) = (small_keys.len(), keys.len());
    if small_count > count && whole.end == End::Reached {
        return Some(format!("{small_count} objects, not {count}"));
    }
    let ended = matches!(small.end, End::Reached | End::Never(_));
    (small_count < count && ended).then(|| format!("{small_count} objects, not {count}"))
}

async fn limits(run: &mut Run<'_>, path: &str) {
    let before = run.faults(&PAGING_LIMIT);
    for limit in ["0", "-1", "many"] {
        let probe = run.probe("GET", format!("{path}?limit={limit}"));
        let Some(exchange) = run.send(probe).await else { return };
        if exchange.status == 400 {
            errors::body(run, &exchange);
        } else {
            run.warn(&PAGING_LIMIT, &exchange.shown, "400", &exchange.summary());
        }
    }
    let tried = format!("GET /churnkey{path}, with invalid limits");
    run.pass_unless(&PAGING_LIMIT, &tried, before);
}
