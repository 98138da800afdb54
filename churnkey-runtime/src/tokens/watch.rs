//! The thread that looks at a file of tokens. It is no task, so that it serves any program that mounts the integration,
//! and neither a worker nor the way down waits for a file system that hangs.

use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use crate::integration::start_error::StartError;
use crate::tokens::current::Tokens;

const EVERY: Duration = Duration::from_secs(2);

/// It ends with the last of those who hold the tokens.
pub(super) fn start(tokens: &Arc<Tokens>, woken: Receiver<()>) -> Result<(), StartError> {
    let tokens = Arc::downgrade(tokens);
    let thread = thread::Builder::new().name("churnkey-tokens".to_owned());
    match thread.spawn(move || run(&tokens, &woken)) {
        Ok(_) => Ok(()),
        Err(error) => {
            let problem = format!("there is no thread to look at the file: {error}");
            Err(StartError::setting("token_file", problem))
        }
    }
}

fn run(tokens: &Weak<Tokens>, woken: &Receiver<()>) {
    loop {
        let asked = match woken.recv_timeout(EVERY) {
            Ok(()) => true,
            Err(RecvTimeoutError::Timeout) => false,
            Err(RecvTimeoutError::Disconnected) => return,
        };
        let Some(tokens) = tokens.upgrade() else { return };
        let read = if asked { Some(tokens.reload()) } else { tokens.look() };
        match read {
            None => {}
            Some(Ok(_)) => {
                let tokens = tokens.summary();
                tracing::info!(target: "churnkey", "the integration tokens were read again: {tokens}");
            }
            Some(Err(problem)) => {
                tracing::error!(target: "churnkey", "the old integration tokens stay in use: {problem}");
            }
        }
    }
}
