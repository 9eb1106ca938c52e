//! Refused before any work: small, static, with a time to come back.

use crate::http::calls::refuse;
use crate::state::fresh;
use axum::body::Bytes;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderMap, StatusCode, Uri};
use std::sync::LazyLock;
use weiterblick_app::error::Error;
use weiterblick_app::texts::translate;
use weiterblick_domain::text::Language;

/// Who asks in which language is not known yet: all of them, German first.
static PAGE: LazyLock<Bytes> = LazyLock::new(|| {
    let sections: String = Language::ALL
        .into_iter()
        .map(|language| {
            let text = |key| translate(language, key, &[]);
            let (title, text) = (text("error_page.busy.title"), text("error_page.busy.text"));
            format!("<section lang=\"{}\"><h1>{title}</h1><p>{text}</p></section>", language.code())
        })
        .collect();
    format!(
        "<!DOCTYPE html><html lang=\"de\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <meta name=\"color-scheme\" content=\"light dark\"><title>Weiterblick</title></head>\
         <body><main>{sections}</main></body></html>"
    )
    .into()
});

/// The answer to a request that there is no room for: a page, or for script an error.
pub fn busy(uri: &Uri) -> Response {
    if uri.path().starts_with("/api/") {
        return refuse(&Error::busy());
    }
    (StatusCode::SERVICE_UNAVAILABLE, [(CONTENT_TYPE, "text/html; charset=utf-8")], PAGE.clone()).into_response()
}

/// Says when to come back where the answer is "not now" and nobody has said it yet: after 1 to 5 seconds, by chance, so
/// that not everybody comes back at once (security.md E43).
pub fn name_a_time(status: StatusCode, headers: &mut HeaderMap) {
    if [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS].contains(&status) {
        let [byte] = fresh();
        headers.entry(RETRY_AFTER).or_insert(u16::from(1 + byte % 5).into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[tokio::test]
    async fn pages_get_a_page_in_every_language_and_script_an_error() {
        let response = busy(&Uri::from_static("/umfragen"));
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
        let page = String::from_utf8(PAGE.to_vec()).unwrap();
        for language in Language::ALL {
            assert!(page.contains(&translate(language, "error_page.busy.title", &[])), "{page}");
        }
        assert!(PAGE.len() < 2_000);
        let response = busy(&Uri::from_static("/api/account/sign_in"));
        assert_eq!(response.headers()[CONTENT_TYPE], "application/json");
    }

    #[test]
    fn only_not_now_gets_a_time_and_a_known_one_stays() {
        let time = |status, known: Option<&'static str>| {
            let mut headers = HeaderMap::new();
            headers.extend(known.map(|known| (RETRY_AFTER, HeaderValue::from_static(known))));
            name_a_time(status, &mut headers);
            headers.get(RETRY_AFTER).and_then(|value| value.to_str().unwrap().parse::<u8>().ok())
        };
        assert!(time(StatusCode::SERVICE_UNAVAILABLE, None).is_some_and(|seconds| (1..=5).contains(&seconds)));
        assert_eq!(time(StatusCode::TOO_MANY_REQUESTS, Some("77")), Some(77));
        assert_eq!(time(StatusCode::OK, None), None);
    }
}
