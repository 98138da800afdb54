//! The gate: what is closed for now, by the program or by a file. A request passes it after routing.

pub(crate) mod closings;
pub(crate) mod file;
pub(crate) mod notice;
mod report;
pub(crate) mod target;

use std::fmt;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::error::{Error, Result};
use crate::files::file::File;
use crate::files::watch::{self, FileUser};
use crate::files::watched::WatchedFile;
use crate::http::gate::closings::{Closings, GateEntry, GateSource, MODES, State};
use crate::http::gate::notice::GateNotice;
use crate::http::gate::target::GateTarget;
use crate::integration::start_error::StartError;
use crate::module::endpoint::Endpoint;
use crate::module::mode::Mode;
use crate::module::names::Module;

/// Closes actions of an integration, and opens them again, while it serves; made by
/// [`Integration::gate`](crate::Integration::gate).
///
/// A request for something that is closed is answered 503 before the merchant's code runs. The manifest does not change, so
/// Churnkey need not verify again. `Writes` and `Everything` leave Cancel and the reads that it needs open: [`GateTarget`]
/// says what each one closes. Requests in flight go on.
///
/// It is cheap to clone, and can be used on any thread. It closes in both modes, or with [`only`](Self::only) in one.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing_with_cancel.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// use churnkey::{GateNotice, GateTarget, Integration, Mode};
///
/// # fn main() -> Result<(), churnkey::StartError> {
/// let integration = Integration::builder(Billing).token("ck_int_1").build()?;
/// let gate = integration.gate();
/// gate.close(GateTarget::Pause, "Back at 14:00");
/// gate.only(Mode::Test).close(GateTarget::Writes, GateNotice::new("Being filled").retry_after(600));
/// assert_eq!(gate.state().len(), 3); // pause in both modes, writes in one
///
/// gate.open(GateTarget::Pause);
/// gate.open(GateTarget::Writes);
/// assert!(gate.state().is_empty());
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Gate {
    shared: Arc<Shared>,
    /// `None` for both.
    mode: Option<Mode>,
}

struct Shared {
    /// The integration's name.
    integration: &'static str,
    /// What each request looks at first: a bit for each target that is closed.
    live: AtomicU8,
    test: AtomicU8,
    state: Mutex<State>,
    file: Option<WatchedFile>,
}

impl Gate {
    /// Open, except for what the file closes; a thread watches the file from now on.
    pub(crate) fn new(integration: &'static str, file: Option<File>) -> Result<Self, StartError> {
        let (file, first) = match file {
            None => (None, None),
            Some(file) => {
                let (file, content, woken) = WatchedFile::open(file)?;
                let closings = file::parse(file.file(), &content)?;
                let place = file.file().clone();
                (Some(file), Some((closings, place, woken)))
            }
        };
        let shared = Arc::new(Shared {
            integration,
            live: AtomicU8::new(0),
            test: AtomicU8::new(0),
            state: Mutex::default(),
            file,
        });
        report::describe(integration);
        if let Some((closings, place, woken)) = first {
            shared.set_file(closings);
            watch::start(&shared, &place, woken)?;
        }
        Ok(Self { shared, mode: None })
    }

    /// The same gate in one mode: it leaves the other mode alone.
    #[must_use]
    pub fn only(&self, mode: Mode) -> Self {
        Self { shared: Arc::clone(&self.shared), mode: Some(mode) }
    }

    /// Answers requests for `target` with 503 and this notice from now on. Closing it again replaces the notice.
    pub fn close(&self, target: GateTarget, notice: impl Into<GateNotice>) {
        let notice = notice.into();
        self.shared.change(GateSource::Program, |closings| {
            for mode in self.modes() {
                closings.of_mut(*mode).insert(target, notice.clone());
            }
        });
    }

