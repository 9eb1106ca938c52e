use super::super::any::any_poll;
use super::super::fixture::rules;
use super::super::validate::{Offer, validate};
use super::*;
use proptest::prelude::*;

fn read(kind: Kind, fields: &[(&str, &str)]) -> Result<Payload, Malformed> {
    let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Payload::from_form(&rules(kind), &fields)
}

fn check(kind: Kind, fields: &[(&str, &str)], expected: Payload) {
    assert_eq!(read(kind, fields), Ok(expected), "{fields:?}");
}

#[test]
fn empty_fields_are_fields_that_were_not_filled_in() {
    check(Kind::Single, &[], Payload::Single(None));
    check(Kind::Multi, &[("o", "1"), ("o", "4")], Payload::Multi(vec![1, 4]));
    check(Kind::Scale, &[("s.1", "0"), ("s.2", "")], Payload::Scale([(1, Ok(0))].into()));
    check(Kind::Number, &[("x", " ")], Payload::Number(None));
    check(Kind::Number, &[("x", "1.234,5")], Payload::Number(Some(Ok(12_345))));
    check(Kind::Rank, &[("p.1", ""), ("p.2", "1")], Payload::Places([(2, Ok(1))].into()));
    check(
        Kind::Points,
        &[("p.1", "60"), ("p.2", "viel"), ("p.3", "1.000"), ("p.4", "2,5")],
        Payload::Points([(1, Ok(60)), (2, Err(NotANumber)), (3, Ok(1_000)), (4, Err(NotANumber))].into()),
    );
    check(Kind::Dots, &[("d.3", "1")], Payload::Dots([(3, Ok(1))].into()));
    check(
        Kind::Grid,
        &[("g.1.x", "4"), ("g.1.y", "2"), ("g.2.y", "1")],
        Payload::Grid([(1, [Some(4), Some(2)]), (2, [None, Some(1)])].into()),
    );
    check(Kind::Words, &[("w", "KI"), ("w", "")], Payload::Words(vec!["KI".to_owned(), String::new()]));
    check(Kind::Cards, &[("c.1", " "), ("c.2", "Zeit")], Payload::Cards([(2, "Zeit".to_owned())].into()));
    check(Kind::YesNo, &[("y", "false")], Payload::YesNo(Some(false)));
    check(Kind::YesNo, &[("y", "abstain")], Payload::Abstain);
}

#[test]
fn the_button_to_abstain_wins_over_fields_that_are_half_filled_in() {
    check(Kind::Points, &[("p.1", "60"), ("abstain", "true")], Payload::Abstain);
    check(Kind::Points, &[("p.1", "60"), ("abstain", "")], Payload::Points([(1, Ok(60))].into()));
}

#[test]
fn a_field_that_the_form_does_not_have_is_malformed() {
    fn check(kind: Kind, fields: &[(&str, &str)], expected: &str) {
        assert_eq!(read(kind, fields), Err(Malformed::new(expected)), "{fields:?}");
    }
    check(Kind::Single, &[("o", "1"), ("x", "2")], "x");
    check(Kind::Single, &[("o", "1"), ("o", "2")], "o");
    check(Kind::Single, &[("o", "eins")], "o");
    check(Kind::Single, &[("o", "01")], "o");
    check(Kind::Points, &[("p.0", "1")], "p.0");
    check(Kind::Points, &[("p.1", "1"), ("p.1", "2")], "p.1");
    check(Kind::Points, &[("d.1", "1")], "d.1");
    check(Kind::Grid, &[("g.1", "1")], "g.1");
    check(Kind::Grid, &[("g.1.z", "1")], "g.1.z");
    check(Kind::Grid, &[("g.1.x", "1"), ("g.1.x", "2")], "g.1.x");
    check(Kind::YesNo, &[("y", "ja")], "y");
}

proptest! {
    #[test]
    fn a_form_that_is_shown_again_holds_the_same_ballot(poll in any_poll()) {
        let offer = Offer { options: poll.options, abstain: true };
        let again = poll.ballots.iter().filter(|ballot| **ballot != Ballot::Withdrawn);
        for ballot in again.filter(|ballot| !matches!(ballot, Ballot::Answer(Answer::Cards(_)))) {
            let fields = fields_of(&poll.rules, ballot);
            let payload = Payload::from_form(&poll.rules, &fields).unwrap();
            prop_assert_eq!(&validate(&poll.rules, offer, &payload).unwrap().ballot, ballot);
        }
    }

    #[test]
    fn any_fields_are_read_or_refused(
        kind in prop::sample::select(Kind::ALL),
        fields in prop::collection::vec(("[a-z.0-9]{0,6}", ".{0,6}"), 0..4),
    ) {
        let _ = Payload::from_form(&rules(kind), &fields);
    }
}
