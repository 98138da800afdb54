//! The thread that looks at a file. It is no task, so that it serves any program that mounts the integration, and neither
//! a worker nor the way down waits for a file system that hangs.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use crate::files::file::File;
use crate::integration::start_error::StartError;

const EVERY: Duration = Duration::from_secs(2);

/// What follows a file.
pub(crate) trait Follows: Send + Sync + 'static {
    /// Reads it now, and says in the log what came of it.
    fn reload_and_tell(&self);

    /// The same if it has changed.
    fn look_and_tell(&self);
}

/// The thread ends with the last of those who hold the follower.
pub(crate) fn start(
    follower: &Arc<impl Follows>,
    file: &File,
    woken: Receiver<()>,
) -> Result<(), StartError> {
    let follower = Arc::downgrade(follower);
    let thread = thread::Builder::new().name("churnkey-files".to_owned());
    match thread.spawn(move || run(&follower, &woken)) {
        Ok(_) => Ok(()),
        Err(error) => Err(file.wrong(format!("there is no thread to look at the file: {error}"))),
    }
}

fn run(follower: &Weak<impl Follows>, woken: &Receiver<()>) {
    loop {
        let asked = match woken.recv_timeout(EVERY) {
            Ok(()) => true,
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let Some(follower) = follower.upgrade() else { return };
        if asked {
            follower.reload_and_tell();
        } else {
            follower.look_and_tell();
        }
    }
}
