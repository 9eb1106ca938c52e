//! Acceptance 3 of issue 2: nothing in the raw database of a closed anonymous survey leads to a person.

use crate::support::office::Office;
use crate::support::participant::{definition, hand_in, ratings, redeem};
use crate::support::{Browser, tables};
use http::StatusCode;
use std::collections::BTreeMap;
use weiterblick_app::account::cookie;
use weiterblick_app::secret::{hex, sha256};
use weiterblick_domain::survey::{ResponseCode, SheetCode, Token};
use weiterblick_store::db::Engine;
use weiterblick_store::{Db, both_engines};

/// Everything that would give somebody away, by what it is.
#[derive(Default)]
struct Secrets(BTreeMap<String, Vec<u8>>);

impl Secrets {
    /// A text, and its SHA-256 as bytes and as digits.
    fn text(&mut self, name: &str, text: &str) {
        self.bytes(name, text.as_bytes());
        self.0.insert(format!("SHA-256 of {name}, digits"), hex(&sha256(text.as_bytes())).into_bytes());
        self.0.insert(format!("SHA-256 of {name}"), sha256(text.as_bytes()).into());
    }

    fn bytes(&mut self, name: &str, bytes: &[u8]) {
        self.0.insert(name.to_owned(), bytes.to_vec());
    }

    /// 32 bytes that travel as digits.
    fn token(&mut self, name: &str, text: &str) {
        self.text(name, text);
        let raw = bytes_of(text);
        self.bytes(&format!("{name}, bytes"), &raw);
        self.0.insert(format!("digest of {name}"), sha256(&raw).into());
        self.0.insert(format!("digest of {name}, digits"), hex(&sha256(&raw)).into_bytes());
        assert_eq!(Token::parse(text).unwrap().digest().to_string(), hex(&sha256(&raw)));
    }

    /// What one device holds after it has begun.
    fn device(&mut self, name: &str, device: &Browser, code: &str) {
        let cookie = &device.cookies[cookie::SURVEY_DEVICE];
        let [_, draft, token] = cookie.split('.').collect::<Vec<_>>()[..] else { panic!("{cookie}") };
        self.text(&format!("{name}: cookie"), cookie);
        self.token(&format!("{name}: device"), token);
        self.text(&format!("{name}: draft"), draft);
        self.bytes(&format!("{name}: draft, bytes"), &bytes_of(&draft.replace('-', "")));
        let compact = ResponseCode::parse(code).unwrap().reveal_compact();
        self.text(&format!("{name}: response code"), &compact);
        self.text(&format!("{name}: response code in groups"), code);
    }

    /// Which of them stand in these bytes, as they are or as digits of either case.
    fn found_in(&self, place: &[u8]) -> Vec<&str> {
        let stands = |secret: &[u8]| place.windows(secret.len()).any(|window| window == secret);
        let digits = |secret: &[u8]| [hex(secret), hex(secret).to_uppercase()];
        let found = |secret: &[u8]| stands(secret) || digits(secret).iter().any(|text| stands(text.as_bytes()));
        self.0.iter().filter(|(_, secret)| found(secret)).map(|(name, _)| name.as_str()).collect()
    }
}

