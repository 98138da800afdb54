//! A Unix domain socket by its path: the file of a dead server is replaced, that of a live one is left alone.

use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
use std::os::unix::net::UnixListener;
use std::path::{Path, PathBuf};

use socket2::{Domain, SockAddr, Socket, Type};

use crate::server::BACKLOG;

/// Removes the file when dropped, unless another server has replaced it.
#[derive(Debug)]
pub(crate) struct SocketFile {
    path: PathBuf,
    /// Device and inode, which identify the file.
    id: (u64, u64),
}

pub(crate) fn bind(path: PathBuf) -> io::Result<(UnixListener, SocketFile)> {
    let _lock = lock(&path);
    let address = SockAddr::unix(&path)?;
    let listener = match listener(&address) {
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            remove_what_a_dead_server_left(&path, &address)?;
            listener(&address)?
        }
        listener => listener?,
    };
    let id = id(&path)?;
    Ok((listener, SocketFile { path, id }))
}

fn listener(address: &SockAddr) -> io::Result<UnixListener> {
    let socket = Socket::new(Domain::UNIX, Type::STREAM, None)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)?;
    Ok(socket.into())
}

/// Connects to the socket to find out whether a server is alive: a dead one refuses.
fn remove_what_a_dead_server_left(path: &Path, address: &SockAddr) -> io::Result<()> {
    let refused = |why| Err(io::Error::new(ErrorKind::AddrInUse, why));
    if !fs::symlink_metadata(path)?.file_type().is_socket() {
        return refused("the path exists and is not a socket");
    }
    let socket = Socket::new(Domain::UNIX, Type::STREAM, None)?;
    // Otherwise a server whose queue is full would keep this one waiting.
    socket.set_nonblocking(true)?;
    match socket.connect(address) {
        Err(error) if error.kind() == ErrorKind::ConnectionRefused => fs::remove_file(path),
        Err(error) if error.kind() == ErrorKind::PermissionDenied => Err(error),
        _ => refused("another server listens there"),
    }
}

fn id(path: &Path) -> io::Result<(u64, u64)> {
    let metadata = fs::symlink_metadata(path)?;
    Ok((metadata.dev(), metadata.ino()))
}

/// Held while a file is checked and removed. Without it, two servers that start at once could remove each other's file.
fn lock(path: &Path) -> Option<File> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = File::open(folder.unwrap_or(Path::new("."))).ok()?;
    folder.lock().ok()?; // not every file system has locks
    Some(folder)
}

impl Drop for SocketFile {
    fn drop(&mut self) {
        let _lock = lock(&self.path);
        if id(&self.path).is_ok_and(|id| id == self.id) {
            let _ = fs::remove_file(&self.path);
        }
    }
}
