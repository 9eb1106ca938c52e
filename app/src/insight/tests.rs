//! Pages and files over releases of a small firm: what is hidden stays hidden, whatever is asked for.

use super::dashboard::{Dashboard, chosen, needed};
use super::files::{COLUMNS, rows};
use super::pages::body;
use super::selection::{Selection, Show, View};
use crate::context::{RequestContext, request};
use crate::export::csv::Cell;
use crate::format::Format;
use jiff::tz::TimeZone;
use leptos::prelude::*;
use std::sync::Arc;
use weiterblick_domain::ids::{CompetenceId, ReleaseId, SurveyId, UnitId};
use weiterblick_domain::insight::view::Method;
use weiterblick_domain::insight::{
    CellKey, Competence, CutRule, Figure, FigureRow, GapSource, Input, Member, Node, Profile, Rating, ReleaseKind,
    Respondent, Rules, Target, Unit, compute,
};
use weiterblick_domain::survey::Mode;
use weiterblick_domain::text::{Language, Multilingual};
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::insight::{Content, NamedCompetence, Outcome, Picked, Published, SurveyResult};

const NAMES: [&str; 4] = ["Prüfprotokolle erfassen", "Technisches Englisch", "Arbeitsschutz", "Energie sparen"];

/// K1–K4 of insight.md §4.1 by person: (importance, current level); no importance means "cannot judge".
const K: [[(Option<u8>, u8); 4]; 5] = [
    [(Some(5), 3), (Some(3), 3), (Some(5), 5), (Some(2), 1)],
    [(Some(4), 2), (Some(2), 4), (Some(4), 4), (Some(3), 1)],
    [(Some(5), 4), (Some(3), 2), (Some(5), 4), (Some(2), 2)],
    [(Some(5), 2), (Some(4), 4), (Some(4), 5), (None, 2)],
    [(Some(4), 3), (Some(3), 3), (Some(5), 5), (Some(3), 2)],
];

fn unit(number: u8) -> UnitId {
    UnitId::from_bytes([number; 16])
}

fn rating(importance: Option<u8>, ist: u8) -> Rating {
    Rating { shown: true, ist: Some(ist), importance, opted_out: importance.is_none() }
}

fn firm(teams: &[(u8, &str)]) -> Input {
    let team = |(number, name): &(u8, &str)| Unit {
        id: unit(*number),
        code: (*name).to_owned(),
        label: Multilingual::german(*name),
        parent: None,
    };
    Input {
        rules: Rules { k: 5, gap_source: GapSource::Importance, cut_rule: CutRule::Mean, share_with_employees: false },
        company: Multilingual::german("Muster GmbH"),
        units: teams.iter().map(team).collect(),
        competences: (1..=4)
            .map(|n| Competence { id: CompetenceId::from_bytes([n; 16]), levels: 5, importance_rated: true })
            .collect(),
        profiles: Vec::new(),
        audience: Vec::new(),
        respondents: Vec::new(),
    }
}

fn answer(input: &mut Input, team: u8, ratings: [Rating; 4]) {
    let unit = Some(unit(team));
    input.audience.push(Member { unit, profile: None, insider: false });
    input.respondents.push(Respondent { unit, profile: None, ratings: ratings.to_vec() });
}

/// Fertigung (20), Montage (8, coarse), Lager (3) and Büro (4, together "Weitere Teams"). Nobody in Montage but two
/// rates the fourth competence, and those two say what nobody else does: current level 5, importance 1.
fn muster() -> Input {
    let mut input = firm(&[(1, "Fertigung"), (2, "Montage"), (3, "Lager"), (4, "Büro")]);
    for (team, people) in [(1, 20), (2, 8), (3, 3), (4, 4)] {
        for person in 0..people {
            let mut ratings = K[person % 5].map(|(importance, ist)| rating(importance, ist));
            if team == 2 {
                let silent = Rating { shown: true, opted_out: true, ..Rating::default() };
                ratings[3] = if person < 2 { rating(Some(1), 5) } else { silent };
            }
            answer(&mut input, team, ratings);
        }
    }
    input
}

