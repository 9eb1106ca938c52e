//! The router: `app::routes` is its only source.

use crate::http::forms::{action_of, page_query, values};
use crate::http::lane::Lane;
use crate::http::request::{attach, understand};
use crate::http::watch::watch;
use crate::http::{Health, assets, body, csrf, stream};
use any_spawner::Executor;
use axum::body::Body;
use axum::extract::{RawPathParams, State};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{RequestExt, Router};
use http::header::{
    ACCEPT, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue, LOCATION, REFERER, RETRY_AFTER, SET_COOKIE,
};
use http::request::Parts;
use http::{Method, Request, StatusCode, Uri};
use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use leptos::prelude::{AnyView, provide_context};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use weiterblick_app::context::{Arrival, Ctx, RequestContext};
use weiterblick_app::error::{Error, ErrorKind};
use weiterblick_app::form::FormReport;
use weiterblick_app::page::{self, Page};
use weiterblick_app::routes::{BodyLimit, File, Lane as LaneName, Loading, Route, Target, Verb, routes};
use weiterblick_app::shell::shell;
use weiterblick_app::state::AppState;

type LoadPage = fn() -> Loading<Page>;

/// What every handler needs.
#[derive(Clone)]
struct Web {
    state: AppState,
    options: LeptosOptions,
    trusted_proxies: Arc<[IpAddr]>,
    lanes: Arc<Lanes>,
}

struct Lanes {
    pages: Lane,
    calls: Lane,
    files: Lane,
}

impl Lanes {
    fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let second = Duration::from_secs(1);
        Self {
            pages: Lane::new("pages", 4 * cores, 4_096, second),
            // Bounded by the writer and by the queue of password hashes behind it.
            calls: Lane::new("calls", 512, 65_536, 2 * second),
            files: Lane::new("files", 1, 4, 60 * second),
        }
    }

    fn get(&self, lane: LaneName) -> &Lane {
        match lane {
            LaneName::Pages => &self.pages,
            LaneName::Calls => &self.calls,
            LaneName::Files => &self.files,
        }
    }
}

/// The whole product as one service.
pub fn router(state: AppState, options: LeptosOptions, health: Health, trusted_proxies: Vec<IpAddr>) -> Router {
    // Leptos spawns on tokio; an error means that an earlier router has said so already.
    let _ = Executor::init_tokio();
    let web = Web { state, options, trusted_proxies: trusted_proxies.into(), lanes: Arc::new(Lanes::new()) };
    let mut router = Router::new();
    for route in routes() {
        router = match route.target {
            Target::Page(load) => router.route(
                route.path,
                get(move |State(web): State<Web>, request: Request<Body>| show(web, route.lane, load, request))
                    .post(move |State(web): State<Web>, request: Request<Body>| submit(web, load, request)),
            ),
            Target::Call => router.route(
                route.path,
                post(move |State(web): State<Web>, request: Request<Body>| call(web, route, request)),
            ),
            Target::File(load) => router.route(
                route.path,
                get(move |State(web): State<Web>, request: Request<Body>| save(web, route.lane, load, request)),
            ),
            Target::Json(load) => router.route(
                route.path,
                get(move |State(web): State<Web>, request: Request<Body>| async move {
                    let json = |_, bytes| ([(CONTENT_TYPE, "application/json")], bytes).into_response();
                    for_script(web, route.lane, load, request, json).await
                }),
            ),
            Target::Stream(load) => router.route(
                route.path,
                get(move |State(web): State<Web>, request: Request<Body>| {
                    for_script(web, route.lane, load, request, stream::respond)
                }),
            ),
        };
    }
    router
        .fallback(fallback)
        // Pages are made anew each time: the quickest level costs a few bytes and saves half of the work.
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(web.clone(), only_own_pages))
        .layer(from_fn_with_state(web.clone(), after_panic))
        .layer(from_fn(watch))
        .route(
            "/readyz",
            get(move || {
                let health = health.clone();
                async move { if health.is_ready().await { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE } }
            }),
        )
        .route("/healthz", get(|| async { StatusCode::OK }))
        .with_state(web)
}

