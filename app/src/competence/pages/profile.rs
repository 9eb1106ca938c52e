use crate::competence::api::{DeleteProfile, SaveTargets};
use crate::competence::pages::profile_form::list_trail;
use crate::competence::parts::{CellInput, CellSelect, may_manage, plain, said};
use crate::competence::today;
use crate::context::Ctx;
use crate::error::Error;
use crate::form::{self, PostForm};
use crate::page::{Page, path_param};
use crate::ui::{Confirm, Empty, Icon, PageHead, Section, SelectOption};
use leptos::prelude::*;
use weiterblick_domain::competence::{FrameworkState, Horizon, Weight};
use weiterblick_domain::ids::JobProfileId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ReadCompetences;
use weiterblick_store::competence::{self as store, ProfileDetail, ProfileTarget};

/// `/kompetenzen/profile/{id}`: what a kind of work asks for.
pub async fn profile() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ReadCompetences>(Relation::Organisation)?;
    let id: JobProfileId = path_param("id")?;
    let manage = may_manage(&ctx);
    let detail = store::profile(&mut *ctx.state.db.read().await?, &grant, id, today(&ctx)?).await?;
    let title = plain(&detail.profile.title);
    let add = format!("/kompetenzen/profile/{id}/hinzufuegen");
    let add_link = move || {
        view! {
            <a class="button" data-size="s" href=add.clone()><Icon name="plus"/>{t!("competence.target.add")}</a>
        }
    };
    let first_link = add_link.clone();
    let (users, end) = (who(&detail, manage), manage.then(|| delete(&detail)));
    let targets = if detail.targets.is_empty() {
        view! {
            <Empty title=t!("competence.target.empty_title") text=t!("competence.target.empty_text")>
                {manage.then(first_link)}
            </Empty>
        }
        .into_any()
    } else if manage {
        let rows = detail.targets.clone();
        view! {
            <PostForm<SaveTargets> class="stack">
                <input type="hidden" name="profile" value=id.to_string()/>
                {table(&rows, true)}
                <div class="cluster"><button class="button" type="submit">{t!("competence.target.save")}</button></div>
            </PostForm<SaveTargets>>
        }
        .into_any()
    } else {
        table(&detail.targets, false)
    };
    let tools = (manage && !detail.targets.is_empty()).then(|| add_link().into_any());
    let tools = tools.unwrap_or_else(|| ().into_any());
    let content = view! {
        <div class="wrap">
            <PageHead title=title.clone() lead=t!(format!("competence.horizon.{}_lead", detail.profile.horizon))
                kicker=t!("competence.profile.name") trail=list_trail()>
                {manage.then(|| head_actions(id, detail.profile.horizon))}
            </PageHead>
            <div class="stack" data-gap="section">
                <Section id="soll" title=t!("competence.target.title") text=t!("competence.target.text") tools=tools>
                    {targets}
                </Section>
                <Section id="wer" title=t!("competence.profile.who")>{users}</Section>
                {end}
            </div>
        </div>
    };
    Ok(Page::new(title, content))
}

fn head_actions(id: JobProfileId, horizon: Horizon) -> impl IntoView {
    let edit = format!("/kompetenzen/profile/{id}/angaben");
    let future = format!("/kompetenzen/profile/neu?von={id}");
    view! {
        <a class="button" data-kind="secondary" href=edit><Icon name="edit"/>{t!("competence.profile.edit")}</a>
        {(horizon == Horizon::Today).then(|| view! {
            <a class="button" data-kind="secondary" href=future><Icon name="copy"/>{t!("competence.profile.for_future")}</a>
        })}
    }
}

