//! Checks references between objects: that ids exist, that all prices have one type, and who owns a subscription.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::announced::Announced;
use crate::checks::Check;
use crate::compare::difference;
use crate::data::Data;
use crate::data::walk::{Listed, id};
use crate::fault::Fault;
use crate::models::coupon::LINK_COUPON;
use crate::models::price::{self, LINK_PRODUCT, LINK_TYPE};
use crate::models::product::LINK_FAMILY;
use crate::models::subscription::{LINK_ITEM_PRICE, LINK_OWNER, LINK_PRICE};
use crate::models::{COUPONS, CUSTOMERS, FAMILIES, PRICES, PRODUCTS, SUBSCRIPTIONS};
use crate::module::Module;
use crate::protocol;
use crate::run::Run;
use crate::shown::quoted;

/// For each check, how many ids that are in no list are retrieved.
const SAMPLE: usize = 20;

/// An id inside an object, and its place.
struct Link<'a> {
    id: &'a str,
    shown: &'a str,
    path: String,
}

pub(crate) async fn check(run: &mut Run<'_>, data: &Data, announced: &Announced) {
    price_types(run, data, announced);
    let products = inside(data.objects(&PRICES), "productId");
    leads_somewhere(run, data, &LINK_PRODUCT, &PRODUCTS, products).await;
    let families = inside(data.objects(&PRODUCTS), "familyId");
    leads_somewhere(run, data, &LINK_FAMILY, &FAMILIES, families).await;
    let prices = item_prices(data).into_iter().map(|(link, _)| link).collect();
    leads_somewhere(run, data, &LINK_PRICE, &PRICES, prices).await;
    leads_somewhere(run, data, &LINK_COUPON, &COUPONS, coupons(data)).await;
    same_prices(run, data);
    owners(run, data).await;
}

fn price_types(run: &mut Run<'_>, data: &Data, announced: &Announced) {
    let prices = data.objects(&PRICES);
    let known = |price: &Listed| {
        let word = price.value.get("type").and_then(Value::as_str)?;
        price::TYPES.contains(&word).then(|| word.to_owned())
    };
    let price_type =
        announced.feature(PRICES.name, "type").and_then(Value::as_str).map(str::to_owned);
    let source = if price_type.is_some() { "as announced" } else { "as the first price" };
    let Some(price_type) = price_type.or_else(|| prices.iter().find_map(known)) else { return };
    for price in prices {
        if known(price).is_some_and(|word| word != price_type) {
            let (expected, path) =
                (format!("`{price_type}`, {source}"), format!("{}.type", price.path));
            let got = price.value.get("type").map(quoted).unwrap_or_default();
            run.fault(&price.shown, Fault::failed(&LINK_TYPE, path, expected, got));
        }
    }
    run.pass_unless(&LINK_TYPE, &format!("{} prices", prices.len()), 0);
}

/// The ids under one key of each object.
fn inside<'a>(objects: &'a [Listed], key: &str) -> Vec<Link<'a>> {
    let link = |object: &'a Listed| {
        let id = object.value.get(key).and_then(Value::as_str).filter(|id| !id.is_empty())?;
        Some(Link { id, shown: &object.shown, path: format!("{}.{key}", object.path) })
    };
    objects.iter().filter_map(link).collect()
}

/// The prices inside subscriptions.
fn item_prices(data: &Data) -> Vec<(Link<'_>, &Value)> {
    let mut prices = Vec::new();
    for owned in &data.subscriptions {
        let Listed { value, shown, path } = &owned.listed;
        let items = value.get("items").and_then(Value::as_array).into_iter().flatten();
        for (index, item) in items.enumerate() {
            if let Some(price) = item.get("price").filter(|price| price.is_object())
                && let Some(id) = id(price)
            {
                let path = format!("{path}.items[{index}].price");
                prices.push((Link { id, shown, path }, price));
            }
        }
    }
    prices
}

