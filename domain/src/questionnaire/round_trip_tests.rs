//! Properties that hold for any answers: nothing that was answered is lost or changed on its way.

use super::any_answers::changes;
use super::*;
use proptest::prelude::*;

proptest! {
    #[test]
    fn what_a_form_shows_is_what_it_posts_and_what_is_read_back(changes in changes()) {
        let definition = fixture::definition();
        let fields: Vec<_> = changes.iter().flat_map(|(key, cell)| form::fields_of(key, cell)).collect();
        for (name, _) in &fields {
            let inner = form::answer_field(name);
            prop_assert_eq!(inner.map(form::field_named), Some(name.clone()));
        }
        prop_assert_eq!(parse(&definition, &definition.keys(), &fields), Ok(changes));
    }

    #[test]
    fn stored_answers_come_back_the_same_and_have_one_spelling(changes in changes()) {
        let answers = Answers::from(changes);
        let json = canonical_json(&answers).unwrap();
        let back: Answers = serde_json::from_str(&json).unwrap();
        prop_assert_eq!(canonical_json(&back).unwrap(), json);
        prop_assert_eq!(back, answers);
    }

    #[test]
    fn no_posted_bytes_make_the_parser_panic(name in "answers\\[[a-z0-9_.]{0,20}\\]?", value in ".{0,30}") {
        let definition = fixture::definition();
        let _ = parse(&definition, &definition.keys(), &[(name, value)]);
    }

    #[test]
    fn the_markup_reader_loses_no_word_however_the_tags_are_nested(
        pieces in proptest::collection::vec(
            prop_oneof![
                proptest::sample::select(vec!["<p>", "</p>", "<br>", "<ul>", "</ol>", "<li>", "</li>", "<strong>",
                    "</strong>", "<em>", "</em>", "<script>", "<", "&", "\n\n"]).prop_map(str::to_owned),
                "[0-9]{1,3}",
            ],
            0..30,
        )
    ) {
        let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
        let source = pieces.concat();
        prop_assert_eq!(digits(&format!("{:?}", markup::parse(&source))), digits(&source));
    }
}
