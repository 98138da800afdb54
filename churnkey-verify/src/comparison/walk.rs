//! Reads a list from both integrations at the same time. An object is compared as soon as both have sent it, in any
//! order.

use std::collections::{BTreeSet, HashMap, VecDeque};

use serde_json::Value;

use super::cannot_compare::Which;
use super::fields::{DifferenceKind, FieldDiffers, differences};
use super::run::{Answer, Pair, Run, both_fail, by_status, unanswered};
use crate::data::LIMIT;
use crate::data::walk::id;
use crate::inspect;
use crate::module::{Controller, Module};
use crate::transport::segment;

/// The progress in one of the two lists.
struct Reading {
    which: Which,
    /// The path of the next page; `None` at the end.
    next: Option<String>,
    cursors: BTreeSet<String>,
    /// The objects that the other list has not sent yet. An id may occur more than once.
    unmatched: HashMap<String, VecDeque<Value>>,
}

/// Compares a list in both integrations, up to `at_most` objects, and returns the ids that both have. `None` if one of
/// them has no such list.
pub(super) async fn list(
    run: &mut Run<'_>,
    module: &'static Module,
    controller: &'static Controller,
    path: &str,
    at_most: Option<usize>,
    mut seen: impl FnMut(&Value),
) -> Option<Vec<String>> {
    let place = (module.name, controller.list);
    let first = format!("{path}?limit={LIMIT}");
    let mut old = Reading::new(Which::Old, &first);
    let mut new = Reading::new(Which::New, &first);
    let (mut ids, mut known) = (Vec::new(), BTreeSet::new());
    let mut is_first = true;
    let enough = |ids: &[String]| at_most.is_some_and(|most| ids.len() >= most);
    while !run.stopped && !enough(&ids) {
        let (one, other) = match (old.next.take(), new.next.take()) {
            (Some(one), Some(other)) => {
                let Pair { old, new } = run.ask(&one, &other).await?;
                (Some(old), Some(new))
            }
            (Some(one), None) => (Some(run.ask_one(Which::Old, &one).await?), None),
            (None, Some(other)) => (None, Some(run.ask_one(Which::New, &other).await?)),
            (None, None) => break,
        };
        if let (Some(one), Some(other)) = (&one, &other)
            && is_first
        {
            is_first = false;
            if both_fail(one, other) {
                run.leave_out(unanswered(controller.list));
                return None;
            }
            if let Some(differences) = by_status(one, other) {
                if !differences.is_empty() {
                    run.count(place, path, differences);
                }
                return None;
            }
        }
        let pages = [(one, &mut old), (other, &mut new)];
        let (mut arrived, mut unreadable) = (Vec::new(), Vec::new());
        for (answer, reading) in pages {
            let Some(answer) = answer else { continue };
            match reading.page(path, &answer) {
                Ok(objects) => arrived.extend(objects.into_iter().map(|it| (reading.which, it))),
                Err(differs) => unreadable.push(differs),
            }
        }
        match unreadable.as_slice() {
            [one, other] if one.field == other.field => {
                run.leave_out(unanswered(controller.list));
            }
            _ => unreadable.into_iter().for_each(|it| run.count(place, path, vec![it])),
        }
        for (which, object) in arrived {
            let Some(id) = id(&object).map(str::to_owned) else {
                run.leave_out(format!("objects without an id in GET /churnkey{}", controller.list));
                continue;
            };
            let (own, others) =
                if which == Which::Old { (&mut old, &mut new) } else { (&mut new, &mut old) };
            let Some(partner) = others.take(&id) else {
                own.unmatched.entry(id).or_default().push_back(object);
                continue;
            };
            let (one, other) =
                if which == Which::Old { (&object, &partner) } else { (&partner, &object) };
            seen(one);
            run.count(place, &named(path, &id), differences(controller.shape, one, other));
            if known.insert(id.clone()) {
                ids.push(id);
            }
        }
    }
    // If the run stopped early, an object missing from one list might still have come.
    if !run.stopped && !enough(&ids) {
        for Reading { which, unmatched, .. } in [old, new] {
            for (id, objects) in unmatched {
                for _ in objects {
                    run.count(place, &named(path, &id), vec![only(which, &id)]);
                }
            }
        }
    }
    Some(ids)
}

impl Reading {
    fn new(which: Which, first: &str) -> Self {
        let next = Some(first.to_owned());
        Self { which, next, cursors: BTreeSet::new(), unmatched: HashMap::new() }
    }

    fn take(&mut self, id: &str) -> Option<Value> {
        let waiting = self.unmatched.get_mut(id)?;
        let object = waiting.pop_front();
        if waiting.is_empty() {
            self.unmatched.remove(id);
        }
        object
    }

    /// The objects of a page; sets the path of the next one. The error says why the page is unreadable.
    fn page(&mut self, path: &str, answer: &Answer) -> Result<Vec<Value>, FieldDiffers> {
        let differs = |field: &str, got: String| {
            let (old, new) = match self.which {
                Which::Old => (got.into(), Value::Null),
                Which::New => (Value::Null, got.into()),
            };
            let kind = DifferenceKind::AnotherValue;
            FieldDiffers { field: field.to_owned(), kind, old, new }
        };
        let exchange = match answer {
            Ok(exchange) => exchange,
            Err(failure) => return Err(differs("HTTP status", failure.to_string())),
        };
        let page = inspect::page(exchange).map_err(|fault| {
            let field = fault.path.trim_start_matches("$.").replace('$', "the whole answer");
            differs(&field, fault.got)
        })?;
        if let Some(next) = page.next {
            if !self.cursors.insert(next.clone()) {
                return Err(differs("next", "a cursor that was already used".to_owned()));
            }
            self.next = Some(format!("{path}?limit={LIMIT}&cursor={}", segment(&next)));
        }
        // All objects, even if the list ignores the limit.
        let data = exchange.json.as_ref().and_then(|json| json.get("data"));
        Ok(data.and_then(Value::as_array).cloned().unwrap_or_default())
    }
}

fn named(path: &str, id: &str) -> String {
    format!("{path}, the object {}", segment(id))
}

/// For an object that only one list has, the id is enough.
fn only(which: Which, id: &str) -> FieldDiffers {
    let field = "data[]".to_owned();
    match which {
        Which::Old => {
            FieldDiffers { field, kind: DifferenceKind::OnlyOld, old: id.into(), new: Value::Null }
        }
        Which::New => {
            FieldDiffers { field, kind: DifferenceKind::OnlyNew, old: Value::Null, new: id.into() }
        }
    }
}
