//! Long lists, the same way everywhere: searched by `q`, ordered by `sort`, cut into pages by `seite`. All of it stands
//! in the address and works without script.

use crate::context::request;
use crate::page::{encode, query};
use crate::ui::Icon;
use leptos::prelude::*;
use std::cmp::Reverse;
use weiterblick_domain::organisation::fold;

/// Lines on a page.
pub const PAGE_SIZE: usize = 50;
/// Shorter lists need no search.
pub const SEARCHABLE: usize = 10;

/// What an address asks of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListQuery {
    path: String,
    /// Id of the list on its page; empty: the top of the page.
    anchor: &'static str,
    pub q: String,
    /// Code of a column, with a minus before it the other way round; empty: the order in which the list came.
    pub sort: String,
    page: usize,
    /// Further parameters of this list, such as a tab or a filter.
    further: Vec<(&'static str, String)>,
}

/// A column to order by: its code, and what it orders by.
pub type Column<T> = (&'static str, fn(&T) -> String);

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<T> {
    pub items: Vec<T>,
    /// On all pages.
    pub total: usize,
    /// From 1; one beyond the end is the last.
    pub page: usize,
    pub pages: usize,
}

impl ListQuery {
    /// Of the list with the id `anchor` on the page that is asked for.
    pub fn of_request(anchor: &'static str, further: &[&'static str]) -> Self {
        Self::read(request().path.clone(), anchor, further, query)
    }

    /// Of a query that stands for itself.
    #[cfg(test)]
    pub fn of_text(anchor: &'static str, further: &[&'static str], query: &str) -> Self {
        Self::read("/liste".to_owned(), anchor, further, |name| {
            let found = form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == name);
            found.map_or_else(String::new, |(_, value)| value.into_owned())
        })
    }

    fn read(path: String, anchor: &'static str, further: &[&'static str], value: impl Fn(&str) -> String) -> Self {
        Self {
            path,
            anchor,
            q: value("q").chars().take(100).collect(),
            sort: value("sort"),
            page: value("seite").parse().unwrap_or(1),
            further: further.iter().map(|name| (*name, value(name))).collect(),
        }
    }

    /// A further parameter.
    pub fn value(&self, name: &str) -> &str {
        self.further.iter().find(|(own, _)| *own == name).map_or("", |(_, value)| value)
    }

    /// Whether a text holds every word that is searched, whatever case and accents.
    pub fn finds(&self, hay: &[&str]) -> bool {
        let hay = fold(&hay.join("\n"));
        self.q.split_whitespace().all(|word| hay.contains(&fold(word)))
    }

    /// Puts `items` in the order that is asked for.
    pub fn order<T>(&self, items: &mut [T], columns: &[Column<T>]) {
        let (code, descending) = self.sort.strip_prefix('-').map_or((&*self.sort, false), |code| (code, true));
        let Some((_, by)) = columns.iter().find(|(column, _)| *column == code) else { return };
        if descending {
            items.sort_by_cached_key(|item| Reverse(fold(&by(item))));
        } else {
            items.sort_by_cached_key(|item| fold(&by(item)));
        }
    }

    /// The page that is asked for, of `size` items.
    pub fn part<T>(&self, items: Vec<T>, size: usize) -> Part<T> {
        let total = items.len();
        let pages = total.div_ceil(size).max(1);
        let page = self.page.clamp(1, pages);
        Part { items: items.into_iter().skip((page - 1) * size).take(size).collect(), total, page, pages }
    }

    /// The same list on another page.
    pub fn on_page(&self, page: usize) -> String {
        self.address(&self.sort, page, &self.further)
    }

    /// The same list with a further parameter changed, from its first page on.
    pub fn with(&self, name: &'static str, value: &str) -> String {
        let changed = |(own, old): &(&'static str, String)| (*own, if *own == name { value } else { old }.to_owned());
        self.address(&self.sort, 1, &self.further.iter().map(changed).collect::<Vec<_>>())
    }

    fn address(&self, sort: &str, page: usize, further: &[(&'static str, String)]) -> String {
        let page = if page > 1 { page.to_string() } else { String::new() };
        let own = [("q", self.q.clone()), ("sort", sort.to_owned()), ("seite", page)];
        let pairs: Vec<String> = further
            .iter()
            .chain(&own)
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", encode(value)))
            .collect();
        let (mark, hash) = (if pairs.is_empty() { "" } else { "?" }, if self.anchor.is_empty() { "" } else { "#" });
        format!("{}{mark}{}{hash}{}", self.path, pairs.join("&"), self.anchor)
    }
}

/// The field to search a list.
#[component]
pub fn Search(list: ListQuery, #[prop(into)] label: String) -> impl IntoView {
    let sort = ("sort", list.sort.clone());
    let kept = list
        .further
        .iter()
        .chain([&sort])
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <input type="hidden" name=*name value=value.clone()/> })
        .collect_view();
    let hash = if list.anchor.is_empty() { "" } else { "#" };
    view! {
        <form method="get" role="search" class="input-row" action=format!("{}{hash}{}", list.path, list.anchor)>
            {kept}
            <div class="search">
                <Icon name="search"/>
                <input class="input" type="search" name="q" value=list.q aria-label=label.clone() placeholder=label maxlength="100"/>
            </div>
            <button class="button" data-kind="secondary" type="submit">{t!("list.search")}</button>
        </form>
    }
}

