//! Coupons (protocol 4.4; 5, C9 and C10), and the discounts that hold them (protocol 4.1).

use super::price::UNIT;
use super::starts_before_it_ends;
use crate::checks::define_checks;
use crate::fields::{Shape, Type, optional, part, required};
use crate::module::{Controller, Module, Role};

pub(crate) static COUPONS: Module = Module {
    name: "Coupons",
    required: false,
    needs: &[],
    features: &[],
    checks: CHECKS,
    role: Role::Controller(Controller {
        retrieve: "/coupons/:id",
        list: "/coupons",
        finds: &[],
        shape: &COUPON,
        check: &MODEL,
    }),
};

define_checks! {
    "Coupons" {
        MODEL "model.coupon":
            "a coupon does not match the protocol",
            "send the field as protocol 4.4 describes it";
        LINK_COUPON "link.coupon":
            "a discount has a coupon that does not exist",
            "let `GET /churnkey/coupons/:id` know every coupon that a discount has";
    }
}

pub(super) static COUPON: Shape = Shape {
    check: Some(&MODEL),
    fields: &[
        required("id", Type::Id),
        required(
            "duration",
            Type::Tagged(
                "type",
                &[
                    ("once", &ONLY_A_TYPE),
                    ("recurring", &RECURRING),
                    ("forever", &ONLY_A_TYPE),
                    ("cycle-amount", &CYCLES),
                ],
            ),
        ),
        required(
            "value",
            Type::Tagged("type", &[("fixed", &FIXED_VALUE), ("percentage", &PERCENTAGE)]),
        ),
        optional("name", Type::Text),
        optional("code", Type::Text),
        optional("redemptions", Type::Of(&REDEMPTIONS)),
        optional("expiresAt", Type::Date),
    ],
    rules: &[],
};

static ONLY_A_TYPE: Shape = part(&[required("type", Type::Text)]);

static RECURRING: Shape = part(&[
    required("type", Type::Text),
    required("amount", Type::Positive),
    required("unit", UNIT),
]);

static CYCLES: Shape = part(&[required("type", Type::Text), required("cycles", Type::Positive)]);

static FIXED_VALUE: Shape = part(&[
    required("type", Type::Text),
    required("currency", Type::Currency),
    optional("unit", Type::Money),
    optional("flat", Type::Money),
]);

static PERCENTAGE: Shape = part(&[
    required("type", Type::Text),
    required("percent", Type::Percent),
    optional("currency", Type::Currency),
]);

static REDEMPTIONS: Shape = part(&[optional("max", Type::Whole), optional("current", Type::Whole)]);

pub(super) static DISCOUNT: Shape = Shape {
    check: None,
    fields: &[
        required("coupon", Type::Of(&COUPON)),
        optional("start", Type::Date),
        optional("end", Type::Date),
    ],
    rules: &[starts_before_it_ends],
};
