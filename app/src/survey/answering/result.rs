//! The own result as it is shown: to its author, in a preview, and to whom it was released (needs-analysis.md §14.1).
//!
//! Nothing here compares with anybody else, and no word judges the person.

mod gaps;
mod strengths;
mod words;

use crate::survey::answering::pages::place_of;
use crate::survey::answering::values::cell_text;
use crate::ui::{Badge, Icon, Section};
use leptos::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use weiterblick_domain::questionnaire::{
    AnswerKey, Answers, Cell, Code, Definition, Facet, Layout, Page, Scale, pages,
};
use weiterblick_domain::survey::{OwnResult, OwnRow, SharedSection, own_result};
use weiterblick_domain::text::Language;
use weiterblick_store::survey::answer_target::Demand;

/// A result with everything that its words need.
pub struct ResultView<'a> {
    definition: &'a Definition,
    result: OwnResult,
    /// Title of the job profile; empty without one.
    profile: String,
    language: Language,
    /// Pages to change an answer; empty where nothing can be changed.
    pages: Vec<Page>,
}

impl<'a> ResultView<'a> {
    pub fn new(definition: &'a Definition, answers: &Answers, demand: &Demand, language: Language) -> Self {
        let result = own_result(definition, answers, &demand.targets);
        let profile = demand.profile.get(language).to_owned();
        Self { definition, result, profile, language, pages: Vec::new() }
    }

    /// With links to change answers.
    #[must_use]
    pub fn editable(mut self, layout: Layout) -> Self {
        self.pages = pages(self.definition, layout);
        self
    }

    /// Every section, strengths first (needs-analysis.md §14.1).
    pub fn all(&self) -> AnyView {
        view! { {self.summary()} {self.strengths()} {self.gaps(true)} {self.wishes()} {self.next_steps()} }.into_any()
    }

    /// Only what was released: sections that are not in `sections` leave no trace.
    pub fn shared(&self, sections: &BTreeSet<SharedSection>) -> AnyView {
        let shows = |section| sections.contains(&section);
        view! {
            {shows(SharedSection::Strengths).then(|| self.strengths())}
            {shows(SharedSection::Gaps).then(|| self.gaps(false))}
            {shows(SharedSection::Wishes).then(|| self.wishes())}
        }
        .into_any()
    }

    fn name(&self, row: &OwnRow) -> String {
        let key = AnswerKey::Rating {
            question: row.question.clone(),
            competence: row.competence.clone(),
            facet: Facet::Current,
        };
        self.definition
            .rated_competences()
            .find(|(question, competence)| question.code == row.question && competence.code == row.competence)
            .map_or_else(|| key.to_string(), |(_, competence)| competence.title.get(self.language).to_owned())
    }

    fn scale(&self, row: &OwnRow, facet: Facet) -> Option<&Scale> {
        self.definition.scale_at(&rating_key(&row.question, &row.competence, facet))
    }

    /// How many competences stand below, on and above what is expected.
    fn summary(&self) -> AnyView {
        let counts = self.result.counts();
        let of = counts.below + counts.on + counts.above;
        if of == 0 {
            return view! { <p>{t!("answering.result.nothing_to_compare")}</p> }.into_any();
        }
        let kind = self.kind();
        let segments = (0..of)
            .map(|at| {
                let class = match at {
                    _ if at < counts.below => "seg-need-1",
                    _ if at < counts.below + counts.on => "seg-even",
                    _ => "seg-surplus",
                };
                let (x, width) = segment(at, of);
                view! { <rect class=class x=x y="1" width=width height="26"></rect> }
            })
            .collect_view();
        let entries = [("below", counts.below), ("on", counts.on), ("above", counts.above)]
            .map(|(word, count)| {
                view! { <li><strong>{count.to_string()}</strong>" "{t!(format!("answering.result.{word}.{kind}"))}</li> }
            })
            .into_iter()
            .collect_view();
        view! {
            <section class="section" aria-labelledby="ueber-t">
                <h2 class="visually-hidden" id="ueber-t">{t!("answering.result.overview")}</h2>
                <figure class="figure result-sum">
                    <svg class="plot" width="100%" height="28" aria-hidden="true">{segments}</svg>
                    <figcaption><ul class="result-sum__list">{entries}</ul></figcaption>
                </figure>
            </section>
        }
        .into_any()
    }

