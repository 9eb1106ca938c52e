//! What closing seals, deletes and leaves.

use crate::support::Server;
use crate::support::office::Office;
use http::StatusCode;
use sqlx::Row;
use std::collections::BTreeSet;
use weiterblick_app::survey::authoring::{close_survey, run_due};
use weiterblick_domain::time::HOUR;
use weiterblick_store::db::compaction::{self, Pending};
use weiterblick_store::{both_engines, survey as store};

both_engines! {
    /// Needs-analysis §12.6, §18.5 and acceptance 3 of issue 2.
    async fn closing_seals_what_was_handed_in_and_leaves_no_way_back(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        office.hand_in(id, office.units[0], 7, 2, true).await;
        office.hand_in(id, office.units[1], 5, 4, true).await;
        office.hand_in(id, office.units[1], 1, 5, false).await;
        let ids: BTreeSet<String> = drafts(&office).await;
        let closed = office.act(id, "", "survey/close_now", &[]).await;
        assert_eq!(closed.location(), format!("/umfragen/{id}?m=survey_closed"));
        for sql in ["SELECT COUNT(*) FROM draft", "SELECT COUNT(*) FROM invitation"] {
            assert_eq!(office.count(sql).await, 0, "{sql}");
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM sealed_answer").await, 12);
        assert_eq!(office.count("SELECT COUNT(*) FROM insight_release WHERE kind = 'final' AND seq = 1").await, 1);
        assert_eq!(office.key_files(), 0);
        assert!(office.server.state.survey_keys.get(id).await.is_err(), "the key is still in memory");
        let rows = sqlx::query("SELECT id FROM sealed_answer").fetch_all(&mut *office.server.state.db.read().await.unwrap()).await.unwrap();
        assert!(rows.iter().all(|row| !ids.contains(&row.get::<String, _>(0))), "a draft's id came through");
        // Doing it again changes nothing.
        close_survey(&office.server.state, id, office.server.state.now()).await.unwrap();
        assert_eq!(office.count("SELECT COUNT(*) FROM sealed_answer").await, 12);
        let page = office.hr.get(&format!("/umfragen/{id}")).await;
        assert_eq!(page.status, StatusCode::OK);
    }

    async fn fewer_than_k_answers_are_all_deleted(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        office.hand_in(id, office.units[0], 4, 2, true).await;
        close_survey(&office.server.state, id, office.server.state.now()).await.unwrap();
        for sql in ["SELECT COUNT(*) FROM draft", "SELECT COUNT(*) FROM sealed_answer", "SELECT COUNT(*) FROM insight_release"] {
            assert_eq!(office.count(sql).await, 0, "{sql}");
        }
        assert_eq!(office.count("SELECT too_few FROM survey").await, 1);
        assert!(office.hr.get(&format!("/umfragen/{id}")).await.text.contains("weniger als 5 Antworten"));
    }

    /// What a crash between the commit and the step after it leaves is cleared away by the next run.
    async fn a_key_that_survived_its_survey_is_destroyed_by_the_next_run(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        let mut tx = office.server.state.db.write().await.unwrap();
        sqlx::query("UPDATE survey SET state = 'closed', closed_at = 1").execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        office.hand_in(id, office.units[0], 1, 2, true).await;
        assert_eq!(office.key_files(), 1);
        run_due(&office.server.state).await.unwrap();
        assert_eq!(office.key_files(), 0);
        assert_eq!(office.count("SELECT COUNT(*) FROM draft").await, 0);
    }

    async fn a_missing_key_leaves_the_survey_as_it_was(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        office.hand_in(id, office.units[0], 6, 2, true).await;
        // As after a restore without the keys.
        let elsewhere = Server::start(office.server.state.db.clone()).await;
        assert!(close_survey(&elsewhere.state, id, elsewhere.state.now()).await.is_err());
        assert_eq!(office.state_of(id).await, "open");
        assert_eq!(office.count("SELECT COUNT(*) FROM draft").await, 6);
        assert_eq!(office.count("SELECT COUNT(*) FROM sealed_answer").await, 0);
    }

    async fn the_night_after_the_end_the_database_is_compacted(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        close_survey(&office.server.state, id, office.server.state.now()).await.unwrap();
        let state = office.server.state.clone();
        let waiting = async || compaction::pending(&mut state.db.read().await.unwrap()).await.unwrap();
        let closed_at = office.server.state.now();
        run_due(&office.server.state).await.unwrap();
        assert_eq!(waiting().await, Pending { log: false, file: Some(closed_at) }, "not by day");
        office.server.pass_time(16 * HOUR);
        run_due(&office.server.state).await.unwrap();
        assert_eq!(waiting().await, Pending { log: false, file: None }, "at 2:42");
    }

    async fn an_hour_before_the_end_still_counts_as_open(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        let closes = store::load(&mut office.server.state.db.read().await.unwrap(), id).await.unwrap().closes_at.unwrap();
        office.server.pass_time(closes.since(office.server.state.now()) - HOUR);
        run_due(&office.server.state).await.unwrap();
        assert_eq!(office.state_of(id).await, "open");
    }

    async fn the_end_moves_by_the_rules(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        let no_reason = office.act(id, "", "survey/change_end", &[("closes_on", "2026-11-06")]).await;
        assert_eq!(no_reason.status, StatusCode::UNPROCESSABLE_ENTITY);
        for day in ["2026-11-06", "2026-11-07", "2026-11-08"] {
            let moved = office.act(id, "", "survey/change_end", &[("closes_on", day), ("reason", "Urlaub")]).await;
            assert_eq!(moved.status, StatusCode::SEE_OTHER, "{day}");
        }
        let fourth = office.act(id, "", "survey/change_end", &[("closes_on", "2026-11-09"), ("reason", "Urlaub")]).await;
        assert_eq!(fourth.status, StatusCode::UNPROCESSABLE_ENTITY);
        let too_soon = office.act(id, "", "survey/change_end", &[("closes_on", "2026-10-16")]).await;
        assert_eq!(too_soon.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(office.hr.get(&format!("/umfragen/{id}")).await.text.contains("Urlaub"));
        // Whoever is asked learns why, too.
        let made = office.act(id, "/einladungen", "survey/make_links", &[("form", "list")]).await.text;
        let link = made.split("https://w.example").nth(1).unwrap().split(['<', '"', '%']).next().unwrap().to_owned();
        let notice = office.server.browser().get(&link).await.text;
        assert!(notice.contains("Die Frist wurde verlängert: Urlaub"), "{link} {notice}");
    }
}

async fn drafts(office: &Office) -> BTreeSet<String> {
    let rows = sqlx::query("SELECT id FROM draft")
        .fetch_all(&mut *office.server.state.db.read().await.unwrap())
        .await
        .unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}
