//! The way to the pages that are measured, through the product: nothing is read past it.

use crate::browser::{Browser, Page};
use crate::error::Error;
use crate::load::Target;
use std::collections::BTreeSet;
use std::net::SocketAddr;

const PASSWORD: &str = "weiterblick-demo-2026";
const EMPLOYEE: &str = "mitarbeit@muster.example";
const HR: &str = "hr@muster.example";
const QUESTIONNAIRE: &str = "/fragebogen";
const OWN_RESULTS: &str = "/meine-ergebnisse";
const DASHBOARDS: &str = "/auswertung/";
/// More public pages than this are not weighed.
const MOST_PAGES: usize = 50;

/// The first page of the questionnaire that an employee of the demo company is asked to answer.
///
/// # Errors
/// [`Error`] when the demo company asks this person nothing.
pub async fn questionnaire(address: SocketAddr) -> Result<Target, Error> {
    let mut browser = Browser::new(address);
    sign_in(&mut browser, EMPLOYEE).await?;
    let entrance = browser.open(OWN_RESULTS).await?;
    let deeper = entrance.links().into_iter().filter(|link| link.starts_with(OWN_RESULTS) && link != OWN_RESULTS);
    let deeper: BTreeSet<String> = deeper.collect();
    let mut found = answering(&mut browser, &entrance).await?;
    for link in deeper {
        if found.is_some() {
            break;
        }
        let page = browser.open(&link).await?;
        found = answering(&mut browser, &page).await?;
    }
    let page = found.ok_or_else(|| entrance.missing("survey to answer"))?;
    Ok(Target { cookie: Some(browser.cookie()), ..Target::new(address, &page.path) })
}

/// Begins or goes on to answer where the page offers it.
async fn answering(browser: &mut Browser, page: &Page) -> Result<Option<Page>, Error> {
    let reached = if let Some(form) = page.form("survey/answer_begin") {
        browser.submit(&form, &[]).await?
    } else if let Some(link) = page.links().into_iter().find(|link| is_questionnaire(link)) {
        browser.open(&link).await?
    } else {
        return Ok(None);
    };
    if is_questionnaire(&reached.path) { Ok(Some(reached)) } else { Err(reached.missing("questionnaire")) }
}

fn is_questionnaire(path: &str) -> bool {
    path.split('?').next() == Some(QUESTIONNAIRE)
}

/// The first dashboard that HR of the demo company finds.
///
/// # Errors
/// [`Error`] when there is none.
pub async fn dashboard(address: SocketAddr) -> Result<Target, Error> {
    let mut browser = Browser::new(address);
    sign_in(&mut browser, HR).await?;
    let list = browser.open(DASHBOARDS.trim_end_matches('/')).await?;
    let link = list.links().into_iter().find(|link| is_dashboard(link)).ok_or_else(|| list.missing("dashboard"))?;
    let page = browser.open(&link).await?;
    Ok(Target { cookie: Some(browser.cookie()), ..Target::new(address, &page.path) })
}

fn is_dashboard(link: &str) -> bool {
    let survey = link.split('?').next().and_then(|path| path.strip_prefix(DASHBOARDS));
    survey.is_some_and(|survey| !survey.is_empty() && !survey.contains(['/', '.']))
}

async fn sign_in(browser: &mut Browser, email: &'static str) -> Result<(), Error> {
    let door = browser.open("/anmelden").await?;
    let form = door.form("account/sign_in").ok_or_else(|| door.missing("form to sign in"))?;
    match browser.submit(&form, &[("email", email), ("password", PASSWORD)]).await {
        Ok(_) => Ok(()),
        Err(Error::Status { status: 422, .. }) => Err(Error::SignIn { email }),
        Err(other) => Err(other),
    }
}

