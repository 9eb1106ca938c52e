//! The release job as a whole (insight.md §2, §5.3, §5.5, §6).

use super::cell::Node;
use super::fixture::{competence, firm, fixture_ratings, opt_out, rated, unit};
use super::input::{GapSource, Input, InputError, Rating, Target};
use super::release::{ReleaseError, compute};
use super::rows::{Question, Release};
use super::{Bound, CellKey, Decimal, Displayed, Figure, Participation, Third};
use proptest::prelude::*;

fn team(code: &str) -> CellKey {
    CellKey::unit(unit(code))
}

fn pool(code: &str) -> CellKey {
    CellKey::Pool(Node::Unit(unit(code)))
}

const POOL: CellKey = CellKey::Pool(Node::Company);

fn three_teams(sizes: [usize; 3]) -> Input {
    let one = [rated(5, 3)];
    firm(&[("abt", None), ("t1", Some("abt")), ("t2", Some("abt")), ("t3", Some("abt"))], 1)
        .answering("t1", sizes[0], &one)
        .answering("t2", sizes[1], &one)
        .answering("t3", sizes[2], &one)
}

#[test]
fn vectors_1_and_2_show_the_department_one_team_and_the_others_together() {
    let release = compute(&three_teams([12, 7, 3])).unwrap();
    assert_eq!(release.shown_cells(), [CellKey::COMPANY, team("abt"), team("t1"), pool("abt")]);
    assert_eq!(release.cell(pool("abt")).unwrap().n_class, Some(10));
    assert_eq!(release.cell(team("t2")), None);
}

#[test]
fn vectors_3_and_4_show_the_total_one_team_and_the_others_together() {
    let one = [rated(5, 3)];
    let input = firm(&[("a", None), ("b", None), ("c", None), ("d", None)], 1)
        .answering("a", 20, &one)
        .answering("b", 9, &one)
        .answering("c", 1, &one)
        .answering("d", 1, &one);
    let release = compute(&input).unwrap();
    assert_eq!(release.shown_cells(), [CellKey::COMPANY, team("a"), POOL]);
    assert_eq!(release.cell(POOL).unwrap().n_class, Some(10));
}

#[test]
fn a_parent_whose_children_are_all_needed_for_the_pool_shows_none() {
    let release = compute(&three_teams([4, 3, 3])).unwrap();
    assert_eq!(release.shown_cells(), [CellKey::COMPANY, team("abt")]);
}

#[test]
fn units_below_a_pooled_unit_are_no_cells() {
    let one = [rated(5, 3)];
    let input = firm(&[("a", None), ("b", None), ("c", None), ("b1", Some("b")), ("b2", Some("b"))], 1)
        .answering("a", 30, &one)
        .answering("b1", 6, &one)
        .answering("b2", 6, &one)
        .answering("c", 2, &one);
    let cells: Vec<CellKey> = compute(&input).unwrap().cells.iter().map(|row| row.cell).collect();
    assert_eq!(cells, [CellKey::COMPANY, team("a"), POOL]);
}

#[test]
fn members_of_a_unit_with_sub_units_are_a_sibling_of_these() {
    let one = [rated(5, 3)];
    let input = firm(&[("a", None), ("a1", Some("a")), ("leer", Some("a"))], 1)
        .answering("a", 6, &one)
        .answering("a1", 7, &one);
    let release = compute(&input).unwrap();
    let direct = CellKey::Direct(Node::Unit(unit("a")));
    assert_eq!(release.shown_cells(), [CellKey::COMPANY, team("a"), team("a1"), direct]);
}

#[test]
fn a_lead_alone_above_the_teams_is_never_left_over() {
    let one = [rated(5, 3)];
    let input = firm(&[("a", None), ("a1", Some("a")), ("a2", Some("a"))], 1)
        .answering("a1", 12, &one)
        .answering("a2", 8, &one)
        .insiders("a", 1);
    let mut with_lead = input.clone();
    let mut answer = input.respondents[0].clone();
    answer.unit = Some(unit("a"));
    with_lead.respondents.push(answer);
    for input in [input, with_lead] {
        let release = compute(&input).unwrap();
        assert_eq!(release.shown_cells(), [CellKey::COMPANY, team("a"), team("a1"), pool("a")]);
    }
}

