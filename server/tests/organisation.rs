//! Teams, people, rights and imports through the pages.

mod support;

use http::StatusCode;
use support::{Answer, Browser, PASSWORD, Server};
use weiterblick_domain::ids::UnitId;
use weiterblick_domain::policy::Role;
use weiterblick_domain::time::{DAY, MINUTE};
use weiterblick_store::both_engines;

const BOUNDARY: &str = "----weiterblick";

/// Sends a form with a file as browsers do. `file`: its bytes; an empty one means that none was chosen.
async fn upload(browser: &mut Browser, action: &str, fields: &[(&str, &str)], file: &[u8]) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    if action == "organisation/preview_import" {
        let head = "Content-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv";
        body.extend_from_slice(format!("--{BOUNDARY}\r\n{head}\r\n\r\n").as_bytes());
        body.extend_from_slice(file);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    let kind = format!("multipart/form-data; boundary={BOUNDARY}");
    browser.post(&format!("/organisation/import?_action={action}"), &kind, body).await
}

/// The value of the hidden field `name`.
fn hidden(text: &str, name: &str) -> String {
    let tag = text.split('<').find(|tag| tag.contains(&format!("name=\"{name}\"")) && tag.contains("hidden")).unwrap();
    let value = tag.split("value=\"").nth(1).unwrap().split('"').next().unwrap();
    value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

async fn confirm(browser: &mut Browser, preview: &Answer) -> Answer {
    let (kind, text, expected) =
        (hidden(&preview.text, "kind"), hidden(&preview.text, "text"), hidden(&preview.text, "expected"));
    let fields = [("kind", kind.as_str()), ("text", &text), ("expected", &expected)];
    upload(browser, "organisation/confirm_import", &fields, b"").await
}

/// The id in the address that an answer leads to.
fn id_of(answer: &Answer) -> String {
    answer.location().rsplit('/').next().unwrap().split('?').next().unwrap().to_owned()
}

async fn new_person(browser: &mut Browser, last_name: &str, email: &str) -> String {
    let fields = [
        ("personnel_ref", ""),
        ("first_name", "Uwe"),
        ("last_name", last_name),
        ("email", email),
        ("language", "de"),
        ("channel", "mail"),
    ];
    let made = browser.submit("/organisation/personen/neu", "organisation/create_person", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    id_of(&made)
}

/// The one-time link that an answer shows.
fn link(answer: &Answer, way: &str) -> String {
    let rest = answer.text.split(&format!("https://w.example{way}")).nth(1).unwrap();
    format!("{way}{}", rest.split('"').next().unwrap())
}

both_engines! {
    async fn teams_are_made_moved_and_merged(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut hr = server.signed_in(&organisation, Role::Hr).await;
        assert!(hr.get("/organisation").await.text.contains("Noch keine Teams"));
        for (name, code) in [("Werk", "W"), ("Fertigung", "FER"), ("Büro", "B")] {
            let fields = [("name", name), ("code", code), ("parent", "")];
            let made = hr.submit("/organisation/teams/neu", "organisation/create_unit", &fields).await;
            assert_eq!(made.location(), "/organisation?m=unit_created");
        }
        let double = [("name", "Bau"), ("code", "B"), ("parent", "")];
        let refused = hr.submit("/organisation/teams/neu", "organisation/create_unit", &double).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(refused.text.contains("value=\"Bau\"") && refused.text.contains("#f-code"), "{}", refused.text);

        let page = hr.get("/organisation").await.text;
        let id = |name: &str| {
            let before = page.split(&format!(">{name}<")).next().unwrap();
            before.rsplit("/organisation/teams/").next().unwrap().split('"').next().unwrap().to_owned()
        };
        let (plant, production, office) = (id("Werk"), id("Fertigung"), id("Büro"));
        let path = format!("/organisation/teams/{production}");
        let moved = [("id", production.as_str()), ("parent", plant.as_str())];
        assert_eq!(hr.submit(&path, "organisation/move_unit", &moved).await.status, StatusCode::SEE_OTHER);
        let cycle = [("id", plant.as_str()), ("parent", production.as_str())];
        let refused = hr.submit(&format!("/organisation/teams/{plant}"), "organisation/move_unit", &cycle).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let merged = [("id", plant.as_str()), ("into", office.as_str())];
        let answer = hr.submit(&format!("/organisation/teams/{plant}"), "organisation/merge_unit", &merged).await;
        assert_eq!(answer.location(), format!("/organisation/teams/{office}?m=unit_merged"));
        assert_eq!(hr.get(&format!("/organisation/teams/{plant}")).await.status, StatusCode::NOT_FOUND);
        assert!(hr.get(&path).await.text.contains("Büro"));
        let found = hr.get("/organisation?q=fertig").await.text;
        assert!(found.contains(">Fertigung<") && found.contains("Büro"), "with the way to it");
    }

    async fn a_lead_sees_the_own_team_only_and_changes_nothing(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut hr = server.signed_in(&organisation, Role::Hr).await;
        let mut ids = Vec::new();
        for code in ["EINS", "ZWEI"] {
            hr.submit("/organisation/teams/neu", "organisation/create_unit", &[("name", code), ("code", code)]).await;
            let page = hr.get("/organisation").await.text;
            let before = page.split(&format!(">{code}<")).next().unwrap().to_owned();
            ids.push(before.rsplit("/organisation/teams/").next().unwrap().split('"').next().unwrap().to_owned());
        }
        let hidden_person = new_person(&mut hr, "Verborgen", "x@a.example").await;
        let lead_id = organisation.people[&Role::TeamLead].to_string();
        for (person, unit, leads) in [(&lead_id, &ids[0], "true"), (&hidden_person, &ids[1], "false")] {
            let fields = [("id", person.as_str()), ("unit", unit), ("leads", leads)];
            let path = format!("/organisation/personen/{person}");
            let answer = hr.submit(&path, "organisation/assign_person", &fields).await;
            assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
        }
        let mut lead = server.signed_in(&organisation, Role::TeamLead).await;
        let teams = lead.get("/organisation").await.text;
        assert!(teams.contains(">EINS<") && !teams.contains("ZWEI"));
        let people = lead.get("/organisation/personen").await.text;
        assert!(people.contains("team_lead") && !people.contains("Verborgen") && !people.contains("/neu"));
        for hidden in [format!("/organisation/teams/{}", ids[1]), format!("/organisation/personen/{hidden_person}")] {
            assert_eq!(lead.get(&hidden).await.status, StatusCode::NOT_FOUND);
        }
        for closed in ["/organisation/import", "/organisation/einstellungen", "/organisation/personen.csv"] {
            assert_eq!(lead.get(closed).await.status, StatusCode::FORBIDDEN, "{closed}");
        }
        let own = lead.get(&format!("/organisation/personen/{lead_id}")).await;
        assert_eq!(own.status, StatusCode::OK);
        assert!(!own.text.contains("organisation/set_roles"));
    }

    async fn a_day_in_a_message_is_written_as_people_write_it(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut hr = server.signed_in(&organisation, Role::Hr).await;
        let id = organisation.people[&Role::Employee].to_string();
        let unit: UnitId = server.state.new_id();
        let mut tx = server.state.db.write().await.unwrap();
        sqlx::query("INSERT INTO unit (id, organisation_id, code, name, parent_id) VALUES ($1, $2, 'A', 'A', NULL)")
            .bind(unit.to_string()).bind(organisation.id.to_string()).execute(&mut *tx).await.unwrap();
        sqlx::query("INSERT INTO membership (person_id, unit_id, leads, valid_from) VALUES ($1, $2, 0, '2026-12-01')")
            .bind(&id).bind(unit.to_string()).execute(&mut *tx).await.unwrap();
        tx.commit().await.unwrap();
        let (path, unit) = (format!("/organisation/personen/{id}"), unit.to_string());
        let answer = hr.submit(&path, "organisation/assign_person", &[("id", &id), ("unit", &unit)]).await;
        assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(answer.text.contains("Sie beginnt am 1. Dezember 2026."), "{}", answer.text);
        let list = "personnel_ref;email;unit_code;valid_from\n;employee@a.example;A;2026-11-01\n";
        let preview = upload(&mut hr, "organisation/preview_import", &[("kind", "people"), ("text", list)], b"").await;
        assert!(preview.text.contains("Ab 1. Dezember 2026"), "{}", preview.text);
    }

    async fn rights_need_the_password_and_sign_the_person_out(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut hr = server.signed_in(&organisation, Role::Hr).await;
        let mut employee = server.signed_in(&organisation, Role::Employee).await;
        let id = organisation.people[&Role::Employee].to_string();
        let path = format!("/organisation/personen/{id}");
        let roles = [("id", id.as_str()), ("roles[]", "employee"), ("roles[]", "works_council")];
        server.pass_time(16 * MINUTE);
        let stale = hr.submit(&path, "organisation/set_roles", &roles).await;
        assert_eq!(stale.status, StatusCode::UNAUTHORIZED);
        assert!(stale.text.contains("name=\"roles[]\" value=\"works_council\""), "carried along");
        assert_eq!(employee.get("/profil").await.status, StatusCode::OK);
        let confirmed = [roles.as_slice(), &[("confirm_password", PASSWORD)]].concat();
        let saved = hr.submit(&path, "organisation/set_roles", &confirmed).await;
        assert_eq!(saved.location(), format!("{path}?m=roles_saved"), "{}", saved.text);
        assert_eq!(employee.get("/profil").await.status, StatusCode::SEE_OTHER, "signed out");
        let mut employee = server.signed_in(&organisation, Role::Employee).await;
        let left = [("id", id.as_str()), ("state", "left")];
        assert_eq!(hr.submit(&path, "organisation/set_state", &left).await.status, StatusCode::SEE_OTHER);
        assert_eq!(employee.get("/profil").await.status, StatusCode::SEE_OTHER, "signed out again");
        let own = organisation.people[&Role::Hr].to_string();
        let own_path = format!("/organisation/personen/{own}");
        for (action, value) in [("organisation/set_roles", ("roles[]", "employee")), ("organisation/set_state", ("state", "suspended"))] {
            let answer = hr.submit(&own_path, action, &[("id", own.as_str()), value]).await;
            assert_eq!(answer.status, StatusCode::CONFLICT, "the last HR person stays");
            assert!(answer.text.contains("einer anderen Person mit Konto die Rolle Personal"));
        }
        let deleted = hr.submit(&path, "organisation/delete_person", &[("id", id.as_str())]).await;
        assert_eq!(deleted.location(), "/organisation/personen?m=person_deleted");
        assert_eq!(hr.get(&path).await.status, StatusCode::NOT_FOUND);
    }

    async fn an_invitation_is_shown_once_and_opens_an_account(db: Db) {
        let server = Server::start_with(db, true).await;
        let organisation = server.organisation("a").await;
        let mut hr = server.signed_in(&organisation, Role::Hr).await;
        let id = new_person(&mut hr, "Urban", "uwe@a.example").await;
        let path = format!("/organisation/personen/{id}");
        let first = link(&hr.submit(&path, "organisation/invite_person", &[("id", &id)]).await, "/einladung/");
        let second = link(&hr.submit(&path, "organisation/invite_person", &[("id", &id)]).await, "/einladung/");
        let page = hr.get(&path).await.text;
        assert!(!page.contains(&second) && page.contains("Einladung zurückziehen"));
        let password = "noch ein langes Passwort";
        let accept = async |link: &str| {
            let token = link.rsplit('/').next().unwrap();
            let fields = [("token", token), ("password", password), ("password_repeat", password)];
            server.browser().submit(link, "account/accept_invitation", &fields).await
        };
        assert_eq!(accept(&first).await.status, StatusCode::UNPROCESSABLE_ENTITY, "a new link ends the old one");
        assert_eq!(accept(&second).await.location(), "/uebersicht?m=welcome");
        let reset = link(&hr.submit(&path, "organisation/make_password_link", &[("id", &id)]).await, "/passwort-neu/");
        server.pass_time(DAY - 1);
        let token = reset.rsplit('/').next().unwrap();
        let fields = [("token", token), ("password", "ganz neues langes Passwort"), ("password_repeat", "ganz neues langes Passwort")];
        let changed = server.browser().submit(&reset, "account/reset_password", &fields).await;
        assert_eq!(changed.location(), "/anmelden?m=password_changed");
    }

    async fn an_invitation_to_an_address_with_an_account_says_so_and_one_that_is_accepted_ends_the_present_session(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        server.organisation("b").await;
        let mut hr = server.signed_in(&organisation, Role::Hr).await;
        let password = "noch ein langes Passwort";
        let mut invite = async |last_name: &str, email: &str| {
            let id = new_person(&mut hr, last_name, email).await;
            let path = format!("/organisation/personen/{id}");
            link(&hr.submit(&path, "organisation/invite_person", &[("id", &id)]).await, "/einladung/")
        };
        let known = invite("Doppelt", "hr@b.example").await;
        let fields = |link: &str| {
            [("token", link.rsplit('/').next().unwrap().to_owned()), ("password", password.to_owned()), ("password_repeat", password.to_owned())]
        };
        let accept = async |browser: &mut Browser, link: &str| {
            let fields = fields(link);
            let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
            browser.submit(link, "account/accept_invitation", &fields).await
        };
        let answer = accept(&mut server.browser(), &known).await;
        assert_eq!(answer.status, StatusCode::CONFLICT);
        assert!(answer.text.contains("Mit dieser E-Mail-Adresse gibt es schon ein Konto"), "{}", answer.text);

        let new = invite("Neu", "neu@a.example").await;
        let mut shared = server.signed_in(&organisation, Role::Employee).await;
        let mut before = shared.clone();
        assert_eq!(accept(&mut shared, &new).await.location(), "/uebersicht?m=welcome");
        assert_eq!(before.get("/profil").await.status, StatusCode::SEE_OTHER, "whoever was signed in here is signed out");
    }

    async fn a_file_is_looked_at_confirmed_and_then_there(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut hr = server.signed_in(&organisation, Role::Hr).await;
        let units = "unit_code;name_de;parent_code\nFER;Fertigung;W\nW;\"Werk \"\"Süd\"\" <1>\";\n";
        let preview = upload(&mut hr, "organisation/preview_import", &[("kind", "units"), ("text", units)], b"").await;
        assert!(preview.text.contains("2 Zeilen übernehmen"), "{}", preview.text);
        assert!(!hr.get("/organisation").await.text.contains("Fertigung"), "nothing is written yet");
        assert_eq!(confirm(&mut hr, &preview).await.location(), "/organisation?m=imported");
        let again = confirm(&mut hr, &preview).await;
        assert!(again.text.contains("Inzwischen hat sich etwas geändert"), "{}", again.text);
        assert!(hr.get("/organisation").await.text.contains("Werk \"Süd\" &lt;1&gt;"));

        let windows = b"personnel_ref,last_name,unit_code\r\n7,M\xfcller,FER\r\n8,O'Neill,W\r\n";
        let preview = upload(&mut hr, "organisation/preview_import", &[("kind", "people"), ("text", "")], windows).await;
        assert!(preview.text.contains("Windows-1252") && preview.text.contains("Müller"), "{}", preview.text);
        assert_eq!(confirm(&mut hr, &preview).await.location(), "/organisation/personen?m=imported");
        let found = hr.get("/organisation/personen?q=muller").await.text;
        assert!(found.contains("Müller") && found.contains("Fertigung") && !found.contains("Neill"));

        let file = hr.get("/organisation/personen.csv?q=muller").await;
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        let lines: Vec<&str> = file.text.lines().collect();
        assert_eq!((lines.len(), lines[1]), (2, "7;;Müller;;de;sheet;FER;;nein;2026-10-16;;employee"));
        let round = upload(&mut hr, "organisation/preview_import", &[("kind", "people")], file.text.as_bytes()).await;
        assert!(round.text.contains("Es gibt nichts zu übernehmen"), "{}", round.text);
    }

    /// Looking costs nothing, and what is confirmed is what was seen, not only as much of it.
    async fn another_file_of_the_same_size_is_not_what_was_confirmed(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut hr = server.signed_in(&organisation, Role::Hr).await;
        let text = |name: &str| format!("unit_code;name_de\nFER;{name}\n");
        let mut preview = None;
        for _ in 0..12 {
            let shown = upload(&mut hr, "organisation/preview_import", &[("kind", "units"), ("text", &text("Fertigung"))], b"").await;
            assert_eq!(shown.status, StatusCode::OK);
            preview = Some(shown);
        }
        let preview = preview.unwrap();
        let expected = hidden(&preview.text, "expected");
        let fields = [("kind", "units"), ("text", &text("Anders")), ("expected", &expected)];
        let other = upload(&mut hr, "organisation/confirm_import", &fields, b"").await;
        assert!(other.text.contains("Inzwischen hat sich etwas geändert"), "{}", other.text);
        assert!(!hr.get("/organisation").await.text.contains("Anders"));
        assert_eq!(confirm(&mut hr, &preview).await.location(), "/organisation?m=imported");
    }

    async fn a_broken_file_is_explained_and_writes_nothing(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut hr = server.signed_in(&organisation, Role::Hr).await;
        let pasted = "personnel_ref;last_name;unit_code\n7;=1+1;NIX\n8;Gut;\n7;</textarea><script>;\n";
        let answer = upload(&mut hr, "organisation/preview_import", &[("kind", "people"), ("text", pasted)], b"").await;
        assert_eq!(answer.status, StatusCode::OK);
        for expected in ["3 Stellen sind zu ändern", "Zelle B2", "NIX", "schon in Zeile 2", "7;=1+1;NIX"] {
            assert!(answer.text.contains(expected), "{expected}: {}", answer.text);
        }
        assert!(!answer.text.contains("</textarea><script>") && !answer.text.contains("organisation/confirm_import"));
        assert!(!hr.get("/organisation/personen").await.text.contains("Gut"));
        let none = upload(&mut hr, "organisation/preview_import", &[("kind", "people"), ("text", " ")], b"").await;
        assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
        let workbook = upload(&mut hr, "organisation/preview_import", &[("kind", "people")], b"PK\x03\x04").await;
        assert!(workbook.text.contains("Excel-Mappe"));
    }
}
