//! Tokens from a file, which come and go while the integration runs.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use actix_web::rt::time::sleep;
use actix_web::test::TestRequest;
use churnkey::{Integration, StartError};

use crate::client::send;
use crate::merchant::Shop;

const OLD: &str = "ck_int_old_0123456789";
const NEW: &str = "ck_int_new_0123456789";
const OTHER: &str = "ck_int_other_0123456789";

/// A file that is removed in the end.
struct File(PathBuf);

impl File {
    fn new(name: &str, content: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let file = Self(folder.join(format!("tokens-{}-{name}", std::process::id())));
        file.write(content);
        file
    }

    fn write(&self, content: &str) {
        std::fs::write(&self.0, content).unwrap();
    }

    fn builder(&self) -> churnkey::Builder<Shop> {
        Integration::builder(Shop::default()).token_file(&self.0)
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn status(integration: &Integration, token: &str) -> u16 {
    let request = TestRequest::with_uri("/churnkey/customers/u_1");
    send(integration, request.insert_header(("authorization", token))).await.status
}

#[actix_web::test]
async fn a_rotation_needs_no_restart() {
    let file = File::new("rotation", OLD);
    let integration = file.builder().token(OTHER).build().unwrap();
    let handle = integration.token_file().unwrap();
    assert_eq!(handle.path(), file.0);
    assert_eq!((status(&integration, OLD).await, status(&integration, NEW).await), (200, 401));

    file.write(&format!("churnkey-2027 = {NEW}\nchurnkey-2026 = {OLD}\n"));
    assert_eq!(handle.reload().unwrap(), 3);
    assert_eq!((status(&integration, OLD).await, status(&integration, NEW).await), (200, 200));
    let table = integration.table().to_string();
    assert!(
        table.ends_with("3 tokens are valid: unnamed, churnkey-2027, churnkey-2026\n"),
        "{table}"
    );

    file.write(&format!("churnkey-2027 = {NEW}\n"));
    assert_eq!(handle.reload().unwrap(), 2);
    assert_eq!((status(&integration, OLD).await, status(&integration, NEW).await), (401, 200));
    assert_eq!(status(&integration, OTHER).await, 200, "the builder's stays");
}

#[actix_web::test]
async fn a_wrong_file_changes_nothing_and_is_told() {
    let file = File::new("wrong", OLD);
    let integration = file.builder().token(OTHER).build().unwrap();
    let handle = integration.token_file().unwrap();
    for (content, reason) in [
        (String::new(), "there is no token in"),
        (format!("{NEW}\nBearer {OLD}"), ": line 2 of"),
        (format!("{NEW}\n{NEW}"), "the same token is in line 1 of"),
        (format!("{NEW}\n{OTHER}"), "the same token is in call 1 of `token`"),
    ] {
        file.write(&content);
        let message = handle.reload().unwrap_err().to_string();
        assert!(message.starts_with("invalid setting `token_file`: "), "{message}");
        assert!(message.contains(reason), "{message}");
        assert!(!message.contains("ck_int"), "{message}");
        assert_eq!((status(&integration, OLD).await, status(&integration, NEW).await), (200, 401));
    }
    std::fs::remove_file(&file.0).unwrap();
    let message = handle.reload().unwrap_err().to_string();
    assert!(message.contains("cannot read `"), "{message}");
    assert_eq!(status(&integration, OLD).await, 200);
}

/// In an app of one's own too, and without a signal: nobody calls `reload` here.
#[actix_web::test]
async fn the_file_is_looked_at_every_few_seconds() {
    let file = File::new("watched", OLD);
    let integration = file.builder().build().unwrap();
    let becomes_valid = async |token: &str| {
        let begun = Instant::now();
        while status(&integration, token).await != 200 {
            assert!(begun.elapsed() < Duration::from_secs(20), "nobody looks at the file");
            sleep(Duration::from_millis(50)).await;
        }
    };
    file.write("not a token\n");
    sleep(Duration::from_secs(3)).await;
    assert_eq!(status(&integration, OLD).await, 200, "a wrong file changes nothing");
    file.write(NEW);
    becomes_valid(NEW).await;
    assert_eq!(status(&integration, OLD).await, 401);
    // Put in its place, as container tools do.
    let beside = File::new("beside", OLD);
    std::fs::rename(&beside.0, &file.0).unwrap();
    becomes_valid(OLD).await;
    assert_eq!(status(&integration, NEW).await, 401);
}

#[test]
fn a_wrong_file_stops_the_start() {
    let refused = |builder: churnkey::Builder<Shop>| match builder.build().unwrap_err() {
        StartError::Setting { setting: "token_file", problem } => problem,
        other => panic!("{other}"),
    };
    let file = File::new("start", &format!("{OLD} # of the dashboard"));
    let problem = refused(file.builder());
    assert!(problem.starts_with("line 1 of `"), "{problem}");
    assert!(!problem.contains("ck_int") && !problem.contains("dashboard"), "{problem}");
    let problem = refused(Integration::builder(Shop::default()).token_file("/absent"));
    assert!(problem.starts_with("cannot read `/absent`: "), "{problem}");
    let good = File::new("good", OLD);
    let problem = refused(good.builder().token_file("/absent"));
    assert!(problem.starts_with("`/absent` is a second token file after `"), "{problem}");
    assert!(good.builder().token_file(&good.0).build().is_ok(), "the same one");
}

#[test]
fn without_a_file_there_is_no_handle() {
    assert!(Shop::default().integration().token_file().is_none());
}
