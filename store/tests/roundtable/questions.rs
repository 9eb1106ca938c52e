use crate::world::{author, bring, count, grant, id, load, of_role, participant, token, voter, world};
use weiterblick_domain::ids::QuestionId;
use weiterblick_domain::policy::event::action::TakePart;
use weiterblick_domain::policy::event::{EventGrant, EventRole};
use weiterblick_domain::roundtable::card::HideRule;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::identity::ProfileRef;
use weiterblick_domain::roundtable::question::{
    AskRefusal, QuestionCommand, QuestionLimits, QuestionRefusal, QuestionState,
};
use weiterblick_store::roundtable::own_data::{self, OwnRefs};
use weiterblick_store::roundtable::question::{
    NewQuestion, QuestionError, StoredQuestion, ask, of_event, own, unvote, vote, withdraw,
};
use weiterblick_store::roundtable::question_moderation::{moderate, note_answer, pin};
use weiterblick_store::{Db, StoreError, both_engines};

fn part() -> EventGrant<TakePart> {
    of_role(10, EventRole::Participant)
}

fn new(number: u8, by: u8, state: QuestionState) -> NewQuestion {
    NewQuestion {
        id: id(number),
        author: author(10, by),
        nickname: None,
        text: format!("Frage {number}").try_into().unwrap(),
        state,
        hidden_by: None,
    }
}

async fn asked(db: &Db, number: u8, by: u8) {
    let mut tx = db.write().await.unwrap();
    ask(&mut tx, &part(), &new(number, by, QuestionState::Visible), QuestionLimits::default()).await.unwrap();
    tx.commit().await.unwrap();
}

async fn supported(db: &Db, number: u8, by: u8) -> bool {
    let mut tx = db.write().await.unwrap();
    let is_new = vote(&mut tx, &part(), id(number), author(10, by)).await.unwrap();
    tx.commit().await.unwrap();
    is_new
}

async fn commanded(db: &Db, number: u8, command: QuestionCommand) -> bool {
    let mut tx = db.write().await.unwrap();
    let changed = moderate(&mut tx, &grant(10), id(number), command).await.unwrap();
    tx.commit().await.unwrap();
    changed
}

async fn stored(db: &Db, number: u8) -> StoredQuestion {
    let questions = of_event(&mut db.read().await.unwrap(), id(10)).await.unwrap();
    questions.into_iter().find(|question| question.id == id(number)).unwrap()
}

