//! The log: JSON lines on the error output (security.md E58).

use std::panic::{PanicHookInfo, set_hook};
use tracing_subscriber::EnvFilter;

/// From now on everything goes to the log, panics too.
pub fn start() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("warn,weiterblick=info"));
    // A second subscriber in one process (tests) keeps the first.
    drop(tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).try_init());
    set_hook(Box::new(log_panic));
}

/// Where it happened and nothing more: the message of a panic may hold what somebody has sent.
fn log_panic(panic: &PanicHookInfo<'_>) {
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tracing::error!(place, "panic");
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use std::panic::{catch_unwind, take_hook};
    use std::sync::{Arc, Mutex};

    #[derive(Clone, Default)]
    struct Written(Arc<Mutex<Vec<u8>>>);

    impl Write for Written {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_panic_is_a_line_that_says_where_and_not_what() {
        let written = Written::default();
        let writer = written.clone();
        let log = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
        let before = take_hook();
        set_hook(Box::new(log_panic));
        let outcome = tracing::subscriber::with_default(log, || catch_unwind(|| panic!("KANARIENVOGEL")));
        set_hook(before);
        assert!(outcome.is_err());
        let text = String::from_utf8(written.0.lock().unwrap().clone()).unwrap();
        let line: serde_json::Value = serde_json::from_str(text.trim()).unwrap();
        assert!(line["fields"]["place"].as_str().unwrap().contains("log.rs:"), "{text}");
        assert!(!text.contains("KANARIENVOGEL"), "{text}");
    }
}
