//! Forms without script: a POST to a page runs the server function named in `_action` and shows the page again, or
//! leads on. See `weiterblick_app::form`.

use axum::body::Bytes;
use http::Uri;
use http::header::{CONTENT_TYPE, HeaderMap};
use weiterblick_app::form::is_secret;

/// The server function that a form asks for, without `/api/`.
pub fn action_of(uri: &Uri) -> Option<String> {
    form_urlencoded::parse(uri.query()?.as_bytes())
        .find(|(name, _)| name == "_action")
        .map(|(_, action)| action.into_owned())
}

/// The page's own query, without the action.
pub fn page_query(uri: &Uri) -> String {
    uri.query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !pair.starts_with("_action="))
        .collect::<Vec<_>>()
        .join("&")
}

/// What was typed, to be shown again. Passwords and uploaded files are not.
pub fn values(headers: &HeaderMap, body: &Bytes) -> Vec<(String, String)> {
    let is_form =
        headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/x-www-form-urlencoded"));
    if !is_form {
        return Vec::new();
    }
    form_urlencoded::parse(body)
        .filter(|(name, _)| !is_secret(name))
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn passwords_do_not_come_back() {
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
        let body = Bytes::from_static(b"email=a%40b.example&password=secret&password_repeat=secret&x=1+2");
        let kept = [("email", "a@b.example"), ("x", "1 2")].map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(values(&headers, &body), kept);
    }

    #[test]
    fn the_action_is_taken_out_of_the_query() {
        let uri = Uri::from_static("/teams?q=a%26b&_action=organisation%2Fcreate_unit");
        assert_eq!(action_of(&uri).as_deref(), Some("organisation/create_unit"));
        assert_eq!(page_query(&uri), "q=a%26b");
        assert_eq!(action_of(&Uri::from_static("/teams")), None);
    }
}
