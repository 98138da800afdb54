//! What is read of the integration's data, once, for all the checks that look at it.

pub(crate) mod walk;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::checks::{Check, LINK_OWNER, MODEL_COUPON, MODEL_CUSTOMER, MODEL_FAMILY};
use crate::checks::{MANIFEST_ANNOUNCED, MODEL_PRICE, MODEL_PRODUCT};
use crate::fields::Shape;
use crate::manifest::Announced;
use crate::models::{COUPON, CUSTOMER, FAMILY, PRICE, PRODUCT};
use crate::report::Weight;
use crate::run::Run;
use crate::transport::segment;
use walk::{End, Listed, Walk, walk};

/// How many objects a request asks for, and how many pages of them are read.
pub(crate) const LIMIT: usize = 100;
const PAGES: usize = 5;
/// Of how many customers the subscriptions are read.
const CUSTOMERS: usize = 25;

/// A list that does not belong to a customer.
pub(crate) struct Kind {
    pub(crate) module: &'static str,
    pub(crate) path: &'static str,
    pub(crate) shape: &'static Shape,
    pub(crate) check: &'static Check,
}

const fn of(
    module: &'static str,
    path: &'static str,
    shape: &'static Shape,
    check: &'static Check,
) -> Kind {
    Kind { module, path, shape, check }
}

pub(crate) static KINDS: [Kind; 6] = [
    of("Customers", "/customers", &CUSTOMER, &MODEL_CUSTOMER),
    of("Prices", "/prices", &PRICE, &MODEL_PRICE),
    of("Coupons", "/coupons", &COUPON, &MODEL_COUPON),
    of("Products", "/products", &PRODUCT, &MODEL_PRODUCT),
    of("Families", "/families", &FAMILY, &MODEL_FAMILY),
    // Their lists are those of the customers; see `Data::subscriptions`.
    of("Subscriptions", "", &crate::models::SUBSCRIPTION, &crate::checks::MODEL_SUBSCRIPTION),
];

/// A subscription and the customer in whose list it was.
#[derive(Debug, Clone)]
pub(crate) struct Owned {
    pub(crate) customer: String,
    pub(crate) listed: Listed,
}

#[derive(Default)]
pub(crate) struct Data {
    /// The walk of each list that was asked for, by module.
    pub(crate) lists: BTreeMap<&'static str, Walk>,
    pub(crate) subscriptions: Vec<Owned>,
    /// The path of a list of subscriptions with at least two, or else with one.
    pub(crate) subscription_list: Option<(String, String)>,
}

impl Data {
    pub(crate) fn objects(&self, module: &str) -> &[Listed] {
        self.lists.get(module).map_or(&[], |walk| &walk.objects)
    }

    pub(crate) fn end(&self, module: &str) -> Option<&End> {
        self.lists.get(module).map(|walk| &walk.end)
    }

    /// Whether there are objects of this kind to be asked for.
    pub(crate) fn is_there(&self, module: &str) -> bool {
        self.end(module).is_some_and(|end| *end != End::Missing)
    }

    pub(crate) fn find(&self, module: &str, id: &str) -> Option<&Listed> {
        self.objects(module).iter().find(|object| object.id() == Some(id))
    }
}

pub(crate) async fn gather(run: &mut Run<'_>, announced: &mut Announced) -> Data {
    let mut data = Data::default();
    for kind in KINDS.iter().filter(|kind| !kind.path.is_empty()) {
        let listed = announced.flag(kind.module, "list") != Some(false);
        let required = matches!(kind.module, "Customers" | "Prices");
        let asked = announced.unknown || announced.has(kind.module) || required;
        if !asked || !listed {
            continue;
        }
        let walk = walk(run, kind.path, LIMIT, PAGES).await;
        if walk.end == End::Missing {
            missing(run, announced, kind, &walk.shown);
        } else if announced.unknown {
            announced.insert(kind.module);
        }
        data.lists.insert(kind.module, walk);
    }
    named_customer(run, &mut data).await;
    subscriptions(run, announced, &mut data).await;
    data
}

/// The list of customers is optional, and a manifest need not say whether there is one; the others are not.
fn missing(run: &mut Run<'_>, announced: &Announced, kind: &Kind, shown: &str) {
    let optional = kind.module == "Customers" && announced.flag("Customers", "list").is_none();
    if optional || announced.unknown || !announced.has(kind.module) {
        return;
    }
    let path = Some(format!("/churnkey{}", kind.path));
    let expected = format!("200, since {} is announced", kind.module);
    run.record(&MANIFEST_ANNOUNCED, Weight::Failed, shown, &expected, "404", path);
}

/// A customer that the settings name, when no list has shown it.
async fn named_customer(run: &mut Run<'_>, data: &mut Data) {
    let Some(id) = run.settings.customer.as_ref().map(ToString::to_string) else { return };
    if data.find("Customers", &id).is_some() {
        return;
    }
    let Some(answer) = run.read(format!("/customers/{}", segment(&id))).await else { return };
    let Some(value) = answer.object().cloned() else { return };
    let listed = Listed { value, shown: answer.shown.clone(), path: "$".to_owned() };
    let walk = data.lists.entry("Customers").or_insert_with(|| Walk {
        objects: Vec::new(),
        end: End::More,
        shown: answer.shown,
        oversize: None,
    });
    if walk.end == End::Missing {
        walk.end = End::More;
    }
    walk.objects.push(listed);
}

async fn subscriptions(run: &mut Run<'_>, announced: &Announced, data: &mut Data) {
    if announced.flag("Subscriptions", "list") == Some(false) {
        return;
    }
    let named = run.settings.customer.as_ref().map(ToString::to_string);
    let listed = data.objects("Customers").iter().filter_map(Listed::id).map(str::to_owned);
    let mut customers: Vec<_> = named.into_iter().chain(listed).collect();
    let mut seen = std::collections::BTreeSet::new();
    customers.retain(|id| seen.insert(id.clone()));
    let mut most = 0;
    for customer in customers.into_iter().take(CUSTOMERS) {
        let path = format!("/customers/{}/subscriptions", segment(&customer));
        let walk = walk(run, &path, LIMIT, 1).await;
        if walk.end == End::Missing {
            if announced.flag("Subscriptions", "list") == Some(true) {
                let at = Some("/churnkey/customers/:id/subscriptions".to_owned());
                let expected = "200, since the list is announced";
                let check = &MANIFEST_ANNOUNCED;
                run.record(check, Weight::Failed, &walk.shown, expected, "404", at);
            }
            continue;
        }
        let all = walk.objects.len();
        let own = owned(run, &customer, walk.objects);
        // What belongs to somebody else is told; the other checks look at the rest.
        if own.len().min(2) > most && own.len() == all {
            most = own.len().min(2);
            data.subscription_list = Some((path, customer));
        }
        data.subscriptions.extend(own);
    }
}

fn owned(run: &mut Run<'_>, customer: &str, objects: Vec<Listed>) -> Vec<Owned> {
    let mut own = Vec::new();
    for listed in objects {
        let owner = listed.value.get("customerId").and_then(Value::as_str);
        if owner.is_some_and(|owner| owner != customer) {
            let path = Some(format!("{}.customerId", listed.path));
            let (expected, got) = ("the customer of the path", "another customer's id");
            run.record(&LINK_OWNER, Weight::Failed, &listed.shown, expected, got, path);
        } else {
            own.push(Owned { customer: customer.to_owned(), listed });
        }
    }
    own
}
