//! The process `weiterblick`.

use std::process::ExitCode;

fn main() -> ExitCode {
    weiterblick_server::cli::run()
}
