//! Commands of consoles (live.md §3; T19).

use crate::polls::{answer, conduct, terms};
use crate::world::{World, event, grant, id, world};
use weiterblick_domain::ids::RoundId;
use weiterblick_domain::roundtable::event::{EventCommand, EventRefusal, EventState};
use weiterblick_domain::roundtable::poll::Kind;
use weiterblick_domain::roundtable::revision::Revision;
use weiterblick_domain::roundtable::round::{Results, RoundCommand, RoundRefusal, RoundState, View};
use weiterblick_domain::roundtable::stage::Stage;
use weiterblick_domain::text::Line;
use weiterblick_live::{Bye, Command, CommandRefusal, Done, Refusal, RoomError, Scope};
use weiterblick_store::both_engines;
use weiterblick_store::roundtable::{self as store};

fn round_refusal(answer: Result<Done, CommandRefusal>) -> RoundRefusal {
    match answer {
        Err(CommandRefusal::Round { refusal, .. }) => refusal,
        other => panic!("{other:?}"),
    }
}

fn event_refusal(answer: Result<Done, CommandRefusal>) -> EventRefusal {
    match answer {
        Err(CommandRefusal::Event { refusal, .. }) => refusal,
        other => panic!("{other:?}"),
    }
}

async fn stored_event(world: &World) -> store::event::Event {
    store::event::load(&mut world.db.read().await.unwrap(), event()).await.unwrap()
}

