use crate::world::{bring, collection, grant, id, load, of_role, poll, revision, round, run, text, voter, world};
use weiterblick_domain::ids::{CardId, ClusterId};
use weiterblick_domain::policy::event::EventRole;
use weiterblick_domain::roundtable::card::{CardCommand, CardState, HideRule};
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::pace::{PaceCounts, PaceMinute};
use weiterblick_domain::roundtable::poll::words::{WordKey, WordRule};
use weiterblick_domain::roundtable::round::RoundState;
use weiterblick_store::roundtable::card::{self, NewCard, StoredCard};
use weiterblick_store::roundtable::{cluster, pace, revision as revisions, word_rule};
use weiterblick_store::{Db, StoreError, both_engines};

/// A running event with the collection 20 and its open round 30.
async fn collecting(db: &Db) {
    world(db).await;
    bring(db, 10, EventState::Running).await;
    collection(db, 10, 20).await;
    round(db, 10, 20, 30, 1, RoundState::Open).await;
}

fn card(number: u8, slot: u8, text: &str) -> NewCard {
    NewCard { id: id(number), slot, text: text.to_owned(), state: CardState::Pending, hidden_by: None }
}

async fn written(db: &Db, voice: u8, cards: &[NewCard]) {
    let mut tx = db.write().await.unwrap();
    revisions::raise_board(&mut tx, id(10)).await.unwrap();
    card::write(&mut tx, id(30), voter(20, voice), cards).await.unwrap();
    tx.commit().await.unwrap();
}

async fn board(db: &Db) -> Vec<StoredCard> {
    card::of_event(&mut db.read().await.unwrap(), id(10)).await.unwrap()
}

async fn clustered(db: &Db, poll: u8, number: u8, title: &str) {
    let mut tx = db.write().await.unwrap();
    let title = title.to_owned().try_into().unwrap();
    cluster::create(&mut tx, &grant(10), id(poll), id(number), &title).await.unwrap();
    tx.commit().await.unwrap();
}

async fn assigned(db: &Db, card: u8, cluster: Option<u8>) -> Result<(), StoreError> {
    let mut tx = db.write().await.unwrap();
    card::assign(&mut tx, &grant(10), id(card), cluster.map(id)).await?;
    tx.commit().await
}

