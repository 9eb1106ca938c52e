use super::*;
use weiterblick_domain::ids::PersonId;
use weiterblick_domain::insight::{CellKey, CellKind, Figure};
use weiterblick_domain::questionnaire::{AnswerKey, Cell, Level};

const TEAM: UnitId = UnitId::from_bytes([1; 16]);
const PROFILE: JobProfileId = JobProfileId::from_bytes([2; 16]);

fn competence(n: u8) -> CompetenceId {
    CompetenceId::from_bytes([n; 16])
}

/// Two competences on five levels with importance; the second block asks for the first competence once more.
fn definition() -> Definition {
    let scale = |code: &str, size: u8| {
        let level = |n| format!(r#"{{"label":{{"de":"{n}"}}}}"#);
        let levels: Vec<String> = (1..=size).map(level).collect();
        format!(r#"{{"code":"{code}","levels":[{}]}}"#, levels.join(","))
    };
    let block = |code: &str, competences: &[&str]| {
        let rated = |c: &&str| {
            format!(r#"{{"code":"{c}","key":{{"framework":"f","version":"1","code":"{c}"}},"title":{{"de":"{c}"}}}}"#)
        };
        format!(
            r#"{{"code":"{code}","text":{{"de":"x"}},"kind":{{"type":"competence_rating",
                "facets":{{"ist":{{"scale":"s5","prompt":{{"de":"x"}}}},"wichtig":{{"scale":"w5","prompt":{{"de":"x"}}}}}},
                "competences":[{}]}}}}"#,
            competences.iter().map(rated).collect::<Vec<_>>().join(",")
        )
    };
    let text = format!(
        r#"{{"base_language":"de","languages":["de"],"scales":[{},{}],
            "sections":[{{"code":"a","title":{{"de":"x"}},"questions":[{},{}]}}]}}"#,
        scale("s5", 5),
        scale("w5", 5),
        block("q", &["a", "b"]),
        block("r", &["a"])
    );
    serde_json::from_str(&text).unwrap()
}

fn frozen(people: u8) -> Frozen {
    let definition = definition();
    let keys = definition.rated_competences().map(|(_, rated)| rated.key.clone());
    let competences = keys.map(|key| (key.clone(), competence(if &*key.code == "a" { 10 } else { 11 }))).collect();
    let member = |n| FrozenMember {
        person: PersonId::from_bytes([n; 16]),
        unit: Some(TEAM),
        profile: Some(PROFILE),
        insider: false,
    };
    let target = |hi| Target { lo: hi, hi, weight: 3 };
    Frozen {
        company: "Muster".to_owned(),
        threshold: Threshold::default(),
        gap_source: GapSource::Profile,
        share_with_employees: false,
        definition,
        competences,
        audience: (1..=people).map(member).collect(),
        units: vec![FrozenUnit { id: TEAM, parent: None, code: "t".to_owned(), name: "Team".to_owned() }],
        targets: BTreeMap::from([(
            PROFILE,
            BTreeMap::from([(competence(10), target(4)), (competence(11), target(7))]),
        )]),
    }
}

fn answered(cells: &[(&str, Cell<u8>)]) -> Answered {
    let value = |level: u8| Value::Level(Level::new(level).unwrap());
    let cell = |(key, cell): &(&str, Cell<u8>)| {
        (key.parse::<AnswerKey>().unwrap(), cell.and_then(|level| Some(value(*level))))
    };
    Answered { unit: Some(TEAM), profile: Some(PROFILE), answers: cells.iter().map(cell).collect() }
}

#[test]
fn ratings_become_levels_and_opt_outs_stay_states() {
    let answers = answered(&[
        ("q.a.ist", Cell::Answered(2)),
        ("q.a.wichtig", Cell::Answered(5)),
        ("q.b.ist", Cell::CannotJudge),
        ("r.a.ist", Cell::Answered(5)),
    ]);
    let input = input(&frozen(9), &[answers]);
    let ratings = &input.respondents[0].ratings;
    assert_eq!(ratings[0], Rating { shown: true, ist: Some(2), importance: Some(5), opted_out: false });
    assert_eq!(ratings[1], Rating { shown: true, ist: None, importance: None, opted_out: true });
    // Asked twice, counted once.
    assert_eq!(input.competences.iter().map(|c| c.id).collect::<Vec<_>>(), [competence(10), competence(11)]);
    assert_eq!(input.check(), Ok(()));
}

#[test]
fn a_target_beyond_the_scale_of_the_questionnaire_is_left_out() {
    let input = input(&frozen(9), &[]);
    assert_eq!(input.profiles.len(), 1);
    assert_eq!(input.profiles[0].keys().copied().collect::<Vec<_>>(), [competence(10)]);
}

#[test]
fn an_answer_of_an_unknown_unit_or_profile_counts_for_the_company() {
    let stray = Answered {
        unit: Some(UnitId::from_bytes([99; 16])),
        profile: Some(JobProfileId::from_bytes([99; 16])),
        answers: Answers::default(),
    };
    let input = input(&frozen(9), &[stray]);
    assert_eq!((input.respondents[0].unit, input.respondents[0].profile), (None, None));
    assert_eq!(input.check(), Ok(()));
}

#[test]
fn fewer_than_k_answers_give_no_release_and_k_give_one() {
    let one = || answered(&[("q.a.ist", Cell::Answered(2)), ("q.a.wichtig", Cell::Answered(4))]);
    let frozen = frozen(9);
    let answers = |n| (0..n).map(|_| one()).collect::<Vec<_>>();
    assert!(compute_release(&frozen, &answers(4)).unwrap().is_none());
    let release = compute_release(&frozen, &answers(5)).unwrap().unwrap();
    let company = release.cells.iter().find(|row| row.cell.kind() == CellKind::Company).unwrap();
    assert_eq!(company.label.get(weiterblick_domain::text::Language::De), "Muster");
    let key: CellKey = company.cell;
    let mean = release
        .figures
        .iter()
        .find(|row| row.cell == key && row.competence == competence(10) && row.figure == Figure::Ist);
    assert!(mean.unwrap().displayed.is_shown());
}
