//! Links, code sheets and mails.

use crate::support::office::Office;
use http::StatusCode;
use weiterblick_domain::ids::SurveyId;
use weiterblick_store::both_engines;

both_engines! {
    async fn links_are_shown_once_and_a_list_does_not_tell_who_has_begun(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        let made = office.act(id, "/einladungen", "survey/make_links", &[("form", "list")]).await;
        assert_eq!(made.status, StatusCode::OK);
        assert_eq!(made.text.matches("link-once").count(), 10);
        assert_eq!(office.count("SELECT COUNT(*) FROM invitation WHERE token_hash <> ''").await, 10);
        assert!(!office.hr.get(&format!("/umfragen/{id}/einladungen")).await.text.contains("link-once"));
        let mut tx = office.server.state.db.write().await.unwrap();
        sqlx::query("UPDATE invitation SET redeemed = 1, token_hash = '' WHERE id IN (SELECT id FROM invitation ORDER BY id LIMIT 3)").execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        let again = office.act(id, "/einladungen", "survey/make_links", &[("form", "list")]).await;
        assert_eq!(again.text.matches("link-once").count(), 10);
        assert_eq!(office.count("SELECT COUNT(*) FROM invitation WHERE token_hash <> ''").await, 7);
        let nobody = office.act(id, "/einladungen", "survey/renew_link", &[("person", "")]).await;
        assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    }

    async fn printed_codes_belong_to_nobody_and_only_their_hashes_are_kept(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        let group = format!("{}.", office.units[0]);
        let made = office.act(id, "/einladungen", "survey/print_sheets", &[("group", &group), ("count", "3")]).await;
        assert_eq!((made.status, made.text.matches("slip__code").count()), (StatusCode::OK, 3));
        assert_eq!(office.count("SELECT COUNT(*) FROM invitation WHERE kind = 'sheet' AND person_id IS NULL AND secret_hash LIKE '$argon2id$%'").await, 3);
        for wrong in ["0", "1001", "x", ""] {
            let answer = office.act(id, "/einladungen", "survey/print_sheets", &[("group", &group), ("count", wrong)]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        }
        let replaced = office.act(id, "/einladungen", "survey/print_sheets", &[("group", &group), ("count", "2"), ("replace", "true")]).await;
        assert_eq!(replaced.status, StatusCode::OK);
        assert_eq!(office.count("SELECT COUNT(*) FROM invitation WHERE locator <> ''").await, 2);
        let unknown = office.act(id, "/einladungen", "survey/print_sheets", &[("group", &format!("{}.", SurveyId::from_bytes([1; 16]))), ("count", "3")]).await;
        assert_eq!(unknown.status, StatusCode::NOT_FOUND);
    }

    async fn a_named_survey_has_no_code_sheets(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("named", "").await;
        office.start(id).await;
        assert_eq!(office.key_files(), 0);
        let group = format!("{}.", office.units[0]);
        let answer = office.act(id, "/einladungen", "survey/print_sheets", &[("group", &group), ("count", "3")]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(office.count("SELECT COUNT(*) FROM invitation WHERE kind = 'personal'").await, 15);
    }

    async fn mails_carry_links_and_wait_in_the_outbox(db: Db) {
        let mut office = Office::open_with(db, [9, 6], true).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        assert_eq!(office.act(id, "/einladungen", "survey/send_mails", &[]).await.status, StatusCode::SEE_OTHER);
        assert_eq!(office.count("SELECT COUNT(*) FROM outbox WHERE body LIKE '%https://w.example/u/%'").await, 10);
        let page = office.hr.get(&format!("/umfragen/{id}/einladungen")).await.text;
        assert!(page.contains("werden verschickt") && !page.contains("10 warten"), "{page}");
        assert_eq!(office.act(id, "/einladungen", "survey/send_mails", &[]).await.status, StatusCode::CONFLICT);
        // Links that are made by hand end those in mails that still wait.
        office.act(id, "/einladungen", "survey/make_links", &[("form", "list")]).await;
        assert_eq!(office.count("SELECT COUNT(*) FROM outbox").await, 0);
    }

    /// Needs-analysis §11.8: whoever sends learns neither how many have not begun nor, where these are few, who.
    async fn mails_tell_nobody_how_many_have_not_begun(db: Db) {
        let mut office = Office::open_with(db, [9, 6], true).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        // Of ten with a link 5 have begun, then 6: first k are left, then fewer.
        for (begin, links, without) in [(5_i64, 5, 0), (1, 0, 10)] {
            let mut tx = office.server.state.db.write().await.unwrap();
            sqlx::query("DELETE FROM outbox").execute(&mut *tx).await.unwrap();
            sqlx::query(
                "UPDATE invitation SET redeemed = 1, token_hash = ''
                 WHERE id IN (SELECT id FROM invitation WHERE redeemed = 0 ORDER BY id LIMIT $1)",
            )
            .bind(begin)
            .execute(&mut *tx)
            .await
            .unwrap();
            tx.commit().await.unwrap();
            assert_eq!(office.act(id, "/einladungen", "survey/send_mails", &[]).await.status, StatusCode::SEE_OTHER);
            assert_eq!(office.count("SELECT COUNT(*) FROM outbox WHERE body LIKE '%/u/%'").await, links);
            assert_eq!(office.count("SELECT COUNT(*) FROM outbox WHERE body NOT LIKE '%/u/%'").await, without);
            let page = office.hr.get(&format!("/umfragen/{id}/einladungen")).await.text;
            assert!(page.contains("werden verschickt"), "{page}");
        }
    }

    /// Starting with an account uses an invitation up as well; that must not look like a link that was made.
    async fn whether_links_were_made_does_not_depend_on_who_has_begun(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("named", "").await;
        office.start(id).await;
        let mut tx = office.server.state.db.write().await.unwrap();
        sqlx::query("UPDATE invitation SET redeemed = 1").execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        let page = format!("/umfragen/{id}/einladungen");
        assert!(!office.hr.get(&page).await.text.contains("Links neu erzeugen"));
        office.act(id, "/einladungen", "survey/make_links", &[("form", "list")]).await;
        assert!(office.hr.get(&page).await.text.contains("Links neu erzeugen"));
    }
}
