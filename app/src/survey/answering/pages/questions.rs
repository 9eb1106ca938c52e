//! `/fragebogen`: the questions, page by page or all on one.

use super::friendly::{no_changes, participant_or_page};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::{PostForm, action_name};
use crate::page::{Frame, Page, query};
use crate::survey::answering::autosave::{Autosave, AutosaveTexts};
use crate::survey::answering::participant::Participant;
use crate::survey::answering::progress::{position, progress_bar};
use crate::survey::answering::question::{Filled, Heading, QuestionView};
use crate::survey::answering::save::AnswerSave;
use crate::survey::answering::saving::{page_index, page_path};
use crate::survey::answering::who_sees::aside;
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::questionnaire::{self as model, Item, Layout, QuestionKind};
use weiterblick_domain::survey::Revision;
use weiterblick_domain::text::Language;

/// The id of the hidden field by which the island finds its form.
const ANCHOR: &str = "stand";

/// `?seite=` is the number of a page; without it, answering goes on where something is still open.
pub async fn questions() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let participant = match participant_or_page(&ctx).await? {
        Ok(participant) if participant.is_open(&ctx) && participant.may_change() => participant,
        Ok(participant) => return Ok(no_changes(&participant)),
        Err(page) => return Ok(page),
    };
    let pages = participant.pages();
    let Some(index) = page_index(&query("seite"), pages.len()).or_else(|| resume_at(&participant, pages)) else {
        leptos_axum::redirect(
            if participant.is_submitted() { "/fragebogen/ergebnis" } else { "/fragebogen/pruefen" },
            false,
        );
        return Ok(Page::new("", ()));
    };
    Ok(show(&ctx, &participant, pages, index))
}

/// The first page that has something open; the first one at the very beginning; `None` when all is answered or handed in.
fn resume_at(participant: &Participant, pages: &[model::Page]) -> Option<usize> {
    let answers = participant.answers();
    if participant.is_submitted() {
        return None;
    }
    if answers.is_empty() {
        return Some(0);
    }
    let open = |page: &model::Page| page.keys(&participant.questions).iter().any(|key| answers.get(key).is_missing());
    pages.iter().position(open)
}

fn show(ctx: &Ctx, participant: &Participant, pages: &[model::Page], index: usize) -> Page {
    let definition: &model::Definition = &participant.questions;
    let language = participant.language(ctx.request.language);
    let report = ctx.request.form.as_ref().filter(|report| report.action == action_name::<AnswerSave>());
    let filled = report.map_or_else(|| Filled::stored(&participant.answers()), Filled::sent);
    let layout = participant.survey.layout;
    let (section, heading) = match layout {
        Layout::One => (Heading::One, Heading::One),
        Layout::Section => (Heading::One, Heading::Two),
        Layout::All => (Heading::Two, Heading::Three),
    };
    let view = QuestionView { definition, filled: &filled, mode: participant.mode(), language, heading };
    let page = &pages[index];
    let head = (layout == Layout::All).then(|| view! { <h1>{participant.survey.title.clone()}</h1> });
    let parts = page.parts.iter().map(|part| view.part(part, section)).collect_view();
    let revision = participant.draft().revision;
    let foreign = (language != ctx.request.language).then(|| language.code());
    let last = index + 1 == pages.len();
    let position = position(pages, index);
    let (progress, aside) = (progress_bar(pages, index, &position), aside(&participant.survey));
    let content = view! {
        <PostForm<AnswerSave> class="wrap survey__grid">
            // The first button of a form is what the enter key presses.
            <button class="visually-hidden" type="submit" name="go" value="next" tabindex="-1" aria-hidden="true"></button>
            <input type="hidden" name="page" value=(index + 1).to_string()/>
            <input type="hidden" id=ANCHOR name="revision" value=revision.0.to_string() autocomplete="off"/>
            {progress}
            <div class="survey__main" lang=foreign>
                {head}
                {parts}
                <div class="cluster" data-gap="2">
                    <button class="button" data-kind="quiet" data-size="s" type="submit" name="go" value="save">
                        <Icon name="saved"/>{t!("form.save")}
                    </button>
                    {(!last).then(|| view! {
                        <button class="button" data-kind="quiet" data-size="s" type="submit" name="go" value="review">
                            <Icon name="form"/>{t!("answering.review.button")}
                        </button>
                    })}
                </div>
            </div>
            {aside}
            <div class="survey__bar">
                <div class="survey__bar-row">
                    {(index > 0).then(|| view! {
                        <button class="button" data-kind="secondary" type="submit" name="go" value="back">
                            <Icon name="arrow-left" flip=true/>{t!("answering.back")}
                        </button>
                    })}
                    <button class="button" type="submit" name="go" value="next">
                        {if last { t!("answering.to_review") } else { t!("answering.next") }}
                        <Icon name="arrow-right" flip=true/>
                    </button>
                </div>
            </div>
        </PostForm<AnswerSave>>
    };
    let initial = if report.is_some() {
        t!("answering.state.check")
    } else if revision == Revision(0) {
        t!("answering.state.nothing")
    } else {
        t!("answering.state.saved")
    };
    let status = view! { <Autosave anchor=ANCHOR.to_owned() initial=initial texts=texts()/> };
    Page::new(title(definition, page, &position, language), content)
        .frame(Frame::Survey)
        .org(participant.org())
        .status(status)
}

/// "Question 4 of 12: Searching and filtering"
fn title(definition: &model::Definition, page: &model::Page, position: &str, language: Language) -> String {
    let items: Vec<&Item> = page.parts.iter().flat_map(|part| &part.items).collect();
    let about = match items.as_slice() {
        [Item::Competence { question, competence }] => match definition.question(question).map(|found| &found.kind) {
            Some(QuestionKind::CompetenceRating(rating)) => rating.competence(competence).map(|found| &found.title),
            _ => None,
        },
        [Item::Question(question)] => definition.question(question).map(|found| &found.text),
        _ => page.parts.first().and_then(|part| definition.section(&part.section)).map(|section| &section.title),
    };
    match about {
        Some(about) => format!("{position}: {}", about.get(language)),
        None => position.to_owned(),
    }
}

fn texts() -> AutosaveTexts {
    AutosaveTexts {
        saving: t!("answering.state.saving"),
        saved: t!("answering.state.saved"),
        // The island fills the time in.
        saved_at: t!("answering.state.saved_at", time = "%{time}"),
        offline: t!("answering.state.offline"),
        offline_more: t!("answering.state.offline_more"),
        check: t!("answering.state.check"),
        check_more: t!("answering.state.check_more"),
        conflict: t!("answering.state.conflict"),
        conflict_more: t!("answering.state.conflict_more"),
        ended: t!("answering.state.ended"),
        ended_more: t!("answering.state.ended_more"),
    }
}

/// Where a cell is asked for: the page with its control in sight.
pub fn place_of(pages: &[model::Page], definition: &model::Definition, key: &model::AnswerKey) -> String {
    let index = pages.iter().position(|page| page.keys(definition).contains(key)).unwrap_or(0);
    format!("{}#f-{}", page_path(index), model::form::field_name(key))
}