/// What stands where a search has found nothing.
#[component]
pub fn NothingFound(list: ListQuery) -> impl IntoView {
    view! { <p>{t!("list.nothing")}" "<a href=list.path>{t!("list.show_all")}</a></p> }
}

/// The head of a column that a list can be ordered by.
#[component]
pub fn SortHead(list: ListQuery, code: &'static str, #[prop(into)] label: String) -> impl IntoView {
    let descending = list.sort.strip_prefix('-') == Some(code);
    let ascending = list.sort == code;
    let next = if ascending { format!("-{code}") } else { code.to_owned() };
    let direction = if descending { Some("descending") } else { ascending.then_some("ascending") };
    let icon = direction.map(|direction| if direction == "ascending" { "arrow-up" } else { "arrow-down" });
    view! {
        <th role="columnheader" scope="col" aria-sort=direction>
            <a class="table__sort" href=list.address(&next, 1, &list.further)>
                {label}{icon.map(|icon| view! { <Icon name=icon/> })}
            </a>
        </th>
    }
}

/// Links to the pages of a list: the first, the last, and those around the one that is shown. Nothing for one page.
pub fn pages(page: usize, pages: usize, to: impl Fn(usize) -> String) -> AnyView {
    if pages < 2 {
        return ().into_any();
    }
    let near = (1..=pages).filter(|number| *number == 1 || *number == pages || number.abs_diff(page) <= 2);
    let numbers = near
        .map(|number| {
            let (current, label) = ((number == page).then_some("page"), t!("list.page", number = number));
            view! { <li><a href=to(number) aria-current=current aria-label=label>{number}</a></li> }
        })
        .collect_view();
    let back = (page > 1).then(|| {
        view! { <li><a href=to(page - 1)><Icon name="arrow-left" size="s" flip=true/>{t!("list.previous")}</a></li> }
    });
    let next = (page < pages).then(|| {
        view! { <li><a href=to(page + 1)>{t!("list.next")}<Icon name="arrow-right" size="s" flip=true/></a></li> }
    });
    view! { <nav class="pagination" aria-label=t!("list.pages")><ul>{back}{numbers}{next}</ul></nav> }.into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(query: &str) -> ListQuery {
        ListQuery::of_text("alle", &["team"], query)
    }

    #[test]
    fn an_address_keeps_search_order_and_filters_from_page_to_page() {
        assert_eq!(list("").on_page(1), "/liste#alle");
        let asked = list("q=%C3%96+%26+x&sort=-name&team=7&seite=2");
        assert_eq!(asked.on_page(3), "/liste?team=7&q=%C3%96%20%26%20x&sort=-name&seite=3#alle");
        assert_eq!(asked.with("team", ""), "/liste?q=%C3%96%20%26%20x&sort=-name#alle");
    }

    #[test]
    fn every_word_of_a_search_must_be_there() {
        fn check(q: &str, hay: &[&str], expected: bool) {
            assert_eq!(list(&format!("q={q}")).finds(hay), expected, "{q}");
        }
        check("", &["Krause"], true);
        check("krause+jana", &["Jana", "Krause"], true);
        check("OZ", &["Özdemir"], true);
        check("krause+meier", &["Jana", "Krause"], false);
    }

    #[test]
    fn a_column_orders_both_ways_and_an_unknown_one_does_not() {
        fn check(sort: &str, expected: &[&str]) {
            let mut items = vec!["Zahl", "Äcker", "Berg"];
            list(&format!("sort={sort}")).order(&mut items, &[("name", |item| (*item).to_owned())]);
            assert_eq!(items, expected, "{sort}");
        }
        check("name", &["Äcker", "Berg", "Zahl"]);
        check("-name", &["Zahl", "Berg", "Äcker"]);
        check("x", &["Zahl", "Äcker", "Berg"]);
    }

    #[test]
    fn a_page_beyond_the_end_is_the_last_one() {
        let part = |page: &str| list(&format!("seite={page}")).part(vec![1, 2, 3, 4, 5], 2);
        assert_eq!(part("2"), Part { items: vec![3, 4], total: 5, page: 2, pages: 3 });
        assert_eq!(part("9"), Part { items: vec![5], total: 5, page: 3, pages: 3 });
        for nonsense in ["", "0", "-1", "x"] {
            assert_eq!(part(nonsense).page, 1, "{nonsense}");
        }
        assert_eq!(list("").part(Vec::<u8>::new(), 2), Part { items: vec![], total: 0, page: 1, pages: 1 });
    }
}
