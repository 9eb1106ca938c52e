//! What the figures were measured on.

use serde::Serialize;
use std::fs;
use std::process::Command;

#[derive(Debug, Clone, Serialize)]
pub struct Machine {
    pub cpu: String,
    pub cores: usize,
    pub kernel: String,
    pub memory_mb: u64,
}

impl Machine {
    /// Facts that the system does not tell stay empty.
    pub fn read() -> Self {
        let text = |path: &str| fs::read_to_string(path).unwrap_or_default();
        Self {
            cpu: field(&text("/proc/cpuinfo"), "model name").unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            cores: cores(),
            kernel: text("/proc/sys/kernel/osrelease").trim().to_owned(),
            memory_mb: kib(&text("/proc/meminfo"), "MemTotal").unwrap_or_default() / 1_024,
        }
    }
}

pub fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// The commit of the working copy that the bench runs in, if it is one.
pub fn commit() -> Option<String> {
    let output = Command::new("git").args(["rev-parse", "--short=12", "HEAD"]).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// A value of a file like `/proc/cpuinfo`.
fn field(text: &str, name: &str) -> Option<String> {
    let mut lines = text.lines().filter_map(|line| line.split_once(':'));
    lines.find_map(|(found, value)| (found.trim() == name).then(|| value.trim().to_owned()))
}

/// A value of `/proc/meminfo` or `/proc/<pid>/status`, in KiB.
pub fn kib(text: &str, name: &str) -> Option<u64> {
    field(text, name)?.strip_suffix("kB")?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_tells_its_memory() {
        let status = "Name:\tweiterblick\nVmHWM:\t   20000 kB\nVmRSS:\t   14876 kB\n";
        assert_eq!(kib(status, "VmRSS"), Some(14_876));
        assert_eq!(kib(status, "VmSwap"), None);
        assert!(kib(&fs::read_to_string("/proc/self/status").unwrap(), "VmRSS").unwrap() > 0);
    }
}
