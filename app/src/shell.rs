//! The frame around every page: document, masthead, navigation by role, footer.

use crate::account::api::{SetLanguage, SetTheme, SignOut};
use crate::context::{Theme, request};
use crate::form::PostForm;
use crate::ui::Icon;
use leptos::config::LeptosOptions;
use leptos::hydration::{AutoReload, HydrationScripts};
use leptos::prelude::*;
use leptos_meta::{MetaTags, provide_meta_context};
use weiterblick_domain::policy::{Action, Relation, may};
use weiterblick_domain::text::Language;

/// The document around a page. `stylesheet` is the address of the style sheet.
pub fn shell(options: LeptosOptions, stylesheet: &str, page: AnyView) -> impl IntoView + use<> {
    provide_meta_context();
    let request = request();
    let theme = (request.theme != Theme::Device).then(|| request.theme.code());
    view! {
        <!DOCTYPE html>
        <html lang=request.language.code() data-theme=theme>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <meta name="color-scheme" content="light dark"/>
                <link rel="icon" href="/logo-mark.svg" type="image/svg+xml"/>
                <link rel="stylesheet" href=stylesheet.to_owned()/>
                <AutoReload options=options.clone()/>
                <HydrationScripts options=options islands=true/>
                <MetaTags/>
            </head>
            <body>{page}</body>
        </html>
    }
}

/// Signed-in pages.
#[component]
pub fn AppFrame(children: Children) -> impl IntoView {
    let viewer = request().viewer.clone();
    let organisation = viewer.as_ref().map(|viewer| viewer.organisation_name.clone());
    view! {
        <SkipLink/>
        <div class="page">
            <header class="masthead">
                <div class="wrap masthead__row">
                    <Brand home="/uebersicht"/>
                    {organisation.map(|name| view! { <p class="masthead__org">{name}</p> })}
                    <MainNav/>
                    <div class="masthead__tools">
                        <LanguageMenu/>
                        <AccountMenu/>
                        <MenuToggle/>
                    </div>
                </div>
            </header>
            {children()}
            <Footer/>
        </div>
    }
}

/// Pages for visitors and for answering.
#[component]
pub fn PlainFrame(survey: bool, org: Option<String>, status: Option<AnyView>, children: Children) -> impl IntoView {
    let signed_in = request().viewer.is_some();
    let at_sign_in = request().path == "/anmelden";
    view! {
        <SkipLink/>
        <div class=if survey { "page survey" } else { "page" }>
            <header class="masthead">
                <div class="wrap masthead__row">
                    <Brand home="/"/>
                    {org.map(|org| view! { <p class="masthead__org">{org}</p> })}
                    {(!survey && !at_sign_in).then(|| view! { <PublicNav/> })}
                    <div class="masthead__tools">
                        {status}
                        <LanguageMenu/>
                        {(!survey && !at_sign_in).then(|| {
                            let (path, label) = if signed_in {
                                ("/uebersicht", t!("nav.overview"))
                            } else {
                                ("/anmelden", t!("nav.sign_in"))
                            };
                            view! {
                                <a class="button only-wide" data-kind="secondary" data-size="s" href=path>{label}</a>
                                <MenuToggle/>
                            }
                        })}
                    </div>
                </div>
            </header>
            {children()}
            {(!survey).then(|| view! { <Footer/> })}
        </div>
    }
}

#[component]
fn SkipLink() -> impl IntoView {
    view! { <a class="skip" href="#inhalt">{t!("nav.skip")}</a> }
}

#[component]
fn Brand(home: &'static str) -> impl IntoView {
    view! {
        <a class="brand" href=home aria-label=t!("nav.brand")>
            <svg class="brand__mark" aria-hidden="true"><use href="/icons.svg#logo-mark"></use></svg>
            <svg class="brand__word" aria-hidden="true"><use href="/icons.svg#logo-word"></use></svg>
        </a>
    }
}

/// An area of the product: where it begins, how it is called, what opens it, and what else belongs to it.
struct Area {
    path: &'static str,
    key: &'static str,
    action: Action,
    /// Whose things it is about: one of these opens it.
    relations: &'static [Relation],
    also: &'static [&'static str],
}

const AREAS: [Area; 6] = [
    Area { also: &["/frageboegen"], ..Area::of_all("/umfragen", "nav.surveys", Action::ReadSurveys) },
    Area::of_all("/auswertung", "nav.insight", Action::ReadRelease),
    Area::of_all("/kompetenzen", "nav.competences", Action::ReadCompetences),
    Area::of_all("/organisation", "nav.organisation", Action::ReadOrganisation),
    Area::of_all("/freigaben", "nav.shared_results", Action::ReadReleasedResult),
    Area {
        relations: &[Relation::Own],
        ..Area::of_all("/meine-ergebnisse", "nav.own_results", Action::ManageOwnResult)
    },
];

impl Area {
    /// About the organisation, or the own team.
    const fn of_all(path: &'static str, key: &'static str, action: Action) -> Self {
        Self { path, key, action, relations: &[Relation::Organisation, Relation::OwnTeam], also: &[] }
    }

