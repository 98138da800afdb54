//! Keyboard alone, a screen reader's rules, both colour schemes, a narrow screen.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::driver::Browser;
use crate::merchant::{Fault, Studio};
use crate::served::serve_with;
use churnkey_test_support::tools::needed;

const TAB: &str = "\u{e004}";
const ENTER: &str = "\u{e007}";
const DOWN: &str = "\u{e015}";

/// From the top of the page to a pause, without a pointer.
#[actix_web::test]
async fn the_keyboard_is_enough() {
    let Some(browser) = Browser::start().await else { return };
    let served = serve_with(Studio::new(), |rehearsal| rehearsal.at_once(true));
    browser.goto(&served.url).await;
    browser.wait("#customer-list li button").await;
    tab_to(&browser, "#text").await;
    browser.keys("mina@example.org").await;
    browser.keys(ENTER).await;
    browser.wait("[data-subscription=s_1]").await;
    tab_to(&browser, "[data-subscription=s_1] button").await;
    browser.keys(ENTER).await;
    browser.wait("input[name=reason]").await;
    // The step's title has the focus, so a screen reader begins there.
    assert_eq!(
        browser.script("return document.activeElement.textContent").await,
        "Why are you cancelling?"
    );
    tab_to(&browser, "input[name=reason]").await;
    browser.keys(" ").await;
    tab_to(&browser, "#step button.strong").await;
    browser.keys(ENTER).await;
    browser.wait("input[name=pause]").await;
    tab_to(&browser, "input[name=pause]").await;
    browser.keys(DOWN).await;
    tab_to(&browser, "#step button.strong").await;
    browser.keys(ENTER).await;
    browser.text("#step h3", "You are staying").await;
    assert_eq!(served.studio.asked()[0].1["duration"]["amount"], 3);
    let said = browser.script("return document.getElementById('said').textContent").await;
    assert!(said.as_str().unwrap().contains("a pause of 3 months"), "{said}");
}

/// Presses Tab until the focus is there.
async fn tab_to(browser: &Browser, css: &str) {
    let is_there = format!("return document.activeElement.matches({css:?})");
    for _ in 0..80 {
        browser.keys(TAB).await;
        if browser.script(&is_there).await == true {
            return;
        }
    }
    panic!("Tab never leads to `{css}`");
}

#[actix_web::test]
async fn axe_finds_no_violation_in_either_colour_scheme() {
    let Some(axe) = needed("axe-core", axe()) else { return };
    for (scheme, argument) in
        [("light", "preferredColorScheme=1"), ("dark", "preferredColorScheme=0")]
    {
        let argument = format!("--blink-settings={argument}");
        let Some(browser) = Browser::start_with(&[&argument]).await else { return };
        let served = serve_with(Studio::new(), |rehearsal| rehearsal.at_once(true));
        browser.goto(&served.url).await;
        let is = format!("return matchMedia('(prefers-color-scheme: {scheme})').matches");
        assert_eq!(browser.script(&is).await, true);
        let check = async |state: &str| {
            let found = browser.violations(&axe).await;
            assert!(found.is_empty(), "{scheme}, {state}: {found:#?}");
        };
        browser.wait("#customer-list li").await;
        check("the list").await;
        browser.find("mina@example.org").await;
        browser.begin("s_1").await;
        check("the survey").await;
        browser.reason("I do not need all of it").await;
        browser.wait("input[name=plan]").await;
        check("an offer").await;
        served.studio.fault(Fault::Refuses);
        browser.press("Change my plan").await;
        browser.wait("#step [role=alert]").await;
        check("a failure").await;
        served.studio.fault(Fault::NoEffect);
        browser.press("Change my plan").await;
        browser.wait("#effects [data-verdict=missing]").await;
        browser
            .script("document.querySelectorAll('details').forEach((one) => (one.open = true))")
            .await;
        check("a fault, with all that is folded open").await;
    }
}

/// axe-core of npm, put into the build directory.
fn axe() -> Result<String, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("axe");
    let file: PathBuf = folder.join("node_modules/axe-core/axe.min.js");
    if !file.exists() {
        std::fs::create_dir_all(&folder).unwrap();
        let npm = Command::new("npm")
            .args(["install", "--no-save", "--fetch-retries=1", "axe-core@4.14.1"])
            .current_dir(&folder)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| format!("npm cannot be started: {error}"))?;
        if !npm.status.success() {
            return Err(format!("npm failed: {}", String::from_utf8_lossy(&npm.stderr)));
        }
    }
    std::fs::read_to_string(file).map_err(|error| error.to_string())
}

#[actix_web::test]
async fn nothing_is_wider_than_a_phone() {
    let Some(browser) = Browser::start().await else { return };
    let served = serve_with(Studio::new(), |rehearsal| rehearsal.at_once(true));
    browser.goto(&served.url).await;
    // Chromium's own window is wider than a phone, so it is a frame that is narrow.
    browser.size(500, 800).await;
    browser.find("mina@example.org").await;
    browser.begin("s_1").await;
    browser.reason("I need a break").await;
    browser.press("Pause my subscription").await;
    browser.wait("#effects [data-verdict=visible]").await;
    browser.script("document.documentElement.style.width = '320px'").await;
    browser
        .script("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        .await;
    let wider = "return [...document.querySelectorAll('main *, header *')].filter((one) => one.getBoundingClientRect().right > 321
        && !one.closest('.table, pre, .hidden')).map((one) => one.outerHTML.slice(0, 100))";
    assert_eq!(browser.script(wider).await, serde_json::json!([]));
}
