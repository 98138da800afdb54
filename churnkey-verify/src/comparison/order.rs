//! The order of a comparison: the manifests, then the lists and each of their objects, then the customers one by one.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::cannot_compare::{CannotCompare, Which};
use super::fields::{DifferenceKind, FieldDiffers, differences};
use super::report::ComparisonReport;
use super::run::{Answer, Pair, Run, both_fail, by_status, first, unanswered};
use super::settings::Comparison;
use super::{announced, walk};
use crate::announced::Announced;
use crate::exchange::Exchange;
use crate::fields::Shape;
use crate::models::{COUPONS, CUSTOMERS, FAMILIES, PRICES, PRODUCTS, SUBSCRIPTIONS};
use crate::module::{Controller, Module};
use crate::probe::MISSING;
use crate::protocol;

/// The manifests of both.
struct Both {
    old: Announced,
    new: Announced,
}

impl Both {
    fn have(&self, module: &Module) -> bool {
        self.old.has(module.name) && self.new.has(module.name)
    }

    /// Whether both may have the list. A list need not be announced, but its flag may be `false`.
    fn may_list(&self, module: &Module) -> bool {
        let denied = |of: &Announced| of.flag(module.name, "list") == Some(false);
        self.have(module) && !denied(&self.old) && !denied(&self.new)
    }

    fn have_flag(&self, module: &Module, flag: &str) -> bool {
        [&self.old, &self.new].iter().all(|of| of.flag(module.name, flag) == Some(true))
    }

    fn controller(&self, module: &'static Module) -> Option<&'static Controller> {
        module.controller().filter(|_| self.have(module))
    }
}

/// The ids that were compared, and those that other objects refer to, such as a price that is no longer in any list.
#[derive(Default)]
struct References {
    compared: BTreeMap<&'static str, BTreeSet<String>>,
    referenced: BTreeMap<&'static str, BTreeSet<String>>,
}

impl References {
    /// Adds the ids that an object refers to, at any depth.
    fn add(&mut self, value: &Value) {
        match value {
            Value::Array(entries) => entries.iter().for_each(|entry| self.add(entry)),
            Value::Object(object) => {
                for (key, value) in object {
                    let (module, id) = match key.as_str() {
                        "price" => (&PRICES, value.get("id")),
                        "coupon" => (&COUPONS, value.get("id")),
                        "productId" => (&PRODUCTS, Some(value)),
                        "familyId" => (&FAMILIES, Some(value)),
                        // A merchant's own keys do not refer to objects of the protocol.
                        "metadata" => continue,
                        _ => {
                            self.add(value);
                            continue;
                        }
                    };
                    if let Some(id) = id.and_then(Value::as_str).filter(|id| !id.is_empty()) {
                        self.referenced.entry(module.name).or_default().insert(id.to_owned());
                    }
                    self.add(value);
                }
            }
            _ => {}
        }
    }

    /// Marks an id as compared. Returns whether it already was.
    fn mark_compared(&mut self, module: &Module, id: &str) -> bool {
        !self.compared.entry(module.name).or_default().insert(id.to_owned())
    }

