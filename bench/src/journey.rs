//! The way to the pages that are measured, through the product: nothing is read past it.

use crate::browser::{Browser, Page};
use crate::error::Error;
use crate::load::Target;
use std::collections::BTreeSet;
use std::net::SocketAddr;

const PASSWORD: &str = "weiterblick-demo-2026";
const HR: &str = "hr@muster.example";
const QUESTIONNAIRE: &str = "/fragebogen";
const SURVEYS: &str = "/umfragen";
const INVITATIONS: &str = "/einladungen";
const DASHBOARDS: &str = "/auswertung/";
/// More public pages than this are not weighed.
const MOST_PAGES: usize = 50;

/// The first page of a questionnaire, for somebody without an account: HR hands out the links of the first survey that
/// is open, and the first one that can be is redeemed.
///
/// # Errors
/// [`Error`] when no survey of the demo company is open.
pub async fn questionnaire(address: SocketAddr) -> Result<Target, Error> {
    let mut hr = Browser::new(address);
    sign_in(&mut hr, HR).await?;
    let list = hr.open(SURVEYS).await?;
    let invitations = list.links().into_iter().find(|link| link.starts_with(SURVEYS) && link.ends_with(INVITATIONS));
    let invitations = hr.open(&invitations.ok_or_else(|| list.missing("open survey"))?).await?;
    let form = invitations.form("survey/make_links").ok_or_else(|| invitations.missing("form for links"))?;
    let made = hr.submit(&form, &[]).await?;

    // Whoever has begun gets a link that leads nowhere, whoever has handed in one that leads to the own result.
    for link in personal_links(&made) {
        let mut participant = Browser::new(address);
        let Some(form) = participant.open(&link).await?.form("survey/answer_redeem") else { continue };
        let begun = participant.submit(&form, &[]).await?;
        // An anonymous survey shows the code first, with which to come back.
        let page = if is_questionnaire(&begun) { begun } else { participant.open(QUESTIONNAIRE).await? };
        if is_questionnaire(&page) {
            return Ok(Target { cookie: Some(participant.cookie()), ..Target::new(address, &page.path) });
        }
    }
    Err(made.missing("personal link that can be used"))
}

/// The paths of the personal links that a page shows.
fn personal_links(page: &Page) -> Vec<String> {
    let token = |after: &str| after.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_".contains(*c)).collect();
    let tokens = page.html.split("/u/").skip(1).map(token);
    tokens.filter(|token: &String| !token.is_empty()).map(|token| format!("/u/{token}")).collect()
}

fn is_questionnaire(page: &Page) -> bool {
    page.path.split('?').next() == Some(QUESTIONNAIRE)
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

    /// A stand-in for the product: HR, an open survey with links, two dashboards. `named`: answering begins at once.
    fn product(named: bool) -> Router {
        const DOOR: &str = r#"<form method="post" action="/anmelden?_action=account/sign_in"><input type="hidden"
            name="next" value=""><input name="email"><input type="password" name="password"></form>"#;
        async fn sign_in(body: String) -> Response {
            if body == "next=&email=hr%40muster.example&password=weiterblick-demo-2026" {
                return ([("set-cookie", "who=hr; Path=/")], Redirect::to("/uebersicht")).into_response();
            }
            StatusCode::UNPROCESSABLE_ENTITY.into_response()
        }
        async fn only(cookie: &'static str, headers: HeaderMap, html: &'static str) -> Response {
            let known = headers.get("cookie").is_some_and(|sent| sent == cookie);
            if known { Html(html).into_response() } else { Redirect::to("/anmelden").into_response() }
        }
        let hr = |html| get(move |headers: HeaderMap| only("who=hr", headers, html));
        let links = |headers: HeaderMap, body: String| async move {
            assert_eq!(body, "survey=7&form=list");
            let html = "http%3A%2F%2Fw%2Fu%2Fx <code>http://w/u/gone</code><code>http://w/u/done</code>
                <code>http://w/u/a-1_</code>";
            only("who=hr", headers, html).await
        };
        let redeem = move |body: String| async move {
            assert_eq!(body, "token=a-1_");
            let begun = [("set-cookie", "survey=1; Path=/")];
            if named {
                return (begun, Redirect::to("/fragebogen?seite=1")).into_response();
            }
            (begun, Html("Ihr Code")).into_response()
        };
        Router::new()
            .route("/", get(|| async { Html(r#"<a href="/hilfe#a">H</a><a href="/anmelden?x=1">A</a>"#) }))
            .route("/hilfe", get(|| async { Html(r#"<a href="/">S</a><a href="https://w.example/">W</a>"#) }))
            .route("/anmelden", get(|| async { Html(DOOR) }).post(sign_in))
            .route("/uebersicht", get(|| async { Html("") }))
            .route("/umfragen", hr(r#"<a href="/umfragen/7">U</a><a href="/umfragen/7/einladungen#links">E</a>"#))
            .route(
                "/umfragen/7/einladungen",
                hr(r#"<form method="post" action="/umfragen/7/einladungen?_action=survey/make_links">
                    <input type="hidden" name="survey" value="7"><input type="radio" name="form" value="list" checked>
                    <input type="radio" name="form" value="slips"></form>"#)
                .post(links),
            )
            .route("/u/gone", get(|| async { Html("") }))
            .route(
                "/u/done",
                get(|| async { Html(r#"<form method="post" action="/u/done?_action=survey/answer_redeem"></form>"#) })
                    .post(|| async { Redirect::to("/fragebogen/ergebnis") }),
            )
            .route("/fragebogen/ergebnis", get(|| async { Html("Ergebnis") }))
            .route(
                "/u/a-1_",
                get(|| async {
                    Html(
                        r#"<form method="post" action="/u/a-1_?_action=survey/answer_redeem">
                            <input type="hidden" name="token" value="a-1_"></form>"#,
                    )
                })
                .post(redeem),
            )
            .route("/fragebogen", get(|headers: HeaderMap| only("survey=1", headers, "Frage 1")))
            .route(
                "/auswertung",
                hr(r#"<a href="/auswertung?sortierung=name">N</a><a href="/auswertung/3/werte.csv">C</a>
                    <a href="/auswertung/3">D</a><a href="/auswertung/2">D</a>"#),
            )
            .route("/auswertung/3", hr("Ergebnis"))
    }

    #[tokio::test]
    async fn a_link_that_hr_hands_out_leads_to_the_questionnaire() {
        for (named, path) in [(true, "/fragebogen?seite=1"), (false, "/fragebogen")] {
            let server = Ceiling::start(product(named)).unwrap();
            let found = questionnaire(server.address).await.unwrap();
            assert_eq!((found.path.as_str(), found.cookie.as_deref()), (path, Some("survey=1")));
        }
    }

    #[tokio::test]
    async fn the_first_dashboard_is_found() {
        let server = Ceiling::start(product(true)).unwrap();
        let found = dashboard(server.address).await.unwrap();
        assert_eq!((found.path.as_str(), found.cookie.as_deref()), ("/auswertung/3", Some("who=hr")));
    }

    #[tokio::test]
    async fn public_pages_are_those_that_links_lead_to() {
        let server = Ceiling::start(product(true)).unwrap();
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
