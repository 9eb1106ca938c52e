//! Forms that work without script.
//!
//! A form posts to the page it stands on, with the server function's name in `_action`. The server runs that
//! function; on success it leads on (303), otherwise it renders the same page again with a [`FormReport`]: messages at
//! the fields, a summary on top, and everything that was typed still there. Nothing of it is stored or put in a URL.

use crate::context::request;
use crate::error::{Error, FieldError};
use crate::strict::Call;
use leptos::prelude::*;
use serde::de::DeserializeOwned;

/// What became of the form that was just sent.
#[derive(Debug, Clone)]
pub struct FormReport {
    /// The name of the server function: its path below `/api/`.
    pub action: String,
    /// What was typed, without passwords.
    pub values: Vec<(String, String)>,
    pub outcome: Result<serde_json::Value, Error>,
}

/// The form that the surrounding fields belong to.
#[derive(Debug, Clone, PartialEq, Eq)]
struct FormScope {
    action: String,
    /// Tells apart several forms of one action on one page, for example one per row.
    row: Option<(String, String)>,
}

/// Fields of this name never come back to the browser.
pub fn is_secret(field: &str) -> bool {
    field.contains("password")
}

/// The part of a server function's path after `/api/`.
pub fn action_name<F: Call>() -> &'static str {
    F::PATH.trim_start_matches("/api/")
}

/// A `<form>` for the server function `F`.
///
/// `row` names a hidden field and its value, so that one of several equal forms on a page gets its own messages.
/// `at` is the page that answers, where it is another one than the page the form stands on. `anchor` is the id of the
/// part of the page to which the answer scrolls. `live` lets the island [`Live`](crate::roundtable::live::Live) send it
/// in the background; `ballot` keeps it until it is acknowledged.
#[component]
pub fn PostForm<F>(
    #[prop(optional)] of: std::marker::PhantomData<F>,
    #[prop(optional, into)] class: String,
    #[prop(optional, into)] label: Option<String>,
    #[prop(optional)] row: Option<(&'static str, String)>,
    #[prop(optional)] upload: bool,
    #[prop(optional)] at: &'static str,
    #[prop(optional, into)] anchor: String,
    #[prop(optional)] live: Option<&'static str>,
    children: Children,
) -> impl IntoView
where
    F: Call + 'static,
{
    let _ = of;
    let request = request();
    let row = row.map(|(name, value)| (name.to_owned(), value));
    provide_context(FormScope { action: action_name::<F>().to_owned(), row: row.clone() });
    let target = match at {
        "" => target(&request.path, &request.query, action_name::<F>()),
        page => target(page, "", action_name::<F>()),
    };
    let target = if anchor.is_empty() { target } else { format!("{target}#{anchor}") };
    view! {
        <form method="post" action=target class=class aria-label=label novalidate=true data-live-form=live
            enctype=upload.then_some("multipart/form-data")>
            {row.map(|(name, value)| view! { <input type="hidden" name=name value=value/> })}
            {children()}
        </form>
    }
}

/// The page's own address with the action's name added.
fn target(path: &str, query: &str, action: &str) -> String {
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("_action=") && !pair.starts_with("m="))
        .collect();
    let query: String = kept.iter().map(|pair| format!("{pair}&")).collect();
    format!("{path}?{query}_action={action}")
}

/// The report, if it is about the surrounding form.
fn report() -> Option<FormReport> {
    let scope = use_context::<FormScope>()?;
    let report = request().form.clone()?;
    let same_row = scope.row.as_ref().is_none_or(|row| report.values.contains(row));
    (report.action == scope.action && same_row).then_some(report)
}

/// What was typed in `field`, else `default`.
pub fn value(field: &str, default: &str) -> String {
    match report() {
        Some(report) => {
            report.values.iter().find(|(name, _)| name == field).map(|(_, value)| value.clone()).unwrap_or_default()
        }
        None => default.to_owned(),
    }
}

/// Everything that was sent as `field`, in its order; `None` where the form was not sent.
pub fn values(field: &str) -> Option<Vec<String>> {
    let sent = report()?.values.into_iter().filter(|(name, _)| name == field);
    Some(sent.map(|(_, value)| value).collect())
}

/// Whether the form was sent, and comes back.
pub fn was_sent() -> bool {
    report().is_some()
}

/// Whether `field` was sent with `value`; `default` where the form was not sent.
pub fn chosen(field: &str, value: &str, default: bool) -> bool {
    match report() {
        Some(report) => report.values.iter().any(|(name, sent)| name == field && sent == value),
        None => default,
    }
}

/// The message at `field`.
pub fn error_at(field: &str) -> Option<FieldError> {
    report()?.outcome.err()?.fields.into_iter().find(|error| error.field == field)
}

/// The error of the form that was just sent, whichever it is.
pub fn page_error() -> Option<Error> {
    request().form.clone()?.outcome.err()
}

/// What the server function `F` answered, where it did not lead on: a preview, a link that is shown once.
pub fn result_of<F: Call>() -> Option<F::Output>
where
    F::Output: DeserializeOwned,
{
    let report = request().form.clone()?;
    (report.action == action_name::<F>()).then_some(())?;
    serde_json::from_value(report.outcome.ok()?).ok()
}

/// Leads on after success; `notice` is a key below `notice.` whose sentence the next page shows.
pub fn lead_to(path: &str, notice: Option<&str>) {
    let target = match notice {
        Some(notice) if path.contains('?') => format!("{path}&m={notice}"),
        Some(notice) => format!("{path}?m={notice}"),
        None => path.to_owned(),
    };
    leptos_axum::redirect(&target, false);
}

/// A target from a request: an own path starting with one `/`, else `/` (security.md E32).
pub fn own_path(next: &str) -> &str {
    let own = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains('\\')
        && !next.chars().any(char::is_control)
        && !next.contains("/../")
        && next.len() <= 2_000;
    if own { next } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_keeps_the_query_of_its_page_but_not_old_notices() {
        assert_eq!(target("/teams", "", "a/b"), "/teams?_action=a/b");
        assert_eq!(target("/teams", "q=x&m=saved&_action=c/d", "a/b"), "/teams?q=x&_action=a/b");
    }

    /// S17 of security.md.
    #[test]
    fn a_next_path_never_leaves_the_house() {
        for own in ["/", "/umfragen", "/umfragen?x=1&y=%2F", "/a/b#c"] {
            assert_eq!(own_path(own), own);
        }
        for foreign in [
            "",
            "umfragen",
            "//evil.example",
            "/\\evil.example",
            "\\\\evil.example",
            "https://evil.example",
            "/a\nb",
            "/\t/evil.example",
            "javascript:alert(1)",
            " /umfragen",
            "/x\\y",
            "/\u{7f}",
        ] {
            assert_eq!(own_path(foreign), "/", "{foreign:?}");
        }
    }
}
