use super::attributes;
use crate::context::Ctx;
use crate::error::{Error, FieldError};
use crate::form::lead_to;
use crate::roundtable::access;
use crate::roundtable::host::create::BasicsInput;
use crate::roundtable::host::input::{Fields, id};
use crate::roundtable::host::tell::tell;
use crate::strict::Strict;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::event::action::Prepare;
use weiterblick_domain::roundtable::access::JoinMode;
use weiterblick_domain::roundtable::limits::{K, NAME_MAX};
use weiterblick_domain::roundtable::poll::words::Moderation;
use weiterblick_domain::roundtable::settings::Settings;
use weiterblick_domain::text::Language;
use weiterblick_live::Scope;
use weiterblick_store::StoreError;
use weiterblick_store::roundtable::event::{self, Conditions};

/// Days that results may be kept; at most ten years.
const RETENTION: std::ops::RangeInclusive<u32> = 30..=3_650;
/// Words that an event may hide by itself.
const HIDDEN_WORDS_MAX: usize = 200;

/// One profile question: fields `attributes[role][ask]` and `attributes[role][values]`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AttributeInput {
    pub ask: String,
    pub values: String,
}

/// What may happen in the room: fields `room[questions]` and so on.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RoomInput {
    pub questions: String,
    pub moderation: String,
    pub nicknames: String,
    pub pace: String,
    pub hidden_words: String,
}

#[server(custom = Strict, endpoint = "roundtable/save_basics")]
pub async fn save_basics(event: String, basics: BasicsInput) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let event: EventId = id(&event)?;
    let grant = access::grant::<Prepare>(&ctx, &mut *ctx.state.db.read().await?, event).await?;
    let mut fields = Fields::default();
    let basics = basics.parse(&mut fields, &ctx.state.settings.time_zone);
    fields.done()?;
    let mut tx = ctx.state.db.write().await?;
    event::set_basics(&mut tx, &grant, &basics).await?;
    tx.commit().await?;
    tell(&ctx, event, Scope::Plan).await;
    lead_to(&format!("/runde-tische/{event}/angaben"), Some("saved"));
    Ok(())
}

#[server(custom = Strict, endpoint = "roundtable/save_conditions")]
pub async fn save_conditions(
    event: String,
    #[server(default)] english: String,
    join_mode: String,
    k: String,
    retention: String,
    #[server(default)] attributes: BTreeMap<String, AttributeInput>,
    #[server(default)] room: RoomInput,
) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let event: EventId = id(&event)?;
    let grant = access::grant::<Prepare>(&ctx, &mut *ctx.state.db.read().await?, event).await?;
    let mut fields = Fields::default();
    let mut tx = ctx.state.db.write().await?;
    let known = event::granted(&mut tx, &grant).await?.conditions;
    let conditions = Conditions {
        join_mode: fields.chosen("join_mode", JoinMode::from_word(&join_mode), JoinMode::Open),
        attributes: attributes::parse(&attributes, &mut fields),
        languages: if english.is_empty() { vec![Language::De] } else { vec![Language::De, Language::En] },
        k: fields.number("k", &k, K),
        retention_days: fields.number("retention", &retention, RETENTION),
        settings: settings(&room, &known.settings, &mut fields),
    };
    fields.done()?;
    match event::set_conditions(&mut tx, &grant, &conditions).await {
        Err(StoreError::InUse) => return Err(Error::conflict("host.error.conditions_in_use")),
        set => set?,
    }
    tx.commit().await?;
    tell(&ctx, event, Scope::Plan).await;
    lead_to(&format!("/runde-tische/{event}/angaben"), Some("saved"));
    Ok(())
}

/// What the form does not ask stays.
fn settings(input: &RoomInput, known: &Settings, fields: &mut Fields) -> Settings {
    let hidden_words: Vec<String> =
        input.hidden_words.lines().map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect();
    if hidden_words.len() > HIDDEN_WORDS_MAX || hidden_words.iter().any(|word| word.chars().count() > NAME_MAX) {
        fields.add(FieldError::new("room[hidden_words]", "host.error.hidden_words").with("max", HIDDEN_WORDS_MAX));
    }
    Settings {
        questions: !input.questions.is_empty(),
        moderation: fields.chosen("room[moderation]", Moderation::from_word(&input.moderation), Moderation::Before),
        nicknames: !input.nicknames.is_empty(),
        pace: !input.pace.is_empty(),
        hidden_words,
        ..known.clone()
    }
}
