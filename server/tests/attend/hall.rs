//! An event of one organisation, ready to be joined.

use crate::support::{Browser, Organisation, Server};
use weiterblick_app::secret::subkey;
use weiterblick_domain::ids::{AccountId, EventId, OrganisationId};
use weiterblick_domain::policy::action::ManageEvents;
use weiterblick_domain::policy::event::{EventAct, EventGrant, EventRole};
use weiterblick_domain::policy::{Actor, Grant, MemberState, Relation, Role, decide, event};
use weiterblick_domain::roundtable::access::JoinMode;
use weiterblick_domain::roundtable::attribute::{Attribute, AttributeQuestion};
use weiterblick_domain::roundtable::identity::{CodeKind, JoinCode, JoinTicket};
use weiterblick_domain::roundtable::poll::Wording;
use weiterblick_domain::roundtable::settings::Settings;
use weiterblick_domain::text::Language;
use weiterblick_domain::time::{HOUR, UnixMillis};
use weiterblick_store::roundtable::command::{self, Turn};
use weiterblick_store::roundtable::event::{self as events, Basics, Conditions};
use weiterblick_store::{Db, Tx};

pub const TITLE: &str = "Runder Tisch Fläming";

pub struct Hall {
    pub server: Server,
    pub organisation: Organisation,
    pub event: EventId,
    pub code: JoinCode,
}

impl Hall {
    /// A running event in which anybody with the code may join.
    pub async fn open(db: Db) -> Self {
        Self::with(db, JoinMode::Open, Vec::new()).await
    }

    pub async fn with(db: Db, join_mode: JoinMode, attributes: Vec<AttributeQuestion>) -> Self {
        let server = Server::start(db).await;
        let organisation = server.organisation("haus").await;
        let id: EventId = server.state.new_id();
        let now = server.state.now();
        let basics = Basics {
            title: Wording::german(TITLE),
            place: "Rathaus".to_owned(),
            planned_start: now,
            planned_end: now.plus(2 * HOUR),
        };
        let conditions = Conditions {
            join_mode,
            attributes,
            languages: vec![Language::De],
            k: 5,
            retention_days: 730,
            settings: Settings::default(),
        };
        let may = facilitator(&server, &organisation).await;
        let mut tx = server.state.db.write().await.unwrap();
        events::create(&mut tx, &may, id, &basics, &conditions).await.unwrap();
        tx.commit().await.unwrap();
        let code = JoinCode::from_random(CodeKind::Digits, 12_345_678_u64.to_be_bytes());
        let hall = Self { server, organisation, event: id, code };
        hall.turn(async |tx, turn, now| command::run(tx, turn, code, now).await.unwrap()).await;
        hall
    }

    /// Carries out a command, whatever the revision is.
    pub async fn turn(&self, change: impl AsyncFnOnce(&mut Tx, &Turn, UnixMillis)) {
        let mut tx = self.server.state.db.write().await.unwrap();
        let r = events::load(&mut tx, self.event).await.unwrap().r;
        let turn = command::begin(&mut tx, self.event, r).await.unwrap();
        change(&mut tx, &turn, self.server.state.now()).await;
        tx.commit().await.unwrap();
    }

    pub fn host<A: EventAct>(&self) -> EventGrant<A> {
        event::decide(Some(EventRole::Host), self.event, self.organisation.id).unwrap()
    }

    pub async fn ticket(&self) -> String {
        let number =
            events::load(&mut self.server.state.db.read().await.unwrap(), self.event).await.unwrap().code_number;
        let key = subkey(&self.server.state.installation_key, "join tokens");
        JoinTicket::new(&key, self.event, number).reveal()
    }

    /// Somebody who has come in by the code of the projector.
    pub async fn joined(&self) -> Browser {
        let mut browser = self.server.browser();
        browser.get("/beitreten").await;
        let entered = browser.submit("/beitreten", "live/enter", &[("code", &self.code.to_string())]).await;
        let ticket = entered.location().trim_start_matches("/t/").to_owned();
        let answer = browser.submit(entered.location(), "live/join", &[("ticket", &ticket)]).await;
        assert_eq!(answer.location(), format!("/r/{}", self.event), "{}", answer.text);
        browser
    }

    pub async fn participants(&self) -> usize {
        let mut conn = self.server.state.db.read().await.unwrap();
        weiterblick_store::roundtable::participant::of_event(&mut conn, self.event).await.unwrap().len()
    }
}

/// Two coarse values for the size of a company.
pub fn size_question() -> AttributeQuestion {
    let values = ["1–49", "ab 50"].map(Wording::german).to_vec();
    AttributeQuestion { attribute: Attribute::SizeClass, values }
}

async fn facilitator(server: &Server, organisation: &Organisation) -> Grant<ManageEvents> {
    let person = organisation.people[&Role::Facilitator];
    let account = sqlx::query_scalar::<_, String>("SELECT account_id FROM person WHERE id = $1")
        .bind(person.to_string())
        .fetch_one(&mut *server.state.db.read().await.unwrap())
        .await
        .unwrap();
    let actor = Actor {
        account: account.parse::<AccountId>().unwrap(),
        person,
        organisation: OrganisationId::from_bytes(*organisation.id.as_bytes()),
        state: MemberState::Active,
        roles: vec![Role::Facilitator],
    };
    decide(Some(&actor), Relation::Organisation).unwrap()
}
