//! S1 of security.md: the matrix of `domain::policy` over HTTP.

use crate::examples::{EXAMPLES, Example};
use crate::support::Answer;
use crate::world::World;
use http::StatusCode;
use weiterblick_app::routes::{Route, Verb, routes};
use weiterblick_domain::policy::{Actor, Denied, MemberState, Relation, Role, may};
use weiterblick_store::both_engines;

/// Those who may least come first, so that nobody finds what somebody before them has used up.
const WHO: [Option<Role>; 6] = [
    None,
    Some(Role::Facilitator),
    Some(Role::WorksCouncil),
    Some(Role::Employee),
    Some(Role::TeamLead),
    Some(Role::Hr),
];

/// What the policy says about the nearest object that somebody of this role can ask for.
fn expected(world: &World, route: &Route, who: Option<Role>) -> Result<(), Denied> {
    let organisation = &world.here.organisation;
    let actor = who.map(|role| Actor {
        account: organisation.accounts[&role],
        person: organisation.people[&role],
        organisation: organisation.id,
        state: MemberState::Active,
        roles: vec![role],
    });
    let near = [Relation::Own, Relation::OwnTeam, Relation::Organisation];
    let answers = near.map(|relation| may(actor.as_ref(), route.action, relation));
    answers.into_iter().find(Result::is_ok).unwrap_or(answers[0])
}

fn decision(example: &Example, answer: &Answer) -> Result<(), Denied> {
    let to_sign_in = answer.location().starts_with("/anmelden?next=");
    match (example.verb, answer.status) {
        (Verb::Get, StatusCode::SEE_OTHER) if to_sign_in => Err(Denied::Unauthenticated),
        (Verb::Post, StatusCode::UNAUTHORIZED) => Err(Denied::Unauthenticated),
        (_, StatusCode::FORBIDDEN) => Err(Denied::Forbidden),
        _ => Ok(()),
    }
}

fn route_of(example: &Example) -> Route {
    routes().find(|route| (route.verb, route.path) == (example.verb, example.path)).unwrap()
}

both_engines! {
    async fn every_role_reaches_what_the_policy_says_and_nothing_else(db: Db) {
        let world = World::make(db).await;
        // Pages first: what is asked for by POST changes what they show.
        let mut examples = EXAMPLES.to_vec();
        examples.sort_by_key(|example| example.verb == Verb::Post);
        let mut wrong = Vec::new();
        for example in &examples {
            let route = route_of(example);
            for who in WHO {
                let (at, fields) = example.filled(&world.here);
                let answer = example.send(&world.here, world.browser(who).await, &at, &fields).await;
                let expected = expected(&world, &route, who);
                let mut right = decision(example, &answer) == expected;
                if expected.is_ok() && example.verb == Verb::Get {
                    right &= example.succeeded(&answer);
                }
                if !right {
                    wrong.push(format!("{at} as {who:?}: {} {}, not {expected:?}", answer.status, answer.location()));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// The decision comes before the body is looked at: a stranger learns nothing from what is wrong with it.
    async fn a_body_is_read_only_of_those_who_may_send_it(db: Db) {
        let world = World::make(db).await;
        let mut wrong = Vec::new();
        for example in EXAMPLES.iter().filter(|example| example.verb == Verb::Post) {
            let route = route_of(example);
            let unreadable = vec![("no_such_field".to_owned(), "x".to_owned())];
            let too_long = vec![("no_such_field".to_owned(), "x".repeat(route.body.bytes() + 1))];
            for who in WHO {
                let Err(denied) = expected(&world, &route, who) else { continue };
                for body in [&unreadable, &too_long] {
                    let answer = example.send(&world.here, world.browser(who).await, example.at, body).await;
                    if decision(example, &answer) != Err(denied) {
                        wrong.push(format!("{} as {who:?}: {}, not {denied:?}", example.at, answer.status));
                    }
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}
