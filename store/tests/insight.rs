//! Releases: what is stored comes back, and nobody gets more than their part.

use weiterblick_domain::ids::{AccountId, CompetenceId, OrganisationId, PersonId, ReleaseId, SurveyId, UnitId};
use weiterblick_domain::insight::{
    CellKey, Competence, CutRule, Figure, FigureRow, GapSource, Input, Member, Rating, Release, ReleaseKind,
    Respondent, Rules, Unit, compute,
};
use weiterblick_domain::organisation::OrganisationKind;
use weiterblick_domain::policy::action::{ReadRelease, ReadSuppressionLog};
use weiterblick_domain::policy::{Act, Actor, Grant, MemberState, Relation, Role, decide};
use weiterblick_domain::text::{Language, Multilingual};
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::insight::{
    Opened, Outcome, Picked, ReleaseMeta, Sight, open, results, save_release, suppression,
};
use weiterblick_store::organisation::{NewOrganisation, NewPerson, create, create_person};
use weiterblick_store::{Conn, Db, StoreError, Tx, both_engines};

const TODAY: &str = "2026-10-17";

fn id<I: From<[u8; 16]>>(number: u8) -> I {
    I::from([number; 16])
}

fn grant<A: Act>(organisation: u8, role: Role) -> Grant<A> {
    let actor = Actor {
        account: id::<AccountId>(1),
        person: id::<PersonId>(1),
        organisation: id::<OrganisationId>(organisation),
        state: MemberState::Active,
        roles: vec![role],
    };
    let relation = match role {
        Role::TeamLead => Relation::OwnTeam,
        Role::Employee => Relation::Own,
        _ => Relation::Organisation,
    };
    decide(Some(&actor), relation).unwrap()
}

fn lead() -> Sight {
    Sight::LedUnits { today: TODAY.to_owned() }
}

/// Units: a (10) with a1 (11) and a2 (12) below it, b (20), c (21, three people only).
fn release() -> Release {
    let unit = |number: u8, code: &str, parent: Option<u8>| Unit {
        id: id(number),
        code: code.to_owned(),
        label: Multilingual::german(code),
        parent: parent.map(id::<UnitId>),
    };
    let mut input = Input {
        rules: Rules {
            k: 5,
            gap_source: GapSource::Importance,
            cut_rule: CutRule::Median,
            share_with_employees: false,
        },
        company: Multilingual::german("Muster"),
        units: vec![
            unit(10, "a", None),
            unit(11, "a1", Some(10)),
            unit(12, "a2", Some(10)),
            unit(20, "b", None),
            unit(21, "c", None),
        ],
        competences: (1..=2).map(|n| Competence { id: id(n), levels: 5, importance_rated: true }).collect(),
        profiles: Vec::new(),
        audience: Vec::new(),
        respondents: Vec::new(),
    };
    for (team, people) in [(11, 8), (12, 11), (20, 14), (21, 6)] {
        for person in 0..people {
            let unit = Some(id::<UnitId>(team));
            input.audience.push(Member { unit, profile: None, insider: false });
            let ist = Some(1 + person % 3);
            let rated = Rating { shown: true, ist, importance: Some(4), opted_out: false };
            // Competence 2 is answered by half of them: some teams become too small.
            let half =
                if person % 2 == 0 { rated } else { Rating { shown: true, opted_out: true, ..Rating::default() } };
            input.respondents.push(Respondent { unit, profile: None, ratings: vec![rated, half] });
        }
    }
    compute(&input).unwrap()
}

async fn run(conn: &mut Conn, sql: &'static str, values: &[&str]) {
    let mut query = sqlx::query(sql);
    for value in values {
        query = query.bind((*value).to_owned());
    }
    query.execute(conn).await.unwrap();
}

fn text<I: From<[u8; 16]> + ToString>(number: u8) -> String {
    id::<I>(number).to_string()
}

