//! Frozen versions: their JSON text and the hash of it.

use super::{Definition, DefinitionError, Digest, canonical_json};

/// A version that no longer changes (needs-analysis §3.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrozenDefinition {
    pub definition: Definition,
    /// Canonical JSON of the definition; this text is stored.
    pub json: String,
    /// SHA-256 of `json`.
    pub content_hash: Digest,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FreezeError {
    #[error("{} problems stand against freezing", .0.len())]
    Unsound(Vec<DefinitionError>),
    #[error("the definition cannot be written as JSON")]
    Unwritable,
}

/// A stored version that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnreadableVersion {
    #[error("the text does not have the recorded hash")]
    Changed,
    #[error("the text is not a definition that this program knows")]
    Unknown,
}

impl FrozenDefinition {
    /// # Errors
    /// [`FreezeError::Unsound`] with every problem of [`Definition::problems`].
    pub fn freeze(definition: Definition) -> Result<Self, FreezeError> {
        let problems = definition.problems();
        if !problems.is_empty() {
            return Err(FreezeError::Unsound(problems));
        }
        let json = canonical_json(&definition).map_err(|_| FreezeError::Unwritable)?;
        let content_hash = Digest::of(json.as_bytes());
        Ok(Self { definition, json, content_hash })
    }

    /// Reads a stored version.
    ///
    /// # Errors
    /// [`UnreadableVersion`] when the text is not the one that was frozen, or not a definition.
    pub fn read(json: String, content_hash: Digest) -> Result<Self, UnreadableVersion> {
        if Digest::of(json.as_bytes()) != content_hash {
            return Err(UnreadableVersion::Changed);
        }
        let definition = serde_json::from_str(&json).map_err(|_| UnreadableVersion::Unknown)?;
        Ok(Self { definition, json, content_hash })
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture;
    use super::*;

    /// A version as the first release of Weiterblick stored it. Never change it: installations hold such texts.
    const STORED: &str = include_str!("testdata/first_cut.json");
    const STORED_HASH: &str = "d9422b20ffa4ddcf0b60ed7fd2c17d87870e50d0c2ce0f4436058d2a5135452b";

    #[test]
    fn a_stored_version_of_the_first_release_still_reads_and_hashes_the_same() {
        let read = FrozenDefinition::read(STORED.trim_end().to_owned(), STORED_HASH.parse().unwrap()).unwrap();
        assert_eq!(FrozenDefinition::freeze(read.definition.clone()), Ok(read));
    }

    #[test]
    fn a_changed_text_is_noticed() {
        let frozen = FrozenDefinition::freeze(fixture::definition()).unwrap();
        let changed = frozen.json.replace("Lager", "Lagen");
        assert_eq!(FrozenDefinition::read(changed, frozen.content_hash), Err(UnreadableVersion::Changed));
        let newer = frozen.json.replacen("text_short", "points100", 1);
        let hash = Digest::of(newer.as_bytes());
        assert_eq!(FrozenDefinition::read(newer, hash), Err(UnreadableVersion::Unknown));
    }

    #[test]
    fn an_unknown_setting_is_refused() {
        let json = frozen_json().replacen("\"required\":", "\"requird\":", 1);
        assert!(serde_json::from_str::<Definition>(&json).is_err());
        let json = frozen_json().replacen("\"type\":\"text_short\"", "\"max\":9,\"type\":\"text_short\"", 1);
        assert!(serde_json::from_str::<Definition>(&json).is_err());
    }

    fn frozen_json() -> String {
        FrozenDefinition::freeze(fixture::definition()).unwrap().json
    }

    #[test]
    fn an_unsound_definition_is_not_frozen() {
        let mut definition = fixture::definition();
        definition.sections.clear();
        assert!(
            matches!(FrozenDefinition::freeze(definition), Err(FreezeError::Unsound(problems)) if !problems.is_empty())
        );
    }
}
