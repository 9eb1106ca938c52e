use super::fixture::{grant, organisation, person, run, unit, unit_profile};
use super::*;
use crate::organisation::tree_of;
use crate::{Db, StoreError, both_engines, questionnaire};
use std::collections::BTreeSet;
use weiterblick_domain::ids::{InvitationId, OrganisationId, SealedAnswerId, SurveyId, UnitId};
use weiterblick_domain::insight::{GapSource, Participation as Released};
use weiterblick_domain::organisation::Day;
use weiterblick_domain::policy::action::{ManageSurveys, ReadSurveys};
use weiterblick_domain::questionnaire::{Answers, Layout};
use weiterblick_domain::survey::{Mode, SealedRow, State, Threshold};
use weiterblick_domain::text::{Language, Multilingual};
use weiterblick_domain::time::UnixMillis;

const SURVEY: SurveyId = SurveyId::from_bytes([77; 16]);
const NOW: UnixMillis = UnixMillis(1_792_188_300_000);

fn today() -> Day {
    "2026-10-16".parse().unwrap()
}

async fn draft(db: &Db, organisation: OrganisationId, id: SurveyId) {
    let mut tx = db.write().await.unwrap();
    let notice = ensure_notice(&mut tx, organisation, [1; 16], &Multilingual::german("Wozu?")).await.unwrap();
    let new = NewSurvey { id, title: "Herbst".to_owned(), wave_label: String::new(), notice_id: notice.id, now: NOW };
    create(&mut tx, organisation, &new).await.unwrap();
    tx.commit().await.unwrap();
}

async fn questionnaire_of(db: &Db, organisation: OrganisationId) -> weiterblick_domain::ids::QuestionnaireVersionId {
    let mut tx = db.write().await.unwrap();
    let mut next = 100;
    let mut new_id = || {
        next += 1;
        [next; 16]
    };
    let (_, version) = questionnaire::install_demo(&mut tx, organisation, &mut new_id).await.unwrap();
    tx.commit().await.unwrap();
    version
}

/// Twelve people in team 1, of whom two are asked on paper, and a survey that is open for them.
async fn opened(db: &Db, mode: Mode) -> (OrganisationId, UnitId) {
    let mut tx = db.write().await.unwrap();
    let organisation = organisation(&mut tx, 1).await;
    let team = unit(&mut tx, organisation, 1, None).await;
    let profile = unit_profile(&mut tx, organisation, team, 50).await;
    run(
        &mut tx,
        "INSERT INTO profile_target (job_profile_id, competence_id, soll_min, soll_max, weight)
         SELECT $1, c.id, 3, 4, 2 FROM competence c JOIN framework f ON f.id = c.framework_id
         WHERE f.code = 'digcomp' AND c.code = '1.1'",
        &[&profile.to_string()],
    )
    .await;
    for n in 1..=12 {
        person(&mut tx, organisation, n, Some(team), if n > 10 { "sheet" } else { "mail" }).await;
    }
    run(
        &mut tx,
        "INSERT INTO person_role (person_id, role) VALUES ($1, 'team_lead')",
        &[&weiterblick_domain::ids::PersonId::from_bytes([1; 16]).to_string()],
    )
    .await;
    tx.commit().await.unwrap();
    draft(db, organisation, SURVEY).await;
    let version = questionnaire_of(db, organisation).await;
    let manage = grant::<ManageSurveys>(organisation);
    let mut tx = db.write().await.unwrap();
    set_questionnaire(&mut tx, &manage, SURVEY, 2, version).await.unwrap();
    let period = PeriodChoice {
        opens_at: None,
        closes_at: Some(NOW.plus(1_000)),
        gap_source: GapSource::Profile,
        layout: Layout::All,
        share_with_employees: false,
        mail_at_start: false,
    };
    set_period(&mut tx, &manage, SURVEY, 5, &period).await.unwrap();
    let scope = Scope { whole_organisation: true, units: BTreeSet::new() };
    let rules = Rules { mode, threshold: Threshold::default(), gap_source: GapSource::Profile, merge_small: false };
    let people = candidates(&mut tx, organisation, SURVEY, today()).await.unwrap();
    let tree = tree_of(&mut tx, organisation).await.unwrap();
    let audience = resolve(people, &tree, &scope, rules);
    run(&mut tx, "UPDATE survey SET mode = $1", &[mode.code()]).await;
    let mut next = 0;
    let mut new_id = || {
        next += 1;
        InvitationId::from_bytes([next; 16])
    };
    write_audience(&mut tx, SURVEY, mode, &audience, &mut new_id).await.unwrap();
    mark_open(&mut tx, SURVEY, NOW).await.unwrap();
    tx.commit().await.unwrap();
    (organisation, team)
}

