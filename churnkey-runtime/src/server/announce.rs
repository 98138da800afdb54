//! What a server prints once it is bound.

use std::fmt::Write as _;
use std::io::{self, Write as _};

use crate::integration::Integration;
use crate::server::open_files::Capacity;
use crate::server::sockets::Sockets;

/// An address, as shown to people and in the log.
pub(crate) struct Place {
    scheme: &'static str,
    address: String,
    /// What precedes a path. For a Unix domain socket, it is written as in nginx.
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

/// Prints what is mounted and where, and warns of a low limit and of a log that nobody would see.
pub(crate) fn announce(
    mounts: &[(String, Integration)],
    places: &[Place],
    workers: usize,
    capacity: Capacity,
    quiet: bool,
) {
    for Place { scheme, address, .. } in places {
        tracing::info!(target: "churnkey", address, scheme, "serving");
    }
    let fewer = capacity.limit.map(|limit| {
        let connections = workers.saturating_mul(capacity.places);
        tracing::warn!(target: "churnkey", connections, limit, "fewer connections because of the open file limit");
        format!(
            "at most {connections} connections at once, {} per worker: this process may have {limit} open files (`ulimit -n`)\n",
            capacity.places
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
            "no `tracing` subscriber is set, so neither requests nor errors are logged\n",
        );
    }
    // `println!` would panic once nobody reads the output.
    let _ = io::stdout().write_all(text.as_bytes());
}