struct Page {
    survey: SurveyResult,
    content: Content,
}

fn page(input: &Input) -> Page {
    let release = compute(input).unwrap();
    let named = release.competences.iter().zip(NAMES).map(|(row, name)| NamedCompetence {
        row: *row,
        code: format!("K{name}"),
        title: Multilingual::german(name),
        framework: "rahmen".to_owned(),
        framework_version: "1".to_owned(),
    });
    let published = Published {
        release: ReleaseId::from_bytes([8; 16]),
        kind: ReleaseKind::Final,
        day: "2026-10-17".to_owned(),
        engine_version: release.engine_version,
        rules: release.rules.clone(),
        rules_hash: release.rules_hash.clone(),
    };
    let survey = SurveyResult {
        survey: SurveyId::from_bytes([9; 16]),
        title: "Weiterbildungsbedarf".to_owned(),
        wave_label: "Herbst 2026".to_owned(),
        mode: Mode::Anonymous,
        closed_at: Some(UnixMillis(0)),
        k: 5,
        outcome: Outcome::Published(published),
    };
    let content = Content { competences: named.collect(), release, led: Vec::new() };
    Page { survey, content }
}

impl Page {
    /// The part of the release that the store gives for this cell.
    fn only_needed(mut self, cell: CellKey) -> Self {
        let Picked { whole, around } = needed(cell, &self.content.release.cells);
        let is_needed = |row: &FigureRow| {
            whole.contains(&row.cell) || around.contains(&row.cell) && Figure::AROUND.contains(&row.figure)
        };
        self.content.release.figures.retain(is_needed);
        self
    }

    /// The page in a language, as HTML.
    fn html(&self, selection: &Selection, language: Language) -> String {
        let owner = Owner::new();
        owner.with(|| {
            provide_context(Arc::new(RequestContext { language, ..(*request()).clone() }));
            let format = Format::new(language, TimeZone::UTC);
            let head = self.survey.published().unwrap();
            let dashboard = Dashboard::new(&format, &self.survey, head, &self.content, selection);
            body(&dashboard, std::slice::from_ref(&self.survey)).to_html()
        })
    }

    fn german(&self, selection: &Selection) -> String {
        self.html(selection, Language::De)
    }
}

/// The text of each element that starts with `open`, without tags.
fn texts(html: &str, open: &str, close: &str) -> Vec<String> {
    let parts = html.split(open).skip(1);
    parts.map(|part| plain(&format!("{open}{}", part.split(close).next().unwrap()))).collect()
}

