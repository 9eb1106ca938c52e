use super::list::version_badge;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::{Page, path_param};
use crate::questionnaire::api::{CopyQuestionnaire, DeleteQuestionnaire, RenameQuestionnaire};
use crate::questionnaire::structure::{is_long, outline, summary};
use crate::texts::language;
use crate::ui::{Alert, Confirm, Icon, PageHead, Section, TextField};
use leptos::prelude::*;
use weiterblick_domain::ids::QuestionnaireId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageSurveys, ReadSurveys};
use weiterblick_domain::text::Language;
use weiterblick_store::questionnaire::{self as store, Questionnaire, Version};

/// `/frageboegen/{id}`: versions, what is asked, copy, rename, delete.
pub async fn show() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ReadSurveys>(Relation::Organisation)?;
    let manage = ctx.grant::<ManageSurveys>(Relation::Organisation).is_ok();
    let id: QuestionnaireId = path_param("id")?;
    let mut conn = ctx.state.db.read().await?;
    let found = store::questionnaire(&mut conn, &grant, id).await?;
    let versions = store::versions(&mut conn, &grant, id).await?;
    drop(conn);
    let title = found.title.get(language()).to_owned();
    let trail = vec![(t!("questionnaire.list.title"), "/frageboegen".to_owned())];
    let kicker = if found.template { t!("questionnaire.template") } else { t!("questionnaire.own") };
    let definition = &found.newest.definition;
    let long = is_long(definition).then(|| {
        view! { <Alert kind="warn" title=t!("questionnaire.long_title")><p>{t!("questionnaire.long_text")}</p></Alert> }
    });
    let copy = manage.then(|| copy(&found));
    let description = found.description.get(language()).to_owned();
    let content = view! {
        <div class="wrap">
            <PageHead title=title.clone() lead=summary(definition) kicker=kicker trail=trail>
                <a class="button" href=format!("/frageboegen/{id}/vorschau")>
                    <Icon name="eye"/>{t!("questionnaire.preview.open")}
                </a>
                {copy}
            </PageHead>
            <div class="stack" data-gap="section">
                {long}
                {(!description.is_empty()).then(|| view! { <p class="measure">{description}</p> })}
                {versions_section(id, versions)}
                {outline(definition)}
                {(manage && !found.template).then(|| own_controls(&found))}
            </div>
        </div>
    };
    Ok(Page::new(title, content))
}

fn copy(found: &Questionnaire) -> AnyView {
    let id = found.id.to_string();
    let label = if found.template { t!("questionnaire.copy.action") } else { t!("questionnaire.copy.own") };
    view! {
        <PostForm<CopyQuestionnaire>>
            <input type="hidden" name="questionnaire" value=id/>
            <button class="button" data-kind="secondary" type="submit"><Icon name="copy"/>{label}</button>
        </PostForm<CopyQuestionnaire>>
    }
    .into_any()
}

fn versions_section(id: QuestionnaireId, versions: Vec<Version>) -> AnyView {
    let rows = versions
        .into_iter()
        .map(|version| {
            let hash: String = version.content_hash.chars().take(12).collect();
            let preview = format!("/frageboegen/{id}/vorschau?version={}", version.id);
            let hash = if hash.is_empty() { view! { <span class="text-soft">{t!("questionnaire.no_hash")}</span> }.into_any() } else { view! { <code>{hash}</code> }.into_any() };
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row">{version_badge(version.number, version.state)}</th>
                    <td role="cell" data-label=t!("questionnaire.hash")>{hash}</td>
                    <td role="cell">
                        <a class="link-plain" href=preview>
                            {t!("questionnaire.preview.open")}
                            <span class="visually-hidden">" "{t!("questionnaire.version_number", number = version.number)}</span>
                        </a>
                    </td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Section id="versionen" title=t!("questionnaire.versions") text=t!("questionnaire.versions_text")>
            <div class="table-box">
                <table class="table" data-stack="" role="table">
                    <caption class="visually-hidden">{t!("questionnaire.versions")}</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{t!("questionnaire.version")}</th>
                            <th role="columnheader" scope="col">{t!("questionnaire.hash")}</th>
                            <th role="columnheader" scope="col">{t!("questionnaire.actions")}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
        </Section>
    }
    .into_any()
}

fn own_controls(found: &Questionnaire) -> AnyView {
    let (id, again) = (found.id.to_string(), found.id.to_string());
    let title = |language| found.title.exact(language).unwrap_or_default().to_owned();
    let (german, english) = (title(Language::De), title(Language::En));
    let delete = if found.surveys == 0 {
        view! {
            <Confirm open=t!("questionnaire.delete.open") question=t!("questionnaire.delete.question")
                text=t!("questionnaire.delete.text")>
                <PostForm<DeleteQuestionnaire>>
                    <input type="hidden" name="questionnaire" value=again/>
                    <button class="button" data-kind="danger" type="submit">{t!("questionnaire.delete.action")}</button>
                </PostForm<DeleteQuestionnaire>>
            </Confirm>
        }
        .into_any()
    } else {
        view! { <p class="text-soft">{tn!("questionnaire.delete.used", found.surveys)}</p> }.into_any()
    };
    view! {
        <Section id="verwalten" title=t!("questionnaire.manage")>
            <PostForm<RenameQuestionnaire> class="form">
                <input type="hidden" name="questionnaire" value=id/>
                <TextField name="title_de" label=t!("questionnaire.title_de") value=german maxlength=200
                    autocomplete="off"/>
                <TextField name="title_en" label=t!("questionnaire.title_en") value=english maxlength=200
                    autocomplete="off" optional=true/>
                <button class="button" data-kind="secondary" type="submit">{t!("questionnaire.rename")}</button>
            </PostForm<RenameQuestionnaire>>
            {delete}
        </Section>
    }
    .into_any()
}
