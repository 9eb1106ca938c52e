//! The release job (insight.md §1, §5.3): counts → cells → verdicts → figures.
//!
//! Each question carries its counts and verdicts through a pipeline of stages that may only hide: rules 3 and 4 in
//! `Question::protect`, one question at a time; a stage over all questions (block by block, as §5.4 orders it) fits
//! between that and the figures, because no figure is made before every verdict stands.

use super::base::BaseType;
use super::cell::{Count, Shield};
use super::display::{self, Grain};
use super::displayed::Displayed;
use super::figure::{Figure, rating_figures};
use super::input::{Competence, ENGINE_VERSION, Input, InputError};
use super::participation::{Participation, participation};
use super::protect::{self, HideReason, Verdict};
use super::rows::{CellRow, CompetenceRow, FigureRow, LogRow, Question as QuestionKey, Release};
use super::structure::{self, Cell, Places};
use super::tally::Tally;

/// Why there is no release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReleaseError {
    /// Fewer than k submitted answers: the answers are deleted (§5.3 rule 11).
    #[error("fewer than k answers")]
    TooFew,
    #[error(transparent)]
    Input(#[from] InputError),
}

/// One question with its base in every cell and what the rules say about it.
struct Question {
    key: QuestionKey,
    counts: Vec<Count>,
    verdicts: Vec<Verdict>,
}

impl Question {
    fn new(key: QuestionKey, cells: &[Cell], base: impl Fn(&Cell) -> u32) -> Self {
        let counts = cells.iter().map(|cell| Count { n: base(cell), insiders: cell.submitted.insiders }).collect();
        Self { key, counts, verdicts: Vec::new() }
    }

    fn protect(mut self, cells: &[Cell], shield: Shield) -> Self {
        self.verdicts = protect::decide(cells, &self.counts, shield, |_| true);
        self
    }

    /// How finely the question may be shown in a cell.
    fn grain(&self, cell: usize, shield: Shield) -> Option<Grain> {
        match self.verdicts[cell] {
            Verdict::Shown { eff } => Grain::of(eff, shield.k),
            Verdict::Hidden(_) => None,
        }
    }

    /// Log rows for hidden cells with `figures(cell)` figures each.
    fn log(&self, figures: impl Fn(usize) -> u32) -> Vec<LogRow> {
        log_rows(self.key, |reason| {
            let cells = self.verdicts.iter().enumerate().filter(|(_, v)| **v == Verdict::Hidden(reason));
            cells.map(|(cell, _)| figures(cell)).sum()
        })
    }
}

/// The answers about one competence, summed up by place of the unit tree.
struct Sums {
    plan: CompetenceRow,
    importance_rated: bool,
    ratings: Vec<Tally>,
    shown: Vec<u32>,
    opted_out: Vec<u32>,
    /// Somebody there is asked: for targets by profile, not everybody is.
    asked: Vec<bool>,
}

impl Sums {
    fn of(input: &Input, places: &Places, index: usize, competence: &Competence) -> Self {
        let base = BaseType::of(input, competence);
        let by_profile = base == BaseType::Profile;
        let mut sums = Self {
            plan: CompetenceRow { competence: competence.id, levels: competence.levels, base },
            importance_rated: competence.importance_rated,
            ratings: vec![Tally::default(); places.count()],
            shown: vec![0; places.count()],
            opted_out: vec![0; places.count()],
            asked: vec![!by_profile; places.count()],
        };
        for member in &input.audience {
            sums.asked[places.place(member.unit)] |= input.target(member.profile, competence.id).is_some();
        }
        for respondent in &input.respondents {
            let (place, rating) = (places.place(respondent.unit), respondent.ratings[index]);
            let target = input.target(respondent.profile, competence.id);
            if let Some(observation) = base.observe(rating, target, competence.importance_rated) {
                sums.ratings[place].add(&observation);
            }
            sums.asked[place] |= target.is_some();
            sums.shown[place] += u32::from(rating.shown);
            sums.opted_out[place] += u32::from(rating.shown && rating.opted_out);
        }
        sums
    }

    fn tally(&self, cell: &Cell) -> Tally {
        let mut sum = Tally::default();
        cell.places.iter().for_each(|place| sum.merge(&self.ratings[*place]));
        sum
    }

    fn is_asked(&self, cell: &Cell) -> bool {
        cell.places.iter().any(|place| self.asked[*place])
    }
}

