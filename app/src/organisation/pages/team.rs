use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::organisation::api::{CreateUnit, DeleteUnit, MergeUnit, MoveUnit, UpdateUnit};
use crate::organisation::names::{unit_options, with_none};
use crate::organisation::{sight, today};
use crate::page::{Page, path_param, query};
use crate::ui::{Confirm, Icon, PageHead, Section, Select, SelectOption, TextField};
use leptos::prelude::*;
use std::collections::HashSet;
use weiterblick_domain::ids::UnitId;
use weiterblick_domain::organisation::{Tree, Unit};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageOrganisation;
use weiterblick_store::organisation::{self as store, Sight, UnitPeople};

/// `/organisation/teams/neu`, below `?team=` where one is named.
pub async fn new_team() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    let tree = store::tree(&mut *ctx.state.db.read().await?, &grant).await?;
    let parents = with_none(t!("organisation.unit.top"), unit_options(&tree));
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("organisation.unit.new_title") lead=t!("organisation.unit.new_lead")
                trail=vec![(t!("nav.organisation"), "/organisation".to_owned())]/>
            <PostForm<CreateUnit> class="form">
                <TextField name="name" label=t!("organisation.unit.name") hint=t!("organisation.unit.name_hint") maxlength=120/>
                <TextField name="code" label=t!("organisation.unit.code") hint=t!("organisation.unit.code_hint") maxlength=40/>
                <Select name="parent" label=t!("organisation.unit.parent") options=parents value=query("team")/>
                <div class="cluster">
                    <button class="button" type="submit">{t!("organisation.unit.create")}</button>
                    <a class="link-plain" href="/organisation">{t!("organisation.back")}</a>
                </div>
            </PostForm<CreateUnit>>
        </div>
    };
    Ok(Page::new(t!("organisation.unit.new_title"), content))
}

/// `/organisation/teams/{id}`
pub async fn team() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let (grant, sight) = sight(&ctx)?;
    let (id, day) = (path_param::<UnitId>("id")?, today(&ctx)?);
    let mut conn = ctx.state.db.read().await?;
    let tree = store::tree(&mut conn, &grant).await?;
    let mut people = store::unit_people(&mut conn, &grant, day).await?;
    let led: HashSet<UnitId> = store::led_units(&mut conn, &grant, day).await?.into_iter().collect();
    drop(conn);
    let all = sight == Sight::Whole;
    let unit = tree.get(id).filter(|_| all || led.contains(&id)).cloned().ok_or_else(Error::not_found)?;
    let below: i64 = tree.subtree(id).iter().filter_map(|unit| people.get(unit)).map(|unit| unit.count).sum();
    let own = people.remove(&id).unwrap_or_default();
    let path = tree.path(id).into_iter().filter(|above| all || led.contains(&above.id));
    let mut crumbs = vec![(t!("nav.organisation"), "/organisation".to_owned())];
    crumbs.extend(path.map(|above| (above.name.clone(), format!("/organisation/teams/{}", above.id))));
    let forms = all.then(|| forms(&tree, &unit, &own));
    let content = view! {
        <div class="wrap">
            <PageHead title=unit.name.clone() kicker=t!("organisation.unit.kicker", code = unit.code) trail=crumbs>
                <a class="button" data-kind="secondary" href=format!("/organisation/personen?team={id}")>
                    <Icon name="users"/>{t!("organisation.unit.show_people")}
                </a>
                {all.then(|| view! {
                    <a class="button" data-kind="secondary" href=format!("/organisation/teams/neu?team={id}")>
                        <Icon name="plus"/>{t!("organisation.unit.new_below")}
                    </a>
                })}
            </PageHead>
            <div class="stack" data-gap="section">
                {facts(&tree, &unit, &own, below)}
                {forms}
            </div>
        </div>
    };
    Ok(Page::new(unit.name, content))
}

fn facts(tree: &Tree, unit: &Unit, own: &UnitPeople, below: i64) -> AnyView {
    let leads = if own.leads.is_empty() { t!("organisation.teams.no_lead") } else { own.leads.join(", ") };
    let units = tree.subtree(unit.id).len() - 1;
    view! {
        <dl class="facts measure">
            <div><dt>{t!("organisation.teams.leads")}</dt><dd>{leads}</dd></div>
            <div><dt>{t!("organisation.unit.people_here")}</dt><dd>{own.count}</dd></div>
            {(units > 0).then(|| view! {
                <div><dt>{t!("organisation.unit.units_below")}</dt><dd>{units}</dd></div>
                <div><dt>{t!("organisation.unit.people_below")}</dt><dd>{below}</dd></div>
            })}
        </dl>
    }
    .into_any()
}

