//! Why there are no figures.

use std::path::PathBuf;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{}: {source}", path.display())]
    File { path: PathBuf, source: std::io::Error },
    #[error("{what}: {source}")]
    System { what: &'static str, source: std::io::Error },
    #[error("the program did not become ready; it said:\n{said}")]
    NotReady { said: String },
    #[error("the program did not end in good order ({outcome}); it said:\n{said}")]
    BadEnd { outcome: String, said: String },
    #[error("GET or POST {path}: {reason}")]
    Request { path: String, reason: String },
    #[error("GET or POST {path}: status {status}")]
    Status { path: String, status: u16 },
    #[error("{path} has no {what}")]
    Missing { path: String, what: String },
    #[error("{email} could not sign in: is the demo data there?")]
    SignIn { email: &'static str },
    #[error("{failed} of {requests} requests for {path} failed at {connections} connections: {reason}")]
    Load { path: String, connections: usize, failed: usize, requests: usize, reason: String },
    #[error("the result cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
}
