//! For every route a request that succeeds: what the other tests take apart.
//!
//! `{name}` stands for an id or secret of the company, as `world` calls it.

use crate::support::{Answer, Browser, encode};
use crate::world::Company;
use axum::body::Body;
use http::{Request, StatusCode};
use weiterblick_app::account::cookie;
use weiterblick_app::routes::Verb;
use weiterblick_domain::policy::Role::{self, Employee, Facilitator, Hr};

pub type Fields = &'static [(&'static str, &'static str)];

/// A request that its role may make and that does something.
#[derive(Clone, Copy)]
pub struct Example {
    pub verb: Verb,
    /// As the table of routes has it.
    pub path: &'static str,
    /// Path and query with ids.
    pub at: &'static str,
    /// Whose request it is; `None`: a visitor's.
    pub who: Option<Role>,
    pub fields: Fields,
    /// From a device that has begun to answer.
    pub answering: bool,
    /// Such a route is closed in an installation with accounts.
    pub closed: bool,
}

const fn page(path: &'static str, who: Option<Role>, at: &'static str) -> Example {
    Example { verb: Verb::Get, path, at, who, fields: &[], answering: false, closed: false }
}

/// A page without ids.
const fn plain(path: &'static str, who: Option<Role>) -> Example {
    page(path, who, path)
}

const fn call(path: &'static str, who: Option<Role>, fields: Fields) -> Example {
    Example { verb: Verb::Post, path, at: path, who, fields, answering: false, closed: false }
}

impl Example {
    const fn answering(mut self) -> Self {
        self.answering = true;
        self
    }

    const fn closed(mut self) -> Self {
        self.closed = true;
        self
    }

    /// Path, query and fields with the ids and secrets of a company.
    pub fn filled(&self, company: &Company) -> (String, Vec<(String, String)>) {
        let fields = self.fields.iter().map(|(name, value)| (company.fill(name), company.fill(value)));
        (company.fill(self.at), fields.collect())
    }

    /// Sends it, with the device of the company where one answers.
    pub async fn send(&self, company: &Company, browser: Browser, at: &str, fields: &[(String, String)]) -> Answer {
        let mut browser = self.on_device(company, browser);
        let pairs: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        match self.verb {
            Verb::Get => browser.send(Request::get(at).body(Body::empty()).unwrap()).await,
            Verb::Post => browser.post(at, "application/x-www-form-urlencoded", encode(&pairs)).await,
        }
    }

    pub fn on_device(&self, company: &Company, browser: Browser) -> Browser {
        if self.answering { browser.with_cookie(cookie::SURVEY_DEVICE, &company.device) } else { browser }
    }

    /// Whether an answer is what success looks like.
    pub fn succeeded(&self, answer: &Answer) -> bool {
        match self.verb {
            _ if self.closed => answer.status == StatusCode::NOT_FOUND,
            Verb::Get if answer.status == StatusCode::SEE_OTHER => !answer.location().starts_with("/anmelden"),
            Verb::Get | Verb::Post => answer.status == StatusCode::OK,
        }
    }
}

const PASSWORD: &str = crate::support::PASSWORD;
const NEW_PASSWORD: &str = "otter mit einem neuen Passwort";
const HR: Option<Role> = Some(Hr);
const ANYBODY: Option<Role> = None;
const STAFF: Option<Role> = Some(Employee);

