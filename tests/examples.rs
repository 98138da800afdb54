//! What the README promises of the examples.

/// A merchant who pastes the README's program gets the one that is compiled and run as an example.
#[test]
fn the_smallest_integration_of_the_readme_is_the_example() {
    let readme = include_str!("../README.md");
    let example = include_str!("../examples/smallest.rs");
    let block = readme.split("```rust,no_run\n").nth(1).and_then(|rest| rest.split("```").next());
    assert_eq!(block, Some(example));
}
