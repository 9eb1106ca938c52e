//! What nodes tell each other, and reading one moment (live.md L61).

use crate::world::{event, id, load, world};
use weiterblick_store::roundtable::notice::{self, Heard, Listener, Notice};
use weiterblick_store::{Engine, both_engines};

both_engines! {
    async fn a_node_hears_what_another_tells_where_there_are_several(db: Db) {
        let listener = Listener::open(&db).await.unwrap();
        assert_eq!(listener.is_some(), db.engine() == Engine::Postgres);
        let notice = Notice { node: u64::MAX, event: id(10), connected: 3, done: vec![id(30), id(31)] };
        notice::send(&db, &notice).await.unwrap();
        if let Some(mut listener) = listener {
            assert_eq!(listener.hear().await.unwrap(), Heard::Notice(notice));
        }
    }

    async fn a_snapshot_does_not_see_what_is_committed_after_its_first_look(db: Db) {
        world(&db).await;
        let mut snapshot = db.snapshot().await.unwrap();
        let before = weiterblick_store::roundtable::event::load(&mut snapshot, id(10)).await.unwrap();
        event(&db, 11, "Danach").await;
        crate::world::run(&db, "UPDATE event SET r = r + 1 WHERE id = $1", &[&crate::world::text(10)]).await;
        let again = weiterblick_store::roundtable::event::load(&mut snapshot, id(10)).await.unwrap();
        assert_eq!((again.r, load(&db, 10).await.r.0), (before.r, before.r.0 + 1));
        assert!(weiterblick_store::roundtable::event::load(&mut snapshot, id(11)).await.is_err());
    }
}
