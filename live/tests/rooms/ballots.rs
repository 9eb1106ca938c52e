//! Ballots and their acknowledgements.

use crate::polls::{answer, by_option, conduct, terms};
use crate::world::{OTHER_EVENT, WITHDRAW, World, cast, event, grant, hub, id, key, token, voter, world};
use std::collections::BTreeSet;
use std::time::Duration;
use weiterblick_domain::roundtable::identity::Receipt;
use weiterblick_domain::roundtable::poll::{Kind, Secrecy, Terms, Views, VoiceRule};
use weiterblick_domain::roundtable::round::{ExtraTime, RoundCommand, RoundRefusal, View};
use weiterblick_domain::text::Line;
use weiterblick_live::{CastRequest, Command, CommandRefusal, Content, NoVoice, Refusal, Scope, SheetRequest, Status};
use weiterblick_store::roundtable::company::CompanyData;
use weiterblick_store::roundtable::{self as store};
use weiterblick_store::{Engine, both_engines};

both_engines! {
    /// T1.
    async fn five_hundred_voices_at_once_are_counted_exactly_in_every_type(db: Db) {
        let world = world(&db).await;
        world.join(0..500).await;
        for (poll, kind) in (20..).zip(Kind::ALL) {
            let round = world.poll(poll, *kind).await;
            let acks = world.all(*kind, round, 0..500).await;
            assert!(acks.iter().all(|ack| ack.status == Status::Stored && ack.change_no == 1), "{kind}");
            let receipts: BTreeSet<Receipt> = acks.iter().map(|ack| ack.receipt).collect();
            assert_eq!(receipts, (0..500).map(|number| Receipt::of(round, voter(poll, number))).collect());
            let stored = world.stored(round).await;
            assert_eq!((stored.voters, stored.writes), (500, 500), "{kind}");
            assert_eq!(acks.iter().map(|ack| ack.w).max(), Some(500));
            world.round(round, RoundCommand::Lock).await.unwrap();
            world.round(round, RoundCommand::Close).await.unwrap();
            let frozen = world.stored(round).await.frozen.unwrap();
            let result: Views = serde_json::from_str(&frozen.result).unwrap();
            assert_eq!(result.agreed, world.counted(*kind, round).await, "{kind}");
            assert_eq!(result.agreed.n + result.agreed.abstain, 500);
        }
        assert_eq!(world.number("SELECT COUNT(*) FROM ballot").await, 5_500);
        assert_eq!(world.number("SELECT COUNT(*) FROM card").await, 2 * 455);
        world.hub.drain().await;
    }

    /// T2.
    async fn the_same_ballot_five_times_is_one_row_with_one_receipt(db: Db) {
        let world = world(&db).await;
        world.join([1]).await;
        let round = world.poll(20, Kind::Single).await;
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..5 {
            let (room, arrival) = (world.room.clone(), world.now());
            tasks.spawn(async move { cast(&room, round, 1, key(1, 1), r#"{"o":3}"#, arrival).await.unwrap() });
        }
        let acks = tasks.join_all().await;
        assert_eq!(acks.iter().filter(|ack| ack.status == Status::Stored).count(), 1);
        let receipt = Receipt::of(round, voter(20, 1));
        assert!(acks.iter().all(|ack| (ack.receipt, ack.change_no) == (receipt, 1)));
        assert_eq!(world.rows(round).await.len(), 1);

        let form = Content::Form(vec![("o".to_owned(), "3".to_owned())]);
        let again = CastRequest {
            round,
            token: token(1),
            key: key(1, 1),
            content: form,
            arrival: world.now(),
        };
        assert_eq!(world.room.cast(again).await.unwrap().status, Status::Unchanged);
        world.hub.drain().await;
    }

    /// T2, L12.
    async fn a_stale_retry_after_a_change_leaves_the_change(db: Db) {
        let world = world(&db).await;
        world.join([1]).await;
        let round = world.poll(20, Kind::Single).await;
        for (answer, v, status, change_no) in [
            (1, r#"{"o":1}"#, Status::Stored, 1),
            (2, r#"{"o":2}"#, Status::Stored, 2),
            (1, r#"{"o":1}"#, Status::Unchanged, 2),
            (3, r#"{"o":3}"#, Status::Stored, 3),
            (1, r#"{"o":1}"#, Status::Unchanged, 3),
        ] {
            let ack = world.ok(round, 1, answer, v).await;
            assert_eq!((ack.status, ack.change_no), (status, change_no), "{v}");
        }
        world.round(round, RoundCommand::Lock).await.unwrap();
        // What was stored was stored, also for somebody who asks after the lock.
        assert_eq!(world.ok(round, 1, 3, r#"{"o":3}"#).await.status, Status::Unchanged);
        assert_eq!(world.cast(round, 1, 4, r#"{"o":4}"#).await, Err(Refusal::Round(RoundRefusal::Locked)));
        assert_eq!(world.rows(round).await[0].payload, r#"{"o":3}"#);
        world.hub.drain().await;
    }

    /// L51: in one commit the last answer of a voice counts, and none of the others can come back.
    async fn of_several_answers_in_one_commit_the_last_one_counts(db: Db) {
        let world = world(&db).await;
        world.join([1, 2]).await;
        let round = world.poll(20, Kind::Single).await;
        world.ok(round, 1, 9, r#"{"o":5}"#).await;
        // The writer waits for the database, so that what comes now is one batch.
        let held = world.hold(round).await;
        let casts = [
            (2, 1, r#"{"o":1}"#),
            (1, 1, r#"{"o":1}"#),
            (1, 2, r#"{"o":2}"#),
            (1, 1, r#"{"o":1}"#),
            (1, 9, r#"{"o":5}"#),
        ];
        let mut tasks = Vec::new();
        for (voice, answer, v) in casts {
            let (room, arrival) = (world.room.clone(), world.now());
            tasks.push(tokio::spawn(async move { cast(&room, round, voice, key(voice, answer), v, arrival).await.unwrap() }));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        drop(held);
        let mut acks = Vec::new();
        for task in tasks {
            acks.push(task.await.unwrap());
        }
        assert_eq!(acks[4].status, Status::Unchanged, "its key was stored before");
        assert_eq!(acks[3].receipt, acks[2].receipt);
        let rows = world.rows(round).await;
        let mine = rows.iter().find(|row| row.voter == voter(20, 1)).unwrap();
        assert_eq!((mine.payload.as_str(), world.stored(round).await.voters), (r#"{"o":2}"#, 2));
        for answer in [1, 2, 9] {
            assert_eq!(world.ok(round, 1, answer, r#"{"o":4}"#).await.status, Status::Unchanged, "{answer}");
        }
        world.round(round, RoundCommand::Lock).await.unwrap();
        world.round(round, RoundCommand::Close).await.unwrap();
        world.hub.drain().await;
    }

    async fn a_withdrawn_ballot_counts_nowhere_and_can_be_given_again(db: Db) {
        let world = world(&db).await;
        world.join([1]).await;
        let round = world.poll(20, Kind::Single).await;
        world.ok(round, 1, 1, r#"{"o":1}"#).await;
        assert_eq!(world.ok(round, 1, 2, WITHDRAW).await.change_no, 2);
        let counted = world.counted(Kind::Single, round).await;
        assert_eq!((counted.n, world.stored(round).await.voters), (0, 1));
        assert_eq!(World::of_round(&world.count(View::Console).unwrap()["rounds"], "id", round).unwrap()["answered"], 0);
        assert_eq!(world.ok(round, 1, 3, r#"{"o":2}"#).await.change_no, 3);
        assert_eq!(world.counted(Kind::Single, round).await.n, 1);
        world.hub.drain().await;
    }

    async fn what_is_no_ballot_of_this_poll_is_refused_and_nothing_is_stored(db: Db) {
        let world = world(&db).await;
        world.join([1]).await;
        let round = world.poll(20, Kind::Single).await;
        let refused = async |v| world.cast(round, 1, 1, v).await.unwrap_err().key();
        assert_eq!(refused("{").await, "malformed");
        assert_eq!(refused(r#"{"y":true}"#).await, "malformed");
        assert_eq!(refused(r#"{"o":9}"#).await, "invalid");
        assert_eq!(world.cast(id(99), 1, 1, r#"{"o":1}"#).await, Err(Refusal::UnknownRound));
        assert_eq!(world.cast(round, 7, 1, r#"{"o":1}"#).await, Err(Refusal::JoinFirst));
        let mut tx = db.write().await.unwrap();
        store::participant::remove(&mut tx, &grant(), &token(1).digest()).await.unwrap();
        tx.commit().await.unwrap();
        world.room.refresh(Scope::People).await.unwrap();
        assert_eq!(world.cast(round, 1, 1, r#"{"o":1}"#).await, Err(Refusal::Removed));
        assert!(world.rows(round).await.is_empty());
        world.hub.drain().await;
    }

    /// L54: somebody who joined on another node, or while nobody told the room.
    async fn a_participant_whom_the_room_does_not_know_is_looked_up(db: Db) {
        let world = world(&db).await;
        let round = world.poll(20, Kind::Single).await;
        let (other, _) = hub(&db, world.clock.clone());
        let elsewhere = World { hub: other.clone(), room: other.room(event()).await.unwrap(), ..world.again() };
        elsewhere.join([1]).await;
        assert_eq!(world.ok(round, 1, 1, r#"{"o":1}"#).await.change_no, 1);
        other.drain().await;
        world.hub.drain().await;
    }

    /// T12.
    async fn an_answer_to_the_first_round_does_not_become_one_to_the_second(db: Db) {
        let world = world(&db).await;
        world.join([1]).await;
        let first = world.poll(20, Kind::Single).await;
        world.round(first, RoundCommand::Lock).await.unwrap();
        let second = world.next_round(20, 2).await;
        world.round(second, RoundCommand::Open { timer: None }).await.unwrap();
        assert_eq!(world.cast(first, 1, 1, r#"{"o":1}"#).await, Err(Refusal::Round(RoundRefusal::Closed)));
        assert!(world.rows(second).await.is_empty());
        assert!(world.room.me(&token(1)).await.unwrap().ballots.is_empty());
        world.hub.drain().await;
    }

    async fn the_own_ballots_are_found_again_with_their_receipts(db: Db) {
        let world = world(&db).await;
        world.join_with([1], ExtraTime::Half, None).await;
        world.join([2]).await;
        let rounds = [world.poll(20, Kind::Single).await, world.poll(21, Kind::Words).await];
        world.ok(rounds[0], 1, 1, r#"{"o":3}"#).await;
        world.ok(rounds[1], 1, 2, r#"{"w":["KI"]}"#).await;
        world.ok(rounds[1], 2, 1, r#"{"w":["Zeit"]}"#).await;
        world.round(rounds[0], RoundCommand::Lock).await.unwrap();
        world.round(rounds[0], RoundCommand::Close).await.unwrap();
        let me = world.room.me(&token(1)).await.unwrap();
        let found: Vec<_> = me.ballots.iter().map(|own| (own.round, own.payload.as_str(), own.receipt)).collect();
        assert_eq!(me.extra, 50);
        assert_eq!(
            found,
            [
                (rounds[0], r#"{"o":3}"#, Receipt::of(rounds[0], voter(20, 1))),
                (rounds[1], r#"{"w":["KI"]}"#, Receipt::of(rounds[1], voter(21, 1))),
            ]
        );
        assert_eq!(world.room.me(&token(9)).await, Err(Refusal::JoinFirst));
        world.hub.drain().await;
    }

    async fn cards_are_written_with_their_ballot_and_replaced_slot_by_slot(db: Db) {
        let world = world(&db).await;
        world.join([1]).await;
        let round = world.poll(20, Kind::Cards).await;
        world.ok(round, 1, 1, r#"{"c":{"1":"Eine","2":"So ein MIST!"}}"#).await;
        world.ok(round, 1, 2, r#"{"c":{"2":"Zwei","3":"Drei"}}"#).await;
        world.ok(round, 1, 1, r#"{"c":{"1":"Eine"}}"#).await;
        let texts = async || {
            let cards = store::card::of_event(&mut db.read().await.unwrap(), event()).await.unwrap();
            let mut cards: Vec<(String, &str)> =
                cards.into_iter().map(|card| (card.text, card.state.word())).collect();
            cards.sort_unstable();
            cards
        };
        assert_eq!(texts().await, [("Drei".to_owned(), "visible"), ("Zwei".to_owned(), "visible")]);
        world.ok(round, 1, 3, r#"{"c":{"1":"Mist"}}"#).await;
        assert_eq!(texts().await, [("Mist".to_owned(), "hidden")], "a word of the ban list");
        world.ok(round, 1, 4, WITHDRAW).await;
        assert!(texts().await.is_empty());
        world.hub.drain().await;
    }

    /// L3, live.md §7.
    async fn a_company_has_one_voice_that_each_member_may_change_and_its_class_weighs(db: Db) {
        let world = world(&db).await;
        let companies = [(40, 1), (41, 3)];
        let mut tx = db.write().await.unwrap();
        for (number, size_class) in companies {
            let name = format!("Betrieb {number}");
            let size_class = u8::try_from(size_class).unwrap().try_into().unwrap();
            let data = CompanyData { name: Line::parse(&name).unwrap(), size_class };
            store::company::add(&mut tx, &grant(), id(number), &data).await.unwrap();
        }
        tx.commit().await.unwrap();
        world.room.refresh(Scope::People).await.unwrap();
        world.join_with([1, 2], ExtraTime::None, Some(id(40))).await;
        world.join_with([3], ExtraTime::None, Some(id(41))).await;
        world.join([4]).await;
        let weights = serde_json::from_str(r#"{"3":4}"#).unwrap();
        let weighted = Terms { voice: VoiceRule::Weighted, weights, secrecy: Secrecy::Open, ..terms(Kind::Single) };
        let round = world.poll_with(20, weighted, conduct()).await;
        world.ok(round, 1, 1, r#"{"o":1}"#).await;
        assert_eq!(world.ok(round, 2, 1, r#"{"o":2}"#).await.change_no, 2);
        world.ok(round, 3, 1, r#"{"o":1}"#).await;
        assert_eq!(world.cast(round, 4, 1, r#"{"o":1}"#).await, Err(Refusal::NoVoice(NoVoice::CompanyMissing)));
        world.round(round, RoundCommand::Lock).await.unwrap();
        let shown = World::of_round(&world.scene(View::Console)["results"], "round", round).unwrap();
        let result = &shown["result"];
        assert_eq!((result["n"].as_i64(), by_option(result)[&1], by_option(result)[&2]), (Some(2), 4, 1));
        assert!(result.get("plain").is_none(), "from both views two single voices could be told (L22)");
        world.round(round, RoundCommand::Close).await.unwrap();
        world.hub.drain().await;
    }

    async fn only_tables_vote_where_tables_vote(db: Db) {
        let world = world(&db).await;
        world.join([1]).await;
        let tables = Terms { voice: VoiceRule::Table, ..terms(Kind::Single) };
        let round = world.poll_with(20, tables, conduct()).await;
        assert_eq!(world.cast(round, 1, 1, r#"{"o":1}"#).await, Err(Refusal::NoVoice(NoVoice::TablesOnly)));
        world.hub.drain().await;
    }

    /// L24.
    async fn sheets_of_paper_are_entered_by_number_and_after_the_lock_too(db: Db) {
        let world = world(&db).await;
        world.join([1]).await;
        let round = world.poll(20, Kind::Single).await;
        world.ok(round, 1, 1, r#"{"o":1}"#).await;
        let sheet = async |number, answer, v: &str| {
            let content = Content::Json(v.to_owned());
            let sheet = SheetRequest { round, number, key: key(900, answer), content, arrival: world.now() };
            world.room.record(&grant(), sheet).await
        };
        let first = sheet(1, 1, r#"{"o":2}"#).await.unwrap();
        world.round(round, RoundCommand::Lock).await.unwrap();
        let corrected = sheet(1, 2, r#"{"o":3}"#).await.unwrap();
        assert_eq!((corrected.receipt, corrected.change_no), (first.receipt, 2));
        assert_eq!(sheet(1, 2, r#"{"o":3}"#).await.unwrap().status, Status::Unchanged);
        sheet(2, 3, r#"{"o":3}"#).await.unwrap();
        assert_eq!(sheet(3, 4, r#"{"o":9}"#).await.unwrap_err().key(), "invalid");
        let counted = world.counted(Kind::Single, round).await;
        assert_eq!((counted.sources.device, counted.sources.paper), (1, 2));
        world.round(round, RoundCommand::Close).await.unwrap();
        assert_eq!(sheet(4, 5, r#"{"o":1}"#).await, Err(Refusal::Round(RoundRefusal::Closed)));
        world.hub.drain().await;
    }

    /// L56: one bad row is refused, the others of its batch are stored.
    async fn a_row_that_the_database_refuses_does_not_take_the_others_with_it(db: Db) {
        let world = world(&db).await;
        world.join(0..40).await;
        let round = world.poll(20, Kind::Number).await;
        world.run(match db.engine() {
            Engine::Sqlite => "CREATE TRIGGER no_13 BEFORE INSERT ON ballot WHEN NEW.payload = '{\"x\":13}'
                BEGIN SELECT RAISE(ABORT, 'no'); END",
            Engine::Postgres => "ALTER TABLE ballot ADD CONSTRAINT no_13 CHECK (payload <> '{\"x\":13}')",
        }).await;
        let held = world.hold(round).await;
        let mut tasks = tokio::task::JoinSet::new();
        for number in 0..40 {
            let (room, arrival) = (world.room.clone(), world.now());
            let v = answer(Kind::Number, number);
            tasks.spawn(async move { (number, cast(&room, round, number, key(number, 1), &v, arrival).await) });
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        drop(held);
        for (number, answer) in tasks.join_all().await {
            let expected = if number == 13 { Err(Refusal::Failed) } else { Ok(Status::Stored) };
            assert_eq!(answer.map(|ack| ack.status), expected, "{number}");
        }
        assert_eq!(world.stored(round).await.voters, 39);
        world.hub.drain().await;
    }

    /// T16.
    async fn a_round_of_another_event_is_unknown_and_so_is_its_grant(db: Db) {
        let world = world(&db).await;
        world.join([1]).await;
        let round = world.poll(20, Kind::Single).await;
        let other = world.hub.room(id(OTHER_EVENT)).await.unwrap();
        let ballot = CastRequest {
            round,
            token: token(1),
            key: key(1, 1),
            content: Content::Json(r#"{"o":1}"#.to_owned()),
            arrival: world.now(),
        };
        assert_eq!(other.cast(ballot).await, Err(Refusal::JoinFirst));
        assert_eq!(other.me(&token(1)).await, Err(Refusal::JoinFirst));
        let content = Content::Json(r#"{"o":1}"#.to_owned());
        let sheet = SheetRequest { round, number: 1, key: key(900, 1), content, arrival: world.now() };
        assert_eq!(other.record(&grant(), sheet).await, Err(Refusal::UnknownRound));
        let lock = Command::Round { round, command: RoundCommand::Lock };
        assert_eq!(other.command(&grant(), world.r().await, lock).await, Err(CommandRefusal::NotFound));
        assert!(!String::from_utf8_lossy(&other.snapshot(View::Console).scene.unwrap().json()).contains("Wahl"));
        world.hub.drain().await;
    }
}
