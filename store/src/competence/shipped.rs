//! What every installation has: scales, DigComp 2.2 and the starter framework.

use crate::competence::seed::{Place, put_framework};
use crate::row::to_json;
use crate::{StoreError, Tx, installation};
use serde::de::DeserializeOwned;
use weiterblick_domain::competence::seed::{FrameworkFile, ScalesFile};
use weiterblick_domain::competence::{Code, Key, Purpose, ShippedKind, shipped_id};
use weiterblick_domain::ids::ScaleId;
use weiterblick_domain::questionnaire::Digest;

const SCALES: &str = include_str!("../../../seeds/scales.toml");
const FRAMEWORKS: [&str; 2] = [
    include_str!("../../../seeds/frameworks/digcomp-2.2.toml"),
    include_str!("../../../seeds/frameworks/kmu-start.toml"),
];
/// Name of the fact that says which content was installed last.
const FACT: &str = "shipped_competences";

/// What a shipped scale measures, by its code.
fn purpose(code: &Code) -> Purpose {
    match code.split_once('-').map_or(&**code, |(stem, _)| stem) {
        "wichtig" => Purpose::Importance,
        "stimmt" => Purpose::Agreement,
        "interesse" => Purpose::Wish,
        _ => Purpose::Skill,
    }
}

/// Installs or updates what is shipped with this program. Does nothing where this very content is installed already.
/// The ids are the same in every installation; nothing is ever removed.
///
/// # Errors
/// [`StoreError::Database`]; `Corrupt` names a file that cannot be read, which a test rules out.
pub async fn install_shipped(tx: &mut Tx) -> Result<(), StoreError> {
    let fingerprint = Digest::of([SCALES, FRAMEWORKS[0], FRAMEWORKS[1]].join("\0").as_bytes()).to_string();
    if installation::get(tx, FACT).await?.as_ref() == Some(&fingerprint) {
        return Ok(());
    }
    let scales: ScalesFile = parse(SCALES, "scales.toml")?;
    for scale in &scales.scale {
        sqlx::query(
            "INSERT INTO scale (id, organisation_id, code, title, purpose, levels) VALUES ($1, '', $2, $3, $4, $5)
             ON CONFLICT (id) DO UPDATE SET title = excluded.title, purpose = excluded.purpose, levels = excluded.levels",
        )
        .bind(shipped_scale(&scale.code).to_string())
        .bind(scale.code.to_string())
        .bind(to_json(&scale.title)?)
        .bind(purpose(&scale.code).code())
        .bind(to_json(&scale.level)?)
        .execute(&mut **tx)
        .await?;
    }
    for text in FRAMEWORKS {
        let file: FrameworkFile = parse(text, "frameworks")?;
        let id = shipped_id(ShippedKind::Framework, &format!("{}@{}", file.code, file.version));
        let place = Place { organisation: String::new(), id, scale: shipped_scale(&file.scale) };
        let mut new_id = |key: &Key| shipped_id(ShippedKind::Competence, &key.to_string());
        put_framework(tx, &place, &file, &mut new_id).await?;
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

pub(super) fn shipped_scale(code: &Code) -> ScaleId {
    shipped_id(ShippedKind::Scale, code)
}

pub(super) fn parse<T: DeserializeOwned>(text: &str, file: &'static str) -> Result<T, StoreError> {
    toml::from_str(text).map_err(|error| {
        tracing::error!(file, %error, "unreadable seed file");
        StoreError::Corrupt(file)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_files_are_sound() {
        let scales: ScalesFile = toml::from_str(SCALES).unwrap();
        scales.check().unwrap();
        for text in FRAMEWORKS {
            let file: FrameworkFile = toml::from_str(text).unwrap();
            let scale = scales.scale.iter().find(|scale| scale.code == file.scale).unwrap();
            file.check(scale.level.len()).unwrap();
        }
    }

    #[test]
    fn digcomp_has_21_competences_in_five_areas_with_anchors_and_an_own_mapping() {
        let file: FrameworkFile = toml::from_str(FRAMEWORKS[0]).unwrap();
        assert_eq!((file.area.len(), file.competence.len()), (5, 21));
        assert!(file.competence.iter().all(|competence| competence.anchors.de.len() == 5));
        let levels: Vec<Vec<u8>> = file.mapping.unwrap().level.into_iter().map(|level| level.source_levels).collect();
        assert_eq!(levels, [vec![], vec![1, 2], vec![3, 4], vec![5, 6], vec![7, 8]]);
    }

    #[test]
    fn every_shipped_scale_knows_what_it_measures() {
        for (code, expected) in [
            ("allg-5", Purpose::Skill),
            ("kurz-3", Purpose::Skill),
            ("wichtig-5", Purpose::Importance),
            ("stimmt-5", Purpose::Agreement),
            ("interesse-3", Purpose::Wish),
        ] {
            assert_eq!(purpose(&code.parse().unwrap()), expected, "{code}");
        }
    }
}
