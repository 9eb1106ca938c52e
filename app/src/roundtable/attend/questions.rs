//! Questions to the room and the pace of it (live.md L25, L27).

use super::api::{LiveAsk, LivePace, LiveSupport, LiveWithdrawQuestion};
use crate::error::Error;
use crate::form::PostForm;
use crate::roundtable::access::Attendee;
use crate::roundtable::scene::{Board, Question};
use crate::ui::{Icon, TextArea, TextField};
use leptos::prelude::*;
use std::collections::BTreeSet;
use weiterblick_domain::ids::{EventId, QuestionId};
use weiterblick_domain::roundtable::identity::AuthorRef;
use weiterblick_domain::roundtable::limits::{NICKNAME_MAX, QUESTION_TEXT_MAX};
use weiterblick_domain::roundtable::pace::Pace;
use weiterblick_domain::roundtable::question::QuestionState;
use weiterblick_store::Conn;
use weiterblick_store::roundtable::event::Event;
use weiterblick_store::roundtable::question::{self, StoredQuestion};

/// The questions that the room sees, the own ones, and the form for another one.
///
/// # Errors
/// [`Error`] when the database does not answer.
pub async fn section(
    conn: &mut Conn,
    attendee: &Attendee,
    event: &Event,
    board: Option<&Board>,
) -> Result<AnyView, Error> {
    let author = AuthorRef::of(event.id, &attendee.token);
    let (asked, voted) = question::own(conn, &attendee.grant, author).await?;
    let own: BTreeSet<QuestionId> = asked.iter().map(|question| question.id).collect();
    let visible = board.map(|board| board.questions.as_slice()).unwrap_or_default();
    let list = visible
        .iter()
        .map(|question| shown(event.id, question, own.contains(&question.id), voted.contains(&question.id)));
    let list = list.collect_view();
    let waiting =
        asked.iter().filter(|question| !is_visible(question.state)).map(|question| unpublished(event.id, question));
    let waiting = waiting.collect_view();
    let hidden = board.map_or(0, |board| board.hidden_questions);
    let nicknames = event.conditions.settings.nicknames;
    let longest = |max: usize| u32::try_from(max).unwrap_or(u32::MAX);
    let id = event.id.to_string();
    Ok(view! {
        <section class="stack" data-gap="4" id="fragen" data-region="" aria-labelledby="fragen-t">
            <h2 id="fragen-t">{t!("question.title")}</h2>
            {(!visible.is_empty()).then(|| view! { <ol class="qa">{list}</ol> })}
            {(!asked.is_empty()).then(|| view! { <ul class="qa">{waiting}</ul> })}
            {(hidden > 0).then(|| view! { <p class="text-soft">{tn!("question.hidden", hidden)}</p> })}
            <PostForm<LiveAsk> class="stack" anchor="fragen" live="form">
                <input type="hidden" name="event" value=id/>
                <TextArea name="text" label=t!("question.label") hint=t!("question.hint", max = QUESTION_TEXT_MAX)
                    rows=3 maxlength=longest(QUESTION_TEXT_MAX)/>
                {nicknames.then(|| view! {
                    <TextField name="nickname" label=t!("question.nickname") maxlength=longest(NICKNAME_MAX) optional=true/>
                })}
                <button class="button" data-kind="secondary" data-block="" type="submit">
                    <Icon name="send"/>{t!("question.ask")}
                </button>
            </PostForm<LiveAsk>>
        </section>
    }
    .into_any())
}

const fn is_visible(state: QuestionState) -> bool {
    matches!(state, QuestionState::Visible | QuestionState::Answered)
}

/// A question that the room sees.
fn shown(event: EventId, question: &Question, own: bool, voted: bool) -> impl IntoView + use<> {
    let id = question.id.to_string();
    let open = question.state == QuestionState::Visible;
    let name = (!question.nickname.is_empty()).then(|| view! { <p class="text-soft">{question.nickname.clone()}</p> });
    let answer = (question.state == QuestionState::Answered).then(|| {
        let text = if question.answer.is_empty() { t!("question.answered") } else { question.answer.clone() };
        view! { <p class="note"><Icon name="check"/><span>{text}</span></p> }
    });
    let support = if voted { t!("question.unsupport") } else { t!("question.support") };
    view! {
        <li class="qa__item">
            <p class="qa__votes"><strong>{question.votes}</strong>{tn!("question.votes", question.votes)}</p>
            <div class="qa__body">
                <p>{question.text.clone()}</p>
                {name}
                {answer}
                <div class="cluster" data-gap="2">
                    {(open && !own).then(|| view! {
                        <PostForm<LiveSupport> row=("question", id.clone()) anchor="fragen" live="form">
                            <input type="hidden" name="event" value=event.to_string()/>
                            <button class="button" data-kind="quiet" data-size="s" type="submit" name="support"
                                value=if voted { "false" } else { "true" } aria-pressed=if voted { "true" } else { "false" }>
                                <Icon name="arrow-up"/>{support}
                            </button>
                        </PostForm<LiveSupport>>
                    })}
                    {(open && own).then(|| withdraw(event, id.clone()))}
                </div>
            </div>
        </li>
    }
}

/// An own question that the room does not see (L10).
fn unpublished(event: EventId, question: &StoredQuestion) -> impl IntoView + use<> {
    let state = match (question.state, question.hidden_by) {
        (QuestionState::Hidden, Some(rule)) => t!(format!("vote.hidden.{rule}")),
        (QuestionState::Hidden, None) => t!("vote.hidden.moderation"),
        (QuestionState::Merged, _) => t!("question.merged"),
        _ => t!("question.pending"),
    };
    let own = question.state.may_be_withdrawn().is_ok();
    let id = question.id.to_string();
    view! {
        <li class="qa__item">
            <p class="qa__votes">{t!("question.own")}</p>
            <div class="qa__body">
                <p>{question.text.clone()}</p>
                <p class="text-soft">{state}</p>
                {own.then(|| withdraw(event, id))}
            </div>
        </li>
    }
}

fn withdraw(event: EventId, question: String) -> impl IntoView {
    view! {
        <PostForm<LiveWithdrawQuestion> row=("question", question) anchor="fragen" live="form">
            <input type="hidden" name="event" value=event.to_string()/>
            <button class="button" data-kind="quiet" data-size="s" type="submit">
                <Icon name="trash"/>{t!("question.withdraw")}
            </button>
        </PostForm<LiveWithdrawQuestion>>
    }
}

/// Three buttons about the pace; what was said expires by itself.
pub fn pace(event: EventId) -> AnyView {
    let buttons = Pace::ALL.iter().map(|pace| {
        view! {
            <button class="button" data-kind="secondary" data-size="s" type="submit" name="pace" value=pace.word()>
                {t!(format!("attend.pace.{pace}"))}
            </button>
        }
    });
    view! {
        <section class="stack" data-gap="3" id="tempo" data-region="" aria-labelledby="tempo-t">
            <h2 id="tempo-t">{t!("attend.pace.title")}</h2>
            <p class="text-soft">{t!("attend.pace.text")}</p>
            <PostForm<LivePace> class="cluster" anchor="tempo" live="form">
                <input type="hidden" name="event" value=event.to_string()/>
                {buttons.collect_view()}
            </PostForm<LivePace>>
        </section>
    }
    .into_any()
}
