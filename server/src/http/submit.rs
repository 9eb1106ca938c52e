//! A form that was sent to the page it stands on.

use crate::http::body;
use crate::http::busy::busy;
use crate::http::calls::{Answer, run};
use crate::http::forms::{Sent, action_of, page_query, set_cookies};
use crate::http::pages::LoadPage;
use crate::http::request::attach;
use crate::http::router::not_found;
use crate::http::web::{Web, gate};
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{HeaderMap, HeaderValue, LOCATION};
use http::request::Parts;
use http::{Request, StatusCode};
use std::sync::Arc;
use weiterblick_app::account;
use weiterblick_app::account::api::Confirm;
use weiterblick_app::context::RequestContext;
use weiterblick_app::error::Error;
use weiterblick_app::form::{CONFIRM_PASSWORD, FormReport};
use weiterblick_app::page;
use weiterblick_app::routes::{Verb, routes};
use weiterblick_app::strict::Call;

/// Runs the form's server function. Then it leads on, or the page is shown again with what was typed.
pub async fn submit(web: Web, load: LoadPage, request: Request<Body>) -> Response {
    let Some(action) = action_of(request.uri()) else { return StatusCode::METHOD_NOT_ALLOWED.into_response() };
    let path = format!("/api/{action}");
    let Some(route) = routes().find(|route| route.verb == Verb::Post && route.path == path) else {
        return not_found(web, request).await;
    };
    let (mut parts, context, body) = match web.prepare(request).await {
        Ok(prepared) => prepared,
        Err(response) => return *response,
    };
    let query = page_query(&parts.uri);
    let context = attach(&mut parts, RequestContext { query, ..(*context).clone() });
    if let Err(error) = gate(&context, route.action) {
        return web.failed(parts, context, error).await;
    }
    // The body first: whoever sends slowly must not hold a place in the lane.
    let read = body::read(body, route.body).await;
    let lanes = Arc::clone(&web.lanes);
    let Some(_place) = lanes.get(route.lane).enter().await else { return busy(&parts.uri) };
    let mut form = Form { web, parts, context, action, load, values: Vec::new(), kept: HeaderMap::new() };
    let sent = match read {
        Ok(bytes) => Sent::new(&form.parts.headers, bytes).await,
        Err(error) => return form.again(error).await,
    };
    form.values = sent.values;
    if let Some(password) = sent.confirmation
        && let Err(response) = form.confirm(&password).await
    {
        return *response;
    }
    match run(&form.web, &form.parts, &form.context, &path, Body::from(sent.bytes)).await {
        Ok(answer) => form.lead_on(answer).await,
        Err((error, kept)) => {
            keep(&mut form.kept, &kept);
            form.again(error).await
        }
    }
}

struct Form {
    web: Web,
    parts: Parts,
    context: Arc<RequestContext>,
    action: String,
    load: LoadPage,
    /// What was typed, without passwords.
    values: Vec<(String, String)>,
    /// For the browser, whatever the answer is.
    kept: HeaderMap,
}

impl Form {
    /// The password that the action had asked for: makes the session a fresh one, or asks again.
    async fn confirm(&mut self, password: &str) -> Result<(), Box<Response>> {
        let body = form_urlencoded::Serializer::new(String::new()).append_pair("password", password).finish();
        match run(&self.web, &self.parts, &self.context, Confirm::PATH, Body::from(body)).await {
            Ok(answer) => {
                set_cookies(&mut self.parts.headers, &answer.kept);
                self.kept = answer.kept;
                let query = self.context.query.clone();
                let context = self.web.understand(&mut self.parts).await?;
                self.context = attach(&mut self.parts, RequestContext { query, ..(*context).clone() });
                Ok(())
            }
            Err((mut error, _)) => {
                // What is wrong with it belongs to the field that is shown here.
                for field in &mut error.fields {
                    CONFIRM_PASSWORD.clone_into(&mut field.field);
                }
                Err(Box::new(self.ask_password(error).await))
            }
        }
    }

    async fn lead_on(self, answer: Answer) -> Response {
        let here = || HeaderValue::from_str(&self.context.address()).ok();
        let target = answer.location.or_else(|| answer.value.is_null().then(here).flatten());
        let mut response = match target {
            Some(target) => (StatusCode::SEE_OTHER, [(LOCATION, target)]).into_response(),
            None => {
                let report = FormReport { action: self.action, values: self.values, outcome: Ok(answer.value) };
                show(&self.web, self.parts, &self.context, report, self.load).await
            }
        };
        keep(response.headers_mut(), &self.kept);
        keep(response.headers_mut(), &answer.kept);
        response
    }

    /// The page once more, with what stood against it.
    async fn again(mut self, error: Error) -> Response {
        if error.key == "error.confirm_password" {
            return self.ask_password(error).await;
        }
        let report = FormReport { action: self.action, values: self.values, outcome: Err(error) };
        let mut response = show(&self.web, self.parts, &self.context, report, self.load).await;
        keep(response.headers_mut(), &self.kept);
        response
    }

    /// Asks for the password and carries along what was typed.
    async fn ask_password(&mut self, error: Error) -> Response {
        let report = FormReport { action: self.action.clone(), values: self.values.clone(), outcome: Err(error) };
        show(&self.web, self.parts.clone(), &self.context, report, || Box::pin(async { account::confirm_action() }))
            .await
    }
}

async fn show(
    web: &Web,
    mut parts: Parts,
    context: &Arc<RequestContext>,
    report: FormReport,
    load: LoadPage,
) -> Response {
    let context = attach(&mut parts, RequestContext { form: Some(report), ..(**context).clone() });
    web.render(parts, context, move || page::page(load())).await
}

fn keep(headers: &mut HeaderMap, kept: &HeaderMap) {
    for (name, value) in kept {
        headers.append(name, value.clone());
    }
}