/// A page.
async fn show(web: Web, lane: LaneName, load: LoadPage, request: Request<Body>) -> Response {
    let Some(_place) = web.lanes.get(lane).enter().await else { return busy() };
    let (parts, context) = match prepare(&web, request).await {
        Ok((parts, context, _)) => (parts, context),
        Err(response) => return *response,
    };
    render(&web, parts, context, move || page::page(load())).await
}

/// A form sent to the page it stands on.
async fn submit(web: Web, load: LoadPage, request: Request<Body>) -> Response {
    let Some(action) = action_of(request.uri()) else { return StatusCode::METHOD_NOT_ALLOWED.into_response() };
    let path = format!("/api/{action}");
    let Some(action_route) = routes().find(|route| route.verb == Verb::Post && route.path == path) else {
        return not_found(web, request).await;
    };
    let (mut parts, context, sent) = match prepare(&web, request).await {
        Ok(prepared) => prepared,
        Err(response) => return *response,
    };
    let own_query = page_query(&parts.uri);
    // The body first: whoever sends slowly must not hold a place in the lane.
    let sent = body::read(sent, action_route.body).await;
    let arrival = Arrival(web.state.now());
    let Some(_place) = web.lanes.get(action_route.lane).enter().await else { return busy() };
    let typed;
    let outcome = match sent {
        Err(error) => {
            typed = Vec::new();
            Err((error, Vec::new()))
        }
        Ok(bytes) => {
            typed = values(&parts.headers, &bytes);
            run(&web, &parts, &context, &path, Body::from(bytes), arrival).await
        }
    };
    let (report, cookies) = match outcome {
        Ok((value, cookies, location)) => {
            let here =
                if own_query.is_empty() { context.path.clone() } else { format!("{}?{own_query}", context.path) };
            let target = location.or_else(|| value.is_null().then(|| HeaderValue::from_str(&here).ok()).flatten());
            if let Some(target) = target {
                let mut response = (StatusCode::SEE_OTHER, [(LOCATION, target)]).into_response();
                keep_cookies(&mut response, cookies);
                return response;
            }
            (FormReport { action, values: typed, outcome: Ok(value) }, cookies)
        }
        Err((error, cookies)) => (FormReport { action, values: typed, outcome: Err(error) }, cookies),
    };
    let confirm = matches!(&report.outcome, Err(error) if error.key == "error.confirm_password");
    if confirm {
        let next = page::encode(&context.path);
        return see_other(&format!("/bestaetigen?next={next}"));
    }
    let again = RequestContext { query: own_query, form: Some(report), ..(*context).clone() };
    let context = attach(&mut parts, again);
    let mut response = render(&web, parts, context, move || page::page(load())).await;
    keep_cookies(&mut response, cookies);
    response
}

/// What a server function has answered: value, cookies, where to go next.
type Answer = (serde_json::Value, Vec<HeaderValue>, Option<HeaderValue>);

/// Runs a server function for a form.
async fn run(
    web: &Web,
    parts: &Parts,
    context: &Arc<RequestContext>,
    path: &str,
    body: Body,
    arrival: Arrival,
) -> Result<Answer, (Error, Vec<HeaderValue>)> {
    let internal = || (Error::internal(&context.number), Vec::new());
    let mut inner = Request::new(body);
    *inner.method_mut() = Method::POST;
    *inner.uri_mut() = Uri::try_from(path).map_err(|_| internal())?;
    *inner.headers_mut() = parts.headers.clone();
    inner.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    inner.headers_mut().remove(REFERER);
    inner.extensions_mut().insert(Arc::clone(context));
    let response = answer(web, context, inner, arrival).await;
    let cookies: Vec<HeaderValue> = response.headers().get_all(SET_COOKIE).iter().cloned().collect();
    let location = response.headers().get(LOCATION).cloned();
    let failed = response.status().is_client_error() || response.status().is_server_error();
    let bytes = axum::body::to_bytes(response.into_body(), BodyLimit::Import.bytes()).await.map_err(|_| internal())?;
    if failed {
        let error = serde_json::from_slice(&bytes).unwrap_or_else(|_| Error::internal(&context.number));
        return Err((error, cookies));
    }
    let value =
        if bytes.is_empty() { serde_json::Value::Null } else { serde_json::from_slice(&bytes).unwrap_or_default() };
    Ok((value, cookies, location))
}

