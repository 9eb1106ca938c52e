//! Two organisations with a facilitator each, and events in them. Everything is numbered; a number is also every byte
//! of the id.

use weiterblick_domain::ids::{AccountId, EventId, PollId, RoundId};
use weiterblick_domain::organisation::OrganisationKind;
use weiterblick_domain::policy::event::{EventAct, EventGrant, EventRole};
use weiterblick_domain::policy::{Act, Actor, Grant, MemberState, Relation, Role, decide, event};
use weiterblick_domain::questionnaire::Digest;
use weiterblick_domain::roundtable::access::JoinMode;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::identity::{AuthorRef, JoinCode, ParticipantToken, VoterRef};
use weiterblick_domain::roundtable::poll::{
    OptionNo, OptionState, PollOption, Rules, Secrecy, Terms, VoiceRule, Weights, Wording,
};
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::roundtable::round::{ExtraTime, Grace, Results, Reveal, Round, RoundState, Timing};
use weiterblick_domain::roundtable::settings::Settings;
use weiterblick_domain::text::{Email, Language};
use weiterblick_domain::time::{DAY, HOUR, UnixMillis};
use weiterblick_store::organisation::{NewOrganisation, NewPerson};
use weiterblick_store::roundtable::command::{self, Turn};
use weiterblick_store::roundtable::event::{Basics, Conditions, Event};
use weiterblick_store::roundtable::participant::NewParticipant;
use weiterblick_store::roundtable::poll::{Conduct, NewPoll};
use weiterblick_store::roundtable::{self as store};
use weiterblick_store::{Db, StoreError, Tx, account, organisation};

pub const NOW: UnixMillis = UnixMillis(20_000 * DAY);

pub fn id<I: From<[u8; 16]>>(number: u8) -> I {
    I::from([number; 16])
}

pub fn hash(number: u8) -> Digest {
    Digest::of(&[number])
}

pub fn code(number: &str) -> JoinCode {
    number.parse().unwrap()
}

pub fn german(text: &str) -> Wording {
    Wording::german(text)
}

pub fn no(number: u8) -> OptionNo {
    number.try_into().unwrap()
}

/// What the facilitator of an organisation may do.
pub fn may<A: Act>(organisation: u8) -> Grant<A> {
    let actor = Actor {
        account: id(organisation),
        person: id(organisation),
        organisation: id(organisation),
        state: MemberState::Active,
        roles: vec![Role::Facilitator],
    };
    decide(Some(&actor), Relation::Organisation).unwrap()
}

/// What a host may do in event `number`. Events below 100 belong to organisation 1, the others to organisation 2.
pub fn grant<A: EventAct>(number: u8) -> EventGrant<A> {
    of_role(number, EventRole::Host)
}

pub fn of_role<A: EventAct>(number: u8, role: EventRole) -> EventGrant<A> {
    event::decide(Some(role), id(number), id(organisation_of(number))).unwrap()
}

const fn organisation_of(event: u8) -> u8 {
    if event < 100 { 1 } else { 2 }
}

