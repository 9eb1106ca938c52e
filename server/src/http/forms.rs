//! Forms without script: a POST to a page runs the server function named in `_action` and shows the page again, or
//! leads on. See `weiterblick_app::form`.

use axum::body::Bytes;
use http::Uri;
use http::header::{CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue, SET_COOKIE};
use weiterblick_app::form::{CONFIRM_PASSWORD, is_secret};
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

/// The body of a form.
pub struct Sent {
    /// For the server function.
    pub bytes: Bytes,
    /// What was typed, to be shown again. Passwords and uploaded files are not.
    pub values: Vec<(String, String)>,
    /// The password that was asked for before the action may run; it is none of the action's own fields.
    pub confirmation: Option<String>,
}

impl Sent {
    pub async fn new(headers: &HeaderMap, mut bytes: Bytes) -> Self {
        let mut confirmation = None;
        let mut values: Vec<(String, String)> = match headers.get(CONTENT_TYPE) {
            Some(kind) if kind.as_bytes().starts_with(b"application/x-www-form-urlencoded") => {
                let mut values: Vec<(String, String)> = form_urlencoded::parse(&bytes).into_owned().collect();
                if let Some(place) = values.iter().position(|(name, _)| name == CONFIRM_PASSWORD) {
                    confirmation = Some(values.remove(place).1);
                    bytes = form_urlencoded::Serializer::new(String::new()).extend_pairs(&values).finish().into();
                }
                values
            }
            Some(kind) if kind.as_bytes().starts_with(b"multipart/form-data") => {
                upload::typed(kind, bytes.clone()).await
            }
            _ => Vec::new(),
        };
        values.retain(|(name, _)| !is_secret(name));
        Self { bytes, values, confirmation }
    }
}

/// Changes a request's cookies as its client would have done on this answer.
pub fn set_cookies(headers: &mut HeaderMap, answered: &HeaderMap) {
    let pair = |cookie: &str| cookie.split(';').next().unwrap_or_default().trim().to_owned();
    let name = |pair: &str| pair.split('=').next().unwrap_or_default().to_owned();
    let new: Vec<String> =
        answered.get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok()).map(pair).collect();
    let old = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(';'));
    let kept = old.map(pair).filter(|old| new.iter().all(|new| name(new) != name(old)));
    let all: Vec<String> = kept.chain(new.iter().cloned()).collect();
    if let Ok(value) = HeaderValue::from_str(&all.join("; ")) {
        headers.insert(COOKIE, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    async fn kept(kind: &'static str, body: &'static str) -> Vec<(String, String)> {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(kind))]);
        Sent::new(&headers, Bytes::from_static(body.as_bytes())).await.values
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

    #[tokio::test]
    async fn the_password_that_was_asked_for_is_no_field_of_the_action() {
        let headers =
            HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"))]);
        let sent = Sent::new(&headers, Bytes::from_static(b"a%5B%5D=1&confirm_password=geheim&a%5B%5D=2+3")).await;
        assert_eq!(sent.confirmation.as_deref(), Some("geheim"));
        assert_eq!(sent.bytes, "a%5B%5D=1&a%5B%5D=2+3");
        assert_eq!(sent.values, pairs([("a[]", "1"), ("a[]", "2 3")]));
    }

    #[test]
    fn an_answered_cookie_takes_the_place_of_the_old_one() {
        let mut headers = HeaderMap::new();
        headers.append(COOKIE, HeaderValue::from_static("__Host-wb=old; __Host-wbl=de"));
        headers.append(COOKIE, HeaderValue::from_static("x=y"));
        let answered = HeaderMap::from_iter([(SET_COOKIE, HeaderValue::from_static("__Host-wb=new; Path=/; Secure"))]);
        set_cookies(&mut headers, &answered);
        assert_eq!(headers[COOKIE], "__Host-wbl=de; x=y; __Host-wb=new");
    }

    #[test]
    fn the_action_is_taken_out_of_the_query() {
        let uri = Uri::from_static("/teams?q=a%26b&_action=organisation%2Fcreate_unit");
        assert_eq!(action_of(&uri).as_deref(), Some("organisation/create_unit"));
        assert_eq!(page_query(&uri), "q=a%26b");
        assert_eq!(action_of(&Uri::from_static("/teams")), None);
    }
}
