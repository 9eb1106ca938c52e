use crate::competence::api::AddTargets;
use crate::competence::pages::profile_form::list_trail;
use crate::competence::parts::{plain, said};
use crate::competence::today;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::{Page, path_param, query};
use crate::ui::{Check, Empty, Icon, ListQuery, PageHead, Search, Select, SelectOption};
use leptos::prelude::*;
use std::collections::BTreeSet;
use weiterblick_domain::competence::{FrameworkState, Node, NodeKind, Tree};
use weiterblick_domain::ids::{CompetenceId, FrameworkId, JobProfileId};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageCompetences, ReadCompetences};
use weiterblick_store::competence::{self as store, FrameworkDetail, FrameworkSummary};

/// `/kompetenzen/profile/{id}/hinzufuegen?modell=…`: competences of a framework for a job profile.
pub async fn add_targets() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let grant = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let id: JobProfileId = path_param("id")?;
    let mut conn = ctx.state.db.read().await?;
    let detail = store::profile(&mut conn, &grant, id, today(&ctx)?).await?;
    let usable: Vec<FrameworkSummary> = store::frameworks(&mut conn, &grant)
        .await?
        .into_iter()
        .filter(|summary| summary.framework.state == FrameworkState::Published && summary.competences > 0)
        .collect();
    let wanted: Option<FrameworkId> = query("modell").parse().ok();
    let chosen = usable.iter().find(|summary| Some(summary.framework.id) == wanted).or_else(|| usable.first());
    let chosen = chosen.map(|summary| summary.framework.id);
    let list = match chosen {
        Some(framework) => {
            let FrameworkDetail { tree, .. } = store::framework(&mut conn, &grant, framework).await?;
            let present: BTreeSet<CompetenceId> = detail.targets.iter().map(|target| target.competence).collect();
            choices(id, framework, &tree, &present)
        }
        None => {
            view! { <Empty title=t!("competence.add.empty_title") text=t!("competence.add.empty_text")/> }.into_any()
        }
    };
    drop(conn);
    let path = format!("/kompetenzen/profile/{id}");
    let mut way = list_trail();
    way.push((plain(&detail.profile.title), path));
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("competence.target.add") lead=t!("competence.add.lead") trail=way/>
            <div class="stack" data-gap="6">
                {chosen.map(|framework| pick_framework(&usable, framework))}
                {list}
            </div>
        </div>
    };
    Ok(Page::new(t!("competence.target.add"), content))
}

fn pick_framework(usable: &[FrameworkSummary], chosen: FrameworkId) -> impl IntoView + use<> {
    let options = usable
        .iter()
        .map(|summary| {
            let framework = &summary.framework;
            SelectOption::new(framework.id, format!("{} ({})", plain(&framework.title), framework.version))
        })
        .collect();
    view! {
        <form method="get" class="filters">
            <Select name="modell" label=t!("competence.framework.name") options=options value=chosen.to_string()/>
            <div class="cluster">
                <button class="button" data-kind="secondary" type="submit">{t!("competence.add.show")}</button>
            </div>
        </form>
        <Search list=ListQuery::of_request("", &["modell"]) label=t!("competence.tree.search")/>
    }
}

fn choices(profile: JobProfileId, framework: FrameworkId, tree: &Tree, present: &BTreeSet<CompetenceId>) -> AnyView {
    let shown = tree.search(&query("q"));
    let visible = |id: &CompetenceId| shown.as_ref().is_none_or(|shown| shown.contains(id));
    let open = tree.competences().filter(|node| visible(&node.id) && !present.contains(&node.id)).count();
    let rows: Vec<(Node, usize)> =
        tree.rows().iter().filter(|row| visible(&row.node.id)).map(|row| (row.node.clone(), row.depth)).collect();
    let present = present.clone();
    if shown.as_ref().is_some_and(BTreeSet::is_empty) {
        let all = format!("/kompetenzen/profile/{profile}/hinzufuegen?modell={framework}");
        return view! { <p>{t!("list.nothing")}" "<a href=all>{t!("list.show_all")}</a></p> }.into_any();
    }
    let back = format!("/kompetenzen/profile/{profile}");
    view! {
        <PostForm<AddTargets> class="stack">
            <input type="hidden" name="profile" value=profile.to_string()/>
            <input type="hidden" name="framework" value=framework.to_string()/>
            {(open > 1 && shown.is_none()).then(|| view! { <Check name="all" label=t!("competence.add.all")/> })}
            <ul class="outline">
                {rows.iter().map(|(node, depth)| choice(node, *depth, present.contains(&node.id))).collect_view()}
            </ul>
            <div class="cluster">
                {(open > 0).then(|| view! { <button class="button" type="submit">{t!("competence.add.submit")}</button> })}
                <a class="link-plain" href=back>{t!("competence.cancel")}</a>
            </div>
        </PostForm<AddTargets>>
    }
    .into_any()
}

fn choice(node: &Node, depth: usize, present: bool) -> impl IntoView + use<> {
    let body = match node.kind {
        NodeKind::Area => view! { <h2 class="outline__title">{said(&node.title)}</h2> }.into_any(),
        NodeKind::Competence if present => view! {
            <p class="check text-soft">
                <Icon name="check"/><span>{said(&node.title)}" · "{t!("competence.add.present")}</span>
            </p>
        }
        .into_any(),
        NodeKind::Competence => {
            let hint = Some(plain(&node.description)).filter(|text| !text.is_empty());
            view! { <Check name="competences[]" value=node.id.to_string() label=plain(&node.title) hint=hint/> }
                .into_any()
        }
    };
    view! {
        <li class="outline__item" data-depth=depth.to_string() data-kind=node.kind.code()>
            <div class="outline__body">{body}</div>
        </li>
    }
}
