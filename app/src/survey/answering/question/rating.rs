//! One rated competence: a group of controls per facet, never a table of radio buttons.

use super::card::Card;
use super::{QuestionView, control_id, staircase};
use leptos::prelude::*;
use weiterblick_domain::questionnaire::{CompetenceRating, Facet, OptOut, Question, RatedCompetence, Scale, form};

impl QuestionView<'_> {
    pub(super) fn competence(
        &self,
        question: &Question,
        rating: &CompetenceRating,
        competence: &RatedCompetence,
    ) -> AnyView {
        let description = competence.description.get(self.language).to_owned();
        let facets = rating.facets.keys().map(|facet| self.facet(question, rating, competence, *facet)).collect_view();
        view! {
            <div class="survey__intro">
                {self.heading.show(competence.title.get(self.language).to_owned())}
                {(!description.is_empty()).then(|| view! { <p class="lead">{description}</p> })}
            </div>
            {facets}
        }
        .into_any()
    }

    fn facet(
        &self,
        question: &Question,
        rating: &CompetenceRating,
        competence: &RatedCompetence,
        facet: Facet,
    ) -> Option<AnyView> {
        let scale = self.definition.scale(rating.scale_of(competence, facet)?)?;
        let name = form::field_name(&question.rating_key(&competence.code, facet));
        let prompt = rating.facets.get(&facet)?.prompt.get(self.language).to_owned();
        let title = competence.title.get(self.language).to_owned();
        // Read with the competence, since a group is often heard without what stands above it.
        let legend = view! { <span class="visually-hidden">{title}": "</span>{prompt} };
        let hint = if facet == Facet::Current { question.hint.get(self.language).to_owned() } else { String::new() };
        let anchors = if rating.show_anchors { Some(competence) } else { None };
        let controls = match facet {
            Facet::Current => self.level_cards(&name, scale, anchors).into_any(),
            Facet::Importance => self.number_scale(&name, scale).into_any(),
            Facet::Wish => self.word_cards(&name, scale, true).into_any(),
            Facet::Frequency => self.word_cards(&name, scale, false).into_any(),
        };
        let opt_outs = self.opt_outs(question, rating, facet, &name);
        Some(self.fieldset(&name, legend, hint, question.required, view! { {controls}{opt_outs} }))
    }

    /// Levels as cards that say what somebody on this level does.
    fn level_cards(&self, name: &str, scale: &Scale, anchored: Option<&RatedCompetence>) -> impl IntoView + use<> {
        let size = scale.size();
        let cards = scale
            .levels
            .iter()
            .enumerate()
            .map(|(at, level)| {
                let value = (at + 1).to_string();
                let anchor = anchored.and_then(|competence| competence.anchors.get(at));
                let text = anchor.filter(|anchor| !anchor.is_empty()).unwrap_or(&level.description);
                let text = text.get(self.language).to_owned();
                let label = level.label.get(self.language).to_owned();
                let checked = self.filled.has(name, &value);
                let id = (at == 0).then(|| control_id(name));
                view! {
                    <label class="choice level">
                        <input class="tick" type="radio" id=id name=name.to_owned() value=value checked=checked/>
                        <span>
                            <span class="level__title">{label}</span>
                            {(!text.is_empty()).then(|| view! { <span class="level__text">{text}</span> })}
                        </span>
                        {staircase("level__steps", at + 1, size)}
                    </label>
                }
            })
            .collect_view();
        view! { <div class="levels">{cards}</div> }
    }

    /// Numbers in a row; each is read with its full label, the ends show theirs.
    fn number_scale(&self, name: &str, scale: &Scale) -> impl IntoView + use<> {
        let label = |at: usize| scale.levels.get(at).map_or("", |level| level.label.get(self.language)).to_owned();
        let steps = (0..scale.size())
            .map(|at| {
                let value = (at + 1).to_string();
                let checked = self.filled.has(name, &value);
                let id = (at == 0).then(|| control_id(name));
                view! {
                    <label>
                        <input type="radio" id=id name=name.to_owned() value=value.clone() checked=checked/>
                        {value}<span class="visually-hidden">" – "{label(at)}</span>
                    </label>
                }
            })
            .collect_view();
        let (first, last) = (label(0), label(scale.size().saturating_sub(1)));
        view! {
            <div class="scale" data-steps=scale.size().to_string()>{steps}</div>
            <p class="scale__ends" aria-hidden="true"><span>{first}</span><span>{last}</span></p>
        }
    }

    /// Levels as cards with words; `highest_first` puts "yes" before "no".
    fn word_cards(&self, name: &str, scale: &Scale, highest_first: bool) -> impl IntoView + use<> {
        let size = scale.size();
        let order: Vec<usize> = if highest_first { (0..size).rev().collect() } else { (0..size).collect() };
        let cards = order
            .into_iter()
            .enumerate()
            .filter_map(|(place, at)| {
                let value = (at + 1).to_string();
                let level = scale.levels.get(at)?;
                let card = Card {
                    kind: "radio",
                    name: name.to_owned(),
                    checked: self.filled.has(name, &value),
                    value,
                    title: level.label.get(self.language).to_owned(),
                    note: level.description.get(self.language).to_owned(),
                    first: place == 0,
                    quiet: false,
                };
                Some(card.show())
            })
            .collect_view();
        view! { <div class="survey__wish">{cards}</div> }
    }

    /// Opt-outs stand at the current level. A required block also needs a way out of its other facets.
    fn opt_outs(
        &self,
        question: &Question,
        rating: &CompetenceRating,
        facet: Facet,
        name: &str,
    ) -> Option<impl IntoView + use<>> {
        let current = facet == Facet::Current;
        let offered = [
            (OptOut::CannotJudge, rating.opt_outs.cannot_judge && (current || question.required)),
            (OptOut::NotApplicable, rating.opt_outs.not_applicable && current),
        ];
        let cards: Vec<_> = offered
            .into_iter()
            .filter(|(_, offered)| *offered)
            .map(|(opt_out, _)| {
                Card {
                    kind: "radio",
                    name: name.to_owned(),
                    value: opt_out.code().to_owned(),
                    title: t!(format!("answering.value.{}", opt_out.code())),
                    note: String::new(),
                    checked: self.filled.has(name, opt_out.code()),
                    first: false,
                    quiet: true,
                }
                .show()
            })
            .collect();
        (!cards.is_empty()).then(|| view! { <div class="survey__alt">{cards}</div> })
    }
}
