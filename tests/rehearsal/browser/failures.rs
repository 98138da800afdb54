//! What the page shows when something is wrong, and that one can go on.

use std::time::Duration;

use churnkey::rehearsal::Rehearsal;

use super::driver::Browser;
use crate::merchant::{Fault, Studio};
use crate::served::{TOKEN, serve_with};

#[actix_web::test]
async fn a_failing_action_shows_and_leaves_the_flow_usable() {
    let Some(browser) = Browser::start().await else { return };
    for (fault, shown) in [
        (Fault::Breaks, "the integration answered 500"),
        (Fault::Refuses, "the integration answered 400: not this month"),
        (Fault::Hangs, "no answer within 2 s"),
    ] {
        let served = serve_with(Studio::new(), |rehearsal| rehearsal.at_once(true));
        served.studio.fault(fault);
        browser.goto(&served.url).await;
        browser.find("mina@example.org").await;
        browser.begin("s_1").await;
        browser.reason("It is too expensive").await;
        browser.press("Take the discount").await;
        browser.text("#step [role=alert]", shown).await;
        browser.wait("#log li.fault").await;
        // The same button works, once the integration does.
        served.studio.fault(None);
        browser.press("Take the discount").await;
        browser.text("#step h3", "You are staying").await;
        assert_eq!(served.subscription("u_1", "s_1")["discounts"][0]["coupon"]["id"], "c_half");
    }
}

#[actix_web::test]
async fn an_action_without_an_effect_is_red() {
    let Some(browser) = Browser::start().await else { return };
    let served = serve_with(Studio::new(), |rehearsal| rehearsal.at_once(true));
    served.studio.fault(Fault::NoEffect);
    browser.goto(&served.url).await;
    browser.find("mina@example.org").await;
    browser.begin("s_1").await;
    browser.reason("I need a break").await;
    browser.press("Pause my subscription").await;
    browser.wait("#effects [data-verdict=missing]").await;
    browser.text("#log .fault", "expected the status `paused`").await;
    browser.text("#log .alert", "the promised effect is missing").await;
}

/// The integration is down, and comes up: *Try again* works.
#[actix_web::test]
async fn an_integration_that_is_down_is_named_and_tried_again() {
    let Some(browser) = Browser::start().await else { return };
    // A port that was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let (sender, ready) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let rehearsal = Rehearsal::url(&format!("http://{free}"), TOKEN).unwrap();
            let bound = rehearsal.timeout(Duration::from_secs(2)).bind().unwrap();
            sender.send(bound.url()).unwrap();
            bound.run_without_signals().await.unwrap();
        });
    });
    browser.goto(&ready.recv().unwrap()).await;
    browser.text("#problem", "GET /churnkey/features failed").await;
    browser.text("#problem", "Check that the integration runs").await;
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let integration =
                churnkey::Integration::builder(Studio::new()).test_context(Studio::new());
            let server = integration.token(TOKEN).build().unwrap().server();
            server.address(free.to_string()).quiet().run().await.unwrap();
        });
    });
    for _ in 0..100 {
        if std::net::TcpStream::connect(free).is_ok() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    browser.press("Try again").await;
    browser.text("#customer-list", "Mina Okafor").await;
}

#[actix_web::test]
async fn a_wrong_token_says_what_to_compare() {
    let Some(browser) = Browser::start().await else { return };
    let (sender, ready) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let integration =
                churnkey::Integration::builder(Studio::new()).token(TOKEN).build().unwrap();
            let bound = Rehearsal::of(&integration, "another-token-of-that-length").bind().unwrap();
            sender.send(bound.url()).unwrap();
            bound.run_without_signals().await.unwrap();
        });
    });
    browser.goto(&ready.recv().unwrap()).await;
    browser.text("#problem", "GET /churnkey/features failed").await;
    browser.text("#problem", "401").await;
    browser.text("#problem", "CK_INTEGRATION_TOKEN").await;
}

/// Without the token that stands behind `#`, the page says where it is to be had.
#[actix_web::test]
async fn the_bare_address_says_which_url_to_open() {
    let Some(browser) = Browser::start().await else { return };
    let served = serve_with(Studio::new(), |rehearsal| rehearsal);
    let (bare, _) = served.url.split_once('#').unwrap();
    browser.goto(bare).await;
    browser.text("#problem", "open the URL that the rehearsal printed").await;
}
