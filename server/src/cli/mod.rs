//! The command line.

mod admin;
mod check;
mod message;
mod open;
mod serve;

use crate::config::{DataOptions, ServeOptions, unknown_variable};
use clap::{Parser, Subcommand};
pub(crate) use message::{language, say};
use rustix::fs::Mode;
use std::process::ExitCode;

/// Training needs of a company: surveys, team dashboards, round tables
#[derive(Debug, Parser)]
#[command(name = "weiterblick", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server
    Serve(Box<ServeOptions>),
    /// Bring the database to this program's schema
    Migrate(DataOptions),
    /// Check database, schema and keys; exit 0 fine, 1 findings, 2 could not run
    Check(DataOptions),
    /// Accounts, from the command line
    #[command(subcommand)]
    Admin(admin::AdminCommand),
}

/// Why the program ends early. The text is already in the operator's language.
pub(crate) struct Failure {
    pub text: String,
    pub code: u8,
}

impl Failure {
    fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), code: 1 }
    }
}

/// Runs the command of the process and gives its exit code.
pub fn run() -> ExitCode {
    // Database, keys and everything else that is made belongs to the operator alone.
    rustix::process::umask(Mode::from_raw_mode(0o077));
    let cli = Cli::parse();
    if let Some(name) = unknown_variable(std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned())) {
        eprintln!("{}", say("cli.unknown_variable", &[("name", name)]));
        return ExitCode::from(1);
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(1);
        }
    };
    let outcome = runtime.block_on(async {
        match cli.command {
            Command::Serve(options) => serve::serve(*options).await,
            Command::Migrate(options) => open::migrate(&options).await,
            Command::Check(options) => check::check(&options).await,
            Command::Admin(command) => admin::run(command).await,
        }
    });
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{}", failure.text);
            ExitCode::from(failure.code)
        }
    }
}
