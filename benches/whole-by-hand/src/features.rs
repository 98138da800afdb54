//! The features manifest.

use actix_web::web::Json;
use serde_json::{Value, json};

pub(crate) async fn show() -> Json<Value> {
    let both = json!({ "immediate": true, "end-of-period": true });
    let durations = json!({ "period": true, "date": true });
    Json(json!({
        "name": "Billing",
        "controllers": {
            "customers": { "enabled": true, "list": true, "findByEmail": true, "findByPhone": true },
            "prices": { "enabled": true, "type": "product" },
            "subscriptions": { "enabled": true, "list": true },
            "coupons": { "enabled": true },
            "products": { "enabled": true, "type": "family" },
            "families": { "enabled": true },
        },
        "actions": {
            "cancel": { "enabled": true, "handleAll": true, "unpause": true, "schedules": both },
            "pause": {
                "enabled": true, "handleAll": true, "startDates": both, "durations": durations,
                "allowAnnual": true,
            },
            "applyCoupon": { "enabled": true },
            "changePrice": { "enabled": true, "prorate": true, "schedules": both },
            "extendTrial": { "enabled": true, "multiple": true, "durations": durations },
        },
    }))
}
