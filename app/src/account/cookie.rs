//! Cookies: all `__Host-`, Secure, HttpOnly, SameSite=Lax, whole site. Only what is strictly necessary (security.md E65).

use http::HeaderValue;
use http::header::SET_COOKIE;
use leptos::prelude::use_context;
use leptos_axum::ResponseOptions;

/// The session token.
pub const SESSION: &str = "__Host-wb";
/// A device that has signed in before.
pub const KNOWN_DEVICE: &str = "__Host-wbk";
/// A device that types codes.
pub const CODE_DEVICE: &str = "__Host-wbd";
/// A device that answers a survey.
pub const SURVEY_DEVICE: &str = "__Host-wbs";
/// Chosen language and theme.
pub const LANGUAGE: &str = "__Host-wbl";
pub const THEME: &str = "__Host-wbt";

const DAY_SECONDS: i64 = 86_400;
pub const SESSION_SECONDS: i64 = 7 * DAY_SECONDS;
pub const KNOWN_DEVICE_SECONDS: i64 = 30 * DAY_SECONDS;
pub const CHOICE_SECONDS: i64 = 365 * DAY_SECONDS;

/// Sets a cookie on the response that is being made. Without `max_age` it ends with the browser.
pub fn set(name: &str, value: &str, max_age: Option<i64>) {
    let age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    append(&format!("{name}={value}; Path=/{age}; Secure; HttpOnly; SameSite=Lax"));
}

pub fn remove(name: &str) {
    append(&format!("{name}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax"));
}

fn append(cookie: &str) {
    if let (Some(response), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(cookie)) {
        response.append_header(SET_COOKIE, value);
    }
}
