//! The own answers to take away: for programs and for people (needs-analysis.md §12.4, §15).

use super::participant::{Participant, require};
use super::values::{cell_text, question_text};
use crate::context::{Ctx, incident};
use crate::error::Error;
use crate::routes::File;
use crate::survey::answering::device::Device;
use leptos::prelude::*;
use serde_json::{Value, json};
use weiterblick_domain::questionnaire::{Definition, canonical_json};

/// Of the JSON format; grows when a reader of an older file would misread it.
const VERSION: u32 = 1;

/// `/fragebogen/meine-antworten.json`
pub async fn json_file(ctx: Ctx) -> Result<File, Error> {
    let participant = load(&ctx).await?;
    let text = canonical_json(&as_json(&participant)).map_err(|error| incident(&error))?;
    Ok(File { name: name("json"), content_type: "application/json; charset=utf-8", bytes: text.into_bytes() })
}

/// `/fragebogen/meine-antworten.html`
pub async fn html_file(ctx: Ctx) -> Result<File, Error> {
    let participant = load(&ctx).await?;
    let html = as_html(&ctx, &participant);
    Ok(File { name: name("html"), content_type: "text/html; charset=utf-8", bytes: html.into_bytes() })
}

async fn load(ctx: &Ctx) -> Result<Participant, Error> {
    let participant = require(ctx).await?;
    let who = match Device::of(&ctx.request) {
        Some(Device::Draft { hash, .. } | Device::Link { hash }) => hash.to_string(),
        Some(Device::Account { assessment }) => assessment.to_string(),
        None => ctx.request.client.to_string(),
    };
    ctx.state.throttles.export(&who, ctx.now)?;
    Ok(participant)
}

fn name(extension: &str) -> String {
    format!("{}.{extension}", t!("answering.export.name"))
}

/// Answers as they are stored, with what was asked. No code, no device, no time.
fn as_json(participant: &Participant) -> Value {
    let definition: &Definition = &participant.questions;
    let answers = participant.answers();
    let cells: Vec<Value> = definition
        .keys()
        .iter()
        .map(|key| {
            json!({
                "key": key,
                "question": question_text(definition, key, definition.base_language),
                "answer": answers.get(key),
            })
        })
        .collect();
    json!({
        "format": "weiterblick/own-data",
        "version": VERSION,
        "survey": {
            "title": participant.survey.title,
            "wave": participant.survey.wave_label,
            "organisation": participant.survey.organisation_name,
            "mode": participant.mode(),
        },
        "submitted": participant.is_submitted(),
        "answers": cells,
    })
}

fn as_html(ctx: &Ctx, participant: &Participant) -> String {
    let definition: &Definition = &participant.questions;
    let answers = participant.answers();
    let language = participant.language(ctx.request.language);
    let sections = definition
        .sections
        .iter()
        .map(|section| {
            let keys = section.questions.iter().flat_map(|question| question.keys());
            let rows: Vec<_> = keys
                .map(|key| {
                    let text = cell_text(definition, &key, answers.get(&key), language);
                    view! { <dt>{question_text(definition, &key, language)}</dt><dd>{text}</dd> }
                })
                .collect();
            let title = section.title.get(language).to_owned();
            (!rows.is_empty()).then(|| view! { <h2>{title}</h2><dl>{rows}</dl> })
        })
        .collect_view();
    let state = if participant.is_submitted() { "submitted" } else { "open" };
    let title = t!("answering.export.title", survey = participant.survey.title);
    let document = view! {
        <html lang=language.code()>
            <head>
                <meta charset="utf-8"/>
                <meta name="viewport" content="width=device-width, initial-scale=1"/>
                <title>{title.clone()}</title>
            </head>
            <body>
                <h1>{title}</h1>
                <p>{participant.org()}</p>
                <p>{t!(format!("answering.export.state.{state}"))}</p>
                {sections}
            </body>
        </html>
    };
    // Marks between texts that only a running page needs.
    format!("<!DOCTYPE html>\n{}\n", document.to_html().replace("<!>", ""))
}
