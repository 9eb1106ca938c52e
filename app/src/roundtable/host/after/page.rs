use super::files::FILES;
use super::reading::{self, Reading, published};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::format::Format;
use crate::page::{Page, path_param};
use crate::roundtable::access;
use crate::roundtable::host::ending::SealEvent;
use crate::roundtable::host::parts::{Tab, event_page, trail, when_and_where};
use crate::roundtable::result::{Asked, result, withheld};
use crate::roundtable::scene::Choice;
use crate::ui::{Alert, Confirm, Empty, Icon, PageHead, Section};
use leptos::prelude::*;
use std::collections::HashMap;
use weiterblick_domain::ids::{EventId, RoundId};
use weiterblick_domain::policy::event::action::Own;
use weiterblick_domain::roundtable::access::JoinMode;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::identity::Receipt;
use weiterblick_domain::roundtable::poll::Views;
use weiterblick_domain::roundtable::round::{Results, RoundState};
use weiterblick_store::roundtable::export;
use weiterblick_store::roundtable::minutes::Minutes;
use weiterblick_store::roundtable::need::Need;
use weiterblick_store::roundtable::poll::Poll;
use weiterblick_store::roundtable::round::{Frozen, StoredRound};

/// `/runde-tische/{event}/ergebnisse`
pub async fn results() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let id: EventId = path_param("event")?;
    let mut conn = ctx.state.db.read().await?;
    let Reading { minutes, export } = reading::open(&ctx, &mut conn, id).await?;
    let owns = access::grant::<Own>(&ctx, &mut conn, id).await.is_ok();
    let mut receipts: HashMap<RoundId, Vec<Receipt>> = HashMap::new();
    if let Some(grant) = &export {
        for round in &minutes.rounds {
            receipts.insert(round.id, export::receipts(&mut conn, grant, round.id).await?);
        }
    }
    drop(conn);
    let format = Format::of(&ctx);
    let shown = minutes
        .polls
        .iter()
        .filter_map(|poll| poll_section(&minutes, poll, &receipts, &format).transpose())
        .collect::<Result<Vec<_>, _>>()?;
    let body = if shown.is_empty() {
        view! { <Empty title=t!("host.results.empty_title") text=t!("host.results.empty_text")/> }.into_any()
    } else {
        shown.collect_view().into_any()
    };
    let content = view! {
        {attendance(&minutes, &format)}
        {body}
        {needs(&minutes.needs, &format)}
        {export.is_some().then(|| files(&minutes))}
        {(owns && minutes.event.state == EventState::Ended).then(|| seal(&minutes))}
    }
    .into_any();
    let print = view! {
        <a class="button" data-kind="secondary" href=format!("/runde-tische/{id}/protokoll")><Icon name="print"/>{t!("host.results.minutes")}</a>
    }
    .into_any();
    if export.is_some() {
        return Ok(event_page(&minutes.event, Tab::Results, &format, print, content));
    }
    // Whoever only reads has no other pages of the event.
    let title = minutes.event.basics.title.get(format.language()).to_owned();
    let lead = when_and_where(&minutes.event.basics, &format);
    let list = trail(&minutes.event, &format).into_iter().take(1).collect();
    let page = view! {
        <div class="wrap">
            <PageHead title=title.clone() lead=lead trail=list>{print}</PageHead>
            <div class="stack" data-gap="section">{content}</div>
        </div>
    };
    Ok(Page::new(title, page))
}

/// How many were there, and what the way of joining means for the counts.
pub fn attendance(minutes: &Minutes, format: &Format) -> AnyView {
    let joined = tn!("host.results.joined", minutes.joined);
    let heads = minutes.event.heads;
    view! {
        <div class="stack" data-gap="2">
            <p>{joined}{(heads > 0).then(|| format!(" {}", t!("host.results.heads", count = format.count(heads.into()))))}</p>
            {(minutes.event.conditions.join_mode == JoinMode::Open).then(|| view! { <p class="text-soft">{t!("host.results.open")}</p> })}
        </div>
    }
    .into_any()
}

/// The closed and void rounds of a poll; nothing where there is none.
fn poll_section(
    minutes: &Minutes,
    poll: &Poll,
    receipts: &HashMap<RoundId, Vec<Receipt>>,
    format: &Format,
) -> Result<Option<AnyView>, Error> {
    let rounds: Vec<&StoredRound> = minutes.rounds.iter().filter(|round| round.poll == poll.id).collect();
    if rounds.is_empty() {
        return Ok(None);
    }
    let mut shown = Vec::new();
    for round in rounds {
        let integrity = receipts.get(&round.id).and_then(|receipts| integrity(round, receipts));
        shown.push(view! { {round_view(poll, round, format)?} {integrity} });
    }
    let title = poll.conduct.title.get(format.language()).to_owned();
    let kind = t!(format!("poll.kind.{}", poll.terms.rules.kind().word()));
    let section = view! { <Section id=format!("a-{}", poll.id) title=title text=kind>{shown}</Section> };
    Ok(Some(section.into_any()))
}

