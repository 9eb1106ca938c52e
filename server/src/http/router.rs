//! The router: `app::routes` is its only source.

use crate::http::busy::name_a_time;
use crate::http::calls::{call, refuse};
use crate::http::forms::action_of;
use crate::http::pages::{save, show};
use crate::http::request::Tags;
use crate::http::submit::submit;
use crate::http::watch::watch;
use crate::http::web::{Lanes, Web};
use crate::http::{Health, assets, csrf, limits};
use any_spawner::Executor;
use axum::Router;
use axum::body::Body;
use axum::extract::State;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use futures_util::FutureExt;
use http::{Method, Request, StatusCode};
use leptos::config::LeptosOptions;
use std::net::IpAddr;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use weiterblick_app::error::{Error, ErrorKind};
use weiterblick_app::page::Page;
use weiterblick_app::routes::{Loading, Route, Target, routes};
use weiterblick_app::state::AppState;

/// The whole product as one service.
pub fn router(state: AppState, options: LeptosOptions, health: Health, trusted_proxies: Vec<IpAddr>) -> Router {
    build(routes(), state, options, health, trusted_proxies)
}

fn build(
    routes: impl Iterator<Item = Route>,
    state: AppState,
    options: LeptosOptions,
    health: Health,
    trusted_proxies: Vec<IpAddr>,
) -> Router {
    // Leptos spawns on tokio; an error means that an earlier router has said so already.
    let _ = Executor::init_tokio();
    let web = Web {
        state,
        options,
        stylesheet: assets::stylesheet().into(),
        trusted_proxies: trusted_proxies.into_iter().map(|proxy| proxy.to_canonical()).collect(),
        lanes: Arc::new(Lanes::new()),
    };
    let mut router = Router::new();
    for route in routes {
        router = match route.target {
            Target::Page(load) => router.route(
                route.path,
                get(move |State(web): State<Web>, request: Request<Body>| show(web, route, load, request))
                    .post(move |State(web): State<Web>, request: Request<Body>| submit(web, load, request)),
            ),
            Target::Call => router.route(
                route.path,
                post(move |State(web): State<Web>, request: Request<Body>| call(web, route, request)),
            ),
            // A file that cannot be saved is answered by a page, whose frame has forms too.
            Target::File(load) => router.route(
                route.path,
                get(move |State(web): State<Web>, request: Request<Body>| save(web, route, load, request))
                    .post(|State(web): State<Web>, request: Request<Body>| submit(web, nowhere, request)),
            ),
        };
    }
    let ready = move || async move { if health.is_ready() { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE } };
    router
        .route("/readyz", get(ready))
        .route("/healthz", get(|| async { StatusCode::OK }))
        .fallback(fallback)
        // Pages are made anew each time: the quickest gzip takes a third of the time of the quickest brotli and an eighth
        // more bytes. What never changes is packed with brotli beforehand (`assets`).
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn_with_state(web.clone(), only_own_pages))
        .layer(from_fn_with_state(web.clone(), after_panic))
        .layer(from_fn(when_to_come_back))
        .layer(from_fn(limits::head))
        .layer(from_fn(watch))
        .with_state(web)
}

async fn fallback(State(web): State<Web>, request: Request<Body>) -> Response {
    if [Method::GET, Method::HEAD].contains(request.method())
        && let Some(file) = assets::asset(request.uri().path(), request.headers())
    {
        return file;
    }
    // The page that says so has forms too: language, theme, sign-out.
    if request.method() == Method::POST && action_of(request.uri()).is_some() && !is_call(&request) {
        return submit(web, nowhere, request).await;
    }
    not_found(web, request).await
}

/// The page of an address that nothing is at.
fn nowhere() -> Loading<Page> {
    Box::pin(async { Err(Error::not_found()) })
}

fn is_call(request: &Request<Body>) -> bool {
    request.uri().path().starts_with("/api/")
}

pub async fn not_found(web: Web, request: Request<Body>) -> Response {
    if is_call(&request) {
        // An old tab after an upgrade.
        return refuse(&Error::new(ErrorKind::NotFound, "error.reload"));
    }
    web.refuse(request, Error::not_found()).await
}

async fn after_panic(State(web): State<Web>, request: Request<Body>, next: Next) -> Response {
    let mut again = Request::new(Body::empty());
    *again.uri_mut() = request.uri().clone();
    *again.headers_mut() = request.headers().clone();
    *again.extensions_mut() = request.extensions().clone();
    let number = request.extensions().get::<Tags>().map(|tags| tags.number.clone());
    match AssertUnwindSafe(next.run(request)).catch_unwind().await {
        Ok(response) => response,
        Err(_) => {
            let error = Error::internal(number.unwrap_or_default());
            tracing::error!(request = error.params.get("incident"), "a handler panicked");
            if is_call(&again) { refuse(&error) } else { web.refuse(again, error).await }
        }
    }
}

async fn only_own_pages(State(web): State<Web>, request: Request<Body>, next: Next) -> Response {
    let own = &web.state.settings.public_url;
    if csrf::allowed(request.method(), request.headers(), own) {
        return next.run(request).await;
    }
    if is_call(&request) { refuse(&Error::forbidden()) } else { web.refuse(request, Error::forbidden()).await }
}

async fn when_to_come_back(request: Request<Body>, next: Next) -> Response {
    let mut response = next.run(request).await;
    name_a_time(response.status(), response.headers_mut());
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::site_options;
    use http_body_util::BodyExt;
    use tower::ServiceExt;
    use weiterblick_app::routes::File;
    use weiterblick_app::state::Settings;
    use weiterblick_app::survey::keys::SurveyKeys;
    use weiterblick_domain::policy::Action;
    use weiterblick_store::testing;

    fn page() -> Loading<Page> {
        Box::pin(async { panic!("KANARIENVOGEL") })
    }

    fn file(_: weiterblick_app::context::Ctx) -> Loading<File> {
        Box::pin(async { panic!("KANARIENVOGEL") })
    }

    /// R22 of security.md: a panic is one failed request.
    #[tokio::test]
    async fn a_panic_is_a_page_with_a_number_and_the_next_request_is_served() {
        let database = testing::sqlite().await;
        let folder = std::env::temp_dir().join(format!("weiterblick-panic-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let settings =
            Settings { public_url: "https://w.example".to_owned(), mail: false, time_zone: jiff::tz::TimeZone::UTC };
        let state =
            crate::state::app_state(database.db.clone(), settings, SurveyKeys::new(folder.clone()), [7; 32], None);
        let health = Health::new(database.db.clone(), folder.clone());
        let options = site_options(&folder.join("site.txt")).unwrap();
        let broken = [Route::page("/kaputt", Action::Visit, page), Route::file("/kaputt.csv", Action::Visit, file)];
        let router = build(routes().chain(broken), state, options, health, Vec::new());
        for path in ["/kaputt", "/kaputt.csv"] {
            let request = Request::get(path).body(Body::empty()).unwrap();
            let response = router.clone().oneshot(request).await.unwrap();
            assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
            assert!(response.headers().contains_key("content-security-policy"));
            let bytes = response.into_body().collect().await.unwrap().to_bytes();
            let html = String::from_utf8_lossy(&bytes);
            assert!(html.contains("Nummer des Vorfalls: ") && !html.contains("KANARIENVOGEL"), "{html}");
        }
        let next = router.oneshot(Request::get("/hilfe").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(next.status(), StatusCode::OK);
        std::fs::remove_dir_all(folder).unwrap();
        database.end().await;
    }
}
