//! What employees see of a result that is shared with them.

use crate::support::office::Office;
use http::StatusCode;
use weiterblick_app::survey::authoring::close_survey;
use weiterblick_domain::policy::Role;
use weiterblick_store::both_engines;

both_engines! {
    async fn employees_read_the_values_of_the_company_where_they_are_shared(db: Db) {
        let mut office = Office::open(db, [14, 12]).await;
        let mut employee = office.server.signed_in(&office.organisation, Role::Employee).await;
        let mut results = Vec::new();
        for shared in ["0", "1"] {
            let id = office.draft("anonymous", "").await;
            let mut tx = office.server.state.db.write().await.unwrap();
            sqlx::query("UPDATE survey SET share_with_employees = CAST($2 AS BIGINT) WHERE id = $1")
                .bind(id.to_string())
                .bind(shared)
                .execute(&mut *tx)
                .await
                .unwrap();
            tx.commit().await.unwrap();
            office.start(id).await;
            office.hand_in(id, office.units[0], 13, 2, true).await;
            office.hand_in(id, office.units[1], 11, 4, true).await;
            close_survey(&office.server.state, id, office.server.state.now()).await.unwrap();
            results.push(id);
        }
        let [kept, shared] = results[..] else { panic!() };
        for path in [format!("/auswertung/{kept}"), format!("/auswertung/{kept}/werte.csv")] {
            assert_eq!(employee.get(&path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
        let page = employee.get(&format!("/auswertung/{shared}")).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("Alle Teams") && !page.text.contains("Team 0"), "{}", page.text);
        // Asking for a team gives the company again.
        let team = employee.get(&format!("/auswertung/{shared}?zelle=unit:{}", office.units[0])).await;
        assert!(!team.text.contains("Team 0"), "{}", team.text);
        let csv = employee.get(&format!("/auswertung/{shared}/werte.csv")).await;
        assert_eq!(csv.status, StatusCode::OK);
        assert!(csv.text.lines().skip(1).all(|line| line.contains(";company;")), "{}", csv.text);
        let list = employee.get("/meine-ergebnisse").await.text;
        assert!(list.contains(&format!("/auswertung/{shared}")) && !list.contains(&format!("/auswertung/{kept}")));
        assert_eq!(employee.get(&format!("/auswertung/{shared}/schutz")).await.status, StatusCode::FORBIDDEN);
    }
}
