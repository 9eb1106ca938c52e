use crate::table::Table;
use http::StatusCode;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::policy::Role;
use weiterblick_store::both_engines;

const FILES: [&str; 10] = [
    "ergebnisse.csv",
    "stimmen.csv",
    "karten.csv",
    "fragen.csv",
    "gruppen.csv",
    "ablauf.csv",
    "bedarfe.csv",
    "nachweis.csv",
    "codebuch.csv",
    "alles.json",
];

impl Table {
    /// A closed round of the poll: `n` voices for option 1, shown to the room or not. The event has ended.
    async fn closed(&self, poll: &str, n: i64, results: &str) {
        let round: RoundId = self.server.state.new_id();
        let result = format!(
            r#"{{"kind":"single","n":{n},"abstain":1,"counts":[{{"o":1,"n":{n},"share":100}},{{"o":2,"n":0,"share":0}}],
                "sources":{{"device":{n},"table":0,"paper":0,"hands":0}}}}"#
        );
        let mut tx = self.server.state.db.write().await.unwrap();
        sqlx::query(
            "INSERT INTO round (id, poll_id, no, state, opened_at, deadline, results, writes, voters, result,
                 receipts_sha256, payloads_sha256, note)
             VALUES ($1, $2, 1, 'closed', 1, 0, $3, $4, $4, $5, $6, $6, '')",
        )
        .bind(round.to_string())
        .bind(poll.to_owned())
        .bind(results.to_owned())
        .bind(n + 1)
        .bind(result)
        .bind("ab".repeat(32))
        .execute(&mut *tx)
        .await
        .unwrap();
        sqlx::query("UPDATE event SET state = 'ended', ended_at = $2 WHERE id = $1")
            .bind(self.event.clone())
            .bind(self.server.state.now().0)
            .execute(&mut *tx)
            .await
            .unwrap();
        for voice in 0..=n {
            sqlx::query(
                "INSERT INTO ballot (round_id, voter_ref, payload, state, change_no, key1, key2, key3, segment, company_ref,
                     weight, source)
                 VALUES ($1, $2, $3, 'valid', 1, $4, $4, $4, '0000', $4, 1, 'device')",
            )
            .bind(round.to_string())
            .bind(vec![u8::try_from(voice).unwrap(); 16])
            .bind(if voice == n { r#"{"abstain":true}"# } else { r#"{"o":1}"# })
            .bind(Vec::<u8>::new())
            .execute(&mut *tx)
            .await
            .unwrap();
        }
        tx.commit().await.unwrap();
    }
}

both_engines! {
    async fn results_come_with_as_many_receipts_as_votes(db: Db) {
        let mut table = Table::open(db).await;
        let poll = table.poll("Was?", "Excel\nFührung").await;
        table.closed(&poll, 6, "all").await;
        let page = table.page("/ergebnisse").await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("7 Belege = 7 Stimmen") && page.text.contains("Excel"), "{}", page.text);
        assert_eq!(page.text.matches("<li class=\"receipt\">").count(), 7);
        let minutes = table.page("/protokoll").await.text;
        assert!(minutes.contains("Excel") && minutes.contains("Mehrfachteilnahme war möglich"));
    }

    /// L34 and live.md §15: neither page nor file tells what fewer than five said, and the minutes only what was shown.
    async fn small_and_hidden_results_stay_where_they_are(db: Db) {
        let mut table = Table::open(db).await;
        let small = table.poll("Klein?", "Zimtstern\nNiemand").await;
        let hidden = table.poll("Verdeckt?", "Geheimes\nAnderes").await;
        table.closed(&small, 4, "all").await;
        table.closed(&hidden, 6, "hidden").await;
        let page = table.page("/ergebnisse").await.text;
        assert!(!page.contains("Zimtstern") && page.contains("Geheimes") && page.contains("Der Raum hat dieses Ergebnis nicht gesehen"));
        assert!(!table.page("/protokoll").await.text.contains("Geheimes"));
        let file = table.page("/dateien/ergebnisse.csv").await.text;
        assert!(!file.contains("Zimtstern") && file.contains("Geheimes"), "{file}");
        let mut hr = table.server.signed_in(&table.organisation, Role::Hr).await;
        let read = hr.get(&table.path("/ergebnisse")).await;
        assert_eq!(read.status, StatusCode::OK);
        assert!(!read.text.contains("Geheimes") && !read.text.contains("Belege"));
        assert_eq!(hr.get(&table.path("/dateien/ergebnisse.csv")).await.status, StatusCode::NOT_FOUND);
    }

    async fn files_are_the_same_each_time_compute_nothing_and_are_for_hosts(db: Db) {
        let mut table = Table::open(db).await;
        let poll = table.poll("=1+1", "@SUM(A1)\n\"Zwei\"; drei").await;
        table.closed(&poll, 5, "all").await;
        for file in FILES {
            let below = format!("/dateien/{file}");
            let first = table.page(&below).await;
            assert_eq!(first.status, StatusCode::OK, "{file}: {}", first.text);
            assert!(first.header("content-disposition").starts_with("attachment"), "{file}");
            assert_eq!(table.page(&below).await.text, first.text, "{file}");
        }
        let results = table.page("/dateien/ergebnisse.csv").await.text;
        assert!(results.contains(";'=1+1;") && results.contains("'@SUM(A1)") && results.contains("\"\"\"Zwei\"\"; drei\""), "{results}");
        assert_eq!(table.page("/dateien/passwd").await.status, StatusCode::NOT_FOUND);
        let other = table.server.organisation("fremd").await;
        let mut stranger = table.server.signed_in(&other, Role::Facilitator).await;
        for below in ["/ergebnisse", "/protokoll", "/dateien/alles.json"] {
            assert_eq!(stranger.get(&table.path(below)).await.status, StatusCode::NOT_FOUND, "{below}");
        }
    }
}
