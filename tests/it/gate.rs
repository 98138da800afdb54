//! What a gate closes, for whom, and how it is told.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use actix_web::rt::time::sleep;
use actix_web::{App, web};
use churnkey::{
    Builder, Gate, GateNotice, GateSource, GateTarget, Integration, Mode, StartError, Token,
};

use crate::client::{Answer, TOKEN, get, post, request, send};
use crate::logs::{collect, logged};
use crate::merchant::Shop;

const SUBSCRIPTION: &str = r#""customerId": "u_1", "subscriptionId": "s_1""#;

/// Each action's endpoint, what closes it, and what it needs besides the ids.
const ACTIONS: &[(&str, GateTarget, &str)] = &[
    ("subscription/cancel", GateTarget::Cancel, r#", "scheduledAt": "immediate""#),
    ("customer/cancel", GateTarget::Cancel, r#", "scheduledAt": "immediate""#),
    ("subscription/pause", GateTarget::Pause, PAUSE),
    ("customer/pause", GateTarget::Pause, PAUSE),
    ("subscription/apply-coupon", GateTarget::ApplyCoupon, r#", "coupon": "c_1""#),
    (
        "subscription/change-price",
        GateTarget::ChangePrice,
        r#", "price": "p_2", "scheduledAt": "immediate""#,
    ),
    (
        "subscription/extend-trial",
        GateTarget::ExtendTrial,
        r#", "duration": {"amount": 7, "unit": "day"}"#,
    ),
];
const PAUSE: &str = r#", "startAt": "immediate", "duration": {"amount": 2, "unit": "month"}"#;

/// What a cancellation may need to read, and the manifest.
const NEEDED: &[&str] = &[
    "/churnkey/features",
    "/churnkey/customers/u_1",
    "/churnkey/customers/email/mina%40example.org",
    "/churnkey/customers/phone/%2B4915112345",
    "/churnkey/customers/u_1/subscriptions",
    "/churnkey/customers/u_1/subscriptions/s_1",
    "/churnkey/prices/p_1",
    "/churnkey/products/prod_1",
    "/churnkey/families/fam_1",
];
const OTHER_READS: &[&str] = &[
    "/churnkey/customers",
    "/churnkey/prices",
    "/churnkey/products",
    "/churnkey/families",
    "/churnkey/coupons",
    "/churnkey/coupons/c_1",
];

async fn act(
    integration: &Integration,
    mode: Mode,
    (path, _, keys): (&str, GateTarget, &str),
) -> Answer {
    let request = request("POST", &format!("/churnkey/actions/{path}"))
        .insert_header(("x-churnkey-mode", mode.as_str()));
    send(integration, request.set_payload(format!("{{{SUBSCRIPTION}{keys}}}"))).await
}

/// The paths that are 503, in live mode.
async fn closed(integration: &Integration) -> Vec<&'static str> {
    let mut closed = Vec::new();
    for action in ACTIONS {
        match act(integration, Mode::Live, *action).await.status {
            200 => {}
            503 => closed.push(action.0),
            other => panic!("{other}: {}", action.0),
        }
    }
    for path in NEEDED.iter().chain(OTHER_READS) {
        match get(integration, path).await.status {
            200 => {}
            503 => closed.push(path),
            other => panic!("{other}: {path}"),
        }
    }
    closed
}

#[actix_web::test]
async fn a_closed_action_is_503_and_changes_nothing_and_the_manifest_stays() {
    let shop = Shop::default();
    let integration = shop.integration();
    let manifest = get(&integration, "/churnkey/features").await;
    let gate = integration.gate();
    gate.close(GateTarget::Pause, GateNotice::new("Back at 14:00").retry_after(600));
    for action in &ACTIONS[2..4] {
        let refused = act(&integration, Mode::Live, *action).await;
        assert_eq!(refused.error(503), "Back at 14:00");
        assert_eq!(refused.header("retry-after"), Some("600"));
    }
    let nonsense = post(&integration, "/churnkey/actions/subscription/pause", "nonsense").await;
    nonsense.error(503); // whatever is in the body
    assert_eq!(shop.calls(), [""; 0]);
    let still = get(&integration, "/churnkey/features").await;
    assert_eq!((still.status, still.etag(), &still.body), (200, manifest.etag(), &manifest.body));

    gate.close(GateTarget::Pause, "Back at 15:00");
    let refused = act(&integration, Mode::Live, ACTIONS[2]).await;
    assert_eq!(
        (refused.error(503), refused.header("retry-after")),
        ("Back at 15:00".to_owned(), None)
    );
    gate.open(GateTarget::Pause);
    assert_eq!(act(&integration, Mode::Live, ACTIONS[2]).await.status, 200);
    assert_eq!(shop.calls().len(), 1);
}

#[actix_web::test]
async fn each_name_closes_its_own_and_cancel_is_closed_by_its_own_alone() {
    let integration = Shop::default().integration();
    let gate = integration.gate();
    for target in GateTarget::ALL {
        gate.close(*target, "closed");
        let actions = ACTIONS.iter().filter(|(_, own, _)| {
            let several = matches!(target, GateTarget::Writes | GateTarget::Everything);
            own == target || (several && *own != GateTarget::Cancel)
        });
        let reads = OTHER_READS.iter().filter(|_| *target == GateTarget::Everything);
        let expected: Vec<_> = actions.map(|(path, ..)| *path).chain(reads.copied()).collect();
        assert_eq!(closed(&integration).await, expected, "{target}");
        gate.open(*target);
        assert_eq!(closed(&integration).await, [""; 0], "{target}");
    }
    for target in GateTarget::ALL {
        gate.close(*target, "closed");
    }
    assert_eq!(closed(&integration).await.len(), ACTIONS.len() + OTHER_READS.len());
}

#[actix_web::test]
async fn the_narrowest_name_says_the_words_and_each_opens_its_own() {
    let integration = Shop::default().integration();
    let gate = integration.gate();
    gate.close(GateTarget::Everything, "everything");
    gate.close(GateTarget::Writes, "writes");
    gate.close(GateTarget::Pause, "pause");
    for (opened, message) in [
        (GateTarget::Pause, "pause"),
        (GateTarget::Writes, "writes"),
        (GateTarget::Everything, "everything"),
    ] {
        assert_eq!(act(&integration, Mode::Live, ACTIONS[2]).await.error(503), message);
        gate.open(opened);
    }
    assert_eq!(act(&integration, Mode::Live, ACTIONS[2]).await.status, 200);
}

#[actix_web::test]
async fn live_and_test_mode_are_closed_apart() {
    let integration = Shop::default().integration();
    let gate = integration.gate();
    let status = async |mode| act(&integration, mode, ACTIONS[2]).await.status;
    gate.only(Mode::Test).close(GateTarget::Writes, "");
    assert_eq!((status(Mode::Live).await, status(Mode::Test).await), (200, 503));
    let refused = act(&integration, Mode::Test, ACTIONS[2]).await;
    assert_eq!(refused.error(503), "closed for now");
    gate.close(GateTarget::Pause, "");
    gate.only(Mode::Test).open(GateTarget::Writes);
    assert_eq!((status(Mode::Live).await, status(Mode::Test).await), (503, 503));
    gate.only(Mode::Live).open(GateTarget::Pause);
    assert_eq!((status(Mode::Live).await, status(Mode::Test).await), (200, 503));
    assert_eq!(gate.only(Mode::Live).state().len(), 0);
    assert_eq!(gate.only(Mode::Test).state().len(), 1);
}

#[actix_web::test]
async fn no_spelling_of_a_path_goes_round_it() {
    let shop = Shop::default();
    let builder = Integration::builder(shop.clone()).token(TOKEN);
    let target = "/actions/subscription/cancel";
    let integration = builder.alias("POST", "/cancel", target).build().unwrap();
    integration.gate().close(GateTarget::Cancel, "closed");
    let body = || format!("{{{SUBSCRIPTION}, \"scheduledAt\": \"immediate\"}}");
    for path in [
        "/churnkey/actions/subscription/cancel",
        "/churnkey/cancel",
        "/churnkey/actions/subscription/cancel/",
        "/churnkey/actions/subscription/cancel?a=b",
        "//churnkey/actions/subscription/cancel",
        "/churnkey//actions/subscription/cancel",
        "/churnkey/actions/subscription/%63ancel",
        "/churnkey/actions/subscription/./cancel",
        "/churnkey/actions/subscription/cancel;a=b",
        "/churnkey/Actions/subscription/cancel",
        "/churnkey/actions/x/../subscription/cancel",
    ] {
        let status = post(&integration, path, body()).await.status;
        assert!(matches!(status, 503 | 404), "{status}: {path}");
    }
    let app = App::new().service(web::scope("/billing").configure(|it| integration.configure(it)));
    let service = actix_web::test::init_service(app).await;
    let below =
        request("POST", "/billing/churnkey/actions/subscription/cancel").set_payload(body());
    let answer = actix_web::test::call_service(&service, below.to_request()).await;
    assert_eq!(answer.status(), 503);
    assert_eq!(shop.calls(), [""; 0]);
}

#[actix_web::test]
async fn who_may_not_is_told_so_first() {
    let reads = Token::named("monitoring", TOKEN).read_only();
    let integration = Integration::builder(Shop::default()).token(reads).build().unwrap();
    integration.gate().close(GateTarget::Writes, "closed");
    act(&integration, Mode::Live, ACTIONS[2]).await.error(403);
}

#[actix_web::test]
async fn each_change_is_logged_and_that_cancel_is_a_matter_of_law() {
    let integration = Shop::default().integration();
    let gate = integration.gate();
    collect();
    gate.only(Mode::Live)
        .close(GateTarget::Pause, GateNotice::new("Back at 14:00").retry_after(60));
    gate.only(Mode::Live)
        .close(GateTarget::Pause, GateNotice::new("Back at 14:00").retry_after(60));
    let text = logged();
    assert_eq!(text.lines().count(), 1, "once: {text}");
    for told in [
        "WARN churnkey: the gate is closed; ",
        r#"closed="pause" mode="live" by="program" answer="Back at 14:00" retry_after_s=60"#,
    ] {
        assert!(text.contains(told), "{told} in {text}");
    }
    gate.open(GateTarget::Pause);
    let text = logged();
    assert_eq!(text.lines().count(), 1, "once: {text}");
    assert!(
        text.contains(
            r#"INFO churnkey: the gate is open again integration="Shop" closed="pause" mode="live""#
        ),
        "{text}"
    );

    gate.close(GateTarget::Everything, "");
    assert_eq!(logged().matches("Cancel stays open").count(), 2, "in both modes");
    gate.close(GateTarget::Cancel, "");
    assert_eq!(logged().matches("nobody can cancel").count(), 2, "in both modes");
    act(&integration, Mode::Live, ACTIONS[0]).await.error(503);
    let text = logged();
    let told = "refused code=503 reason=the gate is closed: `cancel`, by the program";
    assert!(text.contains(told), "{text}");
}

/// A file that is removed in the end.
struct File(PathBuf);

impl File {
    fn new(name: &str, content: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let file = Self(folder.join(format!("gate-{}-{name}", std::process::id())));
        file.write(content);
        file
    }

    fn write(&self, content: &str) {
        std::fs::write(&self.0, content).unwrap();
    }

    fn builder(&self) -> Builder<Shop> {
        Integration::builder(Shop::default()).token(TOKEN).gate_file(&self.0)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn names(gate: &Gate) -> Vec<(&'static str, &'static str, GateSource)> {
    gate.state()
        .iter()
        .map(|entry| (entry.target.name(), entry.mode.as_str(), entry.source))
        .collect()
}

#[actix_web::test]
async fn a_file_closes_what_it_names_as_long_as_it_does() {
    let file = File::new("names", "# until noon\nlive pause closed retry=60 Back at 14:00\n");
    collect();
    let integration = file.builder().build().unwrap();
    assert!(logged().contains(r#"closed="pause" mode="live" by="file""#), "at the start too");
    let gate = integration.gate();
    assert_eq!(names(&gate), [("pause", "live", GateSource::File)]);
    let refused = act(&integration, Mode::Live, ACTIONS[2]).await;
    assert_eq!(refused.error(503), "Back at 14:00");
    assert_eq!(refused.header("retry-after"), Some("60"));
    assert_eq!(act(&integration, Mode::Test, ACTIONS[2]).await.status, 200);

    gate.open(GateTarget::Pause);
    act(&integration, Mode::Live, ACTIONS[2]).await.error(503); // the program cannot open it
    gate.close(GateTarget::Pause, "by hand");
    file.write("writes closed\n");
    gate.reload().unwrap();
    assert_eq!(
        names(&gate),
        [
            ("pause", "live", GateSource::Program),
            ("writes", "live", GateSource::File),
            ("pause", "test", GateSource::Program),
            ("writes", "test", GateSource::File),
        ]
    );
    assert_eq!(act(&integration, Mode::Live, ACTIONS[2]).await.error(503), "by hand");
    assert_eq!(act(&integration, Mode::Live, ACTIONS[4]).await.error(503), "closed for now");
    assert_eq!(act(&integration, Mode::Live, ACTIONS[0]).await.status, 200);
    file.write("");
    gate.reload().unwrap();
    gate.open(GateTarget::Pause);
    assert_eq!(closed(&integration).await, [""; 0]);
}

#[test]
fn the_file_on_the_page_closes_what_it_says() {
    let page =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/gate.md")).unwrap();
    let (_, from) = page.split_once("```text\n").unwrap();
    let file = File::new("page", from.split_once("```").unwrap().0);
    assert_eq!(
        names(&file.builder().build().unwrap().gate()),
        [
            ("pause", "live", GateSource::File),
            ("apply_coupon", "live", GateSource::File),
            ("pause", "test", GateSource::File),
            ("writes", "test", GateSource::File),
        ]
    );
}

#[actix_web::test]
async fn a_wrong_file_is_a_start_error_and_later_changes_nothing() {
    let refused = |builder: Builder<Shop>| match builder.build().unwrap_err() {
        StartError::Setting { setting: "gate_file", problem } => problem,
        other => panic!("{other}"),
    };
    let file = File::new("wrong", "pause closed\npauze closed\n");
    let problem = refused(file.builder());
    assert!(
        problem.starts_with("line 2 of `") && problem.contains("there is no `pauze`"),
        "{problem}"
    );
    let absent = Integration::builder(Shop::default()).token(TOKEN).gate_file("/absent");
    let problem = refused(absent);
    assert!(problem.starts_with("cannot read `/absent`: "), "{problem}");

    file.write("pause closed\n");
    let integration = file.builder().build().unwrap();
    let gate = integration.gate();
    let before = gate.state();
    file.write("everything closed\nall closed\n");
    let problem = gate.reload().unwrap_err().to_string();
    assert!(problem.starts_with("invalid setting `gate_file`: line 2 of `"), "{problem}");
    assert_eq!(gate.state(), before);
    std::fs::remove_file(&file.0).unwrap();
    assert!(gate.reload().unwrap_err().to_string().contains("cannot read `"));
    assert_eq!(gate.state(), before);
}

#[actix_web::test]
async fn the_file_is_looked_at_every_few_seconds() {
    let file = File::new("watched", "");
    let integration = file.builder().build().unwrap();
    let becomes = async |status: u16| {
        let begun = Instant::now();
        while act(&integration, Mode::Live, ACTIONS[2]).await.status != status {
            assert!(begun.elapsed() < Duration::from_secs(20), "nobody looks at the file");
            sleep(Duration::from_millis(50)).await;
        }
    };
    becomes(200).await;
    file.write("pause closed\n");
    becomes(503).await;
    file.write("pause open\n");
    sleep(Duration::from_secs(3)).await;
    becomes(503).await; // a wrong file changes nothing
    file.write("# open\n");
    becomes(200).await;
}

#[actix_web::test]
async fn more_actions_a_minute_than_there_may_be_are_429_and_an_error_once() {
    let shop = Shop::default();
    let builder = Integration::builder(shop.clone()).token(TOKEN).actions_per_minute(3);
    let integration = builder.build().unwrap();
    integration.gate().close(GateTarget::Pause, "");
    act(&integration, Mode::Live, ACTIONS[2]).await.error(503); // does not count
    collect();
    for action in [ACTIONS[0], ACTIONS[1], ACTIONS[4]] {
        assert_eq!(act(&integration, Mode::Live, action).await.status, 200);
    }
    for action in [ACTIONS[0], ACTIONS[4]] {
        let refused = act(&integration, Mode::Live, action).await;
        assert_eq!(refused.error(429), "too many actions in the last minute");
        let wait: u32 = refused.header("retry-after").unwrap().parse().unwrap();
        assert!((1..=60).contains(&wait), "{wait}");
    }
    assert_eq!(shop.calls().len(), 3);
    let text = logged();
    let told =
        "more actions than `actions_per_minute` allows: the rest are refused limit=3 mode=\"live\"";
    assert_eq!(text.matches(told).count(), 1, "{text}");
    assert!(text.lines().find(|line| line.contains(told)).unwrap().contains("ERROR"), "{text}");
    assert_eq!(
        get(&integration, "/churnkey/customers/u_1").await.status,
        200,
        "reads do not count"
    );
    assert_eq!(
        act(&integration, Mode::Test, ACTIONS[0]).await.status,
        200,
        "test mode counts apart"
    );

    let none = Integration::builder(shop).token(TOKEN).actions_per_minute(0).build().unwrap_err();
    assert_eq!(
        none.to_string(),
        "invalid setting `actions_per_minute`: it must be above 0; to stop the actions, close the gate"
    );
}
