//! The process `weiterblick`.

use mimalloc::MiMalloc;
use std::process::ExitCode;

/// A page is some thousand small pieces of text: half of the work on it was the system's allocator.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

fn main() -> ExitCode {
    weiterblick_server::cli::run()
}