#[test]
fn a_question_hides_a_sibling_when_a_team_mostly_opts_out() {
    let input = firm(&[("a", None), ("b", None), ("c", None)], 2)
        .answering("a", 12, &[rated(5, 3), rated(5, 3)])
        .answering("b", 10, &[rated(5, 3), rated(5, 3)])
        .answering("c", 3, &[rated(5, 3), rated(5, 3)])
        .answering("c", 7, &[opt_out(), rated(5, 3)]);
    let release = compute(&input).unwrap();
    assert_eq!(release.shown_cells(), [CellKey::COMPANY, team("a")]);
    let second = |cell| release.figure(cell, 2, Figure::Ist).unwrap().is_shown();
    assert!(second(team("b")) && second(team("c")));
    let logged: Vec<(Question, &str, u32)> =
        release.log.iter().map(|row| (row.question, row.reason.code(), row.hidden)).collect();
    let per_cell = release.figures.iter().filter(|row| row.cell == team("b") && row.competence == competence(1));
    let per_cell = u32::try_from(per_cell.count() - 1).unwrap();
    let rating = Question::Rating(competence(1));
    assert_eq!(logged, [(rating, "few", per_cell), (rating, "sibling", per_cell)]);
}

#[test]
fn opt_outs_are_a_question_of_their_own_with_its_own_base() {
    let never_shown = Rating { shown: false, ..opt_out() };
    let input = firm(&[("a", None), ("b", None)], 1)
        .answering("a", 6, &[rated(5, 3)])
        .answering("a", 6, &[opt_out()])
        .answering("b", 12, &[rated(5, 3)])
        .answering("b", 3, &[never_shown]);
    let release = compute(&input).unwrap();
    let share = |cell| release.figure(cell, 1, Figure::OptOut).unwrap();
    let percent = |units, bound| Displayed::Percent { value: Decimal::new(units, 0), bound };
    assert_eq!(share(team("a")), percent(50, Bound::Exact));
    assert_eq!(share(team("b")), percent(20, Bound::AtMost));
    assert_eq!(share(CellKey::COMPANY), percent(25, Bound::Exact));
}

#[test]
fn insiders_and_reading_employees_raise_the_bar() {
    fn check(answers: usize, insiders: usize, share: bool, shown: bool) {
        let mut input = firm(&[("a", None)], 1).answering("a", answers, &[rated(5, 3)]).insiders("a", insiders);
        input.rules.share_with_employees = share;
        let release = compute(&input).unwrap();
        assert_eq!(!release.shown_cells().is_empty(), shown, "{answers} {insiders} {share}");
    }
    check(5, 0, false, true);
    check(5, 1, false, false);
    check(6, 1, false, true);
    check(5, 0, true, false);
    check(6, 0, true, true);
    check(6, 1, true, true);
    check(6, 2, true, false);
}

#[test]
fn fewer_than_k_answers_give_no_release() {
    let input = firm(&[("a", None)], 1).answering("a", 4, &[rated(5, 3)]).silent("a", 20);
    assert_eq!(compute(&input), Err(ReleaseError::TooFew));
}

#[test]
fn only_opt_outs_give_a_release_without_figures_but_with_their_share() {
    let release = compute(&firm(&[("a", None)], 2).answering("a", 12, &[opt_out(), opt_out()])).unwrap();
    let shown: Vec<Figure> =
        release.figures.iter().filter(|row| row.displayed.is_shown()).map(|row| row.figure).collect();
    assert_eq!(shown, [Figure::OptOut; 4]);
}

#[test]
fn the_shortest_and_the_longest_scale_are_displayed_within_their_ends() {
    for levels in [3, 8] {
        let mut input = firm(&[("a", None)], 1).answering("a", 12, &[rated(levels.min(4), 1)]);
        input.competences[0].levels = levels;
        input.respondents.iter_mut().for_each(|r| r.ratings[0] = rated(levels, levels));
        let release = compute(&input).unwrap();
        let top = Displayed::Number { value: Decimal::new(i64::from(levels) * 10 - 2, 1), bound: Bound::AtLeast };
        assert_eq!(release.figure(team("a"), 1, Figure::Ist), Some(top));
        let distribution = |level| release.figure(team("a"), 1, level);
        assert_eq!(Figure::levels(levels).len(), usize::from(levels));
        assert!(Figure::levels(levels).iter().all(|level| distribution(*level).is_some()));
        assert_eq!(distribution(Figure::Level8).is_some(), levels == 8);
    }
}

