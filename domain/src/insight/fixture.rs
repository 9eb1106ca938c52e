//! Small firms for tests.

use super::input::{Competence, CutRule, GapSource, Input, Member, Profile, Rating, Respondent, Rules, Target, Unit};
use super::rows::{CellRow, Release};
use super::{CellKey, Displayed, Figure};
use crate::ids::{CompetenceId, UnitId};
use crate::text::Multilingual;

pub fn unit(name: &str) -> UnitId {
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(name.bytes()).for_each(|(b, n)| *b = n);
    UnitId::from_bytes(bytes)
}

pub fn competence(number: u8) -> CompetenceId {
    CompetenceId::from_bytes([number; 16])
}

/// Current level and importance answered.
pub fn rated(importance: u8, ist: u8) -> Rating {
    Rating { shown: true, ist: Some(ist), importance: Some(importance), opted_out: false }
}

pub fn opt_out() -> Rating {
    Rating { shown: true, ist: None, importance: None, opted_out: true }
}

pub fn rules() -> Rules {
    Rules { k: 5, gap_source: GapSource::Importance, cut_rule: CutRule::Mean, share_with_employees: false }
}

/// A firm without people: units as (code, parent code), competences numbered from 1 with five levels.
pub fn firm(units: &[(&str, Option<&str>)], competences: u8) -> Input {
    let competence = |n| Competence { id: competence(n), levels: 5, importance_rated: true };
    Input {
        rules: rules(),
        company: Multilingual::german("Firma"),
        units: units
            .iter()
            .map(|(code, parent)| Unit {
                id: unit(code),
                code: (*code).to_owned(),
                label: Multilingual::german(*code),
                parent: parent.map(unit),
            })
            .collect(),
        competences: (1..=competences).map(competence).collect(),
        profiles: Vec::new(),
        audience: Vec::new(),
        respondents: Vec::new(),
    }
}

impl Input {
    /// Invites `times` people of a unit who all answer the same.
    pub fn answering(mut self, team: &str, times: usize, ratings: &[Rating]) -> Self {
        self.invite(team, times, false);
        let respondent = Respondent { unit: Some(unit(team)), profile: self.last_profile(), ratings: ratings.to_vec() };
        self.respondents.extend(vec![respondent; times]);
        self
    }

    pub fn silent(mut self, team: &str, times: usize) -> Self {
        self.invite(team, times, false);
        self
    }

    pub fn insiders(mut self, team: &str, times: usize) -> Self {
        self.invite(team, times, true);
        self
    }

    /// From here on people have this profile, and gaps come from profiles.
    pub fn with_profile(mut self, targets: &[(u8, Target)]) -> Self {
        self.rules.gap_source = GapSource::Profile;
        self.profiles.push(Profile::from_iter(targets.iter().map(|(n, target)| (competence(*n), *target))));
        self
    }

    fn invite(&mut self, team: &str, times: usize, insider: bool) {
        let member = Member { unit: Some(unit(team)), profile: self.last_profile(), insider };
        self.audience.extend(vec![member; times]);
    }

    fn last_profile(&self) -> Option<usize> {
        self.profiles.len().checked_sub(1)
    }
}

impl Release {
    pub fn figure(&self, cell: CellKey, number: u8, figure: Figure) -> Option<Displayed> {
        let wanted =
            |row: &&super::FigureRow| row.cell == cell && row.competence == competence(number) && row.figure == figure;
        self.figures.iter().find(wanted).map(|row| row.displayed)
    }

    /// Cells in which the mean current level of competence 1 is shown.
    pub fn shown_cells(&self) -> Vec<CellKey> {
        let shown = |row: &&CellRow| self.figure(row.cell, 1, Figure::Ist).is_some_and(|f| f.is_shown());
        self.cells.iter().filter(shown).map(|row| row.cell).collect()
    }
}

/// The fixture K1–K4 of insight.md §4.1: (importance, current level), `None` = cannot judge.
pub const K: [[(Option<u8>, u8); 5]; 4] = [
    [(Some(5), 3), (Some(4), 2), (Some(5), 4), (Some(5), 2), (Some(4), 3)],
    [(Some(3), 3), (Some(2), 4), (Some(3), 2), (Some(4), 4), (Some(3), 3)],
    [(Some(5), 5), (Some(4), 4), (Some(5), 4), (Some(4), 5), (Some(5), 5)],
    [(Some(2), 1), (Some(3), 1), (Some(2), 2), (None, 2), (Some(3), 2)],
];

/// What respondent `person` of the fixture says about each competence.
pub fn fixture_ratings(person: usize) -> Vec<Rating> {
    let rating = |(importance, ist): (Option<u8>, u8)| Rating {
        shown: true,
        ist: Some(ist),
        importance,
        opted_out: importance.is_none(),
    };
    K.iter().map(|competence| rating(competence[person])).collect()
}
