//! A template becomes polls and agenda items of an event (live.md §9, Templates).

use super::agenda::{self, Plan};
use super::poll::{self, Conduct, NewPoll};
use crate::{StoreError, Tx};
use weiterblick_domain::ids::{AgendaItemId, PollId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Prepare;
use weiterblick_domain::roundtable::poll::template::{ItemKind, Template, TemplatePoll};
use weiterblick_domain::roundtable::poll::{Terms, Weights};
use weiterblick_domain::roundtable::round::Grace;

/// Adds copies at the end of polls and agenda, and answers the ids of the polls in their order. A template without an
/// agenda gets one item per poll. `random` gives 16 fresh bytes.
///
/// # Errors
/// [`StoreError::Conflict`] when the event is sealed; `Corrupt` for a template with
/// [`problems`](Template::problems).
pub async fn add(
    tx: &mut Tx,
    grant: &EventGrant<Prepare>,
    template: &Template,
    mut random: impl FnMut() -> [u8; 16],
) -> Result<Vec<PollId>, StoreError> {
    if !template.problems().is_empty() {
        return Err(StoreError::Corrupt("template"));
    }
    let polls: Vec<PollId> = template.poll.iter().map(|_| PollId::from_bytes(random())).collect();
    let numbered = |number: usize| number.checked_sub(1).and_then(|at| polls.get(at)).copied();
    for (id, content) in polls.iter().zip(&template.poll) {
        poll::create(tx, grant, &new_poll(*id, content, content.options_from.and_then(numbered))).await?;
    }
    for plan in plans(template, &polls) {
        agenda::add(tx, grant, AgendaItemId::from_bytes(random()), &plan).await?;
    }
    Ok(polls)
}

fn new_poll(id: PollId, content: &TemplatePoll, parent: Option<PollId>) -> NewPoll {
    NewPoll {
        id,
        terms: Terms {
            rules: content.rules.clone(),
            voice: content.voice,
            weights: Weights::default(),
            secrecy: content.secrecy,
            abstain: content.abstain,
        },
        conduct: Conduct {
            title: content.title.clone(),
            help: content.help.clone(),
            reveal: content.reveal,
            timer: None,
            grace: Grace::default(),
            auto_lock: true,
            shuffle: content.shuffle,
            host_sees: false,
        },
        options: content.option.clone(),
        parent,
    }
}

fn plans(template: &Template, polls: &[PollId]) -> Vec<Plan> {
    let plan = |kind, title: &_, planned_minutes, poll| Plan {
        kind,
        title: Clone::clone(title),
        speaker: String::new(),
        planned_minutes,
        link: String::new(),
        poll,
    };
    if template.agenda.is_empty() {
        let each = template.poll.iter().zip(polls);
        return each.map(|(content, id)| plan(ItemKind::Poll, &content.title, 0, Some(*id))).collect();
    }
    let shown = |number: Option<usize>| number.and_then(|number| polls.get(number.checked_sub(1)?)).copied();
    template.agenda.iter().map(|item| plan(item.kind, &item.title, item.minutes, shown(item.poll))).collect()
}
