//! Versioned notice texts: what participants were told, word for word (needs-analysis §11.6, security.md E65).

use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use serde::Deserialize;
use sqlx::any::AnyRow;
use weiterblick_domain::ids::OrganisationId;
use weiterblick_domain::questionnaire::{Digest, canonical_json};
use weiterblick_domain::survey::{Mode, Threshold};
use weiterblick_domain::text::{Language, Multilingual};

const DEFAULTS: &str = include_str!("../../../seeds/notices.toml");

/// `seeds/notices.toml`
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Defaults {
    anonymous: Multilingual,
    named: Multilingual,
}

/// The notice that a survey starts with; true for this mode and this k.
///
/// # Errors
/// `Corrupt` when the file cannot be read, which a test rules out.
pub fn default_notice(mode: Mode, threshold: Threshold) -> Result<Multilingual, StoreError> {
    let defaults: Defaults = toml::from_str(DEFAULTS).map_err(|_| StoreError::Corrupt("notices.toml"))?;
    let text = match mode {
        Mode::Anonymous => defaults.anonymous,
        Mode::Named => defaults.named,
    };
    let filled = |text: &str| {
        let text = text.replace("%{k}", &threshold.k().to_string());
        text.replace("%{k_text}", &threshold.k_text().to_string()).trim().to_owned()
    };
    Ok(Language::ALL.into_iter().fold(Multilingual::default(), |all, language| match text.exact(language) {
        Some(text) => all.with(language, filled(text)),
        None => all,
    }))
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub id: String,
    /// Counts the different texts of the organisation from 1; an anonymous draft records only this.
    pub number: u32,
    /// Restricted markup in each language.
    pub text: Multilingual,
    /// Over the stored JSON.
    pub sha256: String,
}

fn notice_row(row: &AnyRow) -> Result<Notice, StoreError> {
    Ok(Notice {
        id: row.text("id")?,
        number: row.small("number")?,
        text: row.json("text")?,
        sha256: row.text("sha256")?,
    })
}

/// The notice with this text: the one that is there, or a new one with the next number.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn ensure_notice(
    tx: &mut Tx,
    organisation: OrganisationId,
    new_id: [u8; 16],
    text: &Multilingual,
) -> Result<Notice, StoreError> {
    let json = canonical_json(text).map_err(|_| StoreError::Corrupt("notice"))?;
    let sha256 = Digest::of(json.as_bytes()).to_string();
    let id: String = new_id.iter().map(|byte| format!("{byte:02x}")).collect();
    sqlx::query(
        "INSERT INTO notice (id, organisation_id, number, text, sha256)
         SELECT $1, $2, COALESCE(MAX(number), 0) + 1, $3, $4 FROM notice WHERE organisation_id = $2
         ON CONFLICT (organisation_id, sha256) DO NOTHING",
    )
    .bind(id)
    .bind(organisation.to_string())
    .bind(json)
    .bind(sha256.clone())
    .execute(&mut **tx)
    .await?;
    let row = sqlx::query("SELECT id, number, text, sha256 FROM notice WHERE organisation_id = $1 AND sha256 = $2")
        .bind(organisation.to_string())
        .bind(sha256)
        .fetch_one(&mut **tx)
        .await?;
    notice_row(&row)
}

/// The notice of a survey; its id is in the survey's row.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn notice(conn: &mut Conn, id: &str) -> Result<Notice, StoreError> {
    let row = sqlx::query("SELECT id, number, text, sha256 FROM notice WHERE id = $1")
        .bind(id.to_owned())
        .fetch_one(conn)
        .await?;
    notice_row(&row)
}

#[cfg(test)]
mod tests {
    use super::*;
    use weiterblick_domain::questionnaire::markup;

    #[test]
    fn the_default_notice_names_the_real_numbers_in_both_languages() {
        for (k, numbers) in [(5, ["ab 5 Antworten", "ab 10 Texten"]), (12, ["ab 12 Antworten", "ab 12 Texten"])] {
            let notice = default_notice(Mode::Anonymous, Threshold::new(k).unwrap()).unwrap();
            let german = notice.exact(Language::De).unwrap();
            assert!(numbers.iter().all(|number| german.contains(number)), "{german}");
            assert!(notice.exact(Language::En).unwrap().contains(&format!("once there are {k} answers")));
        }
        for mode in [Mode::Anonymous, Mode::Named] {
            let notice = default_notice(mode, Threshold::default()).unwrap();
            for language in Language::ALL {
                let text = notice.exact(language).unwrap();
                assert!(!text.contains("%{") && !markup::parse(text).is_empty(), "{text}");
            }
        }
    }

    /// Needs-analysis §12.8: only an anonymous survey calls itself so.
    #[test]
    fn the_named_notice_does_not_promise_anonymity() {
        let notice = default_notice(Mode::Named, Threshold::default()).unwrap();
        assert!(!notice.exact(Language::De).unwrap().contains("anonym"));
        assert!(!notice.exact(Language::En).unwrap().contains("anonym"));
    }
}
