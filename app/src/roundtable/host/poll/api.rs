use super::conduct::{ConductInput, TermsInput};
use super::options::{self, RowInput};
use super::page::is_frozen;
use super::rules;
use crate::context::Ctx;
use crate::error::{Error, ErrorKind};
use crate::form::lead_to;
use crate::roundtable::access;
use crate::roundtable::host::input::{Fields, TextInput, id};
use crate::roundtable::host::prepare::of_poll;
use crate::roundtable::host::tell::tell;
use crate::strict::Strict;
use leptos::prelude::*;
use std::collections::BTreeMap;
use weiterblick_domain::ids::{EventId, PollId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::{Prepare, WatchConsole};
use weiterblick_domain::roundtable::limits::{POLL_HELP_MAX, POLL_TITLE_MAX};
use weiterblick_domain::roundtable::poll::{Kind, OptionNo, OptionState, PollOption, Rules, Terms};
use weiterblick_live::Scope;
use weiterblick_store::roundtable::poll::{Conduct, NewPoll, Poll};
use weiterblick_store::roundtable::{agenda, poll as store, poll_option, round};
use weiterblick_store::{StoreError, Tx};

/// Makes a poll and gives it a place at the end of the agenda.
#[server(custom = Strict, endpoint = "roundtable/create_poll")]
pub async fn create_poll(
    event: String,
    kind: String,
    #[server(default)] title: TextInput,
    #[server(default)] help: TextInput,
    #[server(default)] pasted: String,
    #[server(default)] rules: BTreeMap<String, String>,
    #[server(default)] terms: TermsInput,
    #[server(default)] conduct: ConductInput,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let event: EventId = id(&event)?;
    let grant = access::grant::<Prepare>(&ctx, &mut *ctx.state.db.read().await?, event).await?;
    let kind = Kind::from_word(&kind).ok_or_else(Error::not_found)?;
    let mut fields = Fields::default();
    let title = fields.line::<POLL_TITLE_MAX>("title", &title);
    let help = fields.prose::<POLL_HELP_MAX>("help", &help);
    let shared = terms.parse(&mut fields);
    let conduct = conduct.parse(kind, title, help, shared.host_sees, &mut fields);
    let options = options::parse(&[], &BTreeMap::new(), &pasted, &mut fields);
    let rules = rules::parse(kind, &rules, &mut fields);
    sound(&rules, &options, &[], &mut fields);
    fields.done()?;
    let (voice, weights, secrecy, abstain) = (shared.voice, shared.weights, shared.secrecy, shared.abstain);
    let terms = Terms { rules, voice, weights, secrecy, abstain };
    let new = NewPoll { id: ctx.state.new_id(), terms, conduct, options, parent: None };
    let mut tx = ctx.state.db.write().await?;
    store::create(&mut tx, &grant, &new).await?;
    agenda::add(&mut tx, &grant, ctx.state.new_id(), &of_poll(new.conduct.title.clone(), new.id)).await?;
    tx.commit().await?;
    tell(&ctx, event, Scope::Plan).await;
    lead_to(&format!("/runde-tische/{event}/abstimmungen/{}", new.id), Some("poll_created"));
    Ok(())
}

/// What the domain says about rules and options, unless they could not be read at all.
fn sound(rules: &Rules, options: &[PollOption], known: &[PollOption], fields: &mut Fields) {
    if fields.is_clean() {
        fields.rules(rules.problems(options), |name| options::field(name, known).unwrap_or_else(|| rules::field(name)));
    }
}

/// Saves a poll. Frozen parts are not in its form and stay. `go` is `save`, or `up.3` and `down.3` to save and move an
/// option.
#[server(custom = Strict, endpoint = "roundtable/save_poll")]
pub async fn save_poll(
    event: String,
    poll: String,
    #[server(default)] title: TextInput,
    #[server(default)] help: TextInput,
    #[server(default)] rows: BTreeMap<String, RowInput>,
    #[server(default)] pasted: String,
    #[server(default)] rules: BTreeMap<String, String>,
    #[server(default)] terms: TermsInput,
    #[server(default)] conduct: ConductInput,
    go: String,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let event: EventId = id(&event)?;
    let poll: PollId = id(&poll)?;
    let mut tx = ctx.state.db.write().await?;
    let grant = access::grant::<Prepare>(&ctx, &mut tx, event).await?;
    let watch = access::grant::<WatchConsole>(&ctx, &mut tx, event).await?;
    let rounds = round::list(&mut tx, &watch).await?;
    let known = store::load(&mut tx, &grant, poll).await?;
    let kind = known.terms.rules.kind();
    let mut fields = Fields::default();
    let title = fields.line::<POLL_TITLE_MAX>("title", &title);
    let help = fields.prose::<POLL_HELP_MAX>("help", &help);
    let options = options::parse(&known.options, &rows, &pasted, &mut fields);
    let (terms, host_sees) = if is_frozen(&known, &rounds) {
        (known.terms.clone(), known.conduct.host_sees)
    } else {
        let rules = rules::parse(kind, &rules, &mut fields);
        let shared = terms.parse(&mut fields);
        let (voice, weights, secrecy, abstain) = (shared.voice, shared.weights, shared.secrecy, shared.abstain);
        (Terms { rules, voice, weights, secrecy, abstain }, shared.host_sees)
    };
    let conduct = conduct.parse(kind, title, help, host_sees, &mut fields);
    sound(&terms.rules, &options, &known.options, &mut fields);
    fields.done()?;
    write(&mut tx, &grant, &known, &terms, &conduct, &options).await.map_err(frozen)?;
    let anchor = move_option(&mut tx, &grant, &known, &options, &go).await?;
    tx.commit().await?;
    tell(&ctx, event, Scope::Plan).await;
    let path = format!("/runde-tische/{event}/abstimmungen/{poll}");
    match anchor {
        Some(option) => lead_to(&format!("{path}#o-{option}"), None),
        None => lead_to(&path, Some("saved")),
    }
    Ok(())
}

async fn write(
    tx: &mut Tx,
    grant: &EventGrant<Prepare>,
    known: &Poll,
    terms: &Terms,
    conduct: &Conduct,
    options: &[PollOption],
) -> Result<(), StoreError> {
    store::update(tx, grant, known.id, terms, conduct).await?;
    let (kept, added) = options.split_at(known.options.len());
    for (before, after) in known.options.iter().zip(kept) {
        if before.label != after.label {
            poll_option::rename(tx, grant, known.id, after.no, &after.label).await?;
        }
        match (before.state, after.state) {
            (OptionState::Active, OptionState::Withdrawn) => {
                poll_option::withdraw(tx, grant, known.id, after.no).await?
            }
            (OptionState::Withdrawn, OptionState::Active) => {
                poll_option::restore(tx, grant, known.id, after.no).await?
            }
            (OptionState::Active, OptionState::Active) | (OptionState::Withdrawn, OptionState::Withdrawn) => {}
        }
    }
    for option in added {
        poll_option::add(tx, grant, known.id, &option.label, &option.sources).await?;
    }
    Ok(())
}

/// A vote has begun while somebody was editing (L21).
fn frozen(error: StoreError) -> Error {
    match error {
        StoreError::Conflict => Error::conflict("host.error.poll_frozen"),
        error => error.into(),
    }
}

/// Carries out `up.3` or `down.3`; answers the option that was moved.
async fn move_option(
    tx: &mut Tx,
    grant: &EventGrant<Prepare>,
    known: &Poll,
    options: &[PollOption],
    go: &str,
) -> Result<Option<OptionNo>, Error> {
    let Some((direction, number)) = go.split_once('.') else { return Ok(None) };
    let place = options.iter().position(|option| option.no.to_string() == number).ok_or_else(Error::not_found)?;
    let target = match direction {
        "up" => place.saturating_sub(1),
        "down" => place + 1,
        _ => return Err(Error::new(ErrorKind::Malformed, "error.malformed")),
    };
    poll_option::move_to(tx, grant, known.id, options[place].no, target).await?;
    Ok(Some(options[place].no))
}
