//! Prices (protocol 4.2; 5, C7 and C8).

use serde_json::Value;

use super::belongs;
use super::product::PRODUCTS;
use crate::checks::define_checks;
use crate::fields::{At, Object, Shape, Type, optional, part, required};
use crate::module::{Controller, Feature, Module, Need, Role};
use crate::shown::quoted;

/// What a price can belong to.
pub(crate) const TYPES: &[&str] = &["standalone", "product"];

pub(crate) static PRICES: Module = Module {
    name: "Prices",
    required: true,
    needs: &[Need { module: &PRODUCTS, when: Some(("type", "product")) }],
    features: &[Feature::Word("type", TYPES)],
    checks: CHECKS,
    role: Role::Controller(Controller {
        retrieve: "/prices/:id",
        list: "/prices",
        finds: &[],
        shape: &PRICE,
        check: &MODEL,
    }),
};

define_checks! {
    "Prices" {
        MODEL "model.price":
            "a price does not match the protocol",
            "send the field as protocol 4.2 describes it; amounts are whole numbers of the minor unit (1.10 is 110)";
        LINK_TYPE "link.price-type":
            "the prices do not all have the one type that is announced",
            "give every price the same `type`, the one in the manifest";
        LINK_PRODUCT "link.product":
            "a price belongs to a product that does not exist",
            "send a `productId` that `GET /churnkey/products/:id` knows";
    }
}

pub(super) static PRICE: Shape = Shape {
    check: Some(&MODEL),
    fields: &[
        required("id", Type::Id),
        required("type", Type::Word(TYPES)),
        required("duration", Type::Of(&DURATION)),
        required("amount", Type::Tagged("model", &[("fixed", &FIXED), ("tiered", &TIERED)])),
        optional("productId", Type::Id),
        optional("name", Type::Text),
        optional("description", Type::Text),
    ],
    rules: &[product_price_has_its_product],
};

pub(super) const UNIT: Type = Type::Word(&["month", "year"]);

pub(super) static DURATION: Shape =
    part(&[required("amount", Type::Positive), required("unit", UNIT)]);

static FIXED: Shape = part(&[
    required("model", Type::Text),
    required("currency", Type::Currency),
    optional("unit", Type::Money),
    optional("flat", Type::Money),
]);

static TIERED: Shape = Shape {
    check: None,
    fields: &[
        required("model", Type::Text),
        required("currency", Type::Currency),
        required("mode", Type::Word(&["graduated", "total"])),
        required("tiers", Type::ListOf(&TIER)),
    ],
    rules: &[tiers_reach_to_the_end],
};

static TIER: Shape = part(&[
    optional("unit", Type::Money),
    optional("flat", Type::Money),
    optional("upTo", Type::Positive),
]);

fn product_price_has_its_product(price: &Object, at: &mut At<'_>) {
    belongs(price, "product", "productId", at);
}

fn tiers_reach_to_the_end(amount: &Object, at: &mut At<'_>) {
    let Some(Value::Array(tiers)) = amount.get("tiers") else { return };
    let mut at = at.key("tiers");
    let Some((last, others)) = tiers.split_last() else {
        return at.fail("at least one tier", "an empty array");
    };
    let bound = |tier: &Value| tier.get("upTo").filter(|bound| !bound.is_null()).cloned();
    if let Some(bound) = bound(last) {
        at.item(others.len()).key("upTo").fail("nothing: the last tier has no end", quoted(&bound));
    }
    let mut before = 0.0;
    for (index, tier) in others.iter().enumerate() {
        let mut at = at.item(index);
        let mut at = at.key("upTo");
        match bound(tier) {
            None => at.fail("a number: only the last tier has no end", "nothing"),
            // The table of fields reports a bound that is not a number.
            Some(bound) => {
                if let Some(number) = bound.as_f64() {
                    if number <= before {
                        at.fail("more than the tier before has", quoted(&bound));
                    }
                    before = number;
                }
            }
        }
    }
}
