//! Results of closed surveys: who sees which part of them, and that what is hidden is hidden everywhere.

mod support;

use http::StatusCode;
use std::collections::BTreeSet;
use support::office::Office;
use support::{Answer, Browser};
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::policy::Role;
use weiterblick_store::{Db, both_engines};

/// A closed survey of two teams; the first one is the lead's.
struct Closed {
    office: Office,
    survey: SurveyId,
}

/// What a reader sees of a result in each of its forms.
struct Views {
    page: Answer,
    print: Answer,
    csv: Answer,
    log: Answer,
}

impl Closed {
    /// Seven people of the first team and five of the second have handed in.
    async fn new(db: Db, shared: bool) -> Self {
        Self::with_gaps(db, shared, 0).await
    }

    /// As [`Self::new`]; of the second team so many have left out the first competence.
    async fn with_gaps(db: Db, shared: bool, left_out: u8) -> Self {
        let mut office = Office::open(db, [9, 6]).await;
        let (id, unit) = (office.organisation.people[&Role::TeamLead].to_string(), office.units[0].to_string());
        let placed =
            office.hr.call("organisation/assign_person", &[("id", &id), ("unit", &unit), ("leads", "true")]).await;
        assert_eq!(placed.status, StatusCode::OK, "{}", placed.text);
        office.shared = shared;
        let survey = office.draft("anonymous", "").await;
        office.start(survey).await;
        let [first, second] = office.units;
        office.hand_in(survey, first, 7, 2, true).await;
        office.hand_in(survey, second, 5 - left_out, 4, true).await;
        office.hand_in_part(survey, second, left_out, 4, true, 1).await;
        office.act(survey, "", "survey/close_now", &[]).await;
        assert_eq!(office.count("SELECT COUNT(*) FROM insight_release").await, 1);
        Self { office, survey }
    }

    async fn read(&self, role: Role) -> Views {
        let mut browser: Browser = self.office.server.signed_in(&self.office.organisation, role).await;
        let place = format!("/auswertung/{}", self.survey);
        Views {
            page: browser.get(&place).await,
            print: browser.get(&format!("{place}?ansicht=druck")).await,
            csv: browser.get(&format!("{place}/werte.csv")).await,
            log: browser.get(&format!("{place}/schutz")).await,
        }
    }
}

impl Views {
    fn statuses(&self) -> [u16; 4] {
        [&self.page, &self.print, &self.csv, &self.log].map(|answer| answer.status.as_u16())
    }

    /// The names of the cells in the file.
    fn cells(&self) -> BTreeSet<String> {
        self.lines().map(|line| line[5].clone()).collect()
    }

    fn lines(&self) -> impl Iterator<Item = Vec<String>> {
        self.csv.text.lines().skip(1).map(|line| line.split(';').map(str::to_owned).collect())
    }

    fn names(&self, team: &str) -> [bool; 3] {
        [&self.page, &self.print, &self.csv].map(|answer| main(answer).contains(team))
    }
}

/// The part of a page that is about its subject; all of a file.
fn main(answer: &Answer) -> &str {
    let after = answer.text.split_once("<main").map_or(answer.text.as_str(), |(_, rest)| rest);
    after.split_once("</main").map_or(after, |(main, _)| main)
}

/// The fields of one column of the heat map.
fn column(answer: &Answer, team: &str) -> Vec<String> {
    let table = main(answer).split("class=\"heatmap\"").nth(1).unwrap().split("</table>").next().unwrap();
    let (head, body) = table.split_once("<tbody").unwrap();
    let heads: Vec<&str> = head.split("<th role").skip(2).collect();
    let at =
        heads.iter().position(|head| head.contains(&format!(">{team}<"))).unwrap_or_else(|| panic!("{team} in {head}"));
    body.split("<tr").skip(1).map(|row| row.split("<td").nth(at + 1).unwrap().to_owned()).collect()
}

fn is_hidden(field: &str) -> bool {
    field.contains("data-step=\"few\"")
}

