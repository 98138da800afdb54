//! What the limits, the metrics and the logs cost: the same merchant on churnkey with each of them on and off.

use std::fs;
use std::path::PathBuf;

use crate::requests::KINDS;
use crate::server::Launch;
use crate::side::{Binaries, Side};
use crate::throughput::{ratio, rounds};
use crate::{Result, machine};

pub(crate) fn compare() -> Result<()> {
    let plain = built(&[], "plain")?;
    let observed = built(&["--features", "observed"], "observed")?;
    let launch = |program: &PathBuf, environment: &[(&'static str, &'static str)]| Launch {
        program: program.clone(),
        environment: environment.to_vec(),
    };
    let launches = [
        launch(&plain, &[("BENCH_LIMITS", "off")]),
        launch(&plain, &[]),
        launch(&observed, &[("BENCH_OBSERVED", "metrics")]),
        launch(&observed, &[("BENCH_OBSERVED", "problems")]),
        launch(&observed, &[("BENCH_OBSERVED", "logs")]),
    ];
    machine::pin_load();
    println!(
        "| to the limits switched off | limits | limits, metrics | limits, a log of problems | limits, a log line for each request |"
    );
    println!("|---|---|---|---|---|");
    for kind in &KINDS {
        let rounds = rounds(&launches, kind)?;
        print!("| requests/s, {} |", kind.name);
        for server in 1..launches.len() {
            print!(" {} |", ratio(&rounds, server, |rates| rates.per_second));
        }
        print!("\n| processor time, {} |", kind.name);
        for server in 1..launches.len() {
            print!(" {} |", ratio(&rounds, server, |rates| rates.processor_time));
        }
        println!();
    }
    Ok(())
}

/// Builds the merchant on churnkey, and puts the binary where the next build does not overwrite it.
fn built(features: &[&str], name: &str) -> Result<PathBuf> {
    let binaries = Binaries::build_one(Side::OnChurnkey, features)?;
    let kept = binaries.scratch().join(name);
    fs::create_dir_all(binaries.scratch())?;
    fs::copy(binaries.launch(Side::OnChurnkey).program, &kept)?;
    Ok(kept)
}
