use crate::competence::api::{CreateProfile, EditProfile};
use crate::competence::pages::trail;
use crate::competence::parts::{CodeInput, TextPair, plain};
use crate::competence::today;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::{PostForm, error_at};
use crate::page::{Page, path_param, query};
use crate::ui::{Choice, Icon, PageHead, Select, SelectOption, message};
use leptos::prelude::*;
use weiterblick_domain::competence::{Horizon, JobProfile};
use weiterblick_domain::ids::JobProfileId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageCompetences, ReadCompetences};
use weiterblick_store::competence as store;

/// `/kompetenzen/profile/neu?von=…`: an empty job profile, or one that starts with the targets of another.
pub async fn new_profile() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let grant = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let known = store::profiles(&mut *ctx.state.db.read().await?, &grant, today(&ctx)?).await?;
    let from = query("von");
    let source = known.iter().map(|summary| &summary.profile).find(|profile| profile.id.to_string() == from);
    let title = source.map(|profile| profile.title.clone()).unwrap_or_default();
    let horizon = if source.is_some() { Horizon::Future } else { Horizon::Today };
    let mut options = vec![SelectOption::new("", t!("competence.profile.copy_none"))];
    options.extend(known.iter().map(|summary| SelectOption::new(summary.profile.id, name(&summary.profile))));
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("competence.profile.new") lead=t!("competence.profile.new_lead") trail=list_trail()/>
            <PostForm<CreateProfile> class="form">
                <TextPair name="title" label=t!("competence.profile.title") value=title/>
                <HorizonChoice horizon=horizon/>
                {(!known.is_empty()).then(|| view! {
                    <Select name="copy_from" label=t!("competence.profile.copy_from") options=options value=from
                        optional=true/>
                })}
                <CodeInput optional=true/>
                <div class="cluster">
                    <button class="button" type="submit">{t!("competence.profile.create")}</button>
                    <a class="link-plain" href="/kompetenzen/profile">{t!("competence.cancel")}</a>
                </div>
            </PostForm<CreateProfile>>
        </div>
    };
    Ok(Page::new(t!("competence.profile.new"), content))
}

/// `/kompetenzen/profile/{id}/angaben`: title, code and horizon.
pub async fn edit_profile() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let grant = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let id: JobProfileId = path_param("id")?;
    let profile = store::profile(&mut *ctx.state.db.read().await?, &grant, id, today(&ctx)?).await?.profile;
    let path = format!("/kompetenzen/profile/{id}");
    let mut way = list_trail();
    way.push((plain(&profile.title), path.clone()));
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("competence.profile.edit") trail=way/>
            <PostForm<EditProfile> class="form">
                <input type="hidden" name="profile" value=id.to_string()/>
                <TextPair name="title" label=t!("competence.profile.title") value=profile.title.clone()/>
                <HorizonChoice horizon=profile.horizon/>
                <CodeInput value=profile.code.to_string()/>
                <div class="cluster">
                    <button class="button" type="submit">{t!("form.save")}</button>
                    <a class="link-plain" href=path>{t!("competence.cancel")}</a>
                </div>
            </PostForm<EditProfile>>
        </div>
    };
    Ok(Page::new(t!("competence.profile.edit"), content))
}

/// The title, with the horizon where it is not today.
pub fn name(profile: &JobProfile) -> String {
    match profile.horizon {
        Horizon::Today => plain(&profile.title),
        Horizon::Future => t!(
            "competence.profile.with_horizon",
            title = plain(&profile.title),
            horizon = t!("competence.horizon.future")
        ),
    }
}

pub fn list_trail() -> Vec<(String, String)> {
    trail(&[(t!("competence.tab.profiles"), "/kompetenzen/profile".to_owned())])
}

#[component]
fn HorizonChoice(horizon: Horizon) -> impl IntoView {
    let wrong = error_at("horizon").as_ref().map(message);
    let choices = Horizon::ALL
        .iter()
        .map(|choice| {
            view! {
                <Choice name="horizon" value=choice.code() title=t!(format!("competence.horizon.{choice}"))
                    note=t!(format!("competence.horizon.{choice}_note")) checked=*choice == horizon/>
            }
        })
        .collect_view();
    view! {
        <fieldset class="question stack" data-gap="2" id="f-horizon">
            <legend>{t!("competence.horizon.label")}</legend>
            {wrong.map(|text| view! { <span class="error-text"><Icon name="error"/>{text}</span> })}
            {choices}
        </fieldset>
    }
}
