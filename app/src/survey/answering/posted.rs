//! Answers as a form posts them: `answers[rolle]=buero`, boxes that repeat included.

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use weiterblick_domain::questionnaire::form;

/// Pairs of the name inside `answers[…]` and a value, in the order of the names; values of one name as they came.
///
/// It has no `Debug` that shows what was answered, so that no log line can hold it by accident.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PostedAnswers(Vec<(String, String)>);

impl PostedAnswers {
    /// The answer fields among all fields of a form.
    pub fn of_form(fields: impl IntoIterator<Item = (String, String)>) -> Self {
        let answer = |(name, value): (String, String)| Some((form::answer_field(&name)?.to_owned(), value));
        let mut pairs: Vec<_> = fields.into_iter().filter_map(answer).collect();
        // Stable: boxes of one name keep their order.
        pairs.sort_by(|a, b| a.0.cmp(&b.0));
        Self(pairs)
    }

    /// Names and values as `domain::questionnaire::parse` reads them.
    pub fn fields(&self) -> Vec<(String, String)> {
        self.0.iter().map(|(inner, value)| (form::field_named(inner), value.clone())).collect()
    }
}

impl fmt::Debug for PostedAnswers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} answers", self.0.len())
    }
}

impl Serialize for PostedAnswers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let groups = self.0.chunk_by(|a, b| a.0 == b.0);
        serializer.collect_map(groups.map(|group| {
            let name = group.first().map_or("", |(name, _)| name);
            (name, group.iter().map(|(_, value)| value).collect::<Vec<_>>())
        }))
    }
}

impl<'de> Deserialize<'de> for PostedAnswers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(PairsVisitor)
    }
}

struct PairsVisitor;

impl<'de> Visitor<'de> for PairsVisitor {
    type Value = PostedAnswers;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("answers by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<PostedAnswers, A::Error> {
        let mut pairs = Vec::new();
        while let Some((name, values)) = map.next_entry::<String, Values>()? {
            pairs.extend(values.0.into_iter().map(|value| (name.clone(), value)));
        }
        pairs.sort_by(|a: &(String, String), b| a.0.cmp(&b.0));
        Ok(PostedAnswers(pairs))
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
        while let Some(value) = seq.next_element::<String>()? {
            values.push(value);
        }
        Ok(Values(values))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::strict::Strict;

    #[derive(Serialize, Deserialize)]
    struct Form {
        page: String,
        #[serde(default)]
        answers: PostedAnswers,
    }

    /// Reads a body as the server function does.
    fn read(body: &str) -> Result<Vec<(String, String)>, serde_qs::Error> {
        let config = serde_qs::Config::new().use_form_encoding(true);
        config.deserialize_str::<Strict<Form>>(body).map(|form| form.0.answers.fields())
    }

    fn check(body: &str, expected: &[(&str, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        assert_eq!(read(body).unwrap(), expected, "{body}");
    }

    #[test]
    fn a_form_without_script_is_read_as_browsers_send_it() {
        check("page=1", &[]);
        check("page=1&answers%5Brolle%5D=buero", &[("answers[rolle]", "buero")]);
        check("answers%5Bdig.c1_1.ist%5D=3&page=1", &[("answers[dig.c1_1.ist]", "3")]);
        check("page=1&answers%5Bthema%5D=", &[("answers[thema]", "")]);
        check("page=1&answers%5Bthema%5D=a+b%26c%5Bd%5D", &[("answers[thema]", "a b&c[d]")]);
    }

    #[test]
    fn boxes_that_repeat_keep_all_their_values() {
        check(
            "page=1&answers%5Banlass%5D=fehler&answers%5Banlass%5D=other&answers%5Banlass.other%5D=x",
            &[("answers[anlass]", "fehler"), ("answers[anlass]", "other"), ("answers[anlass.other]", "x")],
        );
        check(
            "page=1&answers[a]=1&answers[a]=&answers[a]=3",
            &[("answers[a]", "1"), ("answers[a]", ""), ("answers[a]", "3")],
        );
    }

    #[test]
    fn other_fields_stay_forbidden() {
        assert!(read("page=1&answer%5Brolle%5D=buero").is_err());
        assert!(read("page=1&answers%5Brolle%5D%5Bx%5D=y").is_err());
    }

    #[test]
    fn what_script_sends_is_what_a_form_sends() {
        let fields = [("page", "1"), ("answers[b]", "2"), ("answers[a]", "x"), ("answers[b]", "1"), ("answers[c]", "")];
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let form = Form { page: "1".to_owned(), answers: PostedAnswers::of_form(fields) };
        let body = serde_qs::to_string(&form).unwrap();
        check(&body, &[("answers[a]", "x"), ("answers[b]", "2"), ("answers[b]", "1"), ("answers[c]", "")]);
    }

    #[test]
    fn a_log_line_shows_no_answer() {
        let answers = PostedAnswers::of_form([("answers[a]".to_owned(), "geheim".to_owned())]);
        assert_eq!(format!("{answers:?}"), "1 answers");
    }
}
