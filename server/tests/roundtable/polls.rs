use crate::table::{SHARED, Table, id_after};
use http::StatusCode;
use weiterblick_domain::roundtable::poll::Kind;
use weiterblick_store::both_engines;

/// Fields by which a poll of each kind can be made.
const fn rules(kind: Kind) -> &'static [(&'static str, &'static str)] {
    match kind {
        Kind::Single => &[],
        Kind::Multi => &[("rules[min]", "1"), ("rules[max]", "2")],
        Kind::Scale => &[("rules[steps]", "5"), ("rules[labels_de]", "nie\nimmer"), ("rules[neutral]", "separate")],
        Kind::Number => {
            &[("rules[min]", "0"), ("rules[max]", "1.000"), ("rules[decimals]", "0"), ("rules[unit_de]", "Minuten")]
        }
        Kind::Rank => &[("rules[max_rank]", "2")],
        Kind::Points => &[("rules[budget]", "100"), ("rules[step]", "5"), ("rules[spend]", "exactly")],
        Kind::Dots => &[("rules[dots]", "3"), ("rules[max_per_option]", "2")],
        Kind::Grid => &[
            ("rules[steps]", "4"),
            ("rules[x_name_de]", "Nutzen"),
            ("rules[x_low_de]", "wenig"),
            ("rules[x_high_de]", "viel"),
            ("rules[y_name_de]", "Eile"),
            ("rules[y_low_de]", "keine"),
            ("rules[y_high_de]", "große"),
        ],
        Kind::Words => &[("rules[max]", "2"), ("rules[moderation]", "after")],
        Kind::Cards => &[("rules[max]", "3"), ("rules[moderation]", "before")],
        Kind::YesNo => &[("rules[majority]", "two_thirds")],
    }
}

