//! Links, codes on paper and response codes (needs-analysis.md §11.7, §12.1 to §12.3).

use crate::support::Answer;
use crate::support::office::Office;
use crate::support::participant::{definition, hand_in, ratings, redeem, save};
use http::StatusCode;
use std::collections::BTreeSet;
use weiterblick_app::account::cookie;
use weiterblick_domain::survey::{ResponseCode, SheetCode, Token};
use weiterblick_store::both_engines;

/// What somebody sees, without the secret they came with and the nonce.
fn seen(answer: &Answer, secret: &str) -> (StatusCode, String) {
    let nonce = answer.header("content-security-policy").split("'nonce-").nth(1).map_or("-", |rest| &rest[..32]);
    (answer.status, answer.text.replace(secret, "SECRET").replace(nonce, "NONCE"))
}

/// Opens the page of a link, presses its button and calls its function, each behind limits without a past.
async fn try_link(office: &Office, token: &str) -> [(StatusCode, String); 3] {
    let page = format!("/u/{token}");
    let mut browser = office.server.without_past();
    let shown = browser.get(&page).await;
    let pressed = browser.submit(&page, "survey/answer_redeem", &[("token", token)]).await;
    let called = browser.call("survey/answer_redeem", &[("token", token)]).await;
    assert!(!browser.cookies.contains_key(cookie::SURVEY_DEVICE), "nothing is begun");
    [seen(&shown, token), seen(&pressed, token), seen(&called, token)]
}

/// Types a code as a browser does, and calls both functions that take one.
async fn try_code(office: &Office, code: &str) -> [(StatusCode, String); 3] {
    let mut browser = office.server.without_past();
    let typed = browser.submit("/code", "survey/answer_check_code", &[("code", code)]).await;
    let checked = browser.call("survey/answer_check_code", &[("code", code)]).await;
    let redeemed = browser.call("survey/answer_redeem_code", &[("code", code)]).await;
    assert!(!browser.cookies.contains_key(cookie::SURVEY_DEVICE), "nothing is begun");
    [seen(&typed, code), seen(&checked, code), seen(&redeemed, code)]
}

