use crate::company::{company, digcomp, german, id, kurz_3, new_area, new_competence, new_framework, order};
use weiterblick_domain::competence::{Direction, FrameworkState, LevelText, PlaceError, PublishError, StateError};
use weiterblick_domain::ids::{CompetenceId, FrameworkId, ScaleId};
use weiterblick_domain::text::Multilingual;
use weiterblick_store::competence::{ChangeError, EditedNode, NewCopy, NewScale};
use weiterblick_store::{StoreError, both_engines, competence};

fn copy_of(n: u8, code: &str, version: &str) -> NewCopy {
    let id = FrameworkId::from_bytes([n; 16]);
    NewCopy { id, code: code.parse().unwrap(), version: version.parse().unwrap(), title: german("Kopie") }
}

/// Ids from `n` on.
fn ids(mut n: u8) -> impl FnMut() -> CompetenceId + Send {
    move || {
        n += 1;
        id(n)
    }
}

both_engines! {
    async fn a_draft_grows_moves_and_shrinks(db: Db) {
        let company = company(&db, 1).await;
        let draft = company.draft(&db, 10, "eigen").await;
        let mut tx = db.write().await.unwrap();
        company.add(&mut tx, draft, new_area(11, None)).await;
        company.add(&mut tx, draft, new_area(12, None)).await;
        company.add(&mut tx, draft, new_competence(13, Some(11))).await;
        company.add(&mut tx, draft, new_competence(14, Some(11))).await;
        competence::move_node(&mut tx, &company.manage, id(14), Direction::Up).await.unwrap();
        competence::move_node(&mut tx, &company.manage, id(12), Direction::Up).await.unwrap();
        competence::move_node(&mut tx, &company.manage, id(12), Direction::Up).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(order(company.framework(&db, draft).await.tree.nodes()), [12, 11, 14, 13]);

        let mut tx = db.write().await.unwrap();
        let edited = EditedNode {
            parent: Some(id(12)),
            code: "neu".parse().unwrap(),
            title: german("Neu"),
            description: Multilingual::default(),
            anchors: vec![german("a"), german("b"), german("c")],
        };
        assert_eq!(competence::edit_node(&mut tx, &company.manage, id(14), edited).await.unwrap(), draft);
        tx.commit().await.unwrap();
        let tree = company.framework(&db, draft).await.tree;
        assert_eq!(order(tree.nodes()), [12, 14, 11, 13]);
        let node = tree.node(id(14)).unwrap();
        assert_eq!((&*node.code, node.anchors.len(), &node.anchors[2]), ("neu", 3, &german("c")));

        let mut tx = db.write().await.unwrap();
        competence::delete_node(&mut tx, &company.manage, id(12)).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(order(company.framework(&db, draft).await.tree.nodes()), [11, 13]);
    }

    async fn a_title_makes_the_code_where_none_is_given(db: Db) {
        let company = company(&db, 1).await;
        let draft = company.draft(&db, 10, "eigen").await;
        let mut tx = db.write().await.unwrap();
        for n in [11, 12] {
            let mut node = new_competence(n, None);
            node.code = None;
            node.title = german("Schweißen");
            company.add(&mut tx, draft, node).await;
        }
        tx.commit().await.unwrap();
        let tree = company.framework(&db, draft).await.tree;
        let codes: Vec<&str> = tree.nodes().iter().map(|node| &*node.code).collect();
        assert_eq!(codes, ["schweissen", "schweissen_2"]);
    }

    async fn impossible_places_and_taken_codes_are_refused(db: Db) {
        let company = company(&db, 1).await;
        let draft = company.draft(&db, 10, "eigen").await;
        let mut tx = db.write().await.unwrap();
        company.add(&mut tx, draft, new_competence(11, None)).await;
        for (node, expected) in [
            (new_competence(12, Some(11)), PlaceError::ParentNotArea),
            (new_competence(12, Some(99)), PlaceError::UnknownParent),
        ] {
            let refused = competence::add_node(&mut tx, &company.manage, draft, node).await;
            assert!(matches!(refused, Err(ChangeError::Place(found)) if found == expected));
        }
        let mut twin = new_competence(12, None);
        twin.code = Some("n11".parse().unwrap());
        let refused = competence::add_node(&mut tx, &company.manage, draft, twin).await;
        assert!(matches!(refused, Err(ChangeError::Place(PlaceError::CodeTaken))));
        let refused = competence::create(&mut tx, &company.manage, &new_framework([12; 16].into(), "eigen")).await;
        assert!(matches!(refused, Err(ChangeError::CodeTaken)));
        let mut shipped = new_framework([12; 16].into(), "digcomp");
        shipped.version = "2.2".parse().unwrap();
        let refused = competence::create(&mut tx, &company.manage, &shipped).await;
        assert!(matches!(refused, Err(ChangeError::CodeTaken)));
    }

    async fn published_content_never_changes(db: Db) {
        let company = company(&db, 1).await;
        let published = company.published(&db, 10, "eigen").await;
        let before = company.framework(&db, published).await;
        let mut tx = db.write().await.unwrap();
        let manage = &company.manage;
        let text = EditedNode {
            parent: None, code: "x".parse().unwrap(), title: german("x"), description: german("x"), anchors: Vec::new(),
        };
        let state = |refused: Result<FrameworkId, ChangeError>| matches!(refused, Err(ChangeError::State(StateError::State)));
        assert!(state(competence::add_node(&mut tx, manage, published, new_area(50, None)).await.map(|()| published)));
        assert!(state(competence::edit_node(&mut tx, manage, id(12), text).await));
        assert!(state(competence::move_node(&mut tx, manage, id(12), Direction::Down).await));
        assert!(state(competence::delete_node(&mut tx, manage, id(12)).await));
        assert!(state(competence::delete_draft(&mut tx, manage, published).await.map(|()| published)));
        let again = competence::publish(&mut tx, manage, published).await;
        assert!(matches!(again, Err(ChangeError::Publish(PublishError::State(StateError::State)))));
        tx.commit().await.unwrap();
        assert_eq!(company.framework(&db, published).await.tree, before.tree);
        let mut tx = db.write().await.unwrap();
        competence::retire(&mut tx, manage, published).await.unwrap();
        tx.commit().await.unwrap();
        let retired = company.framework(&db, published).await;
        assert_eq!((retired.framework.state, retired.tree), (FrameworkState::Retired, before.tree));
    }

    async fn shipped_frameworks_are_never_editable(db: Db) {
        let company = company(&db, 1).await;
        let some = company.framework(&db, digcomp()).await.tree.nodes()[1].id;
        let mut tx = db.write().await.unwrap();
        let manage = &company.manage;
        let shipped = |refused: Result<(), ChangeError>| matches!(refused, Err(ChangeError::State(StateError::Shipped)));
        assert!(shipped(competence::move_node(&mut tx, manage, some, Direction::Up).await.map(drop)));
        assert!(shipped(competence::delete_node(&mut tx, manage, some).await.map(drop)));
        assert!(shipped(competence::retire(&mut tx, manage, digcomp()).await));
        assert!(shipped(competence::delete_draft(&mut tx, manage, digcomp()).await));
    }

    async fn an_empty_draft_is_not_published_and_goes_without_a_trace(db: Db) {
        let company = company(&db, 1).await;
        let draft = company.draft(&db, 10, "eigen").await;
        let mut tx = db.write().await.unwrap();
        let refused = competence::publish(&mut tx, &company.manage, draft).await;
        assert!(matches!(refused, Err(ChangeError::Publish(PublishError::NoCompetence))));
        company.add(&mut tx, draft, new_area(11, None)).await;
        company.add(&mut tx, draft, new_competence(12, Some(11))).await;
        competence::delete_draft(&mut tx, &company.manage, draft).await.unwrap();
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        let gone = competence::framework(&mut conn, &company.read, draft).await;
        assert!(matches!(gone, Err(StoreError::NotFound)));
        assert!(matches!(competence::by_competence(&mut conn, &company.read, id(12)).await, Err(StoreError::NotFound)));
    }

    async fn a_copy_has_the_same_content_and_its_own_life(db: Db) {
        let company = company(&db, 1).await;
        let source = company.framework(&db, digcomp()).await;
        let mut tx = db.write().await.unwrap();
        let new = copy_of(10, "digital", "1");
        competence::copy(&mut tx, &company.manage, digcomp(), &new, &mut ids(20)).await.unwrap();
        let again = competence::copy(&mut tx, &company.manage, digcomp(), &copy_of(11, "digital", "1"), &mut ids(90)).await;
        assert!(matches!(again, Err(ChangeError::CodeTaken)));
        tx.commit().await.unwrap();
        let copied = company.framework(&db, new.id).await;
        assert_eq!(copied.framework.state, FrameworkState::Draft);
        assert_eq!((copied.framework.scale, copied.framework.mapping), (source.framework.scale, source.framework.mapping));
        let content = |tree: &weiterblick_domain::competence::Tree| -> Vec<_> {
            tree.rows().iter().map(|row| (row.depth, row.node.code.clone(), row.node.title.clone(), row.node.anchors.clone())).collect()
        };
        assert_eq!(content(&copied.tree), content(&source.tree));

        let mut tx = db.write().await.unwrap();
        competence::delete_node(&mut tx, &company.manage, copied.tree.nodes()[0].id).await.unwrap();
        let of_draft = competence::copy(&mut tx, &company.manage, new.id, &copy_of(12, "digital", "2"), &mut ids(120)).await;
        assert!(matches!(of_draft, Err(ChangeError::State(StateError::State))));
        tx.commit().await.unwrap();
        assert_eq!(company.framework(&db, digcomp()).await.tree, source.tree);
    }

    async fn the_framework_of_another_organisation_is_not_there(db: Db) {
        let (ours, theirs) = (company(&db, 1).await, company(&db, 2).await);
        let draft = theirs.draft(&db, 10, "eigen").await;
        let mut tx = db.write().await.unwrap();
        theirs.add(&mut tx, draft, new_competence(11, None)).await;
        let missing = |refused: Result<(), ChangeError>| matches!(refused, Err(ChangeError::Store(StoreError::NotFound)));
        assert!(missing(competence::add_node(&mut tx, &ours.manage, draft, new_area(12, None)).await));
        assert!(missing(competence::delete_node(&mut tx, &ours.manage, id(11)).await.map(drop)));
        assert!(missing(competence::publish(&mut tx, &ours.manage, draft).await));
        assert!(missing(competence::copy(&mut tx, &ours.manage, draft, &copy_of(13, "x", "1"), &mut ids(50)).await));
        tx.commit().await.unwrap();
        let mut conn = db.read().await.unwrap();
        assert!(matches!(competence::framework(&mut conn, &ours.read, draft).await, Err(StoreError::NotFound)));
        assert!(matches!(competence::by_competence(&mut conn, &ours.read, id(11)).await, Err(StoreError::NotFound)));
        let listed = competence::frameworks(&mut conn, &ours.read).await.unwrap();
        assert!(listed.iter().all(|summary| summary.framework.id != draft));
    }

    async fn a_draft_is_not_asked_about(db: Db) {
        let company = company(&db, 1).await;
        let draft = company.draft(&db, 10, "eigen").await;
        let mut conn = db.read().await.unwrap();
        let refused = competence::for_questionnaire(&mut conn, company.organisation, draft).await;
        assert!(matches!(refused, Err(StoreError::NotFound)));
    }

    async fn an_own_scale_stays_while_a_framework_uses_it(db: Db) {
        let (ours, theirs) = (company(&db, 1).await, company(&db, 2).await);
        let level = LevelText { title: german("Stufe"), description: Multilingual::default() };
        let scale = NewScale {
            id: ScaleId::from_bytes([9; 16]), code: "vier".parse().unwrap(), title: german("Vier"), levels: vec![level; 4],
        };
        let mut tx = db.write().await.unwrap();
        competence::create_scale(&mut tx, &ours.manage, &scale).await.unwrap();
        let taken = NewScale { id: ScaleId::from_bytes([8; 16]), code: "kurz-3".parse().unwrap(), ..scale.clone() };
        assert!(matches!(competence::create_scale(&mut tx, &ours.manage, &taken).await, Err(ChangeError::CodeTaken)));
        let mut new = new_framework([10; 16].into(), "eigen");
        new.scale = scale.id;
        assert!(matches!(competence::create(&mut tx, &theirs.manage, &new).await, Err(ChangeError::Scale)));
        competence::create(&mut tx, &ours.manage, &new).await.unwrap();
        tx.commit().await.unwrap();
        let mut tx = db.write().await.unwrap();
        assert!(matches!(competence::delete_scale(&mut tx, &theirs.manage, scale.id).await, Err(StoreError::NotFound)));
        assert!(matches!(competence::delete_scale(&mut tx, &ours.manage, kurz_3()).await, Err(StoreError::NotFound)));
        let used = competence::delete_scale(&mut tx, &ours.manage, scale.id).await;
        assert!(matches!(used, Err(StoreError::InUse)));
        drop(tx);
        let mut tx = db.write().await.unwrap();
        competence::delete_draft(&mut tx, &ours.manage, new.id).await.unwrap();
        competence::delete_scale(&mut tx, &ours.manage, scale.id).await.unwrap();
        tx.commit().await.unwrap();
    }
}
