//! Resident memory of a server that has been started and is asked nothing.

use std::thread::sleep;
use std::time::Duration;

use crate::Result;
use crate::server::Server;
use crate::side::{Binaries, Pair};

pub(crate) fn compare(binaries: &Binaries) -> Result<()> {
    let resident = Pair::measure(|side| {
        let server = Server::start(&binaries.launch(side))?;
        sleep(Duration::from_millis(500));
        let resident = server.resident()?;
        server.stop()?;
        Ok(f64::from(resident) / 1024.0)
    })?;
    println!("| resident memory at rest | by hand | on churnkey |");
    println!("|---|---|---|");
    println!("| | {:.1} MiB | {:.1} MiB |", resident.by_hand, resident.on_churnkey);
    Ok(())
}