fn total(values: &[u32], cell: &Cell) -> u32 {
    cell.places.iter().map(|place| values[*place]).sum()
}

/// A release of these answers. Deterministic: the order of respondents and of the audience changes nothing.
///
/// # Errors
/// [`ReleaseError::TooFew`] for fewer than k respondents, [`ReleaseError::Input`] for an input that breaks the model.
pub fn compute(input: &Input) -> Result<Release, ReleaseError> {
    input.check()?;
    let shield = Shield { k: input.rules.k, share_with_employees: input.rules.share_with_employees };
    if input.respondents.len() < shield.k as usize {
        return Err(ReleaseError::TooFew);
    }
    let places = Places::of(input);
    let cells = structure::cells(input, &places, shield);
    let sums: Vec<Sums> =
        input.competences.iter().enumerate().map(|(index, c)| Sums::of(input, &places, index, c)).collect();

    let participations = participation(&cells, shield);
    let mut release = Release {
        engine_version: ENGINE_VERSION,
        rules: input.rules.clone(),
        rules_hash: input.rules.hash(),
        competences: sums.iter().map(|sums| sums.plan).collect(),
        cells: cell_rows(&cells, &participations, shield),
        figures: Vec::new(),
        log: Vec::new(),
    };
    let questions: Vec<(Question, Question)> = sums.iter().map(|sums| questions_of(sums, &cells, shield)).collect();
    for (sums, (rating, opt_out)) in sums.iter().zip(&questions) {
        add_figures(&mut release, &cells, shield, sums, rating, opt_out);
    }
    release.log.extend(log_rows(QuestionKey::Participation, |reason| {
        participations.iter().map(|result| u32::from(*result == Err(reason))).sum()
    }));
    Ok(release)
}

/// The two questions of a competence with the verdicts of rules 3 and 4.
fn questions_of(sums: &Sums, cells: &[Cell], shield: Shield) -> (Question, Question) {
    let id = sums.plan.competence;
    let rating = Question::new(QuestionKey::Rating(id), cells, |cell| sums.tally(cell).n());
    let opt_out = Question::new(QuestionKey::OptOut(id), cells, |cell| total(&sums.shown, cell));
    (rating.protect(cells, shield), opt_out.protect(cells, shield))
}

fn add_figures(
    release: &mut Release,
    cells: &[Cell],
    shield: Shield,
    sums: &Sums,
    rating: &Question,
    opt_out: &Question,
) {
    let CompetenceRow { competence, levels, base } = sums.plan;
    for (index, cell) in cells.iter().enumerate().filter(|(_, cell)| sums.is_asked(cell)) {
        let grain = rating.grain(index, shield);
        let mut figures = rating_figures(&sums.tally(cell), base, sums.importance_rated, levels, grain);
        let share = opt_out
            .grain(index, shield)
            .map_or(Displayed::Hidden, |grain| grain.share(total(&sums.opted_out, cell), total(&sums.shown, cell)));
        figures.push((Figure::OptOut, share));
        let rows = figures.into_iter();
        release.figures.extend(rows.map(|(figure, displayed)| FigureRow {
            cell: cell.key,
            competence,
            figure,
            displayed,
        }));
    }
    let per_cell = u32::try_from(Figure::of_rating(base, sums.importance_rated, levels).len()).unwrap_or(u32::MAX);
    let asked = |index: usize| u32::from(sums.is_asked(&cells[index]));
    release.log.extend(rating.log(|index| per_cell * asked(index)));
    release.log.extend(opt_out.log(asked));
}

fn cell_rows(cells: &[Cell], participations: &[Result<Participation, HideReason>], shield: Shield) -> Vec<CellRow> {
    let rows = cells.iter().zip(participations).zip(0..);
    rows.map(|((cell, participation), priority)| CellRow {
        cell: cell.key,
        label: cell.label.clone(),
        parent: cell.parent.map(|parent| cells[parent].key),
        priority,
        n_class: display::n_class(shield.eff(cell.submitted), shield.k),
        participation: participation.unwrap_or_default(),
    })
    .collect()
}

/// A log row for each reason that hid something.
fn log_rows(question: QuestionKey, hidden: impl Fn(HideReason) -> u32) -> Vec<LogRow> {
    let rows = HideReason::ALL.iter().map(|reason| LogRow { question, reason: *reason, hidden: hidden(*reason) });
    rows.filter(|row| row.hidden > 0).collect()
}