both_engines! {
    /// S13 of security.md: mail scanners follow links.
    async fn a_link_is_used_up_by_the_button_and_not_by_looking(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.open_survey("anonymous").await;
        let token = office.links(id).await.remove(0).1;
        let page = format!("/u/{token}");
        for _ in 0..3 {
            let notice = office.server.browser().get(&page).await;
            assert_eq!(notice.status, StatusCode::OK);
            assert!(notice.text.contains("Wozu?") && notice.text.contains("answer_redeem"), "{}", notice.text);
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM invitation WHERE redeemed = 1").await, 0);
        let mut device = office.server.browser();
        let begun = device.submit(&page, "survey/answer_redeem", &[("token", &token)]).await;
        assert_eq!(begun.status, StatusCode::OK);
        assert!(begun.text.contains("response-code__text"), "the code is shown this once");
        // It can be saved without script; what needs script is not there without.
        let (_, file) = begun.text.split_once("href=\"data:text/plain;charset=utf-8,").unwrap();
        assert!(file.starts_with("Ihr%20Antwort-Code") && file.contains("download=\"antwort-code.txt\""), "{file}");
        assert_eq!(begun.text.matches("type=\"button\" hidden").count(), 2, "{}", begun.text);
        assert_eq!(office.count("SELECT COUNT(*) FROM invitation WHERE redeemed = 1 AND token_hash = ''").await, 1);
        assert_eq!(office.count("SELECT COUNT(*) FROM draft").await, 1);
        assert_eq!(device.get("/fragebogen").await.status, StatusCode::OK);
    }

    async fn used_replaced_unknown_broken_and_ended_links_look_alike(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.open_survey("anonymous").await;
        let people = office.members(0).await;
        let used = office.link(id, people[0]).await;
        redeem(&office.server, &used).await;
        let replaced = office.link(id, people[1]).await;
        office.link(id, people[1]).await;
        let ended = office.link(id, people[2]).await;
        let mut answers = BTreeSet::new();
        let unknown = Token::from_random(office.server.state.random()).reveal();
        for token in [&used, &replaced, &unknown, &"no-token-at-all".to_owned()] {
            answers.insert(try_link(&office, token).await);
        }
        office.act(id, "", "survey/close_now", &[]).await;
        for token in [&ended, &used] {
            answers.insert(try_link(&office, token).await);
        }
        assert_eq!(answers.len(), 1, "{answers:?}");
        let [page, pressed, called] = answers.pop_first().unwrap();
        assert_eq!((page.0, pressed.0, called.0), (StatusCode::OK, StatusCode::UNPROCESSABLE_ENTITY, StatusCode::UNPROCESSABLE_ENTITY));
    }

    async fn a_code_from_paper_shows_the_notice_and_then_begins_once(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.open_survey("anonymous").await;
        let code = office.sheets(id, 1).await.remove(0);
        let mut device = office.server.browser();
        let compact = code.replace(' ', "");
        assert!(device.get(&format!("/c/{compact}")).await.text.contains(&compact), "the code is filled in");
        assert_eq!(office.count("SELECT COUNT(*) FROM invitation WHERE redeemed = 1").await, 0);
        let sloppy = code.to_lowercase().replace(' ', "-");
        let notice = device.submit("/code", "survey/answer_check_code", &[("code", &sloppy)]).await;
        assert_eq!(notice.status, StatusCode::OK);
        assert!(notice.text.contains("Wozu?") && notice.text.contains("answer_redeem_code"));
        let begun = device.submit("/code", "survey/answer_redeem_code", &[("code", &sloppy)]).await;
        assert!(begun.text.contains("response-code__text"), "{}", begun.text);
        assert_eq!(office.count("SELECT COUNT(*) FROM invitation WHERE kind = 'sheet' AND redeemed = 1 AND locator = ''").await, 1);
        assert_eq!(device.get("/fragebogen").await.status, StatusCode::OK);
    }

    async fn used_replaced_unknown_wrong_and_ended_codes_look_alike(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.open_survey("anonymous").await;
        let mut sheets = office.sheets(id, 3).await;
        let (used, ended, known) = (sheets.remove(0), sheets.remove(0), sheets.remove(0));
        let mut device = office.server.browser();
        device.call("survey/answer_redeem_code", &[("code", &used)]).await;
        let locator = SheetCode::parse(&known).unwrap().locator();
        let wrong = format!("{locator} 2222 3333");
        let unknown = SheetCode::from_random(&office.server.state.random()).reveal();
        let nobodys = ResponseCode::from_random(&office.server.state.random()).reveal();
        let mut answers = BTreeSet::new();
        for code in [&used, &wrong, &unknown] {
            answers.insert(try_code(&office, code).await);
        }
        let response = try_code(&office, &nobodys).await;
        office.act(id, "", "survey/close_now", &[]).await;
        for code in [&ended, &used] {
            answers.insert(try_code(&office, code).await);
        }
        assert_eq!(answers.len(), 1, "{answers:?}");
        let one = answers.pop_first().unwrap();
        assert!(one.iter().all(|(status, _)| *status == StatusCode::UNPROCESSABLE_ENTITY), "{one:?}");
        assert_eq!(response, one, "an unknown response code is told in the same words");
    }

    async fn a_response_code_goes_on_on_another_device_until_the_end(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.open_survey("anonymous").await;
        let asked = definition(&office.server, id).await;
        let token = office.links(id).await.remove(0).1;
        let (mut first, code) = redeem(&office.server, &token).await;
        let code = code.unwrap();
        save(&mut first, 1, 0, &ratings(&asked, 4)[..1]).await;
        let mut second = office.server.browser();
        let typed = code.to_lowercase().replace(' ', "");
        let on = second.submit("/code", "survey/answer_check_code", &[("code", &typed)]).await;
        assert_eq!((on.status, on.location()), (StatusCode::SEE_OTHER, "/fragebogen"));
        let page = second.get("/fragebogen?seite=1").await;
        let (name, value) = &ratings(&asked, 4)[0];
        let box_of = page.text.split("<input").find(|tag| tag.contains(name) && tag.contains(&format!("value=\"{value}\"")));
        assert!(box_of.unwrap().split('>').next().unwrap().contains("checked"), "the answer of the first device");
        assert_ne!(first.cookies[cookie::SURVEY_DEVICE], second.cookies[cookie::SURVEY_DEVICE]);
        hand_in(&mut second, &ratings(&asked, 4)[1..]).await;
        assert!(first.get("/fragebogen/ergebnis").await.status == StatusCode::OK, "both are the same answers");

        // A new code ends the old one; leaving ends the device and not the answers.
        let renewed = second.call("survey/answer_new_code", &[]).await;
        let renewed: String = serde_json::from_str(&renewed.text).unwrap();
        let unknown = try_code(&office, &ResponseCode::from_random(&office.server.state.random()).reveal()).await;
        assert_eq!(try_code(&office, &code).await, unknown);
        second.submit("/fragebogen/pruefen", "survey/answer_leave", &[]).await;
        assert!(!second.cookies.contains_key(cookie::SURVEY_DEVICE));
        let again = second.call("survey/answer_check_code", &[("code", &renewed)]).await;
        assert_eq!(again.location(), "/fragebogen", "{}", again.text);
        office.act(id, "", "survey/close_now", &[]).await;
        assert_eq!(try_code(&office, &renewed).await, unknown, "after the end a code is one that never was");
    }
}
