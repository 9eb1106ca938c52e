//! An organisation with one running event, and a hub over it. Everything is numbered; a number is also every byte of the
//! id.

use crate::polls::{answer, conduct, options, rules, terms};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::time::Instant;
use weiterblick_domain::ids::{EventCompanyId, EventId, PollId, RoundId};
use weiterblick_domain::organisation::OrganisationKind;
use weiterblick_domain::policy::event::{EventAct, EventGrant, EventRole};
use weiterblick_domain::policy::{Actor, MemberState, Relation, Role, decide, event as policy};
use weiterblick_domain::roundtable::access::JoinMode;
use weiterblick_domain::roundtable::attribute::AttributeQuestion;
use weiterblick_domain::roundtable::event::EventCommand;
use weiterblick_domain::roundtable::identity::{BallotKey, CodeKind, ParticipantToken, VoterRef};
use weiterblick_domain::roundtable::poll::{
    Ballot, Hands, Kind, Outcome, Source, Tally, Terms, Voice, Wording, active_options, words::WordRules,
};
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::roundtable::round::{ExtraTime, RoundCommand, RoundState, View};
use weiterblick_domain::roundtable::settings::Settings as EventSettings;
use weiterblick_domain::text::{Email, Language};
use weiterblick_domain::time::{DAY, HOUR, UnixMillis};
use weiterblick_live::{
    Ack, CastRequest, Clock, Command, CommandRefusal, Content, Done, Fault, Hub, Random, Refusal, Room, Settings,
    Surroundings,
};
use weiterblick_store::organisation::{NewOrganisation, NewPerson};
use weiterblick_store::roundtable::event::{Basics, Conditions};
use weiterblick_store::roundtable::participant::NewParticipant;
use weiterblick_store::roundtable::poll::{Conduct, NewPoll};
use weiterblick_store::roundtable::{self as store};
use weiterblick_store::{Db, Tx, account, organisation};

pub const START: UnixMillis = UnixMillis(20_000 * DAY);
pub const EVENT: u8 = 10;
/// A draft of the same organisation.
pub const OTHER_EVENT: u8 = 11;

pub fn id<I: From<[u8; 16]>>(number: u8) -> I {
    I::from([number; 16])
}

pub fn event() -> EventId {
    id(EVENT)
}

/// Follows tokio's clock, so that it stands still where a test stops that one.
pub struct TestClock(Instant);

impl Clock for TestClock {
    fn now(&self) -> UnixMillis {
        START.plus(i64::try_from(self.0.elapsed().as_millis()).unwrap())
    }
}

/// Different bytes each time and for each hub.
pub struct TestRandom(AtomicU64);

