use super::selection::{Order, Selection, Show};
use crate::format::Format;
use std::collections::HashMap;
use weiterblick_domain::ids::CompetenceId;
use weiterblick_domain::insight::view::{Assessed, Assessment, Board, ScoreKind};
use weiterblick_domain::insight::{Bound, CellKey, CellKind, CellRow, Displayed, Third};
use weiterblick_domain::text::Multilingual;
use weiterblick_store::insight::{Content, NamedCompetence, Picked, Published, SurveyResult};

/// An opened release with everything that the parts of the page share.
pub struct Dashboard<'a> {
    pub format: &'a Format,
    pub survey: &'a SurveyResult,
    pub head: &'a Published,
    pub content: &'a Content,
    pub selection: &'a Selection,
    pub board: Board<'a>,
    /// The cell that the page is about.
    pub assessed: Assessed,
    /// Competences to be listed, in the chosen order.
    pub listed: Vec<CompetenceId>,
    names: HashMap<CompetenceId, String>,
    /// Place of each competence in [`Self::assessed`].
    places: HashMap<CompetenceId, usize>,
}

/// The cell to show at first: the own unit for somebody who leads exactly one, else the company.
pub fn chosen(wanted: Option<CellKey>, cells: &[CellRow], led: &[CellKey]) -> CellKey {
    let there = wanted.filter(|key| cells.iter().any(|row| row.cell == *key));
    there.unwrap_or(match led {
        [own] => *own,
        _ => CellKey::COMPANY,
    })
}

/// The figures that a page about `cell` needs: its own, and around it those of what is directly below and of the company.
pub fn needed(cell: CellKey, cells: &[CellRow]) -> Picked {
    let mut around: Vec<CellKey> = cells.iter().filter(|row| row.parent == Some(cell)).map(|row| row.cell).collect();
    if cell != CellKey::COMPANY {
        around.push(CellKey::COMPANY);
    }
    Picked { whole: vec![cell], around }
}

impl<'a> Dashboard<'a> {
    pub fn new(
        format: &'a Format,
        survey: &'a SurveyResult,
        head: &'a Published,
        content: &'a Content,
        selection: &'a Selection,
    ) -> Self {
        let board = Board::new(&content.release);
        let cell = chosen(selection.cell, &content.release.cells, &content.led);
        let rule = selection.rule.unwrap_or(head.rules.cut_rule);
        let assessed = board.assess(cell, rule);
        let places = assessed.list.iter().map(|assessment| assessment.competence).zip(0..).collect();
        let named = content.competences.iter().zip(1..);
        let names = named.map(|(named, number)| (named.row.competence, name(named, number, format))).collect();
        let mut dashboard =
            Self { format, survey, head, content, selection, board, assessed, listed: Vec::new(), names, places };
        dashboard.listed = dashboard.list();
        dashboard
    }

    fn list(&self) -> Vec<CompetenceId> {
        let kept = |id: &CompetenceId| match (self.selection.show, self.assessment(*id).and_then(has_gap)) {
            (Show::All, _) => true,
            (Show::Gaps, gap) => gap == Some(true),
            (Show::Strengths, gap) => gap == Some(false),
        };
        let asked = || self.board.asked(self.assessed.cell).map(|row| row.competence);
        let mut list: Vec<CompetenceId> = match self.selection.order {
            Order::Urgency => {
                let compared = self.assessed.list.iter().map(|a| a.competence);
                compared.chain(asked().filter(|id| self.assessment(*id).is_none())).collect()
            }
            Order::Questionnaire | Order::Name => asked().collect(),
        };
        if self.selection.order == Order::Name {
            list.sort_by_cached_key(|id| sort_key(&self.name(*id)));
        }
        list.retain(kept);
        list
    }

    pub fn assessment(&self, competence: CompetenceId) -> Option<&Assessment> {
        self.assessed.list.get(*self.places.get(&competence)?)
    }

    /// The title on the day of the release; a number where the competence had been deleted.
    pub fn name(&self, competence: CompetenceId) -> String {
        self.names.get(&competence).cloned().unwrap_or_default()
    }

    pub fn cell_row(&self, cell: CellKey) -> Option<&CellRow> {
        self.content.release.cell(cell)
    }

    pub fn cell_name(&self, cell: CellKey) -> String {
        let empty = Multilingual::default();
        let label = self.cell_row(cell).map_or(&empty, |row| &row.label).get(self.format.language());
        cell_name(cell, label)
    }

    /// Which score the ranking offers; where both occur, that of the first competence.
    pub fn score_kind(&self) -> ScoreKind {
        self.assessed.list.first().map_or(ScoreKind::Mwds, |a| a.score_kind)
    }

    /// There is something to compare with a Soll, and something of it is shown.
    pub fn has_values(&self) -> bool {
        self.assessed.list.iter().any(|a| !a.is_hidden())
    }

    /// Where the chosen selection leads with one thing changed.
    pub fn link(&self, change: impl FnOnce(&mut Selection)) -> String {
        let mut selection = self.selection.clone();
        change(&mut selection);
        selection.path(self.survey.survey)
    }
}

fn name(named: &NamedCompetence, number: usize, format: &Format) -> String {
    match named.title.get(format.language()) {
        "" => t!("insight.competence.unnamed", number = number),
        title => title.to_owned(),
    }
}

/// The name of a cell for people; `label` is that of its unit.
pub fn cell_name(cell: CellKey, label: &str) -> String {
    let of_company = matches!(cell, CellKey::Whole(node) | CellKey::Direct(node) | CellKey::Pool(node)
        if node == weiterblick_domain::insight::Node::Company);
    match (cell.kind(), of_company) {
        (CellKind::Company, _) => t!("insight.cell.company"),
        (CellKind::Unit, _) => label.to_owned(),
        (CellKind::Direct, true) => t!("insight.cell.direct"),
        (CellKind::Direct, false) => t!("insight.cell.direct_in", unit = label),
        (CellKind::Pool, true) => t!("insight.cell.pool"),
        (CellKind::Pool, false) => t!("insight.cell.pool_in", unit = label),
    }
}

/// Whether something is missing on average, as far as the displayed values say; `None` if nothing is shown.
pub fn has_gap(assessment: &Assessment) -> Option<bool> {
    let reason = &assessment.reason;
    match (reason.gap, reason.shortfall, reason.below) {
        (_, _, Displayed::Hidden) => None,
        (Displayed::Number { value, .. }, ..) => Some(value.units() > 0),
        (_, Displayed::Number { bound, .. }, _) => Some(bound == Bound::Exact),
        (_, _, Displayed::Third { third }) => Some(third != Third::Below),
        (_, _, Displayed::Percent { value, .. } | Displayed::Number { value, .. }) => Some(value.units() * 3 >= 100),
    }
}

/// Sorts as a German dictionary does: case and umlauts do not count.
pub fn sort_key(name: &str) -> String {
    let folded = name.to_lowercase().replace('ä', "a").replace('ö', "o").replace('ü', "u").replace('ß', "ss");
    format!("{folded}\u{0}{name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_sort_as_in_a_dictionary() {
        let mut names = ["Zahlen", "Übersicht", "ändern", "Unfall", "Ordnung"];
        names.sort_by_cached_key(|name| sort_key(name));
        assert_eq!(names, ["ändern", "Ordnung", "Übersicht", "Unfall", "Zahlen"]);
    }
}
