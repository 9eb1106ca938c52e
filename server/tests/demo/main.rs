//! The demo data on both engines.

#[path = "../support/mod.rs"]
mod support;

mod roundtable;
mod same;
mod surveys;

use sqlx::Row;
use support::Server;
use weiterblick_domain::ids::{OrganisationId, PersonId};
use weiterblick_domain::policy::{Act, Actor, Grant, MemberState, Relation, Role, decide};
use weiterblick_server::demo;
use weiterblick_store::{Db, account, organisation};

const PASSWORD: &str = "weiterblick-demo-2026";

async fn filled(db: &Db) -> Server {
    let server = Server::start(db.clone()).await;
    demo::fill(&server.state).await.unwrap();
    // As `serve --demo` starts: without a set-up.
    *server.state.setup_code.lock().unwrap() = None;
    server
}

/// What the person with this address may do with this role.
async fn grant<A: Act>(server: &Server, email: &str, role: Role) -> Grant<A> {
    let mut conn = server.state.db.read().await.unwrap();
    let account = account::by_email(&mut conn, email).await.unwrap().unwrap().id;
    let person: PersonId = organisation::active_person_of(&mut conn, account).await.unwrap().unwrap();
    let (id,): (String,) = sqlx::query_as("SELECT organisation_id FROM person WHERE id = $1")
        .bind(person.to_string())
        .fetch_one(&mut *conn)
        .await
        .unwrap();
    let organisation: OrganisationId = id.parse().unwrap();
    let actor = Actor { account, person, organisation, state: MemberState::Active, roles: vec![role] };
    decide(Some(&actor), Relation::Organisation).unwrap()
}

async fn count(db: &Db, sql: &'static str) -> i64 {
    let (count,): (i64,) = sqlx::query_as(sql).fetch_one(&mut *db.read().await.unwrap()).await.unwrap();
    count
}

/// The rows of a query as text, sorted.
async fn rows(db: &Db, sql: &'static str) -> Vec<String> {
    let rows = sqlx::query(sql).fetch_all(&mut *db.read().await.unwrap()).await.unwrap();
    let mut rows: Vec<String> = rows.iter().map(|row| row.get::<String, _>(0)).collect();
    rows.sort();
    rows
}
