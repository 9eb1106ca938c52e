use super::{SaveBasics, SaveConditions, attributes};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::format::Format;
use crate::page::{Page, path_param};
use crate::roundtable::access;
use crate::roundtable::host::create::BasicsFields;
use crate::roundtable::host::parts::{Tab, event_page};
use crate::survey::authoring::{Choices, Radio};
use crate::ui::{Check, Section, TextArea, TextField};
use leptos::prelude::*;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::event::action::Prepare;
use weiterblick_domain::roundtable::access::JoinMode;
use weiterblick_domain::roundtable::limits::K;
use weiterblick_domain::roundtable::poll::words::Moderation;
use weiterblick_domain::roundtable::settings::Settings;
use weiterblick_domain::text::Language;
use weiterblick_store::roundtable::event::{self, Conditions, Event};

/// `/runde-tische/{event}/angaben`
pub async fn settings() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let id: EventId = path_param("event")?;
    let mut conn = ctx.state.db.read().await?;
    let grant = access::grant::<Prepare>(&ctx, &mut conn, id).await?;
    let event = event::granted(&mut conn, &grant).await?;
    drop(conn);
    let (basics, zone) = (event.basics.clone(), ctx.state.settings.time_zone.clone());
    let content = view! {
        <Section id="angaben" title=t!("host.settings.basics")>
            <PostForm<SaveBasics> class="form">
                <input type="hidden" name="event" value=id.to_string()/>
                <BasicsFields basics=Some(basics) zone=zone/>
                <button class="button" type="submit">{t!("form.save")}</button>
            </PostForm<SaveBasics>>
        </Section>
        {conditions(&event)}
    };
    Ok(event_page(&event, Tab::Settings, &Format::of(&ctx), ().into_any(), content.into_any()))
}

fn conditions(event: &Event) -> AnyView {
    let id = event.id.to_string();
    let Conditions { join_mode, attributes: asked, languages, k, retention_days, settings } = event.conditions.clone();
    view! {
        <PostForm<SaveConditions> class="stack">
            <input type="hidden" name="event" value=id/>
            <Section id="beitreten" title=t!("host.settings.joining")>
                <div class="form">
                    <Choices name="join_mode" legend=t!("host.settings.join_mode")>
                        <Radio name="join_mode" value="open" label=t!("host.settings.open") hint=t!("host.settings.open_hint")
                            checked=join_mode == JoinMode::Open/>
                        <Radio name="join_mode" value="seat" label=t!("host.settings.seat") hint=t!("host.settings.seat_hint")
                            checked=join_mode == JoinMode::Seat/>
                    </Choices>
                    <Check name="english" label=t!("host.settings.english") hint=t!("host.settings.english_hint")
                        checked=languages.contains(&Language::En)/>
                </div>
            </Section>
            <Section id="profil" title=t!("host.settings.profile") text=t!("host.settings.profile_text")>
                <div class="form">
                    {attributes::fields(&asked)}
                    <TextField name="k" label=t!("host.settings.k") hint=t!("host.settings.k_hint", min = K.start(), max = K.end())
                        value=k.to_string() inputmode="numeric" maxlength=2/>
                </div>
            </Section>
            {room(&settings)}
            <Section id="aufbewahren" title=t!("host.settings.keeping")>
                <div class="form">
                    <TextField name="retention" label=t!("host.settings.retention") hint=t!("host.settings.retention_hint")
                        value=retention_days.to_string() inputmode="numeric" maxlength=4/>
                    <button class="button" type="submit">{t!("form.save")}</button>
                </div>
            </Section>
        </PostForm<SaveConditions>>
    }
    .into_any()
}

fn room(settings: &Settings) -> AnyView {
    let before = settings.moderation == Moderation::Before;
    let Settings { questions, nicknames, pace, hidden_words, .. } = settings.clone();
    view! {
        <Section id="raum" title=t!("host.settings.room")>
            <div class="form">
                <Check name="room[questions]" label=t!("host.settings.questions") checked=questions/>
                <Choices name="room[moderation]" legend=t!("host.settings.moderation")>
                    <Radio name="room[moderation]" value="before" label=t!("host.settings.before") checked=before/>
                    <Radio name="room[moderation]" value="after" label=t!("host.settings.after") checked=!before/>
                </Choices>
                <Check name="room[nicknames]" label=t!("host.settings.nicknames") hint=t!("host.settings.nicknames_hint")
                    checked=nicknames/>
                <Check name="room[pace]" label=t!("host.settings.pace") hint=t!("host.settings.pace_hint") checked=pace/>
                <TextArea name="room[hidden_words]" label=t!("host.settings.hidden_words") hint=t!("host.settings.hidden_words_hint")
                    value=hidden_words.join("\n") rows=3 optional=true/>
            </div>
        </Section>
    }
    .into_any()
}
