//! What the server logs while a test runs.

use serde_json::Value;
use std::cell::RefCell;
use std::io::{self, Write};
use std::sync::Once;
use tracing_subscriber::filter::LevelFilter;

thread_local! {
    static LINES: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// Collects the log of this thread until it is dropped; requests of `#[tokio::test]` run on it.
pub struct Log(());

/// One subscriber for all tests of a program: those that come and go race with each other about which lines are wanted.
struct Lines;

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        LINES.with_borrow_mut(|lines| {
            if let Some(lines) = lines {
                lines.extend_from_slice(bytes);
            }
        });
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// In the format that operators get.
    pub fn start() -> Self {
        static ONCE: Once = Once::new();
        ONCE.call_once(|| {
            tracing_subscriber::fmt().json().with_max_level(LevelFilter::INFO).with_writer(|| Lines).init();
        });
        LINES.set(Some(Vec::new()));
        Self(())
    }

    /// All of it so far.
    pub fn text(&self) -> String {
        String::from_utf8(LINES.with_borrow(|lines| lines.clone().unwrap_or_default())).unwrap()
    }

    /// What has come since the last call: one JSON object a line, or the log is broken.
    pub fn take(&self) -> Vec<Value> {
        let text = String::from_utf8(LINES.replace(Some(Vec::new())).unwrap_or_default()).unwrap();
        text.lines().map(|line| serde_json::from_str(line).unwrap_or_else(|_| panic!("no JSON: {line}"))).collect()
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        LINES.set(None);
    }
}

/// How many of the lines tell of a request.
pub fn requests(lines: &[Value]) -> usize {
    lines.iter().filter(|line| line["fields"]["message"] == "request").count()
}
