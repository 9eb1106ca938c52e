//! How many are here, how many have answered, how long there is (live.md L32).

use super::pages::Console;
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::roundtable::round::RoundState;
use weiterblick_domain::time::{SECOND, UnixMillis};

/// What one press adds to a running timer.
const EXTENSION: i64 = 30 * SECOND;

pub fn counters(console: &Console) -> AnyView {
    let count = console.told.count.as_ref();
    let (joined, connected) = count.map_or((0, 0), |count| (count.joined, count.connected));
    let staged = console.told.staged();
    let answered = staged.and_then(|round| {
        let progress = console.told.progress(round.id)?;
        let key = format!("answered-{}", round.id);
        let bar = view! {
            <progress class="progress" max=connected.max(1).to_string() value=progress.answered.min(connected).to_string()
                aria-label=t!("console.answered")></progress>
        };
        Some(view! {
            <div class="counters__main">
                <dt>{t!("console.answered")}</dt>
                <dd>
                    <span data-live=key>{progress.answered}</span>" "
                    <span class="counters__of">{t!("console.of")}" "<span data-live="connected">{connected}</span></span>
                </dd>
                <dd class="counters__bar">{bar}</dd>
                {progress.all.then(|| view! { <dd class="text-sm">{t!("console.all_answered")}</dd> })}
            </div>
        })
    });
    let timer = staged.filter(|round| matches!(round.state, RoundState::Open | RoundState::Closing)).and_then(|round| {
        let deadline = round.deadline?;
        let extend = console.round_form(round.id, view! {
            <input type="hidden" name="deadline" value=extended(deadline).to_string()/>
            <button class="button" data-kind="secondary" data-size="s" type="submit" name="command" value="extend">
                <Icon name="plus"/>{t!("console.extend")}
            </button>
        }.into_any());
        Some(view! {
            <div class="counters__timer">
                <dt><Icon name="clock" size="s"/>{t!("console.time_left")}</dt>
                <dd><span role="timer" data-deadline=deadline.0.to_string()>{console.left(deadline)}</span></dd>
                <dd class="counters__actions">{extend}</dd>
            </div>
        })
    });
    view! {
        <dl class="counters" id="zaehler" data-region="">
            <div><dt>{t!("console.joined")}</dt><dd data-live="joined">{joined}</dd></div>
            <div><dt>{t!("console.connected")}</dt><dd data-live="connected">{connected}</dd></div>
            {answered}
            {timer}
        </dl>
    }
    .into_any()
}

const fn extended(deadline: UnixMillis) -> i64 {
    deadline.0 + EXTENSION
}
