//! What the limits, the metrics and the logs cost: the same merchant on churnkey with each of them on and off.

use std::fs;
use std::path::PathBuf;

use crate::instructions::per_request;
use crate::requests::KINDS;
use crate::server::Launch;
use crate::side::{Binaries, Side};
use crate::throughput::{Rates, ratio, rounds};
use crate::{Result, machine};

const METRICS: (&str, &str) = ("BENCH_OBSERVED", "metrics");

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
        launch(&observed, &[METRICS]),
        launch(&observed, &[("BENCH_OBSERVED", "problems")]),
        launch(&observed, &[("BENCH_OBSERVED", "logs")]),
    ];
    let scratch = plain.parent().ok_or("the binary has no folder")?;
    machine::pin_load();
    println!(
        "| to the limits switched off | limits | limits, metrics | limits, a log of problems | limits, a log line for each request |"
    );
    println!("|---|---|---|---|---|");
    for kind in &KINDS {
        let rounds = rounds(&launches, kind)?;
        let row = |of: fn(&Rates) -> f64| {
            let ratios = (1..launches.len()).map(|server| ratio(&rounds, server, of).to_string());
            ratios.collect::<Vec<_>>().join(" | ")
        };
        println!("| requests/s, {} | {} |", kind.name, row(|rates| rates.per_second));
        println!("| processor time, {} | {} |", kind.name, row(|rates| rates.processor_time));
        if machine::has("valgrind") {
            let [off, others @ ..] = &launches;
            let off = per_request(off, scratch, kind)?;
            let ratios = others.iter().map(|launch| {
                // At its start the exporter's clock is tuned by time, and that by another number of instructions each time.
                if launch.environment.contains(&METRICS) {
                    return Ok("–".to_owned());
                }
                Ok(format!("**{:.3}**", per_request(launch, scratch, kind)? / off))
            });
            let ratios = ratios.collect::<Result<Vec<_>>>()?;
            println!("| instructions, {} | {} |", kind.name, ratios.join(" | "));
        }
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
