//! `/fragebogen/ergebnis`: the own result after handing in, computed from the answers on request.

use super::friendly::{no_changes, participant_or_page};
use super::review::{later, mode_word};
use crate::context::Ctx;
use crate::error::Error;
use crate::page::{Frame, Page};
use crate::survey::answering::result::ResultView;
use crate::ui::{Icon, PageHead, PrintButton};
use leptos::prelude::*;
use weiterblick_domain::survey::Mode;

pub async fn result() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let participant = match participant_or_page(&ctx).await? {
        Ok(participant) if participant.mode() == Mode::Named || participant.is_open(&ctx) => participant,
        Ok(participant) => return Ok(no_changes(&participant)),
        Err(page) => return Ok(page),
    };
    if !participant.is_submitted() {
        leptos_axum::redirect("/fragebogen/pruefen", false);
        return Ok(Page::new("", ()));
    }
    let open = participant.is_open(&ctx) && participant.may_change();
    let demand = participant.demand(&ctx).await?;
    let language = participant.language(ctx.request.language);
    let view = ResultView::new(&participant.questions, &participant.answers(), &demand, language);
    let view = if open { view.editable(participant.survey.layout) } else { view };
    let mode = mode_word(participant.mode());
    let kicker = participant.survey.title.clone();
    let lead = view.lead();
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("answering.result.title") lead=lead kicker=kicker>
                <PrintButton label=t!("answering.result.print_action")/>
                {open.then(|| view! {
                    <a class="button" data-kind="secondary" data-size="s" href="/fragebogen?seite=1">
                        <Icon name="edit"/>{t!("answering.result.change")}
                    </a>
                })}
            </PageHead>
            <div class="split" data-gap="7">
                <div class="stack" data-gap="section">
                    {view.all()}
                    {open.then(|| view! { <div class="no-print">{later(&participant)}</div> })}
                </div>
                <aside class="release no-print" aria-labelledby="sicht-t">
                    <div class="panel stack" data-gap="4">
                        <h2 id="sicht-t">{t!("answering.result.who_title")}</h2>
                        <p>{t!(format!("answering.result.who_text.{mode}"))}</p>
                        {(participant.mode() == Mode::Named).then(|| view! {
                            <p><a class="link-plain" href=format!("/meine-ergebnisse/{}", participant.survey.id)>
                                {t!("answering.result.to_release")}
                            </a></p>
                        })}
                        <p class="note"><Icon name="print"/><span>{t!("answering.result.print")}</span></p>
                    </div>
                </aside>
            </div>
        </div>
    };
    Ok(Page::new(t!("answering.result.title"), content).frame(Frame::Survey).org(participant.org()))
}
