use super::super::dashboard::Dashboard;
use super::super::words;
use leptos::prelude::*;
use weiterblick_domain::insight::view::Need;

/// "Das Wichtigste": the sentence that a busy person can act on, with reasons.
pub fn finding(dashboard: &Dashboard) -> impl IntoView {
    let headline = dashboard.board.headline(&dashboard.assessed);
    let (title, text) = match headline.needs.len() {
        _ if dashboard.assessed.list.is_empty() => {
            (t!("insight.finding.uncompared"), Some(t!("insight.finding.uncompared_text")))
        }
        _ if !dashboard.has_values() => (t!("insight.finding.hidden"), Some(t!("insight.finding.hidden_text"))),
        0 => (t!("insight.finding.none"), Some(t!("insight.finding.none_text"))),
        1 => (t!("insight.finding.first_one"), None),
        2 => (t!("insight.finding.first_two"), None),
        _ => (t!("insight.finding.first_three"), None),
    };
    let needs = headline.needs.iter().map(|need| entry(dashboard, need)).collect_view();
    let strength = headline.strength.map(|strength| {
        t!(
            "insight.finding.strength",
            name = dashboard.name(strength.competence),
            ist = words::figure(dashboard.format, strength.ist),
            importance = words::importance(dashboard.format, &strength.reason)
        )
    });
    view! {
        <section class="finding" data-theme="dark" aria-labelledby="t-leit">
            <div class="finding__head">
                <h2 id="t-leit">{title}</h2>
                {art()}
            </div>
            {text.map(|text| view! { <p class="finding__text">{text}</p> })}
            {(!headline.needs.is_empty()).then(|| view! { <ol class="finding__list">{needs}</ol> })}
            {strength.map(|strength| view! { <p class="finding__strength">{strength}</p> })}
        </section>
    }
}

fn entry(dashboard: &Dashboard, need: &Need) -> impl IntoView + use<> {
    let largest = need.largest.as_ref().map(|place| {
        let gap = words::distance(dashboard.format, place.gap);
        let cells = place.cells.iter().map(|place| {
            let share = words::figure(dashboard.format, place.below);
            t!("insight.finding.largest_cell", cell = dashboard.cell_name(place.cell), gap = gap, share = share)
        });
        t!("insight.finding.largest", cells = words::listed(&cells.collect::<Vec<_>>()))
    });
    view! {
        <li>
            <h3>{dashboard.name(need.competence)}</h3>
            <p class="finding__reason">{words::reason(dashboard.format, &need.reason)}</p>
            {largest.map(|largest| view! { <p class="finding__where">{largest}</p> })}
        </li>
    }
}

/// The rising sun of the logo.
fn art() -> impl IntoView {
    view! {
        <svg class="finding__art" viewBox="0 0 240 120" aria-hidden="true">
            <path class="ring" d="M76 120a44 44 0 0 1 88 0"></path>
            <path class="ring" d="M57 120a63 63 0 0 1 126 0"></path>
            <path class="ring" d="M38 120a82 82 0 0 1 164 0"></path>
            <path class="ring" d="M19 120a101 101 0 0 1 202 0"></path>
            <path class="ring" d="M1 120a119 119 0 0 1 238 0"></path>
            <path class="arch" d="M87 120a33 33 0 0 1 66 0h-16a17 17 0 0 0-34 0z"></path>
            <path class="sun" d="M109 120a11 11 0 0 1 22 0z"></path>
        </svg>
    }
}
