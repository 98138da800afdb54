//! Which machine this is, and which core does what.

use std::fs;
use std::process::{self, Command, Stdio};

/// The load generator's core, and the servers'.
const LOAD_CORE: &str = "0";
pub(crate) const SERVER_CORE: &str = "1";

pub(crate) fn describe() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu
        .lines()
        .find_map(|line| line.strip_prefix("model name")?.split_once(": "))
        .map_or("an unknown processor", |(_, model)| model);
    let cores = cpu.lines().filter(|line| line.starts_with("processor")).count();
    let kernel = fs::read_to_string("/proc/sys/kernel/osrelease").unwrap_or_default();
    let rustc = Command::new("rustc").arg("--version").output().map(|output| output.stdout);
    let rustc = rustc.unwrap_or_default();
    format!(
        "{model}, {cores} cores, Linux {}, {}",
        kernel.trim(),
        String::from_utf8_lossy(&rustc).trim()
    )
}

/// Keeps this process, and so the load, away from the servers' core.
pub(crate) fn pin_load() {
    let pid = process::id().to_string();
    let pinned =
        Command::new("taskset").args(["-cp", LOAD_CORE, &pid]).stdout(Stdio::null()).status();
    if !pinned.is_ok_and(|status| status.success()) {
        eprintln!("`taskset` does not work here: the load and the servers share their cores");
    }
}

/// Whether a tool is installed.
pub(crate) fn has(tool: &str) -> bool {
    let version = Command::new(tool).arg("--version").stdout(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}
