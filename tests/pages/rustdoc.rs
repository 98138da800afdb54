//! What a merchant's engineer reads of the facade in `cargo doc`: the other crates' documentation, under one name.

use std::fs;
use std::path::{Path, PathBuf};

use crate::anchor_of;

/// The crates that the facade shows as its own.
const SHOWN: [&str; 4] =
    ["churnkey-embed", "churnkey-rehearsal", "churnkey-runtime", "churnkey-verify"];

/// Those of the verifier that it does not: what a verifier is made of.
const NOT_SHOWN: [&str; 2] = ["announced.rs", "inspect.rs"];

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if NOT_SHOWN.contains(&name.as_str()) || name == "tests" {
            continue;
        }
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.push(path);
        }
    }
}

/// Each line of documentation, with the file and the line where it stands.
fn documentation() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for shown in SHOWN {
        files(&root.join(shown).join("src"), &mut found);
    }
    files(&root.join("src"), &mut found);
    let mut lines = Vec::new();
    for path in found {
        let file = fs::read_to_string(&path).unwrap();
        let name = path.strip_prefix(root).unwrap().display();
        for (number, line) in (1..).zip(file.lines()) {
            let line = line.trim_start();
            if let Some(line) = line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) {
                lines.push((format!("{name}:{number}"), line.trim_start().to_owned()));
            }
        }
    }
    assert!(lines.len() > 1000, "only {} lines of documentation were found", lines.len());
    lines
}

/// A reader depends on `churnkey`, and on none of the crates that it is made of.
#[test]
fn an_example_names_the_crate_that_its_reader_depends_on() {
    let names =
        ["churnkey_embed::", "churnkey_rehearsal::", "churnkey_runtime::", "churnkey_verify::"];
    for (place, line) in documentation() {
        let hidden = line.starts_with("# ");
        // The target of a link is not shown.
        let shown = line.split("](").next().unwrap();
        let is_named = names.iter().any(|name| shown.contains(name));
        assert!(
            hidden || !is_named,
            "{place}: `{line}` names a crate that its reader does not depend on"
        );
    }
}

/// rustdoc holds the page of a link, but not the section.
#[test]
fn a_link_to_the_protocol_leads_to_a_section() {
    let page = include_str!("../../docs/protocol.md");
    let headings = page.lines().filter(|line| line.starts_with('#'));
    let anchors: Vec<_> =
        headings.map(|line| anchor_of(line.trim_start_matches(['#', ' ']))).collect();
    let mut links = 0;
    for (place, line) in documentation() {
        for link in line.split("protocol#").skip(1).filter_map(|rest| rest.split(')').next()) {
            links += 1;
            assert!(
                anchors.iter().any(|anchor| anchor == link),
                "{place}: there is no section `{link}`"
            );
        }
    }
    assert!(links > 50, "only {links} links to the protocol were found");
}
