//! What a server says when it has its sockets.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use crate::integration::Integration;
use crate::server::open_files::Room;
use crate::server::sockets::Sockets;

/// Where it listens, as it is told to people and to the log.
pub(crate) struct Place {
    scheme: &'static str,
    address: String,
    /// What stands before a path: of a Unix domain socket, as nginx writes it.
    url: String,
}

pub(crate) fn places(sockets: &Sockets, scheme: &'static str) -> io::Result<Vec<Place>> {
    let addresses = sockets.addresses()?.into_iter();
    let tcp = addresses.map(|address| Place {
        scheme,
        address: address.to_string(),
        url: format!("{scheme}://{address}"),
    });
    let places = tcp.collect::<Vec<_>>();
    #[cfg(unix)]
    let places = {
        let mut places = places;
        for listener in &sockets.uds {
            let address = listener.local_addr()?;
            let path = address.as_pathname().map(|path| path.display().to_string());
            let address = format!("unix:{}", path.unwrap_or_else(|| "(no path)".to_owned()));
            let url = format!("http://{address}:");
            places.push(Place { scheme: "http", address, url });
        }
        places
    };
    Ok(places)
}

/// Says on standard output what is mounted and where, for how many, and whether errors will be logged at all.
pub(crate) fn announce(
    mounts: &[(String, Integration)],
    places: &[Place],
    workers: usize,
    room: Room,
    quiet: bool,
) {
    for Place { scheme, address, .. } in places {
        tracing::info!(target: "churnkey", address, scheme, "serving");
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
    let mut text = String::new();
    for (prefix, integration) in mounts {
        if mounts.len() > 1 {
            let _ = writeln!(text, "{}", integration.core.integration);
        }
        let _ = writeln!(text, "{}", integration.table_below(prefix));
    }
    text.push_str(&fewer.unwrap_or_default());
    for (prefix, _) in mounts {
        for place in places {
            let _ = writeln!(text, "serving on {}{prefix}/churnkey", place.url);
        }
    }
    if !tracing::dispatcher::has_been_set() {
        text.push_str(
            "no `tracing` subscriber is set: internal errors are answered but logged nowhere\n",
        );
    }
    // `println!` would panic where nobody reads the output any more.
    let _ = io::stdout().write_all(text.as_bytes());
}