both_engines! {
    async fn every_kind_is_made_shown_and_saved_again(db: Db) {
        let mut table = Table::open(db).await;
        for kind in Kind::ALL {
            let below = format!("/abstimmungen/neu?art={kind}");
            assert_eq!(table.page(&below).await.status, StatusCode::OK, "{kind}");
            let options = if kind.has_options() { "Excel\n• Führung | Leadership" } else { "" };
            let own = [("kind", kind.word()), ("title[de]", "Was nun?"), ("pasted", options)];
            let fields = [&own[..], rules(*kind), &SHARED].concat();
            let made = table.submit(&below, "create_poll", &fields).await;
            assert_eq!(made.status, StatusCode::SEE_OTHER, "{kind}: {}", made.text);
            let poll = id_after(made.location(), "/abstimmungen/");
            let below = format!("/abstimmungen/{poll}");
            let page = table.page(&below).await.text;
            assert!(page.contains("value=\"Was nun?\""), "{kind}");
            assert_eq!(page.contains("value=\"Leadership\""), kind.has_options(), "{kind}");
            let own = [("poll", &*poll), ("title[de]", "Und jetzt?"), ("go", "save")];
            let saved = table.submit(&below, "save_poll", &[&own[..], rules(*kind), &SHARED].concat()).await;
            assert_eq!(saved.location(), table.path(&format!("{below}?m=saved")), "{kind}: {}", saved.text);
        }
        assert!(!table.page("").await.text.contains("Was noch fehlt"));
    }

    async fn problems_of_the_rules_stand_at_their_fields(db: Db) {
        let mut table = Table::open(db).await;
        let below = "/abstimmungen/neu?art=multi";
        let own = [("kind", "multi"), ("title[de]", ""), ("pasted", "Nur <eine>"), ("rules[min]", "3"), ("rules[max]", "viele")];
        let wrong = table.submit(below, "create_poll", &[&own[..], &SHARED].concat()).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("id=\"f-title[de]-e\"") && wrong.text.contains("id=\"f-rules[max]-e\""));
        assert!(wrong.text.contains("Nur &lt;eine&gt;</textarea>") && wrong.text.contains("value=\"viele\""));
        let own = [("kind", "multi"), ("title[de]", "Was?"), ("pasted", "Eins\nZwei"), ("rules[min]", "2"), ("rules[max]", "1")];
        let wrong = table.submit(below, "create_poll", &[&own[..], &SHARED].concat()).await;
        assert!(wrong.text.contains("id=\"f-rules[min]-e\"") && wrong.text.contains("Prüfen Sie die Grenzen"), "{}", wrong.text);
        let own = [("kind", "single"), ("title[de]", "Was?"), ("pasted", "Eins\nEins")];
        let wrong = table.submit("/abstimmungen/neu?art=single", "create_poll", &[&own[..], &SHARED].concat()).await;
        assert!(wrong.text.contains("id=\"f-pasted-e\""), "{}", wrong.text);
        assert_eq!(table.page("/abstimmungen/neu?art=quiz").await.status, StatusCode::NOT_FOUND);
    }

    async fn options_keep_their_numbers_when_they_are_renamed_withdrawn_added_and_moved(db: Db) {
        let mut table = Table::open(db).await;
        let poll = table.poll("Was?", "Excel\nFührung\nDeutsch").await;
        let below = format!("/abstimmungen/{poll}");
        let own = [
            ("poll", &*poll), ("title[de]", "Was?"), ("rows[o1][label][de]", "Tabellen"), ("rows[o2][label][de]", "Führung"),
            ("rows[o2][withdrawn]", "true"), ("rows[o3][label][de]", "Deutsch"), ("pasted", "Mathe"), ("go", "up.3"),
        ];
        let moved = table.submit(&below, "save_poll", &[&own[..], &SHARED].concat()).await;
        assert_eq!(moved.location(), table.path(&format!("{below}#o-3")), "{}", moved.text);
        let page = table.page(&below).await.text;
        let order: Vec<_> = page.match_indices("id=\"o-").map(|(at, _)| &page[at + 6..at + 7]).collect();
        assert_eq!(order, ["1", "3", "2", "4"]);
        for expected in ["value=\"Tabellen\"", "value=\"Mathe\"", "name=\"rows[o2][withdrawn]\" value=\"true\" checked"] {
            assert!(page.contains(expected), "{expected}: {page}");
        }
    }

    async fn after_the_first_ballot_only_texts_and_conduct_change(db: Db) {
        let mut table = Table::open(db).await;
        let poll = table.poll("Was?", "Excel\nFührung").await;
        let below = format!("/abstimmungen/{poll}");
        let stale = [
            ("poll", &*poll), ("title[de]", "Was genau?"), ("rows[o1][label][de]", "Excel"), ("rows[o2][label][de]", "Leitung"),
            ("terms[voice]", "table"), ("terms[secrecy]", "open"), ("conduct[reveal]", "live"), ("conduct[grace]", "5"), ("go", "save"),
        ];
        table.run("UPDATE poll SET has_ballots = 1 WHERE id = $1", &poll).await;
        let page = table.page(&below).await.text;
        assert!(page.contains("Diese Regeln bleiben, wie sie sind") && !page.contains("name=\"terms[voice]\""));
        assert!(!page.contains("[withdrawn]"));
        // A page from before the first ballot changes texts and conduct, and nothing that a ballot relied on.
        let saved = table.submit(&below, "save_poll", &stale).await;
        assert_eq!(saved.status, StatusCode::SEE_OTHER, "{}", saved.text);
        let page = table.page(&below).await.text;
        assert!(page.contains("jede Person") && page.contains("Leitung") && page.contains("value=\"5\""), "{page}");
        let withdraw = [("poll", &*poll), ("title[de]", "Was?"), ("rows[o1][label][de]", "Excel"), ("rows[o1][withdrawn]", "true")];
        let fields = [&withdraw[..], &[("pasted", "Neu"), ("go", "save")], &SHARED].concat();
        let refused = table.submit(&below, "save_poll", &fields).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        let deleted = table.submit("", "delete_poll", &[("poll", &poll)]).await;
        assert_eq!(deleted.status, StatusCode::CONFLICT);
        let copied = table.submit("", "duplicate_poll", &[("poll", &poll)]).await;
        let copy = id_after(copied.location(), "/abstimmungen/");
        assert!(table.page(&format!("/abstimmungen/{copy}")).await.text.contains("name=\"terms[voice]\""));
    }
}
