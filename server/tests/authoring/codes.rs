//! Codes that people type, and how many wrong ones (security.md §5).

use crate::support::office::Office;
use crate::support::{Answer, Browser};
use http::StatusCode;
use weiterblick_domain::survey::SheetCode;
use weiterblick_store::both_engines;

/// Prints this many slips and gives their codes.
async fn printed(office: &mut Office, count: usize) -> Vec<String> {
    let id = office.draft("anonymous", "").await;
    office.start(id).await;
    let (group, count) = (format!("{}.", office.units[0]), count.to_string());
    let made = office.act(id, "/einladungen", "survey/print_sheets", &[("group", &group), ("count", &count)]).await;
    let slips = made.text.split("slip__code\">").skip(1);
    slips.map(|rest| rest.split('<').next().unwrap().to_owned()).collect()
}

async fn check(browser: &mut Browser, code: &str) -> Answer {
    browser.submit("/code", "survey/answer_check_code", &[("code", code)]).await
}

async fn redeem(browser: &mut Browser, code: &str) -> Answer {
    browser.submit("/code", "survey/answer_redeem_code", &[("code", code)]).await
}

fn wrong(office: &Office) -> String {
    SheetCode::from_random(&office.server.state.random()).reveal()
}

both_engines! {
    /// Everybody of a company comes from one address; most begin on the landing page, where the field for the code is.
    async fn a_whole_company_behind_one_address_gets_in(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let codes = printed(&mut office, 84).await;
        assert_eq!(codes.len(), 84);
        for (number, code) in codes.iter().enumerate() {
            let mut browser = office.server.browser();
            browser.get("/").await;
            if number % 5 == 0 {
                assert_eq!(check(&mut browser, &wrong(&office)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
            }
            assert_eq!(check(&mut browser, code).await.status, StatusCode::OK, "{number}");
            assert_eq!(redeem(&mut browser, code).await.status, StatusCode::OK, "{number}");
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM draft").await, 84);
    }

    /// A tablet in the break room.
    async fn many_right_codes_are_typed_on_one_device(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let codes = printed(&mut office, 12).await;
        let mut kiosk = office.server.browser();
        for code in &codes {
            kiosk.get("/code").await;
            assert_eq!(check(&mut kiosk, code).await.status, StatusCode::OK);
            assert_eq!(redeem(&mut kiosk, code).await.status, StatusCode::OK);
            kiosk.submit("/fragebogen", "survey/answer_leave", &[]).await;
        }
        assert_eq!(office.count("SELECT COUNT(*) FROM draft").await, 12);
    }

    async fn after_ten_misses_a_device_is_not_heard_even_if_it_is_right(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let codes = printed(&mut office, 2).await;
        let mut guesser = office.server.browser();
        guesser.get("/").await;
        for _ in 0..10 {
            assert_eq!(check(&mut guesser, &wrong(&office)).await.status, StatusCode::UNPROCESSABLE_ENTITY);
        }
        let refused = check(&mut guesser, &codes[0]).await;
        assert_eq!((refused.status, refused.header("retry-after")), (StatusCode::TOO_MANY_REQUESTS, "60"));
        assert_eq!(redeem(&mut guesser, &codes[0]).await.status, StatusCode::TOO_MANY_REQUESTS);
        let mut neighbour = office.server.browser();
        neighbour.get("/").await;
        assert_eq!(check(&mut neighbour, &codes[1]).await.status, StatusCode::OK);
        office.server.pass_time(60_000);
        assert_eq!(check(&mut guesser, &codes[0]).await.status, StatusCode::OK);
    }

    async fn every_page_with_a_field_for_codes_marks_the_device(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let codes = printed(&mut office, 1).await;
        let answers = [
            office.server.browser().get("/").await,
            office.server.browser().get("/code").await,
            office.server.browser().get("/c/ABCD").await,
            check(&mut office.server.browser(), "x").await,
            check(&mut office.server.browser(), &codes[0]).await,
            redeem(&mut office.server.browser(), &codes[0]).await,
        ];
        for (number, answer) in answers.iter().enumerate() {
            let cookies = answer.headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap());
            assert!(cookies.into_iter().any(|cookie| cookie.starts_with("__Host-wbd=")), "{number}");
        }
    }

    /// An invented cookie for each guess leads to the limit of the address, and without any cookie there is little.
    async fn there_is_no_way_around_the_limit_of_a_device(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let codes = printed(&mut office, 1).await;
        let mut bare = office.server.browser();
        let mut heard = 0;
        for _ in 0..40 {
            bare.cookies.clear();
            heard += usize::from(check(&mut bare, &wrong(&office)).await.status == StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(heard, 30);
        for n in 0..280_u32 {
            bare.cookies.clear();
            bare.cookies.insert("__Host-wbd".to_owned(), format!("{n:064x}"));
            let call = bare.call("survey/answer_check_code", &[("code", &wrong(&office))]).await;
            heard += usize::from(call.status == StatusCode::UNPROCESSABLE_ENTITY);
        }
        assert_eq!(heard, 300);
        bare.cookies.insert("__Host-wbd".to_owned(), "e".repeat(64));
        assert_eq!(check(&mut bare, &codes[0]).await.status, StatusCode::TOO_MANY_REQUESTS);
    }
}
