use crate::world::{grant, id, no, poll, round, set_round, voter, world};
use weiterblick_domain::roundtable::poll::Mark;
use weiterblick_domain::roundtable::round::RoundState;
use weiterblick_store::roundtable::hand::{self, HandCount};
use weiterblick_store::roundtable::poll as polls;
use weiterblick_store::{Db, StoreError, both_engines};

async fn counted(db: &Db, area: &str, counts: &[(Mark, u32)]) -> Result<(), StoreError> {
    let mut tx = db.write().await.unwrap();
    let area = area.to_owned().try_into().unwrap();
    hand::set(&mut tx, &grant(10), id(30), &area, counts).await?;
    tx.commit().await
}

async fn counts(db: &Db) -> Vec<(String, u16, u32)> {
    let counts: Vec<HandCount> = hand::of_event(&mut db.read().await.unwrap(), id(10)).await.unwrap();
    counts.into_iter().map(|count| (count.area, count.code, count.n)).collect()
}

both_engines! {
    /// L24.
    async fn hands_of_an_area_are_replaced_and_freeze_the_poll(db: Db) {
        world(&db).await;
        poll(&db, 10, 20, "Kurs?").await;
        round(&db, 10, 20, 30, 1, RoundState::Open).await;
        let (yes, nay) = (Mark::Option(no(1)), Mark::Option(no(2)));
        counted(&db, "Saal", &[(yes, 12), (nay, 3)]).await.unwrap();
        counted(&db, "Tisch 3", &[(yes, 4)]).await.unwrap();
        set_round(&db, 10, 30, RoundState::Locked).await;
        counted(&db, "Saal", &[(nay, 5), (Mark::Abstain, 1)]).await.unwrap();
        let expected = [("Saal", 0, 1), ("Saal", 2, 5), ("Tisch 3", 1, 4)];
        assert_eq!(counts(&db).await, expected.map(|(area, code, n)| (area.to_owned(), code, n)));
        assert!(polls::of_event(&mut db.read().await.unwrap(), id(10)).await.unwrap()[0].has_ballots);
    }

    async fn hands_are_counted_while_the_round_runs_or_is_locked(db: Db) {
        world(&db).await;
        poll(&db, 10, 20, "Kurs?").await;
        round(&db, 10, 20, 30, 1, RoundState::Prepared).await;
        for state in RoundState::ALL {
            set_round(&db, 10, 30, *state).await;
            let taken = counted(&db, "Saal", &[(Mark::Option(no(1)), 1)]).await;
            assert_eq!(taken.is_ok(), state.is_open() || *state == RoundState::Locked, "{state}");
        }
        let mut tx = db.write().await.unwrap();
        let area = "Saal".to_owned().try_into().unwrap();
        let foreign = hand::set(&mut tx, &grant(110), id(30), &area, &[]).await;
        assert!(matches!(foreign, Err(StoreError::NotFound)));
    }

    async fn a_sheet_number_is_one_voice_of_the_round(db: Db) {
        world(&db).await;
        poll(&db, 10, 20, "Kurs?").await;
        round(&db, 10, 20, 30, 1, RoundState::Locked).await;
        let mut tx = db.write().await.unwrap();
        assert_eq!(hand::sheet(&mut tx, &grant(10), id(30), 8, voter(20, 1)).await.unwrap(), voter(20, 1));
        assert_eq!(hand::sheet(&mut tx, &grant(10), id(30), 7, voter(20, 2)).await.unwrap(), voter(20, 2));
        assert_eq!(hand::sheet(&mut tx, &grant(10), id(30), 8, voter(20, 3)).await.unwrap(), voter(20, 1));
        assert_eq!(hand::sheets(&mut tx, &grant(10), id(30)).await.unwrap(), [7, 8]);
        assert!(hand::sheets(&mut tx, &grant(110), id(30)).await.unwrap().is_empty());
        let foreign = hand::sheet(&mut tx, &grant(110), id(30), 9, voter(20, 4)).await;
        assert!(matches!(foreign, Err(StoreError::NotFound)));
    }
}
