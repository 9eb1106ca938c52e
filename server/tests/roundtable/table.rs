//! A round table that tests prepare.

use crate::support::{Answer, Browser, Organisation, Server};
use http::StatusCode;
use weiterblick_domain::policy::Role;
use weiterblick_store::Db;

/// The part of the text after `before`, up to the next character that no id has.
pub fn id_after(text: &str, before: &str) -> String {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("{before} is missing in {text}")).1;
    rest.split(['"', '?', '#', '/', '&']).next().unwrap().to_owned()
}

pub struct Table {
    pub server: Server,
    pub organisation: Organisation,
    pub host: Browser,
    /// The event's id.
    pub event: String,
}

impl Table {
    /// An event of an empty agenda, with its host at the browser.
    pub async fn open(db: Db) -> Self {
        Self::from_template(db, "").await
    }

    pub async fn from_template(db: Db, template: &str) -> Self {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut host = server.signed_in(&organisation, Role::Facilitator).await;
        let made = create(&mut host, "Runder Tisch Metall", template).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        let event = id_after(made.location(), "/runde-tische/");
        Self { server, organisation, host, event }
    }

    pub fn path(&self, below: &str) -> String {
        format!("/runde-tische/{}{below}", self.event)
    }

    pub async fn page(&mut self, below: &str) -> Answer {
        let path = self.path(below);
        self.host.get(&path).await
    }

    /// Sends a form of the event's page `below`, with the event's id.
    pub async fn submit(&mut self, below: &str, action: &str, fields: &[(&str, &str)]) -> Answer {
        let path = self.path(below);
        let event = self.event.clone();
        let fields: Vec<_> = [("event", event.as_str())].into_iter().chain(fields.iter().copied()).collect();
        self.host.submit(&path, &format!("roundtable/{action}"), &fields).await
    }

    /// A single choice with the options, and its id.
    pub async fn poll(&mut self, title: &str, options: &str) -> String {
        let fields = [&[("kind", "single"), ("title[de]", title), ("pasted", options)][..], &SHARED].concat();
        let made = self.submit("/abstimmungen/neu?art=single", "create_poll", &fields).await;
        assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
        id_after(made.location(), "/abstimmungen/")
    }

    pub async fn somebody_joins(&self) {
        let mut tx = self.server.state.db.write().await.unwrap();
        sqlx::query(
            "INSERT INTO participant (token_hash, event_id, kind, label, heads, language, extra, company_id, state)
             VALUES ($1, $2, 'person', '', 0, 'de', 0, '', 'joined')",
        )
        .bind(vec![7_u8; 32])
        .bind(self.event.clone())
        .execute(&mut *tx)
        .await
        .unwrap();
        tx.commit().await.unwrap();
    }

    pub async fn run(&self, sql: &'static str, poll: &str) {
        let mut tx = self.server.state.db.write().await.unwrap();
        sqlx::query(sql).bind(poll.to_owned()).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// What every form of a poll sends.
pub const SHARED: [(&str, &str); 6] = [
    ("terms[voice]", "person"),
    ("terms[secrecy]", "protected"),
    ("terms[abstain]", "true"),
    ("conduct[reveal]", "manual"),
    ("conduct[timer]", ""),
    ("conduct[grace]", "3"),
];

pub async fn create(host: &mut Browser, title: &str, template: &str) -> Answer {
    let fields = [
        ("basics[title][de]", title),
        ("basics[title][en]", ""),
        ("basics[place]", "Kantine"),
        ("basics[day]", "2026-11-20"),
        ("basics[from]", "09:00"),
        ("basics[to]", "12:30"),
        ("template", template),
    ];
    host.submit("/runde-tische/neu", "roundtable/create_event", &fields).await
}
