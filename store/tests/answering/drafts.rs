use crate::world::{company, hash, id, survey};
use weiterblick_domain::ids::DraftId;
use weiterblick_domain::survey::{Mode, Revision};
use weiterblick_store::survey::answer_draft::{
    NewDraft, add_device, create, delete, lock, of_code, of_device, remove_device, set_code, submit, write,
};
use weiterblick_store::{Db, StoreError, both_engines};

const DRAFT: DraftId = DraftId::from_bytes([4; 16]);

/// A draft with the code 100, begun on device 1.
async fn draft(db: &Db) {
    company(db).await;
    survey(db, 1, Mode::Anonymous).await;
    let mut tx = db.write().await.unwrap();
    let new = NewDraft { id: DRAFT, survey: id(1), code: hash(100), device: hash(1), payload: vec![0, 255, 7] };
    create(&mut tx, new).await.unwrap();
    tx.commit().await.unwrap();
}

async fn knows(db: &Db, device: u8) -> bool {
    of_device(&mut db.read().await.unwrap(), DRAFT, hash(device)).await.unwrap().is_some()
}

both_engines! {
    async fn a_draft_is_there_for_its_devices_only(db: Db) {
        draft(&db).await;
        assert!(knows(&db, 1).await);
        assert!(!knows(&db, 2).await);
        let found = of_device(&mut db.read().await.unwrap(), DRAFT, hash(1)).await.unwrap().unwrap();
        assert_eq!((found.payload.as_slice(), found.submitted, found.revision), ([0, 255, 7].as_slice(), false, Revision(0)));
    }

    async fn what_is_written_is_read_back(db: Db) {
        draft(&db).await;
        let mut tx = db.write().await.unwrap();
        assert!(lock(&mut tx, DRAFT, hash(2)).await.unwrap().is_none());
        assert!(lock(&mut tx, DRAFT, hash(1)).await.unwrap().is_some());
        write(&mut tx, DRAFT, vec![9; 70_000], Revision(3)).await.unwrap();
        submit(&mut tx, DRAFT).await.unwrap();
        submit(&mut tx, DRAFT).await.unwrap();
        tx.commit().await.unwrap();
        let found = of_device(&mut db.read().await.unwrap(), DRAFT, hash(1)).await.unwrap().unwrap();
        assert_eq!((found.payload.len(), found.submitted, found.revision), (70_000, true, Revision(3)));
    }

    /// needs-analysis §3.3: at most three devices.
    async fn the_fourth_device_ends_the_first(db: Db) {
        draft(&db).await;
        let mut tx = db.write().await.unwrap();
        for device in 2..=4 {
            add_device(&mut tx, DRAFT, hash(device)).await.unwrap();
        }
        remove_device(&mut tx, DRAFT, hash(3)).await.unwrap();
        tx.commit().await.unwrap();
        let known = [knows(&db, 1).await, knows(&db, 2).await, knows(&db, 3).await, knows(&db, 4).await];
        assert_eq!(known, [false, true, false, true]);
    }

    async fn a_new_code_ends_the_old_one(db: Db) {
        draft(&db).await;
        let mut tx = db.write().await.unwrap();
        assert_eq!(of_code(&mut tx, hash(100)).await.unwrap(), Some((DRAFT, id(1))));
        set_code(&mut tx, DRAFT, hash(101)).await.unwrap();
        assert_eq!(of_code(&mut tx, hash(100)).await.unwrap(), None);
        assert_eq!(of_code(&mut tx, hash(101)).await.unwrap(), Some((DRAFT, id(1))));
    }

    async fn a_deleted_draft_is_gone(db: Db) {
        draft(&db).await;
        let mut tx = db.write().await.unwrap();
        delete(&mut tx, DRAFT).await.unwrap();
        assert!(matches!(add_device(&mut tx, DRAFT, hash(2)).await, Err(StoreError::NotFound)));
        tx.commit().await.unwrap();
        assert!(!knows(&db, 1).await);
    }

    /// R19 of security.md: parallel writers of one draft wait for each other and lose nothing.
    async fn parallel_writers_of_one_draft_take_turns(db: Db) {
        draft(&db).await;
        let count_up = async || {
            let mut tx = db.write().await.unwrap();
            let seen = lock(&mut tx, DRAFT, hash(1)).await.unwrap().unwrap();
            write(&mut tx, DRAFT, seen.payload, Revision(seen.revision.0 + 1)).await.unwrap();
            tx.commit().await.unwrap();
        };
        tokio::join!(count_up(), count_up(), count_up(), count_up(), count_up(), count_up());
        let found = of_device(&mut db.read().await.unwrap(), DRAFT, hash(1)).await.unwrap().unwrap();
        assert_eq!(found.revision, Revision(6));
    }
}
