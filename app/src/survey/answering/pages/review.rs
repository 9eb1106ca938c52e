//! `/fragebogen/pruefen`: everything that was answered, what is open, and what handing in means.

use super::friendly::{no_changes, participant_or_page};
use super::questions::place_of;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::{Frame, Page};
use crate::survey::answering::api::{AnswerDelete, AnswerLeave, AnswerSubmit};
use crate::survey::answering::participant::Participant;
use crate::survey::answering::question::control_id;
use crate::survey::answering::values::{cell_text, item_text, question_text};
use crate::ui::{Alert, Confirm, Icon, Section};
use leptos::prelude::*;
use weiterblick_domain::questionnaire::{
    self as model, AnswerKey, Answers, Completeness, OpenItem, check_complete, form,
};
use weiterblick_domain::survey::Mode;
use weiterblick_domain::text::Language;

pub async fn review() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let participant = match participant_or_page(&ctx).await? {
        Ok(participant) if participant.is_open(&ctx) && participant.may_change() => participant,
        Ok(participant) => return Ok(no_changes(&participant)),
        Err(page) => return Ok(page),
    };
    let list = List::new(&participant, ctx.request.language);
    let open = check_complete(&participant.questions, &list.answers);
    let count = list.pages.len();
    let content = view! {
        <div class="wrap">
            <div class="page-head">
                <div class="page-head__text">
                    <h1>{t!("answering.review.title")}</h1>
                    <p class="lead">{t!("answering.review.lead")}</p>
                    <p><a class="link-plain" href="#abgeben">{t!("answering.review.jump")}</a></p>
                </div>
            </div>
            <div class="stack" data-gap="section">
                {list.open(&open)}
                {list.sections()}
                {hand_in(&participant, &open, count)}
                {later(&participant)}
            </div>
        </div>
    };
    Ok(Page::new(t!("answering.review.title"), content).frame(Frame::Survey).org(participant.org()))
}

/// All answers in the order of asking.
struct List<'a> {
    participant: &'a Participant,
    pages: &'a [model::Page],
    answers: Answers,
    language: Language,
}

impl<'a> List<'a> {
    fn new(participant: &'a Participant, wanted: Language) -> Self {
        Self {
            participant,
            pages: participant.pages(),
            answers: participant.answers(),
            language: participant.language(wanted),
        }
    }

    fn place(&self, key: &AnswerKey) -> String {
        place_of(self.pages, &self.participant.questions, key)
    }

    fn question(&self, key: &AnswerKey) -> String {
        question_text(&self.participant.questions, key, self.language)
    }

    /// What is not answered, with links; only required questions stand against handing in.
    fn open(&self, open: &Completeness) -> AnyView {
        let (blocking, optional) = (self.by_item(&open.blocking), self.by_item(&open.optional));
        if blocking.is_empty() && optional.is_empty() {
            return view! { <Alert kind="ok"><p>{t!("answering.review.complete")}</p></Alert> }.into_any();
        }
        let blocking = (!blocking.is_empty()).then(|| {
            let links = self.links(&blocking);
            view! {
                <Alert kind="warn" title=tn!("answering.review.blocking_open", blocking.len())>
                    <p>{t!("answering.review.blocking_text")}</p>
                    <ul>{links}</ul>
                </Alert>
            }
        });
        let optional = (!optional.is_empty()).then(|| {
            view! {
                <details class="disclosure">
                    <summary>
                        <Icon name="info"/>{tn!("answering.review.optional_open", optional.len())}
                        <Icon name="chevron-down"/>
                    </summary>
                    <div class="stack" data-gap="2">
                        <p>{t!("answering.review.optional_text")}</p>
                        <ul>{self.links(&optional)}</ul>
                    </div>
                </details>
            }
        });
        view! { <div class="stack" data-gap="4">{blocking}{optional}</div> }.into_any()
    }

