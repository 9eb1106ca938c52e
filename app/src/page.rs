//! A page: its data, its title, its frame, and what stands there when it cannot be shown.

use crate::context::{Theme, request};
use crate::error::{Error, ErrorKind};
use crate::form;
use crate::shell::{AppFrame, PlainFrame};
use crate::ui::{ErrorSummary, Icon, Notice};
use leptos::prelude::*;
use leptos_meta::Title;
use std::future::Future;

/// What a page shows around its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    /// Navigation by role.
    App,
    /// For visitors: landing, sign-in, legal pages.
    Public,
    /// Answering: nothing that leads away.
    Survey,
    /// Voting at a round table: as narrow as a phone.
    Vote,
    /// The projector: nothing around the content.
    Screen,
    /// For paper: no navigation at all.
    Print,
}

/// A page that is ready to be shown.
pub struct Page {
    title: String,
    frame: Frame,
    class: &'static str,
    theme: Option<Theme>,
    org: Option<String>,
    status: Option<AnyView>,
    content: AnyView,
}

impl Page {
    pub fn new(title: impl Into<String>, content: impl IntoView + 'static) -> Self {
        Self {
            title: title.into(),
            frame: Frame::App,
            class: "",
            theme: None,
            org: None,
            status: None,
            content: content.into_any(),
        }
    }

    #[must_use]
    pub fn frame(mut self, frame: Frame) -> Self {
        self.frame = frame;
        self
    }

    /// The class of the main element.
    #[must_use]
    pub fn class(mut self, class: &'static str) -> Self {
        self.class = class;
        self
    }

    /// A theme of the page's own, whatever the reader prefers.
    #[must_use]
    pub fn theme(mut self, theme: Theme) -> Self {
        self.theme = Some(theme);
        self
    }

    /// The line beside the logo in a survey: wave and organisation.
    #[must_use]
    pub fn org(mut self, org: impl Into<String>) -> Self {
        self.org = Some(org.into());
        self
    }

    /// A tool in the masthead of a survey: the save state.
    #[must_use]
    pub fn status(mut self, status: impl IntoView + 'static) -> Self {
        self.status = Some(status.into_any());
        self
    }
}

/// Loads a page and shows it, or what stands there instead.
///
/// Whoever is not signed in is led to the sign-in and back afterwards.
pub fn page(load: impl Future<Output = Result<Page, Error>> + Send + 'static) -> AnyView {
    Suspend::new(async move {
        match load.await {
            Ok(page) => show(page),
            Err(error) if error.wants_sign_in() => {
                let request = request();
                let here = if request.query.is_empty() {
                    request.path.clone()
                } else {
                    format!("{}?{}", request.path, request.query)
                };
                let target = if error.key == "error.confirm_password" { "/bestaetigen" } else { "/anmelden" };
                leptos_axum::redirect(&format!("{target}?next={}", encode(&here)), false);
                ().into_any()
            }
            Err(error) => show(error_page(&error)),
        }
    })
    .into_any()
}

/// The page for an error that happened before any page could be loaded.
pub fn failed(error: Error) -> AnyView {
    page(async { Err(error) })
}

fn show(page: Page) -> AnyView {
    let failed = form::page_error();
    if let Some(error) = &failed {
        set_status(error);
    }
    let title = match &failed {
        Some(_) => t!("page.title_error", title = page.title),
        None => t!("page.title", title = page.title),
    };
    let content = view! {
        <Title text=title/>
        <main id="inhalt" class=page.class data-theme=page.theme.map(Theme::code) tabindex="-1">
            {(!matches!(page.frame, Frame::Print | Frame::Screen)).then(|| view! {
                <div id="meldungen" data-region=""><Notice/> <ErrorSummary error=failed/></div>
            })}
            {page.content}
        </main>
    };
    match page.frame {
        Frame::App => view! { <AppFrame>{content}</AppFrame> }.into_any(),
        Frame::Print | Frame::Screen => content.into_any(),
        frame => {
            let class = match frame {
                Frame::Survey => "survey",
                Frame::Vote => "vote",
                _ => "",
            };
            view! { <PlainFrame class=class org=page.org status=page.status>{content}</PlainFrame> }.into_any()
        }
    }
}

/// A friendly page for 403, 404, 500 and the like: what happened, what to do.
pub fn error_page(error: &Error) -> Page {
    set_status(error);
    let kind = match error.kind {
        ErrorKind::Forbidden | ErrorKind::Unauthenticated => "forbidden",
        ErrorKind::NotFound => "not_found",
        ErrorKind::Busy | ErrorKind::Throttled => "busy",
        ErrorKind::TooLarge => "too_large",
        ErrorKind::Invalid | ErrorKind::Malformed | ErrorKind::Conflict => "bad_request",
        ErrorKind::Internal => "internal",
    };
    let title = t!(format!("error_page.{kind}.title"));
    let incident = error.params.get("incident").cloned();
    let signed_in = request().viewer.is_some();
    let content = view! {
        <div class="wrap errorpage">
            <div class="stack" data-gap="5">
                <h1>{title.clone()}</h1>
                <p class="lead">{t!(format!("error_page.{kind}.text"))}</p>
                {incident.map(|number| view! { <p class="text-soft">{t!("error_page.incident", number = number)}</p> })}
                <p>
                    <a class="link-next" href=if signed_in { "/uebersicht" } else { "/" }>
                        {t!("error_page.home")}<Icon name="arrow-right" flip=true/>
                    </a>
                </p>
            </div>
        </div>
    };
    Page::new(title, content).frame(if signed_in { Frame::App } else { Frame::Public })
}

/// Answers with the status of `error`.
pub fn set_status(error: &Error) {
    if let Some(response) = use_context::<leptos_axum::ResponseOptions>() {
        response.set_status(error.status());
    }
}

/// Percent-encodes everything but letters, digits and `-._~/`.
pub fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}

/// A parameter of the query, decoded; empty where it is missing.
pub fn query(name: &str) -> String {
    form_urlencoded::parse(request().query.as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
        .unwrap_or_default()
}

/// A parameter of the path that parses, for example an id.
///
/// # Errors
/// [`ErrorKind::NotFound`]: what is no id belongs to nothing.
pub fn path_param<T: std::str::FromStr>(name: &str) -> Result<T, Error> {
    request()
        .params
        .iter()
        .find(|(key, _)| key == name)
        .and_then(|(_, text)| text.parse().ok())
        .ok_or_else(Error::not_found)
}
