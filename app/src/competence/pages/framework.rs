use crate::competence::api::{DeleteFramework, PublishFramework, RetireFramework};
use crate::competence::pages::outline::{Outline, Scale};
use crate::competence::pages::trail;
use crate::competence::parts::{EscoLine, StateBadge, may_manage, plain, said};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::{Page, path_param};
use crate::ui::{Alert, Confirm, Empty, Icon, ListQuery, PageHead, Search, Section};
use leptos::prelude::*;
use weiterblick_domain::competence::{Framework, FrameworkState, NodeKind, Tree};
use weiterblick_domain::ids::FrameworkId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ReadCompetences;
use weiterblick_store::competence::{self as store, FrameworkDetail};

/// `/kompetenzen/modelle/{id}`: a framework with its tree; own drafts are edited here.
pub async fn framework() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let id: FrameworkId = path_param("id")?;
    let FrameworkDetail { framework, tree } = store::framework(&mut *ctx.state.db.read().await?, &grant, id).await?;
    let manage = may_manage(&ctx);
    let edit = manage && framework.editable().is_ok();
    let query = ListQuery::of_request("kompetenzen", &[]);
    let esco = tree.nodes().iter().any(|node| !node.esco_uri.is_empty());
    let title = plain(&framework.title);
    let list = content(&framework, &tree, &query.q, edit);
    let actions = manage.then(|| head_actions(&framework, edit));
    let competences = tree.competences().count();
    let lead = Some(plain(&framework.description)).filter(|text| !text.is_empty());
    let lead = lead.unwrap_or_else(|| tn!("competence.tree.count", competences));
    let search = view! { <Search list=query label=t!("competence.tree.search")/> }.into_any();
    let note = edit.then(|| draft_note(&framework, competences));
    let end = manage.then(|| end_actions(&framework, edit, tree.nodes().len()));
    let levels = framework.clone();
    let page = view! {
        <div class="wrap">
            <PageHead title=title.clone() lead=lead kicker=t!("competence.framework.name")
                trail=trail(&[])>
                {actions}
            </PageHead>
            <div class="stack" data-gap="section">
                {note}
                <Section id="kompetenzen" title=t!("competence.tree.title") text=tn!("competence.tree.count", competences)
                    tools=search>
                    {edit.then(|| add_links(id))}
                    {list}
                    {esco.then(|| view! { <EscoLine/> })}
                </Section>
                <Section id="stufen" title=t!("competence.levels.title") text=t!("competence.levels.text")>
                    <Scale framework=levels/>
                </Section>
                <Section id="angaben" title=t!("competence.framework.about")><About framework=framework/></Section>
                {end}
            </div>
        </div>
    };
    Ok(Page::new(title, page))
}

fn content(framework: &Framework, tree: &Tree, q: &str, edit: bool) -> AnyView {
    let shown = tree.search(q);
    if tree.nodes().is_empty() {
        return view! { <Empty title=t!("competence.tree.empty_title") text=t!("competence.tree.empty_text")/> }
            .into_any();
    }
    if shown.as_ref().is_some_and(std::collections::BTreeSet::is_empty) {
        let path = format!("/kompetenzen/modelle/{}#kompetenzen", framework.id);
        return view! {
            <p>{t!("list.nothing")}" "<a href=path>{t!("list.show_all")}</a></p>
        }
        .into_any();
    }
    view! { <Outline framework=framework.clone() tree=tree.clone() shown=shown edit=edit/> }.into_any()
}

fn head_actions(framework: &Framework, edit: bool) -> AnyView {
    let path = format!("/kompetenzen/modelle/{}", framework.id);
    if edit {
        let path = format!("{path}/angaben");
        view! {
            <a class="button" data-kind="secondary" href=path><Icon name="edit"/>{t!("competence.framework.edit")}</a>
        }
        .into_any()
    } else if framework.state == FrameworkState::Draft {
        ().into_any()
    } else {
        let label = if framework.own { t!("competence.copy.new_version") } else { t!("competence.copy.action") };
        let path = format!("{path}/kopieren");
        view! { <a class="button" data-kind="secondary" href=path><Icon name="copy"/>{label}</a> }.into_any()
    }
}

/// Facts beside the title: code, state, source, terms.
#[component]
fn About(framework: Framework) -> impl IntoView {
    let version = t!("competence.framework.version_of", code = framework.code, version = framework.version);
    let fact =
        |label: String, text: String| (!text.is_empty()).then(|| view! { <div><dt>{label}</dt><dd>{text}</dd></div> });
    view! {
        <dl class="facts measure">
            <div><dt>{t!("competence.state.label")}</dt><dd><StateBadge state=framework.state/></dd></div>
            {fact(t!("competence.code.label"), version)}
            <div><dt>{t!("competence.scale.name")}</dt><dd>{said(&framework.scale.title)}</dd></div>
        </dl>
        {(!framework.source.is_empty() || !framework.licence.is_empty()).then(|| view! {
            <p class="text-soft text-sm measure">
                {t!("competence.framework.source_is", source = framework.source)}" "{framework.licence}
            </p>
        })}
    }
}

fn draft_note(framework: &Framework, competences: usize) -> impl IntoView + use<> {
    let id = framework.id.to_string();
    view! {
        <Alert title=t!("competence.draft.title")>
            <p>{t!("competence.draft.text")}</p>
            {(competences > 0).then(|| view! {
                <Confirm open=t!("competence.publish.action") question=t!("competence.publish.question")
                    text=t!("competence.publish.text")>
                    <PostForm<PublishFramework>>
                        <input type="hidden" name="framework" value=id/>
                        <button class="button" type="submit">{t!("competence.publish.action")}</button>
                    </PostForm<PublishFramework>>
                </Confirm>
            })}
        </Alert>
    }
}

fn add_links(id: FrameworkId) -> impl IntoView {
    let path = |kind: NodeKind| format!("/kompetenzen/modelle/{id}/neu?art={kind}");
    view! {
        <div class="cluster">
            <a class="button" data-size="s" href=path(NodeKind::Competence)>
                <Icon name="plus"/>{t!("competence.node.add_competence")}
            </a>
            <a class="button" data-kind="secondary" data-size="s" href=path(NodeKind::Area)>
                <Icon name="plus"/>{t!("competence.node.add_area")}
            </a>
        </div>
    }
}

/// What ends a framework: deleting a draft, retiring a published version.
fn end_actions(framework: &Framework, edit: bool, nodes: usize) -> AnyView {
    let id = framework.id.to_string();
    if edit {
        view! {
            <Confirm open=t!("competence.delete_draft.action") question=t!("competence.delete_draft.question")
                text=tn!("competence.delete_draft.text", nodes)>
                <PostForm<DeleteFramework>>
                    <input type="hidden" name="framework" value=id/>
                    <button class="button" data-kind="danger" type="submit">{t!("competence.delete_draft.action")}</button>
                </PostForm<DeleteFramework>>
            </Confirm>
        }
        .into_any()
    } else if framework.retirable().is_ok() {
        view! {
            <Confirm open=t!("competence.retire.action") question=t!("competence.retire.question")
                text=t!("competence.retire.text")>
                <PostForm<RetireFramework>>
                    <input type="hidden" name="framework" value=id/>
                    <button class="button" data-kind="danger" type="submit">{t!("competence.retire.action")}</button>
                </PostForm<RetireFramework>>
            </Confirm>
        }
        .into_any()
    } else {
        ().into_any()
    }
}
