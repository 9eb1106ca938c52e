//! Whatever comes in whatever order, memory is what the rows say (live.md L15, L53, L62).

use crate::polls::{answer, conduct, terms};
use crate::world::{WITHDRAW, World, key, world};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::poll::{Kind, Outcome, Secrecy, Terms};
use weiterblick_domain::roundtable::round::{RoundCommand, View};
use weiterblick_live::{Command, Refusal};
use weiterblick_store::both_engines;
use weiterblick_store::roundtable::poll::Conduct;

const VOICES: u16 = 12;
const POLLS: u8 = 22;

#[derive(Debug, Clone)]
enum Act {
    /// The answer `content` of a voice under the key `key`, which may have been used before.
    Cast {
        voice: u16,
        key: u8,
        content: u16,
    },
    Withdraw {
        voice: u16,
        key: u8,
    },
    Lock,
    Reopen,
    Recount,
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        20 => (0..VOICES, 0_u8..6, 0_u16..40).prop_map(|(voice, key, content)| Act::Cast { voice, key, content }),
        3 => (0..VOICES, 6_u8..9).prop_map(|(voice, key)| Act::Withdraw { voice, key }),
        1 => Just(Act::Lock),
        2 => Just(Act::Reopen),
        1 => Just(Act::Recount),
    ]
}

/// Acts that happen at the same time, and so on until the end.
fn story() -> impl Strategy<Value = (Kind, Vec<Vec<Act>>)> {
    let acts = prop::collection::vec(prop::collection::vec(act(), 1..25), 3..6);
    (prop::sample::select(Kind::ALL), acts)
}

async fn carry_out(world: World, kind: Kind, round: RoundId, act: Act) {
    let cast = async |voice, of, v: &str| {
        let arrival = world.now();
        let answer = crate::world::cast(&world.room, round, voice, key(voice, of), v, arrival).await;
        assert!(matches!(answer, Ok(_) | Err(Refusal::Round(_))), "{answer:?}");
    };
    match act {
        Act::Cast { voice, key, content } => cast(voice, key, &answer(kind, content)).await,
        Act::Withdraw { voice, key } => cast(voice, key, WITHDRAW).await,
        // Refused where it does not fit, or where another one was faster.
        Act::Lock => drop(world.round(round, RoundCommand::Lock).await),
        Act::Reopen => drop(world.round(round, RoundCommand::Reopen { timer: None }).await),
        Act::Recount => drop(world.command(Command::Recount { round }).await),
    }
}

/// What the console is shown, if the round has begun.
fn shown(world: &World, round: RoundId) -> Outcome {
    let count = world.count(View::Console).unwrap();
    let told = World::of_round(&count["rounds"], "id", round).unwrap();
    serde_json::from_value(told["result"].clone()).unwrap()
}

both_engines! {
    async fn memory_is_what_the_rows_say_whatever_happens_at_the_same_time(db: Db) {
        let world = world(&db).await;
        world.join(0..VOICES).await;
        let mut runner = TestRunner::deterministic();
        for poll in 20..20 + POLLS {
            let (kind, story) = story().new_tree(&mut runner).unwrap().current();
            let open = Terms { secrecy: Secrecy::Open, ..terms(kind) };
            let round = world.poll_with(poll, open, Conduct { host_sees: true, ..conduct() }).await;
            for acts in story {
                let mut tasks = tokio::task::JoinSet::new();
                for act in acts {
                    tasks.spawn(carry_out(world.again(), kind, round, act));
                }
                tasks.join_all().await;
                assert_eq!(shown(&world, round), world.counted(kind, round).await, "{kind}");
            }
            let stored = world.stored(round).await;
            assert_eq!(usize::try_from(stored.voters).unwrap(), world.rows(round).await.len());
            let _ = world.round(round, RoundCommand::Lock).await;
            world.round(round, RoundCommand::Close).await.unwrap();
        }
        world.hub.drain().await;
    }
}