/// Organisation 1 with person 1 in unit `home`; competence 1 has a name, competence 2 was deleted.
async fn organisation(tx: &mut Tx, home: u8) {
    let (org, person) = (text::<OrganisationId>(1), text::<PersonId>(1));
    let new = NewOrganisation {
        id: id(1),
        kind: OrganisationKind::Company,
        name: "Muster".to_owned(),
        now: UnixMillis::default(),
    };
    create(tx, &new).await.unwrap();
    create_person(tx, &NewPerson::active(id(1), id(1))).await.unwrap();
    let unit = text::<UnitId>(home);
    run(tx, "INSERT INTO unit (id, organisation_id, code, name) VALUES ($1, $2, 'home', 'home')", &[&unit, &org]).await;
    run(
        tx,
        "INSERT INTO membership (person_id, unit_id, leads, valid_from, valid_to)
         VALUES ($1, $2, 1, '2026-01-01', '2026-12-31')",
        &[&person, &unit],
    )
    .await;
    run(
        tx,
        "INSERT INTO scale (id, organisation_id, code, title, purpose, levels) VALUES ('s', '', 's', '{}', 'skill', '[]')",
        &[],
    )
    .await;
    run(
        tx,
        "INSERT INTO framework (id, organisation_id, code, version, title, description, source, licence, scale_id, mapping,
                                state)
         VALUES ('f', '', 'rahmen', '2.2', '{}', '{}', '', '', 's', '', 'published')",
        &[],
    )
    .await;
    run(
        tx,
        "INSERT INTO competence (id, framework_id, kind, code, title, description, position, esco_uri)
         VALUES ($1, 'f', 'competence', '1.1', '{\"de\":\"Prüfen\"}', '{}', 1, '')",
        &[&text::<CompetenceId>(1)],
    )
    .await;
    run(tx, "INSERT INTO notice (id, organisation_id, number, text, sha256) VALUES ('n', $1, 1, '', '')", &[&org])
        .await;
}

async fn survey(tx: &mut Tx, number: u8, mode: &str, whole: &str, closed_at: &str) {
    let too_few = if number == 9 { "1" } else { "0" };
    run(
        tx,
        "INSERT INTO survey (id, organisation_id, mode, title, wave_label, state, step, k, gap_source, layout,
                             whole_organisation, merge_small, share_with_employees, notice_id, council, council_note,
                             mail_at_start, start_refusal, extensions, extension_reason, created_at, closed_at, too_few,
                             redeemed_day)
         VALUES ($1, $2, $3, 'Bedarf', 'Herbst', 'closed', 6, 5, 'importance', 'all', CAST($4 AS BIGINT), 0, 0, 'n',
                 'none', '', 0, '', 0, '', 0, CAST($5 AS BIGINT), CAST($6 AS BIGINT), '')",
        &[&text::<SurveyId>(number), &text::<OrganisationId>(1), mode, whole, closed_at, too_few],
    )
    .await;
}

async fn publish(tx: &mut Tx, survey: u8, seq: u32) {
    let release_id = id::<ReleaseId>(survey * 10 + u8::try_from(seq).unwrap());
    let meta = ReleaseMeta { id: release_id, survey: id(survey), seq, kind: ReleaseKind::Final, day: TODAY.to_owned() };
    save_release(tx, &meta, &release()).await.unwrap();
}

async fn all(db: &Db, grant: &Grant<ReadRelease>, sight: &Sight, survey: u8) -> Result<Opened, StoreError> {
    let mut conn = db.read().await.unwrap();
    open(&mut conn, grant, sight, id(survey), |cells, _| Picked::all(cells)).await
}

