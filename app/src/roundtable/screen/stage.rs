//! What the stage shows: welcome, a question with its options or result, cards, questions, an item of the agenda.

use crate::format::Format;
use crate::roundtable::result;
use crate::roundtable::scene::{Round, Told};
use leptos::prelude::*;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::question::QuestionState;
use weiterblick_domain::roundtable::round::RoundState;
use weiterblick_domain::roundtable::stage::Stage;

pub fn stage(told: &Told, event: &str, format: &Format) -> AnyView {
    if matches!(told.scene.event.state, EventState::Ended | EventState::Sealed) {
        return headline(t!("screen.thanks"), t!("screen.over"));
    }
    match told.scene.stage {
        Stage::Round(_) => {
            told.staged().map_or_else(|| welcome(told, event, format), |round| question(told, round, format))
        }
        Stage::Board(poll) => {
            let cards = told.board.as_ref().map(|board| result::board(board, poll, &told.scene.rounds));
            view! { <h1 id="frage">{t!("screen.board")}</h1> {cards} }.into_any()
        }
        Stage::Questions => questions(told),
        Stage::Agenda(_) | Stage::Welcome => welcome(told, event, format),
    }
}

fn headline(title: String, text: String) -> AnyView {
    view! { <h1 id="frage">{title}</h1> <p class="projector__lead">{text}</p> }.into_any()
}

/// The current item of the agenda, else the event itself.
fn welcome(told: &Told, event: &str, format: &Format) -> AnyView {
    let Some(item) = &told.scene.agenda.current else {
        let text = if told.scene.event.join_open { t!("screen.welcome") } else { t!("screen.wait") };
        return headline(event.to_owned(), text);
    };
    headline(item.title.get(format.language()).to_owned(), item.speaker.clone())
}

/// A round: its question, and the options as text for people without a device until there is a result to see.
fn question(told: &Told, round: &Round, format: &Format) -> AnyView {
    let open = round.state.is_open();
    let shown = told.result(round.id).is_some() || (!open && told.withheld(round.id).is_some());
    let below = if round.state == RoundState::Void {
        view! { <p class="projector__lead">{t!("vote.void")}</p> }.into_any()
    } else if shown {
        result::shown(told, round, format)
    } else {
        options(round, format)
    };
    let state = match round.state {
        RoundState::Reading => Some(t!("screen.reading")),
        RoundState::Open | RoundState::Closing => Some(t!("screen.open")),
        RoundState::Locked | RoundState::Closed if !shown => Some(t!("screen.locked")),
        _ => None,
    };
    view! {
        <h1 id="frage">{round.title.get(format.language()).to_owned()}</h1>
        {below}
        {state.map(|text| view! { <p class="projector__lead">{text}</p> })}
    }
    .into_any()
}

fn options(round: &Round, format: &Format) -> AnyView {
    if round.options.is_empty() {
        return ().into_any();
    }
    let options =
        round.options.iter().map(|option| view! { <li>{option.label.get(format.language()).to_owned()}</li> });
    view! { <ul class="projector__options">{options.collect_view()}</ul> }.into_any()
}

/// The questions that wait for an answer, most wanted first.
fn questions(told: &Told) -> AnyView {
    let asked = told.board.iter().flat_map(|board| &board.questions);
    let open = asked.filter(|question| question.state == QuestionState::Visible).map(|question| {
        view! {
            <li>
                <span class="pbars__value">{question.votes}</span>" "<span>{question.text.clone()}</span>
            </li>
        }
    });
    let open = open.collect_view();
    view! {
        <h1 id="frage">{t!("question.title")}</h1>
        <ol class="projector__questions">{open}</ol>
    }
    .into_any()
}
