//! The real router on a database of its own, a clock that tests set, and a small browser.

#![allow(dead_code, reason = "each test file uses its own part")]

use axum::Router;
use axum::body::Body;
use http::header::{CONTENT_TYPE, COOKIE, LOCATION, SET_COOKIE};
use http::{Request, Response, StatusCode};
use http_body_util::BodyExt;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use tower::ServiceExt;
use weiterblick_app::account::password::PasswordHasher;
use weiterblick_app::secret::sha256;
use weiterblick_app::state::{AppState, Clock, Inner, Settings};
use weiterblick_app::throttle::Throttles;
use weiterblick_domain::ids::{OrganisationId, PersonId};
use weiterblick_domain::organisation::OrganisationKind;
use weiterblick_domain::policy::Role;
use weiterblick_domain::text::{Email, Language};
use weiterblick_domain::time::UnixMillis;
use weiterblick_server::http::{Health, router, site_options};
use weiterblick_store::{Db, account, organisation};

pub const PASSWORD: &str = "ein langes Passwort zum Testen";
pub const SETUP_CODE: &str = "SETUPCODE234";
/// 16 October 2026, 10:42 in Berlin.
pub const START: i64 = 1_792_140_120_000;

pub struct Server {
    pub state: AppState,
    pub router: Router,
    clock: Arc<AtomicI64>,
    pub folder: PathBuf,
}

impl Server {
    pub async fn start(db: Db) -> Self {
        Self::start_with(db, false).await
    }

    /// `mail`: as if a mail server were configured.
    pub async fn start_with(db: Db, mail: bool) -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let folder = std::env::temp_dir().join(format!("weiterblick-server-{}-{number}", std::process::id()));
        std::fs::create_dir_all(folder.join("keys")).unwrap();
        let time = Arc::new(AtomicI64::new(START));
        let reading = Arc::clone(&time);
        let empty = account::count(&mut db.read().await.unwrap()).await.unwrap() == 0;
        let mut tx = db.write().await.unwrap();
        weiterblick_app::install_shipped(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let clock: Clock = Arc::new(move || UnixMillis(reading.load(Ordering::Relaxed)));
        let state = AppState::new(Inner {
            hub: weiterblick_server::state::hub(&db, &[7; 32], Arc::clone(&clock)),
            db: db.clone(),
            clock,
            random: Arc::new(weiterblick_server::state::random),
            throttles: Throttles::default(),
            passwords: PasswordHasher::with_memory(64),
            settings: Settings {
                public_url: "https://w.example".to_owned(),
                mail,
                key_dir: folder.join("keys"),
                time_zone: jiff::tz::TimeZone::get("Europe/Berlin").unwrap(),
            },
            installation_key: [7; 32],
            setup_code: Mutex::new(empty.then(|| sha256(SETUP_CODE.as_bytes()))),
        });
        let options = site_options(&folder.join("site.txt")).unwrap();
        let router = router(state.clone(), options, Health::new(db, folder.clone()), Vec::new());
        Self { state, router, clock: time, folder }
    }

    pub fn pass_time(&self, millis: i64) {
        self.clock.fetch_add(millis, Ordering::Relaxed);
    }

    pub fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: BTreeMap::new(), headers: Vec::new() }
    }

    /// An organisation with one person per role, each with an account `<role>@<name>.example`.
    pub async fn organisation(&self, name: &str) -> Organisation {
        let id: OrganisationId = self.state.new_id();
        let mut tx = self.state.db.write().await.unwrap();
        let new = organisation::NewOrganisation {
            id,
            kind: OrganisationKind::Company,
            name: name.to_owned(),
            now: self.state.now(),
        };
        organisation::create(&mut tx, &new).await.unwrap();
        let hash = self.state.passwords.hash(PASSWORD.to_owned(), [1; 16]).await.unwrap();
        let mut people = BTreeMap::new();
        for role in Role::ALL {
            let email = Email::parse(&format!("{role}@{name}.example")).unwrap();
            let account_id = self.state.new_id();
            account::create(&mut tx, account_id, &email, &hash, Language::De, self.state.now()).await.unwrap();
            let person = organisation::NewPerson {
                first_name: format!("{role}"),
                last_name: format!("Marker-{name}"),
                email: email.to_string(),
                account: Some(account_id),
                roles: vec![role],
                ..organisation::NewPerson::active(self.state.new_id::<PersonId>(), id)
            };
            people.insert(role, person.id);
            organisation::create_person(&mut tx, &person).await.unwrap();
        }
        tx.commit().await.unwrap();
        *self.state.setup_code.lock().unwrap() = None;
        Organisation { id, name: name.to_owned(), people }
    }

    /// A browser signed in with this role.
    pub async fn signed_in(&self, organisation: &Organisation, role: Role) -> Browser {
        let mut browser = self.browser();
        let email = format!("{role}@{}.example", organisation.name);
        let answer = browser.submit("/anmelden", "account/sign_in", &[("email", &email), ("password", PASSWORD)]).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        browser
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.folder));
    }
}

pub struct Organisation {
    pub id: OrganisationId,
    pub name: String,
    pub people: BTreeMap<Role, PersonId>,
}

/// Keeps cookies and sends what a browser would send from our own pages.
#[derive(Clone)]
pub struct Browser {
    pub router: Router,
    pub cookies: BTreeMap<String, String>,
    /// Sent with every request, for example another `Sec-Fetch-Site`.
    pub headers: Vec<(&'static str, String)>,
}

pub struct Answer {
    pub status: StatusCode,
    pub headers: http::HeaderMap,
    pub text: String,
}

impl Answer {
    /// Where it leads.
    pub fn location(&self) -> &str {
        self.headers.get(LOCATION).map_or("", |value| value.to_str().unwrap())
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Browser {
    pub async fn get(&mut self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form of the page at `path` for the server function `action`.
    pub async fn submit(&mut self, path: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let glue = if path.contains('?') { '&' } else { '?' };
        self.post(&format!("{path}{glue}_action={action}"), "application/x-www-form-urlencoded", encode(fields)).await
    }

    /// Calls a server function as script does.
    pub async fn call(&mut self, action: &str, fields: &[(&str, &str)]) -> Answer {
        self.post(&format!("/api/{action}"), "application/x-www-form-urlencoded", encode(fields)).await
    }

    pub async fn post(&mut self, path: &str, kind: &str, body: impl Into<Body>) -> Answer {
        self.send(Request::post(path).header(CONTENT_TYPE, kind).body(body.into()).unwrap()).await
    }

    pub async fn send(&mut self, mut request: Request<Body>) -> Answer {
        let cookies: Vec<String> = self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !cookies.is_empty() {
            request.headers_mut().insert(COOKIE, cookies.join("; ").parse().unwrap());
        }
        if !self.headers.iter().any(|(name, _)| *name == "sec-fetch-site") && !request.headers().contains_key("origin")
        {
            request.headers_mut().insert("sec-fetch-site", "same-origin".parse().unwrap());
        }
        for (name, value) in &self.headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        let response: Response<Body> = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(SET_COOKIE) {
            let (pair, attributes) = cookie.to_str().unwrap().split_once(';').unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            if attributes.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer { status: parts.status, headers: parts.headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }
}

pub fn encode(fields: &[(&str, &str)]) -> String {
    form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}