/// A server function called by script.
async fn call(web: Web, route: Route, request: Request<Body>) -> Response {
    let (parts, context, sent) = match prepare(&web, request).await {
        Ok(prepared) => prepared,
        Err(response) => return *response,
    };
    let bytes = match body::read(sent, route.body).await {
        Ok(bytes) => bytes,
        Err(error) => return refuse(&error),
    };
    let arrival = Arrival(web.state.now());
    let Some(_place) = web.lanes.get(route.lane).enter().await else { return refuse(&Error::busy()) };
    let mut request = Request::from_parts(parts, Body::from(bytes));
    // Without it a script-less form that was sent here directly would be led to its Referer.
    request.headers_mut().insert(ACCEPT, HeaderValue::from_static("application/json"));
    answer(&web, &context, request, arrival).await
}

async fn answer(web: &Web, context: &Arc<RequestContext>, request: Request<Body>, arrival: Arrival) -> Response {
    if let Err(error) = web.state.throttles.other(&throttle_key(context)) {
        return refuse(&error);
    }
    let (state, context) = (web.state.clone(), Arc::clone(context));
    leptos_axum::handle_server_fns_with_context(
        move || {
            provide_context(state.clone());
            provide_context(Arc::clone(&context));
            provide_context(arrival);
        },
        request,
    )
    .await
    .into_response()
}

fn throttle_key(context: &RequestContext) -> String {
    context.viewer.as_ref().map_or_else(|| context.client.to_string(), |viewer| viewer.session_hash.clone())
}

/// A file to be saved.
async fn save(web: Web, lane: LaneName, load: fn(Ctx) -> Loading<File>, request: Request<Body>) -> Response {
    let Some(_place) = web.lanes.get(lane).enter().await else { return busy() };
    let (parts, context) = match prepare(&web, request).await {
        Ok((parts, context, _)) => (parts, context),
        Err(response) => return *response,
    };
    let ctx = Ctx { state: web.state.clone(), request: Arc::clone(&context), now: web.state.now() };
    match leptos_owner(&web, &context, load(ctx)).await {
        Ok(file) => download(file),
        Err(error) => render(&web, parts, context, move || page::failed(error.clone())).await,
    }
}

/// What a script asks for; an error is JSON too.
async fn for_script<T>(
    web: Web,
    lane: LaneName,
    load: fn(Ctx) -> Loading<T>,
    request: Request<Body>,
    respond: impl FnOnce(AppState, T) -> Response,
) -> Response {
    let Some(_place) = web.lanes.get(lane).enter().await else { return refuse(&Error::busy()) };
    let (_, context, _) = match prepare(&web, request).await {
        Ok(prepared) => prepared,
        Err(response) => return *response,
    };
    let ctx = Ctx { state: web.state.clone(), request: Arc::clone(&context), now: web.state.now() };
    match leptos_owner(&web, &context, load(ctx)).await {
        Ok(loaded) => respond(web.state, loaded),
        Err(error) => refuse(&error),
    }
}

