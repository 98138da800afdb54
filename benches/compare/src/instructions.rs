//! Instructions per request, counted by valgrind: what a run with twice as many requests takes more, so that the start
//! and the end of the server cancel out.

use std::ffi::OsString;
use std::fs;
use std::path::Path;

use crate::load::{Load, Until};
use crate::requests::{KINDS, Kind};
use crate::server::{Launch, Server};
use crate::side::{Binaries, Pair, Side};
use crate::{Result, machine};

const REQUESTS: u32 = 1000;

pub(crate) fn compare(binaries: &Binaries) -> Result<()> {
    if !machine::has("valgrind") {
        println!("`valgrind` is not installed, so instructions were not counted.\n");
        return Ok(());
    }
    println!("| instructions per request | by hand | on churnkey | ratio |");
    println!("|---|---|---|---|");
    for kind in &KINDS {
        let counted =
            Pair::measure(|side| per_request(&binaries.launch(side), &binaries.scratch(), kind))?;
        let Pair { by_hand, on_churnkey } = counted;
        let ratio = on_churnkey / by_hand;
        println!("| {} | {by_hand:.0} | {on_churnkey:.0} | **{ratio:.2}** |", kind.name);
    }
    println!();
    Ok(())
}

/// The merchant on churnkey with an observer of each action, and without one.
pub(crate) fn observer() -> Result<()> {
    if !machine::has("valgrind") {
        return Err("`valgrind` is not installed".into());
    }
    let binaries = Binaries::build_one(Side::OnChurnkey, &[])?;
    let launch = |environment: &[(&'static str, &'static str)]| Launch {
        environment: environment.to_vec(),
        ..binaries.launch(Side::OnChurnkey)
    };
    let (without, with) = (launch(&[]), launch(&[("BENCH_OBSERVER", "on")]));
    println!("| instructions per request | without | with an observer | ratio |");
    println!("|---|---|---|---|");
    for kind in &KINDS {
        let without = per_request(&without, &binaries.scratch(), kind)?;
        let with = per_request(&with, &binaries.scratch(), kind)?;
        let (name, ratio) = (kind.name, with / without);
        println!("| {name} | {without:.0} | {with:.0} | **{ratio:.3}** |");
    }
    Ok(())
}

/// `scratch` is a folder for valgrind's output.
pub(crate) fn per_request(launch: &Launch, scratch: &Path, kind: &Kind) -> Result<f64> {
    let twice = count(launch, scratch, kind, 2 * REQUESTS)?;
    Ok((twice - count(launch, scratch, kind, REQUESTS)?) / f64::from(REQUESTS))
}

fn count(launch: &Launch, scratch: &Path, kind: &Kind, requests: u32) -> Result<f64> {
    fs::create_dir_all(scratch)?;
    let file = scratch.join(format!("callgrind.{requests}"));
    let mut out = OsString::from("--callgrind-out-file=");
    out.push(&file);
    let tool = ["valgrind".into(), "-q".into(), "--tool=callgrind".into(), out];
    let server = Server::start_under(launch, &tool)?;
    let mut load = Load::connect(server.address, 1)?;
    load.run(&kind.bytes(), Until::Answers(requests))?;
    drop(load);
    server.stop()?;
    total(&file)
}

/// The number of instructions in callgrind's output.
fn total(file: &Path) -> Result<f64> {
    let output = fs::read_to_string(file)?;
    let total = output.lines().find_map(|line| line.strip_prefix("totals: "));
    Ok(total.ok_or("callgrind's output has no `totals`")?.trim().parse()?)
}
