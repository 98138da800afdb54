//! Customers (protocol 4.1; 5, C1 to C4).

use super::coupon::DISCOUNT;
use crate::checks::define_checks;
use crate::fields::{At, Object, Shape, Type, optional, part, required};
use crate::module::{Controller, Feature, Find, Module, Role};

pub(crate) static CUSTOMERS: Module = Module {
    name: "Customers",
    required: true,
    needs: &[],
    features: &[Feature::Flag("list"), Feature::Flag("findByEmail"), Feature::Flag("findByPhone")],
    checks: CHECKS,
    role: Role::Controller(Controller {
        retrieve: "/customers/:id",
        list: "/customers",
        finds: &[
            Find {
                feature: "findByEmail",
                key: "email",
                path: "/customers/email/:email",
                check: &FIND_EMAIL,
            },
            Find {
                feature: "findByPhone",
                key: "phone",
                path: "/customers/phone/:phone",
                check: &FIND_PHONE,
            },
        ],
        shape: &CUSTOMER,
        check: &MODEL,
    }),
};

define_checks! {
    "Customers" {
        MODEL "model.customer":
            "a customer does not match the protocol",
            "send the field as protocol 4.1 describes it";
        CONTACT "model.contact":
            "a customer has neither an e-mail address nor a phone number: Churnkey cannot write to them",
            "send `email` or `phone`, or both";
        FIND_EMAIL "find.email":
            "a customer's own e-mail address does not find that customer",
            "decode the last segment of the path (`%40` is `@`, `%2B` is `+`) and leave a `+` as it is";
        FIND_PHONE "find.phone":
            "a customer's own phone number does not find that customer",
            "decode the last segment of the path (`%2B` is `+`), and compare it with what the lists send";
    }
}

static CUSTOMER: Shape = Shape {
    check: Some(&MODEL),
    fields: &[
        required("id", Type::Id),
        optional("name", Type::Text),
        optional("lastName", Type::Text),
        optional("email", Type::Text),
        optional("phone", Type::Text),
        optional("addresses", Type::ListOf(&ADDRESS)),
        optional("discounts", Type::ListOf(&DISCOUNT)),
        optional("currency", Type::Currency),
        optional("metadata", Type::Metadata),
    ],
    rules: &[can_be_reached],
};

static ADDRESS: Shape = part(&[
    optional("country", Type::Text),
    optional("state", Type::Text),
    optional("city", Type::Text),
    optional("postalCode", Type::Text),
    optional("line1", Type::Text),
    optional("line2", Type::Text),
]);

fn can_be_reached(customer: &Object, at: &mut At<'_>) {
    let has = |key: &str| customer.get(key).is_some_and(|value| !value.is_null() && value != "");
    if !has("email") && !has("phone") {
        at.warn_as(&CONTACT, "`email` or `phone`", "neither");
    }
}
