//! The integration's data, read once for all checks that need it.

pub(crate) mod walk;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::announced::Announced;
use crate::checks::MANIFEST_ANNOUNCED;
use crate::fault::Fault;
use crate::models::subscription::LINK_OWNER;
use crate::models::{CUSTOMERS, SUBSCRIPTIONS};
use crate::module::Module;
use crate::protocol;
use crate::run::Run;

use walk::{End, Listed, Walk, walk};

/// How many objects a request asks for, and how many pages are read.
pub(crate) const LIMIT: usize = 100;
const PAGES: usize = 5;
/// How many customers' subscriptions are read.
const CUSTOMERS_WITH_SUBSCRIPTIONS: usize = 25;

/// A subscription, and the customer in whose list it was.
#[derive(Debug, Clone)]
pub(crate) struct Owned {
    pub(crate) customer: String,
    pub(crate) listed: Listed,
}

#[derive(Default)]
pub(crate) struct Data {
    /// The walk of each list that was requested, by module.
    pub(crate) lists: BTreeMap<&'static str, Walk>,
    pub(crate) subscriptions: Vec<Owned>,
    /// The path of a list with at least two subscriptions, or else with one.
    pub(crate) subscription_list: Option<String>,
}

impl Data {
    /// The objects of the module's list. Subscriptions have no single list: see [`Data::subscriptions`].
    pub(crate) fn objects(&self, module: &Module) -> &[Listed] {
        self.lists.get(module.name).map_or(&[], |walk| &walk.objects)
    }

    /// All objects of the module, wherever they were listed.
    pub(crate) fn all(&self, module: &Module) -> Vec<&Listed> {
        if module.name == SUBSCRIPTIONS.name {
            return self.subscriptions.iter().map(|owned| &owned.listed).collect();
        }
        self.objects(module).iter().collect()
    }

    /// Whether the module has a list.
    pub(crate) fn is_there(&self, module: &Module) -> bool {
        self.lists.get(module.name).is_some_and(|walk| walk.end != End::Missing)
    }

    pub(crate) fn find(&self, module: &Module, id: &str) -> Option<&Listed> {
        self.objects(module).iter().find(|object| object.id() == Some(id))
    }

    /// The id of the module's first object that has one.
    pub(crate) fn first_id(&self, module: &Module) -> Option<&str> {
        self.objects(module).iter().find_map(Listed::id)
    }
}

pub(crate) async fn gather(run: &mut Run<'_>, announced: &mut Announced) -> Data {
    let mut data = Data::default();
    for (module, controller) in protocol::collections() {
        let is_listed = announced.flag(module.name, "list") != Some(false);
        let is_expected = announced.unknown || announced.has(module.name) || module.required;
        if !is_expected || !is_listed {
            continue;
        }
        let walk = walk(run, controller.list, LIMIT, PAGES).await;
        if walk.end == End::Missing {
            missing(run, announced, module, controller.list, &walk.shown);
        } else if announced.unknown {
            announced.insert(module.name);
        }
        data.lists.insert(module.name, walk);
    }
    named_customer(run, &mut data).await;
    subscriptions(run, announced, &mut data).await;
    data
}

/// A list with its own flag is optional, and the manifest need not have the flag.
fn missing(
    run: &mut Run<'_>,
    announced: &Announced,
    module: &Module,
    list: &'static str,
    shown: &str,
) {
    let is_optional = module.has_flag("list") && announced.flag(module.name, "list").is_none();
    if is_optional || announced.unknown || !announced.has(module.name) {
        return;
    }
    let expected = format!("200, since {} is announced", module.name);
    run.fault(shown, Fault::failed(&MANIFEST_ANNOUNCED, endpoint(list), expected, "404"));
}

fn endpoint(pattern: &str) -> String {
    format!("/churnkey{pattern}")
}

/// Adds the customer of the settings, if no list has it.
async fn named_customer(run: &mut Run<'_>, data: &mut Data) {
    let Some(id) = run.settings.customer.as_ref().map(ToString::to_string) else { return };
    let Some(controller) = CUSTOMERS.controller() else { return };
    if data.find(&CUSTOMERS, &id).is_some() {
        return;
    }
    let path = protocol::path(controller.retrieve, &[&id]);
    let Some(exchange) = run.read(path).await else { return };
    let Some(value) = exchange.object().cloned() else { return };
    let listed = Listed { value, shown: exchange.shown.clone(), path: "$".to_owned() };
    let walk = data.lists.entry(CUSTOMERS.name).or_insert_with(|| Walk {
        objects: Vec::new(),
        end: End::More,
        shown: exchange.shown,
        oversize: None,
    });
    if walk.end == End::Missing {
        walk.end = End::More;
    }
    walk.objects.push(listed);
}

async fn subscriptions(run: &mut Run<'_>, announced: &Announced, data: &mut Data) {
    let is_announced = announced.flag(SUBSCRIPTIONS.name, "list");
    let Some(controller) = SUBSCRIPTIONS.controller().filter(|_| is_announced != Some(false))
    else {
        return;
    };
    let named = run.settings.customer.as_ref().map(ToString::to_string);
    let listed = data.objects(&CUSTOMERS).iter().filter_map(Listed::id).map(str::to_owned);
    let mut customers: Vec<_> = named.into_iter().chain(listed).collect();
    let mut seen = BTreeSet::new();
    customers.retain(|id| seen.insert(id.clone()));
    let mut most = 0;
    for customer in customers.into_iter().take(CUSTOMERS_WITH_SUBSCRIPTIONS) {
        let path = protocol::path(controller.list, &[&customer]);
        let walk = walk(run, &path, LIMIT, 1).await;
        if walk.end == End::Missing {
            if is_announced == Some(true) {
                let at = endpoint(controller.list);
                let expected = "200, since the list is announced";
                run.fault(&walk.shown, Fault::failed(&MANIFEST_ANNOUNCED, at, expected, "404"));
            }
            continue;
        }
        let all = walk.objects.len();
        let own = owned(run, &customer, walk.objects);
        // Other customers' subscriptions are reported, and the other checks only look at the rest.
        if own.len().min(2) > most && own.len() == all {
            most = own.len().min(2);
            data.subscription_list = Some(path);
        }
        data.subscriptions.extend(own);
    }
}

fn owned(run: &mut Run<'_>, customer: &str, objects: Vec<Listed>) -> Vec<Owned> {
    let mut own = Vec::new();
    for listed in objects {
        let owner = listed.value.get("customerId").and_then(Value::as_str);
        if owner.is_some_and(|owner| owner != customer) {
            let path = format!("{}.customerId", listed.path);
            let (expected, got) = ("the customer of the path", "another customer's id");
            run.fault(&listed.shown, Fault::failed(&LINK_OWNER, path, expected, got));
        } else {
            own.push(Owned { customer: customer.to_owned(), listed });
        }
    }
    own
}
