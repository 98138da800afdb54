//! Each merchant is a file under `tests/`: what it serves, and that it does.

/// What a habit of one's own may cost.
#[test]
fn each_merchant_is_short() {
    for file in std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/tests")).unwrap() {
        let path = file.unwrap().path();
        let lines = std::fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 150, "{} has {lines} lines", path.display());
    }
}
