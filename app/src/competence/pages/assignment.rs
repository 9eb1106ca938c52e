use crate::competence::api::AssignUnits;
use crate::competence::pages::people::{People, asked};
use crate::competence::pages::profile_form::name;
use crate::competence::parts::{CellSelect, Tab, Tabs};
use crate::competence::today;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::Page;
use crate::ui::{Empty, Icon, PageHead, Section, SelectOption};
use leptos::prelude::*;
use weiterblick_domain::competence::Horizon;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageCompetences, ReadCompetences};
use weiterblick_store::competence::{self as store, UnitProfile};

/// `/kompetenzen/zuordnung`: which teams and people have which job profile.
pub async fn assignment() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let manage = ctx.grant::<ManageCompetences>(Relation::Organisation)?;
    let read = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let today = today(&ctx)?;
    let mut conn = ctx.state.db.read().await?;
    let profiles = store::profiles(&mut conn, &read, today).await?;
    let units = store::units(&mut conn, &read).await?;
    let people = store::people(&mut conn, &manage, today).await?;
    drop(conn);
    let options: Vec<SelectOption> = profiles
        .iter()
        .filter(|summary| summary.profile.horizon == Horizon::Today)
        .map(|summary| SelectOption::new(summary.profile.id, name(&summary.profile)))
        .collect();
    let lists = if options.is_empty() {
        view! {
            <Empty title=t!("competence.assign.no_profiles_title") text=t!("competence.assign.no_profiles_text")>
                <a class="button" href="/kompetenzen/profile/neu"><Icon name="plus"/>{t!("competence.profile.new")}</a>
            </Empty>
        }
        .into_any()
    } else if units.is_empty() {
        view! {
            <Empty title=t!("competence.assign.no_teams_title") text=t!("competence.assign.no_teams_text")>
                <a class="button" href="/organisation">{t!("nav.organisation_open")}</a>
            </Empty>
        }
        .into_any()
    } else {
        let (units_here, options_here) = (units.clone(), options.clone());
        view! {
            <div class="stack" data-gap="section">
                <Section id="teams" title=t!("competence.profile.teams") text=t!("competence.assign.teams_text")>
                    <Units units=units_here options=options_here/>
                </Section>
                <Section id="personen" title=t!("competence.profile.people") text=t!("competence.assign.people_text")>
                    <People people=people units=units options=options asked=asked()/>
                </Section>
            </div>
        }
        .into_any()
    };
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("competence.tab.assignment") lead=t!("competence.assign.lead") trail=super::trail(&[])/>
            <div class="stack" data-gap="6">
                <Tabs here=Tab::Assignment manage=true/>
                {lists}
            </div>
        </div>
    };
    Ok(Page::new(t!("competence.tab.assignment"), content))
}

#[component]
fn Units(units: Vec<UnitProfile>, options: Vec<SelectOption>) -> impl IntoView {
    view! {
        <PostForm<AssignUnits> class="stack">
            <div class="table-box">
                <table class="table assignments" data-stack role="table">
                    <caption class="visually-hidden">{t!("competence.assign.teams_caption")}</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">{t!("competence.assign.team")}</th>
                            <th role="columnheader" scope="col">{t!("competence.profile.name")}</th>
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{units.into_iter().map(|unit| row(unit, &options)).collect_view()}</tbody>
                </table>
            </div>
            <div class="cluster"><button class="button" type="submit">{t!("form.save")}</button></div>
        </PostForm<AssignUnits>>
    }
}

fn row(unit: UnitProfile, options: &[SelectOption]) -> impl IntoView + use<> {
    let mut choices = vec![SelectOption::new("", t!("competence.assign.none"))];
    choices.extend(options.iter().cloned());
    let label = format!("{}: {}", t!("competence.profile.name"), unit.name);
    let value = unit.profile.map(|profile| profile.to_string()).unwrap_or_default();
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <span class="outline__unit" data-depth=unit.depth.to_string()>{unit.name}</span>
            </th>
            <td role="cell" data-label=t!("competence.profile.name")>
                <CellSelect name=format!("profiles[{}]", unit.unit) label=label options=choices value=value/>
            </td>
        </tr>
    }
}
