//! What is closed now: by the program, and by a file.

use std::collections::BTreeMap;

use crate::http::gate::notice::GateNotice;
use crate::http::gate::target::GateTarget;
use crate::module::mode::Mode;

pub(super) const MODES: [Mode; 2] = [Mode::Live, Mode::Test];

/// Who closed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum GateSource {
    /// [`Gate::close`](crate::Gate::close); only [`Gate::open`](crate::Gate::open) opens it.
    Program,
    /// A line of the [file](crate::Builder::gate_file), for as long as the line is there.
    File,
}

impl GateSource {
    /// In logs: `program` or `file`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Program => "program",
            Self::File => "file",
        }
    }
}

/// Something that is closed in one mode, as [`Gate::state`](crate::Gate::state) lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct GateEntry {
    /// What is closed.
    pub target: GateTarget,
    /// In which mode.
    pub mode: Mode,
    /// Who closed it.
    pub source: GateSource,
    /// What clients read.
    pub notice: GateNotice,
}

/// What one source has closed in one mode.
pub(super) type Notices = BTreeMap<GateTarget, GateNotice>;

/// What one source has closed, by mode.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Closings {
    live: Notices,
    test: Notices,
}

impl Closings {
    pub(super) fn of(&self, mode: Mode) -> &Notices {
        match mode {
            Mode::Live => &self.live,
            Mode::Test => &self.test,
        }
    }

    pub(super) fn of_mut(&mut self, mode: Mode) -> &mut Notices {
        match mode {
            Mode::Live => &mut self.live,
            Mode::Test => &mut self.test,
        }
    }
}

/// What both sources have closed. Neither can open what the other has closed.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) program: Closings,
    pub(super) file: Closings,
}

impl State {
    pub(super) fn by(&self, source: GateSource) -> &Closings {
        match source {
            GateSource::Program => &self.program,
            GateSource::File => &self.file,
        }
    }

    /// What a client reads if `target` is closed; the program's notice comes first.
    pub(super) fn notice(
        &self,
        target: GateTarget,
        mode: Mode,
    ) -> Option<(GateSource, &GateNotice)> {
        [GateSource::Program, GateSource::File]
            .into_iter()
            .find_map(|source| self.by(source).of(mode).get(&target).map(|notice| (source, notice)))
    }

    /// A bit for each target that is closed.
    pub(super) fn mask(&self, mode: Mode) -> u8 {
        let targets = self.program.of(mode).keys().chain(self.file.of(mode).keys());
        targets.fold(0, |mask, target| mask | target.bit())
    }

    pub(super) fn list(&self) -> Vec<GateEntry> {
        let mut all = Vec::new();
        for mode in MODES {
            for source in [GateSource::Program, GateSource::File] {
                let notices = self.by(source).of(mode).iter();
                all.extend(notices.map(|(target, notice)| GateEntry {
                    target: *target,
                    mode,
                    source,
                    notice: notice.clone(),
                }));
            }
        }
        all
    }
}
