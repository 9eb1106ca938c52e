//! Frameworks and job profiles of the demo company.

use crate::competence::seed::{Place, put_framework};
use crate::competence::shipped::{parse, shipped_scale};
use crate::competence::target::insert_target;
use crate::row::to_json;
use crate::{StoreError, Tx};
use std::collections::BTreeMap;
use weiterblick_domain::competence::seed::{FrameworkFile, ProfilesFile};
use weiterblick_domain::competence::{Key, Target};
use weiterblick_domain::ids::{CompetenceId, FrameworkId, JobProfileId, OrganisationId};

const FRAMEWORKS: [&str; 2] =
    [include_str!("../../../seeds/frameworks/metall.toml"), include_str!("../../../seeds/frameworks/fuehrung.toml")];
const PROFILES: &str = include_str!("../../../seeds/profiles.toml");

/// What was made, by code.
#[derive(Debug, Clone, Default)]
pub struct DemoCatalogue {
    /// By `code@version`.
    pub frameworks: BTreeMap<String, FrameworkId>,
    pub competences: BTreeMap<Key, CompetenceId>,
    /// By code.
    pub profiles: BTreeMap<String, JobProfileId>,
}

/// Gives the demo company its own published frameworks and its job profiles. The shipped scales must be there.
///
/// # Errors
/// [`StoreError::Database`]; `Corrupt` names a file that cannot be read, which a test rules out.
pub async fn install_demo(
    tx: &mut Tx,
    organisation: OrganisationId,
    new_id: &mut (dyn FnMut() -> [u8; 16] + Send),
) -> Result<DemoCatalogue, StoreError> {
    let mut made = DemoCatalogue::default();
    for text in FRAMEWORKS {
        let file: FrameworkFile = parse(text, "frameworks")?;
        let id = FrameworkId::from_bytes(new_id());
        let place = Place { organisation: organisation.to_string(), id, scale: shipped_scale(&file.scale) };
        let competences = put_framework(tx, &place, &file, &mut |_| new_id().into()).await?;
        made.frameworks.insert(format!("{}@{}", file.code, file.version), id);
        made.competences.extend(competences);
    }
    let profiles: ProfilesFile = parse(PROFILES, "profiles.toml")?;
    for profile in profiles.profile {
        let id = JobProfileId::from_bytes(new_id());
        sqlx::query("INSERT INTO job_profile (id, organisation_id, code, title, horizon) VALUES ($1, $2, $3, $4, $5)")
            .bind(id.to_string())
            .bind(organisation.to_string())
            .bind(profile.code.to_string())
            .bind(to_json(&profile.title)?)
            .bind(profile.horizon.code())
            .execute(&mut **tx)
            .await?;
        for target in profile.target {
            let competence = made.competences.get(&target.competence).ok_or(StoreError::Corrupt("profiles.toml"))?;
            let soll_max = target.soll_max.unwrap_or(target.soll);
            let (weight, people_needed) = (target.weight, target.people_needed);
            insert_target(tx, id, *competence, &Target { soll_min: target.soll, soll_max, weight, people_needed })
                .await?;
        }
        made.profiles.insert(profile.code.to_string(), id);
    }
    Ok(made)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_demo_files_are_sound_and_profiles_ask_for_competences_that_are_there() {
        let files: Vec<FrameworkFile> = FRAMEWORKS.iter().map(|text| toml::from_str(text).unwrap()).collect();
        let mut keys = BTreeSet::new();
        for file in &files {
            file.check(5).unwrap();
            keys.extend(file.competence.iter().map(|c| format!("{}@{}/{}", file.code, file.version, c.code)));
        }
        let profiles: ProfilesFile = toml::from_str(PROFILES).unwrap();
        profiles.check().unwrap();
        for target in profiles.profile.iter().flat_map(|profile| &profile.target) {
            assert!(keys.contains(&target.competence.to_string()), "{}", target.competence);
            assert!(target.soll.get() <= 5, "{}", target.competence);
        }
    }
}
