//! S2 of security.md: ids of another company lead nowhere, wherever they stand.

use crate::examples::{EXAMPLES, Example};
use crate::support::{Answer, tables};
use crate::world::World;
use http::StatusCode;
use std::collections::BTreeSet;
use weiterblick_app::account::cookie;
use weiterblick_app::routes::{Verb, routes};
use weiterblick_domain::policy::{Role, is_public};
use weiterblick_store::both_engines;

/// A place in a request where an id stands.
struct Slot {
    /// The name in braces.
    name: String,
    place: Place,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Path,
    Query,
    /// Of a field with this number.
    FieldName(usize),
    FieldValue(usize),
}

fn names(text: &str) -> Vec<String> {
    text.split('{').skip(1).map(|rest| rest.split('}').next().unwrap().to_owned()).collect()
}

fn slots(world: &World, example: &Example) -> Vec<Slot> {
    let (path, query) = example.at.split_once('?').unwrap_or((example.at, ""));
    let mut places = vec![(Place::Path, path), (Place::Query, query)];
    for (at, (name, value)) in example.fields.iter().enumerate() {
        places.extend([(Place::FieldName(at), *name), (Place::FieldValue(at), *value)]);
    }
    let slots =
        places.into_iter().flat_map(|(place, text)| names(text).into_iter().map(move |name| Slot { name, place }));
    slots.filter(|slot| world.here.ids.contains_key(&slot.name)).collect()
}

/// One object of each noun, so that limits on exports are not reached.
const NOUNS: [&str; 16] = [
    "organisation",
    "hr",
    "employee",
    "unit",
    "person",
    "scale",
    "framework",
    "area",
    "competence",
    "profile",
    "questionnaire",
    "questionnaire_version",
    "survey_draft",
    "survey_open",
    "survey_closed",
    "assessment",
];

/// Fields that offer a list: an entry that is not in it, or not any more, is told at the field, whoever it belongs to.
const CHOICES: [(&str, &str); 4] = [
    ("/api/competence/create_framework", "scale"),
    ("/api/competence/add_node", "parent"),
    ("/api/competence/edit_node", "parent"),
    ("/api/competence/save_targets", "targets"),
];

fn is_choice(example: &Example, slot: &Slot) -> bool {
    let field = match slot.place {
        Place::Path | Place::Query => return false,
        Place::FieldName(at) | Place::FieldValue(at) => example.fields[at].0,
    };
    CHOICES.contains(&(example.path, field.split('[').next().unwrap()))
}

/// The example of `here` with another id in one place.
fn replaced(world: &World, example: &Example, slot: &Slot, id: &str) -> (String, Vec<(String, String)>) {
    let swap = |place: Place, text: &str| {
        let text = if place == slot.place { text.replace(&format!("{{{}}}", slot.name), id) } else { text.to_owned() };
        world.here.fill(&text)
    };
    let (path, query) = example.at.split_once('?').unwrap_or((example.at, ""));
    let (path, query) = (swap(Place::Path, path), swap(Place::Query, query));
    let at = if query.is_empty() { path } else { format!("{path}?{query}") };
    let fields = example.fields.iter().enumerate();
    let fields = fields.map(|(n, (name, value))| (swap(Place::FieldName(n), name), swap(Place::FieldValue(n), value)));
    (at, fields.collect())
}

/// Everything that an answer carries, without what differs between any two answers.
fn whole(answer: &Answer, id: &str) -> String {
    let mut headers: Vec<String> = answer.headers.iter().map(|(name, value)| format!("{name}: {value:?}")).collect();
    headers.sort();
    let nonce = answer.header("content-security-policy").split("'nonce-").nth(1).map_or("-", |rest| &rest[..32]);
    let text = format!("{}\n{}\n{}", answer.status, headers.join("\n"), answer.text);
    text.replace(id, "ID").replace(nonce, "NONCE")
}

