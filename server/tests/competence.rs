//! Frameworks, job profiles and assignment through the real pages.

mod support;

use http::StatusCode;
use support::{Browser, Organisation, Server};
use weiterblick_domain::ids::{PersonId, UnitId};
use weiterblick_domain::policy::Role;
use weiterblick_store::both_engines;

const ESCO: &str = "This service uses the ESCO classification of the European Commission.";

/// The part of the text after `before`, up to the next `"`, `?` or `#`.
fn id_after(text: &str, before: &str) -> String {
    let rest = text.split_once(before).unwrap_or_else(|| panic!("{before} is missing in {text}")).1;
    rest.split(['"', '?', '#', '/']).next().unwrap().to_owned()
}

/// The id of the shipped framework with this title.
async fn shipped(browser: &mut Browser, title: &str) -> String {
    let list = browser.get("/kompetenzen").await.text;
    let row = list.split("<tr").find(|row| row.contains(title)).unwrap();
    id_after(row, "/kompetenzen/modelle/")
}

/// An own draft, made by the form.
async fn draft(browser: &mut Browser) -> String {
    let page = browser.get("/kompetenzen/modelle/neu").await.text;
    let options = page.split_once("name=\"scale\"").unwrap().1;
    let scale = id_after(options.split("<option").find(|option| option.contains("drei Stufen")).unwrap(), "value=\"");
    let fields = [("title[de]", "Lager und Versand"), ("title[en]", ""), ("description[de]", ""), ("scale", &scale)];
    let made = browser.submit("/kompetenzen/modelle/neu", "competence/create_framework", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    id_after(made.location(), "/kompetenzen/modelle/")
}

async fn add(browser: &mut Browser, framework: &str, kind: &str, parent: &str, title: &str) -> String {
    let path = format!("/kompetenzen/modelle/{framework}/neu");
    let fields =
        [("into[framework]", framework), ("into[kind]", kind), ("parent", parent), ("title[de]", title), ("code", "")];
    let made = browser.submit(&path, "competence/add_node", &fields).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text);
    made.location().split_once("#k-").unwrap().1.to_owned()
}

/// A published framework with one competence, and a profile that asks for it: framework, competence, profile.
async fn profile_with_target(browser: &mut Browser) -> (String, String, String) {
    let framework = draft(browser).await;
    let competence = add(browser, &framework, "competence", "", "Waren annehmen").await;
    let path = format!("/kompetenzen/modelle/{framework}");
    let published = browser.submit(&path, "competence/publish_framework", &[("framework", &framework)]).await;
    assert_eq!(published.location(), format!("{path}?m=framework_published"));
    let fields = [("title[de]", "Fachkraft Lager"), ("horizon", "today"), ("copy_from", ""), ("code", "")];
    let made = browser.submit("/kompetenzen/profile/neu", "competence/create_profile", &fields).await;
    let profile = id_after(made.location(), "/kompetenzen/profile/");
    let path = format!("/kompetenzen/profile/{profile}/hinzufuegen");
    let fields = [("profile", &*profile), ("framework", &framework), ("competences[]", &competence)];
    let added = browser.submit(&path, "competence/add_targets", &fields).await;
    assert_eq!(added.location(), format!("/kompetenzen/profile/{profile}?m=targets_added"));
    (framework, competence, profile)
}

/// A unit with one person in it since January.
async fn unit_with_person(server: &Server, organisation: &Organisation, n: u8) -> (UnitId, PersonId) {
    let (unit, person) = (UnitId::from_bytes([n; 16]), organisation.people[&Role::Employee]);
    let mut tx = server.state.db.write().await.unwrap();
    sqlx::query("INSERT INTO unit (id, organisation_id, code, name) VALUES ($1, $2, 'lager', 'Lager')")
        .bind(unit.to_string())
        .bind(organisation.id.to_string())
        .execute(&mut *tx)
        .await
        .unwrap();
    sqlx::query("INSERT INTO membership (person_id, unit_id, leads, valid_from) VALUES ($1, $2, 0, '2026-01-01')")
        .bind(person.to_string())
        .bind(unit.to_string())
        .execute(&mut *tx)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    (unit, person)
}

