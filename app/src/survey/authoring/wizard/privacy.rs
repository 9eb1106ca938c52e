use super::{Step, bar, head};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::{self, PostForm};
use crate::page::Page;
use crate::survey::answering::markup::markup;
use crate::survey::authoring::api::SavePrivacy;
use crate::survey::authoring::parts::{Choices, Radio};
use crate::texts::language;
use crate::ui::{Alert, Icon, Section, TextArea, TextField};
use leptos::prelude::*;
use weiterblick_domain::survey::Mode;
use weiterblick_domain::text::Language;
use weiterblick_store::survey::{self as store, Council, Notice, Survey};

/// Step 4: who will be able to see what, in plain words.
pub async fn page(ctx: &Ctx, survey: Survey) -> Result<Page, Error> {
    let notice = store::notice(&mut *ctx.state.db.read().await?, &survey.notice_id).await?;
    let (own, k) = (survey.clone(), survey.threshold.k());
    let form = view! {
        <PostForm<SavePrivacy> class="wizard">
            <input type="hidden" name="survey" value=survey.id.to_string()/>
            {head(t!("survey.privacy.title"), t!("survey.privacy.lead"))}
            <Choices name="mode" legend=t!("survey.privacy.mode") hidden_legend=true class="modes">
                {mode_card(Mode::Anonymous, own.mode)}
                {mode_card(Mode::Named, own.mode)}
            </Choices>
            {consequences(k)}
            <Alert kind="warn" title=t!("survey.privacy.fixed_title")><p>{t!("survey.privacy.fixed_text")}</p></Alert>
            <TextField name="k" label=t!("survey.privacy.k") hint=t!("survey.privacy.k_hint") value=k.to_string()
                inputmode="numeric" maxlength=2 autocomplete="off"/>
            {council(&own)}
            {notice_fields(&notice)}
            {bar(4)}
        </PostForm<SavePrivacy>>
    }
    .into_any();
    let help = vec![
        (t!("survey.help.k", k = k), t!("survey.help.k_text", k = k)),
        (t!("survey.help.council"), t!("survey.help.council_text")),
        (t!("survey.help.release"), t!("survey.help.release_text")),
        (t!("survey.help.notice"), t!("survey.help.notice_text")),
    ];
    Ok(Step { here: 4, survey: Some(survey), form, help }.page())
}

fn mode_card(mode: Mode, chosen: Mode) -> AnyView {
    let checked = form::chosen("mode", mode.code(), mode == chosen);
    let recommended = (mode == Mode::Anonymous).then(|| {
        view! { <span class="badge" data-state="ok"><Icon name="shield"/>{t!("survey.privacy.recommended")}</span> }
    });
    view! {
        <label class="choice mode">
            <input class="tick" type="radio" name="mode" value=mode.code() checked=checked/>
            <span class="choice__text">
                <span class="mode__head">
                    <span class="mode__title">{t!(format!("survey.mode.{mode}"))}</span>
                    {recommended}
                </span>
                <span>{t!(format!("survey.privacy.{mode}_text"))}</span>
                <span class="mode__fit"><Icon name="check"/>{t!(format!("survey.privacy.{mode}_fit"))}</span>
            </span>
        </label>
    }
    .into_any()
}

/// Questions of the table; each has an answer per mode.
const CONSEQUENCES: [&str; 7] = ["lead", "hr", "employees", "entry", "who", "change", "small"];

fn consequences(k: u32) -> AnyView {
    let rows = CONSEQUENCES
        .into_iter()
        .map(|row| {
            let cell = |mode: Mode| {
                let key = format!("survey.consequence.{row}_{mode}");
                view! {
                    <td role="cell" data-col=mode.code() data-label=t!(format!("survey.mode.{mode}"))>{t!(key, k = k)}</td>
                }
            };
            view! {
                <tr role="row">
                    <th role="rowheader" scope="row">{t!(format!("survey.consequence.{row}"))}</th>
                    {cell(Mode::Anonymous)}
                    {cell(Mode::Named)}
                </tr>
            }
        })
        .collect_view();
    let column = |mode: Mode| {
        view! { <th role="columnheader" scope="col" data-col=mode.code()>{t!(format!("survey.mode.{mode}"))}</th> }
    };
    view! {
        <Section id="folgen" title=t!("survey.consequence.title")>
            <div class="table-box">
                <table class="table modes__table" data-stack="" role="table">
                    <caption class="visually-hidden">{t!("survey.consequence.caption")}</caption>
                    <thead role="rowgroup">
                        <tr role="row">
                            <th role="columnheader" scope="col">
                                <span class="visually-hidden">{t!("survey.consequence.question")}</span>
                            </th>
                            {column(Mode::Anonymous)}
                            {column(Mode::Named)}
                        </tr>
                    </thead>
                    <tbody role="rowgroup">{rows}</tbody>
                </table>
            </div>
        </Section>
    }
    .into_any()
}

fn council(survey: &Survey) -> AnyView {
    let options = Council::ALL
        .into_iter()
        .map(|council| {
            view! {
                <Radio name="council" value=council.code() label=t!(format!("survey.council.{}", council.code()))
                    checked=survey.council == council/>
            }
        })
        .collect_view();
    view! {
        <Choices name="council" legend=t!("survey.council.legend") hint=t!("survey.council.hint")>{options}</Choices>
        <TextField name="council_note" label=t!("survey.council.note") hint=t!("survey.council.note_hint")
            value=survey.council_note.clone() maxlength=300 autocomplete="off" optional=true/>
    }
    .into_any()
}

fn notice_fields(notice: &Notice) -> AnyView {
    let text = |language| notice.text.exact(language).unwrap_or_default().to_owned();
    let (german, english) = (text(Language::De), text(Language::En));
    let (shown, number) = (notice.text.get(language()).to_owned(), notice.number);
    view! {
        <Section id="hinweis" title=t!("survey.notice.title") text=t!("survey.notice.text")>
            <details class="disclosure">
                <summary>{t!("survey.notice.preview", number = number)}<Icon name="chevron-down"/></summary>
                <div class="prose">{markup(&shown)}</div>
            </details>
            <TextArea name="notice_de" label=t!("survey.notice.german") hint=t!("survey.notice.hint")
                value=german rows=12 maxlength=8000/>
            <TextArea name="notice_en" label=t!("survey.notice.english") value=english rows=12 maxlength=8000/>
        </Section>
    }
    .into_any()
}
