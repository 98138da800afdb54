//! Families of products (protocol 4.6; 5, C13 and C14).

use super::has_a_name;
use crate::checks::define_checks;
use crate::fields::{Shape, Type, optional, required};
use crate::module::{Controller, Module, Role};

pub(crate) static FAMILIES: Module = Module {
    name: "Families",
    required: false,
    needs: &[],
    features: &[],
    checks: CHECKS,
    role: Role::Controller(Controller {
        retrieve: "/families/:id",
        list: "/families",
        finds: &[],
        shape: &FAMILY,
        check: &MODEL,
    }),
};

define_checks! {
    "Families" {
        MODEL "model.family":
            "a family does not match the protocol",
            "send the field as protocol 4.6 describes it";
    }
}

static FAMILY: Shape = Shape {
    check: Some(&MODEL),
    fields: &[
        required("id", Type::Id),
        required("name", Type::Text),
        optional("description", Type::Text),
    ],
    rules: &[has_a_name],
};
