//! An event of one organisation, ready to be joined.

use crate::support::{Browser, Organisation, Server};
use serde_json::{Value, json};
use weiterblick_app::secret::subkey;
use weiterblick_domain::ids::{AccountId, EventId, OrganisationId, PollId, RoundId};
use weiterblick_domain::policy::action::ManageEvents;
use weiterblick_domain::policy::event::{EventAct, EventGrant, EventRole};
use weiterblick_domain::policy::{Actor, Grant, MemberState, Relation, Role, decide, event};
use weiterblick_domain::roundtable::access::{JoinMode, KeyKind};
use weiterblick_domain::roundtable::attribute::{Attribute, AttributeQuestion};
use weiterblick_domain::roundtable::event::EventCommand;
use weiterblick_domain::roundtable::identity::{AccessKey, CodeKind, JoinCode, JoinTicket};
use weiterblick_domain::roundtable::poll::{
    Kind, OptionState, PollOption, Rules, Secrecy, Terms, VoiceRule, Weights, Wording, number,
};
use weiterblick_domain::roundtable::round::{Grace, Reveal, RoundCommand};
use weiterblick_domain::roundtable::settings::Settings;
use weiterblick_domain::roundtable::stage::Stage;
use weiterblick_domain::text::Language;
use weiterblick_domain::time::{HOUR, UnixMillis};
use weiterblick_live::{Command, Done, Room, Scope};
use weiterblick_store::roundtable::access_key::{self, NewKey};
use weiterblick_store::roundtable::command::{self, Turn};
use weiterblick_store::roundtable::event::{self as events, Basics, Conditions};
use weiterblick_store::roundtable::poll::{self, Conduct, NewPoll};
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

/// A poll that the room is asked.
#[derive(Clone, Copy)]
pub struct Asked {
    pub round: RoundId,
}

impl Hall {
    /// A protected poll of this kind, open and on the stage.
    pub async fn ask(&self, kind: Kind) -> Asked {
        let id: PollId = self.server.state.new_id();
        let rules: Rules = serde_json::from_value(rules(kind)).unwrap();
        let option = |(no, label): (u8, &str)| PollOption {
            no: no.try_into().unwrap(),
            label: Wording::german(label),
            state: OptionState::Active,
            sources: Vec::new(),
        };
        let options = if kind.has_options() {
            (1..).zip(["Nord", "Ost", "Süd", "West"]).map(option).collect()
        } else {
            Vec::new()
        };
        let terms = Terms {
            rules,
            voice: VoiceRule::Person,
            weights: Weights::default(),
            secrecy: Secrecy::Protected,
            abstain: true,
        };
        let conduct = Conduct {
            title: Wording::german("Wohin zuerst?"),
            help: None,
            reveal: Reveal::Manual,
            timer: None,
            grace: Grace::default(),
            auto_lock: true,
            shuffle: false,
            host_sees: false,
        };
        let mut tx = self.server.state.db.write().await.unwrap();
        poll::create(&mut tx, &self.host(), &NewPoll { id, terms, conduct, options, parent: None }).await.unwrap();
        tx.commit().await.unwrap();
        self.room().await.refresh(Scope::Plan).await.unwrap();
        let round = self.command(Command::NewRound { poll: id, number: 1 }).await.round.unwrap();
        self.command(Command::Stage(Stage::Round(round))).await;
        self.command(Command::Round { round, command: RoundCommand::Open { timer: None } }).await;
        Asked { round }
    }

    pub async fn lock(&self, asked: &Asked) {
        self.command(Command::Round { round: asked.round, command: RoundCommand::Lock }).await;
    }

    pub async fn reveal(&self, asked: &Asked) {
        self.command(Command::Round { round: asked.round, command: RoundCommand::Reveal }).await;
    }

    pub async fn end(&self) {
        self.command(Command::Event(EventCommand::ForceEnd)).await;
    }

    async fn room(&self) -> Room {
        self.server.state.hub.room(self.event).await.unwrap()
    }

    async fn command(&self, command: Command) -> Done {
        let r = events::load(&mut self.server.state.db.read().await.unwrap(), self.event).await.unwrap().r;
        self.room().await.command(&self.host(), r, command).await.unwrap()
    }

    pub async fn ballots(&self) -> i64 {
        let mut conn = self.server.state.db.read().await.unwrap();
        sqlx::query_scalar("SELECT COUNT(*) FROM ballot").fetch_one(&mut *conn).await.unwrap()
    }

    /// A device that redeemed a display key.
    pub async fn screen(&self) -> Browser {
        let key = AccessKey::from_random([3; 16]);
        let mut tx = self.server.state.db.write().await.unwrap();
        let new = NewKey { id: self.server.state.new_id(), kind: KeyKind::Display, label: None, token: key.digest() };
        access_key::create(&mut tx, &self.host(), &new).await.unwrap();
        tx.commit().await.unwrap();
        let mut browser = self.server.browser();
        let path = format!("/l/{}", key.reveal());
        let opened = browser.submit(&path, "live/screen", &[("key", &key.reveal())]).await;
        assert_eq!(opened.location(), format!("/leinwand/{}", self.event), "{}", opened.text);
        browser
    }
}

fn rules(kind: Kind) -> Value {
    let text = |text: &str| json!({ "de": text });
    let axis = |name: &str| json!({ "name": text(name), "low": text("wenig"), "high": text("viel") });
    let mut rules = match kind {
        Kind::Single => json!({}),
        Kind::Multi => json!({ "min": 1, "max": 2 }),
        Kind::Scale => json!({ "steps": 5, "labels": [text("nie"), text("immer")], "neutral": "separate" }),
        Kind::Number => json!({ "min": 0, "max": 600, "decimals": 0, "edges": number::edges(0, 600, None).unwrap() }),
        Kind::Rank => json!({ "max_rank": 3 }),
        Kind::Points => json!({ "budget": 100, "step": 5, "spend": "exactly" }),
        Kind::Dots => json!({ "dots": 3, "max_per_option": 2 }),
        Kind::Grid => json!({ "x": axis("dringlich"), "y": axis("wirksam"), "steps": 4 }),
        Kind::Words => json!({ "max": 3 }),
        Kind::Cards => json!({ "max": 2 }),
        Kind::YesNo => json!({ "majority": "two_thirds" }),
    };
    rules["kind"] = kind.word().into();
    rules
}
