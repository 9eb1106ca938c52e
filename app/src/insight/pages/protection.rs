use super::super::parts::survey_name;
use crate::context::Ctx;
use crate::error::Error;
use crate::format::Format;
use crate::page::{Page, path_param};
use crate::ui::{Empty, Icon, PageHead};
use leptos::prelude::*;
use weiterblick_domain::ids::SurveyId;
use weiterblick_domain::insight::LogRow;
use weiterblick_domain::insight::rows::Question;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ReadSuppressionLog;
use weiterblick_store::insight::{Suppression, suppression};

/// `/auswertung/{survey}/schutz`: how many values stay hidden, by question and reason, for HR and works council.
pub async fn protection() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ReadSuppressionLog>(Relation::Organisation)?;
    let survey: SurveyId = path_param("survey")?;
    let log = suppression(&mut *ctx.state.db.read().await?, &grant, survey).await?;
    let format = Format::of(&ctx);
    let name = survey_name(&log.survey);
    let content = if log.rows.is_empty() {
        view! { <Empty title=t!("insight.log.none_title") text=t!("insight.log.none_text")/> }.into_any()
    } else {
        table(&format, &log).into_any()
    };
    let path = format!("/auswertung/{survey}");
    let trail = vec![(t!("insight.title"), "/auswertung".to_owned()), (name, path.clone())];
    let page = view! {
        <div class="wrap" data-width="medium">
            <PageHead title=t!("insight.log.title") lead=t!("insight.log.lead") trail=trail/>
            <div class="stack" data-gap="5">
                {content}
                <p>
                    <a class="link-next" href=path>{t!("insight.log.back")}<Icon name="arrow-right" flip=true/></a>
                </p>
            </div>
        </div>
    };
    Ok(Page::new(t!("insight.log.title"), page))
}

fn table(format: &Format, log: &Suppression) -> impl IntoView + use<> {
    let total: i64 = log.rows.iter().map(|row| i64::from(row.hidden)).sum();
    let lines = log.rows.iter().map(|row| line(format, log, row)).collect_view();
    view! {
        <div class="table-box">
            <table class="table" data-stack=true role="table">
                <caption class="visually-hidden">{t!("insight.log.caption")}</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col">{t!("insight.log.question")}</th>
                        <th role="columnheader" scope="col">{t!("insight.log.kind")}</th>
                        <th role="columnheader" scope="col">{t!("insight.log.reason")}</th>
                        <th role="columnheader" scope="col" data-num=true>{t!("insight.log.hidden")}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{lines}</tbody>
                <tfoot role="rowgroup">
                    <tr role="row">
                        <th role="rowheader" scope="row" colspan="3">{t!("insight.log.total")}</th>
                        <td role="cell" data-num=true>{format.count(total)}</td>
                    </tr>
                </tfoot>
            </table>
        </div>
    }
}

fn line(format: &Format, log: &Suppression, row: &LogRow) -> impl IntoView + use<> {
    let question = match row.question.competence() {
        None => t!("insight.log.participation"),
        Some(id) => {
            let place = log.competences.iter().position(|named| named.row.competence == id);
            let title = place.map_or("", |place| log.competences[place].title.get(format.language()));
            match title {
                "" => t!("insight.competence.unnamed", number = place.map_or(0, |place| place + 1)),
                title => title.to_owned(),
            }
        }
    };
    let kind = match row.question {
        Question::Rating(_) => "rating",
        Question::OptOut(_) => "opt_out",
        Question::Participation => "participation",
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">{question}</th>
            <td role="cell" data-label=t!("insight.log.kind")>{t!(format!("insight.log.{kind}"))}</td>
            <td role="cell" data-label=t!("insight.log.reason")>{t!(format!("insight.log.{}", row.reason.code()))}</td>
            <td role="cell" data-num=true data-label=t!("insight.log.hidden")>{format.count(i64::from(row.hidden))}</td>
        </tr>
    }
}
