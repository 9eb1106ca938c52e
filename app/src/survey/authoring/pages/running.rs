use crate::format::Format;
use crate::survey::authoring::dates::left;
use crate::survey::authoring::parts::{StateBadge, mode_line, participation_line, share};
use crate::ui::Icon;
use leptos::prelude::*;
use weiterblick_domain::insight::Decimal;
use weiterblick_domain::survey::Mode;
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::survey::{Listed, Participation};

/// A running wave as a panel of the list.
pub fn wave(survey: &Listed, manage: bool, format: &Format, now: UnixMillis) -> AnyView {
    let own = format!("/umfragen/{}", survey.id);
    let invitations = format!("{own}/einladungen");
    let of = |key: &str| view! { {t!(key)}<span class="visually-hidden">": "{survey.title.clone()}</span> };
    let codes = (survey.mode == Mode::Anonymous).then(|| {
        view! {
            <a class="button" data-kind="secondary" data-size="s" href=format!("{invitations}#codes")>
                <Icon name="qr"/>{of("survey.wave.codes")}
            </a>
        }
    });
    let tools = manage.then(|| {
        view! {
            <a class="button" data-kind="secondary" data-size="s" href=format!("{invitations}#links")>
                <Icon name="send"/>{of("survey.wave.links")}
            </a>
            {codes}
            <details class="menu">
                <summary><Icon name="more"/><span class="visually-hidden">{of("survey.wave.more")}</span></summary>
                <div class="menu__panel">
                    <ul>
                        <li><a href=format!("{own}#ende")>{t!("survey.wave.extend")}</a></li>
                        <li><a href=format!("{own}#schliessen")>{t!("survey.wave.close")}</a></li>
                    </ul>
                </div>
            </details>
        }
    });
    view! {
        <li class="panel wave">
            <div class="wave__head">
                <h3><a href=own>{survey.title.clone()}</a></h3>
                <StateBadge state=survey.state/>
            </div>
            <p class="text-soft text-sm">{mode_line(survey.mode, survey.threshold)}</p>
            {count(survey, format)}
            {due(survey, format, now)}
            {tools.map(|tools| view! { <div class="cluster wave__actions" data-gap="2">{tools}</div> })}
        </li>
    }
    .into_any()
}

/// How many have answered, as far as it may be said, large.
pub fn count(survey: &Listed, format: &Format) -> AnyView {
    let label = t!("survey.participation.of", title = survey.title);
    let bar = |share: u8| {
        view! { <progress class="progress" max="100" value=share.to_string() aria-label=label></progress> }
    };
    match survey.participation {
        Participation::Exact { answered, invited } => {
            let percent = share(answered, invited);
            let shown = percent.map(|percent| format.percent(Decimal::new(i64::from(percent), 0)));
            view! {
                <div class="wave__count">
                    <p class="stat__value">
                        {format.count(answered)}<span class="wave__of">" "{t!("survey.wave.of", invited = format.count(invited))}</span>
                    </p>
                    <p class="num text-soft">{shown}</p>
                </div>
                {percent.map(bar)}
            }
            .into_any()
        }
        Participation::Rounded(Some(percent)) => {
            let shown = format.percent(Decimal::new(i64::from(percent), 0));
            view! {
                <div class="wave__count">
                    <p class="stat__value">{shown}<span class="wave__of">" "{t!("survey.wave.begun")}</span></p>
                </div>
                {bar(percent)}
                <p class="text-soft text-sm">{t!("survey.wave.rounded")}</p>
            }
            .into_any()
        }
        _ => {
            let (line, share) = participation_line(survey, format);
            match share {
                Some(share) => {
                    view! { <div class="wave__count"><p class="stat__value">{line}</p></div> {bar(share)} }.into_any()
                }
                None => view! { <p class="text-soft">{line}</p> }.into_any(),
            }
        }
    }
}

/// How long it still runs.
pub fn due(survey: &Listed, format: &Format, now: UnixMillis) -> AnyView {
    let Some(closes_at) = survey.closes_at else { return ().into_any() };
    let text = if closes_at <= now {
        view! { <span>{t!("survey.wave.evaluating")}</span> }.into_any()
    } else {
        view! {
            <span><strong>{left(now, closes_at)}</strong>" · "{t!("survey.wave.ends", day = format.date(closes_at))}</span>
        }
        .into_any()
    };
    view! { <p class="wave__due"><Icon name="calendar"/>{text}</p> }.into_any()
}