    /// The ids that other objects refer to and that were not compared.
    fn remaining(&self, module: &Module) -> Vec<String> {
        let none = BTreeSet::new();
        let referenced = self.referenced.get(module.name).unwrap_or(&none);
        let compared = self.compared.get(module.name).unwrap_or(&none);
        referenced.difference(compared).cloned().collect()
    }
}

pub(super) async fn all(settings: &Comparison) -> Result<ComparisonReport, CannotCompare> {
    if !(settings.rate > 0.0 && settings.rate.is_finite()) {
        return Err(CannotCompare::Setting("the rate must be above 0 requests a second"));
    }
    let mut run = Run::new(settings);
    let Some(both) = features(&mut run).await? else { return Ok(run.report()) };
    let mut references = References::default();
    let mut listed = None;
    for (module, controller) in protocol::collections() {
        let are_customers = module.name == CUSTOMERS.name;
        if !both.may_list(module) || are_customers && settings.customers.is_some() {
            continue;
        }
        let most = settings.at_most.filter(|_| are_customers);
        let seen = |object: &Value| references.add(object);
        let ids = walk::list(&mut run, module, controller, controller.list, most, seen).await;
        if are_customers {
            listed = ids;
        } else {
            each(&mut run, &mut references, module, controller, ids.unwrap_or_default()).await;
        }
    }
    if both.have(&CUSTOMERS) {
        customers(&mut run, &both, &mut references, listed).await;
    } else {
        run.leave_out("the customers: they are not announced by both");
    }
    // A price names a product, and a product a family.
    for module in [&PRICES, &COUPONS, &PRODUCTS, &FAMILIES] {
        let Some(controller) = both.controller(module) else { continue };
        let ids = references.remaining(module);
        each(&mut run, &mut references, module, controller, ids).await;
    }
    for (module, controller) in protocol::controllers().filter(|(module, _)| both.have(module)) {
        let path = protocol::path(controller.retrieve, &[MISSING, MISSING]);
        one(&mut run, module, controller.retrieve, &path, controller.shape).await;
    }
    Ok(run.report())
}

/// Compares the manifests. `None` if the run is already over.
async fn features(run: &mut Run<'_>) -> Result<Option<Both>, CannotCompare> {
    let path = |path: &str| format!("/{}", path.trim_start_matches('/'));
    let (old, new) = (path(&run.settings.old.features_path), path(&run.settings.new.features_path));
    let Some(Pair { old, new }) = run.ask(&old, &new).await else { return Ok(None) };
    let read = |which, answer| {
        let exchange = first(which, answer)?;
        exchange
            .object()
            .and_then(Announced::read)
            .ok_or_else(|| CannotCompare::NoManifest { which, got: exchange.summary() })
    };
    let (old, new) = (read(Which::Old, old)?, read(Which::New, new)?);
    run.count(("Features", "/features"), "/features", announced::differences(&old, &new));
    Ok(Some(Both { old, new }))
}

/// Compares objects that are retrieved by their ids.
async fn each(
    run: &mut Run<'_>,
    references: &mut References,
    module: &'static Module,
    controller: &'static Controller,
    ids: Vec<String>,
) {
    for id in ids {
        if references.mark_compared(module, &id) || run.stopped {
            continue;
        }
        let path = protocol::path(controller.retrieve, &[&id]);
        if let Some(object) = one(run, module, controller.retrieve, &path, controller.shape).await {
            references.add(&object);
        }
    }
}

async fn customers(
    run: &mut Run<'_>,
    both: &Both,
    references: &mut References,
    listed: Option<Vec<String>>,
) {
    let mut customers = match (&run.settings.customers, listed) {
        (Some(sample), _) => sample.clone(),
        (None, Some(listed)) => listed,
        (None, None) if run.stopped => return,
        (None, None) => {
            return run.leave_out("the customers: they are not listed by both; name some of them");
        }
    };
    customers.truncate(run.settings.at_most.unwrap_or(usize::MAX));
    run.customers = (0, customers.len());
    for id in customers {
        if run.stopped {
            return;
        }
        customer(run, both, references, &id).await;
        run.customers.0 += 1;
    }
}

async fn customer(run: &mut Run<'_>, both: &Both, references: &mut References, id: &str) {
    let Some(controller) = both.controller(&CUSTOMERS) else { return };
    let path = protocol::path(controller.retrieve, &[id]);
    let customer = one(run, &CUSTOMERS, controller.retrieve, &path, controller.shape).await;
    if let Some(customer) = customer {
        references.add(&customer);
        for find in controller.finds.iter().filter(|it| both.have_flag(&CUSTOMERS, it.feature)) {
            let value = customer.get(find.key).and_then(Value::as_str);
            let Some(value) = value.filter(|value| !value.is_empty()) else { continue };
            let path = protocol::path(find.path, &[value]);
            one(run, &CUSTOMERS, find.path, &path, controller.shape).await;
        }
    }
    let Some(controller) = both.controller(&SUBSCRIPTIONS) else { return };
    if !both.may_list(&SUBSCRIPTIONS) {
        return run.leave_out("the subscriptions: they are not listed by both");
    }
    let path = protocol::path(controller.list, &[id]);
    let seen = |object: &Value| references.add(object);
    let ids = walk::list(run, &SUBSCRIPTIONS, controller, &path, None, seen).await;
    for subscription in ids.unwrap_or_default() {
        let path = protocol::path(controller.retrieve, &[id, &subscription]);
        let object = one(run, &SUBSCRIPTIONS, controller.retrieve, &path, controller.shape).await;
        if let Some(object) = object {
            references.add(&object);
        }
    }
}

/// Compares one answer, and returns the old integration's if both succeeded. If the answers differ, both are requested
/// again before the difference counts, since live data may change between the two reads.
async fn one(
    run: &mut Run<'_>,
    module: &'static Module,
    pattern: &str,
    path: &str,
    shape: &Shape,
) -> Option<Value> {
    let mut pair = run.ask(path, path).await?;
    if compare(shape, &pair).is_some_and(|differences| !differences.is_empty()) {
        pair = run.ask(path, path).await?;
    }
    match compare(shape, &pair) {
        Some(differences) => run.count((module.name, pattern), path, differences),
        None => run.leave_out(unanswered(pattern)),
    }
    let json = |answer: Answer| answer.ok().filter(Exchange::is_success)?.json;
    json(pair.old).filter(|_| pair.new.is_ok_and(|new| new.is_success()))
}

/// `None` if neither can answer.
fn compare(shape: &Shape, Pair { old, new }: &Pair) -> Option<Vec<FieldDiffers>> {
    if both_fail(old, new) {
        return None;
    }
    if let Some(differences) = by_status(old, new) {
        return Some(differences);
    }
    let (Ok(old), Ok(new)) = (old, new) else { return None };
    match (&old.json, &new.json) {
        (Some(one), Some(other)) => Some(differences(shape, one, other)),
        (None, None) if old.body == new.body => Some(Vec::new()),
        _ => Some(vec![FieldDiffers {
            field: "the whole answer".to_owned(),
            kind: DifferenceKind::AnotherType,
            old: old.summary().into(),
            new: new.summary().into(),
        }]),
    }
}
