//! Understanding a request: who, in which language, from where.

use axum::extract::RawPathParams;
use http::HeaderMap;
use http::header::{ACCEPT_LANGUAGE, COOKIE};
use http::request::Parts;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::timeout;
use weiterblick_app::account::cookie;
use weiterblick_app::context::{RequestContext, Theme, Viewer};
use weiterblick_app::secret::token_hash;
use weiterblick_app::state::AppState;
use weiterblick_domain::account::SESSION_TOUCH;
use weiterblick_domain::organisation::full_name;
use weiterblick_domain::text::Language;
use weiterblick_store::StoreError;
use weiterblick_store::account::{SessionRow, session, touch_session};

/// What the outermost layer has given the request: its number and the nonce of its response.
#[derive(Debug, Clone)]
pub struct Tags {
    pub number: String,
    pub nonce: String,
}

/// How long a request waits for the writer just to note that the session is in use.
const TOUCH_PATIENCE: Duration = Duration::from_millis(200);

/// The connection's other end.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// Reads the session from the database: nothing about rights is cached between requests.
///
/// # Errors
/// [`StoreError`].
pub async fn understand(
    state: &AppState,
    trusted_proxies: &[IpAddr],
    parts: &Parts,
    params: RawPathParams,
) -> Result<RequestContext, StoreError> {
    let cookies = cookies(&parts.headers);
    let find = |name: &str| cookies.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str());
    let mut signed_in = None;
    if let Some(token) = find(cookie::SESSION) {
        let hash = token_hash(token);
        let now = state.now();
        let row = session(&mut *state.db.read().await?, &hash, now).await?;
        if let Some(row) = row {
            if now.since(row.last_seen_at) > SESSION_TOUCH {
                touch(state, &hash).await;
            }
            signed_in = Some((row, hash));
        }
    }
    let language = find(cookie::LANGUAGE)
        .and_then(Language::from_code)
        .or_else(|| signed_in.as_ref().map(|(row, _)| row.language))
        .unwrap_or_else(|| preferred_language(&parts.headers));
    let tags = parts.extensions.get::<Tags>();
    let peer = parts.extensions.get::<Peer>().map_or(IpAddr::from([127, 0, 0, 1]), |peer| peer.0.ip());
    Ok(RequestContext {
        number: tags.map(|tags| tags.number.clone()).unwrap_or_default(),
        nonce: tags.map(|tags| tags.nonce.clone()).unwrap_or_default(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        params: params.iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        language,
        theme: find(cookie::THEME).map(Theme::from_code).unwrap_or_default(),
        viewer: signed_in.map(|(row, hash)| viewer(row, hash)),
        client: client(peer, trusted_proxies, &parts.headers),
        cookies,
        form: None,
    })
}

/// Notes that the session is in use. Given up where the writer is busy or fails: reading must go on, and the next request
/// tries again.
async fn touch(state: &AppState, hash: &str) {
    let touched = async {
        let mut tx = state.db.write().await?;
        touch_session(&mut tx, hash, state.now()).await?;
        tx.commit().await
    };
    if let Ok(Err::<(), StoreError>(error)) = timeout(TOUCH_PATIENCE, touched).await {
        tracing::warn!(%error, "a session could not be noted as in use");
    }
}

/// Makes what was understood available to handlers behind it.
pub fn attach(parts: &mut Parts, context: RequestContext) -> Arc<RequestContext> {
    let context = Arc::new(context);
    parts.extensions.insert(Arc::clone(&context));
    context
}

fn viewer(row: SessionRow, session_hash: String) -> Viewer {
    let full = full_name(&row.first_name, &row.last_name);
    let name = if full.is_empty() { row.email.clone() } else { full };
    Viewer {
        actor: row.actor,
        email: row.email,
        name,
        organisation_name: row.organisation_name,
        session_hash,
        authenticated_at: row.authenticated_at,
    }
}

