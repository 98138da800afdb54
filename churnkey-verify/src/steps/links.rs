//! What belongs together: ids that lead somewhere, one type for all prices, subscriptions and their owners.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::answer::quoted;
use crate::checks::{
    Check, LINK_COUPON, LINK_FAMILY, LINK_ITEM_PRICE, LINK_OWNER, LINK_PRICE, LINK_PRICE_TYPE,
    LINK_PRODUCT,
};
use crate::compare::difference;
use crate::data::Data;
use crate::data::walk::{End, Listed, id};
use crate::manifest::Announced;
use crate::report::Weight;
use crate::run::Run;
use crate::transport::segment;

/// How many ids that are in no list are asked for, for each check.
const SAMPLE: usize = 20;

/// An id inside of an object, and where it is.
struct Link<'a> {
    id: &'a str,
    shown: &'a str,
    path: String,
}

pub(crate) async fn check(run: &mut Run<'_>, data: &Data, announced: &Announced) {
    price_types(run, data, announced);
    let products = inside(data.objects("Prices"), "productId");
    leads_somewhere(run, data, &LINK_PRODUCT, ("Products", "/products"), products).await;
    let families = inside(data.objects("Products"), "familyId");
    leads_somewhere(run, data, &LINK_FAMILY, ("Families", "/families"), families).await;
    let prices = item_prices(data).into_iter().map(|(link, _)| link).collect();
    leads_somewhere(run, data, &LINK_PRICE, ("Prices", "/prices"), prices).await;
    leads_somewhere(run, data, &LINK_COUPON, ("Coupons", "/coupons"), coupons(data)).await;
    same_prices(run, data);
    owners(run, data).await;
}

fn price_types(run: &mut Run<'_>, data: &Data, announced: &Announced) {
    let prices = data.objects("Prices");
    let known = |price: &Listed| {
        let word = price.value.get("type").and_then(Value::as_str)?;
        matches!(word, "standalone" | "product").then(|| word.to_owned())
    };
    let wanted = announced.feature("Prices", "type").and_then(Value::as_str).map(str::to_owned);
    let said = if wanted.is_some() { "as announced" } else { "as the first price" };
    let Some(wanted) = wanted.or_else(|| prices.iter().find_map(known)) else { return };
    for price in prices {
        if known(price).is_some_and(|word| word != wanted) {
            let (expected, path) = (format!("`{wanted}`, {said}"), format!("{}.type", price.path));
            let got = price.value.get("type").map(quoted).unwrap_or_default();
            let check = &LINK_PRICE_TYPE;
            run.record(check, Weight::Failed, &price.shown, &expected, &got, Some(path));
        }
    }
    run.pass_unless(&LINK_PRICE_TYPE, &format!("{} prices", prices.len()), 0);
}

/// The ids under one key of each object.
fn inside<'a>(objects: &'a [Listed], key: &str) -> Vec<Link<'a>> {
    let link = |object: &'a Listed| {
        let id = object.value.get(key).and_then(Value::as_str).filter(|id| !id.is_empty())?;
        Some(Link { id, shown: &object.shown, path: format!("{}.{key}", object.path) })
    };
    objects.iter().filter_map(link).collect()
}

/// The prices inside of subscriptions.
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
    for Listed { value, shown, path } in subscriptions.chain(data.objects("Customers")) {
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
    (module, path): (&str, &str),
    links: Vec<Link<'_>>,
) {
    if !data.is_there(module) || links.is_empty() || !run.wants(&[check.id]) {
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
        // Not in the list: what is no longer sold may still be retrieved.
        let ask = run.request("GET", format!("{path}/{}", segment(link.id)));
        let Some(answer) = run.send(ask).await else { continue };
        let there = answer.object().is_some();
        if !there {
            let expected = format!("an id that GET /churnkey{path}/:id knows");
            let got = format!("{}, which is answered with {}", named(link.id), answer.summary());
            let at = Some(link.path.clone());
            run.record(check, Weight::Failed, link.shown, &expected, &got, at);
        }
        known.insert(link.id, there);
    }
    run.pass_unless(check, &format!("{} ids", links.len()), 0);
}

fn named(id: &str) -> String {
    quoted(&Value::String(id.to_owned()))
}

fn same_prices(run: &mut Run<'_>, data: &Data) {
    let mut compared = 0;
    for (link, price) in item_prices(data) {
        let Some(listed) = data.find("Prices", link.id) else { continue };
        compared += 1;
        if let Some(difference) = difference(&listed.value, price) {
            let path = format!("{}{}", link.path, difference.trim_start_matches('$'));
            let expected = format!("as in {}", listed.shown);
            let check = &LINK_ITEM_PRICE;
            run.record(check, Weight::Failed, link.shown, &expected, "another value", Some(path));
        }
    }
    if compared > 0 {
        run.pass_unless(&LINK_ITEM_PRICE, &format!("{compared} prices"), 0);
    }
}

/// A subscription under another customer's path.
async fn owners(run: &mut Run<'_>, data: &Data) {
    if !run.wants(&[LINK_OWNER.id]) {
        return;
    }
    let customers: Vec<_> = data.objects("Customers").iter().filter_map(Listed::id).collect();
    let mut asked = 0;
    for owned in data.subscriptions.iter().take(5) {
        let Some(subscription) = owned.listed.id() else { continue };
        let other = customers.iter().find(|customer| **customer != owned.customer);
        // Two customers may have a subscription of the same id, where ids are counted by customer.
        let has = |customer: &str| {
            data.subscriptions
                .iter()
                .any(|owned| owned.customer == customer && owned.listed.id() == Some(subscription))
        };
        let Some(other) = other.filter(|other| !has(other)) else { continue };
        let path = format!("/customers/{}/subscriptions/{}", segment(other), segment(subscription));
        let ask = run.request("GET", path);
        let Some(answer) = run.send(ask).await else { continue };
        asked += 1;
        if answer.object().is_some() {
            let got = "the subscription of another customer";
            run.fail(&LINK_OWNER, &answer.shown, "404", got);
        }
    }
    if asked > 0 {
        run.pass_unless(&LINK_OWNER, &format!("{asked} subscriptions"), 0);
    } else if data.end("Customers").is_some_and(|end| *end != End::Missing) {
        run.skip(&LINK_OWNER, "0 subscriptions", "it needs two customers and a subscription");
    }
}