pub const EXAMPLES: &[Example] = &[
    // start
    plain("/", ANYBODY),
    plain("/uebersicht", STAFF),
    plain("/hilfe", ANYBODY),
    plain("/datenschutz", ANYBODY),
    plain("/barrierefreiheit", ANYBODY),
    // account
    plain("/anmelden", ANYBODY),
    plain("/bestaetigen", STAFF),
    plain("/einrichten", ANYBODY).closed(),
    plain("/passwort-vergessen", ANYBODY),
    page("/passwort-neu/{token}", ANYBODY, "/passwort-neu/{recovery}"),
    page("/einladung/{token}", ANYBODY, "/einladung/{invitation}"),
    plain("/profil", STAFF),
    call(
        "/api/account/set_up",
        ANYBODY,
        &[
            ("code", "OTTEROTTER22"),
            ("kind", "company"),
            ("organisation_name", "otter"),
            ("first_name", "otter"),
            ("last_name", "otter"),
            ("email", "setup@otter.example"),
            ("password", NEW_PASSWORD),
            ("password_repeat", NEW_PASSWORD),
        ],
    )
    .closed(),
    call(
        "/api/account/sign_in",
        ANYBODY,
        &[("email", "works_council@otter.example"), ("password", PASSWORD), ("next", "/profil")],
    ),
    call("/api/account/sign_out", STAFF, &[]),
    call("/api/account/confirm", STAFF, &[("password", PASSWORD), ("next", "/profil")]),
    call("/api/account/sign_out_everywhere", STAFF, &[]),
    call(
        "/api/account/change_password",
        STAFF,
        &[("password_now", PASSWORD), ("password", NEW_PASSWORD), ("password_repeat", NEW_PASSWORD)],
    ),
    call("/api/account/request_recovery", ANYBODY, &[("email", "hr@otter.example")]),
    call(
        "/api/account/reset_password",
        ANYBODY,
        &[("token", "{recovery}"), ("password", NEW_PASSWORD), ("password_repeat", NEW_PASSWORD)],
    ),
    call(
        "/api/account/accept_invitation",
        ANYBODY,
        &[("token", "{invitation}"), ("password", NEW_PASSWORD), ("password_repeat", NEW_PASSWORD)],
    ),
    call(
        "/api/account/update_profile",
        STAFF,
        &[("first_name", "otter"), ("last_name", "Marker-otter"), ("language", "de")],
    ),
    call("/api/account/set_language", ANYBODY, &[("language", "de")]),
    call("/api/account/set_theme", ANYBODY, &[("theme", "dark")]),
    // competence
    plain("/kompetenzen", HR),
    plain("/kompetenzen/modelle/neu", HR),
    page("/kompetenzen/modelle/{id}", HR, "/kompetenzen/modelle/{framework}"),
    page("/kompetenzen/modelle/{id}/angaben", HR, "/kompetenzen/modelle/{framework}/angaben"),
    page("/kompetenzen/modelle/{id}/kopieren", HR, "/kompetenzen/modelle/{framework_published}/kopieren"),
    page("/kompetenzen/modelle/{id}/neu", HR, "/kompetenzen/modelle/{framework}/neu?art=competence&in={area}"),
    page("/kompetenzen/{competence}/bearbeiten", HR, "/kompetenzen/{competence}/bearbeiten"),
    plain("/kompetenzen/skalen", HR),
    plain("/kompetenzen/skalen/neu", HR),
    plain("/kompetenzen/profile", HR),
    page("/kompetenzen/profile/neu", HR, "/kompetenzen/profile/neu?von={profile}"),
    page("/kompetenzen/profile/{id}", HR, "/kompetenzen/profile/{profile}"),
    page("/kompetenzen/profile/{id}/angaben", HR, "/kompetenzen/profile/{profile}/angaben"),
    page(
        "/kompetenzen/profile/{id}/hinzufuegen",
        HR,
        "/kompetenzen/profile/{profile}/hinzufuegen?modell={framework_published}",
    ),
    page("/kompetenzen/zuordnung", HR, "/kompetenzen/zuordnung?team={unit}&profil={profile}"),
    call(
        "/api/competence/create_framework",
        HR,
        &[
            ("title[de]", "otter Modell"),
            ("title[en]", "otter framework"),
            ("description[de]", "otter Text"),
            ("code", "otter_neu"),
            ("scale", "{scale}"),
        ],
    ),
    call(
        "/api/competence/copy_framework",
        HR,
        &[("framework", "{framework_published}"), ("title[de]", "otter Kopie"), ("code", "otter_k"), ("version", "2")],
    ),
    call(
        "/api/competence/edit_framework",
        HR,
        &[
            ("framework", "{framework}"),
            ("title[de]", "otter anders"),
            ("description[de]", "otter Text"),
            ("code", "otter_anders"),
            ("version", "1"),
            ("source", "otter"),
            ("licence", "otter"),
        ],
    ),
    call("/api/competence/publish_framework", HR, &[("framework", "{framework_to_publish}")]),
    call("/api/competence/retire_framework", HR, &[("framework", "{framework_to_retire}")]),
    call("/api/competence/delete_framework", HR, &[("framework", "{framework_deleted}")]),
    call(
        "/api/competence/add_node",
        HR,
        &[
            ("into[framework]", "{framework}"),
            ("into[kind]", "competence"),
            ("parent", "{area}"),
            ("title[de]", "otter Kompetenz"),
            ("description[de]", "otter Text"),
            ("code", "otter_neu"),
            ("anchors[l1][de]", "otter eins"),
            ("anchors[l2][de]", "otter zwei"),
            ("anchors[l3][de]", "otter drei"),
            ("again", "true"),
        ],
    ),
    call(
        "/api/competence/edit_node",
        HR,
        &[("competence", "{competence}"), ("parent", "{area}"), ("title[de]", "otter neu"), ("code", "otter_c")],
    ),
    call("/api/competence/move_node", HR, &[("competence", "{competence_moved}"), ("direction", "up")]),
    call("/api/competence/delete_node", HR, &[("competence", "{competence_deleted}")]),
    call(
        "/api/competence/create_scale",
        HR,
        &[
            ("title[de]", "otter Skala"),
            ("code", "otter_s"),
            ("levels[l1][title][de]", "otter eins"),
            ("levels[l1][description][de]", "otter noch nie"),
            ("levels[l2][title][de]", "otter zwei"),
            ("levels[l3][title][de]", "otter drei"),
        ],
    ),
    call("/api/competence/delete_scale", HR, &[("scale", "{scale_deleted}")]),
    call(
        "/api/competence/create_profile",
        HR,
        &[("title[de]", "otter Profil"), ("code", "otter_p"), ("horizon", "today"), ("copy_from", "{profile}")],
    ),
    call(
        "/api/competence/edit_profile",
        HR,
        &[("profile", "{profile}"), ("title[de]", "otter Lager"), ("code", "otter_l"), ("horizon", "today")],
    ),
    call("/api/competence/delete_profile", HR, &[("profile", "{profile_deleted}")]),
    call(
        "/api/competence/add_targets",
        HR,
        &[
            ("profile", "{profile}"),
            ("framework", "{framework_published}"),
            ("competences[]", "{competence_published}"),
        ],
    ),
    call(
        "/api/competence/save_targets",
        HR,
        &[
            ("profile", "{profile}"),
            ("targets[{competence_published}][soll_min]", "2"),
            ("targets[{competence_published}][soll_max]", "3"),
            ("targets[{competence_published}][weight]", "4"),
            ("targets[{competence_published}][people_needed]", "5"),
        ],
    ),
    call("/api/competence/assign_units", HR, &[("profiles[{unit}]", "{profile}")]),
    call(
        "/api/competence/assign_people",
        HR,
        &[("people[]", "{colleague_4}"), ("profile", "{profile}"), ("back", "/kompetenzen/zuordnung?q=otter")],
    ),
    // insight
    plain("/auswertung", HR),
    page("/auswertung/{survey}", HR, "/auswertung/{survey_closed}?zelle=unit:{unit}"),
    page("/auswertung/{survey}", HR, "/auswertung/{survey_closed}?umfrage={survey_named}"),
    page("/auswertung/{survey}/schutz", HR, "/auswertung/{survey_closed}/schutz"),
    page("/auswertung/{survey}/werte.csv", HR, "/auswertung/{survey_closed}/werte.csv"),
    // organisation
    plain("/organisation", HR),
    plain("/organisation/teams/neu", HR),
    page("/organisation/teams/{id}", HR, "/organisation/teams/{unit}"),
    page("/organisation/personen", HR, "/organisation/personen?team={unit}"),
    plain("/organisation/personen/neu", HR),
    page("/organisation/personen/{id}", HR, "/organisation/personen/{employee}"),
    plain("/organisation/import", HR),
    plain("/organisation/einstellungen", HR),
    page("/organisation/personen.csv", HR, "/organisation/personen.csv?team={unit}"),
    plain("/organisation/teams.csv", HR),
    plain("/organisation/vorlage-personen.csv", HR),
    plain("/organisation/vorlage-teams.csv", HR),
    call("/api/organisation/create_unit", HR, &[("name", "otter Werk"), ("code", "otter_werk"), ("parent", "{unit}")]),
    call(
        "/api/organisation/update_unit",
        HR,
        &[("id", "{unit_below}"), ("name", "otter Halle"), ("code", "otter_halle")],
    ),
    call("/api/organisation/move_unit", HR, &[("id", "{unit_moved}"), ("parent", "{unit}")]),
    call("/api/organisation/merge_unit", HR, &[("id", "{unit_merged}"), ("into", "{unit_moved}")]),
    call("/api/organisation/delete_unit", HR, &[("id", "{unit_deleted}")]),
    call(
        "/api/organisation/create_person",
        HR,
        &[
            ("personnel_ref", "otter-1"),
            ("first_name", "otter"),
            ("last_name", "otter"),
            ("email", "neu@otter.example"),
            ("language", "de"),
            ("channel", "mail"),
            ("unit", "{unit}"),
            ("job_profile", "{profile}"),
            ("leads", "true"),
        ],
    ),
    call(
        "/api/organisation/update_person",
        HR,
        &[
            ("id", "{person}"),
            ("personnel_ref", "otter-2"),
            ("first_name", "otter"),
            ("last_name", "otter"),
            ("email", "anders@otter.example"),
            ("language", "en"),
            ("channel", "sheet"),
        ],
    ),
    call(
        "/api/organisation/assign_person",
        HR,
        &[("id", "{person}"), ("unit", "{unit}"), ("job_profile", "{profile}"), ("leads", "false")],
    ),
    call("/api/organisation/set_roles", HR, &[("id", "{person}"), ("roles[]", "employee")]),
    call("/api/organisation/set_state", HR, &[("id", "{person}"), ("state", "suspended")]),
    call("/api/organisation/delete_person", HR, &[("id", "{person_deleted}")]),
    call("/api/organisation/invite_person", HR, &[("id", "{person_new}")]),
    call("/api/organisation/revoke_invitation", HR, &[("id", "{person_revoked}")]),
    call("/api/organisation/make_password_link", HR, &[("id", "{employee}")]),
    call(
        "/api/organisation/preview_import",
        HR,
        &[("kind", "units"), ("text", "unit_code;name_de;parent_code\nNEU;otter Neu;\n"), ("file", "")],
    ),
    call(
        "/api/organisation/confirm_import",
        HR,
        &[("kind", "people"), ("text", "personnel_ref;last_name\n4711;otter Neu\n"), ("expected", "1-0-0")],
    ),
    call("/api/organisation/rename", HR, &[("name", "otter GmbH")]),
    // questionnaire
    plain("/frageboegen", HR),
    page("/frageboegen/{id}", HR, "/frageboegen/{questionnaire}"),
    page("/frageboegen/{id}/vorschau", HR, "/frageboegen/{questionnaire}/vorschau?version={questionnaire_version}"),
    call("/api/questionnaire/copy_questionnaire", HR, &[("questionnaire", "{questionnaire}")]),
    call(
        "/api/questionnaire/rename_questionnaire",
        HR,
        &[("questionnaire", "{questionnaire}"), ("title_de", "otter Bogen"), ("title_en", "otter sheet")],
    ),
    call("/api/questionnaire/delete_questionnaire", HR, &[("questionnaire", "{questionnaire_deleted}")]),
    // survey: answering
    page("/u/{token}", ANYBODY, "/u/{link}"),
    plain("/code", ANYBODY),
    page("/c/{code}", ANYBODY, "/c/{sheet}"),
    page("/fragebogen", ANYBODY, "/fragebogen?seite=1").answering(),
    plain("/fragebogen/pruefen", ANYBODY).answering(),
    plain("/fragebogen/ergebnis", ANYBODY).answering(),
    plain("/fragebogen/code", ANYBODY).answering(),
    plain("/fragebogen/meine-antworten.json", ANYBODY).answering(),
    plain("/fragebogen/meine-antworten.html", ANYBODY).answering(),
    plain("/meine-ergebnisse", STAFF),
    page("/meine-ergebnisse/{survey}", STAFF, "/meine-ergebnisse/{survey_named}"),
    page("/meine-ergebnisse/{survey}/vorschau", STAFF, "/meine-ergebnisse/{survey_named}/vorschau?an=lead&teil=gaps"),
    plain("/freigaben", HR),
    page("/freigaben/{assessment}", HR, "/freigaben/{assessment}"),
    call("/api/survey/answer_redeem", ANYBODY, &[("token", "{link}")]),
    call("/api/survey/answer_check_code", ANYBODY, &[("code", "{sheet_checked}")]),
    call("/api/survey/answer_redeem_code", ANYBODY, &[("code", "{sheet}")]),
    call("/api/survey/answer_begin", Some(Facilitator), &[("survey", "{survey_named}")]),
    call(
        "/api/survey/answer_save",
        ANYBODY,
        &[("page", "1"), ("revision", "0"), ("answers[digital_daten.c1_1.ist]", "3"), ("go", "auto")],
    )
    .answering(),
    call("/api/survey/answer_submit", ANYBODY, &[]).answering(),
    call("/api/survey/answer_new_code", ANYBODY, &[]).answering(),
    call("/api/survey/answer_delete", ANYBODY, &[]).answering(),
    call("/api/survey/answer_leave", ANYBODY, &[]).answering(),
    call(
        "/api/survey/release_result",
        STAFF,
        &[("survey", "{survey_named}"), ("recipient", "lead"), ("sections[]", "strengths")],
    ),
    call("/api/survey/withdraw_result", STAFF, &[("survey", "{survey_named}"), ("recipient", "lead")]),
    // survey: authoring
    plain("/umfragen", HR),
    plain("/umfragen/neu", HR),
    page("/umfragen/{id}", HR, "/umfragen/{survey_open}"),
    page("/umfragen/{id}/schritt/{step}", HR, "/umfragen/{survey_draft}/schritt/3"),
    page("/umfragen/{id}/einladungen", HR, "/umfragen/{survey_open}/einladungen"),
    call("/api/survey/create_survey", HR, &[("title", "otter Umfrage"), ("wave_label", "otter Welle"), ("go", "next")]),
    call(
        "/api/survey/save_basics",
        HR,
        &[("survey", "{survey_draft}"), ("title", "otter Entwurf"), ("wave_label", "otter Welle"), ("go", "stay")],
    ),
    call(
        "/api/survey/save_questionnaire",
        HR,
        &[("survey", "{survey_draft}"), ("questionnaire", "{questionnaire}"), ("go", "stay")],
    ),
    call(
        "/api/survey/save_audience",
        HR,
        &[
            ("survey", "{survey_draft}"),
            ("scope", "units"),
            ("units[]", "{unit}"),
            ("excluded[]", "{colleague_1}"),
            ("merge_small", "true"),
            ("go", "stay"),
        ],
    ),
    call(
        "/api/survey/save_privacy",
        HR,
        &[
            ("survey", "{survey_draft}"),
            ("mode", "anonymous"),
            ("k", "6"),
            ("council", "agreed"),
            ("council_note", "otter Vermerk"),
            ("notice_de", "otter Hinweis"),
            ("notice_en", "otter notice"),
            ("go", "stay"),
        ],
    ),
    call(
        "/api/survey/save_period",
        HR,
        &[
            ("survey", "{survey_draft}"),
            ("start", "day"),
            ("opens_on", "2026-10-21"),
            ("closes_on", "2026-11-02"),
            ("gap_source", "importance"),
            ("layout", "one"),
            ("share_with_employees", "true"),
            ("mail_at_start", "true"),
            ("go", "stay"),
        ],
    ),
    call("/api/survey/start_survey", HR, &[("survey", "{survey_ready}")]),
    call("/api/survey/unschedule_survey", HR, &[("survey", "{survey_scheduled}")]),
    call("/api/survey/delete_survey", HR, &[("survey", "{survey_deleted}")]),
    call(
        "/api/survey/change_end",
        HR,
        &[("survey", "{survey_open}"), ("closes_on", "2026-11-06"), ("reason", "otter Urlaub")],
    ),
    call("/api/survey/send_mails", HR, &[("survey", "{survey_open}")]),
    call("/api/survey/make_links", HR, &[("survey", "{survey_open}"), ("form", "list")]),
    call("/api/survey/renew_link", HR, &[("survey", "{survey_open}"), ("person", "{colleague_3}")]),
    call(
        "/api/survey/print_sheets",
        HR,
        &[("survey", "{survey_open}"), ("group", "{unit}."), ("count", "2"), ("replace", "true")],
    ),
    call("/api/survey/close_now", HR, &[("survey", "{survey_closing}")]),
];