both_engines! {
    async fn each_role_sees_its_part_of_a_result_in_every_form(db: Db) {
        let closed = Closed::new(db, false).await;
        for role in [Role::Hr, Role::WorksCouncil] {
            let views = closed.read(role).await;
            assert_eq!(views.statuses(), [200; 4], "{role}");
            assert_eq!([views.names("Team 0"), views.names("Team 1")], [[true; 3]; 2], "{role}");
        }
        let lead = closed.read(Role::TeamLead).await;
        assert_eq!(lead.statuses(), [200, 200, 200, 403]);
        assert_eq!([lead.names("Team 0"), lead.names("Team 1")], [[true; 3], [false; 3]], "the own team and no other");
        assert_eq!(lead.cells().len(), 2, "the own team and the company: {:?}", lead.cells());
        for role in [Role::Employee, Role::Facilitator] {
            let views = closed.read(role).await;
            assert!(views.statuses().iter().all(|status| [403, 404].contains(status)), "{role}: {:?}", views.statuses());
            for answer in [&views.page, &views.print, &views.csv, &views.log] {
                assert!(!main(answer).contains("Herbst") && !main(answer).contains("Team "), "{role}");
            }
        }
        // Whoever leads the other team sees the other part.
        let mut hr = closed.office.hr.clone();
        let (id, unit) =
            (closed.office.organisation.people[&Role::TeamLead].to_string(), closed.office.units[1].to_string());
        hr.call("organisation/assign_person", &[("id", &id), ("unit", &unit), ("leads", "true")]).await;
        let lead = closed.read(Role::TeamLead).await;
        assert_eq!([lead.names("Team 0"), lead.names("Team 1")], [[false; 3], [true; 3]]);
    }

    async fn what_is_shared_with_all_is_the_company_and_no_team(db: Db) {
        let closed = Closed::new(db, true).await;
        let views = closed.read(Role::Employee).await;
        assert_eq!(views.statuses(), [200, 200, 200, 403]);
        assert_eq!([views.names("Team 0"), views.names("Team 1")], [[false; 3]; 2]);
        assert_eq!(views.cells().len(), 1, "{:?}", views.cells());
    }

    /// insight.md §5.3: three levels are fewer than k; and were the other team's shown, the company's would tell them.
    async fn a_figure_below_k_and_its_sibling_are_hidden_on_screen_on_paper_and_in_the_file(db: Db) {
        let closed = Closed::with_gaps(db, false, 2).await;
        for role in [Role::Hr, Role::WorksCouncil, Role::TeamLead] {
            let views = closed.read(role).await;
            let teams: &[&str] = if role == Role::TeamLead { &["Team 0"] } else { &["Team 0", "Team 1"] };
            for team in teams {
                for answer in [&views.page, &views.print] {
                    let hidden = column(answer, team).iter().filter(|field| is_hidden(field)).count();
                    assert_eq!(hidden, 1, "{team} for {role}");
                }
                let hidden: BTreeSet<_> = views.lines().filter(|line| line[5] == **team && line[9] == "1.1" && line[10] == "rating").collect();
                assert!(hidden.len() > 3, "{team} for {role}");
                for line in &hidden {
                    assert_eq!(line[12..16].join(","), ",,none,hidden", "{team} for {role}");
                }
                let shown = |line: &Vec<String>| line[5] == **team && line[9] == "1.2" && line[15] == "shown";
                assert!(views.lines().any(|line| shown(&line)), "{team} for {role}");
            }
            let company = column(&views.page, "Alle Teams");
            assert!(company.iter().all(|field| !is_hidden(field)), "the company has enough answers");
        }
        let log = closed.read(Role::WorksCouncil).await.log;
        assert!(["Zu wenige Antworten", "Schutz einer anderen Gruppe"].iter().all(|reason| main(&log).contains(reason)));
        assert!(!main(&log).contains("Team 1"), "the log names no team");
        // Of the raw rows too: what is hidden has no value that anybody could bring back.
        let values = "SELECT COUNT(*) FROM insight_figure WHERE status = 'hidden' AND value <> ''";
        assert_eq!(closed.office.count(values).await, 0);
    }

    async fn a_survey_that_is_not_closed_has_no_result_for_anybody(db: Db) {
        let mut office = Office::open(db, [9, 6]).await;
        let id = office.draft("anonymous", "").await;
        office.start(id).await;
        office.hand_in(id, office.units[0], 7, 2, true).await;
        let closed = Closed { office, survey: id };
        for role in [Role::Hr, Role::WorksCouncil, Role::TeamLead] {
            let views = closed.read(role).await;
            assert_eq!(views.statuses()[..3], [404; 3], "{role}");
        }
    }

    /// E38 of security.md.
    async fn the_file_is_saved_and_never_shown(db: Db) {
        let closed = Closed::new(db, false).await;
        let csv = closed.read(Role::Hr).await.csv;
        assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
        assert!(csv.header("content-disposition").starts_with("attachment; filename=\""));
        assert_eq!(csv.header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(csv.header("x-content-type-options"), "nosniff");
    }
}
