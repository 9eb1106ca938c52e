//! One round on the page of a participant: question, form, receipt, result.

use super::api::{LiveBallot, LiveExtraTime};
use super::extra;
use super::vote::{self, Vote};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::{PostForm, page_error};
use crate::format::Format;
use crate::roundtable::access::Attendee;
use crate::roundtable::result;
use crate::roundtable::scene::{Round, Told};
use crate::roundtable::words::clock;
use crate::secret::{hex, sha256_hex};
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::identity::VoterRef;
use weiterblick_domain::roundtable::poll::form::fields_of;
use weiterblick_domain::roundtable::poll::{Ballot, Rules, Secrecy, VoiceRule};
use weiterblick_domain::roundtable::round::{ExtraTime, RoundState};
use weiterblick_domain::time::UnixMillis;
use weiterblick_live::{Me, MyBallot};
use weiterblick_store::Conn;
use weiterblick_store::roundtable::card::{self, OwnCard};

/// Digits of a region's version that tell two renderings apart.
const VERSION_DIGITS: usize = 16;

/// Whoever looks at the page.
pub struct Seat<'a> {
    pub ctx: &'a Ctx,
    pub attendee: &'a Attendee,
    pub me: &'a Me,
    pub format: &'a Format,
    pub told: &'a Told,
}

/// The id of a round's part of the page.
pub fn region_id(round: RoundId) -> String {
    format!("runde-{round}")
}

