//! What an editor knows inside blocks with an attribute: rust-analyzer is asked, as an editor asks it.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::needless_pass_by_value,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

mod language_server;
mod merchant;

use std::fs;
use std::path::{Path, PathBuf};

use crate::language_server::LanguageServer;

const MERCHANT: &str = include_str!("merchant.rs");

/// A package of the merchant's own, with the versions that everything else here is built with.
fn package() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("editor");
    fs::create_dir_all(package.join("src")).unwrap();
    let manifest = format!(
        "[workspace]\n[package]\nname = \"merchant\"\nedition = \"2024\"\n\
         [dependencies]\nchurnkey = {{ path = '{}' }}\n",
        root.display()
    );
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    fs::write(package.join("src/lib.rs"), MERCHANT).unwrap();
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    package
}

#[test]
fn a_generic_block_is_as_well_known_as_another() {
    if !churnkey_test_support::tools::program("rust-analyzer") {
        return;
    }
    let build =
        ["cargo", "build", "--quiet", "--package", "churnkey-macros", "--message-format", "json"];
    let mut editor = LanguageServer::open(&package(), MERCHANT, &build);
    assert_eq!(editor.errors(), [""; 0]);

    // The first stands in the plain block, the second in the generic one.
    let methods = [0, 1].map(|block| editor.completions("self.store.", block));
    assert_eq!(methods[0], methods[1]);
    assert!(methods[0].contains(&"customer".to_owned()), "{methods:?}");
    let ids = [0, 1].map(|block| editor.completions("customer(id.", block));
    assert_eq!(ids[0], ids[1]);
    assert!(ids[0].contains(&"as_str".to_owned()), "{ids:?}");
    for block in [0, 1] {
        assert_leads_to(&mut editor, "self.store.customer", block, "src/lib.rs");
        assert_leads_to(&mut editor, "&self, id: CustomerId", block, "src/models/ids.rs");
    }

    // In a generic function, and in its attribute.
    assert!(editor.completions("billing.store.", 0).contains(&"customer".to_owned()));
    assert!(editor.completions("customer(options.", 0).contains(&"subscription_id".to_owned()));
    assert_leads_to(&mut editor, "schedules(immediate", 0, "src/actions/schedule.rs");

    // In a list.
    assert_leads_to(&mut editor, "register!(Billing<Postgres", 0, "src/lib.rs");
    assert_leads_to(
        &mut editor,
        "register!(Billing<Postgres>: Customers",
        0,
        "controllers/customers.rs",
    );
    assert_leads_to(&mut editor, "Subscriptions, Cancel", 0, "actions/cancel.rs");
}

#[track_caller]
fn assert_leads_to(editor: &mut LanguageServer, place: &str, nth: usize, file: &str) {
    let found = editor.definitions(place, nth);
    assert!(found.iter().any(|found| found.ends_with(file)), "`{place}` leads to {found:?}");
}
