//! What a questionnaire asks, in words.

use crate::texts::language;
use crate::ui::Section as PageSection;
use leptos::prelude::*;
use weiterblick_domain::questionnaire::{
    Definition, Facet, LONG_QUESTIONNAIRE_SECONDS, Layout, Question, QuestionKind, pages, progress,
};

/// Estimated time for everything, in seconds.
pub fn seconds(definition: &Definition) -> usize {
    progress(&pages(definition, Layout::All), 0).map_or(0, |progress| progress.seconds_left)
}

/// Whether it takes so long that its author should know.
pub fn is_long(definition: &Definition) -> bool {
    seconds(definition) > LONG_QUESTIONNAIRE_SECONDS
}

/// "12 Kompetenzen · 4 weitere Fragen · etwa 8 Minuten"
pub fn summary(definition: &Definition) -> String {
    let competences = definition.rated_competences().count();
    let others = definition
        .questions()
        .filter(|question| question.kind.is_answerable() && !matches!(question.kind, QuestionKind::CompetenceRating(_)))
        .count();
    let minutes = seconds(definition).div_ceil(60).max(1);
    let mut parts = Vec::new();
    if competences > 0 {
        parts.push(tn!("questionnaire.summary.competences", competences));
    }
    if others > 0 {
        let key = if competences > 0 { "questionnaire.summary.others" } else { "questionnaire.summary.questions" };
        parts.push(tn!(key, others));
    }
    parts.push(tn!("questionnaire.summary.minutes", minutes));
    parts.join(" · ")
}

/// Section by section, question by question.
pub fn outline(definition: &Definition) -> AnyView {
    definition
        .sections
        .iter()
        .map(|section| {
            let questions = section.questions.iter().map(question).collect_view();
            let id = format!("abschnitt-{}", section.code);
            let title = section.title.get(language()).to_owned();
            view! { <PageSection id=id title=title><ol class="stack" data-gap="4">{questions}</ol></PageSection> }
        })
        .collect_view()
        .into_any()
}

fn question(question: &Question) -> AnyView {
    let kind = t!(format!("questionnaire.kind.{}", question.kind.code()));
    let needed = question
        .kind
        .is_answerable()
        .then(|| if question.required { t!("questionnaire.required") } else { t!("questionnaire.optional") });
    // A rating block is headed like its section; what is asked about each competence says more.
    let asked = match &question.kind {
        QuestionKind::CompetenceRating(rating) => rating.facets.get(&Facet::Current).map(|settings| &settings.prompt),
        _ => None,
    };
    let asked = asked.unwrap_or(&question.text).get(language()).to_owned();
    let line: Vec<String> = [Some(kind), needed].into_iter().flatten().chain(details(&question.kind)).collect();
    view! {
        <li>
            <p><strong>{asked}</strong></p>
            <p class="text-soft text-sm">{line.join(" · ")}</p>
            {entries(&question.kind)}
        </li>
    }
    .into_any()
}

fn details(kind: &QuestionKind) -> Vec<String> {
    match kind {
        QuestionKind::CompetenceRating(rating) => {
            let facets = rating.facets.keys().map(|facet| t!(format!("questionnaire.facet.{facet}")));
            let anchors = rating.show_anchors.then(|| t!("questionnaire.with_anchors"));
            facets.chain(anchors).collect()
        }
        QuestionKind::Single(single) => vec![tn!("questionnaire.choices", single.choices.len())],
        QuestionKind::Multi(multi) => vec![tn!("questionnaire.choices", multi.choices.len())],
        QuestionKind::TextShort {} | QuestionKind::TextLong {} | QuestionKind::YesNo(_) | QuestionKind::Info(_) => {
            Vec::new()
        }
    }
}

fn entries(kind: &QuestionKind) -> Option<AnyView> {
    let texts: Vec<String> = match kind {
        QuestionKind::CompetenceRating(rating) => {
            rating.competences.iter().map(|competence| competence.title.get(language()).to_owned()).collect()
        }
        QuestionKind::Single(single) => {
            single.choices.iter().map(|choice| choice.label.get(language()).to_owned()).collect()
        }
        QuestionKind::Multi(multi) => {
            multi.choices.iter().map(|choice| choice.label.get(language()).to_owned()).collect()
        }
        QuestionKind::TextShort {} | QuestionKind::TextLong {} | QuestionKind::YesNo(_) | QuestionKind::Info(_) => {
            Vec::new()
        }
    };
    let items = texts.into_iter().map(|text| view! { <li>{text}</li> }).collect::<Vec<_>>();
    (!items.is_empty()).then(|| view! { <ul class="list text-sm">{items}</ul> }.into_any())
}
