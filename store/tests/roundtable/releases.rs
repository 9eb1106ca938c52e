use crate::world::{grant, id, poll, round, world};
use serde_json::json;
use weiterblick_domain::roundtable::round::RoundState;
use weiterblick_domain::roundtable::segment::Segments;
use weiterblick_store::roundtable::release::{list, of_event, publish};
use weiterblick_store::{StoreError, both_engines};

fn segments(cells: serde_json::Value) -> Segments {
    serde_json::from_value(json!({ "k": 7, "cells": cells })).unwrap()
}

fn cell(attribute: &str, kind: &str, values: &[u8]) -> serde_json::Value {
    let shown = json!({ "kind": "number", "bar": null });
    json!({ "attribute": attribute, "kind": kind, "values": values, "n": 10, "figures": shown })
}

both_engines! {
    /// L35, L38: a later release takes the place of the one before, also one without any cell.
    async fn releases_are_numbered_and_keep_their_order(db: Db) {
        world(&db).await;
        poll(&db, 10, 20, "Kurs?").await;
        round(&db, 10, 20, 30, 1, RoundState::Locked).await;
        let first = segments(json!([
            cell("sector", "value", &[2]),
            cell("sector", "rest", &[1, 3]),
            cell("role", "value", &[0]),
        ]));
        let second = segments(json!([]));
        let mut tx = db.write().await.unwrap();
        assert_eq!(publish(&mut tx, id(10), id(30), &first).await.unwrap(), 1);
        assert_eq!(publish(&mut tx, id(10), id(30), &second).await.unwrap(), 2);
        assert!(matches!(publish(&mut tx, id(110), id(30), &first).await, Err(StoreError::NotFound)));
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let released = list(&mut conn, &grant(10)).await.unwrap();
        assert_eq!(released[&id(30)], [(1, first), (2, second)].into());
        assert!(of_event(&mut conn, id(110)).await.unwrap().is_empty());
    }
}
