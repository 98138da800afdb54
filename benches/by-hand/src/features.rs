//! The features manifest.

use actix_web::web::Json;
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct Features {
    actions: Actions,
    controllers: Controllers,
    name: &'static str,
}

#[derive(Serialize)]
struct Actions {
    cancel: Cancel,
    pause: Pause,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Cancel {
    enabled: bool,
    handle_all: bool,
    schedules: Starts,
    unpause: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Pause {
    allow_annual: bool,
    durations: Durations,
    enabled: bool,
    handle_all: bool,
    start_dates: Starts,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
struct Starts {
    end_of_period: bool,
    immediate: bool,
}

#[derive(Serialize)]
struct Durations {
    date: bool,
    period: bool,
}

#[derive(Serialize)]
struct Controllers {
    customers: Customers,
    prices: Prices,
    subscriptions: Subscriptions,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "so it goes over the wire")]
struct Customers {
    enabled: bool,
    find_by_email: bool,
    find_by_phone: bool,
    list: bool,
}

#[derive(Serialize)]
struct Prices {
    enabled: bool,
    r#type: &'static str,
}

#[derive(Serialize)]
struct Subscriptions {
    enabled: bool,
    list: bool,
}

pub(crate) async fn show() -> Json<Features> {
    let starts = || Starts { end_of_period: true, immediate: true };
    Json(Features {
        actions: Actions {
            cancel: Cancel {
                enabled: true,
                handle_all: false,
                schedules: starts(),
                unpause: false,
            },
            pause: Pause {
                allow_annual: true,
                durations: Durations { date: true, period: true },
                enabled: true,
                handle_all: false,
                start_dates: starts(),
            },
        },
        controllers: Controllers {
            customers: Customers {
                enabled: true,
                find_by_email: false,
                find_by_phone: false,
                list: false,
            },
            prices: Prices { enabled: true, r#type: "standalone" },
            subscriptions: Subscriptions { enabled: true, list: true },
        },
        name: "Billing",
    })
}
