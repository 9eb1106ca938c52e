//! A questionnaire with every type, for tests.

use weiterblick_domain::questionnaire::Definition;

pub fn definition() -> Definition {
    serde_json::from_str(include_str!("../../../../domain/src/questionnaire/testdata/first_cut.json"))
        .unwrap_or_else(|error| panic!("{error}"))
}
