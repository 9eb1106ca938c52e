//! The templates of every installation (live.md §9, Templates). They are part of the program and not in the database:
//! whoever uses one gets a copy to edit.

use crate::StoreError;
use weiterblick_domain::roundtable::poll::template::Template;

/// In the order in which they are offered.
const FILES: [&str; 15] = [
    include_str!("../../../seeds/roundtable/wer-ist-da.toml"),
    include_str!("../../../seeds/roundtable/anlaesse-sammeln.toml"),
    include_str!("../../../seeds/roundtable/sammeln-ordnen-gewichten.toml"),
    include_str!("../../../seeds/roundtable/dringlichkeit-und-wirkung.toml"),
    include_str!("../../../seeds/roundtable/hundert-punkte.toml"),
    include_str!("../../../seeds/roundtable/rangfolge.toml"),
    include_str!("../../../seeds/roundtable/wie-sicher.toml"),
    include_str!("../../../seeds/roundtable/vorher-nachher.toml"),
    include_str!("../../../seeds/roundtable/lernzeit.toml"),
    include_str!("../../../seeds/roundtable/lernformen.toml"),
    include_str!("../../../seeds/roundtable/was-hindert-uns.toml"),
    include_str!("../../../seeds/roundtable/plaetze-schaetzen.toml"),
    include_str!("../../../seeds/roundtable/gemeinsamer-kurs.toml"),
    include_str!("../../../seeds/roundtable/ein-wort.toml"),
    include_str!("../../../seeds/roundtable/blitzlicht.toml"),
];

/// # Errors
/// `Corrupt` for a file that cannot be read, which a test rules out.
pub fn templates() -> Result<Vec<Template>, StoreError> {
    FILES.iter().map(|text| toml::from_str(text).map_err(|_| StoreError::Corrupt("templates"))).collect()
}

/// The template with this code.
///
/// # Errors
/// [`StoreError::NotFound`].
pub fn template(code: &str) -> Result<Template, StoreError> {
    templates()?.into_iter().find(|template| template.code.as_str() == code).ok_or(StoreError::NotFound)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_template_is_found_by_its_code() {
        let all = templates().unwrap();
        assert_eq!(all.len(), FILES.len());
        for shipped in &all {
            assert_eq!(&template(shipped.code.as_str()).unwrap(), shipped);
        }
        assert!(matches!(template("quiz"), Err(StoreError::NotFound)));
    }
}
