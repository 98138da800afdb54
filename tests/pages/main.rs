//! The pages that people read: Markdown, and what `cargo doc` makes.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

mod markdown;
mod rustdoc;
mod unknowns;

/// A heading's anchor, as GitHub and rustdoc make it.
fn anchor_of(heading: &str) -> String {
    let kept = heading
        .to_lowercase()
        .chars()
        .filter(|c| c.is_alphanumeric() || " -_".contains(*c))
        .collect::<String>();
    kept.replace(' ', "-")
}
