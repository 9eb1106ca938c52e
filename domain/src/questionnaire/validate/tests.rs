use super::super::{Part, fixture};
use super::*;
use crate::text::Multilingual;

/// Spoils the sound fixture and expects exactly these problems, in debug form `place: problem`.
fn check(spoil: impl FnOnce(&mut Definition), expected: &[(Place, Problem)]) {
    let mut definition = fixture::definition();
    spoil(&mut definition);
    let found: Vec<_> = definition.problems().into_iter().map(|error| (error.place, error.problem)).collect();
    assert_eq!(found, expected);
}

fn code(text: &str) -> Code {
    Code::parse(text).unwrap()
}

fn question(text: &str) -> Place {
    Place::Question(code(text))
}

fn competence(text: &str) -> Place {
    Place::Competence { question: code("dig"), competence: code(text) }
}

fn rating(definition: &mut Definition) -> &mut CompetenceRating {
    match &mut definition.sections[0].questions[1].kind {
        QuestionKind::CompetenceRating(rating) => rating,
        other => panic!("{other:?}"),
    }
}

fn multi(definition: &mut Definition) -> &mut Multi {
    match &mut definition.sections[1].questions[1].kind {
        QuestionKind::Multi(multi) => multi,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_fixture_is_sound() {
    check(|_| {}, &[]);
}

#[test]
fn codes_are_unique_and_not_reserved() {
    check(|d| d.sections[1].code = code("koennen"), &[(Place::Section(code("koennen")), Problem::CodeRepeated)]);
    check(|d| d.sections[1].questions[2].code = code("dig"), &[(question("dig"), Problem::CodeRepeated)]);
    check(|d| d.sections[1].questions[2].code = code("state"), &[(question("state"), Problem::CodeReserved)]);
    check(|d| rating(d).competences[1].code = code("c1_1"), &[(competence("c1_1"), Problem::CodeRepeated)]);
    let other = Place::Choice { question: code("anlass"), choice: code("other") };
    check(|d| multi(d).choices[0].code = code("other"), &[(other, Problem::CodeReserved)]);
    let twice = Place::Choice { question: code("anlass"), choice: code("fehler") };
    check(|d| multi(d).choices[1].code = code("fehler"), &[(twice, Problem::CodeRepeated)]);
    let scale = Place::Scale(fixture::definition().scales[1].code.clone());
    check(|d| d.scales.push(d.scales[1].clone()), &[(scale, Problem::CodeRepeated)]);
}

#[test]
fn one_competence_is_rated_once_per_question() {
    let repeat = |d: &mut Definition| {
        let key = rating(d).competences[0].key.clone();
        rating(d).competences[1].key = key;
    };
    check(repeat, &[(competence("c1_2"), Problem::CompetenceRepeated)]);
}

#[test]
fn every_offered_language_is_complete() {
    let missing = |part, language| Problem::TextMissing { part, language };
    check(
        |d| d.sections[1].questions[0].text = Multilingual::german("Wo?"),
        &[(question("rolle"), missing(Part::Text, Language::En))],
    );
    check(
        |d| d.sections[1].questions[0].hint = Multilingual::german(" ").with(Language::En, "x"),
        &[(question("rolle"), missing(Part::Hint, Language::De))],
    );
    check(
        |d| {
            d.languages.remove(&Language::En);
            d.sections[1].questions[0].text = Multilingual::german("Wo?");
        },
        &[],
    );
    check(
        |d| {
            d.base_language = Language::En;
            d.languages.remove(&Language::En);
        },
        &[(Place::Questionnaire, Problem::BaseLanguageNotOffered)],
    );
}

#[test]
fn texts_keep_their_limits_in_every_language() {
    let text = |text: &str| Multilingual::german("x").with(Language::En, text);
    let too_long = |part, max| Problem::TextTooLong { part, language: Language::En, max };
    check(|d| d.sections[1].questions[0].text = text(&"ä".repeat(600)), &[]);
    check(
        |d| d.sections[1].questions[0].text = text(&"ä".repeat(601)),
        &[(question("rolle"), too_long(Part::Text, 600))],
    );
    check(
        |d| rating(d).competences[1].title = text(&"x".repeat(301)),
        &[(competence("c1_2"), too_long(Part::Title, 300))],
    );
    check(
        |d| d.sections[0].intro = text("a\0"),
        &[(Place::Section(code("koennen")), Problem::TextControl { part: Part::Intro, language: Language::En })],
    );
}

#[test]
fn scales_have_3_to_8_levels_and_one_size_per_rating() {
    let size = Problem::ScaleSize { min: 3, max: 8 };
    let wish = Place::Scale(fixture::definition().scales[2].code.clone());
    check(|d| d.scales[2].levels.truncate(2), &[(wish, size)]);
    check(
        |d| d.scales[1].levels.truncate(4),
        &[(question("dig"), Problem::ImportanceScaleSize { current: 5, importance: 4 })],
    );
    let three = fixture::definition().scales[2].code.clone();
    check(
        |d| rating(d).competences[1].scale = Some(three),
        &[(competence("c1_2"), Problem::MixedScaleSizes { first: 5, second: 3 })],
    );
    let unknown = fixture::definition().scales[2].code.clone();
    check(
        |d| {
            d.scales.pop();
        },
        &[(question("dig"), Problem::UnknownScale { scale: unknown })],
    );
    check(
        |d| {
            rating(d).facets.remove(&Facet::Current);
        },
        &[(question("dig"), Problem::CurrentNotAsked)],
    );
}

#[test]
fn anchors_are_none_or_all() {
    check(
        |d| rating(d).competences[0].anchors.truncate(4),
        &[(competence("c1_1"), Problem::AnchorCount { found: 4, levels: 5 })],
    );
    check(
        |d| rating(d).competences[0].anchors[2] = Multilingual::default(),
        &[(competence("c1_1"), Problem::AnchorsIncomplete)],
    );
    check(
        |d| {
            rating(d).show_anchors = false;
            rating(d).competences[0].anchors[2] = Multilingual::default();
        },
        &[],
    );
}

#[test]
fn choices_and_their_range_fit_together() {
    check(
        |d| multi(d).choices.truncate(1),
        &[
            (question("anlass"), Problem::TooFewChoices { min: 2 }),
            (question("anlass"), Problem::ImpossibleRange { offered: 2 }),
        ],
    );
    for (min, max) in [(Some(0), None), (Some(3), Some(2)), (None, Some(5)), (Some(5), None), (None, Some(0))] {
        let spoil = |d: &mut Definition| (multi(d).min, multi(d).max) = (min, max);
        check(spoil, &[(question("anlass"), Problem::ImpossibleRange { offered: 4 })]);
    }
    check(|d| (multi(d).min, multi(d).max) = (Some(4), Some(4)), &[]);
    let many = |d: &mut Definition| {
        let first = multi(d).choices[0].clone();
        multi(d).choices =
            (0..101).map(|n| Choice { code: code(&format!("w{n}")), label: first.label.clone() }).collect();
    };
    check(many, &[(question("anlass"), Problem::TooManyChoices { max: 100 })]);
}

#[test]
fn sizes_are_limited() {
    check(|d| d.sections.clear(), &[(Place::Questionnaire, Problem::NothingToAnswer)]);
    check(|d| d.sections[1].questions.clear(), &[(Place::Section(code("anlaesse")), Problem::NoQuestion)]);
    check(|d| rating(d).competences.clear(), &[(question("dig"), Problem::NoCompetence)]);
    let fill = |d: &mut Definition, total: usize| {
        let short = d.sections[1].questions[2].clone();
        let missing = total - d.questions().count();
        d.sections[1]
            .questions
            .extend((0..missing).map(|n| Question { code: code(&format!("q{n}")), ..short.clone() }));
    };
    check(|d| fill(d, 200), &[]);
    check(|d| fill(d, 201), &[(Place::Questionnaire, Problem::TooManyQuestions { max: 200 })]);
    let rows = |d: &mut Definition, rows: usize| {
        let row = rating(d).competences[1].clone();
        let key = |n: usize| crate::text::Line::parse(&n.to_string()).unwrap();
        rating(d).competences = (0..rows)
            .map(|n| {
                let mut row = row.clone();
                (row.code, row.key.code) = (code(&format!("c{n}")), key(n));
                row
            })
            .collect();
    };
    check(|d| rows(d, 60), &[]);
    check(|d| rows(d, 61), &[(question("dig"), Problem::TooManyRows { max: 60 })]);
    let blocks = |d: &mut Definition| {
        rows(d, 60);
        let block = d.sections[0].questions[1].clone();
        d.sections[0].questions.push(Question { code: code("dig2"), ..block.clone() });
        d.sections[0].questions.push(Question { code: code("dig3"), ..block });
    };
    check(blocks, &[(Place::Questionnaire, Problem::TooManyRatedCompetences { max: 120 })]);
}
