//! Headers on every response (security.md §7).

use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, VARY};
use http::{HeaderMap, HeaderValue};

const FIXED: [(&str, &str); 8] = [
    ("strict-transport-security", "max-age=63072000; includeSubDomains"),
    ("referrer-policy", "same-origin"),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("cross-origin-resource-policy", "same-origin"),
    (
        "permissions-policy",
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), encrypted-media=(), fullscreen=(self), \
         geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), \
         publickey-credentials-get=(self), screen-wake-lock=(self), usb=()",
    ),
];

/// The policy for pages; `nonce` is made anew for each response (E28).
pub fn content_security_policy(nonce: &str) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; \
         base-uri 'none'; frame-ancestors 'none'"
    )
}

/// Adds what is not there yet. Saved files bring their own, stricter policy (E38).
pub fn secure(headers: &mut HeaderMap, nonce: &str) {
    for (name, value) in FIXED {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if !headers.contains_key("content-security-policy")
        && let Ok(policy) = HeaderValue::from_str(&content_security_policy(nonce))
    {
        headers.insert(HeaderName::from_static("content-security-policy"), policy);
    }
    if !headers.contains_key(CACHE_CONTROL) {
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    let is_html = headers.get(CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if is_html {
        headers.insert(VARY, HeaderValue::from_static("Cookie, Accept-Language"));
    }
}
