//! The frame around every page: document, masthead, navigation by role, footer.

use crate::account::api::{SetLanguage, SetTheme, SignOut};
use crate::context::{Theme, request};
use crate::form::PostForm;
use crate::ui::Icon;
use leptos::config::LeptosOptions;
use leptos::hydration::{AutoReload, HydrationScripts};
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, provide_meta_context};
use weiterblick_domain::policy::{Action, Relation, may};
use weiterblick_domain::text::Language;

/// The document around a page.
pub fn shell(options: LeptosOptions, page: AnyView) -> impl IntoView {
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
                <HashedStylesheet options=options.clone()/>
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

/// Pages for visitors, and with a class of their own pages for answering and voting: nothing there leads away.
#[component]
pub fn PlainFrame(
    class: &'static str,
    org: Option<String>,
    status: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let signed_in = request().viewer.is_some();
    let at_sign_in = request().path == "/anmelden";
    let leads_on = class.is_empty();
    view! {
        <SkipLink/>
        <div class=format!("page {class}").trim_end().to_owned()>
            <header class="masthead">
                <div class="wrap masthead__row">
                    <Brand home="/"/>
                    {org.map(|org| view! { <p class="masthead__org">{org}</p> })}
                    {(leads_on && !at_sign_in).then(|| view! { <PublicNav/> })}
                    <div class="masthead__tools">
                        {status}
                        <LanguageMenu/>
                        {(leads_on && !at_sign_in).then(|| {
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
            {leads_on.then(|| view! { <Footer/> })}
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

/// The areas of the product and the action that opens each.
const AREAS: [(&str, &str, Action); 7] = [
    ("/umfragen", "nav.surveys", Action::ReadSurveys),
    ("/auswertung", "nav.insight", Action::ReadRelease),
    ("/kompetenzen", "nav.competences", Action::ReadCompetences),
    ("/runde-tische", "nav.roundtables", Action::ReadEvents),
    ("/bedarfe", "nav.needs", Action::ReadNeeds),
    ("/organisation", "nav.organisation", Action::ReadOrganisation),
    ("/meine-ergebnisse", "nav.own_results", Action::ManageOwnResult),
];

/// The areas that the viewer may open.
pub fn areas() -> Vec<(&'static str, &'static str)> {
    let request = request();
    let actor = request.viewer.as_ref().map(|viewer| &viewer.actor);
    AREAS
        .into_iter()
        .filter(|(_, _, action)| {
            [Relation::Organisation, Relation::OwnTeam, Relation::Own]
                .into_iter()
                .any(|relation| may(actor, *action, relation).is_ok())
        })
        .map(|(path, key, _)| (path, key))
        .collect()
}

#[component]
fn MainNav() -> impl IntoView {
    let here = request().path.clone();
    let entries = areas()
        .into_iter()
        .map(|(path, key)| {
            let current = here == path || here.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
            view! { <li><a href=path aria-current=current.then_some("page")>{t!(key)}</a></li> }
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
