//! A ballot as a form posts it: the fields around it by name, all others as they came, repeated ones included.

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Names and values of the answer.
///
/// It has no `Debug` that shows what was answered, so that no log line can hold it by accident.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PostedBallot(pub Vec<(String, String)>);

impl fmt::Debug for PostedBallot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} fields", self.0.len())
    }
}

impl Serialize for PostedBallot {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, value)| (name, value)))
    }
}

impl<'de> Deserialize<'de> for PostedBallot {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(FieldsVisitor)
    }
}

struct FieldsVisitor;

impl<'de> Visitor<'de> for FieldsVisitor {
    type Value = PostedBallot;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("fields of a ballot")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PostedBallot, A::Error> {
        let mut fields = Vec::new();
        while let Some((name, values)) = map.next_entry::<String, Values>()? {
            fields.extend(values.0.into_iter().map(|value| (name.clone(), value)));
        }
        Ok(PostedBallot(fields))
    }
}

/// One value or several.
struct Values(Vec<String>);

impl<'de> Deserialize<'de> for Values {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValuesVisitor)
    }
}

struct ValuesVisitor;

impl<'de> Visitor<'de> for ValuesVisitor {
    type Value = Values;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or several")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Values, E> {
        Ok(Values(vec![value.to_owned()]))
    }

    /// An empty field.
    fn visit_unit<E: Error>(self) -> Result<Values, E> {
        self.visit_str("")
    }

    fn visit_none<E: Error>(self) -> Result<Values, E> {
        self.visit_str("")
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Values, D::Error> {
        Values::deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Values, A::Error> {
        let mut values = Vec::new();
        while let Some(value) = seq.next_element::<Option<String>>()? {
            values.push(value.unwrap_or_default());
        }
        Ok(Values(values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strict::Strict;

    #[derive(Deserialize)]
    struct Form {
        round: String,
        #[serde(flatten)]
        answer: PostedBallot,
    }

    fn check(body: &str, expected: &[(&str, &str)]) {
        let config = serde_qs::Config::new().use_form_encoding(true);
        let form = config.deserialize_str::<Strict<Form>>(body).unwrap_or_else(|error| panic!("{body}: {error}"));
        let mut expected: Vec<_> = expected.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        let mut found = form.0.answer.0;
        // Only values of one name have an order.
        found.sort_by(|a, b| a.0.cmp(&b.0));
        expected.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!((form.0.round.as_str(), found), ("r", expected), "{body}");
    }

    #[test]
    fn fields_are_read_as_browsers_send_them() {
        check("round=r", &[]);
        check("round=r&o=3", &[("o", "3")]);
        check("o=4&round=r&o=1", &[("o", "4"), ("o", "1")]);
        check("round=r&s.1=4&s.2=", &[("s.1", "4"), ("s.2", "")]);
        check("round=r&w=KI&w=&w=F%C3%BChrung+%26+mehr", &[("w", "KI"), ("w", ""), ("w", "Führung & mehr")]);
        check("round=r&c.1=eins%0D%0Azwei%5Bdrei%5D", &[("c.1", "eins\r\nzwei[drei]")]);
    }

    #[test]
    fn a_log_line_shows_no_answer() {
        assert_eq!(format!("{:?}", PostedBallot(vec![("o".to_owned(), "geheim".to_owned())])), "1 fields");
    }
}