impl TestRandom {
    fn new() -> Self {
        static SEED: AtomicU64 = AtomicU64::new(0);
        Self(AtomicU64::new(SEED.fetch_add(1, Ordering::Relaxed) << 32))
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
impl Random for TestRandom {
    fn fill(&self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(8) {
            let mut z = self.0.fetch_add(0x9e37_79b9_7f4a_7c15, Ordering::Relaxed);
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            part.copy_from_slice(&(z ^ (z >> 31)).to_le_bytes()[..part.len()]);
        }
    }
}

/// Time stands still until it is moved on, also while the database works.
pub struct Stopped {
    /// The thread ends when this is dropped.
    _end: std::sync::mpsc::Sender<()>,
}

impl Stopped {
    /// A thread that waits keeps tokio from moving its clock by itself.
    pub fn now() -> Self {
        tokio::time::pause();
        let (end, ended) = std::sync::mpsc::channel();
        tokio::task::spawn_blocking(move || ended.recv());
        Self { _end: end }
    }

    pub async fn pass(&self, millis: u64) {
        tokio::time::advance(Duration::from_millis(millis)).await;
    }
}

/// Waits for something that others do in real time, also while tokio's clock stands still.
pub async fn eventually(mut holds: impl AsyncFnMut() -> bool) {
    for _ in 0..10_000 {
        if holds().await {
            return;
        }
        std::thread::sleep(Duration::from_millis(1));
        tokio::task::yield_now().await;
    }
    panic!("it did not happen");
}

pub struct World {
    pub db: Db,
    pub hub: Hub,
    pub room: Room,
    pub clock: Arc<TestClock>,
    pub faults: Arc<Mutex<Vec<Fault>>>,
}

pub fn settings() -> Settings {
    Settings {
        build: "test".to_owned(),
        screen_hz: 50,
        codes: CodeKind::Digits,
        company_key: [7; 32],
        banned_words: vec!["Mist".to_owned()],
    }
}

/// A hub over the database, and what it tells of faults.
pub fn hub(db: &Db, clock: Arc<TestClock>) -> (Hub, Arc<Mutex<Vec<Fault>>>) {
    hub_with(db, clock, Arc::new(TestRandom::new()))
}

/// [`hub`] with another random source.
pub fn hub_with(db: &Db, clock: Arc<TestClock>, random: Arc<dyn Random>) -> (Hub, Arc<Mutex<Vec<Fault>>>) {
    let faults = Arc::new(Mutex::new(Vec::new()));
    let told = faults.clone();
    let surroundings =
        Surroundings { clock, random, on_fault: Arc::new(move |fault| told.lock().unwrap().push(fault)) };
    (Hub::start(db.clone(), surroundings, settings()), faults)
}

/// A hub and a running event without polls.
pub async fn world(db: &Db) -> World {
    world_with(db, Vec::new()).await
}

/// [`world`], with these questions asked at join.
pub async fn world_with(db: &Db, attributes: Vec<AttributeQuestion>) -> World {
    prepare(db, attributes).await;
    let clock = Arc::new(TestClock(Instant::now()));
    let (hub, faults) = hub(db, clock.clone());
    let room = hub.room(event()).await.unwrap();
    let world = World { db: db.clone(), hub, room, clock, faults };
    world.event(EventCommand::Start).await.unwrap();
    world
}

async fn prepare(db: &Db, attributes: Vec<AttributeQuestion>) {
    let mut tx = db.write().await.unwrap();
    let kind = OrganisationKind::Company;
    let new = NewOrganisation { id: id(1), kind, name: "Betrieb".to_owned(), now: START };
    organisation::create(&mut tx, &new).await.unwrap();
    let email = Email::parse("p@muster.example").unwrap();
    account::create(&mut tx, id(1), &email, "hash", Language::De, START).await.unwrap();
    let person = NewPerson {
        first_name: "Vor".to_owned(),
        last_name: "Nach".to_owned(),
        account: Some(id(1)),
        ..NewPerson::active(id(1), id(1))
    };
    organisation::create_person(&mut tx, &person).await.unwrap();
    let actor = Actor {
        account: id(1),
        person: id(1),
        organisation: id(1),
        state: MemberState::Active,
        roles: vec![Role::Facilitator],
    };
    let may = decide(Some(&actor), Relation::Organisation).unwrap();
    let basics = Basics {
        title: Wording::german("Runder Tisch"),
        place: "Rathaus".to_owned(),
        planned_start: START,
        planned_end: START.plus(2 * HOUR),
    };
    let conditions = Conditions {
        join_mode: JoinMode::Open,
        attributes,
        languages: vec![Language::De],
        k: 5,
        retention_days: 730,
        settings: EventSettings::default(),
    };
    for event in [event(), id(OTHER_EVENT)] {
        store::event::create(&mut tx, &may, event, &basics, &conditions).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// What a host may do.
pub fn grant<A: EventAct>() -> EventGrant<A> {
    of_role(EventRole::Host)
}

pub fn of_role<A: EventAct>(role: EventRole) -> EventGrant<A> {
    policy::decide(Some(role), event(), id(1)).unwrap()
}

pub fn token(number: u16) -> ParticipantToken {
    let mut bytes = [0; 32];
    bytes[..2].copy_from_slice(&number.to_be_bytes());
    ParticipantToken::from_random(bytes)
}

/// A key that no other voice and no other `answer` of this one has.
pub fn key(voice: u16, answer: u8) -> BallotKey {
    let mut bytes = [answer; 16];
    bytes[..2].copy_from_slice(&voice.to_be_bytes());
    BallotKey::from_bytes(bytes)
}

pub fn voter(poll: u8, number: u16) -> VoterRef {
    VoterRef::of(id(poll), &token(number))
}

impl World {
    /// The same once more.
    pub fn again(&self) -> Self {
        Self {
            db: self.db.clone(),
            hub: self.hub.clone(),
            room: self.room.clone(),
            clock: self.clock.clone(),
            faults: self.faults.clone(),
        }
    }

    pub fn now(&self) -> UnixMillis {
        self.clock.now()
    }

    pub async fn r(&self) -> Revision {
        store::event::load(&mut self.db.read().await.unwrap(), event()).await.unwrap().r
    }

    pub async fn command(&self, command: Command) -> Result<Done, CommandRefusal> {
        self.room.command(&grant(), self.r().await, command).await
    }

    pub async fn event(&self, command: EventCommand) -> Result<Done, CommandRefusal> {
        self.command(Command::Event(command)).await
    }

    pub async fn round(&self, round: RoundId, command: RoundCommand) -> Result<Done, CommandRefusal> {
        self.command(Command::Round { round, command }).await
    }

    pub async fn poll(&self, number: u8, kind: Kind) -> RoundId {
        self.poll_with(number, terms(kind), conduct()).await
    }

    /// A poll and its first round, opened.
    pub async fn poll_with(&self, number: u8, terms: Terms, conduct: Conduct) -> RoundId {
        let round = self.prepared(number, terms, conduct).await;
        self.round(round, RoundCommand::Open { timer: None }).await.unwrap();
        round
    }

    /// A poll and its first round, prepared.
    pub async fn prepared(&self, number: u8, terms: Terms, conduct: Conduct) -> RoundId {
        let mut tx = self.db.write().await.unwrap();
        let options = options(terms.rules.kind());
        let new = NewPoll { id: id(number), terms, conduct, options, parent: None };
        store::poll::create(&mut tx, &grant(), &new).await.unwrap();
        tx.commit().await.unwrap();
        self.room.refresh(weiterblick_live::Scope::Plan).await.unwrap();
        self.next_round(number, 1).await
    }

    pub async fn next_round(&self, poll: u8, number: usize) -> RoundId {
        let made = self.command(Command::NewRound { poll: id::<PollId>(poll), number }).await.unwrap();
        made.round.unwrap()
    }

    /// Lets people in, in one transaction.
    pub async fn join(&self, numbers: impl IntoIterator<Item = u16>) {
        self.join_with(numbers, ExtraTime::None, None).await;
    }

    pub async fn join_with(
        &self,
        numbers: impl IntoIterator<Item = u16>,
        extra: ExtraTime,
        company: Option<EventCompanyId>,
    ) {
        let mut tx = self.db.write().await.unwrap();
        let door = store::join::door(&mut tx, event()).await.unwrap().unwrap();
        let mut joined = Vec::new();
        for number in numbers {
            let new = NewParticipant { token: token(number).digest(), language: Language::De, extra, company };
            joined.push(store::participant::join(&mut tx, &door, &new).await.unwrap());
        }
        tx.commit().await.unwrap();
        joined.into_iter().for_each(|participant| self.room.joined(participant, None));
    }

    pub async fn cast(&self, round: RoundId, voice: u16, answer: u8, v: &str) -> Result<Ack, Refusal> {
        self.cast_at(round, voice, answer, v, self.now()).await
    }

    pub async fn cast_at(
        &self,
        round: RoundId,
        voice: u16,
        answer: u8,
        v: &str,
        arrival: UnixMillis,
    ) -> Result<Ack, Refusal> {
        cast(&self.room, round, voice, key(voice, answer), v, arrival).await
    }

    pub async fn ok(&self, round: RoundId, voice: u16, answer: u8, v: &str) -> Ack {
        self.cast(round, voice, answer, v).await.unwrap()
    }

    /// Casts until the hub is not busy any more, while time goes on.
    pub async fn stubborn(&self, stopped: &Stopped, round: RoundId, voice: u16, v: &str) -> Ack {
        loop {
            match self.cast(round, voice, 1, v).await {
                Err(Refusal::Busy { .. }) => stopped.pass(10).await,
                other => return other.unwrap(),
            }
        }
    }

    /// All voices of `numbers` answer at the same time.
    pub async fn all(&self, kind: Kind, round: RoundId, numbers: impl IntoIterator<Item = u16>) -> Vec<Ack> {
        let mut tasks = tokio::task::JoinSet::new();
        for number in numbers {
            let room = self.room.clone();
            let (v, arrival) = (answer(kind, number), self.now());
            tasks.spawn(async move { cast(&room, round, number, key(number, 1), &v, arrival).await.unwrap() });
        }
        tasks.join_all().await
    }

    /// Holds a round, so that the writer waits at it until this is dropped.
    pub async fn hold(&self, round: RoundId) -> Tx {
        let mut tx = self.db.write().await.unwrap();
        sqlx::query("UPDATE round SET voters = voters WHERE id = $1")
            .bind(round.to_string())
            .execute(&mut *tx)
            .await
            .unwrap();
        tx
    }

    pub async fn state(&self, round: RoundId) -> RoundState {
        self.stored(round).await.round.state
    }

    pub async fn stored(&self, round: RoundId) -> store::round::StoredRound {
        store::round::load(&mut self.db.read().await.unwrap(), event(), round).await.unwrap()
    }

    pub async fn rows(&self, round: RoundId) -> Vec<store::ballot::StoredBallot> {
        store::ballot::of_round(&mut self.db.read().await.unwrap(), round).await.unwrap()
    }

    /// The result that the stored ballots give, counted from nothing.
    pub async fn counted(&self, kind: Kind, round: RoundId) -> Outcome {
        let rows = self.rows(round).await;
        let ballots: Vec<(Source, Ballot)> =
            rows.iter().map(|row| (row.source, Ballot::from_canonical(kind, &row.payload).unwrap())).collect();
        let voices = ballots.iter().map(|(source, ballot)| (Voice::plain(*source), ballot));
        let tally = Tally::from_scratch(&rules(kind), active_options(&options(kind)), 1, voices);
        tally.outcome(&Hands::default(), &WordRules::default())
    }

    /// A snapshot as it is sent now.
    pub fn scene(&self, view: View) -> serde_json::Value {
        serde_json::from_slice(&self.room.snapshot(view).scene.unwrap().json()).unwrap()
    }

    pub fn count(&self, view: View) -> Option<serde_json::Value> {
        self.room.snapshot(view).count.map(|frame| serde_json::from_slice(&frame.json()).unwrap())
    }

    /// What a view is told of a round in a part of a snapshot.
    pub fn of_round(part: &serde_json::Value, key: &str, round: RoundId) -> Option<serde_json::Value> {
        let id = round.to_string();
        part.as_array().unwrap().iter().find(|entry| entry[key] == id.as_str()).cloned()
    }

    pub async fn number(&self, sql: &'static str) -> i64 {
        let (number,): (i64,) = sqlx::query_as(sql).fetch_one(&mut *self.db.read().await.unwrap()).await.unwrap();
        number
    }

    pub async fn run(&self, sql: &str) {
        let mut tx = self.db.write().await.unwrap();
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
    }
}

/// Casts `v`, or withdraws where that is the word.
pub async fn cast(
    room: &Room,
    round: RoundId,
    voice: u16,
    key: BallotKey,
    v: &str,
    arrival: UnixMillis,
) -> Result<Ack, Refusal> {
    let content = if v == WITHDRAW { Content::Withdraw } else { Content::Json(v.to_owned()) };
    room.cast(CastRequest { round, token: token(voice), key, content, arrival }).await
}

pub const WITHDRAW: &str = "withdraw";