both_engines! {
    async fn a_voice_has_one_card_per_slot_and_what_changed_waits_again(db: Db) {
        collecting(&db).await;
        written(&db, 1, &[card(40, 1, "Neue Maschinen"), card(41, 2, "KI"), card(42, 3, "Führung")]).await;
        written(&db, 2, &[card(43, 1, "Neue Maschinen")]).await;
        let mut tx = db.write().await.unwrap();
        for number in [40, 41] {
            assert!(card::moderate(&mut tx, &grant(10), id(number), CardCommand::Show).await.unwrap());
        }
        tx.commit().await.unwrap();
        written(&db, 1, &[card(50, 1, "Neue Maschinen"), card(51, 2, "KI im Büro")]).await;
        let cards = board(&db).await;
        let cards: Vec<_> = cards.iter().map(|card| (card.id, card.text.as_str(), card.state)).collect();
        let expected: [(CardId, &str, CardState); 3] = [
            (id(40), "Neue Maschinen", CardState::Visible),
            (id(41), "KI im Büro", CardState::Pending),
            (id(43), "Neue Maschinen", CardState::Pending),
        ];
        assert_eq!(cards, expected);
        let part = of_role(10, EventRole::Participant);
        let own = card::own(&mut db.read().await.unwrap(), &part, id(30), voter(20, 1)).await.unwrap();
        let own: Vec<_> = own.iter().map(|card| (card.slot, card.text.as_str())).collect();
        assert_eq!(own, [(1, "Neue Maschinen"), (2, "KI im Büro")]);
        let foreign = of_role(110, EventRole::Participant);
        let foreign = card::own(&mut db.read().await.unwrap(), &foreign, id(30), voter(20, 1)).await;
        assert!(matches!(foreign, Err(StoreError::NotFound)));
    }

    async fn hidden_cards_say_why_and_the_board_counts_its_changes(db: Db) {
        collecting(&db).await;
        let banned = NewCard { state: CardState::Hidden, hidden_by: Some(HideRule::BanList), ..card(40, 1, "…") };
        written(&db, 1, &[banned, card(41, 2, "KI")]).await;
        let before = load(&db, 10).await;
        let mut tx = db.write().await.unwrap();
        assert!(card::moderate(&mut tx, &grant(10), id(41), CardCommand::Hide).await.unwrap());
        let foreign = card::moderate(&mut tx, &grant(110), id(41), CardCommand::Hide).await;
        assert!(matches!(foreign, Err(StoreError::NotFound)));
        tx.commit().await.unwrap();
        let reasons: Vec<_> = board(&db).await.iter().map(|card| card.hidden_by).collect();
        assert_eq!(reasons, [Some(HideRule::BanList), Some(HideRule::Moderation)]);
        let after = load(&db, 10).await;
        assert_eq!((after.b, after.r), (before.b + 1, before.r));
    }

    async fn clusters_are_ordered_merged_and_dissolved(db: Db) {
        collecting(&db).await;
        written(&db, 1, &[card(40, 1, "KI"), card(41, 2, "Roboter"), card(42, 3, "Führung")]).await;
        for (number, title) in [(60, "Technik"), (61, "Digitales"), (62, "Menschen")] {
            clustered(&db, 20, number, title).await;
        }
        for (card, cluster) in [(40, 61), (41, 60), (42, 62)] {
            assigned(&db, card, Some(cluster)).await.unwrap();
        }
        let mut tx = db.write().await.unwrap();
        cluster::move_to(&mut tx, &grant(10), id(62), 0).await.unwrap();
        cluster::merge(&mut tx, &grant(10), id(61), id(60)).await.unwrap();
        let title = "Technik und Digitales".to_owned().try_into().unwrap();
        cluster::rename(&mut tx, &grant(10), id(60), &title).await.unwrap();
        cluster::delete(&mut tx, &grant(10), id(62)).await.unwrap();
        assert!(matches!(cluster::merge(&mut tx, &grant(10), id(60), id(60)).await, Err(StoreError::Conflict)));
        tx.commit().await.unwrap();
        let clusters = cluster::of_event(&mut db.read().await.unwrap(), id(10)).await.unwrap();
        let clusters: Vec<_> = clusters.iter().map(|cluster| (cluster.id, cluster.title.as_str())).collect();
        assert_eq!(clusters, [(id::<ClusterId>(60), "Technik und Digitales")]);
        let places: Vec<_> = board(&db).await.iter().map(|card| card.cluster).collect();
        assert_eq!(places, [Some(id(60)), Some(id(60)), None]);
        assigned(&db, 40, None).await.unwrap();
        assert_eq!(board(&db).await[0].cluster, None);
    }

    async fn a_cluster_holds_cards_of_its_own_collection_only(db: Db) {
        collecting(&db).await;
        collection(&db, 10, 21).await;
        poll(&db, 10, 22, "Kurs?").await;
        written(&db, 1, &[card(40, 1, "KI")]).await;
        clustered(&db, 20, 60, "Hier").await;
        clustered(&db, 21, 61, "Dort").await;
        assert!(matches!(assigned(&db, 40, Some(61)).await, Err(StoreError::NotFound)));
        let mut tx = db.write().await.unwrap();
        let title = "x".to_owned().try_into().unwrap();
        let results = [
            cluster::create(&mut tx, &grant(10), id(22), id(63), &title).await,
            cluster::create(&mut tx, &grant(110), id(20), id(63), &title).await,
            cluster::rename(&mut tx, &grant(110), id(60), &title).await,
            cluster::move_to(&mut tx, &grant(110), id(60), 0).await,
            cluster::merge(&mut tx, &grant(10), id(60), id(61)).await,
            cluster::delete(&mut tx, &grant(110), id(60)).await,
            card::assign(&mut tx, &grant(110), id(40), None).await,
        ];
        for result in results {
            assert!(matches!(result, Err(StoreError::NotFound)), "{result:?}");
        }
    }

    /// live.md §5, Word cloud: a decision is remembered for the poll.
    async fn decisions_about_words_are_remembered_for_their_poll(db: Db) {
        collecting(&db).await;
        let (ki, schulung) = (WordKey::of("KI"), WordKey::of("Schulung"));
        let before = revision(&db, 10).await;
        let mut tx = db.write().await.unwrap();
        word_rule::set(&mut tx, &grant(10), id(20), &ki, &WordRule::Hidden).await.unwrap();
        word_rule::set(&mut tx, &grant(10), id(20), &schulung, &WordRule::Merge(ki.clone())).await.unwrap();
        word_rule::set(&mut tx, &grant(10), id(20), &ki, &WordRule::Shown).await.unwrap();
        let foreign = word_rule::set(&mut tx, &grant(110), id(20), &ki, &WordRule::Shown).await;
        assert!(matches!(foreign, Err(StoreError::NotFound)));
        tx.commit().await.unwrap();
        let decisions = word_rule::of_event(&mut db.read().await.unwrap(), id(10)).await.unwrap();
        assert_eq!(decisions[&id(20)], [(ki.clone(), WordRule::Shown), (schulung.clone(), WordRule::Merge(ki))].into());
        assert!(revision(&db, 10).await > before);
        let mut tx = db.write().await.unwrap();
        word_rule::unset(&mut tx, &grant(10), id(20), &schulung).await.unwrap();
        assert_eq!(word_rule::of_event(&mut tx, id(10)).await.unwrap()[&id(20)].len(), 1);
    }

    /// L27.
    async fn minutes_of_the_pace_are_kept_once_and_never_of_few(db: Db) {
        world(&db).await;
        let minute = |minute, too_fast| PaceMinute { minute, counts: PaceCounts { too_fast, right: 3, too_slow: 1 } };
        let mut tx = db.write().await.unwrap();
        pace::keep(&mut tx, id(10), &minute(101, 2)).await.unwrap();
        pace::keep(&mut tx, id(10), &minute(100, 1)).await.unwrap();
        pace::keep(&mut tx, id(10), &minute(100, 9)).await.unwrap();
        assert_eq!(pace::list(&mut tx, &grant(10)).await.unwrap(), [minute(100, 1), minute(101, 2)]);
        assert!(pace::keep(&mut tx, id(10), &minute(102, 0)).await.is_err());
    }

    async fn a_sealed_event_does_not_change(db: Db) {
        collecting(&db).await;
        written(&db, 1, &[card(40, 1, "KI")]).await;
        run(&db, "UPDATE event SET state = 'sealed' WHERE id = $1", &[&text(10)]).await;
        assert!(matches!(assigned(&db, 40, None).await, Err(StoreError::Conflict)));
        let mut tx = db.write().await.unwrap();
        let word = word_rule::set(&mut tx, &grant(10), id(20), &WordKey::of("KI"), &WordRule::Hidden).await;
        assert!(matches!(word, Err(StoreError::Conflict)));
    }
}
