//! Requests per second, and processor time per request: slices of both merchants in turn, in several rounds.

use std::time::{Duration, Instant};

use crate::Result;
use crate::load::{Load, Until};
use crate::ratio::Spread;
use crate::requests::{KINDS, Kind};
use crate::server::{Launch, Server};
use crate::side::{Binaries, Side};

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
    let launches = Side::BOTH.map(|side| binaries.launch(side));
    for kind in &KINDS {
        let rounds = rounds(&launches, kind)?;
        let [by_hand, on_churnkey] =
            [0, 1].map(|side| median(&rounds, side, |rates| rates.per_second));
        println!(
            "| {} | {by_hand:.0} | {on_churnkey:.0} | {} | {} |",
            kind.name,
            ratio(&rounds, 1, |rates| rates.per_second),
            ratio(&rounds, 1, |rates| rates.processor_time),
        );
    }
    println!();
    Ok(())
}

pub(crate) struct Rates {
    pub(crate) per_second: f64,
    /// Of the server, in seconds per request. Other work on the machine hardly shows in it.
    pub(crate) processor_time: f64,
}

/// Each round has the rates of all servers, which take turns.
pub(crate) fn rounds(launches: &[Launch], kind: &Kind) -> Result<Vec<Vec<Rates>>> {
    (0..ROUNDS).map(|_| round(launches, kind)).collect()
}

/// With new processes, so that where their memory happens to lie does not count for all rounds.
fn round(launches: &[Launch], kind: &Kind) -> Result<Vec<Rates>> {
    let request = kind.bytes();
    let servers = launches.iter().map(|launch| Measured::start(launch, &request));
    let mut servers = servers.collect::<Result<Vec<_>>>()?;
    for _ in 0..SLICES {
        for server in &mut servers {
            server.slice(&request)?;
        }
    }
    servers.into_iter().map(Measured::finish).collect()
}

fn median(rounds: &[Vec<Rates>], server: usize, of: impl Fn(&Rates) -> f64) -> f64 {
    Spread::of(rounds.iter().filter_map(|round| round.get(server)).map(of)).median
}

/// Of one of the servers to the first.
pub(crate) fn ratio(rounds: &[Vec<Rates>], server: usize, of: impl Fn(&Rates) -> f64) -> Spread {
    let ratios =
        rounds.iter().filter_map(|round| Some(of(round.get(server)?) / of(round.first()?)));
    Spread::of(ratios)
}

impl Measured {
    /// Starts a server, and warms it up.
    fn start(launch: &Launch, request: &[u8]) -> Result<Self> {
        let server = Server::start(launch)?;
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
