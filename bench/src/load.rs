//! Load: so many connections, each sends the next request when it has the answer to the last one.

use crate::client::Client;
use crate::error::Error;
use crate::figures::{Figure, percentile};
use http::header::{ACCEPT_ENCODING, COOKIE, HOST};
use http::{HeaderMap, HeaderValue, Request, StatusCode};
use http_body_util::Full;
use hyper::body::Bytes;
use serde::Serialize;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;
use tokio::time::sleep;

/// How long whoever was turned away waits before the next try.
const AFTER_REFUSAL: Duration = Duration::from_millis(100);

/// A page to be asked for again and again.
#[derive(Debug, Clone)]
pub struct Target {
    pub address: SocketAddr,
    pub path: String,
    /// Of whoever asks.
    pub cookie: Option<String>,
    /// What the client can unpack.
    pub encoding: &'static str,
}

impl Target {
    pub fn new(address: SocketAddr, path: &str) -> Self {
        Self { address, path: path.to_owned(), cookie: None, encoding: "gzip, deflate, br" }
    }

    fn headers(&self) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_static("localhost"));
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(self.encoding));
        if let Some(cookie) = self.cookie.as_ref().and_then(|cookie| HeaderValue::from_str(cookie).ok()) {
            headers.insert(COOKIE, cookie);
        }
        headers
    }
}

/// What came of one run.
#[derive(Debug, Default)]
pub struct Run {
    pub requests_s: f64,
    /// Time to the end of each answer.
    pub micros: Vec<u32>,
    /// Turned away as too many (503); no answers.
    pub refused: usize,
}

/// All runs of one target at one number of connections.
#[derive(Debug, Clone, Serialize)]
pub struct Rate {
    pub requests_s: Figure,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub requests: usize,
    pub refused: usize,
}

impl Rate {
    /// `None` when nothing was answered.
    pub fn of(runs: &[Run]) -> Option<Self> {
        let mut micros: Vec<u32> = runs.iter().flat_map(|run| run.micros.iter().copied()).collect();
        micros.sort_unstable();
        let millis = |share| percentile(&micros, share).map(|micros| f64::from(micros) / 1_000.0);
        Some(Self {
            requests_s: Figure::of(runs.iter().map(|run| run.requests_s))?,
            p50_ms: millis(0.5)?,
            p99_ms: millis(0.99)?,
            requests: micros.len(),
            refused: runs.iter().map(|run| run.refused).sum(),
        })
    }
}

/// Runs for `warm_up` (not counted) and `duration`.
///
/// # Errors
/// [`Error::Load`] when any answer was neither a page nor a refusal: such figures say nothing.
pub async fn run(target: &Target, connections: usize, warm_up: Duration, duration: Duration) -> Result<Run, Error> {
    let begin = Instant::now() + warm_up;
    let end = begin + duration;
    let mut tasks = JoinSet::new();
    for _ in 0..connections {
        tasks.spawn(ask(target.clone(), begin, end));
    }
    let (mut run, mut failures) = (Run::default(), Vec::new());
    while let Some(ended) = tasks.join_next().await {
        match ended {
            Ok((part, failed)) => {
                run.micros.extend(part.micros);
                run.refused += part.refused;
                failures.extend(failed);
            }
            Err(error) => failures.push(error.to_string()),
        }
    }
    if failures.is_empty() && !run.micros.is_empty() {
        #[allow(clippy::cast_precision_loss)]
        let requests_s = run.micros.len() as f64 / duration.as_secs_f64();
        return Ok(Run { requests_s, ..run });
    }
    Err(Error::Load {
        path: target.path.clone(),
        connections,
        failed: failures.len(),
        requests: failures.len() + run.micros.len() + run.refused,
        reason: failures.pop().unwrap_or_else(|| "no answer in time".to_owned()),
    })
}

/// One connection: what was answered between begin and end, and what failed.
async fn ask(target: Target, begin: Instant, end: Instant) -> (Run, Vec<String>) {
    let mut client = Client::new(target.address);
    let headers = target.headers();
    let (mut run, mut failures) = (Run::default(), Vec::new());
    while Instant::now() < end {
        let mut request = Request::new(Full::<Bytes>::default());
        match target.path.parse() {
            Ok(uri) => *request.uri_mut() = uri,
            Err(error) => {
                failures.push(error.to_string());
                break;
            }
        }
        *request.headers_mut() = headers.clone();
        let asked = Instant::now();
        match client.send(request).await {
            Ok(answer) if answer.status() == StatusCode::OK => {
                let now = Instant::now();
                if now >= begin && now < end {
                    run.micros.push(u32::try_from((now - asked).as_micros()).unwrap_or(u32::MAX));
                }
            }
            Ok(answer) if answer.status() == StatusCode::SERVICE_UNAVAILABLE => {
                run.refused += usize::from(Instant::now() >= begin);
                sleep(AFTER_REFUSAL).await;
            }
            Ok(answer) => failures.push(answer.status().to_string()),
            Err(error) => failures.push(error.to_string()),
        }
    }
    (run, failures)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ceiling::Ceiling;
    use axum::Router;
    use axum::routing::get;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const MOMENT: Duration = Duration::from_millis(50);

    #[tokio::test]
    async fn answers_are_counted_and_timed() {
        let slow = get(|| async {
            sleep(Duration::from_millis(5)).await;
            "slow"
        });
        let server = Ceiling::start(Router::new().route("/", slow)).unwrap();
        let run = run(&Target::new(server.address, "/"), 4, MOMENT, 4 * MOMENT).await.unwrap();
        assert!((1.0..=800.0).contains(&run.requests_s), "four clients at 5 ms and more: {}", run.requests_s);
        assert!(run.micros.iter().all(|micros| *micros >= 5_000));
        let rate = Rate::of(&[run]).unwrap();
        assert!(rate.p50_ms >= 5.0 && rate.p99_ms >= rate.p50_ms);
    }

    #[tokio::test]
    async fn an_answer_that_is_no_page_spoils_the_run() {
        let server = Ceiling::start(Router::new()).unwrap();
        let error = run(&Target::new(server.address, "/"), 2, Duration::ZERO, MOMENT).await.unwrap_err();
        assert!(matches!(error, Error::Load { ref reason, .. } if reason.contains("404")), "{error}");
    }

    #[tokio::test]
    async fn whoever_is_turned_away_is_counted_apart() {
        static ASKED: AtomicUsize = AtomicUsize::new(0);
        let every_other = || async {
            let refuses = ASKED.fetch_add(1, Ordering::Relaxed) % 2 == 1;
            if refuses { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK }
        };
        let server = Ceiling::start(Router::new().route("/", get(every_other))).unwrap();
        let run = run(&Target::new(server.address, "/"), 1, Duration::ZERO, 8 * MOMENT).await.unwrap();
        assert!((1..=5).contains(&run.refused), "a tenth of a second apart: {}", run.refused);
        assert!((1..=5).contains(&run.micros.len()));
    }

    #[tokio::test]
    async fn nobody_there_is_an_error() {
        let server = Ceiling::start(Router::new()).unwrap();
        let address = server.address;
        drop(server);
        assert!(run(&Target::new(address, "/"), 1, Duration::ZERO, MOMENT).await.is_err());
    }
}
