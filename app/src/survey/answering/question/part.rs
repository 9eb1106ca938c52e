//! A part of a page: the head of its section, and its questions.

use super::{Heading, QuestionView};
use leptos::prelude::*;
use weiterblick_domain::questionnaire::{Item, PagePart, QuestionKind};

impl QuestionView<'_> {
    /// `section` is the rank of the section's headline: that of a competence where each has a page of its own.
    pub fn part(&self, part: &PagePart, section: Heading) -> AnyView {
        let text = self.definition.section(&part.section);
        let title = text.map_or("", |section| section.title.get(self.language)).to_owned();
        let intro = text.map_or("", |section| section.intro.get(self.language)).to_owned();
        let intro = (part.opens_section && !intro.is_empty()).then(|| view! { <p class="lead">{intro}</p> });
        let alone = section == self.heading;
        let own_head = alone && matches!(part.items.as_slice(), [item] if self.has_own_head(item));
        // A competence or an information text brings its own headline; the section stands above it.
        let head = if own_head { view! { <p class="kicker">{title}</p> }.into_any() } else { section.show(title) };
        let items = part.items.iter().map(|item| self.item(item, alone)).collect_view();
        view! { <div class="survey__intro">{head} {intro}</div> {items} }.into_any()
    }

    fn has_own_head(&self, item: &Item) -> bool {
        match self.definition.question(item.question()).map(|question| &question.kind) {
            Some(QuestionKind::CompetenceRating(_) | QuestionKind::Info(_)) => true,
            Some(
                QuestionKind::Single(_)
                | QuestionKind::Multi(_)
                | QuestionKind::TextShort {}
                | QuestionKind::TextLong {}
                | QuestionKind::YesNo(_),
            )
            | None => false,
        }
    }

    /// An item; among others, the first competence of a block also tells what the block is about.
    fn item(&self, item: &Item, alone: bool) -> AnyView {
        let block = match item {
            Item::Competence { question, competence } => self.definition.question(question).filter(|found| {
                matches!(&found.kind, QuestionKind::CompetenceRating(rating)
                    if rating.competences.first().is_some_and(|first| first.code == *competence))
            }),
            Item::Question(_) => None,
        };
        let text = block.map(|question| question.text.get(self.language).to_owned()).filter(|text| !text.is_empty());
        let text = text.filter(|_| !alone);
        view! { {text.map(|text| view! { <p>{text}</p> })} {self.show(item)} }.into_any()
    }
}
