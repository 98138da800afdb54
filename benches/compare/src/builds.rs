//! How long both merchants take to build: from nothing, and after the body of one method has changed.

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use crate::Result;
use crate::ratio::Spread;
use crate::side::{Binaries, Pair, Side};

const EDITS: usize = 5;
/// Words in the body of the method that is edited, in both merchants.
const EDITED: &str = "does not exist";
/// What a copy of the repository can do without.
const LEFT_OUT: [&str; 2] = [".git", "target"];

pub(crate) fn compare(binaries: &Binaries) -> Result<()> {
    let checkout = binaries.scratch().join("checkout");
    if checkout.exists() {
        fs::remove_dir_all(&checkout)?;
    }
    // A copy, so that the edits touch nobody's work.
    let repository = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    copy(&repository, &checkout)?;

    println!("| build time | by hand | on churnkey | ratio |");
    println!("|---|---|---|---|");
    for profile in ["dev", "release"] {
        let clean = Pair::measure(|side| clean(&checkout, side, profile))?;
        row(profile, "clean", &clean, clean.on_churnkey / clean.by_hand);
        let rounds = (0..EDITS)
            .map(|edit| Pair::measure(|side| incremental(&checkout, side, profile, edit)))
            .collect::<Result<Vec<_>>>()?;
        let median = Pair {
            by_hand: Spread::of(rounds.iter().map(|pair| pair.by_hand)).median,
            on_churnkey: Spread::of(rounds.iter().map(|pair| pair.on_churnkey)).median,
        };
        let ratio = Spread::of(rounds.iter().map(|pair| pair.on_churnkey / pair.by_hand)).median;
        row(profile, "one method's body changed", &median, ratio);
    }
    println!();
    Ok(())
}

fn row(profile: &str, what: &str, seconds: &Pair<f64>, ratio: f64) {
    let Pair { by_hand, on_churnkey } = seconds;
    println!("| {profile}, {what} | {by_hand:.1} s | {on_churnkey:.1} s | **{ratio:.2}** |");
}

fn clean(checkout: &Path, side: Side, profile: &str) -> Result<f64> {
    let target = target(checkout, side);
    if target.exists() {
        fs::remove_dir_all(&target)?;
    }
    build(checkout, side, profile)
}

fn incremental(checkout: &Path, side: Side, profile: &str, edit: usize) -> Result<f64> {
    let file = checkout.join(side.edited_file());
    let source = fs::read_to_string(&file)?;
    if !source.contains(EDITED) {
        return Err(format!("`{EDITED}` is no longer in {}", file.display()).into());
    }
    fs::write(&file, source.replace(EDITED, &format!("is not known ({edit})")))?;
    let seconds = build(checkout, side, profile);
    fs::write(&file, source)?;
    seconds
}

/// With what has been fetched already: no time of a network is in it.
fn build(checkout: &Path, side: Side, profile: &str) -> Result<f64> {
    let begun = Instant::now();
    let status = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(["build", "--offline", "-q", "--profile", profile, "-p", side.package()])
        .current_dir(checkout)
        .env("CARGO_TARGET_DIR", target(checkout, side))
        .stdin(Stdio::null())
        .status()?;
    if !status.success() {
        return Err(format!("{} does not build", side.package()).into());
    }
    Ok(begun.elapsed().as_secs_f64())
}

fn target(checkout: &Path, side: Side) -> std::path::PathBuf {
    checkout.join("target").join(side.package())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let (kind, name) = (entry.file_type()?, entry.file_name());
        if LEFT_OUT.iter().any(|left_out| name == *left_out) {
            continue;
        }
        if kind.is_dir() {
            copy(&entry.path(), &to.join(name))?;
        } else if kind.is_file() {
            fs::copy(entry.path(), to.join(name))?;
        }
    }
    Ok(())
}
