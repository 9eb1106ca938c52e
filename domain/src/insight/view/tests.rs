//! Views over releases of small firms.

use super::{Assessed, Assessment, Board, Headline, HeatCell, Method, Step};
use crate::ids::CompetenceId;
use crate::insight::fixture::{competence, firm, fixture_ratings, rated, unit};
use crate::insight::input::{Input, Rating, Target};
use crate::insight::priority::{Band, Ipa, Locus};
use crate::insight::release::compute;
use crate::insight::rows::Release;
use crate::insight::{CellKey, CutRule, Decimal, Displayed, Figure, Node};

fn team(code: &str) -> CellKey {
    CellKey::unit(unit(code))
}

fn release(input: &Input) -> Release {
    compute(input).unwrap()
}

fn number(shown: Displayed) -> String {
    shown.value().map_or_else(|| "hidden".to_owned(), |value| value.to_string())
}

/// The fixture of §4.1, every person four times in team a; b answers something flat.
fn fixture() -> Release {
    let mut input = firm(&[("a", None)], 4);
    for person in 0..5 {
        input = input.answering("a", 4, &fixture_ratings(person));
    }
    release(&input)
}

fn company(release: &Release) -> Assessed {
    Board::new(release).assess(CellKey::COMPANY, CutRule::Mean)
}

fn headline_of(release: &Release, cell: CellKey) -> Headline {
    let board = Board::new(release);
    board.headline(&board.assess(cell, CutRule::Mean))
}

fn order(assessments: &[Assessment]) -> Vec<CompetenceId> {
    assessments.iter().map(|a| a.competence).collect()
}

fn competences(numbers: &[u8]) -> Vec<CompetenceId> {
    numbers.iter().map(|n| competence(*n)).collect()
}

#[test]
fn the_fixture_is_assessed_as_published() {
    let release = fixture();
    let list = company(&release).list;
    assert_eq!(order(&list), competences(&[1, 4, 3, 2]));
    let bands: Vec<_> = list.iter().map(|a| a.band.unwrap()).collect();
    assert_eq!(bands, [Band::High, Band::Medium, Band::Low, Band::Low]);
    let ranks = |method| list.iter().map(|a| a.ranks.by(method).unwrap()).collect::<Vec<_>>();
    assert_eq!(ranks(Method::Score), [1, 2, 3, 4]);
    assert_eq!(ranks(Method::Rds), [1, 2, 3, 4]);
    assert_eq!(ranks(Method::Pni), [2, 1, 3, 4]);
    assert_eq!(ranks(Method::ShareBelow), [1, 2, 3, 3]);
    assert!(list.iter().all(|a| !a.disagree));
}

#[test]
fn the_matrix_shows_both_charts_their_lines_and_what_other_lines_would_move() {
    let release = fixture();
    let matrices = company(&release).matrices();
    let [matrix] = matrices.as_slice() else { panic!("{matrices:?}") };
    assert_eq!((matrix.importance_cut, matrix.ist_cut), (Some(Decimal::new(368, 2)), Some(Decimal::new(303, 2))));
    assert_eq!(matrix.locus_cuts, Some((Decimal::new(368, 2), Decimal::new(65, 2))));
    let points: Vec<_> = matrix.points.iter().map(|p| (p.number, p.ipa.unwrap(), p.locus.unwrap())).collect();
    let expected = [
        (1, Ipa::FocusHere, Locus::HighHigh),
        (2, Ipa::LowPriority, Locus::LowHigh),
        (3, Ipa::KeepUp, Locus::HighLow),
        (4, Ipa::Excess, Locus::LowLow),
    ];
    assert_eq!(points, expected);
    // The middle of the scale makes K2 (importance 3.0) important; no other rule moves a point.
    let moved: Vec<_> = matrix.moved.iter().map(|m| (m.rule, m.competences)).collect();
    assert_eq!(moved, [(CutRule::Median, 0), (CutRule::Mid, 1), (CutRule::Target, 0)]);
}

#[test]
fn three_competences_are_a_list_without_quadrants() {
    let ratings = [rated(5, 2), rated(4, 3), rated(3, 3)];
    let release = release(&firm(&[("a", None)], 3).answering("a", 12, &ratings));
    let matrices = company(&release).matrices();
    let [matrix] = matrices.as_slice() else { panic!("{matrices:?}") };
    assert_eq!((matrix.importance_cut, matrix.ist_cut, matrix.locus_cuts), (None, None, None));
    assert!(matrix.moved.is_empty());
    assert!(matrix.points.len() == 3 && matrix.points.iter().all(|p| p.ipa.is_none() && p.locus.is_none()));
    assert_eq!(headline_of(&release, CellKey::COMPANY).strength, None);
}

