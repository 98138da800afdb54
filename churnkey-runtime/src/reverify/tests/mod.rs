mod calls;
mod endpoint;
mod environment;
mod retries;
mod states;

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::{StateFile, VerifyCall};

/// A state file in a folder of this test alone.
fn state_file() -> StateFile {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("reverify-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let folder: PathBuf = std::env::temp_dir().join("churnkey-tests").join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    StateFile::new(folder.join("churnkey.verified.json"))
}

fn call(url: &str) -> VerifyCall {
    VerifyCall::new(url)
}
