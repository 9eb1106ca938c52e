//! The result: JSON for machines, a table for people.

use crate::error::Error;
use crate::figures::Figure;
use crate::goals::{Goal, Limit, Verdict};
use crate::load::Rate;
use crate::machine::Machine;
use crate::weight::Weight;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;

/// Everything that was measured. Times in milliseconds, memory in MiB, sizes in bytes.
#[derive(Debug, Serialize)]
pub struct Result {
    pub schema: u32,
    pub command: &'static str,
    pub quick: bool,
    pub commit: Option<String>,
    /// Seconds since 1970.
    pub time: u64,
    pub machine: Machine,
    pub binary_bytes: u64,
    /// First start: the demo data is made.
    pub fill_ms: f64,
    /// Later starts.
    pub ready_ms: Figure,
    pub idle_rss_mb: f64,
    pub load_rss_mb: f64,
    /// The ceilings did not change by more than a fifth during the run.
    pub stable: bool,
    /// The bare handler first.
    pub pages: Vec<Measured>,
    /// Best rate of a page ÷ best rate of the bare handler.
    pub ratios: BTreeMap<String, f64>,
    /// By path, packed as the server sends it.
    pub weights: BTreeMap<String, Weight>,
    pub goals: Vec<Goal>,
}

#[derive(Debug, Serialize)]
pub struct Measured {
    pub name: &'static str,
    pub path: String,
    /// By number of connections.
    pub rates: BTreeMap<usize, Rate>,
}

impl Measured {
    /// The rate at the number of connections that it is highest at.
    pub fn best(&self) -> Option<Figure> {
        self.rates.values().map(|rate| rate.requests_s).max_by(|one, other| one.median.total_cmp(&other.median))
    }
}

/// # Errors
/// [`Error`] when the file cannot be written.
pub fn save(result: &Result, file: &Path) -> std::result::Result<(), Error> {
    let mut text = serde_json::to_string_pretty(result)?;
    text.push('\n');
    let failed = |source| Error::File { path: file.to_owned(), source };
    if let Some(folder) = file.parent() {
        std::fs::create_dir_all(folder).map_err(failed)?;
    }
    std::fs::write(file, text).map_err(failed)
}

/// What people read.
pub fn table(result: &Result) -> String {
    let mut text = String::new();
    // Writing to a string does not fail.
    let _ = write(&mut text, result);
    text
}

fn write(out: &mut String, result: &Result) -> std::fmt::Result {
    let Machine { cpu, cores, kernel, memory_mb } = &result.machine;
    writeln!(out, "{cpu}, {cores} cores, {memory_mb} MiB, Linux {kernel}")?;
    writeln!(out, "commit {}, program {} bytes\n", result.commit.as_deref().unwrap_or("unknown"), result.binary_bytes)?;

    writeln!(
        out,
        "{:<24}{:>5}{:>12}{:>20}{:>10}{:>10}{:>9}",
        "page", "conn", "requests/s", "min … max", "p50 ms", "p99 ms", "refused"
    )?;
    for page in &result.pages {
        for (connections, rate) in &page.rates {
            let Figure { median, min, max } = rate.requests_s;
            let range = format!("{min:.0} … {max:.0}");
            writeln!(
                out,
                "{:<24}{connections:>5}{median:>12.0}{range:>20}{:>10.2}{:>10.2}{:>9}",
                page.name, rate.p50_ms, rate.p99_ms, rate.refused
            )?;
        }
    }

    writeln!(out, "\n{:<44}{:>9}{:>9}{:>9}{:>9}{:>10}", "bytes, packed", "html", "css", "js", "wasm", "all")?;
    for (path, weight) in &result.weights {
        let Weight { html, css, js, wasm } = weight;
        writeln!(out, "{path:<44}{html:>9}{css:>9}{js:>9}{wasm:>9}{:>10}", weight.total())?;
    }

    writeln!(out, "\nfirst start with demo data  {:>9.0} ms", result.fill_ms)?;
    writeln!(out, "memory at rest              {:>9.1} MiB", result.idle_rss_mb)?;
    writeln!(out, "memory under load           {:>9.1} MiB", result.load_rss_mb)?;
    for (name, ratio) in &result.ratios {
        writeln!(out, "{name:<28}{ratio:>9.4}")?;
    }
    if !result.stable {
        writeln!(out, "unsteady: the bare handler's rate changed by more than a fifth during the run")?;
    }

    writeln!(out, "\n{:<22}{:>12}{:>14}  {:<8}what", "goal", "value", "limit", "verdict")?;
    for goal in &result.goals {
        let limit = match goal.limit {
            Limit::AtMost(most) => format!("≤ {most}"),
            Limit::AtLeast(least) => format!("≥ {least}"),
        };
        let verdict = match goal.verdict {
            Verdict::Pass => "pass",
            Verdict::Miss => "MISS",
            Verdict::Skipped => "skipped",
        };
        writeln!(out, "{:<22}{:>12}{limit:>14}  {verdict:<8}{}", goal.key, goal.value, goal.what)?;
    }
    Ok(())
}
