use super::page::{attendance, needs, round_view};
use super::reading::{self, Reading};
use crate::context::Ctx;
use crate::error::Error;
use crate::format::Format;
use crate::page::{Frame, Page, path_param};
use crate::roundtable::host::parts::when_and_where;
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::roundtable::round::Results;
use weiterblick_store::roundtable::agenda::AgendaItem;
use weiterblick_store::roundtable::minutes::Minutes;

/// `/runde-tische/{event}/protokoll`: for paper. Results that the room did not see are not in it (live.md §15).
pub async fn minutes() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let id: EventId = path_param("event")?;
    let Reading { mut minutes, .. } = reading::open(&ctx, &mut *ctx.state.db.read().await?, id).await?;
    minutes.rounds.retain(|round| round.round.results == Results::All || !round.note.is_empty());
    let format = Format::of(&ctx);
    let title = minutes.event.basics.title.get(format.language()).to_owned();
    let rows = minutes.agenda.iter().map(|item| agenda_row(item, &format)).collect_view();
    let results = results(&minutes, &format)?;
    let content = view! {
        <div class="slips-bar no-print">
            <a class="link-plain" href=format!("/runde-tische/{id}/ergebnisse")><Icon name="arrow-left" flip=true/>{t!("host.minutes.back")}</a>
            <p>{t!("host.minutes.print")}</p>
        </div>
        <div class="sheet">
            <p class="kicker">{t!("host.minutes.kicker")}</p>
            <h1>{title.clone()}</h1>
            <p>{when_and_where(&minutes.event.basics, &format)}</p>
            {attendance(&minutes, &format)}
            <h2>{t!("host.agenda.title")}</h2>
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{t!("host.minutes.item")}</th>
                        <th scope="col">{t!("host.minutes.time")}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {results}
            {needs(&minutes.needs, &format)}
        </div>
    };
    Ok(Page::new(t!("host.minutes.title", title = title), content).frame(Frame::Print))
}

fn agenda_row(item: &AgendaItem, format: &Format) -> AnyView {
    let title = item.plan.title.get(format.language()).to_owned();
    let title = if item.plan.speaker.is_empty() { title } else { format!("{title} ({})", item.plan.speaker) };
    let time = match (item.started_at, item.ended_at) {
        (Some(from), Some(to)) => t!("host.when", from = format.time(from), to = format.time(to)),
        (Some(from), None) => format.time(from),
        _ => t!("host.minutes.not_held"),
    };
    view! { <tr><th scope="row">{title}</th><td>{time}</td></tr> }.into_any()
}

fn results(minutes: &Minutes, format: &Format) -> Result<Vec<AnyView>, Error> {
    let mut shown = Vec::new();
    for poll in &minutes.polls {
        let rounds: Vec<_> = minutes.rounds.iter().filter(|round| round.poll == poll.id).collect();
        if rounds.is_empty() {
            continue;
        }
        let rounds = rounds.into_iter().map(|round| round_view(poll, round, format)).collect::<Result<Vec<_>, _>>()?;
        let title = poll.conduct.title.get(format.language()).to_owned();
        shown.push(view! { <section class="section"><h2>{title}</h2>{rounds}</section> }.into_any());
    }
    Ok(shown)
}