/// The fixture of §4.1 with every person four times: n = 20, for K4 16.
fn published() -> Release {
    let mut input = firm(&[("a", None)], 4);
    for person in 0..5 {
        input = input.answering("a", 4, &fixture_ratings(person));
    }
    compute(&input).unwrap()
}

#[test]
fn the_fixture_is_displayed_from_its_paired_base() {
    let release = published();
    let check = |number, figure, expected: &str| {
        let shown = release.figure(CellKey::COMPANY, number, figure).unwrap();
        let text = shown.value().map(|value| format!("{} {value}", shown.bound().code())).unwrap_or_default();
        assert_eq!(text, expected, "K{number} {figure:?}");
    };
    check(1, Figure::Importance, "none 4.6");
    check(1, Figure::Ist, "none 2.8");
    check(1, Figure::Gap, "none 1.8");
    check(1, Figure::Shortfall, "none 1.8");
    check(1, Figure::Mwds, "none 8.28");
    check(1, Figure::Rds, "le -80");
    check(1, Figure::Pni, "none 0.64");
    check(1, Figure::ShareBelow, "ge 90");
    check(2, Figure::Gap, "none -0.2");
    check(2, Figure::Shortfall, "le 0.2");
    check(2, Figure::ShareBelow, "none 20");
    check(2, Figure::Rds, "none 0");
    check(3, Figure::Mwds, "none 0.00");
    // K4 without the respondent who could not judge its importance: 3/2, not 8/5.
    check(4, Figure::Ist, "none 1.5");
    check(4, Figure::ShareBelow, "none 75");
    check(4, Figure::Level1, "none 50");
    check(4, Figure::OptOut, "none 20");
}

fn with_targets(targets: &[(u8, Target)], ratings: &[Rating], times: usize) -> Release {
    let input = firm(&[("a", None), ("b", None)], 2).with_profile(targets).answering("a", times, ratings);
    let mut other = input.with_profile(&[(2, Target { lo: 3, hi: 3, weight: 2 })]);
    other.competences.iter_mut().for_each(|c| c.importance_rated = false);
    compute(&other.answering("b", 10, &[Rating::default(), rated(1, 2)])).unwrap()
}

#[test]
fn targets_of_job_profiles_give_gap_and_weighted_gap() {
    let single = Target { lo: 5, hi: 5, weight: 4 };
    let release = with_targets(&[(1, single), (2, single)], &[rated(1, 3), rated(1, 3)], 10);
    let number = |figure| release.figure(team("a"), 1, figure).and_then(Displayed::value).map(|v| v.to_string());
    assert_eq!(number(Figure::Target).as_deref(), Some("5.0"));
    assert_eq!(number(Figure::Weight).as_deref(), Some("4.0"));
    assert_eq!(number(Figure::Gap).as_deref(), Some("2.0"));
    assert_eq!(number(Figure::WeightedGap).as_deref(), Some("8.00"));
    for figure in [Figure::Mwds, Figure::Pni, Figure::Importance] {
        assert_eq!(release.figure(team("a"), 1, figure), None, "{figure:?}");
    }
    let at_end = with_targets(&[(1, single), (2, single)], &[rated(1, 1), rated(1, 3)], 10);
    assert_eq!(at_end.figure(team("a"), 1, Figure::Gap).map(Displayed::bound), Some(Bound::AtLeast));
    assert_eq!(at_end.figure(team("a"), 1, Figure::WeightedGap), Some(Displayed::Hidden));
}

