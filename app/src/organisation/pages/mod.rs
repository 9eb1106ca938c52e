mod access;
mod import;
mod import_preview;
mod people;
mod person;
mod person_forms;
mod settings;
mod team;
mod teams;

pub use import::import;
pub use people::people;
pub use person::{new_person, person};
pub use settings::settings;
pub use team::{new_team, team};
pub use teams::teams;

/// The trail from the top of the area; `part` is a key and a path.
fn trail(part: (&str, &str)) -> Vec<(String, String)> {
    vec![(t!("nav.organisation"), "/organisation".to_owned()), (t!(part.0), part.1.to_owned())]
}
