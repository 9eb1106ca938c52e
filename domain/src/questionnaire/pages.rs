//! How the questions are spread over pages, and how far along somebody is.

use super::{AnswerKey, Code, Definition, Question, QuestionKind, RatedCompetence};
use crate::coded::coded;

coded! {
    /// How many questions stand on a page.
    Layout {
        /// One question, or one competence with its facets, a page.
        One = "one",
        /// One section a page.
        Section = "section",
        /// Everything on one page.
        All = "all",
    }
}

/// More than a quarter of an hour deserves a warning to the author (needs-analysis §8.4).
pub const LONG_QUESTIONNAIRE_SECONDS: usize = 15 * 60;

/// What is asked in one go and counted as one question in "question 4 of 12".
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    Question(Code),
    Competence { question: Code, competence: Code },
}

/// Questions of one section on one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePart {
    pub section: Code,
    /// The section's title and intro stand on this page.
    pub opens_section: bool,
    pub items: Vec<Item>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Names the page in its address, also after questions before it were hidden or shown.
    pub slug: String,
    pub parts: Vec<PagePart>,
    /// Answerable items on the pages before.
    pub items_before: usize,
    /// Answerable items here; 0 for a page that is only read.
    pub items_here: usize,
    /// Estimated time for this page.
    pub seconds: usize,
}

/// Progress as it is shown on a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Number of the first and the last question of this page, from 1; `None` on a page that is only read.
    pub numbers: Option<(usize, usize)>,
    pub of: usize,
    /// Estimated time for this page and all after it.
    pub seconds_left: usize,
}

impl Page {
    /// The cells that a form on this page posts.
    pub fn keys(&self, definition: &Definition) -> Vec<AnswerKey> {
        self.parts.iter().flat_map(|part| &part.items).flat_map(|item| item.keys(definition)).collect()
    }
}

impl Item {
    pub const fn question(&self) -> &Code {
        match self {
            Self::Question(question) | Self::Competence { question, .. } => question,
        }
    }

    pub fn keys(&self, definition: &Definition) -> Vec<AnswerKey> {
        let Some(question) = definition.question(self.question()) else { return Vec::new() };
        match self {
            Self::Question(_) => question.keys(),
            Self::Competence { competence, .. } => {
                rated(question, competence).map(|competence| question.keys_of(competence)).unwrap_or_default()
            }
        }
    }

    fn slug(&self) -> String {
        match self {
            Self::Question(question) => question.to_string(),
            Self::Competence { question, competence } => format!("{question}.{competence}"),
        }
    }
}

fn rated<'a>(question: &'a Question, code: &Code) -> Option<&'a RatedCompetence> {
    match &question.kind {
        QuestionKind::CompetenceRating(rating) => rating.competence(code),
        QuestionKind::Single(_)
        | QuestionKind::Multi(_)
        | QuestionKind::TextShort {}
        | QuestionKind::TextLong {}
        | QuestionKind::YesNo(_)
        | QuestionKind::Info(_) => None,
    }
}

/// The items of a question; a rating block is one item per competence.
fn items_of(question: &Question) -> Vec<Item> {
    match &question.kind {
        QuestionKind::CompetenceRating(rating) => rating
            .competences
            .iter()
            .map(|competence| Item::Competence { question: question.code.clone(), competence: competence.code.clone() })
            .collect(),
        QuestionKind::Single(_)
        | QuestionKind::Multi(_)
        | QuestionKind::TextShort {}
        | QuestionKind::TextLong {}
        | QuestionKind::YesNo(_)
        | QuestionKind::Info(_) => vec![Item::Question(question.code.clone())],
    }
}

/// Time for one item: 4 s a rating, 8 s a choice, 20 s a short text (needs-analysis §8.4). The specification names no
/// time for a long text; it is counted as three short ones.
const fn seconds_per_item(kind: &QuestionKind, cells: usize) -> usize {
    match kind {
        QuestionKind::CompetenceRating(_) => 4 * cells,
        QuestionKind::Single(_) | QuestionKind::Multi(_) | QuestionKind::YesNo(_) => 8,
        QuestionKind::TextShort {} => 20,
        QuestionKind::TextLong {} => 60,
        QuestionKind::Info(_) => 0,
    }
}