/// The result of one round as the room saw it, or why there is none.
pub fn round_view(poll: &Poll, round: &StoredRound, format: &Format) -> Result<AnyView, Error> {
    let options: Vec<Choice> = poll.options.iter().map(Choice::from).collect();
    let asked = Asked { rules: &poll.terms.rules, options: &options };
    let content = match published(round, poll.terms.secrecy)? {
        None => view! { <p>{t!("host.results.void", reason = round.note)}</p> }.into_any(),
        Some(Err(why)) => withheld(Some(why)),
        Some(Ok(views)) => {
            let plain = views.plain.map(|plain| {
                view! { <h4>{t!("result.plain")}</h4> {result(asked, &plain, format)} }
            });
            view! { {result(asked, &views.agreed, format)} {plain} }.into_any()
        }
    };
    let hidden = round.round.state == RoundState::Closed && round.round.results == Results::Hidden;
    let view = view! {
        <div class="stack" data-gap="3">
            <h3>{t!("host.results.round", number = round.number)}</h3>
            {hidden.then(|| view! { <p class="save-state"><Icon name="eye-off"/>{t!("host.results.hidden")}</p> })}
            {content}
        </div>
    };
    Ok(view.into_any())
}

/// "412 Belege = 412 Stimmen", with the sorted list (L62).
fn integrity(round: &StoredRound, receipts: &[Receipt]) -> Option<AnyView> {
    let frozen = round.frozen.as_ref()?;
    let digest = frozen.receipts.to_string();
    let votes = votes(frozen)?;
    if receipts.is_empty() {
        return Some(
            view! { <p class="text-soft text-sm">{t!("host.results.digest", digest = digest)}</p> }.into_any(),
        );
    }
    let list = receipts.iter().map(|receipt| view! { <li class="receipt">{receipt.to_string()}</li> }).collect_view();
    let view = view! {
        <details class="disclosure">
            <summary>
                <Icon name="shield"/>{t!("host.results.receipts", receipts = receipts.len(), votes = votes)}
                <Icon name="chevron-down"/>
            </summary>
            <p class="text-soft text-sm">{t!("host.results.digest", digest = digest)}</p>
            <ul class="receipts">{list}</ul>
        </details>
    };
    Some(view.into_any())
}

/// The ballots that the frozen result counted: answers and abstentions, without raised hands. Counted from the result
/// and not from the receipts, so that the two numbers check each other.
fn votes(frozen: &Frozen) -> Option<i64> {
    let Views { agreed, .. } = serde_json::from_str(&frozen.result).ok()?;
    Some(agreed.n - agreed.sources.hands + agreed.abstain)
}

/// What was carried over.
pub fn needs(needs: &[Need], format: &Format) -> Option<AnyView> {
    if needs.is_empty() {
        return None;
    }
    let rows = needs
        .iter()
        .map(|need| {
            let title = need.title.get(format.language()).to_owned();
            view! { <li>{title}" – "{t!(format!("host.need_state.{}", need.state.word()))}</li> }
        })
        .collect_view();
    let section =
        view! { <Section id="bedarfe" title=t!("host.results.needs")><ul class="prose">{rows}</ul></Section> };
    Some(section.into_any())
}

fn files(minutes: &Minutes) -> AnyView {
    let id = minutes.event.id;
    let links = FILES
        .iter()
        .map(|(name, word)| {
            view! {
                <li>
                    <a class="link-plain" href=format!("/runde-tische/{id}/dateien/{name}")>
                        <Icon name="download"/>{t!(format!("host.file.{word}"))}
                    </a>
                </li>
            }
        })
        .collect_view();
    let sealed = minutes.event.state == EventState::Sealed;
    view! {
        <Section id="dateien" title=t!("host.file.title") text=t!("host.file.text")>
            {(!sealed).then(|| view! { <Alert><p>{t!("host.file.ballots_later")}</p></Alert> })}
            <ul class="grid" data-col="s">{links}</ul>
        </Section>
    }
    .into_any()
}

fn seal(minutes: &Minutes) -> AnyView {
    let (id, r) = (minutes.event.id.to_string(), minutes.event.r.0);
    view! {
        <Section id="versiegeln" title=t!("host.seal.title") text=t!("host.seal.lead")>
            <Confirm open=t!("host.seal.title") question=t!("host.seal.question") text=t!("host.seal.text")>
                <PostForm<SealEvent>>
                    <input type="hidden" name="event" value=id/>
                    <input type="hidden" name="r" value=r/>
                    <button class="button" data-kind="danger" type="submit">{t!("host.seal.action")}</button>
                </PostForm<SealEvent>>
            </Confirm>
        </Section>
    }
    .into_any()
}
