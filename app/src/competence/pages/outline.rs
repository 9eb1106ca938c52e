//! The tree of a framework and its levels.

use crate::competence::api::MoveNode;
use crate::competence::parts::{has_number, plain, said};
use crate::form::PostForm;
use crate::ui::Icon;
use leptos::prelude::*;
use std::collections::BTreeSet;
use weiterblick_domain::competence::{Framework, MappedLevel, Mapping, Node, NodeKind, Tree, TreeRow};
use weiterblick_domain::ids::CompetenceId;

/// Areas as heads, competences as disclosures with their anchors. With `edit` each has its buttons.
#[component]
pub fn Outline(framework: Framework, tree: Tree, shown: Option<BTreeSet<CompetenceId>>, edit: bool) -> impl IntoView {
    let visible = |row: &TreeRow<'_>| shown.as_ref().is_none_or(|shown| shown.contains(&row.node.id));
    let searching = shown.is_some();
    let rows = tree
        .rows()
        .into_iter()
        .filter(visible)
        .map(|row| {
            let node = row.node;
            let body = match node.kind {
                NodeKind::Area => area(node, row.depth),
                NodeKind::Competence => competence(node, &framework),
            };
            // Neighbours may be hidden by a search: a step would look like nothing happens.
            let tools = edit.then(|| tools(&framework, &row, !searching));
            view! {
                <li class="outline__item" id=format!("k-{}", node.id) data-depth=row.depth.to_string()
                    data-kind=node.kind.code()>
                    <div class="outline__body">{body}</div>
                    {tools}
                </li>
            }
        })
        .collect_view();
    view! { <ul class="outline">{rows}</ul> }
}

fn number(node: &Node) -> Option<AnyView> {
    has_number(node).then(|| view! { <span class="outline__code">{node.code.to_string()}</span> }.into_any())
}

fn area(node: &Node, depth: usize) -> AnyView {
    let title = view! { {number(node)}{said(&node.title)} };
    let head = if depth == 1 {
        view! { <h3 class="outline__title">{title}</h3> }.into_any()
    } else {
        view! { <h4 class="outline__title">{title}</h4> }.into_any()
    };
    let description =
        (!node.description.is_empty()).then(|| view! { <p class="text-soft">{said(&node.description)}</p> });
    view! { {head}{description} }.into_any()
}

fn competence(node: &Node, framework: &Framework) -> AnyView {
    let anchors = framework
        .scale
        .levels
        .iter()
        .zip(&node.anchors)
        .enumerate()
        .map(|(index, (level, anchor))| {
            view! {
                <li>
                    <strong>{t!("competence.levels.nth", level = index + 1)}" "{said(&level.title)}</strong>
                    <span>{said(anchor)}</span>
                </li>
            }
        })
        .collect_view();
    let anchors = if node.anchors.is_empty() {
        view! { <p class="text-soft">{t!("competence.anchor.none")}</p> }.into_any()
    } else {
        view! { <ol class="anchors">{anchors}</ol> }.into_any()
    };
    let esco = (!node.esco_uri.is_empty()).then(|| {
        let name = plain(&node.title);
        view! {
            <p>
                <a class="link-plain" href=node.esco_uri.clone() rel="noopener noreferrer">
                    {t!("competence.esco.link")}<span class="visually-hidden">" "{name}</span>
                </a>
            </p>
        }
    });
    view! {
        <details class="disclosure">
            <summary>
                <span>{number(node)}{said(&node.title)}</span>
                <Icon name="chevron-down"/>
            </summary>
            <div class="stack" data-gap="3">
                {(!node.description.is_empty()).then(|| view! { <p>{said(&node.description)}</p> })}
                {anchors}
                {esco}
            </div>
        </details>
    }
    .into_any()
}

fn tools(framework: &Framework, row: &TreeRow<'_>, movable: bool) -> impl IntoView + use<> {
    let node = row.node;
    let (name, id) = (plain(&node.title), node.id.to_string());
    let edit = format!("/kompetenzen/{id}/bearbeiten");
    let add = (node.kind == NodeKind::Area)
        .then(|| format!("/kompetenzen/modelle/{}/neu?art={}&in={id}", framework.id, NodeKind::Competence));
    let (first, last) = (row.first, row.last);
    let step = |direction: &'static str, icon: &'static str, end: bool| {
        let label = t!(format!("competence.node.{direction}"), title = name);
        view! {
            <button class="button" data-kind="quiet" data-size="s" data-icon-only type="submit" name="direction"
                value=direction disabled=end>
                <Icon name=icon/><span class="visually-hidden">{label}</span>
            </button>
        }
    };
    let up = movable.then(|| step("up", "arrow-up", first));
    let down = movable.then(|| step("down", "arrow-down", last));
    view! {
        <div class="outline__tools cluster" data-gap="1">
            {movable.then(|| view! {
                <PostForm<MoveNode> class="cluster" row=("competence", id)>{up}{down}</PostForm<MoveNode>>
            })}
            {add.map(|add| view! {
                <a class="button" data-kind="quiet" data-size="s" href=add>
                    <Icon name="plus"/>{t!("competence.node.add_here")}
                    <span class="visually-hidden">" "{name.clone()}</span>
                </a>
            })}
            <a class="button" data-kind="quiet" data-size="s" href=edit>
                <Icon name="edit"/>{t!("competence.node.edit")}<span class="visually-hidden">" "{name.clone()}</span>
            </a>
        </div>
    }
}

/// The levels of the framework's scale, and how they stand to those of the source.
#[component]
pub fn Scale(framework: Framework) -> impl IntoView {
    let mapping = framework.mapping;
    let mapping_head = mapping.as_ref().map(|mapping| t!("competence.mapping.head", label = plain(&mapping.label)));
    let rows = framework
        .scale
        .levels
        .iter()
        .enumerate()
        .map(|(index, level)| {
            let mapped = mapping.as_ref().map(|mapping| source_levels(mapping, index + 1));
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row">
                        {t!("competence.levels.nth", level = index + 1)}" "{said(&level.title)}
                    </th>
                    <td role="cell" data-label=t!("competence.levels.meaning")>{said(&level.description)}</td>
                    {mapped.map(|text| view! { <td role="cell" data-label=mapping_head.clone()>{text}</td> })}
                </tr>
            }
        })
        .collect_view();
    let mapping_head = mapping_head.clone().map(|head| view! { <th role="columnheader" scope="col">{head}</th> });
    view! {
        <div class="table-box">
            <table class="table" data-stack role="table">
                <caption class="visually-hidden">{t!("competence.levels.title")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{t!("competence.levels.name")}</th>
                        <th role="columnheader" scope="col">{t!("competence.levels.meaning")}</th>
                        {mapping_head}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

fn source_levels(mapping: &Mapping, level: usize) -> AnyView {
    let Some(mapped) = mapping.level.iter().find(|mapped| mapped.level == level) else { return ().into_any() };
    let MappedLevel { source_levels, title, .. } = mapped;
    let range = match (source_levels.first(), source_levels.last()) {
        (Some(first), Some(last)) if first != last => t!("competence.mapping.range", from = first, to = last),
        (Some(only), _) => t!("competence.mapping.single", level = only),
        (None, _) => String::new(),
    };
    view! { <span>{said(title)}{(!range.is_empty()).then(|| format!(" ({range})"))}</span> }.into_any()
}
