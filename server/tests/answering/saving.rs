//! Saving on the way: two devices, many at once, and what cannot be read (needs-analysis.md §13).

use crate::support::office::Office;
use crate::support::participant::{definition, ratings, redeem, save};
use crate::support::{Answer, Browser};
use futures_util::future::join_all;
use http::StatusCode;
use serde_json::Value;
use weiterblick_app::error::{Error, ErrorKind};
use weiterblick_store::both_engines;

/// The stored answer of a field, by the file that people take away.
async fn stored(device: &mut Browser, field: &str) -> Option<u64> {
    let file = device.get("/fragebogen/meine-antworten.json").await;
    assert_eq!(file.status, StatusCode::OK, "{}", file.text);
    let data: Value = serde_json::from_str(&file.text).unwrap();
    let key = field.trim_start_matches("answers[").trim_end_matches(']');
    let answers = data["answers"].as_array().unwrap();
    let answer = &answers.iter().find(|answer| answer["key"] == key).unwrap()["answer"];
    answer.to_string().chars().find(char::is_ascii_digit).map(|level| level.to_digit(10).unwrap().into())
}

fn revision(answer: &Answer) -> u64 {
    let saved: Value = serde_json::from_str(&answer.text).unwrap();
    saved["revision"].as_u64().unwrap_or_else(|| panic!("{}", answer.text))
}

both_engines! {
    async fn a_stale_answer_is_a_conflict_that_shows_both_values(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.open_survey("anonymous").await;
        let asked = definition(&office.server, id).await;
        let mut device = office.device(id).await;
        let (low, high) = (ratings(&asked, 1), ratings(&asked, 5));
        let first = save(&mut device, 1, 0, &low[..1]).await;
        assert_eq!(first.status, StatusCode::OK, "{}", first.text);

        let stale = save(&mut device, 1, 0, &high[..1]).await;
        assert_eq!(stale.status, StatusCode::CONFLICT);
        let error: Error = serde_json::from_str(&stale.text).unwrap();
        let label = |level: usize| asked.scale_at(&asked.keys()[0]).unwrap().levels[level - 1].label.get(weiterblick_domain::text::Language::De).to_owned();
        assert_eq!((error.kind, error.fields.len()), (ErrorKind::Conflict, 1));
        assert_eq!(error.fields[0].field, low[0].0);
        assert_eq!((&error.fields[0].params["stored"], &error.fields[0].params["incoming"]), (&label(1), &label(5)));
        assert_eq!(stored(&mut device, &low[0].0).await, Some(1), "the stored one stays until somebody chooses");

        // Without script the same page comes back, with both values and what was chosen.
        let fields = [("page", "1"), ("revision", "0"), ("go", "next"), (low[0].0.as_str(), "5")];
        let page = device.submit("/fragebogen?seite=1", "survey/answer_save", &fields).await;
        assert_eq!(page.status, StatusCode::CONFLICT);
        for expected in [format!("„{}“", label(1)), format!("„{}“", label(5))] {
            assert!(page.text.contains(&expected), "{expected}");
        }

        // The same value is no conflict, another question neither, and the newer revision decides.
        assert_eq!(save(&mut device, 1, 0, &low[..1]).await.status, StatusCode::OK);
        assert_eq!(save(&mut device, 1, 0, &high[2..3]).await.status, StatusCode::OK);
        let now = revision(&save(&mut device, 1, 0, &[]).await);
        assert_eq!(save(&mut device, 1, now, &high[..1]).await.status, StatusCode::OK);
        assert_eq!(stored(&mut device, &low[0].0).await, Some(5));
    }

    /// R19 of security.md, first half.
    async fn fifty_saves_of_one_person_at_once_end_with_the_last_value(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.open_survey("anonymous").await;
        let asked = definition(&office.server, id).await;
        let mut device = office.device(id).await;
        let sheets: Vec<_> = (0..50).map(|n| (n % 5 + 1, ratings(&asked, n % 5 + 1)[..1].to_vec())).collect();
        let answers = join_all(sheets.iter().map(|(level, sheet)| {
            let mut same = device.clone();
            async move { (*level, save(&mut same, 1, 0, sheet).await) }
        }))
        .await;
        let now = stored(&mut device, &sheets[0].1[0].0).await.unwrap();
        for (level, answer) in &answers {
            // Whoever was first is stored; everybody else is told, and nothing is overwritten unseen.
            let expected = if u64::from(*level) == now { StatusCode::OK } else { StatusCode::CONFLICT };
            assert_eq!(answer.status, expected, "{}", answer.text);
        }
        let last = ratings(&asked, 3);
        let seen = revision(&save(&mut device, 1, 0, &[]).await);
        assert_eq!(save(&mut device, 1, seen, &last[..1]).await.status, StatusCode::OK);
        assert_eq!(stored(&mut device, &last[0].0).await, Some(3), "the last value wins");
    }

    /// R19 of security.md, second half.
    async fn fifty_people_save_at_once_and_each_answer_is_kept(db: Db) {
        let mut office = Office::open(db, [75, 6]).await;
        let id = office.open_survey("anonymous").await;
        let asked = definition(&office.server, id).await;
        let mut devices = Vec::new();
        for (_, token) in office.links(id).await.into_iter().take(50) {
            devices.push(redeem(&office.server, &token).await.0);
        }
        assert_eq!(devices.len(), 50);
        let level = |n: usize| u8::try_from(n % 5 + 1).unwrap();
        let answers = join_all(devices.iter().enumerate().map(|(n, device)| {
            let (mut device, sheet) = (device.clone(), ratings(&asked, level(n)));
            async move { save(&mut device, 1, 0, &sheet).await }
        }))
        .await;
        assert!(answers.iter().all(|answer| answer.status == StatusCode::OK));
        let field = ratings(&asked, 1)[0].0.clone();
        for (n, device) in devices.iter_mut().enumerate() {
            device.router = office.server.without_past().router;
            assert_eq!(stored(device, &field).await, Some(level(n).into()));
        }
    }

    async fn one_wrong_answer_loses_no_other_and_a_foreign_field_none_at_all(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.open_survey("anonymous").await;
        let asked = definition(&office.server, id).await;
        let mut device = office.device(id).await;
        let mut sheet = ratings(&asked, 4);
        sheet[0].1 = "9".to_owned();
        let answer = save(&mut device, 1, 0, &sheet).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(stored(&mut device, &sheet[0].0).await, None);
        assert_eq!(stored(&mut device, &sheet[2].0).await, Some(4));
        let foreign = [("answers[fremd]".to_owned(), "1".to_owned())];
        assert_eq!(save(&mut device, 1, 1, &foreign).await.status, StatusCode::BAD_REQUEST);
        for page in [0, 2] {
            assert_eq!(save(&mut device, page, 1, &[]).await.status, StatusCode::BAD_REQUEST, "page {page}");
        }
    }
}
