//! The release binary as a child process on data of its own.

use crate::client::Client;
use crate::error::Error;
use http::{Request, StatusCode};
use http_body_util::Full;
use hyper::body::Bytes;
use rustix::process::{Pid, Signal, kill_process};
use std::fs::{self, File};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::process::{Child, Command};
use tokio::time::{sleep, timeout};

/// Filling the demo data included.
const READY_WITHIN: Duration = Duration::from_secs(60);
const ENDS_WITHIN: Duration = Duration::from_secs(12);
const BETWEEN_QUESTIONS: Duration = Duration::from_millis(2);

/// A folder for the run, removed at its end.
pub struct Folder(PathBuf);

impl Folder {
    /// # Errors
    /// [`Error::File`] when it cannot be made.
    pub fn new() -> Result<Self, Error> {
        let path = std::env::temp_dir().join(format!("weiterblick-bench-{}", std::process::id()));
        fs::create_dir_all(&path).map_err(|source| Error::File { path: path.clone(), source })?;
        Ok(Self(path))
    }

    fn data(&self) -> PathBuf {
        self.0.join("data")
    }

    fn log(&self) -> PathBuf {
        self.0.join("log.txt")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

/// A running program.
pub struct Product {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process to the first answer that it is ready.
    pub ready_after: Duration,
    log: PathBuf,
}

impl Product {
    /// Starts with demo data, filled in where the folder has none yet.
    ///
    /// # Errors
    /// [`Error::NotReady`] when it ends or takes too long.
    pub async fn start(binary: &Path, folder: &Folder) -> Result<Self, Error> {
        let log = folder.log();
        let output = File::create(&log).map_err(|source| Error::File { path: log.clone(), source })?;
        let errors = output.try_clone().map_err(|source| Error::File { path: log.clone(), source })?;
        let address = free_address()?;
        let mut command = Command::new(binary);
        command
            .args(["serve", "--demo", "--listen", &address.to_string()])
            .arg("--data-dir")
            .arg(folder.data())
            .stdin(Stdio::null())
            .stdout(output)
            .stderr(errors)
            // Only should this process end before it has ended its child.
            .kill_on_drop(true);
        for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("WEITERBLICK_")) {
            command.env_remove(name);
        }
        let started = Instant::now();
        let child = command.spawn().map_err(|source| Error::File { path: binary.to_owned(), source })?;
        let mut product = Self { child, address, ready_after: Duration::ZERO, log };
        while !is_ready(address).await {
            let ended = product.child.try_wait().is_ok_and(|status| status.is_some());
            if ended || started.elapsed() > READY_WITHIN {
                return Err(Error::NotReady { said: product.said() });
            }
            sleep(BETWEEN_QUESTIONS).await;
        }
        product.ready_after = started.elapsed();
        Ok(product)
    }

    /// The process's number; `None` when it has ended.
    pub fn id(&self) -> Option<u32> {
        self.child.id()
    }

    /// Asks it to end and waits for that.
    ///
    /// # Errors
    /// [`Error::BadEnd`] when it does not, or not with success.
    pub async fn stop(mut self) -> Result<(), Error> {
        let bad = |outcome: String, said: String| Error::BadEnd { outcome, said };
        if let Some(process) = self.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw) {
            kill_process(process, Signal::TERM).map_err(|error| bad(error.to_string(), self.said()))?;
        }
        match timeout(ENDS_WITHIN, self.child.wait()).await {
            Ok(Ok(status)) if status.success() => Ok(()),
            Ok(Ok(status)) => Err(bad(status.to_string(), self.said())),
            Ok(Err(error)) => Err(bad(error.to_string(), self.said())),
            Err(_) => Err(bad(format!("still running after {ENDS_WITHIN:?}"), self.said())),
        }
    }

    /// The last lines of what it printed.
    fn said(&self) -> String {
        let text = fs::read_to_string(&self.log).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines.get(lines.len().saturating_sub(10)..).unwrap_or_default().join("\n")
    }
}

/// An address that nobody listens on just now.
fn free_address() -> Result<SocketAddr, Error> {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .map_err(|source| Error::System { what: "a free port", source })
}

async fn is_ready(address: SocketAddr) -> bool {
    let Ok(request) = Request::get("/readyz").header("host", "localhost").body(Full::<Bytes>::default()) else {
        return false;
    };
    Client::new(address).send(request).await.is_ok_and(|answer| answer.status() == StatusCode::OK)
}
