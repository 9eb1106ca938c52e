//! Requests that change something come from our own pages only (security.md E25).

use http::header::ORIGIN;
use http::{HeaderMap, Method};

/// Whether the request may go on.
pub fn allowed(method: &Method, headers: &HeaderMap, own_origin: &str) -> bool {
    if matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    match text("sec-fetch-site") {
        Some(site) => matches!(site, "same-origin" | "none"),
        None => text(ORIGIN.as_str()).is_some_and(|origin| origin == own_origin),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    /// S5 of security.md: every combination of the two headers.
    #[test]
    fn only_own_pages_change_something() {
        let own = "https://w.example";
        for (site, site_ok) in [
            (Some("same-origin"), Some(true)),
            (Some("none"), Some(true)),
            (Some("same-site"), Some(false)),
            (Some("cross-site"), Some(false)),
            (None, None),
        ] {
            for (origin, origin_ok) in
                [(Some(own), true), (Some("https://evil.example"), false), (Some("null"), false), (None, false)]
            {
                let mut headers = HeaderMap::new();
                if let Some(site) = site {
                    headers.insert("sec-fetch-site", HeaderValue::from_static(site));
                }
                if let Some(origin) = origin {
                    headers.insert(ORIGIN, HeaderValue::from_static(origin));
                }
                let expected = site_ok.unwrap_or(origin_ok);
                assert_eq!(allowed(&Method::POST, &headers, own), expected, "{site:?} {origin:?}");
                assert!(allowed(&Method::GET, &headers, own));
            }
        }
    }
}