#[test]
fn scales_of_different_length_have_a_matrix_each() {
    let mut input = firm(&[("a", None)], 5).answering("a", 12, &[rated(3, 1); 5]);
    input.competences[4].levels = 3;
    let release = release(&input);
    let matrices = company(&release).matrices();
    let shape: Vec<_> = matrices.iter().map(|m| (m.levels, m.points.len(), m.importance_cut.is_some())).collect();
    assert_eq!(shape, [(5, 4, true), (3, 1, false)]);
}

/// Two teams, six competences: 1–4 lack something, most of all in b; 5 and 6 do not.
fn two_teams() -> Input {
    let a = [rated(5, 3), rated(5, 3), rated(5, 3), rated(5, 3), rated(4, 5), rated(3, 3)];
    let b = [rated(5, 2), rated(5, 3), rated(5, 2), rated(5, 2), rated(4, 4), rated(3, 3)];
    firm(&[("a", None), ("b", None)], 6).answering("a", 12, &a).answering("b", 20, &b)
}

#[test]
fn the_headline_names_three_needs_where_they_are_largest_and_one_strength() {
    let release = release(&two_teams());
    let headline = headline_of(&release, CellKey::COMPANY);
    let needs: Vec<_> = headline.needs.iter().map(|n| n.competence).collect();
    assert_eq!(needs, competences(&[1, 3, 4]));
    let largest = headline.needs[0].largest.as_ref().unwrap();
    let places: Vec<_> = largest.cells.iter().map(|place| (place.cell, number(place.below))).collect();
    assert_eq!((places, number(largest.gap)), (vec![(team("b"), "90".to_owned())], "2.8".to_owned()));
    assert_eq!(number(headline.needs[0].reason.importance), "4.8");
    assert_eq!(number(headline.needs[0].reason.below), "90");
    assert_eq!(headline.strength, None);
    let of_team = headline_of(&release, team("b"));
    assert!(of_team.needs.iter().all(|need| need.largest.is_none()));
}

#[test]
fn where_everybody_has_the_same_gap_no_team_is_named() {
    let release = release(&two_teams());
    let board = Board::new(&release);
    let second = board.figure(team("a"), competence(2), Figure::Gap);
    assert_eq!(second, board.figure(team("b"), competence(2), Figure::Gap));
    let input =
        firm(&[("a", None), ("b", None)], 1).answering("a", 12, &[rated(5, 1)]).answering("b", 12, &[rated(5, 1)]);
    let equal = compute(&input).unwrap();
    let headline = headline_of(&equal, CellKey::COMPANY);
    assert_eq!(headline.needs.len(), 1);
    assert_eq!(headline.needs[0].largest, None);
}

#[test]
fn the_strength_is_the_best_of_what_matters() {
    let release = fixture();
    let headline = headline_of(&release, CellKey::COMPANY);
    assert_eq!(headline.needs.len(), 1);
    let strength = headline.strength.unwrap();
    assert_eq!((strength.competence, number(strength.ist)), (competence(3), "4.6".to_owned()));
}

#[test]
fn nothing_urgent_leaves_the_headline_empty() {
    let release = release(&firm(&[("a", None)], 2).answering("a", 12, &[rated(3, 3), rated(2, 4)]));
    assert!(headline_of(&release, CellKey::COMPANY).needs.is_empty());
}

#[test]
fn the_heat_map_marks_what_is_hidden_or_not_asked() {
    let target = |level| Target { lo: level, hi: level, weight: 3 };
    let seen = |ist| Rating { shown: true, ist: Some(ist), importance: None, opted_out: false };
    let mut input = firm(&[("a", None), ("b", None), ("c", None)], 2)
        .with_profile(&[(1, target(4)), (2, target(4))])
        .answering("a", 12, &[seen(2), seen(4)])
        .with_profile(&[(1, target(4))])
        .answering("b", 10, &[seen(3), Rating::default()])
        .with_profile(&[(1, target(4)), (2, target(4))])
        .answering("c", 3, &[seen(4), seen(4)])
        .answering("c", 5, &[seen(4), Rating::default()]);
    input.competences.iter_mut().for_each(|c| c.importance_rated = false);
    let release = release(&input);
    let board = Board::new(&release);
    let columns = [team("a"), team("b"), team("c"), CellKey::COMPANY];
    let text = |field: HeatCell| match field {
        HeatCell::NotAsked => "none".to_owned(),
        HeatCell::Hidden => "few".to_owned(),
        HeatCell::Shown { value, step, .. } => format!("{} {}", number(value), step.map_or("", Step::code)),
    };
    let row = |a: &Assessment| columns.map(|cell| text(board.field(cell, a.competence, a.levels)));
    let steps: Vec<_> = company(&release).list.iter().map(row).collect();
    assert_eq!(steps[0], ["2.0 need-4", "1.0 need-4", "0.0 even", "1.1 need-4"]);
    // c has too few answers, and a is hidden to protect it.
    assert_eq!(steps[1], ["few", "none", "few", "0.0 even"]);
}