both_engines! {
    async fn questions_are_numbered_and_limited_per_author(db: Db) {
        world(&db).await;
        let limits = QuestionLimits { open: 2, total: 3 };
        let mut tx = db.write().await.unwrap();
        let hidden = NewQuestion {
            nickname: Some("Kim".to_owned().try_into().unwrap()),
            hidden_by: Some(HideRule::BanList),
            ..new(1, 1, QuestionState::Hidden)
        };
        assert_eq!(ask(&mut tx, &part(), &hidden, limits).await.unwrap(), 1);
        assert_eq!(ask(&mut tx, &part(), &new(2, 1, QuestionState::Pending), limits).await.unwrap(), 2);
        let third = ask(&mut tx, &part(), &new(3, 1, QuestionState::Pending), limits).await;
        assert!(matches!(third, Err(QuestionError::Ask(AskRefusal::TooManyOpen))));
        assert_eq!(ask(&mut tx, &part(), &new(4, 2, QuestionState::Pending), limits).await.unwrap(), 3);
        tx.commit().await.unwrap();
        let first = stored(&db, 1).await;
        assert_eq!((first.nickname.as_str(), first.hidden_by), ("Kim", Some(HideRule::BanList)));
        let (mine, voted) = own(&mut db.read().await.unwrap(), &part(), author(10, 1)).await.unwrap();
        assert_eq!(mine.iter().map(|question| question.number).collect::<Vec<_>>(), [1, 2]);
        assert!(voted.is_empty());
        assert_eq!(load(&db, 10).await.b, 4);
    }

    /// L25: once per question, unique in the database, undo possible.
    async fn a_vote_counts_once_and_can_be_taken_back(db: Db) {
        world(&db).await;
        asked(&db, 1, 1).await;
        assert!(supported(&db, 1, 2).await);
        assert!(!supported(&db, 1, 2).await);
        assert!(supported(&db, 1, 3).await);
        assert_eq!(stored(&db, 1).await.votes, 2);
        let (_, voted) = own(&mut db.read().await.unwrap(), &part(), author(10, 2)).await.unwrap();
        assert_eq!(voted, [id::<QuestionId>(1)]);
        let mut tx = db.write().await.unwrap();
        assert!(unvote(&mut tx, &part(), id(1), author(10, 2)).await.unwrap());
        assert!(!unvote(&mut tx, &part(), id(1), author(10, 2)).await.unwrap());
        tx.commit().await.unwrap();
        assert_eq!(stored(&db, 1).await.votes, 1);
        assert_eq!(count(&db, "SELECT COUNT(*) FROM question_vote").await, 1);
    }

    async fn fifty_votes_at_once_are_all_counted(db: Db) {
        world(&db).await;
        asked(&db, 1, 1).await;
        let tasks: Vec<_> = (0..50)
            .map(|number| {
                let db = db.clone();
                tokio::spawn(async move { supported(&db, 1, 100 + number).await })
            })
            .collect();
        for task in tasks {
            assert!(task.await.unwrap());
        }
        assert_eq!(stored(&db, 1).await.votes, 50);
    }

    async fn the_room_votes_on_visible_questions_only(db: Db) {
        world(&db).await;
        let mut tx = db.write().await.unwrap();
        ask(&mut tx, &part(), &new(1, 1, QuestionState::Pending), QuestionLimits::default()).await.unwrap();
        let pending = vote(&mut tx, &part(), id(1), author(10, 2)).await;
        assert!(matches!(pending, Err(QuestionError::Refused(QuestionRefusal::NotVisible))));
        let foreign = vote(&mut tx, &of_role(110, EventRole::Participant), id(1), author(110, 2)).await;
        assert!(matches!(foreign, Err(QuestionError::Store(StoreError::NotFound))));
    }

    async fn the_moderation_shows_hides_and_answers(db: Db) {
        world(&db).await;
        asked(&db, 1, 1).await;
        assert!(commanded(&db, 1, QuestionCommand::Hide).await);
        assert!(!commanded(&db, 1, QuestionCommand::Hide).await);
        let hidden = stored(&db, 1).await;
        assert_eq!((hidden.state, hidden.hidden_by), (QuestionState::Hidden, Some(HideRule::Moderation)));
        assert!(commanded(&db, 1, QuestionCommand::Show).await);
        assert_eq!(stored(&db, 1).await.hidden_by, None);
        assert!(commanded(&db, 1, QuestionCommand::Answer).await);
        let mut tx = db.write().await.unwrap();
        note_answer(&mut tx, &grant(10), id(1), "Ab Mai.").await.unwrap();
        pin(&mut tx, &grant(10), id(1), true).await.unwrap();
        for result in [
            note_answer(&mut tx, &grant(110), id(1), "x").await,
            pin(&mut tx, &grant(110), id(1), true).await,
        ] {
            assert!(matches!(result, Err(StoreError::NotFound)));
        }
        let refused = moderate(&mut tx, &grant(10), id(1), QuestionCommand::Hide).await;
        assert!(matches!(refused, Err(QuestionError::Refused(QuestionRefusal::Answered))));
        let foreign = moderate(&mut tx, &grant(110), id(1), QuestionCommand::Hide).await;
        assert!(matches!(foreign, Err(QuestionError::Store(StoreError::NotFound))));
        tx.commit().await.unwrap();
        let answered = stored(&db, 1).await;
        assert_eq!((answered.state, answered.pinned), (QuestionState::Answered, true));
        assert_eq!(answered.answer, "Ab Mai.");
    }

    async fn merged_questions_have_every_voice_once(db: Db) {
        world(&db).await;
        for number in 1..=3 {
            asked(&db, number, number).await;
        }
        for (question, voices) in [(1, vec![4, 5]), (2, vec![5, 6, 7]), (3, vec![8])] {
            for voice in voices {
                supported(&db, question, voice).await;
            }
        }
        assert!(commanded(&db, 2, QuestionCommand::Merge { into: id(3) }).await);
        assert!(commanded(&db, 3, QuestionCommand::Merge { into: id(1) }).await);
        assert_eq!(stored(&db, 1).await.votes, 5);
        for number in [2, 3] {
            let part = stored(&db, number).await;
            assert_eq!((part.state, part.merged_into), (QuestionState::Merged, Some(id(1))));
        }
        let mut tx = db.write().await.unwrap();
        let gone = moderate(&mut tx, &grant(10), id(1), QuestionCommand::Merge { into: id(9) }).await;
        assert!(matches!(gone, Err(QuestionError::Refused(QuestionRefusal::NotVisible))));
    }

    async fn authors_withdraw_their_own_questions_while_they_have_no_answer(db: Db) {
        world(&db).await;
        for number in 1..=3 {
            asked(&db, number, number).await;
        }
        commanded(&db, 2, QuestionCommand::Merge { into: id(1) }).await;
        commanded(&db, 3, QuestionCommand::Answer).await;
        let mut tx = db.write().await.unwrap();
        let strange = withdraw(&mut tx, &part(), id(1), author(10, 2)).await;
        assert!(matches!(strange, Err(QuestionError::Store(StoreError::NotFound))));
        let answered = withdraw(&mut tx, &part(), id(3), author(10, 3)).await;
        assert!(matches!(answered, Err(QuestionError::Refused(QuestionRefusal::Answered))));
        withdraw(&mut tx, &part(), id(1), author(10, 1)).await.unwrap();
        tx.commit().await.unwrap();
        let questions = of_event(&mut db.read().await.unwrap(), id(10)).await.unwrap();
        let states: Vec<_> = questions.iter().map(|question| (question.number, question.state)).collect();
        assert_eq!(states, [(2, QuestionState::Visible), (3, QuestionState::Answered)]);
    }

    /// L42.
    async fn own_questions_and_votes_go_with_the_own_data(db: Db) {
        world(&db).await;
        bring(&db, 10, EventState::Running).await;
        participant(&db, 10, 1).await;
        for (number, by) in [(1, 1), (2, 2), (3, 3)] {
            asked(&db, number, by).await;
            supported(&db, number, 1).await;
            supported(&db, number, 4).await;
        }
        commanded(&db, 2, QuestionCommand::Merge { into: id(1) }).await;
        let mine = OwnRefs {
            token: token(1).digest(),
            profile: ProfileRef::of(id(10), &token(1)),
            author: author(10, 1),
            voices: vec![(id(20), voter(20, 1))],
        };
        let mut tx = db.write().await.unwrap();
        own_data::delete(&mut tx, &part(), &mine).await.unwrap();
        tx.commit().await.unwrap();
        let questions = of_event(&mut db.read().await.unwrap(), id(10)).await.unwrap();
        let left: Vec<_> = questions.iter().map(|question| (question.number, question.state, question.votes)).collect();
        assert_eq!(left, [(2, QuestionState::Visible, 1), (3, QuestionState::Visible, 1)]);
    }
}