impl Seat<'_> {
    /// The part of the page about a round, kept fresh by itself.
    ///
    /// # Errors
    /// [`Error`] when the database does not answer.
    pub async fn region(&self, conn: &mut Conn, round: &Round) -> Result<AnyView, Error> {
        let own = self.own(round);
        let voter = VoterRef::of(round.poll, &self.attendee.token);
        let cards = match (&round.rules, own) {
            (Rules::Cards(_), Some(_)) => card::own(conn, &self.attendee.grant, round.id, voter).await?,
            _ => Vec::new(),
        };
        let content = match round.state {
            RoundState::Prepared | RoundState::Reading => self.reading(round),
            RoundState::Open | RoundState::Closing => self.open(round, own, &cards, voter),
            RoundState::Locked | RoundState::Closed => view! { {own.map(receipt)} {self.shown(round)} }.into_any(),
            RoundState::Void => view! { <p>{t!("vote.void")}</p> }.into_any(),
        };
        let id = region_id(round.id);
        let (head, labelled_by) = (format!("{id}-t"), format!("{id}-t"));
        let growing = round.state.is_open() && self.told.result(round.id).is_some();
        Ok(view! {
            <section class="vote__round stack" data-gap="4" id=id data-region="" aria-labelledby=labelled_by
                data-version=self.version(round, own, &cards)>
                <div class="vote__head">
                    <h1 class="vote__question" id=head>{round.title.get(self.format.language()).to_owned()}</h1>
                    {self.timer(round)}
                </div>
                {round.help.as_ref().map(|help| view! { <p class="hint">{help.get(self.format.language()).to_owned()}</p> })}
                {content}
                {growing.then(|| self.shown(round))}
            </section>
        }
        .into_any())
    }

    /// The stored ballot, unless it was taken back.
    fn own(&self, round: &Round) -> Option<&MyBallot> {
        let withdrawn = Ballot::Withdrawn.canonical();
        self.me.ballots.iter().find(|own| own.round == round.id && own.payload != withdrawn)
    }

    /// Equal as long as the part says the same; the key of the form, new each time, has no share in it.
    fn version(&self, round: &Round, own: Option<&MyBallot>, cards: &[OwnCard]) -> String {
        let shown = (self.told.result(round.id), self.told.withheld(round.id), self.told.shift(round.id));
        let refused = page_error().map(|error| error.key);
        let all = format!("{round:?}{own:?}{cards:?}{shown:?}{refused:?}{}", self.me.extra);
        let mut version = sha256_hex(all.as_bytes());
        version.truncate(VERSION_DIGITS);
        version
    }

    /// The question before it can be answered, with all options as text.
    fn reading(&self, round: &Round) -> AnyView {
        let options =
            round.options.iter().map(|option| view! { <li>{option.label.get(self.format.language()).to_owned()}</li> });
        let options = options.collect_view();
        view! {
            {(!round.options.is_empty()).then(|| view! { <ul class="vote__list">{options}</ul> })}
            <p class="text-soft">{t!("vote.reading")}</p>
        }
        .into_any()
    }

    fn open(&self, round: &Round, own: Option<&MyBallot>, cards: &[OwnCard], voter: VoterRef) -> AnyView {
        let stored = own.and_then(|own| Ballot::from_canonical(round.kind, &own.payload).ok());
        let fields = stored.as_ref().map(|ballot| fields_of(&round.rules, ballot)).unwrap_or_default();
        let form = self.form(round, own.is_some(), &fields, cards, voter);
        match own {
            None => form,
            Some(own) => view! {
                {receipt(own)}
                <details class="disclosure" open=self.is_refused(round)>
                    <summary><Icon name="edit"/>{t!("vote.change")}<Icon name="chevron-down"/></summary>
                    {form}
                </details>
            }
            .into_any(),
        }
    }

    /// The form of this round was just sent and comes back.
    fn is_refused(&self, round: &Round) -> bool {
        let report = self.ctx.request.form.as_ref();
        report.is_some_and(|report| report.values.contains(&("round".to_owned(), round.id.to_string())))
    }

    fn form(
        &self,
        round: &Round,
        again: bool,
        own: &[(String, String)],
        own_cards: &[OwnCard],
        voter: VoterRef,
    ) -> AnyView {
        let event = self.attendee.grant.event();
        let key = hex(&self.ctx.state.random::<16>());
        // What the form asks is rendered inside of it, so that messages and kept values find their fields.
        let vote = OwnedVote {
            round: round.clone(),
            format: self.format.clone(),
            own: own.to_vec(),
            cards: own_cards.to_vec(),
            voter,
        };
        let title = round.title.get(self.format.language()).to_owned();
        let (id, notes, extra_time) = (round.id, notes(round), round.deadline.map(|_| self.extra_time()));
        view! {
            <PostForm<LiveBallot> class="vote__form stack" row=("round", id.to_string())
                anchor=region_id(id) live="ballot">
                <input type="hidden" name="event" value=event.to_string()/>
                <input type="hidden" name="key" value=key autocomplete="off"/>
                {refusal(id)}
                <fieldset class="question stack" data-gap="4">
                    <legend class="visually-hidden">{title}</legend>
                    {vote.fields(again)}
                </fieldset>
                {again.then(|| view! {
                    <button class="button" data-kind="quiet" type="submit" name="withdraw" value="true">
                        {t!("vote.withdraw")}
                    </button>
                })}
            </PostForm<LiveBallot>>
            {notes}
            {extra_time}
        }
        .into_any()
    }

    /// "Mehr Zeit" (L29).
    fn extra_time(&self) -> impl IntoView + use<> {
        let event = self.attendee.grant.event();
        let current = ExtraTime::from_percent(self.me.extra).unwrap_or_default();
        view! {
            <details class="disclosure">
                <summary><Icon name="clock"/>{t!("attend.extra.title")}<Icon name="chevron-down"/></summary>
                <PostForm<LiveExtraTime> class="stack" live="form">
                    <input type="hidden" name="event" value=event.to_string()/>
                    <p>{t!("attend.extra.text")}</p>
                    {extra::choices(current)}
                    <button class="button" data-kind="secondary" type="submit">{t!("attend.extra.action")}</button>
                </PostForm<LiveExtraTime>>
            </details>
        }
    }

    /// The time left for this voice, as text; a script counts on.
    fn timer(&self, round: &Round) -> Option<AnyView> {
        let deadline = round.deadline.filter(|_| round.state.is_open())?;
        let extra = ExtraTime::from_percent(self.me.extra).unwrap_or_default();
        let more = deadline.since(round.opened).saturating_mul(i64::from(extra.percent())) / 100;
        let own = deadline.plus(more);
        let left = clock(own.since(self.ctx.now));
        let late = self.ctx.now > own;
        Some(
            view! {
                <p class="vote__timer" role="timer">
                    <Icon name="clock" size="s"/>{t!("vote.left")}" "<span data-deadline=millis(own)>{left}</span>
                    {late.then(|| view! { <span class="text-soft">{tn!("vote.grace", round.grace)}</span> })}
                </p>
            }
            .into_any(),
        )
    }

    fn shown(&self, round: &Round) -> AnyView {
        if !self.told.is_published(round.id) {
            return view! { <p class="note"><Icon name="screen"/><span>{t!("vote.locked")}</span></p> }.into_any();
        }
        result::shown(self.told, round, self.format)
    }
}