#[test]
fn target_ranges_leave_share_and_shortfall_only() {
    let range = Target { lo: 4, hi: 5, weight: 4 };
    let release = with_targets(&[(1, range)], &[rated(1, 3), rated(1, 3)], 10);
    let figure = |figure| release.figure(team("a"), 1, figure).unwrap();
    assert!(figure(Figure::Gap).is_hidden() && figure(Figure::Target).is_hidden());
    assert_eq!(figure(Figure::Shortfall).value(), Some(Decimal::new(10, 1)));
    assert_eq!(figure(Figure::WeightedGap).value(), Some(Decimal::new(400, 2)));
    let at_end = with_targets(&[(1, range)], &[rated(1, 1), rated(1, 3)], 10);
    let figure = |figure| at_end.figure(team("a"), 1, figure).unwrap();
    assert!(figure(Figure::Shortfall).is_hidden() && figure(Figure::WeightedGap).is_hidden());
    let small = with_targets(&[(1, range)], &[rated(1, 3), rated(1, 3)], 9);
    let figure = |figure| small.figure(team("a"), 1, figure).unwrap();
    assert!(figure(Figure::Shortfall).is_hidden() && figure(Figure::WeightedGap).is_hidden());
    assert_eq!(figure(Figure::ShareBelow), Displayed::Third { third: Third::Above });
}

#[test]
fn a_cell_without_a_target_for_a_competence_has_no_rows_for_it() {
    let single = Target { lo: 5, hi: 5, weight: 4 };
    let release = with_targets(&[(1, single)], &[rated(1, 3), Rating::default()], 10);
    assert_eq!(release.figure(team("b"), 1, Figure::Ist), None);
    assert!(release.figure(team("b"), 2, Figure::Ist).is_some());
    assert!(release.figure(CellKey::COMPANY, 1, Figure::Ist).is_some());
}

#[test]
fn without_importance_and_target_only_the_level_is_released() {
    let mut input = firm(&[("a", None)], 1).answering("a", 10, &[rated(5, 3)]);
    input.competences[0].importance_rated = false;
    for source in [GapSource::Importance, GapSource::Profile] {
        input.rules.gap_source = source;
        let release = compute(&input).unwrap();
        let figures: Vec<Figure> = release.figures.iter().filter(|r| r.cell == team("a")).map(|r| r.figure).collect();
        let mut expected = vec![Figure::Ist, Figure::Deviation];
        expected.extend(Figure::levels(5));
        expected.push(Figure::OptOut);
        assert_eq!(figures, expected);
    }
}

#[test]
fn participation_is_shown_in_steps_and_never_close_to_everybody_or_nobody() {
    fn check(answers: usize, invited: usize, expected: &str) {
        let input = firm(&[("a", None)], 1).answering("a", answers, &[rated(5, 3)]).silent("a", invited - answers);
        let release = compute(&input).unwrap();
        assert_eq!(release.cell(team("a")).unwrap().participation.class(), expected, "{answers} of {invited}");
    }
    check(5, 9, "");
    check(5, 10, "50");
    check(6, 10, "high");
    check(23, 31, "75");
    check(27, 31, "high");
    check(31, 31, "high");
    check(20, 40, "50");
    check(21, 40, "55");
}

#[test]
fn participation_protects_small_siblings_and_insiders() {
    let one = [rated(5, 3)];
    let input = firm(&[("a", None), ("b", None), ("c", None)], 1)
        .answering("a", 10, &one)
        .silent("a", 10)
        .answering("b", 15, &one)
        .silent("b", 15)
        .answering("c", 5, &one)
        .silent("c", 4);
    let class = |input: &Input, code| compute(input).unwrap().cell(team(code)).unwrap().participation.class();
    assert_eq!((class(&input, "a"), class(&input, "b"), class(&input, "c")), ("50".into(), "50".into(), String::new()));

    let firm_of = |silent| firm(&[("a", None)], 1).answering("a", 10, &one).silent("a", silent);
    let behind = |insiders| firm_of(10).insiders("a", insiders);
    let company = |input: &Input| compute(input).unwrap().cell(CellKey::COMPANY).unwrap().participation.class();
    assert_eq!((company(&behind(5)), company(&behind(6))), ("40".into(), String::new()));
    // Eight and six are missing, but three of them may be insiders.
    let missing = |silent| company(&firm_of(silent).insiders("a", 3));
    assert_eq!((missing(5), missing(3)), ("55".into(), String::new()));
}

#[test]
fn a_participation_class_survives_its_column() {
    for participation in
        [Participation::Hidden, Participation::High, Participation::Percent { value: Decimal::new(75, 0) }]
    {
        assert_eq!(Participation::from_class(&participation.class()), Some(participation));
    }
    assert_eq!(Participation::from_class("low"), None);
}

