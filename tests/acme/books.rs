//! What is known of each subscription, over HTTP and in the tables: all that one action touches stands side by side, so that
//! half of one shows.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use sqlx::Row as _;

use crate::acme::Acme;
use crate::database::Database;

pub(crate) const DAY: i64 = 86_400_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ends {
    Never,
    WithTheTrial,
    Later,
    Already,
}

/// One subscription.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    // over HTTP
    pub(crate) status: String,
    pub(crate) plan: String,
    pub(crate) coupons: BTreeSet<String>,
    // in the tables
    pub(crate) ends: Ends,
    /// How many days the pause has.
    pub(crate) pause: Option<i64>,
    pub(crate) trial_end: Option<i64>,
    /// The plan that comes when the trial ends.
    pub(crate) next_plan: Option<String>,
    /// The reasons of the prorated amounts, sorted.
    pub(crate) adjustments: Vec<String>,
    /// What the journal says was done, and how often.
    pub(crate) journal: BTreeMap<String, usize>,
}

/// All that acme knows, by subscription, and how often each coupon was redeemed.
pub(crate) struct Books {
    pub(crate) states: BTreeMap<String, State>,
    pub(crate) redeemed: BTreeMap<String, i64>,
    /// A subscription as it is read over HTTP.
    pub(crate) read: BTreeMap<String, Value>,
}

impl Books {
    pub(crate) fn of(acme: &Acme) -> Self {
        let mut database = acme.database();
        // PostgreSQL goes on for a moment with what was sent to it before the client had gone.
        let busy = "SELECT COUNT(*) FROM pg_stat_activity
            WHERE datname = current_database() AND state <> 'idle' AND pid <> pg_backend_pid()";
        while acme.store.kind() == "PostgreSQL" && database.number(busy) > 0 {
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        Self::with(acme, database)
    }

    pub(crate) fn with(acme: &Acme, mut database: Database) -> Self {
        let now = chrono::Utc::now().timestamp_millis();
        let mut by_subscription = |sql: &str| {
            let mut all = BTreeMap::<String, Vec<(String, i64)>>::new();
            for row in database.rows(sql) {
                all.entry(row.get(0)).or_default().push((row.get(1), row.get(2)));
            }
            all
        };
        let adjustments =
            by_subscription("SELECT subscription_id, reason, at FROM adjustments ORDER BY reason");
        let journal = by_subscription(
            "SELECT subscription_id, action, at FROM journal
             WHERE outcome = 'done' AND subscription_id IS NOT NULL",
        );
        let prices = by_subscription(
            "SELECT i.subscription_id, p.price_id, p.starts_at FROM item_prices p
             JOIN items i ON i.id = p.item_id AND i.position = 1 ORDER BY p.starts_at",
        );
        let discounts = by_subscription("SELECT owner_id, coupon_id, starts_at FROM discounts");
        let redeemed = database.rows("SELECT id, redeemed FROM coupons");
        let redeemed = redeemed.iter().map(|row| (row.get(0), row.get(1))).collect();
        let rows = database
            .rows("SELECT id, trial_end, canceled_at, pause_start, pause_end FROM subscriptions");

        let read = acme.subscriptions().into_iter();
        let read: BTreeMap<_, _> =
            read.map(|it| (it["id"].as_str().unwrap().to_owned(), it)).collect();
        let states = rows.iter().map(|row| {
            let id: String = row.get("id");
            let date = |column| row.get::<Option<i64>, _>(column);
            let trial_end = date("trial_end");
            let ends = match date("canceled_at") {
                None => Ends::Never,
                Some(at) if at <= now => Ends::Already,
                Some(at) if trial_end == Some(at) => Ends::WithTheTrial,
                Some(_) => Ends::Later,
            };
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let read = &read[&id];
            let coupons = read["discounts"].as_array().into_iter().flatten();
            let coupons: BTreeSet<_> = coupons.map(|it| text(&it["coupon"]["id"])).collect();
            let stored = discounts.get(&id).into_iter().flatten();
            assert_eq!(coupons, stored.map(|(coupon, _)| coupon.clone()).collect(), "{id}");
            let plan = text(&read["items"][0]["price"]["id"]);
            let (begun, planned): (Vec<_>, Vec<_>) =
                prices[&id].iter().partition(|(_, starts_at)| *starts_at <= now);
            assert_eq!(begun.last().map(|(price, _)| price), Some(&plan), "{id}");
            for (_, starts_at) in &planned {
                assert_eq!(Some(*starts_at), trial_end, "{id}: the plan comes when the trial ends");
            }
            let mut done = BTreeMap::new();
            for (action, _) in journal.get(&id).into_iter().flatten() {
                *done.entry(action.clone()).or_default() += 1;
            }
            let state = State {
                status: text(&read["status"]["name"]),
                plan,
                coupons,
                ends,
                pause: date("pause_start")
                    .zip(date("pause_end"))
                    .map(|(start, end)| (end - start) / DAY),
                trial_end,
                next_plan: planned.last().map(|(price, _)| price.clone()),
                adjustments: adjustments
                    .get(&id)
                    .into_iter()
                    .flatten()
                    .map(|(why, _)| why.clone())
                    .collect(),
                journal: done,
            };
            (id, state)
        });
        let states = states.collect();
        Self { states, redeemed, read }
    }
}