fn forms(tree: &Tree, unit: &Unit, own: &UnitPeople) -> AnyView {
    let id = unit.id.to_string();
    let inside: HashSet<String> = tree.subtree(unit.id).iter().map(ToString::to_string).collect();
    let elsewhere: Vec<SelectOption> =
        unit_options(tree).into_iter().filter(|option| !inside.contains(&option.value)).collect();
    let parents = with_none(t!("organisation.unit.top"), elsewhere.clone());
    let parent = unit.parent.map(|parent| parent.to_string()).unwrap_or_default();
    let empty = own.count == 0 && inside.len() == 1;
    view! {
        {details(id.clone(), unit.clone())}
        {relocate(id.clone(), parents, parent)}
        {(!elsewhere.is_empty()).then(|| merge(id.clone(), &unit.name, elsewhere))}
        {deletion(id, &unit.name, empty)}
    }
    .into_any()
}

fn details(id: String, unit: Unit) -> AnyView {
    view! {
        <Section id="angaben" title=t!("organisation.unit.details")>
            <PostForm<UpdateUnit> class="form">
                <input type="hidden" name="id" value=id/>
                <TextField name="name" label=t!("organisation.unit.name") value=unit.name maxlength=120/>
                <TextField name="code" label=t!("organisation.unit.code") hint=t!("organisation.unit.code_hint")
                    value=unit.code maxlength=40/>
                <button class="button" type="submit">{t!("form.save")}</button>
            </PostForm<UpdateUnit>>
        </Section>
    }
    .into_any()
}

fn relocate(id: String, parents: Vec<SelectOption>, parent: String) -> AnyView {
    view! {
        <Section id="ort" title=t!("organisation.unit.move_title") text=t!("organisation.unit.move_text")>
            <PostForm<MoveUnit> class="form">
                <input type="hidden" name="id" value=id/>
                <Select name="parent" label=t!("organisation.unit.parent") options=parents value=parent/>
                <button class="button" data-kind="secondary" type="submit">{t!("organisation.unit.move")}</button>
            </PostForm<MoveUnit>>
        </Section>
    }
    .into_any()
}

fn deletion(id: String, name: &str, empty: bool) -> AnyView {
    let question = t!("organisation.unit.delete_question", name = name);
    let way = if empty {
        view! {
            <Confirm open=t!("organisation.unit.delete") question=question text=t!("organisation.unit.delete_text")>
                <PostForm<DeleteUnit>>
                    <input type="hidden" name="id" value=id/>
                    <button class="button" data-kind="danger" type="submit">{t!("organisation.unit.delete")}</button>
                </PostForm<DeleteUnit>>
            </Confirm>
        }
        .into_any()
    } else {
        view! { <p class="text-soft measure">{t!("organisation.unit.not_empty")}</p> }.into_any()
    };
    view! { <Section id="loeschen" title=t!("organisation.unit.delete_title")>{way}</Section> }.into_any()
}

/// One form that asks where to and confirms: the choice is part of the question.
fn merge(id: String, name: &str, elsewhere: Vec<SelectOption>) -> AnyView {
    let question = t!("organisation.unit.merge_question", name = name);
    let into = with_none(t!("organisation.unit.choose"), elsewhere);
    view! {
        <Section id="zusammenlegen" title=t!("organisation.unit.merge_title") text=t!("organisation.unit.merge_lead")>
            <Confirm open=t!("organisation.unit.merge") question=question
                text=t!("organisation.unit.merge_text")>
                <PostForm<MergeUnit> class="form">
                    <input type="hidden" name="id" value=id/>
                    <Select name="into" label=t!("organisation.unit.merge_into") options=into/>
                    <button class="button" data-kind="danger" type="submit">{t!("organisation.unit.merge")}</button>
                </PostForm<MergeUnit>>
            </Confirm>
        </Section>
    }
    .into_any()
}
