//! The list of people on the assignment page: filters, pages, and one profile for all who are ticked.

use crate::competence::api::AssignPeople;
use crate::competence::parts::{SearchForm, found};
use crate::form::{self, PostForm};
use crate::page::{encode, query};
use crate::ui::{Icon, Select, SelectOption};
use leptos::prelude::*;
use std::collections::BTreeMap;
use weiterblick_domain::ids::JobProfileId;
use weiterblick_store::competence::{PersonProfile, UnitProfile};

const PATH: &str = "/kompetenzen/zuordnung";
const PER_PAGE: usize = 50;

/// What the address asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    pub q: String,
    /// Id of a unit, or empty.
    pub unit: String,
    /// `eigen`: own profile; `ohne`: neither own nor of the unit; else everybody.
    pub profile: String,
    /// 1 is the first.
    pub page: usize,
}

impl Filter {
    pub fn of_request() -> Self {
        let page = query("seite").parse().unwrap_or(1);
        Self { q: query("q"), unit: query("team"), profile: query("profil"), page: std::cmp::max(page, 1) }
    }

    fn shows(&self, person: &PersonProfile) -> bool {
        let by_profile = match self.profile.as_str() {
            "eigen" => person.own.is_some(),
            "ohne" => person.own.or(person.of_unit).is_none(),
            _ => true,
        };
        let hay = [&*person.first_name, &person.last_name, &person.personnel_ref, &person.unit_name];
        by_profile && (self.unit.is_empty() || person.unit.to_string() == self.unit) && found(&hay, &self.q)
    }

    /// The same list on another page.
    fn path(&self, page: usize) -> String {
        let pairs = [("q", self.q.clone()), ("team", self.unit.clone()), ("profil", self.profile.clone())];
        let mut path = format!("{PATH}?seite={page}");
        for (name, value) in pairs.iter().filter(|(_, value)| !value.is_empty()) {
            path.push_str(&format!("&{name}={}", encode(value)));
        }
        path
    }
}

#[component]
pub fn People(
    people: Vec<PersonProfile>,
    units: Vec<UnitProfile>,
    options: Vec<SelectOption>,
    filter: Filter,
) -> impl IntoView {
    let titles: BTreeMap<String, String> = options.iter().map(|o| (o.value.clone(), o.label.clone())).collect();
    let shown: Vec<PersonProfile> = people.into_iter().filter(|person| filter.shows(person)).collect();
    let count = shown.len();
    let pages = count.div_ceil(PER_PAGE).max(1);
    let page = filter.page.min(pages);
    let shown: Vec<PersonProfile> = shown.into_iter().skip((page - 1) * PER_PAGE).take(PER_PAGE).collect();
    let mut choices = vec![SelectOption::new("", t!("competence.assign.as_team"))];
    choices.extend(options);
    let here = filter.path(page);
    let list = if count == 0 {
        view! { <p>{t!("competence.no_match")}" "<a href=PATH>{t!("competence.show_all")}</a></p> }.into_any()
    } else {
        view! {
            <PostForm<AssignPeople> class="stack">
                <input type="hidden" name="back" value=here/>
                <Table people=shown titles=titles/>
                <div class="filters">
                    <Select name="profile" label=t!("competence.assign.new_profile") options=choices/>
                    <div class="cluster">
                        <button class="button" type="submit">{t!("competence.assign.submit")}</button>
                    </div>
                </div>
            </PostForm<AssignPeople>>
            {(pages > 1).then(|| pagination(&filter, page, pages))}
        }
        .into_any()
    };
    view! {
        <Filters filter=filter units=units/>
        <p class="text-soft" role="status">{tn!("competence.profile.people_count", count)}</p>
        {list}
    }
}

#[component]
fn Filters(filter: Filter, units: Vec<UnitProfile>) -> impl IntoView {
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
    let keep = vec![("team", filter.unit.clone()), ("profil", filter.profile.clone())];
    view! {
        <SearchForm label=t!("competence.assign.search") q=filter.q.clone() keep=keep/>
        <form method="get" class="filters">
            {(!filter.q.is_empty()).then(|| view! { <input type="hidden" name="q" value=filter.q.clone()/> })}
            <Select name="team" label=t!("competence.assign.team") options=teams value=filter.unit.clone()/>
            <Select name="profil" label=t!("competence.profile.name") options=kinds.to_vec() value=filter.profile.clone()/>
            <div class="cluster">
                <button class="button" data-kind="secondary" type="submit">{t!("competence.assign.filter.submit")}</button>
                <a class="link-plain" href=PATH>{t!("competence.show_all")}</a>
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

fn pagination(filter: &Filter, page: usize, pages: usize) -> impl IntoView + use<> {
    let entries = (1..=pages)
        .map(|n| {
            let path = format!("{}#personen", filter.path(n));
            let label = t!("competence.assign.page", page = n);
            view! { <li><a href=path aria-label=label aria-current=(n == page).then_some("page")>{n}</a></li> }
        })
        .collect_view();
    let next = (page < pages).then(|| {
        let path = format!("{}#personen", filter.path(page + 1));
        view! { <li><a href=path>{t!("competence.assign.next")}<Icon name="arrow-right" size="s" flip=true/></a></li> }
    });
    view! { <nav class="pagination" aria-label=t!("competence.assign.pages")><ul>{entries}{next}</ul></nav> }
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
        let filter = |q: &str, unit: &str, profile: &str| Filter {
            q: q.to_owned(),
            unit: unit.to_owned(),
            profile: profile.to_owned(),
            page: 1,
        };
        let unit = person("Krause", false, false).unit.to_string();
        for (filter, person, expected) in [
            (filter("", "", ""), person("Krause", false, false), true),
            (filter("krause jana", "", ""), person("Krause", false, false), true),
            (filter("1001 lager", "", ""), person("Krause", false, false), true),
            (filter("OZ", "", ""), person("Özdemir", false, false), true),
            (filter("meier", "", ""), person("Krause", false, false), false),
            (filter("", &unit, "ohne"), person("Krause", false, false), true),
            (filter("", &unit, "ohne"), person("Krause", false, true), false),
            (filter("", "", "eigen"), person("Krause", true, true), true),
            (filter("", "", "eigen"), person("Krause", false, true), false),
            (filter("", "anders", ""), person("Krause", true, true), false),
        ] {
            assert_eq!(filter.shows(&person), expected, "{filter:?} {}", person.last_name);
        }
    }

    #[test]
    fn another_page_keeps_the_filters() {
        let filter = Filter { q: "Ö & x".to_owned(), unit: String::new(), profile: "ohne".to_owned(), page: 2 };
        assert_eq!(filter.path(3), "/kompetenzen/zuordnung?seite=3&q=%C3%96%20%26%20x&profil=ohne");
    }
}
