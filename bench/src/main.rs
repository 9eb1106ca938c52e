//! `bench`: figures of the release binary next to ceilings measured in the same run (live.md §16).

mod browser;
mod ceiling;
mod client;
mod error;
mod figures;
mod goals;
mod html;
mod journey;
mod load;
mod machine;
mod memory;
mod pages;
mod product;
mod report;
mod weight;

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;

/// Measures the release binary, next to ceilings of the same machine
#[derive(Debug, Parser)]
#[command(name = "bench", version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Server-rendered pages: rate, latency, start, memory, bytes
    Pages(Options),
}

#[derive(Debug, Args)]
struct Options {
    /// Also write the result to this file
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,

    /// The program to measure
    #[arg(long, value_name = "FILE", default_value = "target/release/weiterblick")]
    binary: PathBuf,

    /// Seconds instead of minutes: shows that everything works; speed and memory are not judged
    #[arg(long)]
    quick: bool,

    /// Exit 1 when a goal is missed, 2 when the machine was too unsteady to tell
    #[arg(long)]
    check: bool,
}

fn main() -> ExitCode {
    let Command::Pages(options) = Cli::parse().command;
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return failed(&error),
    };
    match runtime.block_on(measure(&options)) {
        Ok(code) => code,
        Err(error) => failed(&error),
    }
}

async fn measure(options: &Options) -> Result<ExitCode, error::Error> {
    let result = pages::measure(&options.binary, options.quick).await?;
    print!("{}", report::table(&result));
    if let Some(file) = &options.json {
        report::save(&result, file)?;
    }
    let missed = result.goals.iter().any(|goal| goal.verdict == goals::Verdict::Miss);
    Ok(match (options.check, missed, result.stable || options.quick) {
        (true, true, _) => ExitCode::from(1),
        (true, false, false) => ExitCode::from(2),
        _ => ExitCode::SUCCESS,
    })
}

fn failed(error: &dyn std::error::Error) -> ExitCode {
    eprintln!("bench: {error}");
    ExitCode::from(3)
}