    /// Undoes [`close`](Self::close) for the same target: `open(Writes)` opens neither a `Pause` that was closed by its own
    /// name nor anything that a [file](crate::Builder::gate_file) closes.
    pub fn open(&self, target: GateTarget) {
        self.shared.change(GateSource::Program, |closings| {
            for mode in self.modes() {
                closings.of_mut(*mode).remove(&target);
            }
        });
    }

    /// All that is closed now, by the program and by the file; live mode comes first.
    #[must_use]
    pub fn state(&self) -> Vec<GateEntry> {
        let mut all = self.shared.state().list();
        all.retain(|closed| self.modes().contains(&closed.mode));
        all
    }

    /// Reads the [file](crate::Builder::gate_file) now; without one, nothing happens. The file is checked every two seconds
    /// anyway.
    ///
    /// It waits for the file system: in async code call it in `actix_web::web::block` if that may take long.
    ///
    /// # Errors
    /// If the file cannot be read or has an invalid line. Nothing changes then.
    pub fn reload(&self) -> Result<(), StartError> {
        self.shared.reload()
    }

    /// The same, on the thread that watches the file; `false` without a file.
    #[cfg_attr(not(unix), allow(dead_code, reason = "there is no SIGHUP"))]
    pub(crate) fn reload_in_background(&self) -> bool {
        self.shared.file.as_ref().map(WatchedFile::wake).is_some()
    }

    /// 503 if this endpoint is closed.
    pub(crate) fn check(&self, module: Module, endpoint: &Endpoint, mode: Mode) -> Result<()> {
        let closed = self.shared.mask(mode).load(Ordering::Relaxed);
        if closed == 0 {
            return Ok(());
        }
        let closing = GateTarget::closing(module, endpoint).into_iter().flatten();
        let mut closing = closing.filter(|target| closed & target.bit() != 0);
        let Some(target) = closing.next() else { return Ok(()) };
        let state = self.shared.state();
        // It may have been opened in between.
        let Some((source, notice)) = state.notice(target, mode) else { return Ok(()) };
        let reason = format!("the gate is closed: `{target}`, by the {}", source.as_str());
        let error = Error::new(503, notice.message()).because(reason);
        Err(match notice.retry_after_seconds() {
            Some(seconds) => error.retry_after(seconds),
            None => error,
        })
    }

    fn modes(&self) -> &'static [Mode] {
        match self.mode {
            None => &MODES,
            Some(Mode::Live) => &[Mode::Live],
            Some(Mode::Test) => &[Mode::Test],
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn mask(&self, mode: Mode) -> &AtomicU8 {
        match mode {
            Mode::Live => &self.live,
            Mode::Test => &self.test,
        }
    }

    /// Changes what one source has closed, and reports the differences.
    fn change(&self, source: GateSource, change: impl FnOnce(&mut Closings)) {
        let mut state = self.state();
        let before = state.by(source).clone();
        change(match source {
            GateSource::Program => &mut state.program,
            GateSource::File => &mut state.file,
        });
        for mode in MODES {
            self.mask(mode).store(state.mask(mode), Ordering::Relaxed);
        }
        report::changed(self.integration, source, &before, &state);
    }

    fn set_file(&self, closings: Closings) {
        self.change(GateSource::File, |file| *file = closings);
    }

    fn reload(&self) -> Result<(), StartError> {
        let Some(file) = &self.file else { return Ok(()) };
        file.reload(|content| self.apply(file.file(), content))
    }

    fn apply(&self, file: &File, content: &[u8]) -> Result<(), StartError> {
        self.set_file(file::parse(file, content)?);
        Ok(())
    }
}

impl FileUser for Shared {
    fn reload_and_log(&self) {
        report::reloaded(self.integration, self.reload());
    }

    fn reload_if_changed(&self) {
        let Some(file) = &self.file else { return };
        let reloaded = file.reload_if_changed(|content| self.apply(file.file(), content));
        if let Some(reloaded) = reloaded {
            report::reloaded(self.integration, reloaded);
        }
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Gate").field("closed", &self.state()).finish_non_exhaustive()
    }
}
