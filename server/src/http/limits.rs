//! How long the head of a request may be (security.md E33). The number of fields is hyper's to count, see `edge`.

use axum::body::Body;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{Request, StatusCode};

const REQUEST_LINE: usize = 8 * 1024;
const FIELDS: usize = 16 * 1024;

/// Refuses what is too long before anything in it is read.
pub async fn head(request: Request<Body>, next: Next) -> Response {
    // Between the method, the target and `HTTP/1.1` stand two blanks.
    let line = request.method().as_str().len() + request.uri().to_string().len() + "HTTP/1.1".len() + 2;
    if line > REQUEST_LINE {
        return StatusCode::URI_TOO_LONG.into_response();
    }
    // Colon, blank and line end.
    let fields: usize = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len() + 4).sum();
    if fields > FIELDS {
        return StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE.into_response();
    }
    next.run(request).await
}
