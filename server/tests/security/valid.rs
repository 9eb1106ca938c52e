//! The examples are what they promise, and a journey through all of them leaves no word of it in the log.

use crate::examples::EXAMPLES;
use crate::support::PASSWORD;
use crate::support::log::{Log, requests};
use crate::world::World;
use std::collections::BTreeSet;
use weiterblick_app::routes::{Verb, routes};
use weiterblick_store::both_engines;

/// E7: a route that nobody has given an example is tested by nobody.
#[test]
fn every_route_has_an_example() {
    let name = |verb: Verb, path: &str| format!("{verb:?} {path}");
    let routes: BTreeSet<String> = routes().map(|route| name(route.verb, route.path)).collect();
    let examples: BTreeSet<String> = EXAMPLES.iter().map(|example| name(example.verb, example.path)).collect();
    assert_eq!(routes, examples);
}

both_engines! {
    /// S11 of security.md, for a journey through everything.
    async fn every_example_succeeds_and_the_log_repeats_nothing_of_it(db: Db) {
        let log = Log::start();
        let world = World::make(db).await;
        let mut sessions = BTreeSet::new();
        for example in EXAMPLES {
            let (at, fields) = example.filled(&world.here);
            let browser = world.browser(example.who).await;
            sessions.extend(browser.cookies.values().cloned());
            let answer = example.send(&world.here, browser, &at, &fields).await;
            assert!(example.succeeded(&answer), "{at}: {} {} {}", answer.status, answer.location(), answer.text);
        }
        let text = log.text();
        let lines = log.take();
        assert!(requests(&lines) > EXAMPLES.len() / 2, "{text}");
        let companies = [&world.here, &world.there];
        let known = companies.iter().flat_map(|company| company.ids.values().chain(company.secrets.values()));
        let words = ["otter", "zebra", PASSWORD, "127.0.0.1"].map(str::to_owned);
        for canary in known.cloned().chain(sessions).chain(words) {
            assert!(!text.contains(&canary), "{canary} is in the log");
        }
    }
}
