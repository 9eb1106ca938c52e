//! The outermost layer: request number, nonce, headers, log line and metrics.

use crate::http::headers::secure;
use crate::http::request::Tags;
use crate::state::fresh;
use axum::body::Body;
use axum::extract::MatchedPath;
use axum::middleware::Next;
use axum::response::Response;
use http::{Method, Request};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// Routes whose single requests leave no trace: surveys and their links (security.md E58, needs-analysis.md §12.1), and
/// probes, which say nothing while all is well.
fn is_silent(route: &str) -> bool {
    ["/fragebogen", "/code", "/c/", "/u/", "/api/survey/answer", "/healthz", "/readyz"]
        .iter()
        .any(|prefix| route.starts_with(prefix))
}

/// The method for the log: what a client has invented is not written down (security.md E58).
fn known_method(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        _ => "other",
    }
}

pub async fn watch(mut request: Request<Body>, next: Next) -> Response {
    static COUNTER: AtomicU64 = AtomicU64::new(1);
    let nonce: String = fresh::<16>().iter().map(|byte| format!("{byte:02x}")).collect();
    let number = format!("{}-{:06}", nonce.get(..4).unwrap_or_default(), COUNTER.fetch_add(1, Ordering::Relaxed));
    let route = request.extensions().get::<MatchedPath>().map_or("(none)", |path| path.as_str()).to_owned();
    let method = known_method(request.method());
    request.extensions_mut().insert(Tags { number: number.clone(), nonce: nonce.clone() });

    let started = Instant::now();
    let mut response = next.run(request).await;
    secure(response.headers_mut(), &nonce);

    let elapsed = started.elapsed();
    let status = response.status().as_u16();
    let class = format!("{}xx", status / 100);
    metrics::histogram!("wb_http_seconds", "route" => route.clone(), "class" => class).record(elapsed.as_secs_f64());
    if !is_silent(&route) {
        let millis = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
        tracing::info!(request = number, method, route, status, millis, "request");
    }
    response
}
