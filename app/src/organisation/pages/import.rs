use super::import_preview::preview;
use crate::context::{Ctx, request};
use crate::error::Error;
use crate::form::{self, PostForm, result_of};
use crate::organisation::api::{ConfirmImport, PreviewImport};
use crate::organisation::import::ImportKind;
use crate::organisation::tabs::Tabs;
use crate::page::{Page, query};
use crate::ui::{Choice, Icon, PageHead, Section, TextArea, message};
use leptos::prelude::*;
use weiterblick_domain::organisation::import::{PEOPLE_COLUMNS, UNIT_COLUMNS};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageOrganisation;

/// `/organisation/import`: choose or paste, look, confirm. Nothing is stored in between.
pub async fn import() -> Result<Page, Error> {
    let ctx = Ctx::get()?;
    ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    let shown = result_of::<PreviewImport>().or_else(|| result_of::<ConfirmImport>().flatten());
    let kind = match &shown {
        Some(shown) => shown.kind,
        None => typed("kind").unwrap_or_else(|| query("art")).parse().unwrap_or_default(),
    };
    let pasted = match &shown {
        Some(shown) if shown.pasted => shown.text.clone(),
        Some(_) => String::new(),
        None => typed("text").unwrap_or_default(),
    };
    let content = view! {
        <div class="wrap">
            <PageHead title=t!("organisation.import.title") lead=t!("organisation.import.lead")/>
            <div class="stack" data-gap="section">
                <Tabs here="/organisation/import"/>
                {shown.map(preview)}
                <Section id="datei" title=t!("organisation.import.choose_title") text=t!("organisation.import.choose_text")>
                    {choose(kind, pasted)}
                </Section>
                <Section id="spalten" title=t!("organisation.import.columns_title")>{columns()}</Section>
            </div>
        </div>
    };
    Ok(Page::new(t!("organisation.import.title"), content))
}

/// What was typed into a field of a form that failed.
fn typed(name: &str) -> Option<String> {
    request().form.as_ref()?.values.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone())
}

/// The fields stand outside of the form's own memory until they are put into it: after a preview they show what the
/// preview is about, also where nothing was typed.
fn choose(kind: ImportKind, pasted: String) -> AnyView {
    let kinds = ImportKind::ALL
        .into_iter()
        .map(|one| {
            view! {
                <Choice name="kind" value=one.code() title=t!(format!("organisation.import.kind.{}", one.code()))
                    note=t!(format!("organisation.import.kind_note.{}", one.code())) checked=one == kind/>
            }
        })
        .collect_view();
    let paste = view! {
        <TextArea name="text" label=t!("organisation.import.paste") hint=t!("organisation.import.paste_hint") value=pasted
            rows=6 optional=true/>
    };
    view! {
        <PostForm<PreviewImport> class="form" upload=true>
            <fieldset class="question" id="f-kind">
                <legend>{t!("organisation.import.kind_label")}</legend>
                <div class="stack" data-gap="2">{kinds}</div>
            </fieldset>
            <FileField/>
            {paste}
            <button class="button" type="submit">{t!("organisation.import.check")}</button>
        </PostForm<PreviewImport>>
    }
    .into_any()
}

#[component]
fn FileField() -> impl IntoView {
    let error = form::error_at("file").map(|error| message(&error));
    let described_by = if error.is_some() { "f-file-h f-file-e" } else { "f-file-h" };
    let invalid = error.is_some().then_some("true");
    view! {
        <div class="field">
            <label class="label" for="f-file">{t!("organisation.import.file")}</label>
            <span class="hint" id="f-file-h">{t!("organisation.import.file_hint")}</span>
            {error.map(|text| view! { <span class="error-text" id="f-file-e"><Icon name="error"/>{text}</span> })}
            <input class="input" id="f-file" name="file" type="file" accept=".csv,.txt,.tsv,text/csv,text/plain"
                aria-describedby=described_by aria-invalid=invalid/>
        </div>
    }
}

/// What each column means, and a file to begin with.
fn columns() -> AnyView {
    let list = |columns: &[&str]| {
        columns
            .iter()
            .map(|column| {
                view! {
                    <div>
                        <dt><code>{(*column).to_owned()}</code></dt>
                        <dd class="text-sm">{t!(format!("organisation.import.column.{column}"))}</dd>
                    </div>
                }
            })
            .collect_view()
    };
    view! {
        <div class="stack measure" data-gap="5">
            <p>{t!("organisation.import.columns_text")}</p>
            <div class="cluster">
                <a class="link-plain" href="/organisation/vorlage-personen.csv" download="">
                    <Icon name="download"/>{t!("organisation.import.template_people")}
                </a>
                <a class="link-plain" href="/organisation/vorlage-teams.csv" download="">
                    <Icon name="download"/>{t!("organisation.import.template_teams")}
                </a>
            </div>
            <details class="disclosure">
                <summary>{t!("organisation.import.kind.people")}<Icon name="chevron-down"/></summary>
                <dl class="facts">{list(&PEOPLE_COLUMNS)}</dl>
            </details>
            <details class="disclosure">
                <summary>{t!("organisation.import.kind.units")}<Icon name="chevron-down"/></summary>
                <dl class="facts">{list(&UNIT_COLUMNS[..3])}</dl>
            </details>
        </div>
    }
    .into_any()
}
