//! Products (protocol 4.5; 5, C11 and C12).

use super::family::FAMILIES;
use super::{belongs, has_a_name};
use crate::checks::define_checks;
use crate::fields::{At, Object, Shape, Type, optional, required};
use crate::module::{Controller, Feature, Module, Need, Role};

/// What a product can belong to.
const TYPES: &[&str] = &["standalone", "family"];

pub(crate) static PRODUCTS: Module = Module {
    name: "Products",
    required: false,
    needs: &[Need { module: &FAMILIES, when: Some(("type", "family")) }],
    features: &[Feature::Word("type", TYPES)],
    checks: CHECKS,
    role: Role::Controller(Controller {
        retrieve: "/products/:id",
        list: "/products",
        finds: &[],
        shape: &PRODUCT,
        check: &MODEL,
    }),
};

define_checks! {
    "Products" {
        MODEL "model.product":
            "a product does not match the protocol",
            "send the field as protocol 4.5 describes it";
        LINK_FAMILY "link.family":
            "a product belongs to a family that does not exist",
            "send a `familyId` that `GET /churnkey/families/:id` knows";
    }
}

static PRODUCT: Shape = Shape {
    check: Some(&MODEL),
    fields: &[
        required("id", Type::Id),
        required("type", Type::Word(TYPES)),
        required("name", Type::Text),
        optional("description", Type::Text),
        optional("unitLabel", Type::Text),
        optional("familyId", Type::Id),
    ],
    rules: &[family_product_has_its_family, has_a_name],
};

fn family_product_has_its_family(product: &Object, at: &mut At<'_>) {
    belongs(product, "family", "familyId", at);
}
