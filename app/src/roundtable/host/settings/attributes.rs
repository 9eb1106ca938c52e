//! Profile questions in a form: per attribute a check box and its values, one a line (L33).

use super::api::AttributeInput;
use crate::error::FieldError;
use crate::roundtable::host::input::Fields;
use crate::roundtable::host::lines;
use crate::ui::{Check, TextArea};
use leptos::prelude::*;
use std::collections::BTreeMap;
use weiterblick_domain::roundtable::attribute::{Attribute, AttributeProblem, AttributeQuestion, check};

/// Reads the questions in the order of [`Attribute::ALL`]; those without a tick are not asked.
pub fn parse(inputs: &BTreeMap<String, AttributeInput>, fields: &mut Fields) -> Vec<AttributeQuestion> {
    let mut questions = Vec::new();
    for attribute in Attribute::ALL {
        let Some(input) = inputs.get(attribute.word()).filter(|input| !input.ask.is_empty()) else { continue };
        let question = AttributeQuestion { attribute: *attribute, values: lines::parse(&input.values) };
        if let Err(problem) = check(std::slice::from_ref(&question)) {
            let key = match problem {
                AttributeProblem::TooMany | AttributeProblem::Repeated | AttributeProblem::Values => {
                    "host.error.values"
                }
                AttributeProblem::Label => "host.error.value_label",
            };
            fields.add(FieldError::new(format!("attributes[{attribute}][values]"), key));
        }
        questions.push(question);
    }
    questions
}

/// The fields; every attribute comes with values to start from.
pub fn fields(asked: &[AttributeQuestion]) -> AnyView {
    Attribute::ALL
        .iter()
        .map(|attribute| {
            let word = attribute.word();
            let question = asked.iter().find(|question| question.attribute == *attribute);
            let values = question.map_or_else(|| t!(format!("host.attribute.{word}_values")), |question| lines::write(&question.values));
            view! {
                <div class="stack" data-gap="2">
                    <Check name=format!("attributes[{word}][ask]") label=t!(format!("host.attribute.{word}"))
                        checked=question.is_some()/>
                    <TextArea name=format!("attributes[{word}][values]") label=t!("host.attribute.values", name = t!(format!("host.attribute.{word}")))
                        hint=t!("host.attribute.values_hint") value=values rows=4/>
                </div>
            }
        })
        .collect_view()
        .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn input(ask: bool, values: &str) -> AttributeInput {
        AttributeInput { ask: if ask { "true".to_owned() } else { String::new() }, values: values.to_owned() }
    }

    #[test]
    fn only_what_is_ticked_is_asked_and_needs_two_values() {
        let inputs = BTreeMap::from([
            ("role".to_owned(), input(true, "Leitung\n\nTeam | Team member")),
            ("region".to_owned(), input(false, "Nord")),
            ("sector".to_owned(), input(true, "Metall")),
        ]);
        let mut fields = Fields::default();
        let questions = parse(&inputs, &mut fields);
        let asked: Vec<_> = questions.iter().map(|question| (question.attribute, question.values.len())).collect();
        assert_eq!(asked, [(Attribute::Role, 2), (Attribute::Sector, 1)]);
        assert_eq!(questions[0].values[1].en.as_deref(), Some("Team member"));
        let wrong: Vec<_> = fields.done().unwrap_err().fields.into_iter().map(|field| field.field).collect();
        assert_eq!(wrong, ["attributes[sector][values]"]);
    }
}
