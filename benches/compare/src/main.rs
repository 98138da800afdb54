//! Compares the merchant on churnkey with the one written by hand: requests per second, instructions per request,
//! memory at rest, and build times. Prints Markdown tables; `--without-builds` leaves out the build times, which take
//! the longest. `--limits` compares churnkey with itself instead: what its limits, metrics and logs cost; `--observer`
//! what an observer costs.

mod builds;
mod instructions;
mod limits;
mod load;
mod machine;
mod ratio;
mod requests;
mod rest;
mod server;
mod side;
mod throughput;

use std::env;
use std::error::Error;

use crate::side::Binaries;

type Result<T, E = Box<dyn Error>> = std::result::Result<T, E>;

fn main() -> Result<()> {
    if cfg!(debug_assertions) {
        return Err("debug builds are not worth comparing: run with `--release`".into());
    }
    let builds = match env::args().nth(1).as_deref() {
        None => true,
        Some("--without-builds") => false,
        Some("--limits") => {
            println!("{}\n", machine::describe());
            return limits::compare();
        }
        Some("--observer") => {
            println!("{}\n", machine::describe());
            return instructions::observer();
        }
        Some(other) => return Err(format!("unknown argument `{other}`").into()),
    };

    let binaries = Binaries::build()?;
    println!("{}\n", machine::describe());
    if builds {
        builds::compare(&binaries)?;
    }
    machine::pin_load();
    requests::check(&binaries)?;
    throughput::compare(&binaries)?;
    instructions::compare(&binaries)?;
    rest::compare(&binaries)
}
