//! Reading a request's body: bounded in size before parsing, and in time (security.md E33, E41).

use axum::body::{Body, Bytes};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::time::Duration;
use weiterblick_app::error::{Error, ErrorKind};
use weiterblick_app::routes::BodyLimit;

/// The whole body.
///
/// # Errors
/// `TooLarge`; `Slow` when it does not arrive in time, `Malformed` when it breaks off.
pub async fn read(body: Body, limit: BodyLimit) -> Result<Bytes, Error> {
    let patience = Duration::from_secs(match limit {
        BodyLimit::Default => 15,
        BodyLimit::Import => 60,
    });
    let collected = tokio::time::timeout(patience, Limited::new(body, limit.bytes()).collect());
    match collected.await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            let error = match limit {
                BodyLimit::Default => Error::new(ErrorKind::TooLarge, "error.too_large"),
                BodyLimit::Import => Error::new(ErrorKind::TooLarge, "error.file_too_large"),
            };
            let kib = limit.bytes() / 1024;
            Err(error.with("kib", kib).with("mib", kib / 1024))
        }
        Ok(Err(_)) => Err(Error::new(ErrorKind::Malformed, "error.malformed")),
        Err(_) => Err(Error::new(ErrorKind::Slow, "error.slow")),
    }
}