both_engines! {
    async fn a_release_comes_back_as_it_was_computed(db: Db) {
        let mut tx = db.write().await.unwrap();
        organisation(&mut tx, 10).await;
        survey(&mut tx, 1, "anonymous", "1", "5").await;
        publish(&mut tx, 1, 1).await;
        tx.commit().await.unwrap();
        let opened = all(&db, &grant(1, Role::Hr), &Sight::Organisation, 1).await.unwrap();
        let content = opened.content.clone().unwrap();
        let mut expected = release();
        assert!(!expected.log.is_empty() && expected.figures.iter().any(|row| row.displayed.is_hidden()));
        expected.log.clear();
        assert_eq!(content.release, expected);
        assert_eq!(content.led, []);
        let names: Vec<_> = content
            .competences
            .iter()
            .map(|c| (c.code.as_str(), c.title.get(Language::De), c.framework.as_str(), c.framework_version.as_str()))
            .collect();
        assert_eq!(names, [("1.1", "Prüfen", "rahmen", "2.2"), ("", "", "", "")]);
        assert_eq!(opened.survey().wave_label, "Herbst");
        assert_eq!(opened.survey().published().unwrap().day, TODAY);
    }

    async fn only_picked_figures_are_read(db: Db) {
        let mut tx = db.write().await.unwrap();
        organisation(&mut tx, 10).await;
        survey(&mut tx, 1, "anonymous", "1", "5").await;
        publish(&mut tx, 1, 1).await;
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let (grant, foreign) = (grant::<ReadRelease>(1, Role::Hr), CellKey::unit(id(99)));
        let picked = |whole: &[CellKey], around: &[CellKey]| Picked { whole: whole.into(), around: around.into() };
        let expected = |keep: fn(&FigureRow) -> bool| {
            let figures = release().figures;
            figures.into_iter().filter(keep).collect::<Vec<_>>()
        };
        let of = async |conn: &mut Conn, picked: Picked| {
            let opened = open(conn, &grant, &Sight::Organisation, id(1), |_, _| picked).await.unwrap();
            opened.content.unwrap().release.figures
        };
        let whole = |row: &FigureRow| row.cell == CellKey::unit(id(20));
        let around = |row: &FigureRow| row.cell == CellKey::COMPANY && Figure::AROUND.contains(&row.figure);
        assert_eq!(of(&mut conn, picked(&[CellKey::unit(id(20)), foreign], &[])).await, expected(whole));
        assert_eq!(of(&mut conn, picked(&[], &[CellKey::COMPANY])).await, expected(around));
        let both = picked(&[CellKey::unit(id(20))], &[CellKey::COMPANY, foreign]);
        assert_eq!(of(&mut conn, both).await, expected(|row| {
            row.cell == CellKey::unit(id(20))
                || row.cell == CellKey::COMPANY && Figure::AROUND.contains(&row.figure)
        }));
        assert_eq!(of(&mut conn, picked(&[foreign], &[foreign])).await, []);
    }

    async fn a_lead_gets_no_foreign_figures_whatever_is_picked(db: Db) {
        let mut tx = db.write().await.unwrap();
        organisation(&mut tx, 10).await;
        survey(&mut tx, 1, "anonymous", "1", "5").await;
        publish(&mut tx, 1, 1).await;
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let (grant, foreign) = (grant::<ReadRelease>(1, Role::TeamLead), CellKey::unit(id(20)));
        for picked in [
            Picked { whole: vec![foreign], around: vec![CellKey::COMPANY] },
            Picked { whole: vec![CellKey::COMPANY], around: vec![foreign] },
        ] {
            let opened = open(&mut conn, &grant, &lead(), id(1), |_, _| picked).await.unwrap();
            let figures = opened.content.unwrap().release.figures;
            assert!(!figures.is_empty());
            assert!(figures.iter().all(|row| row.cell == CellKey::COMPANY));
        }
    }

    async fn a_lead_gets_the_company_and_the_own_branch(db: Db) {
        let mut tx = db.write().await.unwrap();
        organisation(&mut tx, 10).await;
        survey(&mut tx, 1, "anonymous", "1", "5").await;
        publish(&mut tx, 1, 1).await;
        tx.commit().await.unwrap();
        let (grant, unit) = (grant(1, Role::TeamLead), |number| CellKey::unit(id(number)));
        let content = all(&db, &grant, &lead(), 1).await.unwrap().content.unwrap();
        let mut cells: Vec<_> = content.release.cells.iter().map(|row| row.cell).collect();
        cells.sort();
        let mut expected = [CellKey::COMPANY, unit(10), unit(11), unit(12)];
        expected.sort();
        assert_eq!(cells, expected);
        assert_eq!(content.led, [unit(10)]);
        assert!(content.release.figures.iter().all(|row| expected.contains(&row.cell)));
        let later = Sight::LedUnits { today: "2027-01-01".to_owned() };
        let content = all(&db, &grant, &later, 1).await.unwrap().content.unwrap();
        assert_eq!(content.release.cells.iter().map(|row| row.cell).collect::<Vec<_>>(), [CellKey::COMPANY]);
    }

    async fn a_lead_gets_neither_named_aggregates_nor_surveys_of_others(db: Db) {
        let mut tx = db.write().await.unwrap();
        organisation(&mut tx, 77).await;
        survey(&mut tx, 1, "anonymous", "1", "5").await;
        survey(&mut tx, 2, "named", "1", "6").await;
        survey(&mut tx, 3, "anonymous", "0", "7").await;
        for number in 1..=3 {
            publish(&mut tx, number, 1).await;
        }
        tx.commit().await.unwrap();
        let known = async |role, sight: Sight| {
            let list = results(&mut db.read().await.unwrap(), &grant::<ReadRelease>(1, role), &sight).await.unwrap();
            list.iter().map(|result| result.survey).collect::<Vec<SurveyId>>()
        };
        assert_eq!(known(Role::TeamLead, lead()).await, [id(1)]);
        assert_eq!(known(Role::Hr, Sight::Organisation).await, [id(3), id(2), id(1)]);
        let refused = all(&db, &grant(1, Role::TeamLead), &lead(), 3).await;
        assert!(matches!(refused, Err(StoreError::NotFound)));
    }

    async fn employees_get_the_company_cell_of_what_is_shared_and_nothing_else(db: Db) {
        let mut tx = db.write().await.unwrap();
        organisation(&mut tx, 10).await;
        survey(&mut tx, 1, "anonymous", "1", "5").await;
        survey(&mut tx, 2, "anonymous", "0", "6").await;
        survey(&mut tx, 3, "named", "1", "7").await;
        for number in 1..=3 {
            publish(&mut tx, number, 1).await;
        }
        for shared in [2, 3] {
            let sql = "UPDATE survey SET share_with_employees = 1 WHERE id = $1";
            run(&mut tx, sql, &[&text::<SurveyId>(shared)]).await;
        }
        tx.commit().await.unwrap();
        let employee = grant::<ReadRelease>(1, Role::Employee);
        let list = results(&mut db.read().await.unwrap(), &employee, &Sight::Shared).await.unwrap();
        assert_eq!(list.iter().map(|result| result.survey).collect::<Vec<SurveyId>>(), [id(2)]);
        // The person leads a unit; read as an employee that counts for nothing.
        let content = all(&db, &employee, &Sight::Shared, 2).await.unwrap().content.unwrap();
        assert_eq!(content.release.cells.iter().map(|row| row.cell).collect::<Vec<_>>(), [CellKey::COMPANY]);
        assert!(!content.release.figures.is_empty());
        assert!(content.release.figures.iter().all(|row| row.cell == CellKey::COMPANY));
        assert_eq!(content.led, []);
        for not_shared in [1, 3] {
            let refused = all(&db, &employee, &Sight::Shared, not_shared).await;
            assert!(matches!(refused, Err(StoreError::NotFound)), "{not_shared}");
        }
        let as_lead = results(&mut db.read().await.unwrap(), &grant::<ReadRelease>(1, Role::TeamLead), &lead()).await;
        assert_eq!(as_lead.unwrap().iter().map(|result| result.survey).collect::<Vec<SurveyId>>(), [id(2), id(1)]);
    }

    async fn another_organisation_finds_nothing(db: Db) {
        let mut tx = db.write().await.unwrap();
        organisation(&mut tx, 10).await;
        survey(&mut tx, 1, "anonymous", "1", "5").await;
        publish(&mut tx, 1, 1).await;
        tx.commit().await.unwrap();
        assert!(matches!(all(&db, &grant(2, Role::Hr), &Sight::Organisation, 1).await, Err(StoreError::NotFound)));
        let mut conn = db.read().await.unwrap();
        let log = suppression(&mut conn, &grant::<ReadSuppressionLog>(2, Role::Hr), id(1)).await;
        assert!(matches!(log, Err(StoreError::NotFound)));
    }

    async fn the_newest_published_release_counts(db: Db) {
        let mut tx = db.write().await.unwrap();
        organisation(&mut tx, 10).await;
        survey(&mut tx, 1, "anonymous", "1", "5").await;
        survey(&mut tx, 2, "anonymous", "1", "6").await;
        survey(&mut tx, 3, "anonymous", "1", "7").await;
        survey(&mut tx, 9, "anonymous", "1", "8").await;
        publish(&mut tx, 1, 1).await;
        publish(&mut tx, 1, 2).await;
        publish(&mut tx, 2, 1).await;
        let withdraw = "UPDATE insight_release SET state = 'withdrawn' WHERE survey_id = $1";
        run(&mut tx, withdraw, &[&text::<SurveyId>(2)]).await;
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let list = results(&mut conn, &grant::<ReadRelease>(1, Role::WorksCouncil), &Sight::Organisation).await.unwrap();
        assert!(matches!(list[0].outcome, Outcome::TooFew));
        assert!(matches!(list[1].outcome, Outcome::Pending));
        assert!(matches!(list[2].outcome, Outcome::Withdrawn));
        assert_eq!(list[3].published().unwrap().release, id(12));
        drop(conn);
        let opened = all(&db, &grant(1, Role::Hr), &Sight::Organisation, 3).await.unwrap();
        assert!(opened.content.is_none());
    }

    async fn a_release_number_is_given_once(db: Db) {
        let mut tx = db.write().await.unwrap();
        organisation(&mut tx, 10).await;
        survey(&mut tx, 1, "anonymous", "1", "5").await;
        publish(&mut tx, 1, 1).await;
        let again =
            ReleaseMeta { id: id(200), survey: id(1), seq: 1, kind: ReleaseKind::Final, day: TODAY.to_owned() };
        assert!(matches!(save_release(&mut tx, &again, &release()).await, Err(StoreError::Conflict)));
    }

    async fn the_log_names_questions_and_reasons(db: Db) {
        let mut tx = db.write().await.unwrap();
        organisation(&mut tx, 10).await;
        survey(&mut tx, 1, "anonymous", "1", "5").await;
        publish(&mut tx, 1, 1).await;
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let log = suppression(&mut conn, &grant::<ReadSuppressionLog>(1, Role::WorksCouncil), id(1)).await.unwrap();
        let mut expected = release().log;
        expected.sort_by_key(|row| (row.question, row.reason));
        let mut found = log.rows.clone();
        found.sort_by_key(|row| (row.question, row.reason));
        assert_eq!(found, expected);
        assert_eq!(log.competences.len(), 2);
    }
}
