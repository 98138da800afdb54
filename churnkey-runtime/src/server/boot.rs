//! What a server says when it has its address, and why it has none.

use std::io::{self, Write as _};
use std::net::SocketAddr;

use crate::integration::Integration;
use crate::server::ADDRESS_VARIABLE;
use crate::server::open_files::Room;

pub(crate) fn cannot_bind(address: &str, error: &io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!("cannot listen on `{address}` (set {ADDRESS_VARIABLE} to change it): {error}"),
    )
}

/// Says on standard output what is mounted and where, for how many, and whether errors will be logged at all.
pub(crate) fn announce(
    integration: &Integration,
    scheme: &str,
    addresses: &[SocketAddr],
    workers: usize,
    room: Room,
    quiet: bool,
) {
    for address in addresses {
        tracing::info!(target: "churnkey", %address, scheme, "serving");
    }
    let fewer = room.limit.map(|limit| {
        let connections = workers.saturating_mul(room.places);
        tracing::warn!(target: "churnkey", connections, limit, "fewer connections, because of the limit of open files");
        format!(
            "at most {connections} connections at once, {} a worker: this process may have {limit} open files (`ulimit -n`)\n",
            room.places
        )
    });
    if quiet {
        return;
    }
    let serving =
        addresses.iter().map(|address| format!("serving on {scheme}://{address}/churnkey\n"));
    let silent = !tracing::dispatcher::has_been_set();
    let hint = "no `tracing` subscriber is set: internal errors are answered but logged nowhere\n";
    let text = format!(
        "{}\n{}{}{}",
        integration.table(),
        fewer.unwrap_or_default(),
        serving.collect::<String>(),
        if silent { hint } else { "" }
    );
    // `println!` would panic where nobody reads the output any more.
    let _ = io::stdout().write_all(text.as_bytes());
}
