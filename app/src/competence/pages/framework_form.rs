use crate::competence::api::{CopyFramework, CreateFramework, EditFramework};
use crate::competence::pages::trail;
use crate::competence::parts::{CodeInput, TextPair, plain};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::{Page, path_param};
use crate::ui::{Icon, PageHead, Section, Select, SelectOption, TextField};
use leptos::prelude::*;
use weiterblick_domain::competence::{Code, Framework, FrameworkState, Purpose, Version};
use weiterblick_domain::ids::FrameworkId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageCompetences, ReadCompetences};
use weiterblick_domain::text::Multilingual;
use weiterblick_store::competence::{self as store, FrameworkSummary};

/// Characters of a version, source and licence line.
const VERSION_MAX: u32 = 20;
const LINE_MAX: u32 = 300;

/// `/kompetenzen/modelle/neu`: an empty framework, or the way to a copy.
pub async fn new_framework() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let grant = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let mut conn = ctx.state.db.read().await?;
    let scales = store::scales(&mut conn, &grant).await?;
    let templates = store::frameworks(&mut conn, &grant).await?;
    drop(conn);
    let options: Vec<SelectOption> = scales
        .iter()
        .filter(|summary| summary.scale.purpose == Purpose::Skill)
        .map(|summary| SelectOption::new(summary.scale.id, plain(&summary.scale.title)))
        .collect();
    let usual = scales.iter().find(|summary| !summary.scale.own && summary.scale.purpose == Purpose::Skill);
    let usual = usual.map(|summary| summary.scale.id.to_string()).unwrap_or_default();
    let templates = templates
        .into_iter()
        .filter(|summary| summary.framework.state == FrameworkState::Published)
        .map(|summary| template(&summary))
        .collect_view();
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("competence.framework.new") lead=t!("competence.framework.new_lead") trail=trail(&[])/>
            <div class="stack" data-gap="section">
                <Section id="vorlage" title=t!("competence.framework.from_template")>
                    <ul class="grid">{templates}</ul>
                </Section>
                <Section id="leer" title=t!("competence.framework.from_scratch")>
                    <PostForm<CreateFramework> class="form">
                        <TextPair name="title" label=t!("competence.title")/>
                        <TextPair name="description" label=t!("competence.description") long=true optional=true/>
                        <Select name="scale" label=t!("competence.scale.name") hint=t!("competence.framework.scale_hint")
                            options=options value=usual/>
                        <CodeInput optional=true/>
                        <button class="button" type="submit">{t!("competence.framework.create")}</button>
                    </PostForm<CreateFramework>>
                </Section>
            </div>
        </div>
    };
    Ok(Page::new(t!("competence.framework.new"), content))
}

fn template(summary: &FrameworkSummary) -> impl IntoView + use<> {
    let path = format!("/kompetenzen/modelle/{}/kopieren", summary.framework.id);
    let name = plain(&summary.framework.title);
    view! {
        <li class="panel stack" data-gap="3">
            <h3>{name.clone()}</h3>
            <p class="text-soft">{tn!("competence.tree.count", summary.competences)}</p>
            <a class="link-next" href=path>
                {t!("competence.copy.use")}<span class="visually-hidden">" "{name}</span><Icon name="arrow-right" flip=true/>
            </a>
        </li>
    }
}

/// `/kompetenzen/modelle/{id}/kopieren`: an own draft from another framework, or the next version of an own one.
pub async fn copy_framework() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let grant = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let id: FrameworkId = path_param("id")?;
    let known = store::frameworks(&mut *ctx.state.db.read().await?, &grant).await?;
    let source = known.iter().map(|summary| &summary.framework).find(|framework| framework.id == id);
    let source = source.ok_or_else(Error::not_found)?.clone();
    let (code, version) = proposed(&source, &known);
    let (title, lead) = if source.own {
        (t!("competence.copy.new_version"), t!("competence.copy.new_version_text"))
    } else {
        (t!("competence.copy.action"), t!("competence.copy.text"))
    };
    let path = format!("/kompetenzen/modelle/{id}");
    let content = view! {
        <div class="wrap">
            <PageHead title=title.clone() lead=lead trail=trail(&[(plain(&source.title), path.clone())])/>
            <PostForm<CopyFramework> class="form">
                <input type="hidden" name="framework" value=id.to_string()/>
                <TextPair name="title" label=t!("competence.title") value=source.title.clone()/>
                <CodeInput value=code.to_string()/>
                <VersionInput value=version.to_string()/>
                <div class="cluster">
                    <button class="button" type="submit">{t!("competence.copy.submit")}</button>
                    <a class="link-plain" href=path>{t!("competence.cancel")}</a>
                </div>
            </PostForm<CopyFramework>>
        </div>
    };
    Ok(Page::new(title, content))
}

/// A new version of an own framework keeps the code; a copy of a shipped one gets a code of its own.
fn proposed(source: &Framework, known: &[FrameworkSummary]) -> (Code, Version) {
    let versions_of = |code: &Code| -> Vec<Version> {
        known
            .iter()
            .filter(|summary| summary.framework.code == *code)
            .map(|summary| summary.framework.version.clone())
            .collect()
    };
    if source.own {
        (source.code.clone(), source.version.next_free(&versions_of(&source.code)))
    } else {
        let stem = format!("{}_{}", source.code, t!("competence.copy.code_suffix"));
        (Code::suggest(&stem, |code| !versions_of(code).is_empty()), Version::first())
    }
}

/// `/kompetenzen/modelle/{id}/angaben`: what a draft says of itself.
pub async fn edit_framework() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let grant = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let id: FrameworkId = path_param("id")?;
    let framework = store::framework(&mut *ctx.state.db.read().await?, &grant, id).await?.framework;
    framework.editable().map_err(|_| Error::not_found())?;
    let path = format!("/kompetenzen/modelle/{id}");
    let description: Multilingual = framework.description.clone();
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("competence.framework.edit") trail=trail(&[(plain(&framework.title), path.clone())])/>
            <PostForm<EditFramework> class="form">
                <input type="hidden" name="framework" value=id.to_string()/>
                <TextPair name="title" label=t!("competence.title") value=framework.title.clone()/>
                <TextPair name="description" label=t!("competence.description") value=description long=true optional=true/>
                <CodeInput value=framework.code.to_string()/>
                <VersionInput value=framework.version.to_string()/>
                <TextField name="source" label=t!("competence.framework.source") hint=t!("competence.framework.source_hint")
                    value=framework.source.clone() maxlength=LINE_MAX optional=true/>
                <TextField name="licence" label=t!("competence.framework.licence") value=framework.licence.clone()
                    maxlength=LINE_MAX optional=true/>
                <div class="cluster">
                    <button class="button" type="submit">{t!("form.save")}</button>
                    <a class="link-plain" href=path>{t!("competence.cancel")}</a>
                </div>
            </PostForm<EditFramework>>
        </div>
    };
    Ok(Page::new(t!("competence.framework.edit"), content))
}

#[component]
fn VersionInput(value: String) -> impl IntoView {
    view! {
        <TextField name="version" label=t!("competence.framework.version") hint=t!("competence.framework.version_hint")
            value=value maxlength=VERSION_MAX/>
    }
}
