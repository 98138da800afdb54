//! Pictures of the page's main states, in the build directory; with `CHURNKEY_ACCEPT=1` the README's is written anew.

use std::path::{Path, PathBuf};

use super::driver::Browser;
use crate::merchant::{Fault, Studio};
use crate::served::serve_with;

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/images/cancel-flow.png");

#[actix_web::test]
async fn the_main_states_are_pictured() {
    let Some(browser) = Browser::start().await else { return };
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("screenshots");
    std::fs::create_dir_all(&folder).unwrap();
    let save = async |name: &str| {
        let picture = browser.screenshot().await;
        assert!(picture.starts_with(b"\x89PNG"));
        std::fs::write(folder.join(name), &picture).unwrap();
        picture
    };
    let served = serve_with(Studio::new(), |rehearsal| rehearsal.at_once(true));
    browser.size(1240, 830).await;
    browser.goto(&served.url).await;
    browser.find("ana@example.org").await;
    save("1-subscriptions.png").await;
    browser.begin("s_5").await;
    save("2-survey.png").await;
    browser.reason("I need a break").await;
    browser.wait("input[name=pause]").await;
    save("3-offer.png").await;
    browser.press("Pause my subscription").await;
    browser.wait("#effects [data-verdict=visible]").await;
    browser.text("[data-subscription=s_5] .pill", "paused").await;
    browser.script("scrollTo(0, 0)").await;
    let picture = save("4-paused.png").await;
    if std::env::var_os("CHURNKEY_ACCEPT").is_some() {
        std::fs::create_dir_all(Path::new(README).parent().unwrap()).unwrap();
        std::fs::write(README, &picture).unwrap();
    }
    served.studio.fault(Fault::NoEffect);
    browser.begin("s_5").await;
    browser.reason("It is too expensive").await;
    browser.press("Take the discount").await;
    browser.wait("#effects [data-verdict=missing]").await;
    save("5-fault.png").await;
    browser.size(500, 900).await;
    save("6-narrow.png").await;
    println!("the pictures are in {}", folder.display());
}

/// It stands in the README, and in each clone.
#[test]
fn the_readmes_picture_is_small() {
    let size = std::fs::metadata(README).unwrap().len();
    assert!(size < 150 * 1024, "{size} bytes");
}
