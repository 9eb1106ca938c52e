//! What was planned, where the event is, and what comes next.

use super::api::PutOnStage;
use super::pages::Console;
use crate::form::PostForm;
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::roundtable::agenda::AgendaState;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::round::RoundState;
use weiterblick_domain::roundtable::stage::Stage;
use weiterblick_store::roundtable::agenda::AgendaItem;
use weiterblick_store::roundtable::round::StoredRound;

pub fn agenda(console: &Console) -> AnyView {
    let items = (1..).zip(&console.agenda).map(|(number, item)| entry(console, number, item)).collect_view();
    let running = console.told.scene.event.state == EventState::Running;
    let welcome = running.then(|| stage_form(console, &Stage::Welcome, "console.show_welcome"));
    let questions = (running && console.asks).then(|| stage_form(console, &Stage::Questions, "console.show_questions"));
    view! {
        <nav class="console__agenda" aria-labelledby="t-ablauf" id="ablauf" data-region="">
            <h2 id="t-ablauf">{t!("console.agenda")}</h2>
            <ol class="agenda">{items}</ol>
            <div class="cluster" data-gap="1">{welcome}{questions}</div>
            <a class="button" data-kind="quiet" data-size="s" href=format!("/runde-tische/{}", console.event.id)>
                <Icon name="edit"/>{t!("console.prepare")}
            </a>
        </nav>
    }
    .into_any()
}

fn entry(console: &Console, number: usize, item: &AgendaItem) -> AnyView {
    let rounds: Vec<&StoredRound> =
        item.plan.poll.map_or_else(Vec::new, |poll| console.rounds.iter().filter(|round| round.poll == poll).collect());
    let last = rounds.last();
    let here = match (console.told.scene.stage, last) {
        (Stage::Round(id), Some(round)) => round.id == id,
        (Stage::Agenda(id), _) => id == item.id,
        _ => false,
    };
    let done = item.state == AgendaState::Done || last.is_some_and(|round| round.round.state == RoundState::Closed);
    let state = if here { Some("now") } else { done.then_some("done") };
    let title = item.plan.title.get(console.language).to_owned();
    let meta = match last {
        Some(round) => t!(
            "console.round_state",
            state = t!(format!("console.state.{}", round.round.state.word())),
            number = round.number
        ),
        None => t!(format!("console.item.{}", item.plan.kind.word())),
    };
    let mark = if done && !here { view! { <Icon name="check"/> }.into_any() } else { number.into_any() };
    let text = view! {
        <span class="agenda__no">{mark}</span>
        <span class="agenda__text">
            <span class="agenda__title">{title}</span>
            <span class="agenda__meta">{meta}</span>
        </span>
    };
    let line = if here || console.told.scene.event.state != EventState::Running {
        view! { <span class="agenda__line" aria-current=here.then_some("step")>{text}</span> }.into_any()
    } else {
        let target = match item.plan.poll {
            Some(poll) => {
                // A closed or void round is shown again as it is; "Neue Runde" makes another one.
                let number = last.map_or(1, |round| round.number);
                view! {
                    <input type="hidden" name="poll" value=poll.to_string()/>
                    <input type="hidden" name="number" value=number.to_string()/>
                }
                .into_any()
            }
            None => view! {
                <input type="hidden" name="kind" value="agenda"/>
                <input type="hidden" name="id" value=item.id.to_string()/>
            }
            .into_any(),
        };
        view! {
            <PostForm<PutOnStage> live="">
                {console.basis()}
                {target}
                <button class="agenda__line" type="submit">
                    {text}<span class="visually-hidden">": "{t!("console.show")}</span>
                </button>
            </PostForm<PutOnStage>>
        }
        .into_any()
    };
    view! { <li data-state=state>{line}</li> }.into_any()
}

fn stage_form(console: &Console, stage: &Stage, key: &'static str) -> AnyView {
    let shown = console.told.scene.stage == *stage;
    view! {
        <PostForm<PutOnStage> live="">
            {console.basis()}
            <input type="hidden" name="kind" value=stage.kind()/>
            <input type="hidden" name="id" value=stage.id()/>
            <button class="button" data-kind="quiet" data-size="s" type="submit" aria-pressed=shown.to_string()>{t!(key)}</button>
        </PostForm<PutOnStage>>
    }
    .into_any()
}
