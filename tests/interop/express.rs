//! The Express integration in `express/`, as a process: its packages, its start, its end.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

use churnkey_test_support::tools;

use crate::TOKEN;

/// The process; it ends with this value, and with the test's own process at the latest.
pub(crate) struct Express {
    child: Child,
    url: String,
}

impl Express {
    /// `None` where Node.js or the packages are not to be had: that is told, and the test is skipped.
    pub(crate) fn start() -> Option<Self> {
        tools::needed("Node.js with npm's packages for Express", packages()).map(Self::start_with)
    }

    fn start_with(packages: &Path) -> Self {
        let mut child = server(packages)
            .env("CK_INTEGRATION_TOKEN", TOKEN)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let url = line.trim_end().strip_prefix("serving on ").unwrap().to_owned();
        Self { child, url }
    }

    /// What a merchant would give Churnkey as the API URL.
    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The names of what it can be asked for: `--faults`, `--differences` or `--spellings`.
    pub(crate) fn list(what: &str) -> Vec<String> {
        let packages = packages().unwrap();
        let output = server(packages).arg(what).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().lines().map(str::to_owned).collect()
    }
}

impl Drop for Express {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn sources() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/interop/express")
}

fn server(packages: &Path) -> Command {
    let mut command = Command::new("node");
    command.arg(sources().join("server.js")).env("NODE_PATH", packages).env_remove("PORT");
    command
}

/// The folder of the packages. Tests run side by side, so the first one installs them for all.
fn packages() -> Result<&'static Path, &'static str> {
    static INSTALLED: LazyLock<Result<PathBuf, String>> = LazyLock::new(install);
    INSTALLED.as_deref().map_err(String::as_str)
}

/// Installs what the lock file names, into the build directory: the sources stay clean, and once is enough.
fn install() -> Result<PathBuf, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("interop-express");
    let installed = folder.join("node_modules/.package-lock.json");
    let lock = std::fs::read(sources().join("package-lock.json")).unwrap();
    let is_there = std::fs::read(folder.join("package-lock.json")).is_ok_and(|old| old == lock);
    if !(is_there && installed.exists()) {
        std::fs::create_dir_all(&folder).unwrap();
        for file in [".npmrc", "package.json", "package-lock.json"] {
            std::fs::copy(sources().join(file), folder.join(file)).unwrap();
        }
        let npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
            .args(["ci", "--fetch-retries=1", "--fetch-timeout=20000"])
            .current_dir(&folder)
            .stdin(Stdio::null())
            .output();
        let npm = npm.map_err(|error| format!("npm cannot be started: {error}"))?;
        if !npm.status.success() {
            return Err(format!("npm ci failed: {}", String::from_utf8_lossy(&npm.stderr)));
        }
    }
    let node = Command::new("node").arg("--version").stdout(Stdio::null()).status();
    node.map_err(|error| format!("node cannot be started: {error}"))?;
    Ok(folder.join("node_modules"))
}