    fn holds(&self, path: &str) -> bool {
        let below = |start: &str| path.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        std::iter::once(self.path).chain(self.also.iter().copied()).any(below)
    }
}

/// The areas that the viewer may open.
fn open_areas() -> impl Iterator<Item = &'static Area> {
    let viewer = request().viewer.clone();
    AREAS.iter().filter(move |area| {
        let actor = viewer.as_ref().map(|viewer| &viewer.actor);
        area.relations.iter().any(|relation| may(actor, area.action, *relation).is_ok())
    })
}

/// Path and text key of the areas that the viewer may open.
pub fn areas() -> Vec<(&'static str, &'static str)> {
    open_areas().map(|area| (area.path, area.key)).collect()
}

#[component]
fn MainNav() -> impl IntoView {
    let here = request().path.clone();
    let entries = open_areas()
        .map(|area| {
            let current = area.holds(&here).then_some("page");
            view! { <li><a href=area.path aria-current=current>{t!(area.key)}</a></li> }
        })
        .collect_view();
    view! {
        <nav class="mainnav" id="hauptmenue" popover="auto" aria-label=t!("nav.main")>
            <ul>{entries}</ul>
        </nav>
    }
}

#[component]
fn PublicNav() -> impl IntoView {
    view! {
        <nav class="mainnav" id="hauptmenue" popover="auto" aria-label=t!("nav.main")>
            <ul>
                <li><a href="/#ablauf">{t!("nav.how")}</a></li>
                <li><a href="/datenschutz">{t!("nav.privacy")}</a></li>
                <li><a href="/hilfe">{t!("nav.help")}</a></li>
                <li class="only-narrow"><a href="/anmelden">{t!("nav.sign_in")}</a></li>
            </ul>
        </nav>
    }
}

#[component]
fn MenuToggle() -> impl IntoView {
    view! {
        <button class="button masthead__toggle" data-kind="quiet" data-size="s" type="button" popovertarget="hauptmenue">
            <Icon name="menu"/>{t!("nav.menu")}
        </button>
    }
}

#[component]
fn LanguageMenu() -> impl IntoView {
    let current = request().language;
    let own_name = |language| match language {
        Language::De => t!("language.de"),
        Language::En => t!("language.en"),
    };
    let entries = Language::ALL
        .into_iter()
        .map(|language| {
            let is_current = language == current;
            view! {
                <li>
                    <button type="submit" name="language" value=language.code() lang=language.code()
                        aria-current=is_current.then_some("true")>
                        {own_name(language)}{is_current.then(|| view! { <Icon name="check"/> })}
                    </button>
                </li>
            }
        })
        .collect_view();
    view! {
        <details class="menu">
            <summary>
                <Icon name="globe"/>
                <span class="visually-hidden">{t!("language.label")}</span>
                <span class="masthead__lang">{own_name(current)}</span>
                <Icon name="chevron-down"/>
            </summary>
            <div class="menu__panel">
                <PostForm<SetLanguage>>
                    <ul>{entries}</ul>
                </PostForm<SetLanguage>>
            </div>
        </details>
    }
}

#[component]
fn AccountMenu() -> impl IntoView {
    request().viewer.clone().map(|viewer| {
        view! {
            <details class="menu">
                <summary>
                    <Icon name="user"/>
                    <span class="masthead__label"><span class="visually-hidden">{t!("nav.account")}</span>{viewer.name}</span>
                    <Icon name="chevron-down"/>
                </summary>
                <div class="menu__panel">
                    <ul>
                        <li><a href="/profil">{t!("nav.profile")}</a></li>
                        <li>
                            <PostForm<SignOut>>
                                <button type="submit">{t!("nav.sign_out")}<Icon name="logout"/></button>
                            </PostForm<SignOut>>
                        </li>
                    </ul>
                </div>
            </details>
        }
    })
}

#[component]
fn Footer() -> impl IntoView {
    view! {
        <footer class="footer">
            <div class="wrap">
                <p>{t!("footer.name")}</p>
                <ThemeSwitch/>
                <ul>
                    <li><a href="/hilfe">{t!("nav.help")}</a></li>
                    <li><a href="/datenschutz">{t!("nav.privacy")}</a></li>
                    <li><a href="/barrierefreiheit">{t!("nav.accessibility")}</a></li>
                </ul>
            </div>
        </footer>
    }
}

/// Light, dark or as the device says.
#[component]
fn ThemeSwitch() -> impl IntoView {
    let current = request().theme;
    let entries = [Theme::Device, Theme::Light, Theme::Dark]
        .into_iter()
        .map(|theme| {
            view! {
                <button class="button" data-kind="quiet" data-size="s" type="submit" name="theme" value=theme.code()
                    aria-pressed=if theme == current { "true" } else { "false" }>
                    {t!(format!("theme.{}", theme.code()))}
                </button>
            }
        })
        .collect_view();
    view! {
        <PostForm<SetTheme> class="themes" label=t!("theme.label")>{entries}</PostForm<SetTheme>>
    }
}
