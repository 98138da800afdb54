//! The controllers as Churnkey's side knows them, each in a file with its entry in the table of modules, its checks,
//! and its model (protocol 4) as a table of fields.

pub(crate) mod coupon;
pub(crate) mod customer;
pub(crate) mod family;
pub(crate) mod price;
pub(crate) mod product;
pub(crate) mod subscription;

pub(crate) use coupon::COUPONS;
pub(crate) use customer::CUSTOMERS;
pub(crate) use family::FAMILIES;
pub(crate) use price::PRICES;
pub(crate) use product::PRODUCTS;
pub(crate) use subscription::SUBSCRIPTIONS;

use crate::fields::{At, Object, date};
use crate::shown::kind;

/// If `type` is `word`, `key` must name what the object belongs to; otherwise it must be absent.
fn belongs(object: &Object, word: &str, key: &str, at: &mut At<'_>) {
    let typed = object.get("type").is_some_and(|found| found == word);
    let has = object.get(key).is_some_and(|id| !id.is_null());
    if typed && !has {
        at.key(key).warn(format!("a string, since `type` is `{word}`"), "nothing");
    }
    if !typed && has {
        at.key(key).warn(format!("nothing, since `type` is not `{word}`"), "an id");
    }
}

fn starts_before_it_ends(period: &Object, at: &mut At<'_>) {
    let date = |key: &str| period.get(key).and_then(date);
    if let (Some(start), Some(end)) = (date("start"), date("end"))
        && start > end
    {
        at.key("end").fail("a date that is not before `start`", "an earlier date");
    }
}

/// Churnkey's documentation does not forbid an empty name, but customers would see it.
fn has_a_name(object: &Object, at: &mut At<'_>) {
    if let Some(name) = object.get("name").filter(|name| *name == "") {
        at.key("name").warn("a name that customers can read", kind(name));
    }
}
