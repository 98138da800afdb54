//! A progress line, shown only on a terminal.

use std::fmt;
use std::io::{IsTerminal as _, Write as _};

pub(crate) fn show(text: impl fmt::Display) {
    if std::io::stderr().is_terminal() {
        let _ = write!(std::io::stderr(), "\r\x1b[2K{text}");
    }
}

pub(crate) fn clear() {
    show("");
}
