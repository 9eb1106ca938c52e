//! Votes through the router, as a browser without script sends them (live.md §4, L11–L16, §14, T12, T17).

use crate::hall::{Asked, Hall};
use crate::support::{Answer, Browser};
use http::StatusCode;
use regex::Regex;
use weiterblick_domain::roundtable::poll::Kind;
use weiterblick_store::both_engines;

/// A field of the form that stands on the page.
fn hidden(page: &str, name: &str) -> String {
    let field = Regex::new(&format!(r#"name="{name}"[^>]*value="([^"]*)""#)).unwrap();
    field.captures(page).map_or_else(|| panic!("no {name} in {page}"), |found| found[1].to_owned())
}

/// Sends the form of the room's page with these fields.
async fn vote(hall: &Hall, browser: &mut Browser, asked: &Asked, fields: &[(&str, &str)]) -> Answer {
    let path = format!("/r/{}", hall.event);
    let key = hidden(&browser.get(&path).await.text, "key");
    let (event, round) = (hall.event.to_string(), asked.round.to_string());
    let mut all = vec![("event", event.as_str()), ("round", round.as_str()), ("key", key.as_str())];
    all.extend(fields);
    browser.submit(&path, "live/ballot", &all).await
}

both_engines! {
    /// T8, L11, L16.
    async fn a_vote_without_script_is_stored_shown_and_changed(db: Db) {
        let hall = Hall::open(db).await;
        let asked = hall.ask(Kind::Single).await;
        let mut browser = hall.joined().await;
        let page = browser.get(&format!("/r/{}", hall.event)).await;
        assert!(page.text.contains("Wohin zuerst?") && page.text.contains("type=\"radio\""), "{}", page.text);
        assert!(!page.text.contains("http-equiv=\"refresh\""), "pages with a form never reload by themselves");
        let stored = vote(&hall, &mut browser, &asked, &[("o", "2")]).await;
        assert_eq!((stored.status, stored.location()), (StatusCode::SEE_OTHER, &*format!("/r/{}?m=ballot_stored", hall.event)));
        let page = browser.get(stored.location()).await.text;
        let receipt = Regex::new(r#"class="receipt">([0-9A-Z]{5}-[0-9A-Z]{5})"#).unwrap();
        let first = receipt.captures(&page).unwrap_or_else(|| panic!("{page}"))[1].to_owned();
        assert!(page.contains("value=\"2\" checked"), "{page}");
        let changed = vote(&hall, &mut browser, &asked, &[("o", "3")]).await;
        let page = browser.get(changed.location()).await.text;
        assert_eq!(receipt.captures(&page).unwrap()[1], first, "L4: the receipt stays");
        assert!(page.contains("value=\"3\" checked") && !page.contains("value=\"2\" checked"));
        assert_eq!(hall.ballots().await, 1);
    }

    async fn abstaining_and_withdrawing_are_votes_too(db: Db) {
        let hall = Hall::open(db).await;
        let asked = hall.ask(Kind::Points).await;
        let mut browser = hall.joined().await;
        let abstained = vote(&hall, &mut browser, &asked, &[("p.1", "60"), ("abstain", "true")]).await;
        assert_eq!(abstained.status, StatusCode::SEE_OTHER, "{}", abstained.text);
        let withdrawn = vote(&hall, &mut browser, &asked, &[("withdraw", "true")]).await;
        assert_eq!(withdrawn.location(), format!("/r/{}?m=ballot_withdrawn", hall.event));
        let page = browser.get(withdrawn.location()).await.text;
        assert!(!page.contains("class=\"receipt\""), "{page}");
    }

    /// T26.
    async fn a_refusal_keeps_what_was_typed_and_says_why(db: Db) {
        let hall = Hall::open(db).await;
        let asked = hall.ask(Kind::Points).await;
        let mut browser = hall.joined().await;
        let wrong = vote(&hall, &mut browser, &asked, &[("p.1", "60"), ("p.2", "35"), ("p.3", "viel")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for kept in ["value=\"60\"", "value=\"35\"", "value=\"viel\"", "Geben Sie eine Zahl ein"] {
            assert!(wrong.text.contains(kept), "{kept}: {}", wrong.text);
        }
        let wrong = vote(&hall, &mut browser, &asked, &[("p.1", "60"), ("p.2", "35")]).await;
        assert!(wrong.text.contains("Sie haben 95 von 100 Punkten verteilt."), "{}", wrong.text);
        assert_eq!(hall.ballots().await, 0);
    }

    async fn every_kind_takes_a_vote(db: Db) {
        let hall = Hall::open(db).await;
        let mut browser = hall.joined().await;
        for kind in Kind::ALL {
            let asked = hall.ask(*kind).await;
            let fields: &[(&str, &str)] = match kind {
                Kind::Single => &[("o", "1")],
                Kind::Multi => &[("o", "1"), ("o", "3")],
                Kind::Scale => &[("s.1", "4"), ("s.2", "0"), ("s.3", "1")],
                Kind::Number => &[("x", "120")],
                Kind::Rank => &[("p.1", "2"), ("p.2", "1"), ("p.3", ""), ("p.4", "")],
                Kind::Points => &[("p.1", "100"), ("p.2", "")],
                Kind::Dots => &[("d.1", "2"), ("d.4", "1")],
                Kind::Grid => &[("g.1.x", "4"), ("g.1.y", "2")],
                Kind::Words => &[("w", "KI"), ("w", "Führung"), ("w", "")],
                Kind::Cards => &[("c.1", "Zeit fehlt"), ("c.2", "")],
                Kind::YesNo => &[("y", "true")],
            };
            let stored = vote(&hall, &mut browser, &asked, fields).await;
            assert_eq!(stored.status, StatusCode::SEE_OTHER, "{kind}: {}", stored.text);
            let page = browser.get(&format!("/r/{}", hall.event)).await;
            assert_eq!(page.status, StatusCode::OK, "{kind}: {}", page.text);
            assert!(page.text.contains("Ihre Stimme ist gespeichert."), "{kind}: {}", page.text);
            hall.lock(&asked).await;
        }
    }

    /// live.md §14.
    async fn bad_input_gets_its_status(db: Db) {
        let hall = Hall::open(db).await;
        let asked = hall.ask(Kind::Single).await;
        let mut browser = hall.joined().await;
        let unknown = vote(&hall, &mut browser, &asked, &[("o", "1"), ("x", "2")]).await;
        assert_eq!(unknown.status, StatusCode::BAD_REQUEST);
        let nothing = vote(&hall, &mut browser, &asked, &[]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY);
        let long = "1".repeat(5_000);
        assert_eq!(vote(&hall, &mut browser, &asked, &[("o", &long)]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        let longer = "1".repeat(30_000);
        assert_eq!(vote(&hall, &mut browser, &asked, &[("o", &longer)]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
        let foreign = Asked { round: "0".repeat(32).parse().unwrap() };
        assert_eq!(vote(&hall, &mut browser, &foreign, &[("o", "1")]).await.status, StatusCode::NOT_FOUND);
        let mut stranger = hall.server.browser();
        let (event, round, key) = (hall.event.to_string(), asked.round.to_string(), "0".repeat(32));
        let fields = [("event", event.as_str()), ("round", &round), ("key", &key), ("o", "1")];
        assert_eq!(stranger.call("live/ballot", &fields).await.status, StatusCode::FORBIDDEN);
        hall.lock(&asked).await;
        let late = browser.call("live/ballot", &fields).await;
        assert_eq!(late.status, StatusCode::CONFLICT);
        assert!(late.text.contains("ballot.refused.locked"), "{}", late.text);
        assert_eq!(hall.ballots().await, 0);
    }

    /// L12: script, form and repetitions with one key are one vote.
    async fn a_repeated_key_changes_nothing(db: Db) {
        let hall = Hall::open(db).await;
        let asked = hall.ask(Kind::Single).await;
        let mut browser = hall.joined().await;
        let (event, round, key) = (hall.event.to_string(), asked.round.to_string(), "ab".repeat(16));
        let fields = [("event", event.as_str()), ("round", &round), ("key", &key), ("o", "1")];
        let first = browser.call("live/ballot", &fields).await;
        assert!(first.text.contains("\"status\":\"stored\"") && first.text.contains("\"change_no\":1"), "{}", first.text);
        let again = browser.call("live/ballot", &fields).await;
        assert!(again.text.contains("\"status\":\"unchanged\""), "{}", again.text);
        assert_eq!(hall.ballots().await, 1);
    }

    /// T17, L34: nothing of a distribution is in the HTML before it is shown, nor with fewer than five answers.
    async fn nothing_is_in_the_page_before_it_is_revealed(db: Db) {
        let hall = Hall::open(db).await;
        let asked = hall.ask(Kind::Single).await;
        let mut browsers = Vec::new();
        for _ in 0..4 {
            let mut browser = hall.joined().await;
            vote(&hall, &mut browser, &asked, &[("o", "2")]).await;
            browsers.push(browser);
        }
        let path = format!("/r/{}", hall.event);
        let shown = async |browser: &mut Browser| browser.get(&path).await.text;
        assert!(!shown(&mut browsers[0]).await.contains("class=\"result\""));
        hall.lock(&asked).await;
        assert!(!shown(&mut browsers[0]).await.contains("class=\"result\""));
        hall.reveal(&asked).await;
        let few = shown(&mut browsers[0]).await;
        assert!(few.contains("Weniger als 5 Antworten") && !few.contains("100\u{a0}%"), "{few}");
    }

    async fn a_revealed_result_is_on_the_phone_and_on_the_projector(db: Db) {
        let hall = Hall::open(db).await;
        let asked = hall.ask(Kind::Single).await;
        let mut screen = hall.screen().await;
        let mut browser = hall.joined().await;
        vote(&hall, &mut browser, &asked, &[("o", "2")]).await;
        for _ in 0..5 {
            let mut other = hall.joined().await;
            vote(&hall, &mut other, &asked, &[("o", "2")]).await;
        }
        let path = format!("/leinwand/{}", hall.event);
        let open = screen.get(&path).await;
        assert_eq!(open.status, StatusCode::OK, "{}", open.text);
        for text in ["Wohin zuerst?", "Süd", &hall.code.in_groups(), "haben abgestimmt", "data-theme=\"dark\""] {
            assert!(open.text.contains(text), "{text}: {}", open.text);
        }
        assert!(!open.text.contains("class=\"result\""));
        hall.lock(&asked).await;
        hall.reveal(&asked).await;
        for page in [screen.get(&path).await, browser.get(&format!("/r/{}", hall.event)).await] {
            assert!(page.text.contains("Vorn liegt „Ost“ mit 100\u{a0}%."), "{}", page.text);
        }
        assert!(screen.get(&format!("{path}?ansicht=hell")).await.text.contains("data-theme=\"light\""));
    }

    /// L25, L42.
    async fn questions_are_asked_supported_and_deleted_with_the_own_data(db: Db) {
        let hall = Hall::open(db).await;
        let (mut author, mut other) = (hall.joined().await, hall.joined().await);
        let (path, event) = (format!("/r/{}", hall.event), hall.event.to_string());
        let asked = author.submit(&path, "live/ask", &[("event", &event), ("text", "Wann geht es los?")]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text);
        assert!(author.get(&path).await.text.contains("Wann geht es los?"));
        assert!(!other.get(&path).await.text.contains("Wann geht es los?"), "the moderation reads it first");
        let empty = author.submit(&path, "live/ask", &[("event", &event), ("text", " ")]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        for (action, field) in [("live/pace", ("pace", "too_fast")), ("live/extra_time", ("extra", "50"))] {
            let told = other.submit(&path, action, &[("event", &event), field]).await;
            assert_eq!(told.status, StatusCode::SEE_OTHER, "{action}: {}", told.text);
        }
        let gone = author.submit(&format!("{path}/daten"), "live/forget", &[("event", &event)]).await;
        assert_eq!(gone.location(), "/beitreten?m=participant_forgotten", "{}", gone.text);
        assert_eq!(author.get(&path).await.status, StatusCode::FORBIDDEN);
        assert_eq!(hall.participants().await, 1);
    }

    /// T28: thanks and receipts, and nothing that listens or asks again.
    async fn after_the_end_nothing_listens_any_more(db: Db) {
        let hall = Hall::open(db).await;
        let asked = hall.ask(Kind::YesNo).await;
        let mut browser = hall.joined().await;
        vote(&hall, &mut browser, &asked, &[("y", "false")]).await;
        hall.end().await;
        let page = browser.get(&format!("/r/{}", hall.event)).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        assert!(page.text.contains("Vielen Dank") && page.text.contains("class=\"receipt\""), "{}", page.text);
        assert!(!page.text.contains("/live/") && !page.text.contains("http-equiv=\"refresh\""));
    }
}
