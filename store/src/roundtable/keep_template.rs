//! Agenda and polls of an event become a template (live.md §9, Templates).

use super::{agenda, poll};
use crate::{Conn, StoreError};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Prepare;
use weiterblick_domain::questionnaire::Code;
use weiterblick_domain::roundtable::poll::template::{Template, TemplateItem, TemplatePoll};
use weiterblick_domain::roundtable::poll::{OptionState, PollOption, Wording};

/// Own templates are told apart by their title, so they all have this code.
const CODE: &str = "own";

/// The content of the grant's event as a template: no cards, no rounds, no speakers. Options that were withdrawn or made
/// of cards are left out; a poll that gets its options from a collection of the event gets them from there again.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_event(conn: &mut Conn, grant: &EventGrant<Prepare>, title: Wording) -> Result<Template, StoreError> {
    let polls = poll::list(conn, grant).await?;
    let number = |id| polls.iter().position(|poll| poll.id == id).map(|place| place + 1);
    let agenda = agenda::list(conn, grant).await?;
    let items = agenda.into_iter().map(|item| TemplateItem {
        kind: item.plan.kind,
        title: item.plan.title,
        minutes: item.plan.planned_minutes,
        poll: item.plan.poll.and_then(number),
    });
    Ok(Template {
        code: Code::parse(CODE).map_err(|_| StoreError::Corrupt("code"))?,
        description: title.clone(),
        title,
        antitrust_note: false,
        agenda: items.collect(),
        poll: polls.iter().map(|poll| template_poll(poll, poll.parent.and_then(number))).collect(),
    })
}

fn template_poll(poll: &poll::Poll, parent: Option<usize>) -> TemplatePoll {
    let (terms, conduct) = (&poll.terms, &poll.conduct);
    let own = |option: &&PollOption| option.state == OptionState::Active && option.sources.is_empty();
    let options_from = parent.filter(|_| terms.rules.kind().takes_cards());
    TemplatePoll {
        title: conduct.title.clone(),
        help: conduct.help.clone(),
        rules: terms.rules.clone(),
        voice: terms.voice,
        secrecy: terms.secrecy,
        reveal: conduct.reveal,
        abstain: terms.abstain,
        shuffle: conduct.shuffle,
        option: if options_from.is_some() { Vec::new() } else { poll.options.iter().filter(own).cloned().collect() },
        options_from,
    }
}