    /// The first open cell of each question or competence.
    fn by_item<'o>(&self, open: &'o [OpenItem]) -> Vec<&'o AnswerKey> {
        let mut keys: Vec<&AnswerKey> = open.iter().map(|item| &item.key).collect();
        keys.dedup_by_key(|key| item_text(&self.participant.questions, key, self.language));
        keys
    }

    fn links(&self, keys: &[&AnswerKey]) -> Vec<AnyView> {
        let text = |key: &AnswerKey| item_text(&self.participant.questions, key, self.language);
        keys.iter()
            .map(|key| view! { <li><a class="link-plain" href=self.place(key)>{text(key)}</a></li> }.into_any())
            .collect()
    }

    fn sections(&self) -> AnyView {
        let definition = &self.participant.questions;
        definition
            .sections
            .iter()
            .filter(|section| section.questions.iter().any(|question| !question.keys().is_empty()))
            .map(|section| {
                let rows = section.questions.iter().flat_map(model::Question::keys);
                let rows = rows.map(|key| self.row(&key)).collect_view();
                let title = section.title.get(self.language).to_owned();
                view! {
                    <Section id=format!("teil-{}", section.code) title=title.clone()>
                        <div class="table-box">
                            <table class="table" data-stack="" role="table">
                                <caption class="visually-hidden">{title}</caption>
                                <thead role="rowgroup">
                                    <tr role="row">
                                        <th scope="col" role="columnheader">{t!("answering.review.question")}</th>
                                        <th scope="col" role="columnheader">{t!("answering.review.answer")}</th>
                                        <th scope="col" role="columnheader">{t!("answering.review.change_head")}</th>
                                    </tr>
                                </thead>
                                <tbody role="rowgroup">{rows}</tbody>
                            </table>
                        </div>
                    </Section>
                }
            })
            .collect_view()
            .into_any()
    }

    fn row(&self, key: &AnswerKey) -> AnyView {
        let cell = self.answers.get(key);
        let text = cell_text(&self.participant.questions, key, cell, self.language);
        let question = self.question(key);
        let missing = cell.is_missing();
        // The summary of errors leads here.
        let id = control_id(&form::field_name(key));
        view! {
            <tr role="row">
                <th scope="row" role="rowheader">{question.clone()}</th>
                <td role="cell" data-label=t!("answering.review.answer")>
                    <span class=missing.then_some("text-soft")>{text}</span>
                </td>
                <td role="cell" data-label=t!("answering.review.change_head")>
                    <a class="link-plain" id=id href=self.place(key)>
                        {if missing { t!("answering.review.answer_now") } else { t!("answering.review.change") }}
                        <span class="visually-hidden">": "{question}</span>
                    </a>
                </td>
            </tr>
        }
        .into_any()
    }
}

/// What handing in means, said before it happens (needs-analysis.md §12.7).
fn hand_in(participant: &Participant, open: &Completeness, pages: usize) -> AnyView {
    let mode = mode_word(participant.mode());
    if participant.is_submitted() {
        return view! {
            <Section id="abgeben" title=t!("answering.submit.done_title")>
                <div class="stack" data-gap="4">
                    <p>{t!(format!("answering.submit.done_text.{mode}"))}</p>
                    <p>
                        <a class="button" href="/fragebogen/ergebnis">
                            {t!("answering.to_result")}<Icon name="arrow-right" flip=true/>
                        </a>
                    </p>
                </div>
            </Section>
        }
        .into_any();
    }
    let blocked = !open.may_submit();
    view! {
        <Section id="abgeben" title=t!(format!("answering.submit.title.{mode}"))>
            <div class="stack" data-gap="4">
                <p>{t!(format!("answering.submit.text.{mode}"))}</p>
                {blocked.then(|| view! { <p><strong>{t!("answering.submit.blocked")}</strong></p> })}
                <div class="cluster">
                    <PostForm<AnswerSubmit>>
                        <button class="button" data-size="l" type="submit">
                            <Icon name="send"/>{t!(format!("answering.submit.button.{mode}"))}
                        </button>
                    </PostForm<AnswerSubmit>>
                    <a class="button" data-kind="secondary" href=format!("/fragebogen?seite={pages}")>
                        <Icon name="arrow-left" flip=true/>{t!("answering.back")}
                    </a>
                </div>
            </div>
        </Section>
    }
    .into_any()
}

pub const fn mode_word(mode: Mode) -> &'static str {
    match mode {
        Mode::Anonymous => "anonymous",
        Mode::Named => "named",
    }
}

/// Going on later, ending on this device, deleting.
pub fn later(participant: &Participant) -> AnyView {
    let mode = mode_word(participant.mode());
    let anonymous = participant.mode() == Mode::Anonymous;
    let open_code = anonymous
        .then(|| view! { <p><a class="link-plain" href="/fragebogen/code">{t!("answering.new_code.link")}</a></p> });
    view! {
        <Section id="spaeter" title=t!("answering.later.title")>
            <div class="stack" data-gap="4">
                <p>{t!(format!("answering.later.text.{mode}"))}</p>
                {open_code}
                <ul class="cluster" data-gap="4">
                    <li>
                        <a class="link-plain" href="/fragebogen/meine-antworten.html" download="">
                            <Icon name="download"/>{t!("answering.export.html")}
                        </a>
                    </li>
                    <li>
                        <a class="link-plain" href="/fragebogen/meine-antworten.json" download="">
                            <Icon name="download"/>{t!("answering.export.json")}
                        </a>
                    </li>
                </ul>
                <div class="cluster" data-gap="3">
                    <Confirm open=t!("answering.leave.open") question=t!("answering.leave.question")
                        text=t!(format!("answering.leave.text.{mode}"))>
                        <PostForm<AnswerLeave>>
                            <button class="button" type="submit"><Icon name="logout"/>{t!("answering.leave.button")}</button>
                        </PostForm<AnswerLeave>>
                    </Confirm>
                    <Confirm open=t!("answering.delete.open") question=t!("answering.delete.question")
                        text=t!(format!("answering.delete.text.{mode}"))>
                        <PostForm<AnswerDelete>>
                            <button class="button" data-kind="danger" type="submit">
                                <Icon name="trash"/>{t!("answering.delete.button")}
                            </button>
                        </PostForm<AnswerDelete>>
                    </Confirm>
                </div>
            </div>
        </Section>
    }
    .into_any()
}
