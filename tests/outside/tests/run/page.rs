//! What `docs/beside.md` shows is what is compiled and run here.

use std::fs;
use std::path::Path;

/// Without what only indents.
fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect()
}

#[test]
fn each_piece_of_rust_stands_in_a_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/bin");
    let programs: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|file| fs::read_to_string(file.unwrap().path()).unwrap())
        .collect();
    let page = include_str!("../../../../docs/beside.md");
    let pieces: Vec<_> = page
        .split("```rust,ignore\n")
        .skip(1)
        .map(|piece| piece.split("```").next().unwrap())
        .collect();
    assert!(pieces.len() >= programs.len());
    for piece in pieces {
        let wanted = lines(piece);
        let found = programs
            .iter()
            .any(|program| lines(program).windows(wanted.len()).any(|part| part == wanted));
        assert!(found, "in no program:\n{piece}");
    }
}
