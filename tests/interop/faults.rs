//! What the verifier has to say about each fault of `express/faults.js`.

/// A fault, the check that finds it, and the checks that cannot but fail with it.
pub(crate) struct Fault {
    pub(crate) name: &'static str,
    pub(crate) check: &'static str,
    pub(crate) followed_by: &'static [&'static str],
    /// It is advice: the report passes.
    pub(crate) warns: bool,
    /// It shows only when something is written.
    pub(crate) writes: bool,
}

impl Fault {
    const fn and(mut self, followed_by: &'static [&'static str]) -> Self {
        self.followed_by = followed_by;
        self
    }

    const fn on_write(mut self) -> Self {
        self.writes = true;
        self
    }
}

const fn fails(name: &'static str, check: &'static str) -> Fault {
    Fault { name, check, followed_by: &[], warns: false, writes: false }
}

const fn warns(name: &'static str, check: &'static str) -> Fault {
    Fault { warns: true, ..fails(name, check) }
}

pub(crate) const FAULTS: &[Fault] = &[
    // Authentication
    fails("token-unchecked", "auth.wrong").and(&[
        "auth.missing",
        "auth.empty",
        "auth.unknown-path",
    ]),
    fails("token-by-prefix", "auth.wrong"),
    fails("token-missing-accepted", "auth.missing"),
    fails("token-empty-accepted", "auth.empty"),
    fails("token-right-refused", "auth.right"),
    fails("coupons-unguarded", "auth.missing").and(&["auth.wrong", "auth.empty"]),
    fails("features-unguarded", "auth.missing").and(&["auth.wrong", "auth.empty"]),
    fails("actions-unguarded", "auth.missing").and(&["auth.wrong", "auth.empty"]).on_write(),
    warns("unknown-paths-unguarded", "auth.unknown-path"),
    fails("refused-with-403", "auth.status"),
    // Endpoints and the manifest
    fails("no-features", "manifest.present"),
    fails("other-root", "reach.url"),
    fails("features-html", "manifest.readable"),
    fails("features-number", "manifest.readable"),
    fails("features-list", "manifest.required"),
    fails("pause-without-start-dates", "manifest.start-dates"),
    fails("pause-without-durations", "manifest.durations"),
    fails("pause-without-cancel", "manifest.prerequisites"),
    fails("apply-coupon-without-coupons", "manifest.prerequisites"),
    fails("prices-unannounced", "manifest.required").and(&["manifest.prerequisites"]),
    fails("schedule-unknown", "manifest.schedules"),
    fails("flag-as-text", "manifest.flags"),
    fails("families-announced-only", "manifest.announced"),
    fails("extend-trial-announced-only", "manifest.announced").on_write(),
    warns("change-price-unannounced", "manifest.unannounced").on_write(),
    // Models
    fails("customer-without-id", "model.customer"),
    fails("customer-metadata-number", "model.customer"),
    warns("customer-unknown-key", "model.unknown-key"),
    warns("customer-unreachable", "model.contact"),
    fails("customer-address-text", "model.customer"),
    fails("amount-float", "model.price"),
    fails("amount-text", "model.price"),
    fails("currency-symbol", "model.price"),
    fails("price-unit-week", "model.price"),
    fails("price-types-mixed", "link.price-type"),
    fails("tiers-empty", "model.price"),
    fails("tiers-bounded", "model.price"),
    fails("date-local", "model.subscription"),
    fails("date-epoch", "model.subscription"),
    fails("period-backwards", "model.subscription"),
    fails("status-capital", "model.subscription"),
    fails("status-text", "model.subscription"),
    fails("trial-without-trial", "model.subscription"),
    fails("subscription-without-customer", "model.subscription"),
    fails("subscription-without-items", "model.subscription"),
    fails("item-price-id-only", "model.subscription"),
    fails("quantity-text", "model.subscription"),
    fails("coupon-percent-150", "model.coupon"),
    fails("coupon-recurring-endless", "model.coupon"),
    fails("coupon-type-unknown", "model.coupon"),
    fails("product-without-name", "model.product"),
    fails("family-name-null", "model.family"),
    // What belongs together
    fails("product-leads-nowhere", "link.product"),
    fails("family-leads-nowhere", "link.family"),
    fails("coupon-leads-nowhere", "link.coupon"),
    fails("price-leads-nowhere", "link.price"),
    fails("item-price-differs", "link.item-price"),
    fails("retrieve-differs", "link.retrieve"),
    fails("retrieve-another", "link.retrieve"),
    fails("others-subscription-shown", "link.owner"),
    fails("others-subscription-listed", "link.owner"),
    fails("email-finds-another", "find.email"),
    fails("email-plus-as-space", "find.email"),
    // Paging
    fails("cursor-never-ends", "paging.end"),
    fails("limit-ignored", "paging.walk").and(&["paging.limit"]),
    fails("page-skips-one", "paging.walk"),
    fails("page-repeats-one", "paging.walk"),
    fails("page-without-data", "paging.shape"),
    warns("wrong-limit-accepted", "paging.limit"),
    // Errors and transport
    fails("missing-is-200", "error.missing"),
    fails("missing-is-500", "error.missing"),
    fails("errors-html", "error.body"),
    fails("error-without-message", "error.body"),
    fails("error-code-differs", "error.body"),
    warns("unknown-mode-accepted", "error.mode"),
    fails("content-type-text", "reach.content-type"),
    fails("not-json", "reach.json"),
    fails("never-answers", "reach.time"),
    // Actions
    fails("body-unchecked", "write.refused").on_write(),
    fails("cancel-without-effect", "write.cancel").on_write(),
    fails("pause-without-effect", "write.pause").on_write(),
    fails("coupon-without-effect", "write.apply-coupon").and(&["write.refused"]).on_write(),
    fails("price-without-effect", "write.change-price").and(&["write.refused"]).on_write(),
    fails("pause-fails", "write.pause").on_write(),
    fails("coupon-unknown-accepted", "write.refused").on_write(),
    fails("schedule-unannounced-accepted", "write.refused").on_write(),
    warns("action-answers-json", "write.empty-answer").on_write(),
];
