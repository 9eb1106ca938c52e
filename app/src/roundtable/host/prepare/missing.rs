//! What is missing before an event can start well.

use super::page::Prepared;
use crate::roundtable::host::parts::path;
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::poll::Wording;
use weiterblick_domain::text::Language;
use weiterblick_store::roundtable::poll::Poll;

/// One thing to do: a sentence, and where.
struct Gap {
    text: String,
    href: String,
}

fn gaps(prepared: &Prepared) -> Vec<Gap> {
    let own = path(&prepared.event);
    let title = |poll: &Poll| poll.conduct.title.get(prepared.format.language()).to_owned();
    let mut gaps = Vec::new();
    if prepared.agenda.is_empty() {
        gaps.push(Gap { text: t!("host.missing.agenda"), href: format!("{own}#hinzufuegen") });
    }
    for poll in &prepared.polls {
        let editor = format!("{own}/abstimmungen/{}", poll.id);
        if !poll.terms.rules.problems(&poll.options).is_empty() {
            let text = match poll.parent {
                Some(_) if poll.options.is_empty() => t!("host.missing.from_board", title = title(poll)),
                _ => t!("host.missing.poll", title = title(poll)),
            };
            gaps.push(Gap { text, href: editor });
        } else if prepared.agenda.iter().all(|item| item.plan.poll != Some(poll.id)) {
            gaps.push(Gap { text: t!("host.missing.place", title = title(poll)), href: format!("{own}#ohne-platz") });
        }
    }
    let english = prepared.event.conditions.languages.contains(&Language::En);
    let untranslated = prepared.polls.iter().filter(|poll| english && !is_translated(poll)).count();
    if untranslated > 0 {
        gaps.push(Gap { text: tn!("host.missing.english", untranslated), href: format!("{own}#ablauf") });
    }
    if prepared.event.state == EventState::Draft && prepared.event.basics.planned_end < prepared.now {
        gaps.push(Gap { text: t!("host.missing.past"), href: format!("{own}/angaben") });
    }
    gaps
}

fn is_translated(poll: &Poll) -> bool {
    let has = |wording: &Wording| wording.en.is_some();
    has(&poll.conduct.title)
        && poll.conduct.help.as_ref().is_none_or(has)
        && poll.options.iter().all(|option| has(&option.label))
}

/// Nothing once the event is over.
pub fn missing(prepared: &Prepared) -> Option<AnyView> {
    if matches!(prepared.event.state, EventState::Ended | EventState::Sealed) {
        return None;
    }
    let gaps = gaps(prepared);
    if gaps.is_empty() {
        let ready = view! { <p class="save-state"><Icon name="check-circle"/>{t!("host.missing.nothing")}</p> };
        return Some(ready.into_any());
    }
    let entries = gaps
        .into_iter()
        .map(|gap| view! { <li><Icon name="arrow-right" flip=true/><a href=gap.href>{gap.text}</a></li> })
        .collect_view();
    let head = view! {
        <section class="panel stack" data-kind="tint" data-gap="3" aria-labelledby="t-fehlt">
            <h2 id="t-fehlt">{t!("host.missing.title")}</h2>
            <ul class="ticklist">{entries}</ul>
        </section>
    };
    Some(head.into_any())
}
