//! The two merchants that are compared.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::server::Launch;

#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Side {
    ByHand,
    OnChurnkey,
}

impl Side {
    pub(crate) const BOTH: [Self; 2] = [Self::ByHand, Self::OnChurnkey];

    /// The package, and its binary.
    pub(crate) fn package(self) -> &'static str {
        match self {
            Self::ByHand => "bench-by-hand",
            Self::OnChurnkey => "bench-on-churnkey",
        }
    }

    /// What cargo needs to make the fastest server; see the feature's words in `benches/by-hand/Cargo.toml`.
    fn fastest(self) -> &'static [&'static str] {
        match self {
            Self::ByHand => &["--features", "unicode"],
            Self::OnChurnkey => &[],
        }
    }

    /// The file with the method whose body the incremental builds change.
    pub(crate) fn edited_file(self) -> &'static Path {
        Path::new(match self {
            Self::ByHand => "benches/by-hand/src/prices.rs",
            Self::OnChurnkey => "benches/on-churnkey/src/controllers.rs",
        })
    }
}

/// One value for each side.
pub(crate) struct Pair<T> {
    pub(crate) by_hand: T,
    pub(crate) on_churnkey: T,
}

impl<T> Pair<T> {
    /// Measures both sides, the one written by hand first.
    pub(crate) fn measure(mut measure: impl FnMut(Side) -> Result<T>) -> Result<Self> {
        let [first, second] = Side::BOTH;
        Ok(Self { by_hand: measure(first)?, on_churnkey: measure(second)? })
    }
}

/// The release binaries of both.
pub(crate) struct Binaries {
    folder: PathBuf,
}

impl Binaries {
    /// Builds both; they come to stand beside this program.
    pub(crate) fn build() -> Result<Self> {
        // One by one, as a merchant's build has it: together, each would get the other's features.
        Self::build_one(Side::ByHand, Side::ByHand.fastest())?;
        Self::build_one(Side::OnChurnkey, Side::OnChurnkey.fastest())
    }

    pub(crate) fn build_one(side: Side, features: &[&str]) -> Result<Self> {
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
            .args(["build", "--release", "-p", side.package()])
            .args(features)
            .status()?;
        if !status.success() {
            return Err(format!("{} does not build", side.package()).into());
        }
        let folder = env::current_exe()?.parent().map(Path::to_owned);
        Ok(Self { folder: folder.ok_or("this program has no folder")? })
    }

    pub(crate) fn launch(&self, side: Side) -> Launch {
        Launch { program: self.folder.join(side.package()), environment: Vec::new() }
    }

    /// For what this program writes: below the target folder.
    pub(crate) fn scratch(&self) -> PathBuf {
        self.folder.join("churnkey-benches-scratch")
    }
}
