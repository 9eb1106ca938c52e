//! The demo is the same in every run.

use crate::support::Server;
use crate::{filled, rows};
use weiterblick_server::demo;
use weiterblick_store::db::Engine;
use weiterblick_store::{both_engines, testing};

const CONTENTS: [&str; 20] = [
    "SELECT id || organisation_id || personnel_ref || first_name || last_name || email || channel || state
         || COALESCE(account_id, '') || search_key FROM person",
    "SELECT id || email || password_hash || CAST(created_at AS TEXT) FROM account",
    "SELECT person_id || unit_id || COALESCE(job_profile_id, '') || valid_from FROM membership",
    "SELECT id || title || state || CAST(opens_at AS TEXT) || CAST(closes_at AS TEXT) || CAST(created_at AS TEXT)
         || CAST(COALESCE(closed_at, 0) AS TEXT) || council_note FROM survey",
    "SELECT id || unit_id || attributes || answers FROM sealed_answer",
    "SELECT id || person_id || answers || state || CAST(submitted_at AS TEXT) FROM assessment",
    "SELECT id || survey_id || day || rules_hash || questionnaire_hash || competences FROM insight_release",
    "SELECT release_id || cell || label || CAST(priority AS TEXT) || n_class || participation_class FROM insight_cell",
    "SELECT release_id || cell || question || figure || display || value || bound || status FROM insight_figure",
    "SELECT id || title || place || state || stage_kind || stage_id || CAST(r AS TEXT) || CAST(b AS TEXT)
         || CAST(planned_start AS TEXT) || CAST(started_at AS TEXT) || CAST(ended_at AS TEXT) || CAST(joined AS TEXT)
         FROM event",
    "SELECT event_id || code FROM join_code",
    "SELECT id || event_id || title || state || speaker || poll_id || CAST(position AS TEXT)
         || CAST(started_at AS TEXT) || CAST(ended_at AS TEXT) FROM agenda_item",
    "SELECT id || event_id || rules || lineage_id || CAST(position AS TEXT) FROM poll",
    "SELECT poll_id || CAST(no AS TEXT) || label || sources FROM poll_option",
    "SELECT id || poll_id || state || result || receipts_sha256 || payloads_sha256 || CAST(opened_at AS TEXT)
         FROM round",
    "SELECT round_id || CAST(sheet AS TEXT) || payload || source FROM sealed_ballot",
    "SELECT id || round_id || text || cluster_id || state FROM card",
    "SELECT id || text || state || answer || CAST(votes AS TEXT) FROM question",
    "SELECT id || poll_id || CAST(option_no AS TEXT) || title || evidence || state || CAST(captured_at AS TEXT)
         FROM need",
    "SELECT id || name || CAST(size_class AS TEXT) FROM event_company",
];

both_engines! {
    async fn two_fills_on_the_same_day_are_the_same(db: Db) {
        let _server = filled(&db).await;
        let other = match db.engine() {
            Engine::Sqlite => testing::sqlite().await,
            Engine::Postgres => testing::postgres().await,
        };
        let later = Server::start(other.db.clone()).await;
        later.pass_time(5 * 3_600_000);
        demo::fill(&later.state).await.unwrap();
        for sql in CONTENTS {
            let (one, same) = (rows(&db, sql).await, rows(&other.db, sql).await);
            assert!(!one.is_empty(), "{sql}");
            assert_eq!(one, same, "{sql}");
        }
        other.end().await;
    }
}
