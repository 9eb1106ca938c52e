//! The page between a link and the room: what is asked, what for, and the button. A GET lets nobody in.

use super::narrow;
use super::refused::dead_link;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::{PostForm, lead_to};
use crate::format::Format;
use crate::page::{Frame, Page, path_param};
use crate::roundtable::attend::api::{LiveJoin, LiveTable};
use crate::roundtable::attend::extra;
use crate::roundtable::{access, ticket};
use crate::ui::{Choice, Icon, TextField, message};
use leptos::prelude::*;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::roundtable::access::{JoinMode, KeyKind};
use weiterblick_domain::roundtable::attribute::{AttributeQuestion, ValueCode};
use weiterblick_domain::roundtable::identity::{AccessKey, JoinTicket, SeatToken};
use weiterblick_domain::roundtable::limits::NAME_MAX;
use weiterblick_domain::roundtable::poll::VoiceRule;
use weiterblick_domain::roundtable::round::ExtraTime;
use weiterblick_store::Conn;
use weiterblick_store::roundtable::{access_key, event, join, participant, poll, seat};

/// `/t/{ticket}`: from the QR code of the projector, and from a typed code.
pub async fn ticket() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let text: String = path_param("ticket")?;
    let Ok(found) = JoinTicket::parse(&text) else { return Ok(dead_link()) };
    let mut conn = ctx.state.db.read().await?;
    if let Some(token) = access::token(&ctx, found.event)
        && let Some(known) = participant::find(&mut conn, found.event, &token.digest()).await?
        && !known.removed
    {
        lead_to(&format!("/r/{}", found.event), None);
    }
    let door = join::door(&mut conn, found.event).await?;
    let opens = |door: &join::Door| door.mode == JoinMode::Open && ticket::is_valid(&ctx, &found, door.code_number);
    match door.filter(opens) {
        Some(door) => form(&ctx, &mut conn, door.event, "ticket", text).await,
        None => Ok(dead_link()),
    }
}

/// `/platz/{seat}`: from a personal QR code.
pub async fn seat() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let text: String = path_param("seat")?;
    let Ok(token) = SeatToken::parse(&text) else { return Ok(dead_link()) };
    let mut conn = ctx.state.db.read().await?;
    match seat::find(&mut conn, &token.digest()).await? {
        Some(door) => form(&ctx, &mut conn, door.event, "seat", text).await,
        None => Ok(dead_link()),
    }
}

/// `/tisch/{key}`: makes this device the one of a table (L23).
pub async fn table() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let text: String = path_param("key")?;
    let Ok(key) = AccessKey::parse(&text) else { return Ok(dead_link()) };
    let mut conn = ctx.state.db.read().await?;
    let opens = access_key::find(&mut conn, &key.digest()).await?;
    let Some(opens) = opens.filter(|opens| opens.key.kind == KeyKind::Table) else { return Ok(dead_link()) };
    let found = event::load(&mut conn, opens.event).await?;
    let title = found.basics.title.get(ctx.request.language).to_owned();
    let content = view! {
        <p class="kicker">{title.clone()}</p>
        <h1>{t!("attend.table.title", table = opens.key.label)}</h1>
        <p class="lead">{t!("attend.table.text")}</p>
        <PostForm<LiveTable>>
            <input type="hidden" name="key" value=text/>
            <button class="button" data-size="l" data-block="" type="submit">{t!("attend.table.action")}</button>
        </PostForm<LiveTable>>
    };
    Ok(Page::new(title, narrow(content)).frame(Frame::Vote))
}

/// Consent, profile questions, company, more time; `way` names the hidden field that opens the door.
async fn form(ctx: &Ctx, conn: &mut Conn, id: EventId, way: &'static str, value: String) -> Result<Page, Error> {
    let found = event::load(conn, id).await?;
    let format = Format::of(ctx);
    let title = found.basics.title.get(format.language()).to_owned();
    let of_companies = |voice: VoiceRule| voice.is_shared() || voice == VoiceRule::CompanySplit;
    let companies = poll::of_event(conn, id).await?.iter().any(|poll| of_companies(poll.terms.voice));
    let questions = &found.conditions.attributes;
    let asked = questions.iter().map(|question| profile_question(question, &format)).collect_view();
    let profile = (!questions.is_empty()).then(|| t!("attend.join.profile", k = found.conditions.k));
    let place = (!found.basics.place.is_empty()).then(|| found.basics.place.clone());
    let content = view! {
        <div class="stack" data-gap="2">
            <p class="kicker">{place}</p>
            <h1>{title.clone()}</h1>
            <p class="lead">{t!("attend.join.text")}</p>
        </div>
        <ul class="ticklist">
            {["no_name", "cookie", "votes", "delete"].into_iter().map(|key| view! {
                <li><Icon name="check"/><span>{t!(format!("attend.join.{key}"))}</span></li>
            }).collect_view()}
        </ul>
        <PostForm<LiveJoin> class="stack">
            <input type="hidden" name=way value=value/>
            {profile.map(|text| view! { <p class="hint">{text}</p> })}
            {asked}
            {companies.then(|| view! {
                <TextField name="company" label=t!("attend.join.company") hint=t!("attend.join.company_hint")
                    autocomplete="organization" maxlength=u32::try_from(NAME_MAX).unwrap_or(u32::MAX) optional=true/>
            })}
            <details class="disclosure">
                <summary><Icon name="clock"/>{t!("attend.extra.title")}<Icon name="chevron-down"/></summary>
                <div class="stack" data-gap="3">
                    <p>{t!("attend.extra.text")}</p>
                    {extra::choices(ExtraTime::None)}
                </div>
            </details>
            <button class="button" data-size="l" data-block="" type="submit">
                {t!("attend.join.action")}<Icon name="arrow-right" flip=true/>
            </button>
        </PostForm<LiveJoin>>
    };
    Ok(Page::new(title, narrow(content)).frame(Frame::Vote))
}

/// A question of the profile; "keine Angabe" is offered and nothing chosen at first (L33).
fn profile_question(question: &AttributeQuestion, format: &Format) -> impl IntoView + use<> {
    let attribute = question.attribute;
    let field = format!("profile[{attribute}]");
    let id = format!("f-{field}");
    let error = crate::form::error_at(&field).as_ref().map(message);
    let values = (1_u8..).zip(&question.values).map(|(code, label)| {
        view! {
            <Choice name=format!("profile[{attribute}]") value=code.to_string() title=label.get(format.language())/>
        }
    });
    let not_stated = ValueCode::NOT_STATED.get().to_string();
    view! {
        <fieldset class="question" id=id tabindex="-1">
            <legend><h2 class="vote__question">{t!(format!("attend.attribute.{attribute}"))}</h2></legend>
            {error.map(|text| view! { <p class="error-text"><Icon name="error"/>{text}</p> })}
            <div class="vote__options">
                {values.collect_view()}
                <Choice name=field value=not_stated title=t!("attend.attribute.not_stated")/>
            </div>
        </fieldset>
    }
}
