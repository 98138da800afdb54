//! A server that asks Churnkey to verify, against an endpoint that fails and recovers.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use churnkey::reverify::{StateFile, VerifyCall};
use churnkey::{Integration, StartError};

use crate::client::TOKEN;
use crate::merchant::Shop;

#[path = "../../churnkey-runtime/src/reverify/tests/endpoint.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod endpoint;

use endpoint::{Act, Endpoint, OK};

/// A server in a thread of its own, and what it has logged.
struct Served {
    address: std::net::SocketAddr,
    log: Log,
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl std::io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Waits for a line that contains this.
    fn line(&self, part: &str) -> String {
        let begun = Instant::now();
        loop {
            let text = String::from_utf8(self.0.lock().unwrap().clone()).unwrap();
            if let Some(line) = text.lines().find(|line| line.contains(part)) {
                return line.to_owned();
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "no `{part}` in {text}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn serve(name: &str, call: VerifyCall, state: &StateFile) -> Served {
    let (log, (sender, receiver)) = (Log::default(), mpsc::channel());
    let builder = Integration::builder(Shop::default())
        .name(name)
        .token(TOKEN)
        .verify_on_start(call)
        .verify_state(state.path());
    let written = log.clone();
    std::thread::spawn(move || {
        let subscriber = tracing_subscriber::fmt()
            .with_max_level(tracing::Level::INFO)
            .with_ansi(false)
            .with_writer(move || written.clone())
            .finish();
        tracing::subscriber::with_default(subscriber, || {
            actix_web::rt::System::new().block_on(async move {
                let server = builder.build().unwrap().server().address("127.0.0.1:0").workers(1);
                let bound = server.quiet().bind().unwrap();
                sender.send(bound.addresses()[0]).unwrap();
                bound.run().await.unwrap();
            });
        });
    });
    Served { address: receiver.recv().unwrap(), log }
}

impl Served {
    fn answers(&self) -> bool {
        let mut stream = TcpStream::connect(self.address).unwrap();
        let head = "GET /churnkey/features HTTP/1.1\r\nhost: test\r\nconnection: close\r\n";
        write!(stream, "{head}authorization: Bearer {TOKEN}\r\n\r\n").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer.starts_with("HTTP/1.1 200")
    }
}

fn state(name: &str) -> StateFile {
    let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("verified-{name}-{}.json", std::process::id()));
    let _ = std::fs::remove_file(&file);
    StateFile::new(file)
}

#[test]
fn it_asks_once_for_each_manifest_and_goes_on_after_a_failure() {
    let endpoint = Endpoint::start(&[Act::Answer("503 Service Unavailable", "secret words"), OK]);
    let state = state("recovers");
    let call = || VerifyCall::new(&endpoint.url).header("authorization", "Bearer s3cret");
    let served = serve("Acme", call(), &state);
    assert!(served.answers(), "it serves meanwhile");
    let failed = served.log.line("the call to verify failed");
    assert!(failed.contains("WARN") && failed.contains("status 503"), "{failed}");
    let asked = served.log.line("Churnkey was asked to verify");
    assert!(asked.contains("INFO") && asked.contains("status=200"), "{asked}");
    assert_eq!(endpoint.requests().len(), 2);
    for secret in ["s3cret", "secret words"] {
        assert!(!String::from_utf8(served.log.0.lock().unwrap().clone()).unwrap().contains(secret));
    }

    let again = serve("Acme", call(), &state);
    again.log.line("the manifest is verified already");
    assert!(endpoint.is_quiet());

    let renamed = serve("Acme Video", call(), &state);
    renamed.log.line("Churnkey was asked to verify");
    assert_eq!(endpoint.requests().len(), 1);
}

#[test]
fn an_endpoint_that_hangs_or_refuses_does_not_harm_the_server() {
    let hanging = Endpoint::start(&[Act::Hang]);
    let served = serve("Acme", VerifyCall::new(&hanging.url), &state("hangs"));
    hanging.request();
    assert!(served.answers());

    let refusing = Endpoint::start(&[Act::Answer("401 Unauthorized", "")]);
    let served = serve("Acme", VerifyCall::new(&refusing.url), &state("refuses"));
    let refused = served.log.line("Churnkey was not asked to verify");
    assert!(refused.contains("ERROR") && refused.contains("press Verify"), "{refused}");
    assert!(served.answers());
}

#[test]
fn for_an_app_of_ones_own_it_is_started_by_hand_and_ends_with_its_guard() {
    let endpoint = Endpoint::start(&[Act::Close]);
    let builder = Integration::builder(Shop::default()).token(TOKEN);
    let built = builder.verify_on_start(VerifyCall::new(&endpoint.url)).verify_state("unused.json");
    let verification = built.build().unwrap().start_verification().unwrap();
    endpoint.request();
    drop(verification);
    std::thread::sleep(Duration::from_millis(1200));
    assert!(endpoint.is_quiet(), "the first wait is a second long");
    assert!(Shop::default().integration().start_verification().is_none());
}

#[test]
fn a_call_that_cannot_be_is_refused_at_the_start() {
    let builder = Integration::builder(Shop::default()).token(TOKEN);
    let error = builder.verify_on_start(VerifyCall::new("nowhere")).build().unwrap_err();
    assert!(matches!(error, StartError::Setting { setting: "verify_on_start", .. }), "{error}");
}

const ENDPOINT: &str = "CHURNKEY_TEST_ENDPOINT";

#[actix_web::test]
#[ignore = "a server, which the next test starts"]
async fn two_brands_on_a_server() {
    let brand = |name| {
        let call = VerifyCall::new(std::env::var(ENDPOINT).unwrap());
        let builder = Integration::builder(Shop::default()).token(TOKEN).name(name);
        builder.verify_on_start(call).build().unwrap()
    };
    let server = brand("Brand A").server().mount("/brand-b", brand("Brand B"));
    let bound = server.address("127.0.0.1:0").quiet().bind().unwrap();
    let handle = bound.handle();
    let serving = actix_web::rt::spawn(bound.run());
    actix_web::rt::time::sleep(Duration::from_secs(2)).await;
    handle.stop(false).await;
    serving.await.unwrap().unwrap();
}

#[test]
fn of_two_on_one_server_each_is_verified_and_remembered_by_itself() {
    let endpoint = Endpoint::start(&[OK, OK]);
    let folder = std::env::temp_dir().join(format!("churnkey-two-brands-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for called in [2, 0] {
        let server = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["verify_on_start::two_brands_on_a_server", "--exact", "--ignored"])
            .env(ENDPOINT, &endpoint.url)
            .env_remove("CK_VERIFY_STATE")
            .current_dir(&folder)
            .output()
            .unwrap();
        assert!(server.status.success(), "{}", String::from_utf8_lossy(&server.stdout));
        assert_eq!(endpoint.requests().len(), called, "once for each, and not again");
    }
    let last = |file: &str| StateFile::new(folder.join(file)).read().unwrap().unwrap();
    let (a, b) = (last("churnkey.verified.json"), last("churnkey.verified.brand-b.json"));
    assert_ne!(a.fingerprint, b.fingerprint);
    std::fs::remove_dir_all(folder).unwrap();
}

#[test]
fn two_on_one_server_with_one_file_are_refused() {
    let brand = |name| {
        let builder = Integration::builder(Shop::default()).token(TOKEN).name(name);
        let builder = builder.verify_on_start(VerifyCall::new("http://localhost:1/verify"));
        builder.verify_state("one.json").build().unwrap()
    };
    let server = brand("Brand A").server().mount("/brand-b", brand("Brand B")).quiet();
    let error = actix_web::rt::System::new().block_on(async { server.bind().map(drop) });
    let message = error.unwrap_err().to_string();
    assert!(message.starts_with("invalid setting `verify_state`: "), "{message}");
    assert!(message.contains("two integrations use the file `one.json`"), "{message}");
}
