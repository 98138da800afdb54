//! A kill loses nothing that was answered, and leaves nothing half done.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::acme::Acme;
use crate::support::Request;

#[test]
fn what_was_answered_is_there_after_a_restart() {
    let mut acme = Acme::start();
    let subscription = acme.find("active", "month");
    acme.act("subscription/cancel", &subscription.with(&json!({ "scheduledAt": "immediate" })));
    let before = acme.reload(&subscription);
    acme.killed_and_started();
    assert_eq!(acme.reload(&subscription), before);
}

const ACTIONS: usize = 1_000;
const CLIENTS: usize = 16;

/// One of the 1,000: the path and body, and how to see that it was done.
struct Wish {
    path: &'static str,
    body: String,
    subscriptions: Vec<(String, String)>,
    done: fn(&Value) -> bool,
}

/// Each subscription gets one kind of action, many times: what is asked twice is done once.
fn wishes(acme: &Acme) -> Vec<Wish> {
    let all = acme.subscriptions();
    let active = all
        .iter()
        .filter(|it| it["status"]["name"] == "active" && it["duration"]["unit"] == "month");
    let wishes = active.enumerate().map(|(number, it)| {
        let (customer, id) = (it["customerId"].as_str().unwrap(), it["id"].as_str().unwrap());
        let one = vec![(customer.to_owned(), id.to_owned())];
        let body = |more: &str| {
            format!(r#"{{"customerId": "{customer}", "subscriptionId": "{id}", {more}}}"#)
        };
        match number % 3 {
            0 => Wish {
                path: "/churnkey/actions/subscription/cancel",
                body: body(r#""scheduledAt": "immediate""#),
                subscriptions: one,
                done: |it| it["status"]["name"] == "canceled",
            },
            1 => Wish {
                path: "/churnkey/actions/subscription/pause",
                body: body(r#""startAt": "immediate", "duration": {"amount": 1, "unit": "month"}"#),
                subscriptions: one,
                done: |it| it["status"]["name"] == "paused",
            },
            _ => Wish {
                path: "/churnkey/actions/subscription/apply-coupon",
                body: body(r#""coupon": "c_yearly_gift""#),
                subscriptions: one,
                done: |it| it["discounts"].to_string().contains("c_yearly_gift"),
            },
        }
    });
    wishes.collect()
}

#[test]
fn sigkill_amid_1000_concurrent_actions_loses_none_and_leaves_none_half_done() {
    for after in [40, 120, 300] {
        let mut acme = Acme::start();
        let wishes = wishes(&acme);
        let before = acme.read("/churnkey/coupons/c_yearly_gift")["redemptions"]["current"]
            .as_u64()
            .unwrap();
        let next = AtomicUsize::new(0);
        let answered: Vec<AtomicUsize> = wishes.iter().map(|_| AtomicUsize::new(0)).collect();
        let victim = acme.server.child.id().to_string();
        thread::scope(|scope| {
            for _ in 0..CLIENTS {
                scope.spawn(|| {
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        if number >= ACTIONS {
                            return;
                        }
                        let index = number % wishes.len();
                        let request = Request::new(wishes[index].path, &wishes[index].body);
                        match acme.server.send(&request) {
                            Ok(answer) if answer.status == 200 => {
                                answered[index].fetch_add(1, Ordering::Relaxed);
                            }
                            Ok(answer) => panic!("{}: {}", answer.status, answer.body),
                            Err(_) => return, // the server is gone
                        }
                    }
                });
            }
            thread::sleep(Duration::from_millis(after));
            let killed =
                std::process::Command::new("kill").args(["-KILL", &victim]).status().unwrap();
            assert!(killed.success());
        });
        acme.killed_and_started();
        let total: usize = answered.iter().map(|count| count.load(Ordering::Relaxed)).sum();
        assert!(total < ACTIONS, "the kill came in the midst");

        let mut redeemed = 0;
        for (wish, answered) in wishes.iter().zip(&answered) {
            for (customer, id) in &wish.subscriptions {
                let now = acme.read(&format!("/churnkey/customers/{customer}/subscriptions/{id}"));
                let done = (wish.done)(&now);
                assert!(
                    done || answered.load(Ordering::Relaxed) == 0,
                    "an answered action was lost: {}",
                    wish.body
                );
                redeemed += u64::from(now["discounts"].to_string().contains("c_yearly_gift"));
            }
        }
        // Half done would be a redemption without its discount, or the reverse.
        let after = acme.read("/churnkey/coupons/c_yearly_gift")["redemptions"]["current"]
            .as_u64()
            .unwrap();
        assert_eq!(after - before, redeemed);
    }
}
