//! Server functions: called by script, or run for a form.

use crate::http::body;
use crate::http::busy::busy;
use crate::http::web::{Web, gate};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{ACCEPT, HeaderMap, HeaderName, HeaderValue, LOCATION, REFERER, RETRY_AFTER, SET_COOKIE};
use http::request::Parts;
use http::{Method, Request, StatusCode, Uri};
use leptos::prelude::provide_context;
use std::sync::Arc;
use weiterblick_app::context::RequestContext;
use weiterblick_app::error::Error;
use weiterblick_app::routes::{BodyLimit, Route};

/// A server function called by script.
pub async fn call(web: Web, route: Route, request: Request<Body>) -> Response {
    let (parts, context, sent) = match web.prepare(request).await {
        Ok(prepared) => prepared,
        Err(response) => return *response,
    };
    if let Err(error) = gate(&context, route.action) {
        return refuse(&error);
    }
    let bytes = match body::read(sent, route.body).await {
        Ok(bytes) => bytes,
        Err(error) => return refuse(&error),
    };
    let Some(_place) = web.lanes.get(route.lane).enter().await else { return busy(&parts.uri) };
    let mut request = Request::from_parts(parts, Body::from(bytes));
    // Without it a script-less form that was sent here directly would be led to its Referer.
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    with_time(answer(&web, &context, request).await).await
}

/// Says in the head too for how long a throttled caller has to wait.
async fn with_time(response: Response) -> Response {
    if response.status() != StatusCode::TOO_MANY_REQUESTS {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = axum::body::to_bytes(body, BodyLimit::Default.bytes()).await.unwrap_or_default();
    if let Some(seconds) = serde_json::from_slice::<Error>(&bytes).ok().and_then(|error| error.retry_after()) {
        parts.headers.insert(RETRY_AFTER, seconds.into());
    }
    Response::from_parts(parts, Body::from(bytes))
}

/// What a server function says to the browser beside its answer: cookies, and that a cache is to be emptied.
const KEPT: [HeaderName; 2] = [SET_COOKIE, HeaderName::from_static("clear-site-data")];

/// What a server function has answered: value, the headers that go to the browser, where to go next.
pub struct Answer {
    pub value: serde_json::Value,
    pub kept: HeaderMap,
    pub location: Option<HeaderValue>,
}

/// Runs a server function for a form. An error comes with the headers that go to the browser nevertheless.
pub async fn run(
    web: &Web,
    parts: &Parts,
    context: &Arc<RequestContext>,
    path: &str,
    body: Body,
) -> Result<Answer, (Error, HeaderMap)> {
    let internal = || (Error::internal(&context.number), HeaderMap::new());
    let mut inner = Request::new(body);
    *inner.method_mut() = Method::POST;
    *inner.uri_mut() = Uri::try_from(path).map_err(|_| internal())?;
    *inner.headers_mut() = parts.headers.clone();
    inner.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    inner.headers_mut().remove(REFERER);
    inner.extensions_mut().insert(Arc::clone(context));
    let response = answer(web, context, inner).await;
    let mut kept = HeaderMap::new();
    for name in KEPT {
        for value in response.headers().get_all(&name) {
            kept.append(&name, value.clone());
        }
    }
    let location = response.headers().get(LOCATION).cloned();
    let failed = response.status().is_client_error() || response.status().is_server_error();
    let bytes = axum::body::to_bytes(response.into_body(), BodyLimit::Import.bytes()).await.map_err(|_| internal())?;
    if failed {
        let error = serde_json::from_slice(&bytes).unwrap_or_else(|_| Error::internal(&context.number));
        return Err((error, kept));
    }
    let value =
        if bytes.is_empty() { serde_json::Value::Null } else { serde_json::from_slice(&bytes).unwrap_or_default() };
    Ok(Answer { value, kept, location })
}

async fn answer(web: &Web, context: &Arc<RequestContext>, request: Request<Body>) -> Response {
    // Whoever is not signed in is counted where it matters: by the code, the link or the address they come with.
    if let Some(viewer) = &context.viewer
        && let Err(error) = web.state.throttles.other(&viewer.session_hash, web.state.now())
    {
        return refuse(&error);
    }
    let (state, context) = (web.state.clone(), Arc::clone(context));
    leptos_axum::handle_server_fns_with_context(
        move || {
            provide_context(state.clone());
            provide_context(Arc::clone(&context));
        },
        request,
    )
    .await
    .into_response()
}

/// An error as JSON.
pub fn refuse(error: &Error) -> Response {
    let mut response = (error.status(), axum::Json(error)).into_response();
    if let Some(seconds) = error.retry_after() {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}