fn cookies(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

/// The first language of the browser's list that we speak; German where it speaks none of ours.
fn preferred_language(headers: &HeaderMap) -> Language {
    let Some(list) = headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()) else { return Language::De };
    let mut wishes: Vec<(f32, Language)> = list
        .split(',')
        .filter_map(|entry| {
            let mut parts = entry.split(';');
            let code = parts.next()?.trim().get(..2)?.to_ascii_lowercase();
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q="))
                .map_or(Some(1.0), |q| q.trim().parse::<f32>().ok())
                .filter(|q| *q > 0.0)?;
            Language::from_code(&code).map(|language| (weight, language))
        })
        .collect();
    // Stable: of equal weights the first one stays first.
    wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
    wishes.first().map_or(Language::De, |(_, language)| *language)
}

/// The address that throttles count by (E23): the peer, or behind trusted proxies the right-most foreign entry of
/// `X-Forwarded-For`; IPv6 cut to its /64.
///
/// `trusted` holds canonical addresses. What stands left of an entry that is no address was written by nobody we trust.
fn client(peer: IpAddr, trusted: &[IpAddr], headers: &HeaderMap) -> IpAddr {
    let entries: Vec<&str> = headers
        .get_all("x-forwarded-for")
        .iter()
        .flat_map(|value| value.to_str().unwrap_or_default().split(','))
        .map(str::trim)
        .collect();
    let mut from_the_right = entries.into_iter().rev();
    let mut address = peer.to_canonical();
    while trusted.contains(&address)
        && let Some(Ok(before)) = from_the_right.next().map(str::parse::<IpAddr>)
    {
        address = before.to_canonical();
    }
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    fn language(list: &'static str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(list));
        preferred_language(&headers)
    }

    #[test]
    fn the_browser_language_counts_where_we_speak_it() {
        assert_eq!(preferred_language(&HeaderMap::new()), Language::De);
        assert_eq!(language("en-US,en;q=0.9,de;q=0.8"), Language::En);
        assert_eq!(language("de-AT,en;q=0.9"), Language::De);
        assert_eq!(language("pl,cs;q=0.9"), Language::De);
        assert_eq!(language("pl,de;q=0.5,en;q=0.7"), Language::En);
        assert_eq!(language("en;q=0,pl"), Language::De);
        assert_eq!(language(";;q=,x"), Language::De);
    }

    /// S15 of security.md.
    #[test]
    fn a_forged_forwarded_address_counts_only_from_a_trusted_proxy() {
        let ip = |text: &str| text.parse::<IpAddr>().unwrap();
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", HeaderValue::from_static("1.1.1.1, 203.0.113.9, 10.0.0.2"));
        assert_eq!(client(ip("198.51.100.7"), &[], &headers), ip("198.51.100.7"));
        assert_eq!(client(ip("10.0.0.1"), &[ip("10.0.0.1"), ip("10.0.0.2")], &headers), ip("203.0.113.9"));
        assert_eq!(client(ip("10.0.0.1"), &[ip("10.0.0.1")], &HeaderMap::new()), ip("10.0.0.1"));
        assert_eq!(client(ip("::ffff:10.0.0.1"), &[ip("10.0.0.1"), ip("10.0.0.2")], &headers), ip("203.0.113.9"));
        assert_eq!(client(ip("2001:db8:1:2:3:4:5:6"), &[], &headers), ip("2001:db8:1:2::"));
        assert_eq!(client(ip("::ffff:198.51.100.7"), &[], &headers), ip("198.51.100.7"));
        let proxies = [ip("10.0.0.1"), ip("10.0.0.2")];
        for (forwarded, expected) in [
            ("1.1.1.1, unknown, 10.0.0.2", "10.0.0.2"),
            ("1.1.1.1, ", "10.0.0.1"),
            ("1.1.1.1, ::ffff:203.0.113.9, ::ffff:10.0.0.2", "203.0.113.9"),
            ("10.0.0.2", "10.0.0.2"),
        ] {
            let headers = HeaderMap::from_iter([(
                http::HeaderName::from_static("x-forwarded-for"),
                HeaderValue::from_static(forwarded),
            )]);
            assert_eq!(client(ip("10.0.0.1"), &proxies, &headers), ip(expected), "{forwarded}");
        }
    }
}
