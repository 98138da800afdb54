//! The gate's file: each line closes something.
//!
//! ```text
//! # while the ledger is migrated
//! pause closed Back at 14:00
//! test writes closed retry=600 The test system is being filled
//! ```

use crate::files::file::File;
use crate::http::gate::closings::{Closings, GateEntry, MODES, State};
use crate::http::gate::notice::GateNotice;
use crate::http::gate::target::GateTarget;
use crate::integration::start_error::StartError;
use crate::module::mode::Mode;

/// What the content closes; an empty file closes nothing.
pub(super) fn parse(file: &File, content: &[u8]) -> Result<Closings, StartError> {
    let mut closings = Closings::default();
    for (line, number) in file.lines(content)? {
        let wrong = |problem: String| {
            file.wrong(format!("line {number} of `{}`: {problem}", file.path().display()))
        };
        let Line { modes, target, notice } = read(line).map_err(wrong)?;
        for mode in modes {
            if closings.of_mut(*mode).insert(target, notice.clone()).is_some() {
                let problem = format!("an earlier line closes `{target}` in {mode} mode already");
                return Err(wrong(problem));
            }
        }
    }
    Ok(closings)
}

impl GateEntry {
    /// What the file named by `CK_GATE_FILE` closes now, for a program that checks its settings. `None` if the variable is
    /// not set.
    ///
    /// # Errors
    /// If the file cannot be read or has an invalid line.
    pub fn from_env() -> Result<Option<Vec<Self>>, StartError> {
        let Some(file) = from_env() else { return Ok(None) };
        let state = State { file: parse(&file, &file.content()?)?, ..State::default() };
        Ok(Some(state.list()))
    }
}

/// The file named by the environment.
pub(crate) fn from_env() -> Option<File> {
    const VARIABLE: &str = "CK_GATE_FILE";
    let path = std::env::var_os(VARIABLE).filter(|path| !path.to_string_lossy().trim().is_empty());
    path.map(|path| File::new(VARIABLE, path.into()))
}

struct Line {
    modes: &'static [Mode],
    target: GateTarget,
    notice: GateNotice,
}

/// `[test|live] NAME closed [retry=SECONDS] message`
fn read(line: &str) -> Result<Line, String> {
    let (modes, rest): (&[Mode], _) = match word(line) {
        (mode @ ("live" | "test"), "") => {
            return Err(format!("write what to close after `{mode}`"));
        }
        ("live", rest) => (&[Mode::Live], rest),
        ("test", rest) => (&[Mode::Test], rest),
        _ => (&MODES, line),
    };
    let (name, rest) = word(rest);
    let target: GateTarget =
        name.parse().map_err(|known| format!("there is no `{name}`; {known}"))?;
    let ("closed", rest) = word(rest) else {
        return Err(format!("write `{target} closed` and then a message"));
    };
    let (seconds, message) = match word(rest) {
        (first, message) if first.starts_with("retry=") => {
            let seconds = first.trim_start_matches("retry=").parse::<u32>();
            let seconds = seconds.map_err(|_| {
                format!("`{first}` is not a whole number of seconds, such as `retry=600`")
            })?;
            (Some(seconds), message)
        }
        _ => (None, rest),
    };
    if message.chars().any(|letter| letter.is_control() && letter != '\t') {
        return Err("the message has a control character".to_owned());
    }
    let notice = GateNotice::new(message);
    let notice = match seconds {
        Some(seconds) => notice.retry_after(seconds),
        None => notice,
    };
    Ok(Line { modes, target, notice })
}

/// The first word, and the rest.
fn word(text: &str) -> (&str, &str) {
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim_start())
}

#[cfg(test)]
#[path = "../../tests/gate_file.rs"]
mod tests;
