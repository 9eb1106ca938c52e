//! The list of people as an address: what is searched, filtered, sorted, and which page.

use crate::page::encode;
use weiterblick_domain::policy::MemberState;
use weiterblick_store::organisation::{PeopleFilter, Sort, StateFilter, TeamFilter};

/// What of the list an address asks for; what it does not understand is left out.
pub fn parse(query: &str) -> PeopleFilter {
    let mut filter = PeopleFilter { page: Some(1), ..PeopleFilter::default() };
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        match name.as_ref() {
            "q" => filter.search = value.chars().take(100).collect(),
            "team" if value == "none" => filter.team = TeamFilter::None,
            "team" => filter.team = value.parse().map_or(TeamFilter::All, TeamFilter::Below),
            "rolle" => filter.role = value.parse().ok(),
            "zustand" if value == "all" => filter.state = StateFilter::All,
            "zustand" => filter.state = value.parse().map_or(StateFilter::Present, StateFilter::Only),
            "sort" => filter.sort = sort(&value),
            "ab" => filter.descending = value == "1",
            "seite" => filter.page = Some(value.parse().ok().filter(|page| (1..=100_000).contains(page)).unwrap_or(1)),
            _ => {}
        }
    }
    filter
}

fn sort(code: &str) -> Sort {
    match code {
        "team" => Sort::Team,
        "zustand" => Sort::State,
        _ => Sort::Name,
    }
}

const fn sort_code(sort: Sort) -> &'static str {
    match sort {
        Sort::Name => "",
        Sort::Team => "team",
        Sort::State => "zustand",
    }
}

pub fn team_code(team: TeamFilter) -> String {
    match team {
        TeamFilter::All => String::new(),
        TeamFilter::None => "none".to_owned(),
        TeamFilter::Below(unit) => unit.to_string(),
    }
}

pub const fn state_code(state: StateFilter) -> &'static str {
    match state {
        StateFilter::Present => "",
        StateFilter::All => "all",
        StateFilter::Only(MemberState::Invited) => MemberState::Invited.code(),
        StateFilter::Only(MemberState::Active) => MemberState::Active.code(),
        StateFilter::Only(MemberState::Suspended) => MemberState::Suspended.code(),
        StateFilter::Only(MemberState::Left) => MemberState::Left.code(),
    }
}

/// `path` with everything of `filter` that differs from the plain list.
pub fn link(path: &str, filter: &PeopleFilter) -> String {
    let page = filter.page.filter(|page| *page > 1).map(|page| page.to_string()).unwrap_or_default();
    let pairs = [
        ("q", filter.search.clone()),
        ("team", team_code(filter.team)),
        ("rolle", filter.role.map(|role| role.code().to_owned()).unwrap_or_default()),
        ("zustand", state_code(filter.state).to_owned()),
        ("sort", sort_code(filter.sort).to_owned()),
        ("ab", if filter.descending { "1".to_owned() } else { String::new() }),
        ("seite", page),
    ];
    let query: Vec<String> = pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={}", encode(value)))
        .collect();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// The list sorted by `sort`; once more, and the other way round. Back on the first page.
pub fn sorted(filter: &PeopleFilter, sort: Sort) -> PeopleFilter {
    let descending = filter.sort == sort && !filter.descending;
    PeopleFilter { sort, descending, page: Some(1), ..filter.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(query: &str, expected: &str) {
        assert_eq!(link("/p", &parse(query)), expected, "{query:?}");
    }

    #[test]
    fn an_address_says_the_same_after_a_round_trip() {
        check("", "/p");
        check("q=M%C3%BCller+Jana&seite=3", "/p?q=M%C3%BCller%20Jana&seite=3");
        check("team=none&rolle=hr&zustand=left&sort=team&ab=1", "/p?team=none&rolle=hr&zustand=left&sort=team&ab=1");
        let unit = "team=01010101-0101-0101-0101-010101010101";
        check(unit, &format!("/p?{unit}"));
    }

    #[test]
    fn nonsense_shows_the_plain_list() {
        check("team=x&rolle=chef&zustand=weg&sort=alter&ab=ja&seite=-1&seite=999999999&x=y", "/p");
    }
}