both_engines! {
    async fn shipped_frameworks_are_shown_with_levels_mapping_and_the_esco_line(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut browser = server.signed_in(&organisation, Role::Hr).await;
        let digcomp = shipped(&mut browser, "DigComp 2.2").await;
        let page = browser.get(&format!("/kompetenzen/modelle/{digcomp}")).await;
        assert_eq!(page.status, StatusCode::OK);
        for expected in [ESCO, "eigene Zuordnung", "Umgangsregeln im Netz", "21 Kompetenzen", "Stufe 5:", "(Stufen 7 bis 8)"] {
            assert!(page.text.contains(expected), "{expected}");
        }
        for absent in ["/bearbeiten", "competence/move_node", "competence/publish_framework", "/neu?art="] {
            assert!(!page.text.contains(absent), "{absent}");
        }
        let starter = shipped(&mut browser, "Startliste").await;
        assert!(!browser.get(&format!("/kompetenzen/modelle/{starter}")).await.text.contains(ESCO));
        let found = browser.get(&format!("/kompetenzen/modelle/{digcomp}?q=netiquette")).await.text;
        assert!(found.contains("Umgangsregeln im Netz") && !found.contains("Programmieren"));
    }

    async fn a_framework_is_built_published_and_copied(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut browser = server.signed_in(&organisation, Role::Hr).await;
        let framework = draft(&mut browser).await;
        let path = format!("/kompetenzen/modelle/{framework}");
        assert!(browser.get(&path).await.text.contains("Noch keine Kompetenzen"));
        let area = add(&mut browser, &framework, "area", "", "Lagern").await;
        let first = add(&mut browser, &framework, "competence", &area, "Waren annehmen").await;
        let second = add(&mut browser, &framework, "competence", &area, "Stapler fahren").await;
        let moved = browser.submit(&path, "competence/move_node", &[("competence", &second), ("direction", "up")]).await;
        assert_eq!(moved.location(), format!("{path}?m=node_moved#k-{second}"));
        let page = browser.get(&path).await.text;
        assert!(page.find("Stapler fahren").unwrap() < page.find("Waren annehmen").unwrap());

        let edit = format!("/kompetenzen/{first}/bearbeiten");
        assert!(browser.get(&edit).await.text.contains("value=\"waren_annehmen\""));
        let mut fields = vec![
            ("competence", &*first), ("parent", ""), ("title[de]", "Waren prüfen"), ("title[en]", "Checking goods"),
            ("code", "waren"), ("anchors[l1][de]", "noch nie"), ("anchors[l2][de]", "mit Hilfe"), ("anchors[l3][de]", ""),
        ];
        let wrong = browser.submit(&edit, "competence/edit_node", &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(wrong.text.contains("id=\"f-anchors[l3][de]-e\"") && wrong.text.contains("Beschreiben Sie auch Stufe 3"));
        assert!(wrong.text.contains("value=\"Waren prüfen\"") && wrong.text.contains(">mit Hilfe</textarea>"));
        *fields.last_mut().unwrap() = ("anchors[l3][de]", "allein");
        let right = browser.submit(&edit, "competence/edit_node", &fields).await;
        assert_eq!(right.location(), format!("{path}?m=saved#k-{first}"), "{}", right.text);

        browser.submit(&path, "competence/publish_framework", &[("framework", &framework)]).await;
        let page = browser.get(&path).await.text;
        assert!(page.contains("Veröffentlicht") && page.contains("allein") && !page.contains("/bearbeiten"));
        assert_eq!(browser.get(&edit).await.status, StatusCode::NOT_FOUND);
        let frozen = browser.submit(&path, "competence/delete_node", &[("competence", &first)]).await;
        assert_eq!(frozen.status, StatusCode::CONFLICT);

        let copy = format!("{path}/kopieren");
        assert!(browser.get(&copy).await.text.contains("name=\"version\" type=\"text\" value=\"2\""));
        let fields = |version| [("framework", &*framework), ("title[de]", "Zwei"), ("code", "lager_und_versand"), ("version", version)];
        let taken = browser.submit(&copy, "competence/copy_framework", &fields("1")).await;
        assert_eq!(taken.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(taken.text.contains("Dieses gibt es schon"));
        let copied = browser.submit(&copy, "competence/copy_framework", &fields("2")).await;
        assert_eq!(copied.status, StatusCode::SEE_OTHER);
        assert!(browser.get(copied.location()).await.text.contains("Waren prüfen"));
    }

    async fn a_profile_gets_targets_and_names_the_row_that_is_wrong(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut browser = server.signed_in(&organisation, Role::Hr).await;
        let (_, competence, profile) = profile_with_target(&mut browser).await;
        let path = format!("/kompetenzen/profile/{profile}");
        let name = |field: &str| format!("targets[{competence}][{field}]");
        let (min, max, weight, people) = (name("soll_min"), name("soll_max"), name("weight"), name("people_needed"));
        let fields = |max_level: &'static str, count: &'static str| {
            [("profile", &*profile), (&*min, "2"), (&*max, max_level), (&*weight, "5"), (&*people, count)]
        };
        let wrong = browser.submit(&path, "competence/save_targets", &fields("1", "zwei")).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        for field in [&max, &people] {
            assert!(wrong.text.contains(&format!("id=\"f-{field}-e\"")), "{field}");
            assert!(wrong.text.contains(&format!("href=\"#f-{field}\"")), "{field}");
        }
        assert!(wrong.text.contains("value=\"zwei\"") && wrong.text.contains("„Waren annehmen“"));
        let right = browser.submit(&path, "competence/save_targets", &fields("3", "4")).await;
        assert_eq!(right.location(), format!("{path}?m=targets_saved"), "{}", right.text);
        assert!(browser.get(&path).await.text.contains("value=\"4\""));

        let stale = format!("targets[{profile}][remove]");
        let gone = browser.submit(&path, "competence/save_targets", &[("profile", &profile), (&stale, "true")]).await;
        assert_eq!(gone.status, StatusCode::CONFLICT);
        let remove = name("remove");
        browser.submit(&path, "competence/save_targets", &[("profile", &profile), (&remove, "true")]).await;
        assert!(browser.get(&path).await.text.contains("Dieses Profil verlangt noch nichts"));
    }

    async fn teams_and_people_get_their_profile(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut browser = server.signed_in(&organisation, Role::Hr).await;
        let (unit, person) = unit_with_person(&server, &organisation, 9).await;
        const PAGE: &str = "/kompetenzen/zuordnung";
        assert!(browser.get(PAGE).await.text.contains("Noch kein Anforderungsprofil"));
        let (_, _, profile) = profile_with_target(&mut browser).await;
        assert!(!browser.get(PAGE).await.text.contains("(vom Team)"));
        let row = format!("profiles[{unit}]");
        let assigned = browser.submit(PAGE, "competence/assign_units", &[(&row, &profile)]).await;
        assert_eq!(assigned.location(), format!("{PAGE}?m=profiles_assigned"));
        assert!(browser.get(PAGE).await.text.contains("Fachkraft Lager (vom Team)"));

        let nobody = browser.submit(PAGE, "competence/assign_people", &[("profile", &profile)]).await;
        assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nobody.text.contains("mindestens eine Person"));
        let back = "/kompetenzen/zuordnung?seite=1&q=marker";
        let person = person.to_string();
        let fields = [("people[]", &*person), ("profile", &profile), ("back", back)];
        let own = browser.submit(PAGE, "competence/assign_people", &fields).await;
        assert_eq!(own.location(), format!("{back}&m=profiles_assigned"));
        let filtered = browser.get(&format!("{PAGE}?profil=eigen")).await.text;
        assert!(filtered.contains("Marker-a, employee"));
        assert!(browser.get(&format!("{PAGE}?profil=ohne")).await.text.contains("Dazu haben wir nichts gefunden"));
        let foreign = [("people[]", &*person), ("profile", &*profile), ("back", "//evil.example")];
        assert!(browser.submit(PAGE, "competence/assign_people", &foreign).await.location().starts_with(PAGE));
    }

    async fn an_own_scale_has_three_to_eight_levels(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut browser = server.signed_in(&organisation, Role::Hr).await;
        const PAGE: &str = "/kompetenzen/skalen/neu";
        assert_eq!(browser.get(PAGE).await.status, StatusCode::OK);
        let mut fields = vec![("title[de]", "Ampel"), ("levels[l1][title][de]", "rot"), ("levels[l2][title][de]", "gelb")];
        let wrong = browser.submit(PAGE, "competence/create_scale", &fields).await;
        assert!(wrong.status == StatusCode::UNPROCESSABLE_ENTITY && wrong.text.contains("f-levels[l3][title][de]-e"));
        fields.push(("levels[l3][title][de]", "grün"));
        let made = browser.submit(PAGE, "competence/create_scale", &fields).await;
        assert_eq!(made.location(), "/kompetenzen/skalen?m=scale_created", "{}", made.text);
        let page = browser.get("/kompetenzen/skalen").await.text;
        assert!(page.contains("Ampel") && page.contains("grün"));
        let scale = id_after(&page, "name=\"scale\" value=\"");
        browser.submit("/kompetenzen/skalen", "competence/delete_scale", &[("scale", &scale)]).await;
        assert!(!browser.get("/kompetenzen/skalen").await.text.contains("Ampel"));
    }

    async fn leads_and_works_council_read_and_employees_see_nothing(db: Db) {
        let server = Server::start(db).await;
        let organisation = server.organisation("a").await;
        let mut hr = server.signed_in(&organisation, Role::Hr).await;
        let (framework, competence, profile) = profile_with_target(&mut hr).await;
        let readable = [
            "/kompetenzen".to_owned(), "/kompetenzen/skalen".to_owned(), "/kompetenzen/profile".to_owned(),
            format!("/kompetenzen/modelle/{framework}"), format!("/kompetenzen/profile/{profile}"),
        ];
        let managed = [
            "/kompetenzen/modelle/neu".to_owned(), format!("/kompetenzen/modelle/{framework}/kopieren"),
            format!("/kompetenzen/modelle/{framework}/neu"), format!("/kompetenzen/{competence}/bearbeiten"),
            "/kompetenzen/skalen/neu".to_owned(), "/kompetenzen/profile/neu".to_owned(),
            format!("/kompetenzen/profile/{profile}/angaben"), format!("/kompetenzen/profile/{profile}/hinzufuegen"),
            "/kompetenzen/zuordnung".to_owned(),
        ];
        for role in [Role::WorksCouncil, Role::TeamLead] {
            let mut browser = server.signed_in(&organisation, role).await;
            for path in &readable {
                let page = browser.get(path).await;
                assert_eq!(page.status, StatusCode::OK, "{role} {path}");
                let content = page.text.split_once("<main").unwrap().1.split("</main").next().unwrap();
                assert!(!content.contains("method=\"post\""), "{role} {path} offers a change");
                assert!(!content.contains("/kompetenzen/zuordnung"), "{role} {path} names who has which profile");
            }
            for path in &managed {
                assert_eq!(browser.get(path).await.status, StatusCode::FORBIDDEN, "{role} {path}");
            }
            let delete = browser.call("competence/delete_profile", &[("profile", &profile)]).await;
            assert_eq!(delete.status, StatusCode::FORBIDDEN, "{role}");
        }
        let mut employee = server.signed_in(&organisation, Role::Employee).await;
        for path in readable.iter().chain(&managed) {
            assert_eq!(employee.get(path).await.status, StatusCode::FORBIDDEN, "{path}");
        }
        let other = server.organisation("b").await;
        let mut foreign = server.signed_in(&other, Role::Hr).await;
        for path in [&readable[3], &readable[4], &managed[3]] {
            assert_eq!(foreign.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
        }
    }
}