/// Everybody to whom the route is open; a visitor stands for all where it is open to everybody.
fn readers(example: &Example) -> Vec<Option<Role>> {
    let action = routes().find(|route| (route.verb, route.path) == (example.verb, example.path)).unwrap().action;
    if is_public(action) {
        return vec![None];
    }
    let matrix = weiterblick_domain::policy::matrix();
    let allowed = |role: &Role| {
        let line = format!("{}\t{role}\tactive\t", action.code());
        matrix.iter().any(|row| row.starts_with(&line) && row.ends_with("\tallow"))
    };
    Role::ALL.into_iter().filter(allowed).map(Some).collect()
}

both_engines! {
    async fn an_id_of_another_company_is_not_found_in_any_place(db: Db) {
        let world = World::make(db).await;
        let before = tables::dump(&world.server.state.db).await;
        let mut wrong = BTreeSet::new();
        for example in EXAMPLES {
            for slot in slots(&world, example) {
                let nobodys = world.server.state.new_id::<weiterblick_domain::ids::UnitId>().to_string();
                for who in readers(example) {
                    // One session for all of it is still far from its limit.
                    let browser = world.browser(who).await;
                    let (at, fields) = replaced(&world, example, &slot, &nobodys);
                    let missing = example.send(&world.here, browser.clone(), &at, &fields).await;
                    for (noun, id) in &world.there.ids {
                        let same = *noun == slot.name;
                        if !same && !NOUNS.contains(&noun.as_str()) {
                            continue;
                        }
                        // Of other nouns one reader is enough.
                        if !same && who != example.who {
                            continue;
                        }
                        let (at, fields) = replaced(&world, example, &slot, id);
                        let answer = example.send(&world.here, browser.clone(), &at, &fields).await;
                        let found = match answer.status {
                            StatusCode::NOT_FOUND => false,
                            StatusCode::CONFLICT | StatusCode::UNPROCESSABLE_ENTITY => !is_choice(example, &slot),
                            // A filter that finds nothing, and a list that leads to what was chosen in it.
                            StatusCode::OK | StatusCode::SEE_OTHER if slot.place == Place::Query => false,
                            StatusCode::SEE_OTHER => answer.location().contains(id),
                            _ => true,
                        };
                        let leaks = whole(&answer, id).contains("zebra");
                        // E9: foreign and missing answer alike, to the byte.
                        let told_apart = same && whole(&answer, id) != whole(&missing, &nobodys);
                        if found || leaks || told_apart {
                            let fault = format!("found {found}, leaks {leaks}, told apart {told_apart}");
                            let kind = if same { "its own noun" } else { "another noun" };
                            let place = format!("{} for {} as {who:?}", example.at, slot.name);
                            wrong.insert(format!("{kind} in {place}: {} {fault}", answer.status));
                        }
                    }
                }
            }
        }
        wrong.extend(tables::changed(&before, &tables::dump(&world.server.state.db).await).into_iter().filter(|table| table != "session"));
        assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
    }

    /// The cookie of a device is an id and a secret: neither helps without the other.
    async fn a_device_opens_its_own_answers_only(db: Db) {
        let world = World::make(db).await;
        let (own, foreign) = (&world.here.device, &world.there.device);
        let [_, own_draft, own_token] = own.split('.').collect::<Vec<_>>()[..] else { panic!("{own}") };
        let [_, foreign_draft, foreign_token] = foreign.split('.').collect::<Vec<_>>()[..] else { panic!("{foreign}") };
        let cookies = [
            format!("a.{foreign_draft}.{own_token}"),
            format!("a.{own_draft}.{foreign_token}"),
            format!("n.{own_token}"),
            format!("p.{}", world.there.ids["assessment"]),
            format!("p.{foreign_draft}"),
        ];
        let examples = || EXAMPLES.iter().filter(|example| example.answering);
        for device in &cookies {
            for example in examples() {
                let browser = world.browser(Some(Role::Employee)).await.with_cookie(cookie::SURVEY_DEVICE, device);
                let mut bare = *example;
                bare.answering = false;
                let (at, fields) = bare.filled(&world.here);
                let answer = bare.send(&world.here, browser, &at, &fields).await;
                assert!(!whole(&answer, "-").contains("zebra"), "{device} at {at}");
                let leaves = example.path.ends_with("answer_leave");
                assert!(example.verb == Verb::Get || leaves || answer.status == StatusCode::NOT_FOUND, "{at}: {}", answer.status);
            }
        }
    }
}
