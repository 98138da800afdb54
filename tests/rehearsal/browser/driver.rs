//! A browser of the test's own. It ends with this value.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};

use churnkey_test_support::tools::needed;

const SECONDS: u64 = 15;

pub(super) struct Browser {
    client: Client,
    driver: Child,
    profile: PathBuf,
    /// One at a time: two of them on two cores make each other late.
    _alone: MutexGuard<'static, ()>,
}

impl Browser {
    /// `None` where there is no Chromium: that is told, and the test is skipped.
    pub(super) async fn start() -> Option<Self> {
        Self::start_with(&[]).await
    }

    #[allow(
        clippy::await_holding_lock,
        reason = "a test has a thread of its own, and waits for the browser on purpose"
    )]
    pub(super) async fn start_with(more: &[&str]) -> Option<Self> {
        static ONE: Mutex<()> = Mutex::new(());
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let alone = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        let (driver, port) = needed("Chromium's driver `chromedriver`", driver())?;
        let name =
            format!("chromium-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let profile = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        std::fs::create_dir_all(&profile).unwrap();
        let profile_argument = format!("--user-data-dir={}", profile.display());
        let mut arguments = vec![
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1360,900",
            &profile_argument,
        ];
        arguments.extend(more);
        let capabilities = json!({ "goog:chromeOptions": { "args": arguments } });
        let Value::Object(capabilities) = capabilities else { unreachable!() };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities.into_iter().collect());
        let connected = builder.connect(&format!("http://127.0.0.1:{port}")).await;
        let client = needed("Chromium", connected.map_err(|error| error.to_string()));
        let Some(client) = client else {
            end(driver);
            return None;
        };
        Some(Self { client, driver, profile, _alone: alone })
    }

    pub(super) async fn goto(&self, url: &str) {
        // Another fragment alone would not load the page anew.
        self.client.goto("about:blank").await.unwrap();
        self.client.goto(url).await.unwrap();
    }

    /// Waits until an element is there.
    #[track_caller]
    pub(super) fn wait(&self, css: &str) -> impl Future<Output = Element> {
        let place = std::panic::Location::caller();
        let (client, css) = (self.client.clone(), css.to_owned());
        async move {
            let wait = client.wait().at_most(Duration::from_secs(SECONDS));
            let found = wait.for_element(Locator::Css(&css)).await;
            found.unwrap_or_else(|error| panic!("{place}: no `{css}`: {error}"))
        }
    }

    /// Waits until a text stands in an element that is visible.
    #[track_caller]
    pub(super) fn text(&self, css: &str, text: &str) -> impl Future<Output = ()> {
        let place = std::panic::Location::caller();
        let (client, css, text) = (self.client.clone(), css.to_owned(), text.to_owned());
        async move {
            let script = "return [...document.querySelectorAll(arguments[0])].map((one) => one.innerText).join('\\n')";
            let mut shown = Value::Null;
            for _ in 0..SECONDS * 20 {
                shown = client.execute(script, vec![json!(css)]).await.unwrap();
                if shown.as_str().unwrap_or_default().contains(&text) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
            panic!("{place}: no `{text}` in `{css}`: {shown}");
        }
    }

    #[track_caller]
    pub(super) fn click(&self, css: &str) -> impl Future<Output = ()> {
        let found = self.wait(css);
        async move { found.await.click().await.unwrap() }
    }

    /// Clicks the button that says this.
    #[track_caller]
    pub(super) fn press(&self, text: &str) -> impl Future<Output = ()> {
        let place = std::panic::Location::caller();
        let (client, text) = (self.client.clone(), text.to_owned());
        async move {
            let path = format!("//button[not(@disabled) and normalize-space()='{text}']");
            let wait = client.wait().at_most(Duration::from_secs(SECONDS));
            let found = wait.for_element(Locator::XPath(&path)).await;
            let found =
                found.unwrap_or_else(|error| panic!("{place}: no button `{text}`: {error}"));
            found.click().await.unwrap();
        }
    }

    /// Chooses the radio button with this label.
    #[track_caller]
    pub(super) fn choose(&self, label: &str) -> impl Future<Output = ()> {
        let place = std::panic::Location::caller();
        let (client, label) = (self.client.clone(), label.to_owned());
        async move {
            let path = format!("//label[span[normalize-space()='{label}']]");
            let wait = client.wait().at_most(Duration::from_secs(SECONDS));
            let found = wait.for_element(Locator::XPath(&path)).await;
            let found =
                found.unwrap_or_else(|error| panic!("{place}: no choice `{label}`: {error}"));
            found.click().await.unwrap();
        }
    }

    /// Finds a customer by e-mail address, and waits for its subscriptions.
    pub(super) async fn find(&self, email: &str) {
        self.wait("#by option").await;
        let field = self.wait("#text").await;
        field.clear().await.unwrap();
        field.send_keys(email).await.unwrap();
        self.press("Find").await;
        self.text(".found", "Found").await;
        self.wait("#subscription-list .card").await;
    }

    /// Begins the flow of a subscription.
    pub(super) async fn begin(&self, subscription: &str) {
        self.click(&format!("[data-subscription={subscription}] button")).await;
        self.wait("input[name=reason]").await;
    }

    /// Gives a reason.
    pub(super) async fn reason(&self, label: &str) {
        self.choose(label).await;
        self.press("Continue").await;
    }

    /// Presses keys where the focus is.
    pub(super) async fn keys(&self, keys: &str) {
        self.client.active_element().await.unwrap().send_keys(keys).await.unwrap();
    }

    pub(super) async fn script(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap()
    }

    pub(super) async fn size(&self, width: u32, height: u32) {
        self.client.set_window_size(width, height).await.unwrap();
    }

    pub(super) async fn screenshot(&self) -> Vec<u8> {
        self.client.screenshot().await.unwrap()
    }

    /// What axe-core has against the page as it is now.
    pub(super) async fn violations(&self, axe: &str) -> Vec<String> {
        self.script(axe).await;
        let script = "const done = arguments[arguments.length - 1];
            axe.run().then((result) => done(result.violations.map((one) =>
                `${one.id}: ${one.nodes.map((node) => node.html + ' ' + node.failureSummary).join(' | ')}`)))";
        let found = self.client.execute_async(script, Vec::new()).await.unwrap();
        serde_json::from_value(found).unwrap()
    }
}

/// The driver, on a port that it chose.
/// chromedriver takes a free port of IPv4, and exits if the same port of IPv6 is in use. So it is started again.
fn driver() -> Result<(Child, u16), String> {
    (0..4).find_map(|_| start_driver().ok()).map_or_else(start_driver, Ok)
}

fn start_driver() -> Result<(Child, u16), String> {
    let mut child = Command::new("chromedriver")
        .arg("--port=0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .map_err(|error| format!("it cannot be started: {error}"))?;
    let lines = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
    let mut port = lines.filter_map(|line| {
        let (_, port) = line.split_once("started successfully on port ")?;
        port.trim_end_matches('.').parse().ok()
    });
    if let Some(port) = port.next() {
        return Ok((child, port));
    }
    end(child);
    Err("it does not say on which port it listens".to_owned())
}

/// The driver and the browser that it started.
fn end(mut driver: Child) {
    let group = format!("-{}", driver.id());
    let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
    let _ = driver.wait();
}

impl Drop for Browser {
    fn drop(&mut self) {
        let group = format!("-{}", self.driver.id());
        let _ = Command::new("kill").args(["-KILL", "--", &group]).status();
        let _ = self.driver.wait();
        let _ = std::fs::remove_dir_all(&self.profile);
    }
}