    /// What the author wants to learn, the strongest wish first.
    fn wishes(&self) -> AnyView {
        let mut wishes: Vec<(&OwnRow, u8)> = self
            .result
            .rows
            .iter()
            .filter_map(|row| row.wish.answered().map(|level| (row, level.get())))
            // The lowest level of a wish says no.
            .filter(|(_, level)| *level > 1)
            .collect();
        wishes.sort_by_key(|(_, level)| Reverse(*level));
        let asked = self.result.rows.iter().any(|row| self.scale(row, Facet::Wish).is_some());
        if !asked {
            return ().into_any();
        }
        let entries = wishes.iter().map(|(row, level)| self.wish(row, *level)).collect_view();
        let none = wishes.is_empty().then(|| view! { <p class="text-soft">{t!("answering.result.no_wishes")}</p> });
        view! {
            <Section id="wuensche" title=t!("answering.result.wishes")>
                {none}
                <ul class="wishes">{entries}</ul>
            </Section>
        }
        .into_any()
    }

    fn wish(&self, row: &OwnRow, level: u8) -> AnyView {
        let name = self.name(row);
        let key = rating_key(&row.question, &row.competence, Facet::Wish);
        let strongest = self.scale(row, Facet::Wish).is_some_and(|scale| usize::from(level) == scale.size());
        let cell = row.wish.and_then(|level| Some(weiterblick_domain::questionnaire::Value::Level(*level)));
        let text = cell_text(self.definition, &key, &cell, self.language);
        let change = (!self.pages.is_empty()).then(|| place_of(&self.pages, self.definition, &key));
        view! {
            <li>
                <span class="wishes__text"><strong>{name.clone()}</strong></span>
                <Badge state=if strongest { "ok" } else { "closed" } text=text/>
                {change.map(|place| view! {
                    <a class="button" data-kind="quiet" data-size="s" href=place>
                        <Icon name="edit"/>{t!("answering.review.change")}
                        <span class="visually-hidden">": "{name}</span>
                    </a>
                })}
            </li>
        }
        .into_any()
    }

    fn next_steps(&self) -> AnyView {
        let steps = ["talk", "try", "teach"]
            .map(|step| view! { <li><Icon name="check"/><span>{t!(format!("answering.result.step.{step}"))}</span></li> })
            .into_iter()
            .collect_view();
        view! {
            <Section id="schritte" title=t!("answering.result.steps")><ul class="ticklist">{steps}</ul></Section>
        }
        .into_any()
    }
}

fn rating_key(question: &Code, competence: &Code, facet: Facet) -> AnswerKey {
    AnswerKey::Rating { question: question.clone(), competence: competence.clone(), facet }
}

/// The number of an answered level.
fn number(cell: &Cell<weiterblick_domain::questionnaire::Level>) -> Option<u8> {
    cell.answered().map(|level| level.get())
}

/// Start and width of one of `of` equal segments with a little air between them.
fn segment(at: usize, of: usize) -> (String, String) {
    const AIR: f64 = 0.8;
    let float = |n: usize| f64::from(u16::try_from(n).unwrap_or(u16::MAX));
    let room = (100.0 + AIR) / float(of.max(1));
    (format!("{:.2}%", room * float(at)), format!("{:.2}%", room - AIR))
}

#[cfg(test)]
mod tests {
    use super::{ResultView, segment};
    use crate::survey::answering::testing::definition;
    use leptos::prelude::*;
    use weiterblick_domain::questionnaire::{AnswerKey, Answers, Cell, Level, Value};
    use weiterblick_domain::text::Language;
    use weiterblick_store::survey::answer_target::Demand;

    /// Needs-analysis §14.1.
    #[test]
    fn the_own_result_begins_with_strengths() {
        let definition = definition();
        let cell = |(key, level): (&str, u8)| {
            let key: AnswerKey = key.parse().unwrap();
            (key, Cell::Answered(Value::Level(Level::new(level).unwrap())))
        };
        let levels = [("dig.c1_1.ist", 1), ("dig.c1_1.wichtig", 5), ("dig.c1_2.ist", 5), ("dig.c1_2.wichtig", 3)];
        let answers: Answers = levels.into_iter().map(cell).collect();
        let view = ResultView::new(&definition, &answers, &Demand::default(), Language::De);
        let html = Owner::new().with(|| view.all().to_html());
        let at = |id: &str| html.find(&format!(r#"id="{id}""#)).unwrap_or_else(|| panic!("no {id}: {html}"));
        assert!(at("staerken") < at("luecken"));
    }

    #[test]
    fn segments_fill_the_width() {
        assert_eq!(segment(0, 12), ("0.00%".to_owned(), "7.60%".to_owned()));
        assert_eq!(segment(11, 12), ("92.40%".to_owned(), "7.60%".to_owned()));
        assert_eq!(segment(0, 1), ("0.00%".to_owned(), "100.00%".to_owned()));
    }
}
