//! The site inside the program: hashed and pre-compressed files.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use http::{HeaderMap, HeaderValue, StatusCode};
use leptos::config::LeptosOptions;
use rust_embed::RustEmbed;
use std::io;
use std::path::Path;
use std::sync::Arc;

#[derive(RustEmbed)]
#[folder = "../target/site"]
#[exclude = "*.ts*"]
#[allow_missing = true]
struct Site;

const NAME: &str = "weiterblick";

/// The hash in `pkg/weiterblick.<hash>.<kind>`.
fn hash_of(kind: &str) -> Option<String> {
    Site::iter().find_map(|file| {
        let hash = file.strip_prefix("pkg/")?.strip_prefix(NAME)?.strip_prefix('.')?.strip_suffix(kind)?;
        let hash = hash.strip_suffix('.')?;
        (!hash.contains('.')).then(|| hash.to_owned())
    })
}

/// Tells programs apart: pages of another one should be loaded again (live.md L48).
pub fn build() -> String {
    format!("{}-{}", env!("CARGO_PKG_VERSION"), hash_of("wasm").unwrap_or_default())
}

/// Options for Leptos. It reads the hashed names from a file, so they are written to `hash_file`.
///
/// # Errors
/// When that file cannot be written.
pub fn site_options(hash_file: &Path) -> io::Result<LeptosOptions> {
    let lines: String = ["js", "wasm", "css"]
        .into_iter()
        .filter_map(|kind| hash_of(kind).map(|hash| format!("{kind}: {hash}\n")))
        .collect();
    std::fs::write(hash_file, lines)?;
    let hash_file = std::path::absolute(hash_file)?;
    Ok(LeptosOptions::builder()
        .output_name(NAME)
        .site_pkg_dir("pkg")
        .hash_files(true)
        .hash_file(Arc::from(hash_file.to_string_lossy().as_ref()))
        .build())
}

/// A file of the site, or `None`.
pub fn asset(path: &str, headers: &HeaderMap) -> Option<Response> {
    let path = path.trim_start_matches('/');
    let accepts = |coding: &str| {
        headers
            .get_all(ACCEPT_ENCODING)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .any(|part| part.split(';').next().is_some_and(|name| name.trim() == coding) && !part.contains("q=0"))
    };
    if path.is_empty() || path.ends_with(".br") || path.ends_with(".gz") {
        return None;
    }
    let compressed = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .filter(|(coding, _)| accepts(coding))
        .find_map(|(coding, ending)| Site::get(&format!("{path}.{ending}")).map(|file| (file, Some(coding))));
    let (file, coding) = compressed.or_else(|| Site::get(path).map(|file| (file, None)))?;
    let mut response = (StatusCode::OK, Body::from(file.data)).into_response();
    let head = response.headers_mut();
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    let kind = if kind.type_() == "text" { format!("{kind}; charset=utf-8") } else { kind.to_string() };
    head.insert(CONTENT_TYPE, HeaderValue::from_str(&kind).ok()?);
    head.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some(coding) = coding {
        head.insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    let caching = if path.starts_with("pkg/") { "public, max-age=31536000, immutable" } else { "public, max-age=3600" };
    head.insert(CACHE_CONTROL, HeaderValue::from_static(caching));
    Some(response)
}