/// The pages of a questionnaire, in order.
pub fn pages(definition: &Definition, layout: Layout) -> Vec<Page> {
    let mut drafts: Vec<(String, Vec<PagePart>)> = Vec::new();
    for section in &definition.sections {
        let items = section.questions.iter().flat_map(items_of);
        let part = |items, opens_section| PagePart { section: section.code.clone(), opens_section, items };
        match layout {
            Layout::One => {
                drafts.extend(items.enumerate().map(|(at, item)| (item.slug(), vec![part(vec![item], at == 0)])));
            }
            Layout::Section => drafts.push((section.code.to_string(), vec![part(items.collect(), true)])),
            Layout::All => {
                if drafts.is_empty() {
                    drafts.push((Layout::All.code().to_owned(), Vec::new()));
                }
                drafts[0].1.push(part(items.collect(), true));
            }
        }
    }
    let mut items_before = 0;
    let mut count = |(slug, parts)| {
        let mut page = Page { slug, parts, items_before, items_here: 0, seconds: 0 };
        for item in page.parts.iter().flat_map(|part| &part.items) {
            let cells = item.keys(definition).len();
            page.items_here += usize::from(cells > 0);
            page.seconds +=
                definition.question(item.question()).map_or(0, |question| seconds_per_item(&question.kind, cells));
        }
        items_before += page.items_here;
        page
    };
    drafts.into_iter().map(&mut count).collect()
}

/// Progress on the page with this index; `None` when there is no such page.
pub fn progress(pages: &[Page], index: usize) -> Option<Progress> {
    let page = pages.get(index)?;
    Some(Progress {
        numbers: (page.items_here > 0).then_some((page.items_before + 1, page.items_before + page.items_here)),
        of: pages.iter().map(|page| page.items_here).sum(),
        seconds_left: pages[index..].iter().map(|page| page.seconds).sum(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    fn slugs(layout: Layout) -> Vec<String> {
        pages(&fixture::definition(), layout).into_iter().map(|page| page.slug).collect()
    }

    #[test]
    fn a_competence_is_a_page_of_its_own() {
        let expected = ["willkommen", "dig.c1_1", "dig.c1_2", "rolle", "anlass", "thema", "mehr", "zusage"];
        assert_eq!(slugs(Layout::One), expected);
        assert_eq!(slugs(Layout::Section), ["koennen", "anlaesse"]);
        assert_eq!(slugs(Layout::All), ["all"]);
    }

    #[test]
    fn progress_counts_what_can_be_answered() {
        let one = pages(&fixture::definition(), Layout::One);
        let shown: Vec<_> =
            (0..one.len()).filter_map(|index| progress(&one, index)).map(|p| (p.numbers, p.of)).collect();
        let expected = [None, Some(1), Some(2), Some(3), Some(4), Some(5), Some(6), Some(7)];
        assert_eq!(shown, expected.map(|number| (number.map(|n| (n, n)), 7)));
        let sections = pages(&fixture::definition(), Layout::Section);
        assert_eq!(progress(&sections, 1).unwrap().numbers, Some((3, 7)));
        assert_eq!(progress(&one, one.len()), None);
    }

    #[test]
    fn the_time_estimate_adds_ratings_choices_and_texts() {
        let one = pages(&fixture::definition(), Layout::One);
        let left: Vec<_> = (0..one.len()).filter_map(|index| progress(&one, index)).map(|p| p.seconds_left).collect();
        let per_page = [0, 3 * 4, 3 * 4, 8, 8, 20, 60, 8];
        let expected: Vec<usize> = (0..8).map(|index| per_page[index..].iter().sum()).collect();
        assert_eq!(left, expected);
        assert_eq!(progress(&pages(&fixture::definition(), Layout::All), 0).unwrap().seconds_left, expected[0]);
    }

    #[test]
    fn every_layout_asks_for_every_cell_once_and_opens_every_section_once() {
        let definition = fixture::definition();
        for layout in Layout::ALL {
            let pages = pages(&definition, *layout);
            let keys: Vec<AnswerKey> = pages.iter().flat_map(|page| page.keys(&definition)).collect();
            assert_eq!(keys, definition.keys(), "{layout}");
            let opened = pages.iter().flat_map(|page| &page.parts).filter(|part| part.opens_section).count();
            assert_eq!(opened, definition.sections.len(), "{layout}");
        }
    }
}
