//! The thread that watches a file. It is not a task, so that it works in any program that mounts the integration, and so
//! that neither a worker nor shutdown waits for a file system that hangs.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use crate::files::file::File;
use crate::integration::start_error::StartError;

const EVERY: Duration = Duration::from_secs(2);

/// What uses a file's content.
pub(crate) trait FileUser: Send + Sync + 'static {
    /// Reads the file now, and logs the result.
    fn reload_and_log(&self);

    /// The same, if the file has changed.
    fn reload_if_changed(&self);
}

/// The thread ends when the last reference to `user` is dropped.
pub(crate) fn start(
    user: &Arc<impl FileUser>,
    file: &File,
    woken: Receiver<()>,
) -> Result<(), StartError> {
    let user = Arc::downgrade(user);
    let thread = thread::Builder::new().name("churnkey-files".to_owned());
    match thread.spawn(move || run(&user, &woken)) {
        Ok(_) => Ok(()),
        Err(error) => Err(file.wrong(format!("cannot start the thread that watches it: {error}"))),
    }
}

fn run(user: &Weak<impl FileUser>, woken: &Receiver<()>) {
    loop {
        let is_woken = match woken.recv_timeout(EVERY) {
            Ok(()) => true,
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let Some(user) = user.upgrade() else { return };
        if is_woken {
            user.reload_and_log();
        } else {
            user.reload_if_changed();
        }
    }
}
