//! Handing in, and what is left to do afterwards.

use crate::support::office::Office;
use crate::support::participant::{definition, hand_in, ratings, save};
use http::StatusCode;
use weiterblick_domain::time::DAY;
use weiterblick_store::both_engines;

both_engines! {
    async fn handing_in_twice_is_handing_in_once(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.open_survey("anonymous").await;
        let asked = definition(&office.server, id).await;
        let mut device = office.device(id).await;
        save(&mut device, 1, 0, &ratings(&asked, 4)).await;
        for _ in 0..2 {
            let done = device.submit("/fragebogen/pruefen", "survey/answer_submit", &[]).await;
            assert_eq!((done.status, done.location()), (StatusCode::SEE_OTHER, "/fragebogen/ergebnis?m=answer_submitted"));
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM draft WHERE submitted = 1").await, 1);
        let result = device.get("/fragebogen/ergebnis").await;
        assert_eq!(result.status, StatusCode::OK);
        // Until the end it can still be changed, and stays handed in.
        let revision = office.count("SELECT revision FROM draft").await.unsigned_abs();
        assert_eq!(save(&mut device, 1, revision, &ratings(&asked, 2)).await.status, StatusCode::OK);
        assert_eq!(office.count("SELECT COUNT(*) FROM draft WHERE submitted = 1").await, 1);
    }

    async fn what_is_deleted_is_gone_and_the_link_stays_used(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.open_survey("anonymous").await;
        let asked = definition(&office.server, id).await;
        let mut device = office.device(id).await;
        let copy = device.clone();
        hand_in(&mut device, &ratings(&asked, 4)).await;
        let deleted = device.submit("/fragebogen/pruefen", "survey/answer_delete", &[]).await;
        assert_eq!(deleted.location(), "/code?m=answer_deleted");
        assert_eq!(office.count("SELECT COUNT(*) FROM draft").await, 0);
        assert_eq!(office.count("SELECT COUNT(*) FROM invitation WHERE redeemed = 1").await, 1);
        assert_eq!(save(&mut copy.clone(), 1, 0, &ratings(&asked, 2)).await.status, StatusCode::NOT_FOUND);
        assert_eq!(copy.clone().call("survey/answer_submit", &[]).await.status, StatusCode::NOT_FOUND);
    }

    /// Between the end and the closing job nothing is accepted either.
    async fn after_the_end_nothing_is_taken_whether_it_is_closed_yet_or_not(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.open_survey("anonymous").await;
        let asked = definition(&office.server, id).await;
        let mut device = office.device(id).await;
        hand_in(&mut device, &ratings(&asked, 4)).await;
        office.server.pass_time(15 * DAY);
        for closes in [false, true] {
            if closes {
                weiterblick_app::survey::run_due(&office.server.state).await.unwrap();
                assert_eq!(office.state_of(id).await, "closed");
            }
            assert_eq!(save(&mut device, 1, 1, &ratings(&asked, 2)).await.status, StatusCode::NOT_FOUND);
            for action in ["survey/answer_submit", "survey/answer_new_code", "survey/answer_delete"] {
                assert_eq!(device.call(action, &[]).await.status, StatusCode::NOT_FOUND, "{action}");
            }
            for page in ["/fragebogen", "/fragebogen/pruefen", "/fragebogen/ergebnis"] {
                let shown = device.get(page).await;
                assert_eq!(shown.status, StatusCode::OK, "{page}");
                assert!(!shown.text.contains("answer_save") && !shown.text.contains("answer_submit"), "{page}");
            }
        }
    }
}
