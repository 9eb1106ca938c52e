use super::form::{Draft, sections};
use super::rules::default_rules;
use super::{CreatePoll, SavePoll};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::format::Format;
use crate::page::{Page, path_param, query};
use crate::roundtable::access;
use crate::roundtable::host::parts::{path, trail};
use crate::texts::translate;
use crate::ui::PageHead;
use leptos::prelude::*;
use weiterblick_domain::ids::{EventId, PollId};
use weiterblick_domain::policy::event::action::{Prepare, WatchConsole};
use weiterblick_domain::roundtable::poll::{Kind, Secrecy, Terms, VoiceRule, Weights, Wording};
use weiterblick_domain::roundtable::round::{Grace, Reveal, RoundState};
use weiterblick_domain::text::Language;
use weiterblick_store::roundtable::poll::{Conduct, Poll};
use weiterblick_store::roundtable::round::StoredRound;
use weiterblick_store::roundtable::{event, poll as store, round};

/// There is a ballot, or one can come in any moment (L21).
pub fn is_frozen(poll: &Poll, rounds: &[StoredRound]) -> bool {
    poll.has_ballots || is_running(poll, rounds)
}

fn is_running(poll: &Poll, rounds: &[StoredRound]) -> bool {
    rounds
        .iter()
        .filter(|round| round.poll == poll.id)
        .any(|round| round.round.state.is_open() || round.round.state == RoundState::Locked)
}

/// `/runde-tische/{event}/abstimmungen/neu?art=…`
pub async fn new() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let id: EventId = path_param("event")?;
    let kind = Kind::from_word(&query("art")).ok_or_else(Error::not_found)?;
    let mut conn = ctx.state.db.read().await?;
    let grant = access::grant::<Prepare>(&ctx, &mut conn, id).await?;
    let event = event::granted(&mut conn, &grant).await?;
    drop(conn);
    let format = Format::of(&ctx);
    let draft = blank(kind);
    let title = t!(format!("poll.kind.{}", kind.word()));
    let content = view! {
        <div class="wrap">
            <PageHead title=title.clone() kicker=t!("host.poll.new") lead=t!(format!("host.kind.{}", kind.word()))
                trail=trail(&event, &format)/>
            <PostForm<CreatePoll> class="stack">
                <input type="hidden" name="event" value=id.to_string()/>
                <input type="hidden" name="kind" value=kind.word()/>
                {sections(&draft, &event.conditions.attributes)}
                <div class="cluster">
                    <button class="button" type="submit">{t!("host.poll.create")}</button>
                    <a class="link-plain" href=path(&event)>{t!("host.cancel")}</a>
                </div>
            </PostForm<CreatePoll>>
        </div>
    };
    Ok(Page::new(title, content))
}

/// A new poll of a kind.
fn blank(kind: Kind) -> Draft {
    let text = |key: &str| {
        let key = format!("host.default.{key}");
        Wording { en: Some(translate(Language::En, &key, &[])), ..Wording::german(translate(Language::De, &key, &[])) }
    };
    Draft {
        terms: Terms {
            rules: default_rules(kind, text),
            voice: VoiceRule::Person,
            weights: Weights::default(),
            secrecy: Secrecy::Protected,
            abstain: true,
        },
        conduct: Conduct {
            title: Wording::default(),
            help: None,
            reveal: Reveal::Manual,
            timer: None,
            grace: Grace::default(),
            auto_lock: true,
            shuffle: false,
            host_sees: false,
        },
        options: Vec::new(),
        frozen: false,
        running: false,
    }
}

/// `/runde-tische/{event}/abstimmungen/{poll}`
pub async fn edit() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let (id, poll): (EventId, PollId) = (path_param("event")?, path_param("poll")?);
    let mut conn = ctx.state.db.read().await?;
    let grant = access::grant::<Prepare>(&ctx, &mut conn, id).await?;
    let event = event::granted(&mut conn, &grant).await?;
    let poll = store::load(&mut conn, &grant, poll).await?;
    let watch = access::grant::<WatchConsole>(&ctx, &mut conn, id).await?;
    let rounds = round::list(&mut conn, &watch).await?;
    drop(conn);
    let format = Format::of(&ctx);
    let (frozen, running) = (is_frozen(&poll, &rounds), is_running(&poll, &rounds));
    let kind = t!(format!("poll.kind.{}", poll.terms.rules.kind().word()));
    let title = poll.conduct.title.get(format.language()).to_owned();
    let poll_id = poll.id.to_string();
    let draft = Draft { terms: poll.terms, conduct: poll.conduct, options: poll.options, frozen, running };
    let content = view! {
        <div class="wrap">
            <PageHead title=title.clone() kicker=kind trail=trail(&event, &format)/>
            <PostForm<SavePoll> class="stack">
                <input type="hidden" name="event" value=id.to_string()/>
                <input type="hidden" name="poll" value=poll_id/>
                // Pressing Enter in a field takes the first button of a form: this one, not the arrow of an option.
                <button class="visually-hidden" type="submit" name="go" value="save" tabindex="-1" aria-hidden="true">{t!("form.save")}</button>
                {sections(&draft, &event.conditions.attributes)}
                <div class="cluster">
                    <button class="button" type="submit" name="go" value="save">{t!("form.save")}</button>
                    <a class="link-plain" href=path(&event)>{t!("host.poll.back")}</a>
                </div>
            </PostForm<SavePoll>>
        </div>
    };
    Ok(Page::new(title, content))
}
