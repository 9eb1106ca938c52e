use super::super::{Answers, Code, fixture};
use super::*;

fn parse_all(fields: &[(&str, &str)]) -> Result<Changes, Vec<FieldError>> {
    let definition = fixture::definition();
    parse(&definition, &definition.keys(), &fixture::fields(fields))
}

/// Posts `fields` and compares the cells that are not missing, in JSON.
fn check(fields: &[(&str, &str)], expected: &str) {
    let answers: Answers = parse_all(fields).unwrap_or_else(|e| panic!("{fields:?}: {e:?}")).into();
    assert_eq!(serde_json::to_string(&answers).unwrap(), expected, "{fields:?}");
}

fn refused(fields: &[(&str, &str)], field: &str, problem: FieldProblem) {
    assert_eq!(parse_all(fields), Err(vec![FieldError { field: field.to_owned(), problem }]), "{fields:?}");
}

fn listed(code: &str) -> Picked {
    Picked::Listed(Code::parse(code).unwrap())
}

#[test]
fn every_type_reads_its_fields() {
    check(&[], "{}");
    check(&[("answers[dig.c1_1.ist]", "5")], r#"{"dig.c1_1.ist":{"answered":{"level":5}}}"#);
    check(&[("answers[dig.c1_1.interesse]", "3")], r#"{"dig.c1_1.interesse":{"answered":{"level":3}}}"#);
    check(&[("answers[dig.c1_2.ist]", "cannot_judge")], r#"{"dig.c1_2.ist":"cannot_judge"}"#);
    check(&[("answers[dig.c1_2.ist]", "not_applicable")], r#"{"dig.c1_2.ist":"not_applicable"}"#);
    check(
        &[("answers[rolle]", "lager"), ("answers[rolle.other]", "")],
        r#"{"rolle":{"answered":{"choice":{"listed":"lager"}}}}"#,
    );
    check(
        &[("answers[rolle]", "other"), ("answers[rolle.other]", " Hof ")],
        r#"{"rolle":{"answered":{"choice":{"other":{"text":"Hof"}}}}}"#,
    );
    check(&[("answers[rolle]", "other")], r#"{"rolle":{"answered":{"choice":{"other":{}}}}}"#);
    check(&[("answers[rolle]", "dont_know")], r#"{"rolle":"dont_know"}"#);
    check(
        &[("answers[anlass]", "maschine"), ("answers[anlass]", "fehler")],
        r#"{"anlass":{"answered":{"choices":{"listed":["fehler","maschine"]}}}}"#,
    );
    check(
        &[("answers[anlass]", "other"), ("answers[anlass.other]", "Umzug")],
        r#"{"anlass":{"answered":{"choices":{"listed":[],"other":{"text":"Umzug"}}}}}"#,
    );
    check(&[("answers[anlass]", "none")], r#"{"anlass":{"answered":{"choices":{"listed":[]}}}}"#);
    check(&[("answers[anlass]", "dont_know")], r#"{"anlass":"dont_know"}"#);
    check(&[("answers[thema]", " a\u{308} ")], r#"{"thema":{"answered":{"text":"ä"}}}"#);
    check(&[("answers[thema]", "  ")], "{}");
    check(&[("answers[mehr]", "a\r\n  b")], r#"{"mehr":{"answered":{"text":"a\n  b"}}}"#);
    check(&[("answers[zusage]", "no")], r#"{"zusage":{"answered":{"yes_no":false}}}"#);
}

#[test]
fn a_level_outside_its_scale_is_refused() {
    for bad in ["0", "6", "-1", "NaN", "1.5", "\0", "3\0", " 3", "dont_know", "missing", "answered"] {
        refused(&[("answers[dig.c1_1.ist]", bad)], "answers[dig.c1_1.ist]", FieldProblem::NotALevel { max: 5 });
    }
    refused(&[("answers[dig.c1_1.interesse]", "4")], "answers[dig.c1_1.interesse]", FieldProblem::NotALevel { max: 3 });
    refused(
        &[("answers[dig.c1_1.ist]", "1"), ("answers[dig.c1_1.ist]", "2")],
        "answers[dig.c1_1.ist]",
        FieldProblem::Repeated,
    );
}

#[test]
fn an_opt_out_that_is_not_offered_is_refused() {
    let mut definition = fixture::definition();
    for question in &mut definition.sections[0].questions {
        if let QuestionKind::CompetenceRating(rating) = &mut question.kind {
            rating.opt_outs.cannot_judge = false;
        }
    }
    let post = |value| parse(&definition, &definition.keys(), &fixture::fields(&[("answers[dig.c1_1.ist]", value)]));
    assert!(post("cannot_judge").is_err());
    assert!(post("not_applicable").is_ok());
    refused(&[("answers[zusage]", "cannot_judge")], "answers[zusage]", FieldProblem::NotAChoice);
}

#[test]
fn fields_of_no_question_are_refused() {
    for name in [
        "answers[x]",
        "answers[dig]",
        "answers[dig.c1_1]",
        "answers[dig.c1_1.haeufig]",
        "answers[dig.c9.ist]",
        "answers[zusage.other]",
        "answers[willkommen]",
        "b",
    ] {
        refused(&[(name, "1")], name, FieldProblem::UnknownField);
    }
}

#[test]
fn only_offered_choices_are_taken() {
    refused(&[("answers[rolle]", "hof")], "answers[rolle]", FieldProblem::NotAChoice);
    refused(&[("answers[rolle]", "none")], "answers[rolle]", FieldProblem::NotAChoice);
    refused(&[("answers[rolle]", "lager"), ("answers[rolle]", "buero")], "answers[rolle]", FieldProblem::Repeated);
    refused(&[("answers[anlass]", "hof")], "answers[anlass]", FieldProblem::NotAChoice);
    refused(&[("answers[anlass]", "")], "answers[anlass]", FieldProblem::NotAChoice);
    refused(&[("answers[anlass]", "fehler"), ("answers[anlass]", "fehler")], "answers[anlass]", FieldProblem::Repeated);
    refused(&[("answers[zusage]", "true")], "answers[zusage]", FieldProblem::NotAChoice);
}

#[test]
fn none_and_dont_know_stand_alone_and_the_error_names_both() {
    for (first, second, named) in [
        ("none", "fehler", (Picked::None, listed("fehler"))),
        ("maschine", "dont_know", (Picked::DontKnow, listed("maschine"))),
        ("dont_know", "none", (Picked::None, Picked::DontKnow)),
        ("other", "none", (Picked::None, Picked::Other)),
    ] {
        let problem = FieldProblem::NotTogether { first: named.0, second: named.1 };
        refused(&[("answers[anlass]", first), ("answers[anlass]", second)], "answers[anlass]", problem);
    }
}

#[test]
fn too_many_choices_are_refused() {
    let all = [
        ("answers[anlass]", "fehler"),
        ("answers[anlass]", "maschine"),
        ("answers[anlass]", "vorschrift"),
        ("answers[anlass]", "other"),
    ];
    refused(&all, "answers[anlass]", FieldProblem::TooMany { max: 3 });
    assert!(parse_all(&all[..3]).is_ok());
}

#[test]
fn the_text_beside_other_needs_other() {
    for chosen in ["lager", "dont_know"] {
        let fields = [("answers[rolle]", chosen), ("answers[rolle.other]", "Hof")];
        refused(&fields, "answers[rolle.other]", FieldProblem::OtherNotChosen);
    }
    refused(&[("answers[rolle.other]", "Hof")], "answers[rolle.other]", FieldProblem::OtherNotChosen);
    refused(
        &[("answers[anlass]", "none"), ("answers[anlass.other]", "x")],
        "answers[anlass.other]",
        FieldProblem::OtherNotChosen,
    );
}

#[test]
fn texts_keep_their_limits() {
    let fits = "ä".repeat(SHORT_MAX);
    let too_long = "ä".repeat(SHORT_MAX + 1);
    assert!(parse_all(&[("answers[thema]", &fits)]).is_ok());
    refused(&[("answers[thema]", &too_long)], "answers[thema]", FieldProblem::TooLong { max: SHORT_MAX });
    let other = [("answers[rolle]", "other"), ("answers[rolle.other]", too_long.as_str())];
    refused(&other, "answers[rolle.other]", FieldProblem::TooLong { max: SHORT_MAX });
    refused(&[("answers[mehr]", &"x".repeat(LONG_MAX + 1))], "answers[mehr]", FieldProblem::TooLong { max: LONG_MAX });
    refused(&[("answers[thema]", "a\nb")], "answers[thema]", FieldProblem::Control);
    refused(&[("answers[mehr]", "a\0b")], "answers[mehr]", FieldProblem::Control);
}

#[test]
fn a_page_takes_its_own_cells_and_clears_what_was_not_ticked() {
    let definition = fixture::definition();
    let keys: Vec<AnswerKey> = ["thema", "zusage"].iter().map(|key| key.parse().unwrap()).collect();
    let changes = parse(&definition, &keys, &fixture::fields(&[("answers[thema]", "x")])).unwrap();
    assert_eq!(changes.keys().cloned().collect::<Vec<_>>(), keys);
    assert_eq!(changes[&keys[1]], Cell::Missing);
    let foreign = parse(&definition, &keys, &fixture::fields(&[("answers[rolle]", "lager")])).unwrap_err();
    assert_eq!(foreign[0].problem, FieldProblem::UnknownField);
}

#[test]
fn all_errors_are_reported_at_once_in_the_order_of_asking() {
    let errors = parse_all(&[
        ("answers[x]", "1"),
        ("answers[zusage]", "x"),
        ("answers[dig.c1_1.ist]", "0"),
        ("answers[thema]", "\0"),
    ])
    .unwrap_err();
    let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["answers[dig.c1_1.ist]", "answers[thema]", "answers[zusage]", "answers[x]"]);
}
