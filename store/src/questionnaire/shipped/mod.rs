//! The templates of every installation, and the questionnaire of the demo company.

mod definition;
mod file;

use crate::row::to_json;
use crate::{StoreError, Tx, installation};
use definition::Sources;
use file::TemplateFile;
use serde::de::DeserializeOwned;
use weiterblick_domain::ids::{OrganisationId, QuestionnaireId, QuestionnaireVersionId};
use weiterblick_domain::questionnaire::{Definition, Digest, FrozenDefinition, canonical_json};

const SCALES: &str = include_str!("../../../../seeds/scales.toml");
const PROMPTS: &str = include_str!("../../../../seeds/prompts.toml");
const FRAMEWORKS: [&str; 3] = [
    include_str!("../../../../seeds/frameworks/digcomp-2.2.toml"),
    include_str!("../../../../seeds/frameworks/fuehrung.toml"),
    include_str!("../../../../seeds/frameworks/metall.toml"),
];
const TEMPLATES: [&str; 2] = [
    include_str!("../../../../seeds/templates/digital.toml"),
    include_str!("../../../../seeds/templates/fuehrung.toml"),
];
const DEMO: &str = include_str!("../../../../seeds/templates/metall.toml");

/// Name of the fact that says which content was installed last.
const FACT: &str = "shipped_questionnaires";

/// Installs the templates of this program, or a further version of those that have changed. Does nothing where this very
/// content is installed already. The ids are the same in every installation; nothing is ever removed.
///
/// # Errors
/// [`StoreError::Database`]; `Corrupt` names a file that cannot be read, which a test rules out.
pub async fn install_shipped(tx: &mut Tx) -> Result<(), StoreError> {
    let sources = sources()?;
    let mut templates = Vec::new();
    for text in TEMPLATES {
        let file: TemplateFile = parse(text, "templates")?;
        let frozen = FrozenDefinition::freeze(read(&sources, &file)?).map_err(|_| StoreError::Corrupt("templates"))?;
        templates.push((file, frozen));
    }
    let heads =
        templates.iter().map(|(file, frozen)| format!("{:?}{:?}{}", file.title, file.description, frozen.content_hash));
    let fingerprint = Digest::of(heads.collect::<String>().as_bytes()).to_string();
    if installation::get(tx, FACT).await?.as_ref() == Some(&fingerprint) {
        return Ok(());
    }
    for (file, frozen) in &templates {
        let id: QuestionnaireId = fixed_id(&format!("questionnaire:{}", file.code));
        put(tx, id, "", file).await?;
        put_version(tx, id, frozen).await?;
    }
    sqlx::query(
        "INSERT INTO installation (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )
    .bind(FACT)
    .bind(fingerprint)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Gives the demo company its questionnaire, as a draft of version 1.
///
/// # Errors
/// [`StoreError::Database`]; `Corrupt` names a file that cannot be read, which a test rules out.
pub async fn install_demo(
    tx: &mut Tx,
    organisation: OrganisationId,
    new_id: &mut (dyn FnMut() -> [u8; 16] + Send),
) -> Result<(QuestionnaireId, QuestionnaireVersionId), StoreError> {
    let file: TemplateFile = parse(DEMO, "templates")?;
    let definition = read(&sources()?, &file)?;
    let (id, version) = (QuestionnaireId::from_bytes(new_id()), QuestionnaireVersionId::from_bytes(new_id()));
    put(tx, id, &organisation.to_string(), &file).await?;
    super::change::insert_draft(tx, id, version, 1, &definition).await?;
    Ok((id, version))
}

/// The first 16 bytes of SHA-256 of a name, so that every installation has the same id.
fn fixed_id<I: From<[u8; 16]>>(name: &str) -> I {
    let mut id = [0; 16];
    id.copy_from_slice(&Digest::of(name.as_bytes()).as_bytes()[..16]);
    id.into()
}

async fn put(tx: &mut Tx, id: QuestionnaireId, organisation: &str, file: &TemplateFile) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO questionnaire (id, organisation_id, code, title, description) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (id) DO UPDATE SET title = excluded.title, description = excluded.description",
    )
    .bind(id.to_string())
    .bind(organisation.to_owned())
    .bind(file.code.to_string())
    .bind(to_json(&file.title)?)
    .bind(to_json(&file.description)?)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Adds a frozen version unless the newest one says the same.
async fn put_version(tx: &mut Tx, questionnaire: QuestionnaireId, frozen: &FrozenDefinition) -> Result<(), StoreError> {
    let newest: Option<(i64, String)> = sqlx::query_as(
        "SELECT number, content_hash FROM questionnaire_version WHERE questionnaire_id = $1 ORDER BY number DESC LIMIT 1",
    )
    .bind(questionnaire.to_string())
    .fetch_optional(&mut **tx)
    .await?;
    let hash = frozen.content_hash.to_string();
    let number = match newest {
        Some((_, newest_hash)) if newest_hash == hash => return Ok(()),
        Some((number, _)) => number + 1,
        None => 1,
    };
    let id: QuestionnaireVersionId = fixed_id(&format!("questionnaire_version:{questionnaire}:{hash}"));
    sqlx::query(
        "INSERT INTO questionnaire_version (id, questionnaire_id, number, state, definition, content_hash)
         VALUES ($1, $2, $3, 'frozen', $4, $5) ON CONFLICT (id) DO NOTHING",
    )
    .bind(id.to_string())
    .bind(questionnaire.to_string())
    .bind(number)
    .bind(frozen.json.clone())
    .bind(hash)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn sources() -> Result<Sources, StoreError> {
    let frameworks = FRAMEWORKS.iter().map(|text| parse(text, "frameworks")).collect::<Result<_, _>>()?;
    Ok(Sources { scales: parse(SCALES, "scales.toml")?, frameworks, prompts: parse(PROMPTS, "prompts.toml")? })
}

fn read(sources: &Sources, file: &TemplateFile) -> Result<Definition, StoreError> {
    let definition = sources.definition(file).map_err(|error| {
        tracing::error!(template = %file.code, %error, "a template refers to nothing");
        StoreError::Corrupt("templates")
    })?;
    Ok(definition)
}

fn parse<T: DeserializeOwned>(text: &str, file: &'static str) -> Result<T, StoreError> {
    toml::from_str(text).map_err(|error| {
        tracing::error!(file, %error, "unreadable seed file");
        StoreError::Corrupt(file)
    })
}

/// The text in which a draft is stored.
pub(super) fn draft_json(definition: &Definition) -> Result<String, StoreError> {
    canonical_json(definition).map_err(|_| StoreError::Corrupt("definition"))
}

#[cfg(test)]
mod tests;
