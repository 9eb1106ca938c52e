use super::shipped::draft_json;
use super::version::version_row;
use crate::row::{RowExt, to_json};
use crate::{StoreError, Tx};
use weiterblick_domain::ids::{QuestionnaireId, QuestionnaireVersionId};
use weiterblick_domain::policy::Grant;
use weiterblick_domain::policy::action::ManageSurveys;
use weiterblick_domain::questionnaire::Definition;
use weiterblick_domain::text::{Language, Multilingual};

/// Ids of a copy to be made.
#[derive(Debug, Clone, Copy)]
pub struct NewCopy {
    pub id: QuestionnaireId,
    pub version: QuestionnaireVersionId,
}

/// Characters of a questionnaire's code.
const CODE_MAX: usize = 40;

pub(super) async fn insert_draft(
    tx: &mut Tx,
    questionnaire: QuestionnaireId,
    id: QuestionnaireVersionId,
    number: i64,
    definition: &Definition,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO questionnaire_version (id, questionnaire_id, number, state, definition, content_hash)
         VALUES ($1, $2, $3, 'draft', $4, '')",
    )
    .bind(id.to_string())
    .bind(questionnaire.to_string())
    .bind(number)
    .bind(draft_json(definition)?)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Copies the newest version of a template or an own questionnaire into the organisation, as a draft of version 1. A