async fn count(db: &Db, sql: &'static str) -> i64 {
    let (n,): (i64,) = sqlx::query_as(sql).fetch_one(&mut *db.read().await.unwrap()).await.unwrap();
    n
}

both_engines! {
    async fn a_draft_keeps_what_the_wizard_writes(db: Db) {
        let mut tx = db.write().await.unwrap();
        let organisation = organisation(&mut tx, 1).await;
        let team = unit(&mut tx, organisation, 1, None).await;
        let left_out = person(&mut tx, organisation, 5, Some(team), "mail").await;
        tx.commit().await.unwrap();
        draft(&db, organisation, SURVEY).await;
        let manage = grant::<ManageSurveys>(organisation);
        let mut tx = db.write().await.unwrap();
        set_basics(&mut tx, &manage, SURVEY, 2, "Frühjahr", "2027").await.unwrap();
        let choice = AudienceChoice { whole_organisation: false, units: vec![team], merge_small: true, excluded: vec![left_out] };
        set_audience(&mut tx, &manage, SURVEY, 4, &choice).await.unwrap();
        let notice = ensure_notice(&mut tx, organisation, [2; 16], &Multilingual::german("Neu")).await.unwrap();
        assert_eq!(notice.number, 2);
        let privacy = Privacy {
            mode: Mode::Named,
            threshold: Threshold::new(7).unwrap(),
            council: Council::Agreed,
            council_note: "Sitzung vom 1. Oktober".to_owned(),
            notice_id: notice.id.clone(),
        };
        set_privacy(&mut tx, &manage, SURVEY, 5, &privacy).await.unwrap();
        tx.commit().await.unwrap();

        let mut conn = db.read().await.unwrap();
        let stored = survey(&mut conn, &grant::<ReadSurveys>(organisation), SURVEY).await.unwrap();
        assert_eq!((stored.title.as_str(), stored.wave_label.as_str(), stored.step), ("Frühjahr", "2027", 5));
        assert_eq!((stored.mode, stored.threshold.k(), stored.council), (Mode::Named, 7, Council::Agreed));
        assert_eq!(stored.notice_id, notice.id);
        assert!(stored.merge_small && !stored.whole_organisation);
        assert_eq!(chosen_units(&mut conn, SURVEY).await.unwrap(), BTreeSet::from([team]));
        let people = candidates(&mut conn, organisation, SURVEY, today()).await.unwrap();
        let excluded: Vec<_> = people.iter().filter(|person| person.excluded).map(|person| person.person).collect();
        assert_eq!(excluded, [left_out]);
    }

    async fn the_same_notice_is_one_version_and_another_text_the_next_one(db: Db) {
        let mut tx = db.write().await.unwrap();
        let organisation = organisation(&mut tx, 1).await;
        let text = Multilingual::german("Wozu?");
        let first = ensure_notice(&mut tx, organisation, [1; 16], &text).await.unwrap();
        let again = ensure_notice(&mut tx, organisation, [2; 16], &text).await.unwrap();
        assert_eq!(first, again);
        let other = ensure_notice(&mut tx, organisation, [3; 16], &Multilingual::german("Wofür?")).await.unwrap();
        assert_eq!((first.number, other.number), (1, 2));
        assert_ne!(first.sha256, other.sha256);
    }

    async fn a_survey_of_somebody_else_is_not_there(db: Db) {
        let mut tx = db.write().await.unwrap();
        let (own, other) = (organisation(&mut tx, 1).await, organisation(&mut tx, 2).await);
        let foreign_unit = unit(&mut tx, other, 3, None).await;
        let foreign_person = person(&mut tx, other, 4, None, "mail").await;
        tx.commit().await.unwrap();
        draft(&db, own, SURVEY).await;
        let foreign_version = questionnaire_of(&db, other).await;
        let not_found = |result: Result<(), StoreError>| assert!(matches!(result, Err(StoreError::NotFound)), "{result:?}");

        assert!(matches!(
            survey(&mut db.read().await.unwrap(), &grant::<ReadSurveys>(other), SURVEY).await,
            Err(StoreError::NotFound)
        ));
        let mut tx = db.write().await.unwrap();
        not_found(set_basics(&mut tx, &grant::<ManageSurveys>(other), SURVEY, 1, "x", "").await);
        not_found(delete(&mut tx, &grant::<ManageSurveys>(other), SURVEY).await);
        let manage = grant::<ManageSurveys>(own);
        not_found(set_questionnaire(&mut tx, &manage, SURVEY, 2, foreign_version).await);
        let units = AudienceChoice { units: vec![foreign_unit], ..AudienceChoice::default() };
        not_found(set_audience(&mut tx, &manage, SURVEY, 3, &units).await);
        let people = AudienceChoice { excluded: vec![foreign_person], ..AudienceChoice::default() };
        not_found(set_audience(&mut tx, &manage, SURVEY, 3, &people).await);
    }

    async fn an_open_survey_cannot_be_changed_or_deleted(db: Db) {
        let (organisation, _) = opened(&db, Mode::Anonymous).await;
        let manage = grant::<ManageSurveys>(organisation);
        let mut tx = db.write().await.unwrap();
        let refused = |result: Result<(), StoreError>| assert!(matches!(result, Err(StoreError::Conflict)), "{result:?}");
        refused(set_basics(&mut tx, &manage, SURVEY, 1, "x", "").await);
        refused(delete(&mut tx, &manage, SURVEY).await);
        refused(mark_open(&mut tx, SURVEY, NOW).await);
    }

    async fn opening_freezes_people_tree_and_profiles(db: Db) {
        let (organisation, team) = opened(&db, Mode::Anonymous).await;
        let mut tx = db.write().await.unwrap();
        run(&mut tx, "UPDATE unit SET name = 'Anders'", &[]).await;
        run(&mut tx, "DELETE FROM membership", &[]).await;
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let members = frozen_audience(&mut conn, SURVEY).await.unwrap();
        assert_eq!(members.len(), 12);
        assert!(members.iter().all(|member| member.unit == Some(team) && member.profile.is_some()));
        assert_eq!(members.iter().filter(|member| member.insider).count(), 1);
        assert_eq!(frozen_units(&mut conn, SURVEY).await.unwrap()[0].name, "Team 1");
        let listed = list(&mut conn, &grant::<ReadSurveys>(organisation), None).await.unwrap();
        assert_eq!((listed.len(), listed[0].state), (1, State::Open));
        assert_eq!(listed[0].participation, Participation::Rounded(None));
    }

    /// People on paper get a slip that belongs to nobody; in a named survey everybody gets a link.
    async fn only_people_by_mail_get_a_personal_link_to_an_anonymous_survey(db: Db) {
        let (_, team) = opened(&db, Mode::Anonymous).await;
        let mut conn = db.read().await.unwrap();
        assert_eq!(personal(&mut conn, SURVEY).await.unwrap().len(), 10);
        let groups = sheet_groups(&mut conn, SURVEY).await.unwrap();
        assert_eq!(groups.len(), 1);
        assert_eq!((groups[0].unit, groups[0].members, groups[0].on_paper, groups[0].printed), (Some(team), 12, 2, 0));
    }

    async fn everybody_gets_a_personal_link_to_a_named_survey(db: Db) {
        opened(&db, Mode::Named).await;
        assert_eq!(personal(&mut db.read().await.unwrap(), SURVEY).await.unwrap().len(), 12);
    }

    async fn the_number_of_printed_codes_says_nothing_about_used_ones(db: Db) {
        let (_, team) = opened(&db, Mode::Anonymous).await;
        let profile = sheet_groups(&mut db.read().await.unwrap(), SURVEY).await.unwrap()[0].profile;
        let mut tx = db.write().await.unwrap();
        let sheet = |n: u8| NewSheet {
            id: InvitationId::from_bytes([n; 16]),
            locator: format!("AB{n}C"),
            secret_hash: "hash".to_owned(),
        };
        insert_sheets(&mut tx, SURVEY, Some(team), profile, &[sheet(91), sheet(92)]).await.unwrap();
        run(&mut tx, "UPDATE invitation SET redeemed = 1, locator = '' WHERE locator = 'AB91C'", &[]).await;
        revoke_sheets(&mut tx, SURVEY, Some(team), profile).await.unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        assert_eq!(sheet_groups(&mut conn, SURVEY).await.unwrap()[0].printed, 2);
        assert!(taken_locators(&mut conn).await.unwrap().is_empty());
    }

    async fn a_redeemed_invitation_gets_no_new_token(db: Db) {
        opened(&db, Mode::Anonymous).await;
        let invitations = personal(&mut db.read().await.unwrap(), SURVEY).await.unwrap();
        let mut tx = db.write().await.unwrap();
        run(&mut tx, "UPDATE invitation SET redeemed = 1 WHERE id = $1", &[&invitations[0].invitation.to_string()]).await;
        for invitation in &invitations {
            set_token(&mut tx, invitation.invitation, &invitation.person.to_string()).await.unwrap();
        }
        tx.commit().await.unwrap();
        let after = personal(&mut db.read().await.unwrap(), SURVEY).await.unwrap();
        assert_eq!(after.iter().filter(|invitation| invitation.redeemed).count(), 1);
        assert_eq!(count(&db, "SELECT COUNT(*) FROM invitation WHERE token_hash <> ''").await, 9);
    }

    /// Whoever has no account and lost the device comes back to a named survey by a new link only.
    async fn in_a_named_survey_a_new_link_leads_back(db: Db) {
        opened(&db, Mode::Named).await;
        let invitation = personal(&mut db.read().await.unwrap(), SURVEY).await.unwrap()[0].invitation;
        let mut tx = db.write().await.unwrap();
        run(&mut tx, "UPDATE invitation SET redeemed = 1 WHERE id = $1", &[&invitation.to_string()]).await;
        set_token(&mut tx, invitation, "new").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(count(&db, "SELECT COUNT(*) FROM invitation WHERE token_hash = 'new'").await, 1);
    }

    /// Needs-analysis §18.5 and §18.6: nothing but sealed answers is left, and nothing stands beside them.
    async fn closing_leaves_no_draft_token_code_or_invitation(db: Db) {
        let (organisation, team) = opened(&db, Mode::Anonymous).await;
        let mut tx = db.write().await.unwrap();
        for n in 1..=2_u8 {
            sqlx::query("INSERT INTO draft (id, survey_id, code_hash, device_hashes, payload, submitted, revision) VALUES ($1, $2, $3, '', $4, $5, 1)")
                .bind(weiterblick_domain::ids::DraftId::from_bytes([n; 16]).to_string())
                .bind(SURVEY.to_string())
                .bind(n.to_string())
                .bind(vec![n])
                .bind(i64::from(n == 1))
                .execute(&mut *tx)
                .await
                .unwrap();
        }
        let drafts = submitted_drafts(&mut tx, SURVEY).await.unwrap();
        assert_eq!(drafts.iter().map(|(_, payload)| payload.clone()).collect::<Vec<_>>(), [vec![1]]);
        let row = SealedRow {
            id: SealedAnswerId::from_bytes([200; 16]),
            unit: Some(team),
            attributes: Default::default(),
            answers: Answers::default(),
        };
        seal(&mut tx, SURVEY, &[row]).await.unwrap();
        finish(&mut tx, SURVEY, NOW.plus(5), false).await.unwrap();
        assert!(matches!(finish(&mut tx, SURVEY, NOW.plus(6), false).await, Err(StoreError::Conflict)));
        tx.commit().await.unwrap();
        for table in ["SELECT COUNT(*) FROM draft", "SELECT COUNT(*) FROM invitation"] {
            assert_eq!(count(&db, table).await, 0, "{table}");
        }
        assert_eq!(count(&db, "SELECT COUNT(*) FROM sealed_answer").await, 1);
        let mut conn = db.read().await.unwrap();
        let listed = list(&mut conn, &grant::<ReadSurveys>(organisation), None).await.unwrap();
        assert_eq!(listed[0].participation, Participation::Released(Released::Hidden));
        let questionnaire = load(&mut conn, SURVEY).await.unwrap().questionnaire.unwrap();
        assert_eq!(earlier(&mut conn, organisation, questionnaire, NOW).await.unwrap().len(), 1);
        assert_eq!(closed_of(&mut conn, &[SURVEY, SurveyId::from_bytes([1; 16])]).await.unwrap(), [SURVEY]);
    }

    async fn a_result_keeps_its_targets_when_the_profile_is_deleted(db: Db) {
        let mut tx = db.write().await.unwrap();
        crate::competence::install_shipped(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        opened(&db, Mode::Named).await;
        let member = weiterblick_domain::ids::PersonId::from_bytes([2; 16]);
        let before = answer_target::of_person(&mut db.read().await.unwrap(), SURVEY, member).await.unwrap();
        assert_eq!(before.profile.get(Language::De), "Profil");
        assert_eq!(before.targets.keys().map(|key| key.code.to_string()).collect::<Vec<_>>(), ["1.1"]);
        let mut tx = db.write().await.unwrap();
        run(&mut tx, "DELETE FROM job_profile", &[]).await;
        tx.commit().await.unwrap();
        let after = answer_target::of_person(&mut db.read().await.unwrap(), SURVEY, member).await.unwrap();
        assert_eq!((after.profile, after.targets), (before.profile, before.targets));
    }

    async fn the_calendar_names_what_is_due(db: Db) {
        opened(&db, Mode::Anonymous).await;
        let mut conn = db.read().await.unwrap();
        assert_eq!(due(&mut conn, NOW.plus(999)).await.unwrap(), []);
        assert_eq!(due(&mut conn, NOW.plus(1_000)).await.unwrap(), [Due { survey: SURVEY, state: State::Open }]);
    }

    async fn the_participation_of_an_open_survey_is_renewed_once_a_day(db: Db) {
        opened(&db, Mode::Anonymous).await;
        let mut conn = db.read().await.unwrap();
        let stale = stale_participation(&mut conn, "2026-10-16").await.unwrap();
        assert_eq!((stale.len(), stale[0].invited, stale[0].redeemed), (1, 12, 0));
        let mut tx = db.write().await.unwrap();
        set_redeemed_percent(&mut tx, SURVEY, Some(35), "2026-10-16").await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(stale_participation(&mut conn, "2026-10-16").await.unwrap(), []);
        assert_eq!(stale_participation(&mut conn, "2026-10-17").await.unwrap().len(), 1);
        assert_eq!(load(&mut conn, SURVEY).await.unwrap().redeemed_percent, Some(35));
    }

    async fn who_has_left_or_is_no_employee_is_not_asked(db: Db) {
        let mut tx = db.write().await.unwrap();
        let organisation = organisation(&mut tx, 1).await;
        let team = unit(&mut tx, organisation, 1, None).await;
        for n in 1..=4 {
            person(&mut tx, organisation, n, (n < 3).then_some(team), "mail").await;
        }
        let id = |n| weiterblick_domain::ids::PersonId::from_bytes([n; 16]).to_string();
        run(&mut tx, "UPDATE person SET state = 'left' WHERE id = $1", &[&id(2)]).await;
        run(&mut tx, "UPDATE person_role SET role = 'facilitator' WHERE person_id = $1", &[&id(4)]).await;
        let people = candidates(&mut tx, organisation, SURVEY, today()).await.unwrap();
        assert_eq!(people.iter().map(|person| person.last_name.as_str()).collect::<Vec<_>>(), ["001", "003"]);
    }

    async fn a_version_is_frozen_once_and_a_used_questionnaire_stays(db: Db) {
        let (organisation, _) = opened(&db, Mode::Anonymous).await;
        let mut tx = db.write().await.unwrap();
        let stored = lock(&mut tx, SURVEY).await.unwrap();
        let version = stored.version.unwrap();
        questionnaire::freeze(&mut tx, version).await.unwrap();
        questionnaire::freeze(&mut tx, version).await.unwrap();
        tx.commit().await.unwrap();
        let read = grant::<ReadSurveys>(organisation);
        let frozen = questionnaire::version(&mut db.read().await.unwrap(), &read, version).await.unwrap();
        assert_eq!((frozen.state, frozen.content_hash.len()), (questionnaire::VersionState::Frozen, 64));
        let mut tx = db.write().await.unwrap();
        let deleted = questionnaire::delete_unused(&mut tx, &grant(organisation), stored.questionnaire.unwrap()).await;
        assert!(matches!(deleted, Err(StoreError::InUse)));
    }

    async fn a_template_is_copied_and_never_changed(db: Db) {
        let mut tx = db.write().await.unwrap();
        let organisation = organisation(&mut tx, 1).await;
        questionnaire::install_shipped(&mut tx).await.unwrap();
        tx.commit().await.unwrap();
        let (read, manage) = (grant::<ReadSurveys>(organisation), grant::<ManageSurveys>(organisation));
        let all = questionnaire::list(&mut db.read().await.unwrap(), &read).await.unwrap();
        let template = all.iter().find(|entry| entry.code == "digital").unwrap();
        let mut tx = db.write().await.unwrap();
        for n in 1..=2 {
            let new = questionnaire::NewCopy { id: [n; 16].into(), version: [n; 16].into() };
            questionnaire::copy(&mut tx, &manage, template.id, new).await.unwrap();
        }
        let renamed = questionnaire::rename(&mut tx, &manage, template.id, &Multilingual::german("x")).await;
        assert!(matches!(renamed, Err(StoreError::NotFound)));
        assert!(matches!(questionnaire::delete_unused(&mut tx, &manage, template.id).await, Err(StoreError::NotFound)));
        questionnaire::delete_unused(&mut tx, &manage, [1; 16].into()).await.unwrap();
        tx.commit().await.unwrap();
        let own: Vec<(bool, String, String)> = questionnaire::list(&mut db.read().await.unwrap(), &read)
            .await
            .unwrap()
            .into_iter()
            .map(|entry| (entry.template, entry.code, entry.title.get(Language::De).to_owned()))
            .collect();
        assert_eq!(own[0], (false, "digital_2".to_owned(), "Digitale Kompetenzen (2)".to_owned()));
        assert_eq!(own.iter().filter(|(template, ..)| *template).count(), 2);
    }
}
