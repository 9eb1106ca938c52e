//! Forms without script: a POST to a page runs the server function named in `_action` and shows the page again, or
//! leads on. See `weiterblick_app::form`.

use axum::body::Bytes;
use http::Uri;
use http::header::{CONTENT_TYPE, HeaderMap};
use weiterblick_app::form::is_secret;
use weiterblick_app::upload;

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
pub async fn values(headers: &HeaderMap, body: &Bytes) -> Vec<(String, String)> {
    let mut values = match headers.get(CONTENT_TYPE) {
        Some(kind) if kind.as_bytes().starts_with(b"application/x-www-form-urlencoded") => {
            form_urlencoded::parse(body).into_owned().collect()
        }
        Some(kind) if kind.as_bytes().starts_with(b"multipart/form-data") => upload::typed(kind, body.clone()).await,
        _ => Vec::new(),
    };
    values.retain(|(name, _)| !is_secret(name));
    values
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    async fn kept(kind: &'static str, body: &'static str) -> Vec<(String, String)> {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(kind))]);
        values(&headers, &Bytes::from_static(body.as_bytes())).await
    }

    fn pairs<const N: usize>(pairs: [(&str, &str); N]) -> Vec<(String, String)> {
        pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into()
    }

    #[tokio::test]
    async fn passwords_do_not_come_back() {
        let body = "email=a%40b.example&password=secret&password_repeat=secret&x=1+2";
        let kept = kept("application/x-www-form-urlencoded", body).await;
        assert_eq!(kept, pairs([("email", "a@b.example"), ("x", "1 2")]));
    }

    #[tokio::test]
    async fn text_beside_a_file_comes_back_and_the_file_does_not() {
        let body = "--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\na;b\r\n--x\r\n\
                    Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nc;d\r\n--x--\r\n";
        assert_eq!(kept("multipart/form-data; boundary=x", body).await, pairs([("text", "a;b")]));
        assert_eq!(kept("multipart/form-data; boundary=y", body).await, []);
    }

    #[test]
    fn the_action_is_taken_out_of_the_query() {
        let uri = Uri::from_static("/teams?q=a%26b&_action=organisation%2Fcreate_unit");
        assert_eq!(action_of(&uri).as_deref(), Some("organisation/create_unit"));
        assert_eq!(page_query(&uri), "q=a%26b");
        assert_eq!(action_of(&Uri::from_static("/teams")), None);
    }
}
