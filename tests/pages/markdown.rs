//! Markdown: what the pages promise of themselves, and that their links lead somewhere.

use std::fs;
use std::path::{Path, PathBuf};

use crate::anchor_of;

/// README.md and its like, and all of docs/.
fn pages() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = Vec::new();
    for folder in [
        root.to_owned(),
        root.join("docs"),
        root.join("tests"),
        root.join("benches"),
        root.join("fuzz"),
    ] {
        let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        pages.extend(
            files.filter(|path| path.extension().is_some_and(|extension| extension == "md")),
        );
    }
    pages
}

/// The lines of a page that are prose: no code, no tables.
fn prose(page: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut code = false;
    page.lines().enumerate().filter_map(move |(number, line)| {
        if line.trim_start().starts_with("```") {
            code = !code;
        }
        (!code && !line.starts_with('|')).then_some((number + 1, line))
    })
}

#[test]
fn a_line_of_prose_fits_a_screen_and_a_diff() {
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        for (number, line) in prose(&page) {
            assert!(
                line.chars().count() <= 120,
                "{}:{number} has more than 120 characters",
                path.display()
            );
        }
    }
}

#[test]
fn a_link_to_a_file_leads_to_one() {
    for path in pages() {
        let page = fs::read_to_string(&path).unwrap();
        for link in page.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (target, anchor) = link.split_once('#').unwrap_or((link, ""));
            if target.contains("://") || target.contains(' ') {
                continue;
            }
            let target = path.parent().unwrap().join(target);
            let target = if target.is_dir() { path.clone() } else { target };
            assert!(target.exists(), "{}: the link `{link}` leads nowhere", path.display());
            if anchor.is_empty() {
                continue;
            }
            let headings = fs::read_to_string(&target).unwrap();
            let mut anchors = prose(&headings)
                .filter(|(_, line)| line.starts_with('#'))
                .map(|(_, line)| anchor_of(line.trim_start_matches(['#', ' '])));
            assert!(
                anchors.any(|known| known == anchor),
                "{}: the link `{link}` leads to no heading",
                path.display()
            );
        }
    }
}

/// It is for somebody with ten minutes.
#[test]
fn the_readme_is_short_and_so_is_its_program() {
    let readme = include_str!("../../README.md");
    assert!(readme.lines().count() <= 250, "{} lines", readme.lines().count());
    let program = readme.split("```rust,no_run\n").nth(1).and_then(|rest| rest.split("```").next());
    let lines = program.unwrap().lines().filter(|line| !line.is_empty()).count();
    assert!(lines <= 40, "the first program has {lines} lines");
}

/// Rust on a page is compiled with the documentation: `src/lib.rs` includes it. The compiler's messages are about what
/// does not compile, and what `docs/beside.md` skips is compiled and run by `tests/outside`.
#[test]
fn the_rust_on_a_page_is_compiled() {
    let facade = include_str!("../../src/lib.rs");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for path in pages().iter().filter(|path| !path.ends_with("compiler-messages.md")) {
        let page = fs::read_to_string(path).unwrap();
        if page.lines().any(|line| line.starts_with("```rust")) {
            let name = path.strip_prefix(root).unwrap().display();
            assert!(facade.contains(&format!("\"../{name}\"")), "{name} is not compiled");
            let skipped = page.lines().any(|line| line == "```rust,ignore");
            assert!(
                !skipped || ["README.md", "docs/beside.md"].contains(&&*name.to_string()),
                "{name} has Rust that is not compiled"
            );
        }
    }
}
