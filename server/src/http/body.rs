//! Reading a request's body: bounded in size before parsing, and in time (security.md E33, E41).

use axum::body::{Body, Bytes};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::time::Duration;
use weiterblick_app::error::{Error, ErrorKind};
use weiterblick_app::routes::BodyLimit;

/// The whole body.
///
/// # Errors
/// `TooLarge`, or `Malformed` when it does not arrive in time or breaks off.
pub async fn read(body: Body, limit: BodyLimit) -> Result<Bytes, Error> {
    let patience = Duration::from_secs(match limit {
        BodyLimit::Default | BodyLimit::Ballot => 15,
        BodyLimit::Import => 60,
    });
    let collected = tokio::time::timeout(patience, Limited::new(body, limit.bytes()).collect());
    match collected.await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            Err(Error::new(ErrorKind::TooLarge, "error.too_large").with("limit_kib", limit.bytes() / 1024))
        }
        Ok(Err(_)) | Err(_) => Err(Error::new(ErrorKind::Malformed, "error.malformed")),
    }
}