/// With `edit` it stands inside its form, so that the fields find what was typed.
fn table(targets: &[ProfileTarget], edit: bool) -> AnyView {
    let rows = targets.iter().map(|target| row(target, edit)).collect_view();
    view! {
        <div class="table-box">
            <table class="table targets" data-stack role="table">
                <caption class="visually-hidden">{t!("competence.target.title")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{t!("competence.node.competence")}</th>
                        <th role="columnheader" scope="col">{t!("competence.target.from")}</th>
                        <th role="columnheader" scope="col">{t!("competence.target.to")}</th>
                        <th role="columnheader" scope="col">{t!("competence.target.weight")}</th>
                        <th role="columnheader" scope="col">{t!("competence.target.people")}</th>
                        {edit.then(|| view! { <th role="columnheader" scope="col">{t!("competence.target.remove")}</th> })}
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
    .into_any()
}

fn row(target: &ProfileTarget, edit: bool) -> AnyView {
    let area = target.area.as_ref().map(|area| format!("{} · ", plain(area))).unwrap_or_default();
    let old = target.framework_state == FrameworkState::Retired;
    let retired = if old { format!(" · {}", t!("competence.state.retired")) } else { String::new() };
    let origin = format!("{area}{}{retired}", plain(&target.framework_title));
    let head = view! {
        <th role="rowheader" scope="row">
            <span>{said(&target.title)}<span class="table__sub">{origin}</span></span>
        </th>
    };
    let cells = if edit { edit_cells(target) } else { read_cells(target) };
    view! { <tr role="row">{head}{cells}</tr> }.into_any()
}

fn level_name(target: &ProfileTarget, level: u8) -> String {
    let title = target.levels.get(usize::from(level).saturating_sub(1)).map(|level| plain(&level.title));
    t!("competence.target.level_name", level = level, title = title.unwrap_or_default())
}

fn read_cells(target: &ProfileTarget) -> AnyView {
    let goal = &target.target;
    let people = goal.people_needed.map_or_else(|| t!("competence.target.everybody"), |count| count.to_string());
    view! {
        <td role="cell" data-label=t!("competence.target.from")>{level_name(target, goal.soll_min.get())}</td>
        <td role="cell" data-label=t!("competence.target.to")>{level_name(target, goal.soll_max.get())}</td>
        <td role="cell" data-label=t!("competence.target.weight")>{weight_name(goal.weight.get())}</td>
        <td role="cell" data-label=t!("competence.target.people")>{people}</td>
    }
    .into_any()
}

fn weight_name(weight: u8) -> String {
    t!("competence.target.level_name", level = weight, title = t!(format!("competence.weight.w{weight}")))
}

fn edit_cells(target: &ProfileTarget) -> AnyView {
    let (goal, title) = (&target.target, plain(&target.title));
    let field = |name: &str| format!("targets[{}][{name}]", target.competence);
    let label = |key: &str| format!("{}: {title}", t!(format!("competence.target.{key}")));
    let levels: Vec<SelectOption> = (1..=u8::try_from(target.levels.len()).unwrap_or(u8::MAX))
        .map(|level| SelectOption::new(level, level_name(target, level)))
        .collect();
    let weights: Vec<SelectOption> =
        (1..=Weight::MAX).map(|weight| SelectOption::new(weight, weight_name(weight))).collect();
    let people = goal.people_needed.map(|count| count.to_string()).unwrap_or_default();
    let remove = field("remove");
    let removed = form::chosen(&remove, "true", false);
    view! {
        <td role="cell" data-label=t!("competence.target.from")>
            <CellSelect name=field("soll_min") label=label("from") options=levels.clone()
                value=goal.soll_min.get().to_string()/>
        </td>
        <td role="cell" data-label=t!("competence.target.to")>
            <CellSelect name=field("soll_max") label=label("to") options=levels value=goal.soll_max.get().to_string()/>
        </td>
        <td role="cell" data-label=t!("competence.target.weight")>
            <CellSelect name=field("weight") label=label("weight") options=weights value=goal.weight.get().to_string()/>
        </td>
        <td role="cell" data-label=t!("competence.target.people")>
            <CellInput name=field("people_needed") label=label("people") value=people/>
        </td>
        <td role="cell" data-label=t!("competence.target.remove")>
            <label class="check">
                <input class="tick" type="checkbox" name=remove value="true" checked=removed/>
                <span class="visually-hidden">{label("remove")}</span>
            </label>
        </td>
    }
    .into_any()
}

fn who(detail: &ProfileDetail, manage: bool) -> impl IntoView + use<> {
    let units = detail.units.iter().map(|(_, name)| view! { <li>{name.clone()}</li> }).collect_view();
    let list = if detail.units.is_empty() {
        view! { <p class="text-soft">{t!("competence.profile.no_teams")}</p> }.into_any()
    } else {
        view! { <ul class="cluster">{units}</ul> }.into_any()
    };
    let assignable = manage && detail.profile.horizon == Horizon::Today;
    view! {
        {list}
        <p>{tn!("competence.profile.people_own", detail.people)}</p>
        {assignable.then(|| view! {
            <p>
                <a class="link-next" href="/kompetenzen/zuordnung">
                    {t!("competence.assign.open")}<Icon name="arrow-right" flip=true/>
                </a>
            </p>
        })}
    }
}

fn delete(detail: &ProfileDetail) -> impl IntoView + use<> {
    let id = detail.profile.id.to_string();
    let text = t!(
        "competence.profile.delete_text",
        teams = tn!("competence.profile.teams_count", detail.units.len()),
        people = tn!("competence.profile.people_count", detail.people)
    );
    view! {
        <Confirm open=t!("competence.profile.delete") text=text
            question=t!("competence.profile.delete_question", title = plain(&detail.profile.title))>
            <PostForm<DeleteProfile>>
                <input type="hidden" name="profile" value=id/>
                <button class="button" data-kind="danger" type="submit">{t!("competence.profile.delete")}</button>
            </PostForm<DeleteProfile>>
        </Confirm>
    }
}
