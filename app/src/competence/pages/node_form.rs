use crate::competence::api::{AddNode, DeleteNode, EditNode};
use crate::competence::pages::trail;
use crate::competence::parts::{CodeInput, TextPair, numbered, plain};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::{Page, path_param, query};
use crate::ui::{Confirm, PageHead, Section, Select, SelectOption};
use leptos::prelude::*;
use weiterblick_domain::competence::{ANCHOR_MAX, Framework, NodeKind, Tree};
use weiterblick_domain::ids::{CompetenceId, FrameworkId};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageCompetences, ReadCompetences};
use weiterblick_domain::text::Multilingual;
use weiterblick_store::competence::{self as store, FrameworkDetail};

/// `/kompetenzen/modelle/{id}/neu?art=…&in=…`: a new area or competence in an own draft.
pub async fn new_node() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let grant = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let id: FrameworkId = path_param("id")?;
    let FrameworkDetail { framework, tree } = store::framework(&mut *ctx.state.db.read().await?, &grant, id).await?;
    framework.editable().map_err(|_| Error::not_found())?;
    let kind: NodeKind = query("art").parse().unwrap_or(NodeKind::Competence);
    let path = format!("/kompetenzen/modelle/{id}");
    let title = t!(format!("competence.node.new_{kind}"));
    let content = view! {
        <div class="wrap">
            <PageHead title=title.clone() trail=trail(&[(plain(&framework.title), path.clone())])/>
            <PostForm<AddNode> class="form">
                <input type="hidden" name="into[framework]" value=id.to_string()/>
                <input type="hidden" name="into[kind]" value=kind.code()/>
                <TextPair name="title" label=t!("competence.title")/>
                <TextPair name="description" label=t!("competence.description") long=true optional=true/>
                <ParentSelect tree=tree.clone() value=query("in")/>
                <CodeInput optional=true/>
                {(kind == NodeKind::Competence).then(|| view! { <Anchors framework=framework.clone()/> })}
                <div class="cluster">
                    <button class="button" type="submit">{t!("form.save")}</button>
                    <button class="button" data-kind="secondary" type="submit" name="again" value="true">
                        {t!("competence.node.save_and_next")}
                    </button>
                    <a class="link-plain" href=path>{t!("competence.cancel")}</a>
                </div>
            </PostForm<AddNode>>
        </div>
    };
    Ok(Page::new(title, content))
}

/// `/kompetenzen/{competence}/bearbeiten`: texts, place and anchors of an area or competence in an own draft.
pub async fn edit_node() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let grant = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let id: CompetenceId = path_param("competence")?;
    let FrameworkDetail { framework, tree } =
        store::by_competence(&mut *ctx.state.db.read().await?, &grant, id).await?;
    framework.editable().map_err(|_| Error::not_found())?;
    let node = tree.node(id).ok_or_else(Error::not_found)?.clone();
    let path = format!("/kompetenzen/modelle/{}", framework.id);
    let back = format!("{path}#k-{id}");
    let below = tree.subtree(id).len().saturating_sub(1);
    let kind = node.kind;
    let parent = node.parent.map(|parent| parent.to_string()).unwrap_or_default();
    let title = t!("competence.node.edit_title", title = plain(&node.title));
    let question = t!("competence.node.delete_question", title = plain(&node.title));
    let content = view! {
        <div class="wrap">
            <PageHead title=title.clone() trail=trail(&[(plain(&framework.title), path)])/>
            <div class="stack" data-gap="section">
                <PostForm<EditNode> class="form">
                    <input type="hidden" name="competence" value=id.to_string()/>
                    <TextPair name="title" label=t!("competence.title") value=node.title.clone()/>
                    <TextPair name="description" label=t!("competence.description") value=node.description.clone()
                        long=true optional=true/>
                    <ParentSelect tree=tree.clone() moving=id value=parent/>
                    <CodeInput value=node.code.to_string()/>
                    {(kind == NodeKind::Competence).then(|| view! {
                        <Anchors framework=framework.clone() anchors=node.anchors.clone()/>
                    })}
                    <div class="cluster">
                        <button class="button" type="submit">{t!("form.save")}</button>
                        <a class="link-plain" href=back>{t!("competence.cancel")}</a>
                    </div>
                </PostForm<EditNode>>
                <Section id="entfernen" title=t!(format!("competence.node.delete_{kind}"))>
                    <Confirm open=t!(format!("competence.node.delete_{kind}"))
                        question=question
                        text=if below == 0 { t!("competence.node.delete_text") } else { tn!("competence.node.delete_with", below) }>
                        <PostForm<DeleteNode>>
                            <input type="hidden" name="competence" value=id.to_string()/>
                            <button class="button" data-kind="danger" type="submit">
                                {t!(format!("competence.node.delete_{kind}"))}
                            </button>
                        </PostForm<DeleteNode>>
                    </Confirm>
                </Section>
            </div>
        </div>
    };
    Ok(Page::new(title, content))
}

/// The areas under which the node may stand, and the top.
#[component]
fn ParentSelect(tree: Tree, #[prop(optional)] moving: Option<CompetenceId>, value: String) -> impl IntoView {
    let mut options = vec![SelectOption::new("", t!("competence.node.top"))];
    options.extend(tree.possible_parents(moving).iter().map(|row| {
        let indent = "– ".repeat(row.depth - 1);
        SelectOption::new(row.node.id, format!("{indent}{}", numbered(row.node)))
    }));
    view! { <Select name="parent" label=t!("competence.node.parent") options=options value=value/> }
}

/// One pair of texts per level of the framework's scale.
#[component]
fn Anchors(framework: Framework, #[prop(optional)] anchors: Vec<Multilingual>) -> impl IntoView {
    let rows = framework
        .scale
        .levels
        .iter()
        .enumerate()
        .map(|(index, level)| {
            let head = format!("{} {}", t!("competence.levels.nth", level = index + 1), plain(&level.title));
            let value = anchors.get(index).cloned().unwrap_or_default();
            view! {
                <TextPair name=format!("anchors[l{}]", index + 1) label=head value=value long=true optional=true rows=2
                    max=ANCHOR_MAX/>
            }
        })
        .collect_view();
    view! {
        <fieldset class="question stack" data-gap="4">
            <legend>{t!("competence.anchor.title")}</legend>
            <p class="hint">{t!("competence.anchor.hint")}</p>
            {rows}
        </fieldset>
    }
}
