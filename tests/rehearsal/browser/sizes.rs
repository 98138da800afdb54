//! Much data does not freeze the page.

use std::time::Instant;

use super::driver::Browser;
use crate::merchant::Studio;
use crate::served::serve;

#[actix_web::test]
async fn five_thousand_customers_and_two_hundred_subscriptions_come_in_pages() {
    let Some(browser) = Browser::start().await else { return };
    let served = serve(Studio::with_many(5_000, 200));
    let begun = Instant::now();
    browser.goto(&served.url).await;
    browser.wait("#customer-list li:nth-child(25)").await;
    println!("the first customers are there after {} ms", begun.elapsed().as_millis());
    let interactive =
        browser.script("return performance.getEntriesByType('navigation')[0].domInteractive").await;
    println!("interactive after {interactive} ms");
    let rows = async || {
        browser.script("return document.querySelectorAll('#customer-list li').length").await
    };
    assert_eq!(rows().await, 25);
    browser.click("#customer-list > button").await;
    browser.wait("#customer-list li:nth-child(50)").await;
    browser.find("three@example.org").await;
    browser.wait("#subscription-list .card:nth-of-type(25)").await;
    let cards = async || {
        browser.script("return document.querySelectorAll('#subscription-list .card').length").await
    };
    assert_eq!(cards().await, 25);
    browser.click("#subscription-list > button").await;
    browser.wait("[data-subscription=s_many_030]").await;
    // The last customer is found without two hundred pages.
    let field = browser.wait("#text").await;
    field.clear().await.unwrap();
    field.send_keys("many4999@example.org").await.unwrap();
    browser.press("Find").await;
    browser.text(".found", "u_many_04999").await;
}