#[test]
fn a_ranking_follows_its_method_and_offers_only_methods_with_values() {
    let release = fixture();
    let assessed = company(&release);
    let by = |method| {
        let ranking = assessed.ranking(method);
        ranking.rows.iter().map(|row| row.assessment.competence).collect::<Vec<_>>()
    };
    assert_eq!(by(None), competences(&[1, 4, 3, 2]));
    assert_eq!(by(Some(Method::Pni)), competences(&[4, 1, 3, 2]));
    assert_eq!(by(Some(Method::Gap)), competences(&[1, 4, 3, 2]));
    assert_eq!(assessed.ranking(None).methods, Method::ALL);

    let small = compute(&firm(&[("a", None)], 1).answering("a", 6, &[rated(4, 2)])).unwrap();
    let ranking = company(&small).ranking(Some(Method::Rds));
    assert_eq!(ranking.methods, [Method::Gap, Method::Score, Method::Pni, Method::ShareBelow]);
    assert_eq!((ranking.rows[0].rank, ranking.rows[0].value), (None, Displayed::Hidden));
}

#[test]
fn methods_that_disagree_are_marked() {
    // Few are far below in 1, many a little below in 2: MWDS prefers 1, shares and RDS put it last.
    let mut input = firm(&[("a", None)], 4);
    for person in 0..20 {
        let far = if person < 6 { rated(5, 1) } else { rated(5, 5) };
        input = input.answering("a", 1, &[far, rated(3, 2), rated(3, 2), rated(3, 2)]);
    }
    let release = release(&input);
    let list = company(&release).list;
    let first = list.iter().find(|a| a.competence == competence(1)).unwrap();
    assert_eq!((first.ranks.score, first.ranks.share_below), (Some(1), Some(4)));
    assert!(first.disagree);
    assert!(list.iter().filter(|a| a.competence != competence(1)).all(|a| !a.disagree));
}

#[test]
fn the_distribution_needs_a_large_cell() {
    let release = release(&firm(&[("a", None), ("b", None)], 1).answering("a", 12, &[rated(4, 2)]).answering(
        "b",
        8,
        &[rated(4, 2)],
    ));
    let board = Board::new(&release);
    let shares = |cell| board.distribution(cell).remove(0).shares;
    assert_eq!(
        shares(team("a")).map(|s| s.iter().map(|d| number(*d)).collect::<Vec<_>>()),
        Some(vec!["20".into(), "80".into(), "20".into(), "20".into(), "20".into()])
    );
    assert_eq!(shares(team("b")), None);
    assert_eq!(number(board.distribution(team("a"))[0].soll), "4.0");
    assert_eq!(board.distribution(team("a"))[0].levels_below_soll(), Some(3));
}

#[test]
fn children_stand_in_order_with_the_rest_at_the_end() {
    let one = [rated(4, 2)];
    let input = firm(&[("a", None), ("b", Some("a")), ("c", Some("a")), ("d", Some("a")), ("e", Some("a"))], 1)
        .answering("a", 30, &one)
        .answering("b", 6, &one)
        .answering("c", 12, &one)
        .answering("d", 3, &one)
        .answering("e", 3, &one);
    let release = release(&input);
    let board = Board::new(&release);
    let node = Node::Unit(unit("a"));
    let children = board.children(team("a"));
    assert_eq!(children, [team("c"), team("b"), CellKey::Direct(node), CellKey::Pool(node)]);
    let turnout: Vec<_> = board.turnout(team("a")).iter().map(|row| (row.cell, row.n_class)).collect();
    assert_eq!(turnout[0], (team("a"), Some(50)));
    assert_eq!(turnout.iter().skip(1).map(|row| row.0).collect::<Vec<_>>(), children);
}

#[test]
fn a_part_of_a_release_gives_the_same_figures_as_the_whole() {
    let release = release(&two_teams());
    let part = release.restricted_to(&release.subtree(team("b")));
    let (whole, own) = (Board::new(&release), Board::new(&part));
    assert_eq!(whole.assess(team("b"), CutRule::Mean), own.assess(team("b"), CutRule::Mean));
    for foreign in [team("a"), CellKey::COMPANY] {
        assert!(own.assess(foreign, CutRule::Mean).list.is_empty());
        assert_eq!(own.field(foreign, competence(1), 5), HeatCell::NotAsked);
    }
}
