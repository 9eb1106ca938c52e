//! What every handler needs: the shared state, the lanes, who is asking, and the document around a view.

use crate::http::busy::busy;
use crate::http::lane::Lane;
use crate::http::request::{attach, understand};
use axum::RequestPartsExt;
use axum::body::Body;
use axum::extract::RawPathParams;
use axum::response::{IntoResponse, Response};
use http::header::LOCATION;
use http::request::Parts;
use http::{Request, StatusCode};
use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use leptos::prelude::{AnyView, Owner, provide_context};
use leptos::reactive::computed::ScopedFuture;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use weiterblick_app::context::RequestContext;
use weiterblick_app::error::Error;
use weiterblick_app::page;
use weiterblick_app::routes::Lane as LaneName;
use weiterblick_app::shell::shell;
use weiterblick_app::state::AppState;
use weiterblick_domain::policy::{Action, may_anywhere};

#[derive(Clone)]
pub struct Web {
    pub state: AppState,
    pub options: LeptosOptions,
    pub stylesheet: Arc<str>,
    pub trusted_proxies: Arc<[IpAddr]>,
    pub lanes: Arc<Lanes>,
}

pub struct Lanes {
    pages: Lane,
    calls: Lane,
    files: Lane,
}

impl Lanes {
    pub fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let second = Duration::from_secs(1);
        Self {
            pages: Lane::new("pages", 4 * cores, 4_096, second),
            // Bounded by the writer and by the queue of password hashes behind it.
            calls: Lane::new("calls", 512, 65_536, 2 * second),
            files: Lane::new("files", 1, 4, 60 * second),
        }
    }

    pub fn get(&self, lane: LaneName) -> &Lane {
        match lane {
            LaneName::Pages => &self.pages,
            LaneName::Calls => &self.calls,
            LaneName::Files => &self.files,
        }
    }
}

impl Web {
    /// Understands a request; a database that does not answer is a 503 without a page.
    pub async fn prepare(&self, request: Request<Body>) -> Result<(Parts, Arc<RequestContext>, Body), Box<Response>> {
        let (mut parts, body) = request.into_parts();
        let context = self.understand(&mut parts).await?;
        Ok((parts, context, body))
    }

    /// Reads who is asking, again if need be, and makes it known to what comes after.
    pub async fn understand(&self, parts: &mut Parts) -> Result<Arc<RequestContext>, Box<Response>> {
        let params = parts.extract::<RawPathParams>().await.map_err(|error| Box::new(error.into_response()))?;
        match understand(&self.state, &self.trusted_proxies, parts, params).await {
            Ok(context) => Ok(attach(parts, context)),
            Err(error) => {
                tracing::error!(%error, "a request could not be understood");
                Err(Box::new(busy(&parts.uri)))
            }
        }
    }

    /// Renders a view in its document.
    pub async fn render(
        &self,
        parts: Parts,
        context: Arc<RequestContext>,
        view: impl Fn() -> AnyView + Clone + Send + Sync + 'static,
    ) -> Response {
        let (state, options, stylesheet) = (self.state.clone(), self.options.clone(), Arc::clone(&self.stylesheet));
        let provide = move || {
            provide_context(state.clone());
            provide_context(Nonce::from_value(context.nonce.clone()));
            provide_context(Arc::clone(&context));
        };
        let document = move || shell(options.clone(), &stylesheet, view());
        let handler = leptos_axum::render_app_async_with_context(provide, document);
        let mut response = handler(Request::from_parts(parts, Body::empty())).await;
        if response.headers().contains_key(LOCATION) {
            // What leads on has no body worth sending.
            *response.status_mut() = StatusCode::SEE_OTHER;
            *response.body_mut() = Body::empty();
        }
        response
    }

    /// The page for an error, in the frame and language of whoever asked.
    pub async fn failed(&self, parts: Parts, context: Arc<RequestContext>, error: Error) -> Response {
        self.render(parts, context, move || page::failed(error.clone())).await
    }

    /// As [`Self::failed`], for a request that was not understood yet.
    pub async fn refuse(&self, request: Request<Body>, error: Error) -> Response {
        match self.prepare(request).await {
            Ok((parts, context, _)) => self.failed(parts, context, error).await,
            Err(response) => *response,
        }
    }

    /// Runs a future with the context that texts need.
    pub async fn with_context<T>(&self, context: &Arc<RequestContext>, future: impl Future<Output = T>) -> T {
        let owner = Owner::new();
        let (state, context) = (self.state.clone(), Arc::clone(context));
        owner.with(|| {
            provide_context(state);
            provide_context(context);
        });
        owner.with(|| ScopedFuture::new(future)).await
    }
}

/// Whether anything of this kind may be open to whoever asks. Decided before a body is read; what exactly is open, the
/// handler asks with the object in hand.
pub fn gate(context: &RequestContext, action: Action) -> Result<(), Error> {
    Ok(may_anywhere(context.viewer.as_ref().map(|viewer| &viewer.actor), action)?)
}
