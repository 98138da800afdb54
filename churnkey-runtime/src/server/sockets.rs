//! The sockets that a server listens on.

use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs as _};
#[cfg(unix)]
use std::os::unix::net::UnixListener;
#[cfg(unix)]
use std::path::PathBuf;
use std::sync::Arc;

use socket2::{Domain, Protocol, Socket as RawSocket, Type};

use crate::integration::start_error::StartError;
#[cfg(unix)]
use crate::server::socket_file::{self, SocketFile};
use crate::server::{ADDRESS_VARIABLE, BACKLOG, DEFAULT_ADDRESS};

/// A socket that was given in code, in addition to an address.
#[derive(Debug, Clone)]
pub(crate) enum Socket {
    Tcp(Arc<TcpListener>),
    #[cfg(unix)]
    Uds(Arc<UnixListener>),
    #[cfg(unix)]
    UnixPath(PathBuf),
}

/// All sockets of a server.
#[derive(Default)]
pub(crate) struct Sockets {
    pub(crate) tcp: Vec<TcpListener>,
    #[cfg(unix)]
    pub(crate) uds: Vec<UnixListener>,
    /// The files of the sockets in `uds` that we created. Dropping one removes it.
    #[cfg(unix)]
    pub(crate) files: Vec<SocketFile>,
}

impl Sockets {
    /// Opens the sockets given in code; without any, the address of the variable, or else the default.
    pub(crate) fn open(address: Option<String>, given: &[Socket]) -> io::Result<Self> {
        let mut sockets = Self::default();
        for socket in given {
            sockets.take(socket)?;
        }
        let address = match address {
            None if given.is_empty() => {
                Some(std::env::var(ADDRESS_VARIABLE).unwrap_or_else(|_| DEFAULT_ADDRESS.to_owned()))
            }
            address => address,
        };
        if let Some(address) = address {
            sockets.bind(&address).map_err(|error| cannot_bind(&address, &error))?;
        }
        Ok(sockets)
    }

    fn take(&mut self, socket: &Socket) -> io::Result<()> {
        match socket {
            Socket::Tcp(listener) => self.tcp.push(listener.try_clone()?),
            #[cfg(unix)]
            Socket::Uds(listener) => self.uds.push(listener.try_clone()?),
            #[cfg(unix)]
            Socket::UnixPath(path) => self.bind_path(path.clone()).map_err(|error| {
                StartError::setting("unix_socket", format!("`{}`: {error}", path.display()))
            })?,
        }
        Ok(())
    }

    fn bind(&mut self, address: &str) -> io::Result<()> {
        match address.strip_prefix("unix:") {
            #[cfg(unix)]
            Some(path) => self.bind_path(path.into()),
            #[cfg(not(unix))]
            Some(_) => Err(io::Error::new(
                io::ErrorKind::Unsupported,
                "Unix domain sockets are available only on Unix",
            )),
            None => {
                self.tcp.extend(bind_tcp(address)?);
                Ok(())
            }
        }
    }

    #[cfg(unix)]
    fn bind_path(&mut self, path: PathBuf) -> io::Result<()> {
        let (listener, file) = socket_file::bind(path)?;
        self.uds.push(listener);
        self.files.push(file);
        Ok(())
    }

    pub(crate) fn addresses(&self) -> io::Result<Vec<SocketAddr>> {
        self.tcp.iter().map(TcpListener::local_addr).collect()
    }
}

fn cannot_bind(address: &str, error: &io::Error) -> io::Error {
    io::Error::new(
        error.kind(),
        format!("cannot listen on `{address}` (set {ADDRESS_VARIABLE} to change it): {error}"),
    )
}

/// Binds every address that the name resolves to. One success is enough.
fn bind_tcp(address: &str) -> io::Result<Vec<TcpListener>> {
    let mut problem = io::Error::from(io::ErrorKind::AddrNotAvailable);
    let mut listeners = Vec::new();
    for address in address.to_socket_addrs()? {
        match listener(address) {
            Ok(listener) => listeners.push(listener),
            Err(error) => problem = error,
        }
    }
    if listeners.is_empty() { Err(problem) } else { Ok(listeners) }
}

fn listener(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = RawSocket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    // On Windows this option would let another program take the address.
    #[cfg(not(windows))]
    socket.set_reuse_address(true)?;
    // On other systems `[::]` accepts IPv4 by default.
    #[cfg(windows)]
    if address.is_ipv6() {
        socket.set_only_v6(false)?;
    }
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}
