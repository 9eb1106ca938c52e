//! The round on stage: where it is, what can be done with it now, and what came out so far.

use super::api::PutOnStage;
use super::pages::Console;
use crate::form::PostForm;
use crate::roundtable::result::{self, Asked};
use crate::roundtable::scene::Round;
use crate::ui::{Alert, Confirm, Empty, Icon};
use leptos::prelude::*;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::round::{Results, RoundState};

pub fn panel(console: &Console) -> AnyView {
    let content = match console.told.staged() {
        Some(round) => staged(console, round),
        None => {
            let text = match console.told.scene.event.state {
                EventState::Running => t!("console.nothing_text"),
                _ => t!("console.before_text"),
            };
            view! { <Empty title=t!("console.nothing") text=text/> }.into_any()
        }
    };
    view! { <section class="console__poll panel" aria-labelledby="t-frage" id="abstimmung" data-region="">{content}</section> }
        .into_any()
}

fn staged(console: &Console, round: &Round) -> AnyView {
    let badge = match round.state {
        RoundState::Open | RoundState::Closing => view! { <span class="badge" data-state="live"><span class="pulse"></span>{state(round)}</span> }.into_any(),
        _ => view! { <span class="badge" data-state="closed">{state(round)}</span> }.into_any(),
    };
    let line = t!("console.kind_and_round", kind = t!(format!("poll.kind.{}", round.kind.word())), number = round.no);
    view! {
        <div class="console__poll-head">{badge}<span class="text-soft text-sm">{line}</span></div>
        <h2 id="t-frage">{round.title.get(console.language).to_owned()}</h2>
        {phases(round)}
        {controls(console, round)}
        {round.integrity.map(|numbers| view! {
            <Alert kind="error" title=t!("console.integrity.title")>
                <p>{t!("console.integrity.text", counted = numbers.counted, expected = numbers.expected)}</p>
                {console.round_form(round.id, button("recount", "secondary", "sort"))}
            </Alert>
        })}
        {outcome(console, round)}
    }
    .into_any()
}

fn state(round: &Round) -> String {
    t!(format!("console.state.{}", round.state.word()))
}

/// Ready, open, locked, shown: where the round is on its way.
fn phases(round: &Round) -> AnyView {
    let reached = match (round.state, round.results) {
        (RoundState::Prepared | RoundState::Reading, _) => 0,
        (RoundState::Open | RoundState::Closing, _) => 1,
        (RoundState::Locked | RoundState::Closed | RoundState::Void, Results::Hidden) => 2,
        (RoundState::Locked | RoundState::Closed | RoundState::Void, Results::All) => 3,
    };
    let steps = ["ready", "open", "locked", "shown"]
        .into_iter()
        .enumerate()
        .map(|(index, step)| {
            let done = index < reached;
            view! {
                <li data-state=done.then_some("done") aria-current=(index == reached).then_some("step")>
                    {done.then(|| view! { <Icon name="check"/> })}{t!(format!("console.phase.{step}"))}
                </li>
            }
        })
        .collect_view();
    view! {
        <p class="visually-hidden">{t!("console.phases")}</p>
        <ol class="phases">{steps}</ol>
    }
    .into_any()
}

fn button(command: &'static str, kind: &'static str, icon: &'static str) -> AnyView {
    view! {
        <button class="button" data-kind=kind type="submit" name="command" value=command data-command=command>
            <Icon name=icon/>{t!(format!("console.command.{command}"))}
        </button>
    }
    .into_any()
}

/// What the present state allows, the main step first. What is destructive asks first.
fn controls(console: &Console, round: &Round) -> AnyView {
    if console.told.scene.event.state != EventState::Running {
        return ().into_any();
    }
    let reveal = match round.results {
        Results::Hidden => button("reveal", "secondary", "eye"),
        Results::All => button("hide", "quiet", "eye-off"),
    };
    let buttons = match round.state {
        RoundState::Prepared => vec![button("open", "", "play"), button("show", "secondary", "screen")],
        RoundState::Reading => vec![button("open", "", "play")],
        RoundState::Open | RoundState::Closing => vec![button("lock", "accent", "lock"), reveal],
        RoundState::Locked => {
            let reveal = match round.results {
                Results::Hidden => button("reveal", "", "eye"),
                Results::All => reveal,
            };
            vec![reveal, button("close", "secondary", "check"), button("reopen", "quiet", "unlock")]
        }
        RoundState::Closed => vec![reveal],
        RoundState::Void => Vec::new(),
    };
    let another = matches!(round.state, RoundState::Locked | RoundState::Closed | RoundState::Void).then(|| {
        view! {
            <PostForm<PutOnStage> live="">
                {console.basis()}
                <input type="hidden" name="poll" value=round.poll.to_string()/>
                <input type="hidden" name="number" value=(round.no + 1).to_string()/>
                <button class="button" data-kind="secondary" type="submit"><Icon name="next"/>{t!("console.command.new_round")}</button>
            </PostForm<PutOnStage>>
        }
    });
    let void = (!matches!(round.state, RoundState::Closed | RoundState::Void)).then(|| {
        let form = console.round_form(round.id, view! {
            <div class="field">
                <label class="label" for="f-reason">{t!("console.void.reason")}</label>
                <input class="input" id="f-reason" name="reason" type="text" maxlength="200"/>
            </div>
            {button("void", "danger", "trash")}
        }.into_any());
        view! {
            <Confirm kind="quiet" open=t!("console.command.void") question=t!("console.void.question") text=t!("console.void.text")>
                {form}
            </Confirm>
        }
    });
    view! {
        <div class="controls">
            {(!buttons.is_empty()).then(|| console.round_form(round.id, view! { <div class="cluster" data-gap="2">{buttons}</div> }.into_any()))}
            {another}
        </div>
        {void}
    }
    .into_any()
}

/// The distribution, as far as the console may see it (L8), and who else sees it.
fn outcome(console: &Console, round: &Round) -> AnyView {
    let Some(figures) = console.told.result(round.id) else {
        return console.told.withheld(round.id).map(|why| result::withheld(Some(why))).into_any();
    };
    let shown = round.results == Results::All;
    view! {
        <div class="console__result">
            <div class="console__sub">
                <h3>{t!("console.result")}</h3>
                <p class="save-state">
                    <Icon name=if shown { "eye" } else { "eye-off" }/>
                    {if shown { t!("console.result_shown") } else { t!("console.result_hidden") }}
                </p>
            </div>
            {result::result(Asked { rules: &round.rules, options: &round.options }, &figures.agreed, &console.format)}
        </div>
    }
    .into_any()
}
