//! The answers of a closed anonymous wave: exact head counts, dealt out at random.

use super::DemoError;
use super::seed::{Cell, Survey as SeedSurvey};
use super::sheet::Sheet;
use std::collections::BTreeMap;
use std::iter::repeat_n;
use weiterblick_domain::questionnaire::{Code, Definition, Facet, OptOut, Question, QuestionKind, RatedCompetence};
use weiterblick_domain::survey::{Draft, shuffle};

/// Levels of the scale of wishes: yes gladly, maybe later, no.
const WISH: [u8; 3] = [3, 2, 1];

/// Fills in one sheet per respondent. `random` is uniform over all `u64`.
///
/// # Errors
/// [`DemoError`] where the counts of the seed do not fit together or into the questionnaire.
pub fn fill_in<'a>(
    seed: &'a SeedSurvey,
    definition: &'a Definition,
    random: &mut dyn FnMut() -> u64,
) -> Result<Vec<(&'a str, Draft)>, DemoError> {
    let mut dealer = Dealer::new(seed, definition, random);
    for (question, rated) in definition.rated_competences() {
        dealer.rate(seed, question, rated)?;
    }
    for (question, counts) in &seed.choices {
        let texts = seed.other.get(question).map_or(&[][..], Vec::as_slice);
        dealer.choose(question, counts, texts)?;
    }
    for (question, texts) in &seed.texts {
        let deck = dealer.take(dealer.everybody(), texts.len())?;
        deck.into_iter().zip(texts).for_each(|(at, text)| dealer.sheets[at].answer(question, text));
    }
    let teams = seed.respondents.iter().flat_map(|(team, count)| repeat_n(team.as_str(), *count));
    teams.zip(dealer.sheets).map(|(team, sheet)| Ok((team, sheet.read()?))).collect()
}

struct Dealer<'a, 'r> {
    definition: &'a Definition,
    sheets: Vec<Sheet<'a>>,
    /// The sheets of a team.
    teams: BTreeMap<&'a str, Vec<usize>>,
    random: &'r mut dyn FnMut() -> u64,
}

impl<'a, 'r> Dealer<'a, 'r> {
    fn new(seed: &'a SeedSurvey, definition: &'a Definition, random: &'r mut dyn FnMut() -> u64) -> Self {
        let mut sheets = Vec::new();
        let mut teams = BTreeMap::new();
        for (team, count) in &seed.respondents {
            let first = sheets.len();
            sheets.extend((0..*count).map(|_| Sheet::new(definition)));
            teams.insert(team.as_str(), (first..sheets.len()).collect());
        }
        Self { definition, sheets, teams, random }
    }

    fn everybody(&self) -> Vec<usize> {
        (0..self.sheets.len()).collect()
    }

    fn shuffled<T>(&mut self, mut items: Vec<T>) -> Vec<T> {
        shuffle(&mut items, &mut *self.random);
        items
    }

    /// Some of `from`, in any order.
    fn take(&mut self, from: Vec<usize>, count: usize) -> Result<Vec<usize>, DemoError> {
        let mut taken = self.shuffled(from);
        if count > taken.len() {
            return Err(DemoError::Counts(count.to_string()));
        }
        taken.truncate(count);
        Ok(taken)
    }

    fn rate(&mut self, seed: &SeedSurvey, question: &Question, rated: &RatedCompetence) -> Result<(), DemoError> {
        let mut levels = Vec::new();
        for (team, places) in self.teams.clone() {
            let cell = seed.cell.iter().find(|cell| cell.team == team && *cell.competence == *rated.key.code);
            match cell {
                Some(cell) => levels.extend(self.rate_cell(cell, places, question, rated)?),
                None => {
                    for at in places {
                        self.sheets[at].rate(question, rated, Facet::Current, OptOut::NotApplicable);
                    }
                }
            }
        }
        let Some(wishes) = seed.interest.iter().find(|interest| *interest.competence == *rated.key.code) else {
            return Ok(());
        };
        if wishes.yes + wishes.later > levels.len() {
            return Err(DemoError::Counts(wishes.competence.clone()));
        }
        let mut levels = self.shuffled(levels);
        levels.sort_by_key(|(_, level)| *level);
        let [yes, later, no] = WISH;
        let wishes = repeat_n(yes, wishes.yes).chain(repeat_n(later, wishes.later)).chain(std::iter::repeat(no));
        for ((at, _), wish) in levels.into_iter().zip(wishes) {
            self.sheets[at].rate(question, rated, Facet::Wish, wish);
        }
        Ok(())
    }

    /// Answers with the sheets that have a level.
    fn rate_cell(
        &mut self,
        cell: &Cell,
        places: Vec<usize>,
        question: &Question,
        rated: &RatedCompetence,
    ) -> Result<Vec<(usize, u8)>, DemoError> {
        let (ist, importance) = (levels(&cell.ist), levels(&cell.wichtig));
        if ist.len() > places.len() || importance.len() != ist.len() {
            return Err(DemoError::Counts(format!("{} {}", cell.competence, cell.team)));
        }
        let mut judging = self.shuffled(places);
        for at in judging.split_off(ist.len()) {
            self.sheets[at].rate(question, rated, Facet::Current, OptOut::CannotJudge);
        }
        let placed: Vec<(usize, u8)> = judging.iter().copied().zip(ist).collect();
        for (at, level) in &placed {
            self.sheets[*at].rate(question, rated, Facet::Current, level);
        }
        for (at, level) in self.shuffled(judging).into_iter().zip(importance) {
            self.sheets[at].rate(question, rated, Facet::Importance, level);
        }
        Ok(placed)
    }

    fn choose(&mut self, question: &Code, counts: &BTreeMap<String, usize>, texts: &[String]) -> Result<(), DemoError> {
        let kind = self.definition.question(question).map(|question| &question.kind);
        let several = matches!(kind, Some(QuestionKind::Multi(_)));
        let mut left = self.everybody();
        // Whoever does not know ticks nothing else, whatever the kind of question.
        let exclusive = |word: &str| !several || word == OptOut::DontKnow.code();
        let (exclusive, shared): (Vec<_>, Vec<_>) = counts.iter().partition(|(word, _)| exclusive(word));
        for (word, count) in exclusive {
            let taken = self.take(left.clone(), *count)?;
            left.retain(|at| !taken.contains(at));
            taken.into_iter().for_each(|at| self.sheets[at].answer(question, word));
        }
        for (word, count) in shared {
            let taken = self.take(left.clone(), *count)?;
            taken.into_iter().for_each(|at| self.sheets[at].answer(question, word));
        }
        let taken = self.take(left, texts.len())?;
        taken.into_iter().zip(texts).for_each(|(at, text)| self.sheets[at].other(question, text));
        Ok(())
    }
}

/// One level per head: `[1, 2]` is `1, 2, 2`.
fn levels(heads: &[usize]) -> Vec<u8> {
    (1..).zip(heads).flat_map(|(level, count)| repeat_n(level, *count)).collect()
}