both_engines! {
    /// T19: one state and one step of the revision, however often and from however many consoles.
    async fn the_same_command_from_two_consoles_at_once_is_carried_out_once(db: Db) {
        let world = world(&db).await;
        let round = world.poll(20, Kind::Single).await;
        let commands = [
            Command::Round { round, command: RoundCommand::Lock },
            Command::Round { round, command: RoundCommand::Reveal },
            Command::Stage(Stage::Round(round)),
            Command::Round { round, command: RoundCommand::Close },
            Command::NewRound { poll: id(20), number: 2 },
        ];
        for command in commands {
            let r = world.r().await;
            let mut tasks = tokio::task::JoinSet::new();
            for _ in 0..6 {
                let (room, command) = (world.room.clone(), command.clone());
                tasks.spawn(async move { room.command(&grant(), r, command).await.unwrap() });
            }
            let answers = tasks.join_all().await;
            assert_eq!(answers.iter().filter(|done| done.changed).count(), 1, "{command:?}");
            let rounds: Vec<Option<RoundId>> = answers.iter().map(|done| done.round).collect();
            assert!(rounds.iter().all(|round| *round == rounds[0]), "{command:?}");
            assert_eq!(world.r().await, Revision(r.0 + 1), "{command:?}");
        }
        assert_eq!(world.number("SELECT COUNT(*) FROM round").await, 2);
        world.hub.drain().await;
    }

    /// L5.
    async fn a_stale_command_is_refused_with_the_present_revision_unless_its_target_holds(db: Db) {
        let world = world(&db).await;
        let round = world.poll(20, Kind::Single).await;
        let stale = world.r().await;
        world.round(round, RoundCommand::Lock).await.unwrap();
        let ask = async |command| {
            world.room.command(&grant(), stale, Command::Round { round, command }).await
        };
        let now = world.r().await;
        assert_eq!(ask(RoundCommand::Lock).await, Ok(Done { r: now, changed: false, round: Some(round) }));
        assert_eq!(
            ask(RoundCommand::Reveal).await,
            Err(CommandRefusal::Round { refusal: RoundRefusal::Conflict, r: now })
        );
        let stage = world.room.command(&grant(), stale, Command::Stage(Stage::Questions)).await;
        assert_eq!(event_refusal(stage), EventRefusal::Conflict);
        world.hub.drain().await;
    }

    /// Somebody edits a poll in a transaction of its own and tells the room later or never.
    async fn a_command_follows_what_was_changed_outside_the_room(db: Db) {
        let world = world(&db).await;
        let round = world.poll(20, Kind::Single).await;
        let mut tx = db.write().await.unwrap();
        store::poll::update(&mut tx, &grant(), id(20), &terms(Kind::Single), &conduct()).await.unwrap();
        tx.commit().await.unwrap();
        let stale = Revision(world.r().await.0 - 1);
        let lock = Command::Round { round, command: RoundCommand::Lock };
        assert_eq!(round_refusal(world.room.command(&grant(), stale, lock.clone()).await), RoundRefusal::Conflict);
        assert!(world.command(lock).await.unwrap().changed);
        world.hub.drain().await;
    }

    async fn a_round_goes_its_way(db: Db) {
        use RoundCommand::{Close, Hide, Lock, Reopen, Reveal, Show};
        let world = world(&db).await;
        world.join(0..6).await;
        let round = world.prepared(20, terms(Kind::Single), conduct()).await;
        let open = RoundCommand::Open { timer: None };
        assert_eq!(world.cast(round, 1, 1, r#"{"o":1}"#).await, Err(Refusal::Round(RoundRefusal::NotOpen)));
        let steps = [
            (Show, RoundState::Reading),
            (open, RoundState::Open),
            (Lock, RoundState::Locked),
            (Reopen { timer: None }, RoundState::Open),
            (Lock, RoundState::Locked),
            (Reveal, RoundState::Locked),
            (Hide, RoundState::Locked),
            (Close, RoundState::Closed),
            (Reveal, RoundState::Closed),
        ];
        for (command, state) in steps {
            assert!(world.round(round, command.clone()).await.unwrap().changed, "{command:?}");
            assert_eq!(world.state(round).await, state, "{command:?}");
            if state == RoundState::Open {
                world.all(Kind::Single, round, 0..6).await;
            }
        }
        let stored = world.stored(round).await;
        assert_eq!((stored.round.results, stored.voters), (Results::All, 6));
        assert!(stored.frozen.is_some());
        assert_eq!(round_refusal(world.round(round, Reopen { timer: None }).await), RoundRefusal::Closed);
        world.hub.drain().await;
    }

    /// L6, L9.
    async fn a_new_round_closes_a_locked_one_and_a_voided_one_stays_out(db: Db) {
        let world = world(&db).await;
        world.join(0..6).await;
        let first = world.poll(20, Kind::Single).await;
        world.all(Kind::Single, first, 0..6).await;
        let early = Command::NewRound { poll: id(20), number: 2 };
        assert_eq!(round_refusal(world.command(early).await), RoundRefusal::NotLocked);
        world.round(first, RoundCommand::Lock).await.unwrap();
        let second = world.next_round(20, 2).await;
        assert_eq!(world.state(first).await, RoundState::Closed);
        world.round(second, RoundCommand::Open { timer: None }).await.unwrap();
        assert_eq!(world.ok(second, 1, 2, &answer(Kind::Single, 1)).await.change_no, 1);
        let reason = Line::parse("Falsche Frage").unwrap();
        world.round(second, RoundCommand::Void { reason }).await.unwrap();
        assert_eq!((world.state(second).await, world.stored(second).await.note.as_str()), (RoundState::Void, "Falsche Frage"));
        assert_eq!(world.cast(second, 2, 2, r#"{"o":1}"#).await, Err(Refusal::Round(RoundRefusal::Void)));
        let third = world.next_round(20, 3).await;
        assert_eq!(world.stored(third).await.number, 3);
        world.hub.drain().await;
    }

    async fn an_event_that_ends_by_force_locks_and_closes_every_round_and_says_goodbye(db: Db) {
        let world = world(&db).await;
        world.join(0..6).await;
        let rounds = [world.poll(20, Kind::Single).await, world.poll(21, Kind::YesNo).await];
        world.all(Kind::Single, rounds[0], 0..6).await;
        world.round(rounds[1], RoundCommand::Lock).await.unwrap();
        let digest = |number| crate::world::token(number).digest();
        let mut phone = world.room.presence(View::Participant, digest(1));
        let mut console = world.room.presence(View::Console, digest(900));
        assert_eq!(event_refusal(world.event(EventCommand::End).await), EventRefusal::RoundOpen);
        world.event(EventCommand::ForceEnd).await.unwrap();
        assert_eq!(phone.ended().await, Bye::Ended);
        for round in rounds {
            assert_eq!(world.state(round).await, RoundState::Closed);
        }
        let ended = stored_event(&world).await;
        assert_eq!((ended.state, ended.ended_at.is_some()), (EventState::Ended, true));
        assert_eq!(world.number("SELECT COUNT(*) FROM join_code").await, 0);
        assert!(!world.event(EventCommand::End).await.unwrap().changed);
        world.event(EventCommand::Resume).await.unwrap();
        assert_eq!(world.number("SELECT COUNT(*) FROM join_code").await, 1);
        let still = tokio::time::timeout(std::time::Duration::from_millis(50), console.ended()).await;
        assert!(still.is_err(), "rounds are closed at the console after the end");
        world.hub.drain().await;
        assert_eq!(console.ended().await, Bye::Restart);
    }

    /// L41.
    async fn only_a_host_seals_and_deletes_and_a_deleted_event_has_no_room(db: Db) {
        let world = world(&db).await;
        world.join(0..6).await;
        let round = world.poll(20, Kind::Single).await;
        world.all(Kind::Single, round, 0..6).await;
        for command in [EventCommand::Seal, EventCommand::Delete] {
            assert_eq!(world.event(command).await, Err(CommandRefusal::Forbidden));
        }
        let seal = world.room.seal(&grant(), world.r().await).await;
        assert_eq!(event_refusal(seal), EventRefusal::NotEnded);
        world.round(round, RoundCommand::Lock).await.unwrap();
        world.event(EventCommand::End).await.unwrap();
        world.room.seal(&grant(), world.r().await).await.unwrap();
        assert_eq!(world.state(round).await, RoundState::Closed, "closed before its ballots go");
        assert_eq!(world.number("SELECT COUNT(*) FROM ballot").await, 0);
        assert_eq!(world.number("SELECT COUNT(*) FROM sealed_ballot").await, 6);
        world.room.delete(&grant(), world.r().await).await.unwrap();
        assert!(matches!(world.hub.room(event()).await, Err(RoomError::NotFound)));
        world.hub.drain().await;
    }

    /// L7.
    async fn the_stage_shows_what_belongs_to_the_event_and_changes_no_round(db: Db) {
        let world = world(&db).await;
        let round = world.poll(20, Kind::Single).await;
        assert_eq!(world.command(Command::Stage(Stage::Round(id(99)))).await, Err(CommandRefusal::NotFound));
        let r = world.r().await;
        assert_eq!(world.command(Command::Stage(Stage::Round(round))).await.unwrap().r, Revision(r.0 + 1));
        assert_eq!(world.scene(View::Screen)["stage"]["id"], round.to_string());
        assert_eq!((stored_event(&world).await.stage, world.state(round).await), (Stage::Round(round), RoundState::Open));
        world.event(EventCommand::ForceEnd).await.unwrap();
        assert_eq!(event_refusal(world.command(Command::Stage(Stage::Welcome)).await), EventRefusal::Ended);
        world.hub.drain().await;
    }

    async fn what_is_not_there_is_not_found(db: Db) {
        let world = world(&db).await;
        assert_eq!(world.round(id(99), RoundCommand::Lock).await, Err(CommandRefusal::NotFound));
        assert_eq!(world.command(Command::NewRound { poll: id(99), number: 1 }).await, Err(CommandRefusal::NotFound));
        assert_eq!(world.command(Command::Recount { round: id(99) }).await, Err(CommandRefusal::NotFound));
        assert!(matches!(world.hub.room(id(99)).await, Err(RoomError::NotFound)));
        world.room.refresh(Scope::Plan).await.unwrap();
        world.hub.drain().await;
    }
}
