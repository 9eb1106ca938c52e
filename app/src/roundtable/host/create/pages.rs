use super::{BasicsFields, CreateEvent, FollowUp};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::format::Format;
use crate::page::{Page, path_param, query};
use crate::roundtable::host::parts::trail;
use crate::roundtable::host::templates;
use crate::survey::authoring::Choices;
use crate::ui::{Choice, PageHead};
use leptos::prelude::*;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageEvents;
use weiterblick_store::roundtable::event::{self, Basics};

/// `/runde-tische/neu`
pub async fn new() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageEvents>(Relation::Organisation)?;
    let offered = templates::offered(&mut *ctx.state.db.read().await?, Some(&grant)).await?;
    let format = Format::of(&ctx);
    let wanted = query("vorlage");
    let choices = offered
        .into_iter()
        .filter(|(_, template)| !template.agenda.is_empty())
        .map(|(key, template)| {
            let checked = key == wanted;
            let title = template.title.get(format.language()).to_owned();
            let note = template.description.get(format.language()).to_owned();
            view! { <Choice name="template" value=key title=title note=note checked=checked/> }
        })
        .collect_view();
    let trail = vec![(t!("host.list.title"), "/runde-tische".to_owned())];
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("host.new.title") lead=t!("host.new.lead") trail=trail/>
            <PostForm<CreateEvent> class="form">
                <BasicsFields basics=None zone=ctx.state.settings.time_zone.clone()/>
                <Choices name="template" legend=t!("host.new.template") hint=t!("host.new.template_hint")>
                    <Choice name="template" value="" title=t!("host.new.empty") note=t!("host.new.empty_note")
                        checked=wanted.is_empty()/>
                    {choices}
                </Choices>
                <div class="cluster">
                    <button class="button" type="submit">{t!("host.new.create")}</button>
                    <a class="link-plain" href="/runde-tische">{t!("host.cancel")}</a>
                </div>
            </PostForm<CreateEvent>>
        </div>
    };
    Ok(Page::new(t!("host.new.title"), content))
}

/// `/runde-tische/{event}/folgetermin`
pub async fn follow_up() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageEvents>(Relation::Organisation)?;
    let id: EventId = path_param("event")?;
    let event = event::of_organisation(&mut *ctx.state.db.read().await?, &grant, id).await?;
    let format = Format::of(&ctx);
    let day = 24 * 60 * 60 * 1_000;
    let proposal = Basics {
        planned_start: event.basics.planned_start.plus(FOLLOW_UP_DAYS * day),
        planned_end: event.basics.planned_end.plus(FOLLOW_UP_DAYS * day),
        ..event.basics.clone()
    };
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("host.follow_up.title") lead=t!("host.follow_up.lead") trail=trail(&event, &format)/>
            <PostForm<FollowUp> class="form">
                <input type="hidden" name="previous" value=id.to_string()/>
                <BasicsFields basics=Some(proposal) zone=ctx.state.settings.time_zone.clone()/>
                <div class="cluster">
                    <button class="button" type="submit">{t!("host.follow_up.create")}</button>
                    <a class="link-plain" href=format!("/runde-tische/{id}")>{t!("host.cancel")}</a>
                </div>
            </PostForm<FollowUp>>
        </div>
    };
    Ok(Page::new(t!("host.follow_up.title"), content))
}

/// The next meeting is proposed twelve weeks later: the same weekday.
const FOLLOW_UP_DAYS: i64 = 84;