/// The text of the section that this headline labels.
fn section(html: &str, headline: &str) -> String {
    let (_, rest) = html.split_once(&format!(r#"aria-labelledby="{headline}""#)).unwrap();
    plain(&format!("<{}", rest.split("</section>").next().unwrap()))
}

fn plain(html: &str) -> String {
    let mut text = String::new();
    let mut inside = false;
    for letter in html.chars() {
        match letter {
            '<' => inside = true,
            '>' => inside = false,
            other if !inside => text.push(other),
            _ => {}
        }
    }
    text
}

#[test]
fn hidden_fields_are_hatched_and_hold_no_number() {
    let html = page(&muster()).german(&Selection::default());
    let hidden = texts(&html, r#"<td role="cell" data-step="few""#, "</td>");
    // Montage is hidden, and with it the smallest other cell: "Weitere Teams".
    assert_eq!(hidden.len(), 2, "{hidden:?}");
    assert!(
        hidden.iter().all(|text| text.contains("nicht ausgewiesen") && !text.contains(|c: char| c.is_ascii_digit()))
    );
    assert_eq!(texts(&html, r#"<td role="cell" data-step="none""#, "</td>").len(), 0);
    assert!(html.contains("Nicht ausgewiesen (zu wenige Antworten oder Schutz anderer Gruppen)"));
}

#[test]
fn what_two_people_said_appears_nowhere() {
    let page = page(&muster());
    let everywhere = [
        Selection::default(),
        Selection { cell: Some(CellKey::unit(unit(2))), ..Selection::default() },
        Selection { print: true, ..Selection::default() },
        Selection { method: Some(Method::Gap), cell: Some(CellKey::unit(unit(2))), ..Selection::default() },
    ];
    for selection in everywhere {
        let html = page.german(&selection);
        // Their mean gap is −4, their mean level 5, their importance 1.
        for number in ["+4,0", "−4,0", "≥\u{a0}4,8", "≤\u{a0}1,2", ">≤\u{a0}1,5<"] {
            assert!(!plain(&html).contains(number), "{number} in {selection:?}");
        }
    }
}

#[test]
fn the_finding_says_what_comes_first_and_why() {
    let html = page(&muster()).german(&Selection::default());
    let finding = section(&html, "t-leit");
    assert!(finding.contains("Ein Thema zuerst: Hier fehlt Können, und die Arbeit hängt davon ab."), "{finding}");
    assert!(finding.contains("Prüfprotokolle erfassen"));
    assert!(finding.contains("unter Soll, Wichtigkeit 4,6, mittlere Lücke 1,8"), "{finding}");
    assert!(finding.contains("Stärke: Arbeitsschutz, Können 4,5, Wichtigkeit 4,6"), "{finding}");
}

#[test]
fn a_small_team_is_described_in_thirds() {
    let selection = Selection { cell: Some(CellKey::unit(unit(2))), ..Selection::default() };
    let html = page(&muster()).german(&selection);
    let finding = section(&html, "t-leit");
    assert!(finding.contains("mehr als zwei Drittel unter Soll, Wichtigkeit"), "{finding}");
    assert!(!finding.contains('%'), "{finding}");
    let spread = section(&html, "verteilung-t");
    assert!(spread.contains("Sie erscheinen ab 10 Antworten"), "{spread}");
}

#[test]
fn every_sentence_is_there_in_both_languages() {
    let mut named = page(&muster());
    named.survey.mode = Mode::Named;
    let selections = [
        Selection::default(),
        Selection { print: true, show: Show::Gaps, rule: Some(CutRule::Target), ..Selection::default() },
        Selection { cell: Some(CellKey::Pool(Node::Company)), method: Some(Method::Rds), ..Selection::default() },
    ];
    for language in Language::ALL {
        for selection in &selections {
            let html = named.html(selection, language);
            for key in ["insight.", "format.", "%{"] {
                assert!(!plain(&html).contains(key), "{key} left in {language:?}");
            }
        }
    }
    let english = plain(&named.html(&selections[0], Language::En));
    assert!(english.contains("One topic first") && english.contains("17 October 2026") && english.contains("−1.8"));
}

#[test]
fn everything_that_is_chosen_stands_in_the_address() {
    let selection = Selection { show: Show::Gaps, rule: Some(CutRule::Median), ..Selection::default() };
    let html = page(&muster()).german(&selection);
    assert!(html.contains("zeigen=luecken&amp;schnitt=median&amp;methode=rds#rangliste"), "{html}");
    assert!(html.contains(r#"name="zelle""#) && html.contains(r#"name="ordnung""#));
    let names = texts(&html, r#"<th role="rowheader""#, "</th>");
    assert!(names.iter().any(|name| name.contains("Prüfprotokolle")), "{names:?}");
    assert!(!names.iter().any(|name| name.contains("Technisches Englisch")), "{names:?}");
}

#[test]
fn a_mean_gap_never_stands_without_its_share() {
    let mut input = firm(&[(1, "Fertigung"), (2, "Montage")]);
    for (team, people, lacking) in [(1, 20, 2), (2, 20, 3)] {
        for person in 0..people {
            let ratings = K[person % 5].map(|(importance, ist)| rating(importance, ist));
            answer(&mut input, team, [rating(Some(5), lacking), ratings[1], ratings[2], ratings[3]]);
        }
    }
    let html = page(&input).german(&Selection { method: Some(Method::Gap), ..Selection::default() });
    let finding = section(&html, "t-leit");
    assert!(finding.contains("Am größten: Fertigung (≤\u{a0}−2,8, ≥\u{a0}90\u{a0}% unter Soll)"), "{finding}");
    let ranking = section(&html, "rangliste-t");
    assert!(ranking.contains("Prüfprotokolle erfassen ≥\u{a0}95\u{a0}% unter Soll"), "{ranking}");
    let matrix = section(&html, "prioritaeten-t");
    assert!(matrix.contains("Anteil unter Soll") && matrix.contains("≥\u{a0}95\u{a0}%"), "{matrix}");
}

#[test]
fn the_way_of_showing_stands_in_the_address_and_holds_for_the_whole_page() {
    let page = page(&muster());
    let html = page.german(&Selection::default());
    assert!(html.contains("?ansicht=tabelle#rangliste") && html.contains("?ansicht=stufen#verteilung"), "{html}");
    let html = page.german(&Selection { view: View::Table, show: Show::Gaps, ..Selection::default() });
    assert_eq!(html.matches(r#"data-view="table""#).count(), 3, "{html}");
    assert!(html.contains(r#"name="ansicht" value="tabelle""#));
    // Only the distribution has levels; everything else stays a chart.
    let html = page.german(&Selection { view: View::Levels, ..Selection::default() });
    let of = |view: &str| html.matches(&format!(r#"data-view="{view}""#)).count();
    assert_eq!((of("levels"), of("chart")), (1, 2), "{html}");
}

#[test]
fn the_distribution_over_levels_marks_the_target() {
    let html = page(&muster()).german(&Selection { view: View::Levels, ..Selection::default() });
    let (_, levels) = html.split_once("switchable__levels").unwrap();
    let (levels, _) = levels.split_once("switchable__table").unwrap();
    assert_eq!(levels.matches(r#"class="mark""#).count(), levels.matches("spread__row").count(), "{levels}");
}

#[test]
fn a_named_survey_counts_released_results() {
    let mut named = page(&muster());
    assert!(section(&named.german(&Selection::default()), "beteiligung-t").contains("haben geantwortet"));
    named.survey.mode = Mode::Named;
    let turnout = section(&named.german(&Selection::default()), "beteiligung-t");
    assert!(turnout.contains("Freigaben") && !turnout.contains("geantwortet"), "{turnout}");
}

#[test]
fn fewer_than_three_competences_have_no_order_that_could_depend_on_the_method() {
    let mut input = muster();
    input.competences[2].importance_rated = false;
    input.competences[3].importance_rated = false;
    let ranking = section(&page(&input).german(&Selection::default()), "rangliste-t");
    assert!(!ranking.contains("hängt von der Methode ab"), "{ranking}");
}

#[test]
fn a_team_without_figures_is_told_so() {
    let mut input = firm(&[(1, "Fertigung"), (2, "Montage")]);
    for (team, people) in [(1, 12), (2, 6)] {
        for _ in 0..people {
            let asked = Rating { shown: true, opted_out: true, ..Rating::default() };
            answer(&mut input, team, if team == 1 { [rating(Some(5), 2); 4] } else { [asked; 4] });
        }
    }
    let html = page(&input).german(&Selection { cell: Some(CellKey::unit(unit(2))), ..Selection::default() });
    assert!(html.contains("Für diese Auswahl sind keine Werte ausgewiesen."));
    assert!(!html.contains("Kein Thema ist dringend."));
}

#[test]
fn without_a_soll_there_is_only_the_distribution() {
    let mut input = firm(&[(1, "Fertigung")]);
    for competence in &mut input.competences {
        competence.importance_rated = false;
    }
    for person in 0..12 {
        answer(&mut input, 1, [rating(None, 1 + person % 5); 4]);
    }
    let html = page(&input).german(&Selection::default());
    assert!(html.contains("vergleicht es nicht mit einem Soll"));
    assert!(html.contains("Wie verteilen sich die Antworten auf die Stufen?"));
    assert!(!html.contains("heatmap") && !html.contains("matrix__plot"));
}

#[test]
fn targets_from_profiles_leave_a_dash_where_nobody_is_asked() {
    let mut input = firm(&[(1, "Fertigung"), (2, "Montage")]);
    input.rules.gap_source = GapSource::Profile;
    let target = Target { lo: 4, hi: 4, weight: 3 };
    let id = |n: u8| CompetenceId::from_bytes([n; 16]);
    input.profiles = vec![Profile::from([(id(1), target), (id(2), target)]), Profile::from([(id(1), target)])];
    for (team, people) in [(1, 12), (2, 10)] {
        for _ in 0..people {
            answer(&mut input, team, [rating(Some(4), 2); 4]);
            let profile = Some(usize::from(team) - 1);
            input.audience.last_mut().unwrap().profile = profile;
            input.respondents.last_mut().unwrap().profile = profile;
        }
    }
    let html = page(&input).german(&Selection::default());
    let dashes = texts(&html, r#"<td role="cell" data-step="none""#, "</td>");
    assert_eq!(dashes.len(), 1, "{dashes:?}");
    assert!(dashes[0].contains("nicht im Anforderungsprofil"));
}

#[test]
fn a_page_shows_the_same_from_the_figures_it_needs_as_from_all() {
    for cell in [CellKey::COMPANY, CellKey::unit(unit(1)), CellKey::unit(unit(2)), CellKey::Pool(Node::Company)] {
        let selection = Selection { cell: Some(cell), ..Selection::default() };
        let all = page(&muster());
        assert!(all.german(&selection) == page(&muster()).only_needed(cell).german(&selection), "{cell}");
    }
}

#[test]
fn a_lead_of_one_unit_starts_there() {
    let page = page(&muster());
    let cells = &page.content.release.cells;
    let own = CellKey::unit(unit(1));
    assert_eq!(chosen(None, cells, &[own]), own);
    assert_eq!(chosen(None, cells, &[own, CellKey::unit(unit(2))]), CellKey::COMPANY);
    assert_eq!(chosen(Some(CellKey::COMPANY), cells, &[own]), CellKey::COMPANY);
    assert_eq!(chosen(Some(CellKey::unit(unit(77))), cells, &[]), CellKey::COMPANY);
    assert_eq!(needed(own, cells), Picked { whole: vec![own], around: vec![CellKey::COMPANY] });
    let of_company = needed(CellKey::COMPANY, cells);
    assert_eq!((of_company.whole, of_company.around.len()), (vec![CellKey::COMPANY], cells.len() - 1));
}

#[test]
fn the_file_holds_every_row_of_the_release_and_no_hidden_value() {
    let page = page(&muster());
    let head = page.survey.published().unwrap();
    let lines = rows(&page.survey, head, &page.content, Language::De);
    assert_eq!(lines.len(), page.content.release.figures.len() + page.content.release.cells.len());
    let column = |name: &str| COLUMNS.iter().position(|column| *column == name).unwrap();
    let (status, value, display) = (column("status"), column("value"), column("display"));
    let hidden: Vec<_> = lines.iter().filter(|line| line[status] == Cell::text("hidden")).collect();
    assert!(!hidden.is_empty());
    assert!(hidden.iter().all(|line| line[value] == Cell::Empty && line[display] == Cell::Empty));
    let pool = lines.iter().find(|line| line[column("cell")] == Cell::text("pool:company")).unwrap();
    assert_eq!(pool[column("cell_label")], Cell::text("Weitere Teams"));
    assert_eq!(pool[column("n_class")], Cell::count(5));
}