/// Runs a future with the context that texts need.
async fn leptos_owner<T>(web: &Web, context: &Arc<RequestContext>, future: impl Future<Output = T>) -> T {
    let owner = leptos::prelude::Owner::new();
    let (state, context) = (web.state.clone(), Arc::clone(context));
    owner.with(|| {
        provide_context(state);
        provide_context(context);
    });
    owner.with(|| leptos::reactive::computed::ScopedFuture::new(future)).await
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

async fn fallback(State(web): State<Web>, request: Request<Body>) -> Response {
    if request.method() == Method::GET
        && let Some(file) = assets::asset(request.uri().path(), request.headers())
    {
        return file;
    }
    not_found(web, request).await
}

async fn not_found(web: Web, request: Request<Body>) -> Response {
    if request.uri().path().starts_with("/api/") {
        // An old tab after an upgrade.
        return refuse(&Error::new(ErrorKind::NotFound, "error.reload"));
    }
    error_response(&web, request, Error::not_found()).await
}

/// The page for an error, in the frame and language of whoever asked.
async fn error_response(web: &Web, request: Request<Body>, error: Error) -> Response {
    match prepare(web, request).await {
        Ok((parts, context, _)) => render(web, parts, context, move || page::failed(error.clone())).await,
        Err(response) => *response,
    }
}

async fn after_panic(State(web): State<Web>, request: Request<Body>, next: Next) -> Response {
    let mut again = Request::new(Body::empty());
    *again.uri_mut() = request.uri().clone();
    *again.headers_mut() = request.headers().clone();
    *again.extensions_mut() = request.extensions().clone();
    let number = request.extensions().get::<crate::http::request::Tags>().map(|tags| tags.number.clone());
    let outcome = futures_util::FutureExt::catch_unwind(std::panic::AssertUnwindSafe(next.run(request))).await;
    match outcome {
        Ok(response) => response,
        Err(_) => {
            let error = Error::internal(number.unwrap_or_default());
            tracing::error!(request = error.params.get("incident"), "a handler panicked");
            error_response(&web, again, error).await
        }
    }
}

async fn only_own_pages(State(web): State<Web>, request: Request<Body>, next: Next) -> Response {
    let own = &web.state.settings.public_url;
    if csrf::allowed(request.method(), request.headers(), own) {
        return next.run(request).await;
    }
    if request.uri().path().starts_with("/api/") {
        refuse(&Error::forbidden())
    } else {
        error_response(&web, request, Error::forbidden()).await
    }
}

/// Understands a request; a database that does not answer is a 503 without a page.
async fn prepare(web: &Web, request: Request<Body>) -> Result<(Parts, Arc<RequestContext>, Body), Box<Response>> {
    let mut request = request;
    let params = request.extract_parts::<RawPathParams>().await.map_err(|error| Box::new(error.into_response()))?;
    let (mut parts, body) = request.into_parts();
    match understand(&web.state, &web.trusted_proxies, &parts, params).await {
        Ok(context) => {
            let context = attach(&mut parts, context);
            Ok((parts, context, body))
        }
        Err(error) => {
            tracing::error!(%error, "a request could not be understood");
            Err(Box::new(busy()))
        }
    }
}

/// Renders a view in its document.
async fn render(
    web: &Web,
    parts: Parts,
    context: Arc<RequestContext>,
    view: impl Fn() -> AnyView + Clone + Send + Sync + 'static,
) -> Response {
    let (state, options) = (web.state.clone(), web.options.clone());
    let provide = move || {
        provide_context(state.clone());
        provide_context(Nonce::from_value(context.nonce.clone()));
        provide_context(Arc::clone(&context));
    };
    let document = move || shell(options.clone(), view());
    let handler = leptos_axum::render_app_async_with_context(provide, document);
    let mut response = handler(Request::from_parts(parts, Body::empty())).await;
    if response.headers().contains_key(LOCATION) {
        // What leads on has no body worth sending.
        *response.status_mut() = StatusCode::SEE_OTHER;
        *response.body_mut() = Body::empty();
    }
    response
}

fn keep_cookies(response: &mut Response, cookies: Vec<HeaderValue>) {
    for cookie in cookies {
        response.headers_mut().append(SET_COOKIE, cookie);
    }
}

fn see_other(path: &str) -> Response {
    (StatusCode::SEE_OTHER, [(LOCATION, path)]).into_response()
}

/// An error as JSON.
fn refuse(error: &Error) -> Response {
    let mut response = (error.status(), axum::Json(error)).into_response();
    if let Some(wait) = error.params.get("wait_seconds").and_then(|seconds| HeaderValue::from_str(seconds).ok()) {
        response.headers_mut().insert(RETRY_AFTER, wait);
    }
    response
}

/// Refused before any work: small, static, with a random time to come back.
fn busy() -> Response {
    let mut byte = [0; 1];
    crate::state::random(&mut byte);
    let seconds = (1 + byte[0] % 5).to_string();
    (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, seconds)], "503").into_response()
}
