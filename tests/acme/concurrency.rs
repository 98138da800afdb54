//! Many at once: what only shows when two come to the same row, or to the same empty database.

use std::collections::BTreeMap;
use std::sync::Barrier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;

use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::acme::{Acme, command};
use crate::database::Store;
use crate::support::Server;

/// On PostgreSQL two that take a customer's rows in another order each would wait for each other, until the server
/// ends one of them with an error.
#[test]
fn actions_on_all_and_on_one_of_a_customers_subscriptions_never_stand_in_each_others_way() {
    for acme in Acme::on_each() {
        let mut customers = BTreeMap::<_, Vec<_>>::new();
        for it in acme.subscriptions() {
            let text = |key: &str| it[key].as_str().unwrap().to_owned();
            customers.entry(text("customerId")).or_default().push(text("id"));
        }
        customers.retain(|_, theirs| theirs.len() == 2);
        assert!(customers.len() > 20);
        let day = json!({ "amount": 1, "unit": "day" });
        let pause = json!({ "startAt": "immediate", "duration": day, "allowAnnual": true });
        let cancel = json!({ "scheduledAt": "immediate" });
        for (customer, theirs) in &customers {
            let together = Barrier::new(4);
            let act = |action: &str, more: &Value, subscription: Option<&String>| {
                let mut body = more.clone();
                body["customerId"] = json!(customer);
                if let Some(id) = subscription {
                    body["subscriptionId"] = json!(id);
                }
                together.wait();
                let answer = acme.post(action, &body);
                // Refused it may be: what is canceled is not paused.
                assert!(matches!(answer.status, 200 | 400), "{action}: {answer:?}");
            };
            thread::scope(|scope| {
                scope.spawn(|| act("customer/pause", &pause, None));
                scope.spawn(|| act("customer/cancel", &cancel, None));
                scope.spawn(|| act("subscription/pause", &pause, theirs.last()));
                scope.spawn(|| act("subscription/cancel", &cancel, theirs.first()));
            });
        }
    }
}

/// A change of price to another interval writes two tables: who reads between the two statements, sees a yearly price
/// in a monthly subscription.
#[test]
fn a_subscription_that_is_read_amid_changes_is_of_one_moment() {
    for acme in Acme::on_each() {
        let all = acme.subscriptions();
        let one = all.iter().find(|it| {
            let items = it["items"].as_array().unwrap();
            it["status"]["name"] == "active"
                && items.len() == 1
                && it["items"][0]["price"]["amount"]["currency"] == "eur"
        });
        let one = one.unwrap();
        let text = |key: &str| one[key].as_str().unwrap().to_owned();
        let (customer, id) = (text("customerId"), text("id"));
        let path = format!("/churnkey/customers/{customer}/subscriptions/{id}");
        let done = AtomicBool::new(false);
        let mut database = acme.database();
        thread::scope(|scope| {
            for _ in 0..3 {
                scope.spawn(|| {
                    while !done.load(Ordering::Relaxed) {
                        let read = acme.read(&path);
                        assert_eq!(read["items"][0]["price"]["duration"], read["duration"]);
                    }
                });
            }
            for turn in 0..60 {
                let price = ["p_solo_y_eur", "p_solo_m_eur"][turn % 2];
                database.execute("UPDATE journal SET at = at - 600000"); // so that none is a repeat
                acme.act(
                    "subscription/change-price",
                    &json!({
                        "customerId": customer, "subscriptionId": id, "price": price,
                        "scheduledAt": "immediate", "prorate": true,
                    }),
                );
            }
            done.store(true, Ordering::Relaxed);
        });
    }
}

/// Who only looks whether it was done already, lets two see that it was not.
#[test]
fn a_wish_that_comes_many_times_at_once_counts_once() {
    for acme in Acme::on_each() {
        let trial = acme.find("trial", "month");
        let end = || {
            let trial = acme.reload(&trial);
            let end = trial["status"]["trial"]["end"].as_str().unwrap().parse::<DateTime<Utc>>();
            end.unwrap()
        };
        let before = end();
        let week = trial.with(&json!({ "duration": { "amount": 7, "unit": "day" } }));
        thread::scope(|scope| {
            for _ in 0..12 {
                scope.spawn(|| acme.act("subscription/extend-trial", &week));
            }
        });
        assert_eq!(end() - before, TimeDelta::days(7));
        let entries = |outcome: &str| {
            let sql = format!("SELECT COUNT(*) FROM journal WHERE outcome = '{outcome}'");
            acme.database().number(&sql)
        };
        assert_eq!((entries("done"), entries("repeat")), (1, 11));
    }
}

#[test]
fn the_last_redemption_of_a_coupon_is_had_once() {
    for acme in Acme::on_each() {
        let all = acme.subscriptions();
        let active = all.iter().filter(|it| it["status"]["name"] == "active").take(12);
        let redeem = |it: &Value| {
            acme.post("subscription/apply-coupon", &json!({
                "customerId": it["customerId"], "subscriptionId": it["id"], "coupon": "c_last_one",
            }))
        };
        let answers: Vec<_> = thread::scope(|scope| {
            let clients: Vec<_> = active.map(|it| scope.spawn(|| redeem(it))).collect();
            clients.into_iter().map(|client| client.join().unwrap()).collect()
        });
        let count = |status| answers.iter().filter(|answer| answer.status == status).count();
        assert_eq!((count(200), count(400)), (1, 11), "{answers:?}");
        let coupon = acme.read("/churnkey/coupons/c_last_one");
        assert_eq!(coupon["redemptions"], json!({ "max": 10, "current": 10 }));
    }
}

#[test]
fn several_that_start_at_once_on_an_empty_database_fill_it_once() {
    for store in Store::each() {
        let acmes: Vec<_> = thread::scope(|scope| {
            let start = || Server::start(&mut command(&store));
            let starts: Vec<_> = (0..4).map(|_| scope.spawn(start)).collect();
            starts.into_iter().map(|start| start.join().unwrap()).collect()
        });
        assert_eq!(acmes.len(), 4);
        assert_eq!(store.database().number("SELECT COUNT(*) FROM customers"), 69);
        assert_eq!(store.database().number("SELECT COUNT(*) FROM subscriptions"), 101);
    }
}
