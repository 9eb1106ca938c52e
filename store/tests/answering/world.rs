//! A company with a tree of three units, people in them, and open surveys.
//!
//! ```text
//! unit 10 (lead: person 1)
//!   unit 11 (lead: person 2; members: persons 3, 4)
//!   unit 12 (no lead; member: person 5)
//! ```

use weiterblick_domain::ids::{
    InvitationId, OrganisationId, PersonId, QuestionnaireId, QuestionnaireVersionId, SurveyId, UnitId,
};
use weiterblick_domain::organisation::Day;
use weiterblick_domain::policy::{Act, Actor, Grant, MemberState, Relation, Role, decide};
use weiterblick_domain::survey::{Digest, Mode};
use weiterblick_domain::time::{DAY, UnixMillis};
use weiterblick_store::organisation::{NewPerson, create_person};
use weiterblick_store::{Db, Tx};

pub const CLOSES: UnixMillis = UnixMillis(20_000 * DAY);
pub const OPEN: UnixMillis = CLOSES.plus(-DAY);

pub fn id<I: From<[u8; 16]>>(number: u8) -> I {
    I::from([number; 16])
}

pub fn text<I: From<[u8; 16]> + ToString>(number: u8) -> String {
    id::<I>(number).to_string()
}

pub fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub fn today() -> Day {
    day("2026-10-17")
}

pub fn hash(number: u8) -> Digest {
    Digest::of(&[number])
}

/// What this person of organisation 1 may do.
pub fn grant<A: Act>(person: u8, role: Role, relation: Relation) -> Grant<A> {
    grant_in(1, person, role, relation)
}

pub fn grant_in<A: Act>(organisation: u8, person: u8, role: Role, relation: Relation) -> Grant<A> {
    let actor = Actor {
        account: id(person),
        person: id(person),
        organisation: id(organisation),
        state: MemberState::Active,
        roles: vec![role],
    };
    decide(Some(&actor), relation).unwrap()
}

pub async fn run(tx: &mut Tx, sql: &'static str, values: &[&str]) {
    let mut query = sqlx::query(sql);
    for value in values {
        query = query.bind((*value).to_owned());
    }
    query.execute(&mut **tx).await.unwrap();
}

/// The company with its people. Memberships and leads begin in 2020.
pub async fn company(db: &Db) {
    let mut tx = db.write().await.unwrap();
    let org = text::<OrganisationId>(1);
    run(&mut tx, "INSERT INTO organisation (id, kind, name, created_at) VALUES ($1, 'company', 'Muster', 0)", &[&org])
        .await;
    for (unit, parent) in [(10, None), (11, Some(10)), (12, Some(10))] {
        sqlx::query("INSERT INTO unit (id, organisation_id, code, name, parent_id) VALUES ($1, $2, $3, $3, $4)")
            .bind(text::<UnitId>(unit))
            .bind(org.clone())
            .bind(format!("u{unit}"))
            .bind(parent.map(text::<UnitId>))
            .execute(&mut *tx)
            .await
            .unwrap();
    }
    for (person, unit, leads) in [(1, 10, "1"), (2, 11, "1"), (3, 11, "0"), (4, 11, "0"), (5, 12, "0")] {
        add_person(&mut tx, person).await;
        membership(&mut tx, person, unit, leads, "2020-01-01").await;
    }
    run(
        &mut tx,
        "INSERT INTO questionnaire (id, organisation_id, code, title, description) VALUES ($2, $1, 'q', '{}', '{}')",
        &[&org, &text::<QuestionnaireId>(1)],
    )
    .await;
    run(
        &mut tx,
        "INSERT INTO questionnaire_version (id, questionnaire_id, number, state, definition, content_hash)
         VALUES ($1, $2, 1, 'draft', '{}', '')",
        &[&text::<QuestionnaireVersionId>(1), &text::<QuestionnaireId>(1)],
    )
    .await;
    run(
        &mut tx,
        "INSERT INTO notice (id, organisation_id, number, text, sha256) VALUES ('n', $1, 1, '{}', '')",
        &[&org],
    )
    .await;
    tx.commit().await.unwrap();
}

async fn add_person(tx: &mut Tx, person: u8) {
    let new = NewPerson {
        first_name: "Vor".to_owned(),
        last_name: format!("P{person}"),
        ..NewPerson::active(id(person), id(1))
    };
    create_person(tx, &new).await.unwrap();
}

pub async fn membership(tx: &mut Tx, person: u8, unit: u8, leads: &str, from: &str) {
    run(
        tx,
        "INSERT INTO membership (person_id, unit_id, leads, valid_from, valid_to)
         VALUES ($1, $2, CAST($3 AS INTEGER), $4, NULL)",
        &[&text::<PersonId>(person), &text::<UnitId>(unit), leads, from],
    )
    .await;
}

/// An open survey that asks persons 3 and 5.
pub async fn survey(db: &Db, survey: u8, mode: Mode) {
    let mut tx = db.write().await.unwrap();
    sqlx::query(
        "INSERT INTO survey (id, organisation_id, questionnaire_version_id, mode, title, wave_label, state, step, k,
             gap_source, layout, whole_organisation, merge_small, share_with_employees, notice_id, council, council_note,
             mail_at_start, start_refusal, opens_at, closes_at, extensions, extension_reason, created_at, too_few,
             redeemed_day)
         VALUES ($1, $2, $5, $3, 'Umfrage', 'Herbst', 'open', 6, 5, 'importance', 'one', 1, 0, 0, 'n', 'none', '', 0,
             '', 0, $4, 0, '', 0, 0, '')",
    )
    .bind(text::<SurveyId>(survey))
    .bind(text::<OrganisationId>(1))
    .bind(mode.code())
    .bind(CLOSES.0)
    .bind(text::<QuestionnaireVersionId>(1))
    .execute(&mut *tx)
    .await
    .unwrap();
    for (person, unit) in [(3, 11), (5, 12)] {
        run(
            &mut tx,
            "INSERT INTO audience_member (survey_id, person_id, unit_id, job_profile_id, is_insider)
             VALUES ($1, $2, $3, NULL, 0)",
            &[&text::<SurveyId>(survey), &text::<PersonId>(person), &text::<UnitId>(unit)],
        )
        .await;
    }
    tx.commit().await.unwrap();
}

/// A personal link for person 3, with the hash of its token.
pub async fn link(db: &Db, invitation: u8, survey: u8, token: Digest) {
    let mut tx = db.write().await.unwrap();
    run(
        &mut tx,
        "INSERT INTO invitation
             (id, survey_id, kind, person_id, unit_id, attributes, token_hash, locator, secret_hash, redeemed)
         VALUES ($1, $2, 'personal', $3, $4, '{\"profile\":\"p1\"}', $5, '', '', 0)",
        &[
            &text::<InvitationId>(invitation),
            &text::<SurveyId>(survey),
            &text::<PersonId>(3),
            &text::<UnitId>(11),
            &token.to_string(),
        ],
    )
    .await;
    tx.commit().await.unwrap();
}

pub async fn close(db: &Db, survey: u8) {
    let mut tx = db.write().await.unwrap();
    run(&mut tx, "UPDATE survey SET state = 'closed' WHERE id = $1", &[&text::<SurveyId>(survey)]).await;
    tx.commit().await.unwrap();
}