/// second copy gets a number behind its title, so that both can be told apart.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn copy(
    tx: &mut Tx,
    grant: &Grant<ManageSurveys>,
    source: QuestionnaireId,
    new: NewCopy,
) -> Result<(), StoreError> {
    let organisation = grant.organisation().to_string();
    let row = sqlx::query(
        "SELECT q.code, q.title, q.description, COALESCE(q.origin_id, q.id) AS origin_id, v.id AS version_id, v.questionnaire_id, v.number,
                v.state AS version_state, v.definition, v.content_hash
         FROM questionnaire q
         JOIN questionnaire_version v ON v.questionnaire_id = q.id
         WHERE q.id = $1 AND q.organisation_id IN ('', $2)
         ORDER BY v.number DESC LIMIT 1",
    )
    .bind(source.to_string())
    .bind(organisation.clone())
    .fetch_one(&mut **tx)
    .await?;
    let taken: Vec<(String,)> = sqlx::query_as("SELECT code FROM questionnaire WHERE organisation_id = $1")
        .bind(organisation.clone())
        .fetch_all(&mut **tx)
        .await?;
    let (code, number) = free_code(&row.text("code")?, |code| taken.iter().any(|(other,)| other == code));
    let title: Multilingual = row.json("title")?;
    let title = if number == 1 { title } else { numbered(&title, number) };
    sqlx::query(
        "INSERT INTO questionnaire (id, organisation_id, code, title, description, origin_id)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(new.id.to_string())
    .bind(organisation)
    .bind(code)
    .bind(to_json(&title)?)
    .bind(row.text("description")?)
    .bind(row.text("origin_id")?)
    .execute(&mut **tx)
    .await?;
    insert_draft(tx, new.id, new.version, 1, &version_row(&row)?.definition).await
}

/// The version of a template that a survey gets: that of a copy which the organisation has and nobody has changed, else
/// of a new copy.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn copy_for_survey(
    tx: &mut Tx,
    grant: &Grant<ManageSurveys>,
    template: QuestionnaireId,
    new: NewCopy,
) -> Result<QuestionnaireVersionId, StoreError> {
    let unchanged = sqlx::query(
        "SELECT v.id FROM questionnaire q
         JOIN questionnaire_version v ON v.questionnaire_id = q.id
         WHERE q.organisation_id = $1 AND q.origin_id = $2
           AND v.number = (SELECT MAX(n.number) FROM questionnaire_version n WHERE n.questionnaire_id = q.id)
           AND v.definition = (SELECT t.definition FROM questionnaire_version t WHERE t.questionnaire_id = $2
                               ORDER BY t.number DESC LIMIT 1)
         ORDER BY q.code LIMIT 1",
    )
    .bind(grant.organisation().to_string())
    .bind(template.to_string())
    .fetch_optional(&mut **tx)
    .await?;
    if let Some(row) = unchanged {
        return row.parsed("id");
    }
    copy(tx, grant, template, new).await?;
    sqlx::query("UPDATE questionnaire SET made_by_wizard = 1 WHERE id = $1")
        .bind(new.id.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(new.version)
}

/// Deletes copies that were made for surveys which have chosen otherwise or are gone. One that somebody has changed or
/// renamed stays.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn drop_unused_copies(tx: &mut Tx, grant: &Grant<ManageSurveys>) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM questionnaire
         WHERE organisation_id = $1 AND made_by_wizard = 1
           AND NOT EXISTS (SELECT 1 FROM questionnaire_version v
                           JOIN survey s ON s.questionnaire_version_id = v.id
                           WHERE v.questionnaire_id = questionnaire.id)
           AND NOT EXISTS (SELECT 1 FROM questionnaire_version v
                           WHERE v.questionnaire_id = questionnaire.id AND v.definition NOT IN
                               (SELECT t.definition FROM questionnaire_version t
                                WHERE t.questionnaire_id = questionnaire.origin_id))",
    )
    .bind(grant.organisation().to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// `code`, else `code_2`, `code_3`, …, and the number.
fn free_code(code: &str, is_taken: impl Fn(&str) -> bool) -> (String, u32) {
    let stem = code.rsplit_once('_').filter(|(_, end)| end.parse::<u32>().is_ok()).map_or(code, |(stem, _)| stem);
    let mut number = 1;
    loop {
        let end = if number == 1 { String::new() } else { format!("_{number}") };
        let kept: String = stem.chars().take(CODE_MAX - end.len()).collect();
        let candidate = format!("{kept}{end}");
        if !is_taken(&candidate) {
            return (candidate, number);
        }
        number += 1;
    }
}

/// The title with a number behind it, in every language; an earlier number goes.
fn numbered(title: &Multilingual, number: u32) -> Multilingual {
    let stem = |text: &str| {
        let cut = text.strip_suffix(')').and_then(|text| text.rsplit_once(" ("));
        cut.filter(|(_, n)| n.parse::<u32>().is_ok()).map_or(text, |(stem, _)| stem).to_owned()
    };
    Language::ALL.into_iter().fold(Multilingual::default(), |titles, language| match title.exact(language) {
        Some(text) => titles.with(language, format!("{} ({number})", stem(text))),
        None => titles,
    })
}

/// # Errors
/// [`StoreError::NotFound`], also for a template.
pub async fn rename(
    tx: &mut Tx,
    grant: &Grant<ManageSurveys>,
    id: QuestionnaireId,
    title: &Multilingual,
) -> Result<(), StoreError> {
    let rename = "UPDATE questionnaire SET title = $3, made_by_wizard = 0 WHERE id = $1 AND organisation_id = $2";
    let done = sqlx::query(rename)
        .bind(id.to_string())
        .bind(grant.organisation().to_string())
        .bind(to_json(title)?)
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Deletes an own questionnaire that no survey uses, with its versions.
///
/// # Errors
/// [`StoreError::InUse`], or [`StoreError::NotFound`], also for a template.
pub async fn delete_unused(tx: &mut Tx, grant: &Grant<ManageSurveys>, id: QuestionnaireId) -> Result<(), StoreError> {
    let done = sqlx::query("DELETE FROM questionnaire WHERE id = $1 AND organisation_id = $2")
        .bind(id.to_string())
        .bind(grant.organisation().to_string())
        .execute(&mut **tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_copy_is_numbered_and_a_copy_of_a_copy_continues() {
        let check = |code: &str, taken: &[&str], expected: (&str, u32)| {
            let (found, number) = free_code(code, |code| taken.contains(&code));
            assert_eq!((found.as_str(), number), expected, "{code} {taken:?}");
        };
        check("digital", &[], ("digital", 1));
        check("digital", &["digital"], ("digital_2", 2));
        check("digital_2", &["digital", "digital_2"], ("digital_3", 3));
        check("b_1a", &["b_1a"], ("b_1a_2", 2));
        let long = "a".repeat(40);
        check(&long, &[long.as_str()], (&format!("{}_2", "a".repeat(38)), 2));
    }

    #[test]
    fn the_number_stands_behind_the_title_of_every_language_once() {
        let title = Multilingual::german("Digital (2)").with(Language::En, "Digital (today)");
        let expected = Multilingual::german("Digital (3)").with(Language::En, "Digital (today) (3)");
        assert_eq!(numbered(&title, 3), expected);
    }
}
