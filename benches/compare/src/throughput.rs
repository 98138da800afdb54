//! Requests per second, and processor time per request: slices of both merchants in turn, in several rounds.

use std::time::{Duration, Instant};

use crate::Result;
use crate::load::{Load, Until};
use crate::ratio::Spread;
use crate::requests::{KINDS, Kind};
use crate::server::Server;
use crate::side::{Binaries, Pair, Side};

const ROUNDS: usize = 11;
/// Short ones and many, so that a machine that slows down for a while slows down both.
const SLICES: usize = 40;
const SLICE: Until = Until::Elapsed(Duration::from_millis(25));
const CONNECTIONS: usize = 32;

/// A server under load, with what has been measured of it.
struct Measured {
    server: Server,
    load: Load,
    answers: u32,
    elapsed: Duration,
    processor_time: Duration,
}

pub(crate) fn compare(binaries: &Binaries) -> Result<()> {
    println!("| requests/s | by hand | on churnkey | ratio | processor time per request, ratio |");
    println!("|---|---|---|---|---|");
    for kind in &KINDS {
        let rounds =
            (0..ROUNDS).map(|_| round(binaries, kind)).collect::<Result<Vec<Pair<Rates>>>>()?;
        println!(
            "| {} | {:.0} | {:.0} | {} | {} |",
            kind.name,
            Spread::of(rounds.iter().map(|pair| pair.by_hand.per_second)).median,
            Spread::of(rounds.iter().map(|pair| pair.on_churnkey.per_second)).median,
            ratio(&rounds, |rates| rates.per_second),
            ratio(&rounds, |rates| rates.processor_time),
        );
    }
    println!();
    Ok(())
}

struct Rates {
    per_second: f64,
    /// Of the server, in seconds per request. Other work on the machine hardly shows in it.
    processor_time: f64,
}

/// With new processes, so that where their memory happens to lie does not count for all rounds.
fn round(binaries: &Binaries, kind: &Kind) -> Result<Pair<Rates>> {
    let request = kind.bytes();
    let mut pair = Pair::measure(|side| Measured::start(binaries, side, &request))?;
    for _ in 0..SLICES {
        pair.by_hand.slice(&request)?;
        pair.on_churnkey.slice(&request)?;
    }
    Ok(Pair { by_hand: pair.by_hand.finish()?, on_churnkey: pair.on_churnkey.finish()? })
}

fn ratio(rounds: &[Pair<Rates>], of: impl Fn(&Rates) -> f64) -> Spread {
    Spread::of(rounds.iter().map(|pair| of(&pair.on_churnkey) / of(&pair.by_hand)))
}

impl Measured {
    /// Starts a server, and warms it up.
    fn start(binaries: &Binaries, side: Side, request: &[u8]) -> Result<Self> {
        let server = Server::start(binaries, side)?;
        let mut load = Load::connect(server.address, CONNECTIONS)?;
        load.run(request, SLICE)?;
        let (elapsed, processor_time) = (Duration::ZERO, Duration::ZERO);
        Ok(Self { server, load, answers: 0, elapsed, processor_time })
    }

    fn slice(&mut self, request: &[u8]) -> Result<()> {
        let (begun, used) = (Instant::now(), self.server.processor_time()?);
        self.answers += self.load.run(request, SLICE)?;
        self.elapsed += begun.elapsed();
        self.processor_time += self.server.processor_time()?.saturating_sub(used);
        Ok(())
    }

    fn finish(self) -> Result<Rates> {
        let answers = f64::from(self.answers);
        drop(self.load);
        self.server.stop()?;
        Ok(Rates {
            per_second: answers / self.elapsed.as_secs_f64(),
            processor_time: self.processor_time.as_secs_f64() / answers,
        })
    }
}