/// Every page that whoever is not signed in can reach by links from the landing page.
///
/// # Errors
/// [`Error`] when a link leads nowhere.
pub async fn public_pages(address: SocketAddr) -> Result<Vec<Page>, Error> {
    let mut browser = Browser::new(address);
    let mut known = BTreeSet::from(["/".to_owned()]);
    let mut waiting = vec!["/".to_owned()];
    let mut pages: Vec<Page> = Vec::new();
    while let Some(path) = waiting.pop() {
        let page = browser.open(&path).await?;
        for link in page.links() {
            let link = link.split('?').next().unwrap_or_default().to_owned();
            if known.len() < MOST_PAGES && !link.is_empty() && known.insert(link.clone()) {
                waiting.push(link);
            }
        }
        if !pages.iter().any(|known| known.path == page.path) {
            pages.push(page);
        }
    }
    pages.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(pages)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ceiling::Ceiling;
    use axum::Router;
    use axum::http::{HeaderMap, StatusCode};
    use axum::response::{Html, IntoResponse, Redirect, Response};
    use axum::routing::get;

    /// A stand-in for the product: two people, a survey to answer behind a second page, two dashboards.
    fn product() -> Router {
        const DOOR: &str = r#"<form method="post" action="/anmelden?_action=account/sign_in"><input type="hidden"
            name="next" value=""><input name="email"><input type="password" name="password"></form>"#;
        async fn sign_in(body: String) -> Response {
            let who = ["mitarbeit", "hr"].into_iter().find(|who| body.contains(&format!("&email={who}%40muster")));
            match who {
                Some(who) if body.ends_with("&password=weiterblick-demo-2026") && body.starts_with("next=&") => {
                    ([("set-cookie", format!("who={who}; Path=/"))], Redirect::to("/uebersicht")).into_response()
                }
                _ => StatusCode::UNPROCESSABLE_ENTITY.into_response(),
            }
        }
        async fn only(who: &'static str, headers: HeaderMap, html: &'static str) -> Response {
            let cookie = headers.get("cookie").and_then(|cookie| cookie.to_str().ok()).unwrap_or_default();
            let known = cookie.contains(&format!("who={who}"));
            if known { Html(html).into_response() } else { Redirect::to("/anmelden").into_response() }
        }
        let own = |html| get(move |headers: HeaderMap| only("mitarbeit", headers, html));
        let hr = |html| get(move |headers: HeaderMap| only("hr", headers, html));
        let begin = || async { ([("set-cookie", "survey=1; Path=/")], Redirect::to("/fragebogen?seite=1")) };
        Router::new()
            .route("/", get(|| async { Html(r#"<a href="/hilfe#a">H</a><a href="/anmelden?x=1">A</a>"#) }))
            .route("/hilfe", get(|| async { Html(r#"<a href="/">S</a><a href="https://w.example/">W</a>"#) }))
            .route("/anmelden", get(|| async { Html(DOOR) }).post(sign_in))
            .route("/uebersicht", get(|| async { Html("") }))
            .route("/meine-ergebnisse", own(r#"<a href="/meine-ergebnisse/7">Umfrage</a>"#))
            .route(
                "/meine-ergebnisse/7",
                own(r#"<form method="post" action="/meine-ergebnisse/7?_action=survey/answer_begin">
                    <input type="hidden" name="survey" value="7"></form>"#)
                .post(begin),
            )
            .route("/fragebogen", own("Frage 1"))
            .route(
                "/auswertung",
                hr(r#"<a href="/auswertung?sortierung=name">N</a><a href="/auswertung/3/werte.csv">C</a>
                    <a href="/auswertung/3">D</a><a href="/auswertung/2">D</a>"#),
            )
            .route("/auswertung/3", hr("Ergebnis"))
    }

    #[tokio::test]
    async fn the_questionnaire_is_found_behind_the_own_results() {
        let server = Ceiling::start(product()).unwrap();
        let found = questionnaire(server.address).await.unwrap();
        assert_eq!(found.path, "/fragebogen?seite=1");
        assert_eq!(found.cookie.as_deref(), Some("survey=1; who=mitarbeit"));
    }

    #[tokio::test]
    async fn the_first_dashboard_is_found() {
        let server = Ceiling::start(product()).unwrap();
        let found = dashboard(server.address).await.unwrap();
        assert_eq!((found.path.as_str(), found.cookie.as_deref()), ("/auswertung/3", Some("who=hr")));
    }

    #[tokio::test]
    async fn public_pages_are_those_that_links_lead_to() {
        let server = Ceiling::start(product()).unwrap();
        let pages = public_pages(server.address).await.unwrap();
        assert_eq!(pages.iter().map(|page| page.path.as_str()).collect::<Vec<_>>(), ["/", "/anmelden", "/hilfe"]);
    }

    #[tokio::test]
    async fn without_demo_data_it_says_so() {
        let door = r#"<form method="post" action="/anmelden?_action=account/sign_in"></form>"#;
        let closed = get(move || async move { Html(door) }).post(|| async { StatusCode::UNPROCESSABLE_ENTITY });
        let server = Ceiling::start(Router::new().route("/anmelden", closed)).unwrap();
        assert!(matches!(dashboard(server.address).await, Err(Error::SignIn { .. })));
    }
}
