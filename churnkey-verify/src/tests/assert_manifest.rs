use serde_json::json;

use super::*;

/// A file of this test's own, away when it is done.
struct File(std::path::PathBuf);

impl File {
    fn new(name: &str) -> Self {
        Self(std::env::temp_dir().join(format!("churnkey-{name}-{}.json", std::process::id())))
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

#[test]
fn a_difference_is_shown_and_can_be_accepted() {
    let file = File::new("difference");
    let old = json!({ "actions": { "pause": { "allowAnnual": false }, "cancel": {} } });
    let new = json!({ "actions": { "pause": { "allowAnnual": true, "enabled": true } } });
    compare(&old, &file.0, true).unwrap();
    compare(&old, &file.0, false).unwrap();
    let problem = compare(&new, &file.0, false).unwrap_err();
    let lines: Vec<_> = problem.lines().filter(|line| line.starts_with("  ")).collect();
    assert_eq!(
        lines,
        [
            "  - actions.cancel: {}",
            "  - actions.pause.allowAnnual: false",
            "  + actions.pause.allowAnnual: true",
            "  + actions.pause.enabled: true",
        ]
    );
    assert!(problem.contains("CHURNKEY_ACCEPT=1"), "{problem}");
    compare(&new, &file.0, true).unwrap();
    compare(&new, &file.0, false).unwrap();
}

#[test]
fn without_a_file_it_says_how_to_write_one() {
    let file = File::new("missing");
    let problem = compare(&json!({}), &file.0, false).unwrap_err();
    assert!(problem.contains("CHURNKEY_ACCEPT=1"), "{problem}");
}
