//! Pages, and files to be saved.

use crate::http::busy::busy;
use crate::http::web::{Web, gate};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::Request;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use std::sync::Arc;
use weiterblick_app::context::Ctx;
use weiterblick_app::page::{self, Page};
use weiterblick_app::routes::{File, Loading, Route};

pub type LoadPage = fn() -> Loading<Page>;
pub type LoadFile = fn(Ctx) -> Loading<File>;

pub async fn show(web: Web, route: Route, load: LoadPage, request: Request<Body>) -> Response {
    let Some(_place) = web.lanes.get(route.lane).enter().await else { return busy(request.uri()) };
    let (parts, context) = match web.prepare(request).await {
        Ok((parts, context, _)) => (parts, context),
        Err(response) => return *response,
    };
    match gate(&context, route.action) {
        Ok(()) => web.render(parts, context, move || page::page(load())).await,
        Err(error) => web.failed(parts, context, error).await,
    }
}

pub async fn save(web: Web, route: Route, load: LoadFile, request: Request<Body>) -> Response {
    let Some(_place) = web.lanes.get(route.lane).enter().await else { return busy(request.uri()) };
    let (parts, context) = match web.prepare(request).await {
        Ok((parts, context, _)) => (parts, context),
        Err(response) => return *response,
    };
    if let Err(error) = gate(&context, route.action) {
        return web.failed(parts, context, error).await;
    }
    let ctx = Ctx { state: web.state.clone(), request: Arc::clone(&context), now: web.state.now() };
    match web.with_context(&context, load(ctx)).await {
        Ok(file) => download(file),
        Err(error) => web.failed(parts, context, error).await,
    }
}

fn download(file: File) -> Response {
    // RFC 6266: an ASCII fallback and the name in UTF-8.
    let ascii: String =
        file.name.chars().map(|c| if c.is_ascii_alphanumeric() || ".-_".contains(c) { c } else { '_' }).collect();
    let disposition = format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", page::encode(&file.name));
    let mut response = ([(CONTENT_TYPE, file.content_type)], file.bytes).into_response();
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    let sandbox = HeaderValue::from_static("default-src 'none'; sandbox");
    response.headers_mut().insert("content-security-policy", sandbox);
    response
}
