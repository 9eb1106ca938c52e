//! Ways in (live.md L1, L33, §9; security.md E20, E22, E24).

use crate::hall::{Hall, TITLE, size_question};
use http::StatusCode;
use weiterblick_domain::policy::event::action::Own;
use weiterblick_domain::roundtable::access::JoinMode;
use weiterblick_domain::roundtable::identity::SeatToken;
use weiterblick_store::both_engines;
use weiterblick_store::roundtable::{command, seat};

both_engines! {
    async fn the_code_of_the_projector_leads_in(db: Db) {
        let hall = Hall::open(db).await;
        let mut browser = hall.server.browser();
        let page = browser.get("/beitreten").await;
        assert!(page.text.contains("inputmode=\"numeric\"") && page.text.contains("autocomplete=\"one-time-code\""));
        let typed = hall.code.in_groups();
        let entered = browser.submit("/beitreten", "live/enter", &[("code", &typed)]).await;
        assert_eq!((entered.status, entered.location()), (StatusCode::SEE_OTHER, &*format!("/t/{}", hall.ticket().await)));
        let door = entered.location().to_owned();
        let asked = browser.get(&door).await;
        assert!(asked.text.contains(TITLE), "{}", asked.text);
        assert_eq!(hall.participants().await, 0, "a GET lets nobody in");
        let ticket = hall.ticket().await;
        let joined = browser.submit(&door, "live/join", &[("ticket", &ticket)]).await;
        assert_eq!(joined.location(), format!("/r/{}", hall.event));
        assert!(browser.cookies.keys().any(|name| name.starts_with("__Host-wbp-")));
        // Again, as after a double tap: still one participant.
        browser.submit(&door, "live/join", &[("ticket", &ticket)]).await;
        assert_eq!(hall.participants().await, 1);
        // Whoever is in already is led to the room.
        assert_eq!(browser.get(&door).await.location(), format!("/r/{}", hall.event));
    }

    async fn a_whole_link_may_be_pasted_and_is_never_throttled(db: Db) {
        let hall = Hall::open(db).await;
        let mut browser = hall.server.browser();
        browser.get("/beitreten").await;
        let link = format!("https://w.example/t/{}", hall.ticket().await);
        for _ in 0..15 {
            let entered = browser.submit("/beitreten", "live/enter", &[("code", &link)]).await;
            assert_eq!(entered.status, StatusCode::SEE_OTHER);
        }
    }

    /// T28.
    async fn unknown_ended_and_locked_codes_look_alike(db: Db) {
        let hall = Hall::open(db).await;
        let ticket = hall.ticket().await;
        // Without the time and the nonce that differ each time.
        let page = async |code: &str, ticket: &str| {
            let mut browser = hall.server.browser();
            let shown = browser.get(&format!("/t/{ticket}")).await;
            browser.get("/beitreten").await;
            let entered = browser.submit("/beitreten", "live/enter", &[("code", code)]).await;
            let same = |text: &str| {
                let nonce = regex::Regex::new("[0-9a-f]{32}").unwrap();
                nonce.replace_all(&text.replace(code, "").replace(ticket, ""), "").into_owned()
            };
            (entered.status, same(&entered.text), shown.status, same(&shown.text))
        };
        let unknown = page("87654321", &format!("{}{}", &ticket[..32], "0".repeat(32))).await;
        assert_eq!((unknown.0, unknown.2), (StatusCode::NOT_FOUND, StatusCode::NOT_FOUND));
        assert!(unknown.1.contains("Dieser Code gilt nicht oder nicht mehr"), "{}", unknown.1);
        let code = hall.code.to_string();
        hall.turn(async |tx, turn, _| command::set_join_lock(tx, turn, true).await.unwrap()).await;
        assert_eq!(page(&code, &ticket).await, unknown, "locked");
        hall.turn(async |tx, turn, now| command::end(tx, turn, now).await.unwrap()).await;
        assert_eq!(page(&code, &ticket).await, unknown, "ended");
    }

    /// S8: misses are counted by device, and a throttled attempt is not evaluated.
    async fn a_device_that_guesses_waits_and_others_do_not(db: Db) {
        let hall = Hall::open(db).await;
        let mut guesser = hall.server.browser();
        guesser.get("/beitreten").await;
        for number in 0..10 {
            let code = format!("8765432{number}");
            let answer = guesser.submit("/beitreten", "live/enter", &[("code", &code)]).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND);
        }
        let right = hall.code.to_string();
        let answer = guesser.submit("/beitreten", "live/enter", &[("code", &right)]).await;
        assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
        hall.joined().await;
    }

    async fn what_is_no_code_is_told_at_the_field_and_not_counted(db: Db) {
        let hall = Hall::open(db).await;
        let mut browser = hall.server.browser();
        browser.get("/beitreten").await;
        for _ in 0..12 {
            let answer = browser.submit("/beitreten", "live/enter", &[("code", "hallo")]).await;
            assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(answer.text.contains("value=\"hallo\"") && answer.text.contains("8 Ziffern"));
        }
    }

    /// L33: every question wants an answer, and "keine Angabe" is one that is offered but not chosen.
    async fn the_profile_is_asked_once_with_nothing_chosen(db: Db) {
        let hall = Hall::with(db, JoinMode::Open, vec![size_question()]).await;
        let ticket = hall.ticket().await;
        let door = format!("/t/{ticket}");
        let mut browser = hall.server.browser();
        let page = browser.get(&door).await;
        assert!(page.text.contains("Keine Angabe") && !page.text.contains("name=\"profile[size_class]\" value=\"0\" checked"));
        let nothing = browser.submit(&door, "live/join", &[("ticket", &ticket), ("company", "Muster GmbH")]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", nothing.text);
        let foreign = browser.submit(&door, "live/join", &[("ticket", &ticket), ("profile[size_class]", "7")]).await;
        assert_eq!(foreign.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(hall.participants().await, 0);
        let joined = browser.submit(&door, "live/join", &[("ticket", &ticket), ("profile[size_class]", "0")]).await;
        assert_eq!(joined.status, StatusCode::SEE_OTHER, "{}", joined.text);
    }

    /// L1, T20: a seat is one voice on every device, and without one nobody comes in.
    async fn a_seat_is_one_voice_on_every_device(db: Db) {
        let hall = Hall::with(db, JoinMode::Seat, Vec::new()).await;
        let token = SeatToken::from_random([9; 16]);
        let mut tx = hall.server.state.db.write().await.unwrap();
        seat::add(&mut tx, &hall.host::<Own>(), &[token.digest()]).await.unwrap();
        tx.commit().await.unwrap();
        let mut stranger = hall.server.browser();
        stranger.get("/beitreten").await;
        let typed = stranger.submit("/beitreten", "live/enter", &[("code", &hall.code.to_string())]).await;
        assert_eq!(typed.status, StatusCode::NOT_FOUND);
        assert_eq!(stranger.get(&format!("/t/{}", hall.ticket().await)).await.status, StatusCode::NOT_FOUND);
        let door = format!("/platz/{}", token.reveal());
        let mut cookies = Vec::new();
        for _ in 0..2 {
            let mut device = hall.server.browser();
            assert!(device.get(&door).await.text.contains(TITLE));
            let joined = device.submit(&door, "live/join", &[("seat", &token.reveal())]).await;
            assert_eq!(joined.location(), format!("/r/{}", hall.event), "{}", joined.text);
            cookies.push(device.cookies);
        }
        assert_eq!(cookies[0], cookies[1]);
        assert_eq!(hall.participants().await, 1);
    }

    async fn whoever_has_not_joined_learns_nothing(db: Db) {
        let hall = Hall::open(db).await;
        let mut stranger = hall.server.browser();
        let real = stranger.get(&format!("/r/{}", hall.event)).await;
        let unreal = stranger.get(&format!("/r/{}", "0".repeat(32))).await;
        assert_eq!((real.status, unreal.status), (StatusCode::FORBIDDEN, StatusCode::FORBIDDEN));
        assert!(!real.text.contains(TITLE) && real.text.contains("/beitreten"));
        for page in ["daten", "schutz"] {
            assert_eq!(stranger.get(&format!("/r/{}/{page}", hall.event)).await.status, StatusCode::FORBIDDEN);
        }
        let id = hall.event.to_string();
        for (action, fields) in [
            ("live/ask", &[("event", &*id), ("text", "Wann?")][..]),
            ("live/pace", &[("event", &*id), ("pace", "right")]),
            ("live/forget", &[("event", &*id)]),
            ("live/extra_time", &[("event", &*id), ("extra", "50")]),
        ] {
            let answer = stranger.call(action, fields).await;
            assert_eq!(answer.status, StatusCode::FORBIDDEN, "{action}: {}", answer.text);
        }
    }

    async fn a_participant_reads_how_votes_are_protected(db: Db) {
        let hall = Hall::open(db).await;
        let mut browser = hall.joined().await;
        let page = browser.get(&format!("/r/{}/schutz", hall.event)).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(page.text.contains("Eine Person kann mit mehreren Geräten abstimmen."));
        assert!(browser.get(&format!("/r/{}/daten", hall.event)).await.text.contains("live/forget"));
    }

    /// The front page has a door for rooms.
    async fn the_front_page_has_a_field_for_the_code(db: Db) {
        let hall = Hall::open(db).await;
        let page = hall.server.browser().get("/").await;
        assert!(page.text.contains("/beitreten?_action=live/enter"), "{}", page.text);
    }
}