/// Everything of a [`Vote`], for a form that is rendered later.
struct OwnedVote {
    round: Round,
    format: Format,
    own: Vec<(String, String)>,
    cards: Vec<OwnCard>,
    voter: VoterRef,
}

impl OwnedVote {
    fn fields(self, again: bool) -> AnyView {
        let Self { round, format, own, cards, voter } = &self;
        vote::fields(&Vote { round, format, own, own_cards: cards, voter: *voter }, again)
    }
}

/// Why the form that was just sent was refused as a whole.
fn refusal(round: RoundId) -> Option<AnyView> {
    let error = page_error().filter(|_| crate::form::was_sent())?;
    let stale = error.fields.is_empty();
    stale.then(|| {
        let id = format!("f-{round}");
        let params: Vec<_> = error.params.iter().map(|(name, value)| (name.as_str(), value.clone())).collect();
        let text = crate::texts::translate(crate::texts::language(), &error.key, &params);
        view! { <p class="error-text" id=id data-focus="" tabindex="-1"><Icon name="error"/>{text}</p> }.into_any()
    })
}

/// "Ihre Stimme ist gespeichert": the part that gets the focus after sending.
fn receipt(own: &MyBallot) -> AnyView {
    view! {
        <div class="vote__saved stack" data-gap="2">
            <svg class="vote__done" viewBox="0 0 120 60" aria-hidden="true">
                <path class="vote__done-arch" d="M4 60a56 56 0 0 1 112 0h-27a29 29 0 0 0-58 0z"></path>
                <path class="vote__done-sun" d="M41 60a19 19 0 0 1 38 0z"></path>
            </svg>
            <p class="vote__stored" data-focus="" tabindex="-1">
                <strong>{t!("vote.stored")}</strong>" "{t!("vote.receipt")}" "
                <span class="receipt">{own.receipt.to_string()}</span>
            </p>
        </div>
    }
    .into_any()
}

/// What a voter must know of this vote: who sees it, whose voice it is.
fn notes(round: &Round) -> impl IntoView + use<> {
    let secrecy = match round.secrecy {
        Secrecy::Protected => t!("vote.protected"),
        Secrecy::Open => t!("vote.open"),
    };
    let voice = match round.voice {
        VoiceRule::Person => None,
        VoiceRule::CompanyShared => Some(t!("vote.voice.company_shared")),
        VoiceRule::CompanySplit => Some(t!("vote.voice.company_split")),
        VoiceRule::Weighted => Some(t!("vote.voice.weighted")),
        VoiceRule::Table => Some(t!("vote.voice.table")),
    };
    let host = round.host_sees.then(|| t!("vote.host_sees"));
    let more =
        voice.into_iter().chain(host).map(|text| view! { <p class="note"><Icon name="info"/><span>{text}</span></p> });
    view! {
        <p class="note"><Icon name=if round.secrecy == Secrecy::Open { "unlock" } else { "lock" }/><span>{secrecy}</span></p>
        {more.collect_view()}
    }
}

fn millis(at: UnixMillis) -> String {
    at.0.to_string()
}