fn bytes_of(digits: &str) -> Vec<u8> {
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

/// Every row of every table.
async fn rows(db: &Db) -> Vec<u8> {
    tables::dump(db).await.into_values().flatten().collect::<Vec<_>>().join("\n").into_bytes()
}

/// The bytes of the database's file and of its write-ahead log.
async fn files(db: &Db) -> Vec<(String, Vec<u8>)> {
    if db.engine() == Engine::Postgres {
        return Vec::new();
    }
    let sql = "SELECT file FROM pragma_database_list WHERE name = 'main'";
    let (file,): (String,) = sqlx::query_as(sql).fetch_one(&mut *db.read().await.unwrap()).await.unwrap();
    let files = [file.clone(), format!("{file}-wal")];
    files.into_iter().filter_map(|file| Some((file.clone(), std::fs::read(file).ok()?))).collect()
}

both_engines! {
    async fn after_the_end_the_raw_database_holds_nothing_of_those_who_took_part(db: Db) {
        let mut office = Office::open(db.clone(), [9, 6]).await;
        let id = office.open_survey("anonymous").await;
        let asked = definition(&office.server, id).await;
        let mut secrets = Secrets::default();

        let people = office.members(0).await;
        let token = office.link(id, people[0]).await;
        secrets.token("link", &token);
        let (mut linked, code) = redeem(&office.server, &token).await;
        secrets.device("by link", &linked, &code.unwrap());

        let sheet = office.sheets(id, 1).await.remove(0);
        let mut typed = office.server.browser();
        let begun = typed.call("survey/answer_redeem_code", &[("code", &sheet)]).await;
        assert_eq!(begun.status, StatusCode::OK, "{}", begun.text);
        let code: Option<String> = serde_json::from_str(&begun.text).unwrap();
        secrets.device("by sheet", &typed, &code.unwrap());
        let sheet = SheetCode::parse(&sheet).unwrap();
        secrets.text("sheet code", &sheet.reveal().replace(' ', ""));
        secrets.text("sheet code in groups", &sheet.reveal());
        secrets.text("secret of the sheet", &sheet.reveal_secret());

        // The search sees what is there: drafts and hashes, while the survey is open.
        let open = rows(&db).await;
        for expected in ["by link: draft", "by sheet: draft", "digest of by link: device, digits"] {
            assert!(secrets.found_in(&open).contains(&expected), "{expected} is not found before the end");
        }
        for device in [&mut linked, &mut typed] {
            hand_in(device, &ratings(&asked, 4)).await;
        }
        office.hand_in(id, office.units[0], 5, 2, true).await;
        let closed = office.act(id, "", "survey/close_now", &[]).await;
        assert_eq!(closed.location(), format!("/umfragen/{id}?m=survey_closed"));
        assert_eq!(office.count("SELECT COUNT(*) FROM sealed_answer").await, 7);

        assert_eq!(secrets.found_in(&rows(&db).await), [""; 0], "in the tables");
        for (file, bytes) in files(&db).await {
            assert_eq!(secrets.found_in(&bytes), [""; 0], "in {file}");
        }
        assert_eq!(office.key_files(), 0);

        // People stand where they belong, never beside an answer, and never as a hash.
        let mut persons = Secrets::default();
        for person in office.members(0).await.iter().chain(&office.members(1).await) {
            persons.text(&format!("person {person}"), &person.to_string());
            persons.bytes(&format!("person {person}, bytes"), &bytes_of(&person.to_string().replace('-', "")));
        }
        let mut dump = tables::dump(&db).await;
        let sealed = dump.remove("sealed_answer").unwrap().join("\n").into_bytes();
        assert_eq!(persons.found_in(&sealed), [""; 0], "beside an answer");
        let hashed: Vec<&str> =
            persons.found_in(&rows(&db).await).into_iter().filter(|name| name.starts_with("SHA-256")).collect();
        assert_eq!(hashed, [""; 0]);
    }

    /// Needs-analysis §12.6: neither a time nor the order of handing in is left.
    async fn a_sealed_answer_carries_answers_and_a_team_and_nothing_else(db: Db) {
        let mut office = Office::open(db.clone(), [9, 6]).await;
        let id = office.open_survey("anonymous").await;
        let asked = definition(&office.server, id).await;
        // The n-th person rates the first n competences high, so that the answers tell their order.
        let mut drafts = Vec::new();
        for (n, (_, token)) in office.links(id).await.into_iter().enumerate() {
            let high = ratings(&asked, 5);
            let mut sheet = ratings(&asked, 1);
            let current: Vec<usize> = (0..sheet.len()).filter(|at| sheet[*at].0.ends_with(".ist]")).collect();
            current.into_iter().take(n).for_each(|at| sheet[at] = high[at].clone());
            let (mut device, _) = redeem(&office.server, &token).await;
            hand_in(&mut device, &sheet).await;
            drafts.push(device.cookies[cookie::SURVEY_DEVICE].split('.').nth(1).unwrap().to_owned());
            office.server.pass_time(1_000);
        }
        // The order in which the job finds them.
        let mut conn = db.read().await.unwrap();
        let stored: Vec<(String,)> =
            sqlx::query_as("SELECT id FROM draft WHERE survey_id = $1 AND submitted = 1").bind(id.to_string()).fetch_all(&mut *conn).await.unwrap();
        drop(conn);
        let stored: Vec<usize> =
            stored.iter().map(|(id,)| drafts.iter().position(|draft| draft == id).unwrap()).collect();
        let began = weiterblick_domain::time::UnixMillis(crate::support::START);
        let taken = office.server.state.now().since(began);
        office.sign_in_again().await;
        office.act(id, "", "survey/close_now", &[]).await;
        let mut conn = db.read().await.unwrap();
        let sealed: Vec<(String, String, String)> =
            sqlx::query_as("SELECT unit_id, attributes, answers FROM sealed_answer").fetch_all(&mut *conn).await.unwrap();
        assert_eq!(sealed.len(), 10);
        let mut order = Vec::new();
        for (unit, attributes, answers) in &sealed {
            assert!(office.units.iter().any(|known| known.to_string() == *unit), "{unit}");
            assert_eq!(attributes, "{}");
            let cells: BTreeMap<String, serde_json::Value> = serde_json::from_str(answers).unwrap();
            let keys: Vec<String> = asked.keys().iter().map(ToString::to_string).collect();
            assert!(cells.keys().all(|key| keys.contains(key)), "{answers}");
            for at in (0..=taken).step_by(1_000) {
                assert!(!answers.contains(&began.plus(at).0.to_string()), "a time in {answers}");
            }
            order.push(answers.matches('5').count());
        }
        let first = *order.iter().min().unwrap();
        let order: Vec<usize> = order.iter().map(|high| high - first).collect();
        assert!(!order.is_sorted() && !order.iter().rev().is_sorted(), "in the order of handing in: {order:?}");
        assert_ne!(order, stored, "in the order of the drafts");
    }
}