/// An organisation and its facilitator, with account.
pub async fn organisation(db: &Db, number: u8) {
    let mut tx = db.write().await.unwrap();
    let kind = OrganisationKind::Company;
    let new = NewOrganisation { id: id(number), kind, name: format!("Betrieb {number}"), now: NOW };
    organisation::create(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    person(db, number, number).await;
}

/// An active person with an account.
pub async fn person(db: &Db, organisation: u8, number: u8) {
    let mut tx = db.write().await.unwrap();
    let email = Email::parse(&format!("p{number}@muster.example")).unwrap();
    account::create(&mut tx, id(number), &email, "hash", Language::De, NOW).await.unwrap();
    let new = NewPerson {
        first_name: "Vor".to_owned(),
        last_name: format!("P{number}"),
        account: Some(id::<AccountId>(number)),
        ..NewPerson::active(id(number), id(organisation))
    };
    organisation::create_person(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
}

pub fn basics(title: &str) -> Basics {
    let (planned_start, planned_end) = (NOW, NOW.plus(2 * HOUR));
    Basics { title: german(title), place: "Rathaus".to_owned(), planned_start, planned_end }
}

pub fn conditions() -> Conditions {
    Conditions {
        join_mode: JoinMode::Open,
        attributes: Vec::new(),
        languages: vec![Language::De],
        k: 5,
        retention_days: 730,
        settings: Settings::default(),
    }
}

/// Both organisations, and the draft 10 of the first and 110 of the second.
pub async fn world(db: &Db) {
    organisation(db, 1).await;
    organisation(db, 2).await;
    for number in [10, 110] {
        event(db, number, "Runder Tisch").await;
    }
}

pub async fn event(db: &Db, number: u8, title: &str) {
    let mut tx = db.write().await.unwrap();
    let may = may(organisation_of(number));
    store::event::create(&mut tx, &may, id(number), &basics(title), &conditions()).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn load(db: &Db, number: u8) -> Event {
    store::event::load(&mut db.read().await.unwrap(), id(number)).await.unwrap()
}

/// Takes the turn in an event, whatever its revision is.
pub async fn turn(tx: &mut Tx, number: u8) -> Turn {
    let r = store::event::load(tx, id(number)).await.unwrap().r;
    command::begin(tx, id(number), r).await.unwrap()
}

pub async fn bring(db: &Db, number: u8, state: EventState) {
    let mut tx = db.write().await.unwrap();
    let turn = turn(&mut tx, number).await;
    let code = code(&format!("{number:08}"));
    match state {
        EventState::Lobby => command::open_lobby(&mut tx, &turn, code).await.unwrap(),
        EventState::Running => command::run(&mut tx, &turn, code, NOW).await.unwrap(),
        EventState::Ended => command::end(&mut tx, &turn, NOW.plus(HOUR)).await.unwrap(),
        EventState::Sealed => store::seal::seal(&mut tx, &turn, counter()).await.unwrap(),
        EventState::Draft => panic!("no way back"),
    }
    tx.commit().await.unwrap();
}

/// Numbers that are as good as random ones for a test, and always the same.
pub fn counter() -> impl FnMut() -> u64 {
    let mut last = 1_u64;
    move || {
        last = last.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        last
    }
}

pub fn options<const N: usize>(labels: [&str; N]) -> Vec<PollOption> {
    let option = |(number, label)| PollOption {
        no: no(number),
        label: german(label),
        state: OptionState::Active,
        sources: Vec::new(),
    };
    (1..).zip(labels).map(option).collect()
}

pub fn rules(json: &str) -> Rules {
    serde_json::from_str(json).unwrap()
}

pub fn terms() -> Terms {
    Terms {
        rules: rules(r#"{"kind":"single"}"#),
        voice: VoiceRule::Person,
        weights: Weights::default(),
        secrecy: Secrecy::Protected,
        abstain: true,
    }
}

pub fn conduct(title: &str) -> Conduct {
    Conduct {
        title: german(title),
        help: None,
        reveal: Reveal::Manual,
        timer: None,
        grace: Grace::default(),
        auto_lock: true,
        shuffle: false,
        host_sees: false,
    }
}

/// A single choice of Ja and Nein at the end of the event.
pub async fn poll(db: &Db, event: u8, number: u8, title: &str) {
    let mut tx = db.write().await.unwrap();
    let new = NewPoll {
        id: id(number),
        terms: terms(),
        conduct: conduct(title),
        options: options(["Ja", "Nein"]),
        parent: None,
    };
    store::poll::create(&mut tx, &grant(event), &new).await.unwrap();
    tx.commit().await.unwrap();
}

/// A collection of cards at the end of the event.
pub async fn collection(db: &Db, event: u8, number: u8) {
    let mut tx = db.write().await.unwrap();
    let terms = Terms { rules: rules(r#"{"kind":"cards","max":3}"#), ..terms() };
    let new = NewPoll { id: id(number), terms, conduct: conduct("Anlässe"), options: Vec::new(), parent: None };
    store::poll::create(&mut tx, &grant(event), &new).await.unwrap();
    tx.commit().await.unwrap();
}

/// A round of a poll in some state.
pub async fn round(db: &Db, event: u8, poll: u8, round: u8, number: u32, state: RoundState) {
    let mut tx = db.write().await.unwrap();
    let turn = turn(&mut tx, event).await;
    command::create_round(&mut tx, &turn, id::<PollId>(poll), id::<RoundId>(round), number).await.unwrap();
    tx.commit().await.unwrap();
    set_round(db, event, round, state).await;
}

pub async fn set_round(db: &Db, event: u8, round: u8, state: RoundState) {
    let mut tx = db.write().await.unwrap();
    let turn = turn(&mut tx, event).await;
    let timing = Timing { opened_at: NOW, deadline: None };
    let after = Round { state, timing, results: Results::Hidden };
    command::set_round(&mut tx, &turn, id(round), &after).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn revision(db: &Db, number: u8) -> Revision {
    load(db, number).await.r
}

/// Runs a statement with numbered ids as text values.
pub async fn run(db: &Db, sql: &'static str, values: &[&str]) {
    let mut tx = db.write().await.unwrap();
    let mut query = sqlx::query(sql);
    for value in values {
        query = query.bind((*value).to_owned());
    }
    query.execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

pub fn text(number: u8) -> String {
    id::<EventId>(number).to_string()
}

pub fn token(number: u8) -> ParticipantToken {
    ParticipantToken::from_random([number; 32])
}

/// Somebody without company in a running event.
pub async fn participant(db: &Db, event: u8, number: u8) {
    let mut tx = db.write().await.unwrap();
    let door = store::join::door(&mut tx, id(event)).await.unwrap().unwrap();
    let new =
        NewParticipant { token: token(number).digest(), language: Language::De, extra: ExtraTime::None, company: None };
    store::participant::join(&mut tx, &door, &new).await.unwrap();
    tx.commit().await.unwrap();
}

/// The ballot of a participant, past the writer of ballots: this crate has only its table.
pub async fn ballot(db: &Db, poll: u8, round: u8, participant: u8, payload: &str) {
    let mut tx = db.write().await.unwrap();
    insert_ballot(&mut tx, poll, round, participant, payload).await.unwrap();
    sqlx::query("UPDATE round SET writes = writes + 1, voters = voters + 1 WHERE id = $1")
        .bind(text(round))
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query("UPDATE poll SET has_ballots = 1 WHERE id = $1").bind(text(poll)).execute(&mut *tx).await.unwrap();
    tx.commit().await.unwrap();
}

pub async fn insert_ballot(tx: &mut Tx, poll: u8, round: u8, participant: u8, payload: &str) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO ballot (round_id, voter_ref, payload, state, change_no, key1, key2, key3, segment, company_ref,
             weight, source)
         VALUES ($1, $2, $3, 'valid', 1, $4, $5, $5, '0000', $5, 1, 'device')",
    )
    .bind(text(round))
    .bind(voter(poll, participant).as_bytes().to_vec())
    .bind(payload.to_owned())
    .bind(vec![participant; 16])
    .bind(Vec::<u8>::new())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub fn voter(poll: u8, participant: u8) -> VoterRef {
    VoterRef::of(id(poll), &token(participant))
}

pub fn author(event: u8, participant: u8) -> AuthorRef {
    AuthorRef::of(id(event), &token(participant))
}

pub async fn count(db: &Db, sql: &'static str) -> i64 {
    let (count,): (i64,) = sqlx::query_as(sql).fetch_one(&mut *db.read().await.unwrap()).await.unwrap();
    count
}
