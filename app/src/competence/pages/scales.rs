use crate::competence::api::{CreateScale, DeleteScale};
use crate::competence::parts::{CodeInput, Tab, Tabs, TextPair, may_manage, plain, said};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::Page;
use crate::ui::{Confirm, Icon, PageHead};
use leptos::prelude::*;
use weiterblick_domain::competence::{LEVELS_MAX, LEVELS_MIN, Purpose};
use weiterblick_domain::organisation::fold;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageCompetences, ReadCompetences};
use weiterblick_store::competence::{self as store, ScaleSummary};

/// `/kompetenzen/skalen`: all scales with their levels.
pub async fn scales() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let manage = may_manage(&ctx);
    let mut scales = store::scales(&mut *ctx.state.db.read().await?, &grant).await?;
    scales.sort_by_cached_key(|s| (s.scale.purpose, !s.scale.own, fold(&plain(&s.scale.title))));
    let cards = scales.into_iter().map(|summary| card(&summary, manage)).collect_view();
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("competence.scale.title") lead=t!("competence.scale.lead")
                trail=super::trail(&[])>
                {manage.then(|| view! {
                    <a class="button" href="/kompetenzen/skalen/neu"><Icon name="plus"/>{t!("competence.scale.new")}</a>
                })}
            </PageHead>
            <div class="stack" data-gap="6">
                <Tabs here=Tab::Scales manage=manage/>
                <ul class="grid" data-col="l">{cards}</ul>
            </div>
        </div>
    };
    Ok(Page::new(t!("competence.scale.title"), content))
}

fn card(summary: &ScaleSummary, manage: bool) -> impl IntoView + use<> {
    let scale = &summary.scale;
    let levels = scale
        .levels
        .iter()
        .enumerate()
        .map(|(index, level)| {
            view! {
                <li>
                    <strong>{t!("competence.levels.nth", level = index + 1)}" "{said(&level.title)}</strong>
                    <span class="text-soft">{said(&level.description)}</span>
                </li>
            }
        })
        .collect_view();
    let purpose = t!(format!("competence.purpose.{}", scale.purpose));
    let origin = if scale.own { t!("competence.origin.own") } else { t!("competence.origin.shipped") };
    let used =
        (scale.purpose == Purpose::Skill).then(|| format!(" · {}", tn!("competence.scale.used", summary.frameworks)));
    let delete = (manage && scale.own).then(|| delete(summary));
    view! {
        <li class="panel stack" data-gap="3">
            <h2 class="panel__title">{said(&scale.title)}</h2>
            <p class="text-soft text-sm">{purpose}" · "{origin}{used}</p>
            <ol class="anchors">{levels}</ol>
            {delete}
        </li>
    }
}

fn delete(summary: &ScaleSummary) -> AnyView {
    if summary.frameworks > 0 {
        return view! { <p class="text-soft text-sm">{t!("competence.scale.in_use")}</p> }.into_any();
    }
    let id = summary.scale.id.to_string();
    view! {
        <Confirm open=t!("competence.scale.delete") text=t!("competence.scale.delete_text")
            question=t!("competence.scale.delete_question", title = plain(&summary.scale.title))>
            <PostForm<DeleteScale> row=("scale", id)>
                <button class="button" data-kind="danger" type="submit">{t!("competence.scale.delete")}</button>
            </PostForm<DeleteScale>>
        </Confirm>
    }
    .into_any()
}

/// `/kompetenzen/skalen/neu`: an own scale of three to eight levels.
pub async fn new_scale() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("competence.scale.new") lead=t!("competence.scale.new_lead")
                trail=super::trail(&[(t!("competence.scale.title"), "/kompetenzen/skalen".to_owned())])/>
            <PostForm<CreateScale> class="form">
                <TextPair name="title" label=t!("competence.title")/>
                <CodeInput optional=true/>
                {(1..=LEVELS_MAX).map(level_fields).collect_view()}
                <div class="cluster">
                    <button class="button" type="submit">{t!("competence.scale.create")}</button>
                    <a class="link-plain" href="/kompetenzen/skalen">{t!("competence.cancel")}</a>
                </div>
            </PostForm<CreateScale>>
        </div>
    };
    Ok(Page::new(t!("competence.scale.new"), content))
}

fn level_fields(level: usize) -> impl IntoView {
    let optional = level > LEVELS_MIN;
    view! {
        <fieldset class="question stack" data-gap="4">
            <legend>
                {t!("competence.levels.nth", level = level)}
                {optional.then(|| view! { " "<span class="label__optional">{t!("form.optional")}</span> })}
            </legend>
            <TextPair name=format!("levels[l{level}][title]") label=t!("competence.title") optional=optional max=80/>
            <TextPair name=format!("levels[l{level}][description]") label=t!("competence.description") optional=true
                max=300/>
        </fieldset>
    }
}
