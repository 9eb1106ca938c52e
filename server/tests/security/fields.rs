//! S14 of security.md: a field too many, and nothing happens.

use crate::examples::EXAMPLES;
use crate::support::tables;
use crate::world::World;
use http::StatusCode;
use weiterblick_app::routes::Verb;
use weiterblick_store::both_engines;

/// Fields that no form has, and those by which somebody would like to be somebody else (E8).
const FOREIGN: [(&str, &str); 7] = [
    ("no_such_field", "x"),
    ("organisation", "{organisation}"),
    ("organisation_id", "{organisation}"),
    ("account", "{hr}"),
    ("person_id", "{hr}"),
    ("role", "hr"),
    ("state", "open"),
];

both_engines! {
    async fn a_field_too_many_is_refused_and_nothing_changes(db: Db) {
        let world = World::make(db).await;
        let before = tables::dump(&world.server.state.db).await;
        let mut wrong = Vec::new();
        for example in EXAMPLES.iter().filter(|example| example.verb == Verb::Post) {
            let (at, fields) = example.filled(&world.here);
            let known = |name: &str| fields.iter().any(|(field, _)| field == name);
            let browser = world.browser(example.who).await;
            let foreign = FOREIGN.iter().filter(|(name, _)| !known(name));
            let foreign = foreign.map(|(name, value)| ((*name).to_owned(), world.there.fill(value)));
            // Inside of every group, and of every field as if it were one; where ids are the names, another is no id.
            let nested = example.fields.iter().filter(|(name, _)| !name.contains("[{"));
            let nested =
                nested.map(|(name, _)| (format!("{}[no_such_field]", name.split('[').next().unwrap()), "x".to_owned()));
            for extra in foreign.chain(nested) {
                let sent = [fields.as_slice(), std::slice::from_ref(&extra)].concat();
                let answer = example.send(&world.here, browser.clone(), &at, &sent).await;
                if answer.status != StatusCode::BAD_REQUEST {
                    wrong.push(format!("{at} with {}: {}", extra.0, answer.status));
                }
            }
        }
        wrong.extend(tables::changed(&before, &tables::dump(&world.server.state.db).await).into_iter().filter(|table| table != "session"));
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