/// The coupons of the discounts of subscriptions and customers.
fn coupons(data: &Data) -> Vec<Link<'_>> {
    let subscriptions = data.subscriptions.iter().map(|owned| &owned.listed);
    let mut coupons = Vec::new();
    for Listed { value, shown, path } in subscriptions.chain(data.objects(&CUSTOMERS)) {
        let discounts = value.get("discounts").and_then(Value::as_array).into_iter().flatten();
        for (index, discount) in discounts.enumerate() {
            if let Some(id) = discount.get("coupon").and_then(id) {
                let path = format!("{path}.discounts[{index}].coupon.id");
                coupons.push(Link { id, shown, path });
            }
        }
    }
    coupons
}

async fn leads_somewhere(
    run: &mut Run<'_>,
    data: &Data,
    check: &'static Check,
    module: &Module,
    links: Vec<Link<'_>>,
) {
    let Some(controller) = module.controller() else { return };
    if !data.is_there(module) || links.is_empty() || !run.selects(&[check.id]) {
        return;
    }
    let mut known: BTreeMap<&str, bool> = BTreeMap::new();
    for link in &links {
        if known.contains_key(link.id) || data.find(module, link.id).is_some() {
            continue;
        }
        if known.len() == SAMPLE {
            break;
        }
        // The id is not in the list, but a price that is no longer sold can still be retrieved, for example.
        let probe = run.probe("GET", protocol::path(controller.retrieve, &[link.id]));
        let Some(exchange) = run.send(probe).await else { continue };
        let exists = exchange.object().is_some();
        if !exists {
            let expected = format!("an id that GET /churnkey{} knows", controller.retrieve);
            let got = format!("{}, which is answered with {}", named(link.id), exchange.summary());
            run.fault(link.shown, Fault::failed(check, link.path.clone(), expected, got));
        }
        known.insert(link.id, exists);
    }
    run.pass_unless(check, &format!("{} ids", links.len()), 0);
}

fn named(id: &str) -> String {
    quoted(&Value::String(id.to_owned()))
}

fn same_prices(run: &mut Run<'_>, data: &Data) {
    let mut compared = 0;
    for (link, price) in item_prices(data) {
        let Some(listed) = data.find(&PRICES, link.id) else { continue };
        compared += 1;
        if let Some(difference) = difference(&listed.value, price) {
            let path = format!("{}{}", link.path, difference.trim_start_matches('$'));
            let expected = format!("as in {}", listed.shown);
            run.fault(link.shown, Fault::failed(&LINK_ITEM_PRICE, path, expected, "another value"));
        }
    }
    if compared > 0 {
        run.pass_unless(&LINK_ITEM_PRICE, &format!("{compared} prices"), 0);
    }
}

/// Requests a subscription under another customer's path.
async fn owners(run: &mut Run<'_>, data: &Data) {
    let Some(controller) = SUBSCRIPTIONS.controller().filter(|_| run.selects(&[LINK_OWNER.id]))
    else {
        return;
    };
    let customers: Vec<_> = data.objects(&CUSTOMERS).iter().filter_map(Listed::id).collect();
    let mut requested = 0;
    for owned in data.subscriptions.iter().take(5) {
        let Some(subscription) = owned.listed.id() else { continue };
        let other = customers.iter().find(|customer| **customer != owned.customer);
        // Two customers may have a subscription with the same id, if ids are counted per customer.
        let has = |customer: &str| {
            data.subscriptions
                .iter()
                .any(|owned| owned.customer == customer && owned.listed.id() == Some(subscription))
        };
        let Some(other) = other.filter(|other| !has(other)) else { continue };
        let probe = run.probe("GET", protocol::path(controller.retrieve, &[other, subscription]));
        let Some(exchange) = run.send(probe).await else { continue };
        requested += 1;
        if exchange.object().is_some() {
            let got = "the subscription of another customer";
            run.fail(&LINK_OWNER, &exchange.shown, "404", got);
        }
    }
    if requested > 0 {
        run.pass_unless(&LINK_OWNER, &format!("{requested} subscriptions"), 0);
    } else if data.is_there(&CUSTOMERS) {
        run.skip(&LINK_OWNER, "0 subscriptions", "it needs two customers and a subscription");
    }
}
