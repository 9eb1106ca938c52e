//! The list of people on the assignment page: filters, pages, and one profile for all who are ticked.

use crate::competence::api::AssignPeople;
use crate::form::{self, PostForm};
use crate::ui::{ListQuery, NothingFound, PAGE_SIZE, Search, Select, SelectOption, pages};
use leptos::prelude::*;
use std::collections::BTreeMap;
use weiterblick_domain::ids::JobProfileId;
use weiterblick_store::competence::{PersonProfile, UnitProfile};

/// What the address asks for: `team` is the id of a unit, `profil` is `eigen` (own profile) or `ohne` (neither own nor of
/// the unit).
pub fn asked() -> ListQuery {
    ListQuery::of_request("personen", &["team", "profil"])
}

fn shows(list: &ListQuery, person: &PersonProfile) -> bool {
    let by_profile = match list.value("profil") {
        "eigen" => person.own.is_some(),
        "ohne" => person.own.or(person.of_unit).is_none(),
        _ => true,
    };
    let by_unit = list.value("team").is_empty() || person.unit.to_string() == list.value("team");
    by_profile
        && by_unit
        && list.finds(&[&*person.first_name, &person.last_name, &person.personnel_ref, &person.unit_name])
}

#[component]
pub fn People(
    people: Vec<PersonProfile>,
    units: Vec<UnitProfile>,
    options: Vec<SelectOption>,
    asked: ListQuery,
) -> impl IntoView {
    let titles: BTreeMap<String, String> = options.iter().map(|o| (o.value.clone(), o.label.clone())).collect();
    let part = asked.part(people.into_iter().filter(|person| shows(&asked, person)).collect(), PAGE_SIZE);
    let mut choices = vec![SelectOption::new("", t!("competence.assign.as_team"))];
    choices.extend(options);
    let here = asked.on_page(part.page);
    let list = if part.total == 0 {
        view! { <NothingFound list=asked.clone()/> }.into_any()
    } else {
        view! {
            <PostForm<AssignPeople> class="stack">
                <input type="hidden" name="back" value=here/>
                <Table people=part.items titles=titles/>
                <div class="filters">
                    <Select name="profile" label=t!("competence.assign.new_profile") options=choices/>
                    <div class="cluster">
                        <button class="button" type="submit">{t!("competence.assign.submit")}</button>
                    </div>
                </div>
            </PostForm<AssignPeople>>
            {pages(part.page, part.pages, |page| asked.on_page(page))}
        }
        .into_any()
    };
    view! {
        <Filters asked=asked units=units/>
        <p class="text-soft" role="status">{tn!("competence.profile.people_count", part.total)}</p>
        {list}
    }
}

#[component]
fn Filters(asked: ListQuery, units: Vec<UnitProfile>) -> impl IntoView {
    let mut teams = vec![SelectOption::new("", t!("competence.assign.all_teams"))];
    teams.extend(units.into_iter().map(|u| {
        let indent = "– ".repeat(u.depth.saturating_sub(1));
        SelectOption::new(u.unit, format!("{indent}{}", u.name))
    }));
    let kinds = ["", "eigen", "ohne"];
    let kinds = kinds.map(|kind| {
        let key = if kind.is_empty() { "alle" } else { kind };
        SelectOption::new(kind, t!(format!("competence.assign.filter.{key}")))
    });
    let (team, profile) = (asked.value("team").to_owned(), asked.value("profil").to_owned());
    view! {
        <Search list=asked.clone() label=t!("competence.assign.search")/>
        <form method="get" class="filters">
            {(!asked.q.is_empty()).then(|| view! { <input type="hidden" name="q" value=asked.q.clone()/> })}
            <Select name="team" label=t!("competence.assign.team") options=teams value=team/>
            <Select name="profil" label=t!("competence.profile.name") options=kinds.to_vec() value=profile/>
            <div class="cluster">
                <button class="button" data-kind="secondary" type="submit">{t!("competence.assign.filter.submit")}</button>
                <a class="link-plain" href="/kompetenzen/zuordnung">{t!("list.show_all")}</a>
            </div>
        </form>
    }
}

#[component]
fn Table(people: Vec<PersonProfile>, titles: BTreeMap<String, String>) -> impl IntoView {
    let rows = people.iter().map(|person| row(person, &titles)).collect_view();
    view! {
        <div class="table-box">
            <table class="table" data-stack role="table">
                <caption class="visually-hidden">{t!("competence.assign.people_caption")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{t!("competence.assign.person")}</th>
                        <th role="columnheader" scope="col">{t!("competence.assign.team")}</th>
                        <th role="columnheader" scope="col">{t!("competence.profile.name")}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
        </div>
    }
}

fn row(person: &PersonProfile, titles: &BTreeMap<String, String>) -> impl IntoView + use<> {
    let id = person.person.to_string();
    let ticked = form::chosen("people[]", &id, false);
    let title = |profile: JobProfileId| titles.get(&profile.to_string()).cloned().unwrap_or_default();
    let profile = match (person.own, person.of_unit) {
        (Some(own), _) => title(own),
        (None, Some(of_unit)) => t!("competence.assign.by_team", title = title(of_unit)),
        (None, None) => t!("competence.assign.none"),
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">
                <label class="check">
                    <input class="tick" type="checkbox" name="people[]" value=id checked=ticked/>
                    <span>{full_name(person)}</span>
                </label>
            </th>
            <td role="cell" data-label=t!("competence.assign.team")>{person.unit_name.clone()}</td>
            <td role="cell" data-label=t!("competence.profile.name")>{profile}</td>
        </tr>
    }
}

/// Last name first, as the list is sorted; whoever gave no name is called by number or address.
fn full_name(person: &PersonProfile) -> String {
    let (first, last) = (person.first_name.trim(), person.last_name.trim());
    match (first.is_empty(), last.is_empty()) {
        (false, false) => format!("{last}, {first}"),
        (true, false) => last.to_owned(),
        (false, true) => first.to_owned(),
        (true, true) if !person.personnel_ref.is_empty() => person.personnel_ref.clone(),
        (true, true) if !person.email.is_empty() => person.email.clone(),
        (true, true) => t!("competence.assign.no_name"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(last: &str, own: bool, of_unit: bool) -> PersonProfile {
        PersonProfile {
            person: [1; 16].into(),
            first_name: "Jana".to_owned(),
            last_name: last.to_owned(),
            personnel_ref: "1001".to_owned(),
            email: String::new(),
            unit: [2; 16].into(),
            unit_name: "Lager".to_owned(),
            own: own.then(|| [3; 16].into()),
            of_unit: of_unit.then(|| [4; 16].into()),
        }
    }

    #[test]
    fn filters_narrow_together() {
        let unit = person("Krause", false, false).unit.to_string();
        let check = |query: &str, person: PersonProfile, expected: bool| {
            let found = shows(&ListQuery::of_text("personen", &["team", "profil"], query), &person);
            assert_eq!(found, expected, "{query} {}", person.last_name);
        };
        check("", person("Krause", false, false), true);
        check("q=krause+jana", person("Krause", false, false), true);
        check("q=1001+lager", person("Krause", false, false), true);
        check("q=meier", person("Krause", false, false), false);
        check(&format!("team={unit}&profil=ohne"), person("Krause", false, false), true);
        check(&format!("team={unit}&profil=ohne"), person("Krause", false, true), false);
        check("profil=eigen", person("Krause", true, true), true);
        check("profil=eigen", person("Krause", false, true), false);
        check("team=anders", person("Krause", true, true), false);
    }
}
