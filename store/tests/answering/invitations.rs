use crate::world::{CLOSES, OPEN, close, company, hash, id, link, run, survey, text};
use weiterblick_domain::ids::{InvitationId, SurveyId, UnitId};
use weiterblick_domain::survey::Mode;
use weiterblick_store::survey::answer_invitation::{redeem_link, redeem_sheet, sheet, survey_of_link};
use weiterblick_store::survey::answer_open::hold;
use weiterblick_store::{Db, both_engines};

async fn found(db: &Db, token: u8, now: weiterblick_domain::time::UnixMillis) -> Option<SurveyId> {
    survey_of_link(&mut db.read().await.unwrap(), hash(token), now).await.unwrap()
}

both_engines! {
    async fn an_anonymous_link_opens_its_survey_until_it_is_used_or_closed(db: Db) {
        company(&db).await;
        survey(&db, 1, Mode::Anonymous).await;
        link(&db, 1, 1, hash(7)).await;
        assert_eq!(found(&db, 7, OPEN).await, Some(id(1)));
        assert_eq!(found(&db, 8, OPEN).await, None);
        assert_eq!(found(&db, 7, CLOSES).await, None);

        let mut tx = db.write().await.unwrap();
        let redeemed = redeem_link(&mut tx, hash(7)).await.unwrap().unwrap();
        assert_eq!((redeemed.survey, redeemed.unit), (id(1), Some(id::<UnitId>(11))));
        assert_eq!(redeemed.attributes.len(), 1);
        assert!(redeem_link(&mut tx, hash(7)).await.unwrap().is_none());
        tx.commit().await.unwrap();
        assert_eq!(found(&db, 7, OPEN).await, None);

        // Whoever gives a redeemed invitation a token again does not open it.
        let mut tx = db.write().await.unwrap();
        run(&mut tx, "UPDATE invitation SET token_hash = $1", &[&hash(9).to_string()]).await;
        assert!(redeem_link(&mut tx, hash(9)).await.unwrap().is_none());
        tx.commit().await.unwrap();
        assert_eq!(found(&db, 9, OPEN).await, None);
    }

    async fn a_new_link_leads_back_into_a_named_survey(db: Db) {
        company(&db).await;
        survey(&db, 1, Mode::Named).await;
        link(&db, 1, 1, hash(7)).await;
        let mut tx = db.write().await.unwrap();
        assert_eq!(redeem_link(&mut tx, hash(7)).await.unwrap().unwrap().person, Some(id(3)));
        run(&mut tx, "UPDATE invitation SET token_hash = $1", &[&hash(9).to_string()]).await;
        tx.commit().await.unwrap();
        assert_eq!(found(&db, 7, OPEN).await, None);
        assert_eq!(found(&db, 9, OPEN).await, Some(id(1)));
        let mut tx = db.write().await.unwrap();
        assert!(redeem_link(&mut tx, hash(9)).await.unwrap().is_some());
    }

    /// needs-analysis §18.4.
    async fn of_two_that_redeem_at_the_same_time_one_wins(db: Db) {
        company(&db).await;
        survey(&db, 1, Mode::Anonymous).await;
        link(&db, 1, 1, hash(7)).await;
        let redeem = async || {
            let mut tx = db.write().await.unwrap();
            let won = redeem_link(&mut tx, hash(7)).await.unwrap().is_some();
            tx.commit().await.unwrap();
            won
        };
        let (a, b, c) = tokio::join!(redeem(), redeem(), redeem());
        assert_eq!([a, b, c].into_iter().filter(|won| *won).count(), 1);
    }

    async fn a_sheet_is_found_by_its_locator_and_used_once(db: Db) {
        company(&db).await;
        survey(&db, 1, Mode::Anonymous).await;
        let mut tx = db.write().await.unwrap();
        run(
            &mut tx,
            "INSERT INTO invitation
                 (id, survey_id, kind, person_id, unit_id, attributes, token_hash, locator, secret_hash, redeemed)
             VALUES ($1, $2, 'sheet', NULL, '', '{}', '', 'ABCD', 'phc', 0)",
            &[&text::<InvitationId>(1), &text::<SurveyId>(1)],
        )
        .await;
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        assert!(sheet(&mut conn, "ABCE", OPEN).await.unwrap().is_none());
        assert!(sheet(&mut conn, "", OPEN).await.unwrap().is_none());
        let found = sheet(&mut conn, "ABCD", OPEN).await.unwrap().unwrap();
        assert_eq!((found.survey, found.secret_hash.as_str()), (id(1), "phc"));
        drop(conn);
        let mut tx = db.write().await.unwrap();
        let redeemed = redeem_sheet(&mut tx, &found).await.unwrap().unwrap();
        assert_eq!((redeemed.person, redeemed.unit), (None, None));
        assert!(redeem_sheet(&mut tx, &found).await.unwrap().is_none());
        tx.commit().await.unwrap();
    }

    async fn only_an_open_survey_is_held_open(db: Db) {
        company(&db).await;
        survey(&db, 1, Mode::Anonymous).await;
        let mut tx = db.write().await.unwrap();
        assert!(hold(&db, &mut tx, id(1), OPEN).await.unwrap());
        assert!(!hold(&db, &mut tx, id(1), CLOSES).await.unwrap());
        assert!(!hold(&db, &mut tx, id(2), OPEN).await.unwrap());
        drop(tx);
        close(&db, 1).await;
        let mut tx = db.write().await.unwrap();
        assert!(!hold(&db, &mut tx, id(1), OPEN).await.unwrap());
    }
}
