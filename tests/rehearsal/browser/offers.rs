//! Each path of the flow, played on the page, and read through the protocol afterwards.

use super::driver::Browser;
use crate::merchant::Studio;
use crate::served::{serve, serve_with};

#[actix_web::test]
async fn each_offer_is_accepted_and_each_path_goes_to_its_end() {
    let Some(browser) = Browser::start().await else { return };
    // Where, why, what is accepted (nothing: the whole way to the cancellation), and what the protocol says then.
    for (subscription, reason, accept, pointer, value) in [
        ("s_1", "I need a break", "Pause my subscription", "/status/name", "paused"),
        ("s_1", "It is too expensive", "Take the discount", "/discounts/0/coupon/id", "c_half"),
        ("s_1", "I do not need all of it", "Change my plan", "/items/0/price/id", "p_small"),
        ("s_trial", "I have not had time to try it", "Extend my trial", "/status/name", "trial"),
        ("s_1", "I need a break", "", "/status/name", "canceled"),
        ("s_1", "Another reason", "", "/status/name", "canceled"),
    ] {
        let served = serve_with(Studio::new(), |rehearsal| rehearsal.at_once(true));
        let before = served.subscription("u_1", subscription);
        browser.goto(&served.url).await;
        browser.find("mina@example.org").await;
        browser.begin(subscription).await;
        browser.reason(reason).await;
        if accept.is_empty() {
            if reason != "Another reason" {
                browser.press("No thanks").await;
            }
            browser.press("Continue").await; // no feedback
            browser.press("Cancel subscription").await;
            browser.text("#step h3", "Your subscription is cancelled").await;
        } else {
            browser.press(accept).await;
            browser.text("#step h3", "You are staying").await;
        }
        browser.wait("#effects [data-verdict=visible]").await;
        let after = served.subscription("u_1", subscription);
        assert_eq!(after.pointer(pointer).unwrap(), value, "{reason}");
        assert_ne!(before, after, "{reason}");
        assert_eq!(served.faults(), [""; 0], "{reason}");
        // The list beside it is read again.
        let name = after["status"]["name"].as_str().unwrap();
        browser.text(&format!("[data-subscription={subscription}] .pill"), name).await;
    }
}

#[actix_web::test]
async fn what_was_picked_is_what_is_asked_for() {
    let Some(browser) = Browser::start().await else { return };
    let served = serve(Studio::new());
    browser.goto(&served.url).await;
    browser.find("mina@example.org").await;
    browser.begin("s_1").await;
    browser.reason("I need a break").await;
    browser.choose("3 months").await;
    browser.press("Pause my subscription").await;
    // Both start dates are announced, and the end of the period is taken.
    browser.wait("#effects [data-verdict=later]").await;
    assert_eq!(served.studio.asked()[0].1["duration"]["amount"], 3);
    browser.begin("s_1").await;
    browser.reason("I do not need all of it").await;
    browser.choose("Home yearly").await;
    browser.press("Change my plan").await;
    browser.wait("#effects [data-verdict=visible]").await;
    assert_eq!(served.studio.asked()[0].1["price"], "p_year");
}

#[actix_web::test]
async fn a_flow_of_the_whole_customer_shows_each_subscription() {
    let Some(browser) = Browser::start().await else { return };
    let served = serve_with(Studio::new(), |rehearsal| rehearsal.at_once(true));
    browser.goto(&served.url).await;
    browser.find("three@example.org").await;
    browser.press("Start the cancel flow for all of them").await;
    browser.reason("Another reason").await;
    browser.press("Continue").await;
    browser.press("Cancel subscription").await;
    browser.wait("#effects [data-verdict=visible]:nth-child(2)").await;
    assert_eq!(served.subscription("u_3", "s_3b")["status"]["name"], "canceled");
}

#[actix_web::test]
async fn a_double_click_acts_once() {
    let Some(browser) = Browser::start().await else { return };
    let served = serve_with(Studio::new(), |rehearsal| rehearsal.at_once(true));
    browser.goto(&served.url).await;
    browser.find("mina@example.org").await;
    browser.begin("s_1").await;
    browser.reason("I need a break").await;
    browser.wait("#step button.strong").await;
    browser.script("const button = document.querySelector('#step button.strong'); button.click(); button.click()").await;
    browser.wait("#effects [data-verdict]").await;
    assert_eq!(served.studio.asked().len(), 1);
}

/// What the integration answers is text on the page, whatever it looks like.
#[actix_web::test]
async fn nothing_of_an_integration_becomes_markup() {
    let Some(browser) = Browser::start().await else { return };
    let served = serve(Studio::new());
    browser.goto(&served.url).await;
    browser.text("#customer-list", "Zoë <b>").await;
    browser.find("yen@example.org").await;
    browser.text("#subscription-list", "¥1,200").await;
    assert_eq!(
        browser.script("return document.querySelectorAll('#customer-list b').length").await,
        0
    );
    // The page's token leaves the address, and a reload finds it again.
    assert_eq!(browser.script("return location.hash").await, "");
    browser.script("location.reload()").await;
    browser.text("#customer-list", "Mina Okafor").await;
}
