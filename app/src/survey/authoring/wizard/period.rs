use super::{Step, bar, head};
use crate::context::Ctx;
use crate::form::PostForm;
use crate::page::Page;
use crate::survey::authoring::api::SavePeriod;
use crate::survey::authoring::dates::field_day;
use crate::survey::authoring::parts::{Choices, Radio};
use crate::ui::{Check, TextField};
use leptos::prelude::*;
use weiterblick_domain::insight::GapSource;
use weiterblick_domain::questionnaire::Layout;
use weiterblick_domain::time::DAY;
use weiterblick_store::survey::Survey;

/// How long a survey usually runs: suggested until HR says otherwise.
const USUAL: i64 = 21 * DAY;

/// Step 5: from when to when, what answers are compared with, how questions are laid out.
pub fn page(ctx: &Ctx, survey: Survey) -> Page {
    let zone = &ctx.state.settings.time_zone;
    let closes_at = survey.closes_at.unwrap_or_else(|| survey.opens_at.unwrap_or(ctx.now).plus(USUAL));
    let (opens, closes) = (field_day(zone, survey.opens_at), field_day(zone, Some(closes_at)));
    let planned = survey.opens_at.is_some();
    let gaps = GapSource::ALL
        .iter()
        .map(|source| {
            let code = source.code();
            view! {
                <Radio name="gap_source" value=code label=t!(format!("survey.gap_source.{code}"))
                    hint=t!(format!("survey.gap_source.{code}_hint")) checked=survey.gap_source == *source/>
            }
        })
        .collect_view();
    let layouts = Layout::ALL
        .iter()
        .map(|layout| {
            view! {
                <Radio name="layout" value=layout.code() label=t!(format!("survey.layout.per_{layout}"))
                    hint=t!(format!("survey.layout.per_{layout}_hint")) checked=survey.layout == *layout/>
            }
        })
        .collect_view();
    let (share, mail_at_start) = (survey.share_with_employees, survey.mail_at_start);
    let mail = ctx.state.settings.mail.then(|| {
        view! {
            <Check name="mail_at_start" label=t!("survey.period.mail") hint=t!("survey.period.mail_hint") checked=mail_at_start/>
        }
    });
    let form = view! {
        <PostForm<SavePeriod> class="wizard">
            <input type="hidden" name="survey" value=survey.id.to_string()/>
            {head(t!("survey.period.title"), t!("survey.period.lead"))}
            <Choices name="start" legend=t!("survey.period.start")>
                <Radio name="start" value="now" label=t!("survey.period.now") checked=!planned/>
                <Radio name="start" value="day" label=t!("survey.period.on_day") checked=planned/>
            </Choices>
            <TextField name="opens_on" label=t!("survey.period.opens_on") hint=t!("survey.period.opens_hint") kind="date"
                value=opens optional=true/>
            <TextField name="closes_on" label=t!("survey.period.closes_on") hint=t!("survey.period.closes_hint") kind="date"
                value=closes/>
            {mail}
            <Choices name="gap_source" legend=t!("survey.gap_source.legend")>{gaps}</Choices>
            <Choices name="layout" legend=t!("survey.layout.legend")>{layouts}</Choices>
            <Check name="share_with_employees" label=t!("survey.period.share") hint=t!("survey.period.share_hint")
                checked=share/>
            {bar(5)}
        </PostForm<SavePeriod>>
    }
    .into_any();
    let help = vec![
        (t!("survey.help.extend"), t!("survey.help.extend_text")),
        (t!("survey.help.profile"), t!("survey.help.profile_text")),
    ];
    Step { here: 5, survey: Some(survey), form, help }.page()
}