#[test]
fn broken_inputs_are_named() {
    fn check(change: impl Fn(&mut Input), expected: InputError) {
        let mut input = three_teams([12, 7, 3]);
        change(&mut input);
        assert_eq!(compute(&input), Err(ReleaseError::Input(expected)));
    }
    check(|i| i.rules.k = 4, InputError::Threshold);
    check(|i| i.rules.k = 21, InputError::Threshold);
    check(|i| i.competences[0].levels = 9, InputError::Levels);
    check(|i| i.units[0].parent = Some(unit("t1")), InputError::Cycle);
    check(|i| i.units[0].parent = Some(unit("?")), InputError::UnknownUnit);
    check(|i| i.units[1].id = unit("abt"), InputError::Duplicate);
    check(|i| i.respondents[0].unit = Some(unit("?")), InputError::UnknownUnit);
    check(|i| i.audience[0].profile = Some(0), InputError::UnknownProfile);
    check(|i| i.respondents[0].ratings.clear(), InputError::RatingCount);
    check(|i| i.respondents[0].ratings[0].ist = Some(0), InputError::Rating);
    check(|i| i.respondents[0].ratings[0].importance = Some(6), InputError::Rating);
    let broken = Target { lo: 4, hi: 3, weight: 1 };
    check(|i| i.profiles = vec![[(competence(1), broken)].into()], InputError::Target);
}

#[test]
fn a_reader_gets_the_rows_of_the_own_cells_and_no_log() {
    let release = compute(&three_teams([12, 7, 3])).unwrap();
    let own = release.subtree(team("abt"));
    assert_eq!(own.iter().copied().collect::<Vec<_>>(), [team("abt"), team("t1"), pool("abt")]);
    let part = release.restricted_to(&release.subtree(team("t1")));
    assert!(part.cells.iter().all(|row| row.cell == team("t1")) && part.cells.len() == 1);
    assert!(part.figures.iter().all(|row| row.cell == team("t1")) && !part.figures.is_empty());
    assert!(part.log.is_empty());
    assert!(release.subtree(team("t2")).is_empty());
}

#[test]
fn a_release_survives_json() {
    let release = published();
    let json = serde_json::to_string(&release).unwrap();
    assert_eq!(serde_json::from_str::<Release>(&json).unwrap(), release);
}

#[test]
fn other_rules_have_another_hash() {
    let rules = super::fixture::rules();
    let mut other = rules.clone();
    other.k = 6;
    assert_eq!(rules.hash().len(), 64);
    assert_ne!(rules.hash(), other.hash());
    assert_eq!(rules.hash(), rules.clone().hash());
}

/// A firm of three teams with random answers to two competences.
fn answered() -> impl Strategy<Value = Input> {
    let rating = prop_oneof![4 => (1_u8..=5, 1_u8..=5).prop_map(|(i, a)| rated(i, a)), 1 => Just(opt_out())];
    let person = (0_usize..3, rating.clone(), rating);
    proptest::collection::vec(person, 5..60).prop_map(|people| {
        let codes = ["a", "b", "c"];
        let empty = firm(&[("a", None), ("b", None), ("c", Some("b"))], 2);
        people.into_iter().fold(empty, |input, (team, first, second)| input.answering(codes[team], 1, &[first, second]))
    })
}

proptest! {
    #[test]
    fn the_order_of_people_changes_nothing(input in answered(), seed in any::<u64>()) {
        let mut other = input.clone();
        let turn = seed as usize % other.respondents.len();
        other.respondents.rotate_left(turn);
        other.respondents.reverse();
        other.audience.rotate_right(turn);
        other.units.reverse();
        prop_assert_eq!(compute(&input).unwrap(), compute(&other).unwrap());
    }

    #[test]
    fn a_respondent_who_only_opts_out_changes_no_figure_but_opt_outs(input in answered(), code in "[abc]") {
        let before = compute(&input).unwrap();
        let after = compute(&input.answering(&code, 1, &[opt_out(), opt_out()])).unwrap();
        let keys = |release: &Release| release.cells.iter().map(|row| row.cell).collect::<Vec<_>>();
        // One more submitted answer may let a team leave the pool; then there are other cells.
        prop_assume!(keys(&before) == keys(&after));
        let figures = |release: Release| {
            release.figures.into_iter().filter(|row| row.figure != Figure::OptOut).collect::<Vec<_>>()
        };
        prop_assert_eq!(figures(before), figures(after));
    }
}
