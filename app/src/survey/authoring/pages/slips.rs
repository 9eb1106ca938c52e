//! A4 pages with slips to cut out, eight a page. They exist only in the answer that made them.

use crate::context::Ctx;
use crate::format::Format;
use crate::page::{Frame, Page};
use crate::survey::answering::qr::qr;
use crate::survey::authoring::api::{LinksMade, SheetsMade};
use crate::survey::links::code_page;
use crate::texts::translate;
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::text::Language;
use weiterblick_store::survey::Survey;

const PER_PAGE: usize = 8;

/// What is printed on one slip.
struct Slip {
    /// Whom or which team it is for; empty: nobody in particular.
    to: String,
    /// For typing; empty on a personal slip, whose link is too long to type.
    code: String,
    link: String,
}

/// Slips with codes: they belong to nobody.
pub fn sheets(ctx: &Ctx, survey: &Survey, made: SheetsMade) -> Page {
    let unit = made.unit;
    let slips =
        made.slips.into_iter().map(|slip| Slip { to: unit.clone(), code: slip.code, link: slip.link }).collect();
    page(ctx, survey, slips, t!("survey.slips.codes_hint"))
}

/// Slips with the links of persons.
pub fn links(ctx: &Ctx, survey: &Survey, made: LinksMade) -> Page {
    let to = |name: String, unit: String| if unit.is_empty() { name } else { format!("{name} · {unit}") };
    let slips = made
        .rows
        .into_iter()
        .map(|row| Slip { to: to(row.name, row.unit), code: String::new(), link: row.link })
        .collect();
    page(ctx, survey, slips, t!("survey.slips.links_hint"))
}

fn page(ctx: &Ctx, survey: &Survey, slips: Vec<Slip>, hint: String) -> Page {
    let count = slips.len();
    let pages = slips
        .chunks(PER_PAGE)
        .map(|chunk| {
            let slips = chunk.iter().map(|slip| show(ctx, survey, slip)).collect_view();
            view! { <ul class="slips">{slips}</ul> }
        })
        .collect_view();
    let content = view! {
        <div class="slips-bar no-print">
            <a class="link-plain" href=format!("/umfragen/{}/einladungen", survey.id)>
                <Icon name="arrow-left" flip=true/>{t!("survey.slips.back")}
            </a>
            <h1>{tn!("survey.slips.title", count)}</h1>
            <p class="lead">{hint}</p>
            <p>{t!("survey.slips.print")}</p>
        </div>
        {pages}
    };
    Page::new(t!("survey.slips.page", title = survey.title), content).frame(Frame::Print)
}

fn show(ctx: &Ctx, survey: &Survey, slip: &Slip) -> AnyView {
    let host = code_page(&ctx.state);
    let host = host.split_once("://").map_or(host.as_str(), |(_, rest)| rest).to_owned();
    let how = if slip.code.is_empty() { "survey.slips.scan" } else { "survey.slips.type" };
    let sentence = |language: Language| {
        let format = Format::new(language, ctx.state.settings.time_zone.clone());
        let day = survey.closes_at.map(|at| format.date(at)).unwrap_or_default();
        translate(language, how, &[("address", host.clone()), ("day", day)])
    };
    let label = t!("survey.slips.qr");
    view! {
        <li class="slip">
            <div class="slip__text">
                <p class="slip__title">{survey.title.clone()}</p>
                {(!slip.to.is_empty()).then(|| view! { <p class="slip__to">{slip.to.clone()}</p> })}
                {(!slip.code.is_empty()).then(|| view! { <p class="slip__code">{slip.code.clone()}</p> })}
                <p class="slip__how" lang="de">{sentence(Language::De)}</p>
                <p class="slip__how" lang="en">{sentence(Language::En)}</p>
            </div>
            {qr(&slip.link, label)}
        </li>
    }
    .into_any()
}
