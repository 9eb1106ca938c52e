//! Ballots that arrive as JSON (live.md §4, §14).

use super::number::NumberError;
use super::payload::{Amounts, NotANumber, Payload};
use super::{Kind, Malformed};
use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use std::collections::BTreeMap;
use std::fmt;

impl Payload {
    /// Reads the member `v` of a ballot, such as `{"o":3}`, or `{"abstain":true}`.
    ///
    /// # Errors
    /// [`Malformed`] with the member that does not fit: broken JSON, a member that is unknown, missing or there twice, a
    /// value of the wrong type (so nothing is ever deeper than the type's own form).
    pub fn from_json(kind: Kind, text: &str) -> Result<Self, Malformed> {
        let node: Node = serde_json::from_str(text).map_err(|_| Malformed::new(Malformed::WHOLE))?;
        let Node::Object(members) = node else { return Err(Malformed::new(Malformed::WHOLE)) };
        let mut answer = None;
        let mut abstain = false;
        for (name, member) in members {
            match (name.as_str(), member) {
                ("abstain", Node::Bool(given)) => abstain = given,
                (known, member) if known == kind.member() => answer = Some(member),
                (unknown, _) => return Err(Malformed::new(unknown)),
            }
        }
        match answer {
            Some(_) if abstain => Err(Malformed::new(kind.member())),
            Some(answer) => read(kind, answer),
            None if abstain => Ok(Self::Abstain),
            None => Err(Malformed::new(kind.member())),
        }
    }
}

fn read(kind: Kind, node: Node) -> Result<Payload, Malformed> {
    let member = kind.member();
    Ok(match kind {
        Kind::Single => Payload::Single(Some(option(node, member)?)),
        Kind::Multi => Payload::Multi(list(node, member, option)?),
        Kind::Scale => Payload::Scale(amounts(node, member)?),
        Kind::Number => Payload::Number(Some(amount(node, member)?.map_err(|NotANumber| NumberError::NotANumber))),
        Kind::Rank => Payload::Ranking(list(node, member, option)?),
        Kind::Points => Payload::Points(amounts(node, member)?),
        Kind::Dots => Payload::Dots(amounts(node, member)?),
        Kind::Grid => Payload::Grid(object(node, member, position)?),
        Kind::Words => Payload::Words(list(node, member, text)?),
        Kind::Cards => Payload::Cards(object(node, member, text)?),
        Kind::YesNo => match node {
            Node::Bool(yes) => Payload::YesNo(Some(yes)),
            _ => return Err(Malformed::new(member)),
        },
    })
}

/// A whole number that names an option; any other number is malformed.
fn option(node: Node, field: &str) -> Result<i64, Malformed> {
    match node {
        Node::Integer(number) => Ok(number),
        _ => Err(Malformed::new(field)),
    }
}

/// A number that should be whole; whether it is, is the answer's rule and no malformation.
fn amount(node: Node, field: &str) -> Result<Result<i64, NotANumber>, Malformed> {
    match node {
        Node::Integer(number) => Ok(Ok(number)),
        Node::Fraction => Ok(Err(NotANumber)),
        _ => Err(Malformed::new(field)),
    }
}

fn amounts(node: Node, field: &str) -> Result<Amounts, Malformed> {
    object(node, field, amount)
}

fn position(node: Node, field: &str) -> Result<[Option<i64>; 2], Malformed> {
    match list(node, field, option)?.as_slice() {
        [x, y] => Ok([Some(*x), Some(*y)]),
        _ => Err(Malformed::new(field)),
    }
}

fn text(node: Node, field: &str) -> Result<String, Malformed> {
    match node {
        Node::Text(text) => Ok(text),
        _ => Err(Malformed::new(field)),
    }
}

type Read<T> = fn(Node, &str) -> Result<T, Malformed>;

fn list<T>(node: Node, field: &str, read: Read<T>) -> Result<Vec<T>, Malformed> {
    let Node::List(items) = node else { return Err(Malformed::new(field)) };
    items.into_iter().map(|item| read(item, field)).collect()
}

/// An object whose keys are positive numbers in their shortest form, so that none can be there twice.
fn object<T>(node: Node, field: &str, read: Read<T>) -> Result<BTreeMap<i64, T>, Malformed> {
    let Node::Object(members) = node else { return Err(Malformed::new(field)) };
    let members = members.into_iter().map(|(name, member)| {
        let field = format!("{field}.{name}");
        let number = name.parse::<i64>().ok().filter(|number| *number > 0 && number.to_string() == name);
        Ok((number.ok_or_else(|| Malformed::new(&field))?, read(member, &field)?))
    });
    members.collect()
}

/// JSON as it was written; a name that is there twice is an error.
enum Node {
    Null,
    Bool(bool),
    Integer(i64),
    /// A number with a fraction, or too great for a whole one.
    Fraction,
    Text(String),
    List(Vec<Node>),
    Object(BTreeMap<String, Node>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(i64::try_from(value).map_or(Node::Fraction, Node::Integer))
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Fraction)
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Node, A::Error> {
        let mut object: BTreeMap<String, Node> = BTreeMap::new();
        while let Some((name, member)) = members.next_entry()? {
            if object.insert(name, member).is_some() {
                return Err(A::Error::custom("a name twice"));
            }
        }
        Ok(Node::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(kind: Kind, text: &str, expected: Result<Payload, &str>) {
        assert_eq!(Payload::from_json(kind, text), expected.map_err(Malformed::new), "{text}");
    }

    #[test]
    fn each_type_has_its_own_form() {
        check(Kind::Single, r#"{"o":3}"#, Ok(Payload::Single(Some(3))));
        check(Kind::Multi, r#"{"o":[4,1,4]}"#, Ok(Payload::Multi(vec![4, 1, 4])));
        check(Kind::Scale, r#"{"s":{"1":4,"2":0}}"#, Ok(Payload::Scale([(1, Ok(4)), (2, Ok(0))].into())));
        check(Kind::Number, r#"{"x":1250}"#, Ok(Payload::Number(Some(Ok(1250)))));
        check(Kind::Rank, r#"{"r":[5,2,9]}"#, Ok(Payload::Ranking(vec![5, 2, 9])));
        check(Kind::Points, r#"{"p":{"3":60,"7":-40}}"#, Ok(Payload::Points([(3, Ok(60)), (7, Ok(-40))].into())));
        check(Kind::Dots, r#"{"d":{"3":2}}"#, Ok(Payload::Dots([(3, Ok(2))].into())));
        check(Kind::Grid, r#"{"g":{"1":[4,2]}}"#, Ok(Payload::Grid([(1, [Some(4), Some(2)])].into())));
        check(Kind::Words, r#"{"w":["KI",""]}"#, Ok(Payload::Words(vec!["KI".to_owned(), String::new()])));
        check(Kind::Cards, r#"{"c":{"2":"Zeit"}}"#, Ok(Payload::Cards([(2, "Zeit".to_owned())].into())));
        check(Kind::YesNo, r#"{"y":false}"#, Ok(Payload::YesNo(Some(false))));
        for kind in Kind::ALL {
            check(*kind, r#"{"abstain":true}"#, Ok(Payload::Abstain));
        }
    }

    #[test]
    fn numbers_that_are_not_whole_are_refused_by_the_rules_and_not_as_malformed() {
        for text in ["1e308", "12.5", "99999999999999999999", "-1e5"] {
            check(Kind::Number, &format!(r#"{{"x":{text}}}"#), Ok(Payload::Number(Some(Err(NumberError::NotANumber)))));
        }
        check(Kind::Points, r#"{"p":{"3":0.5}}"#, Ok(Payload::Points([(3, Err(NotANumber))].into())));
    }

    #[test]
    fn what_does_not_fit_is_named() {
        for broken in ["", "{", "null", "3", "[]", "\"o\"", r#"{"o":3}x"#, r#"{"o":3,"o":4}"#, r#"{"o":NaN}"#] {
            check(Kind::Single, broken, Err("v"));
        }
        check(Kind::Single, "{}", Err("o"));
        check(Kind::Single, r#"{"x":3}"#, Err("x"));
        check(Kind::Single, r#"{"o":3,"extra":1}"#, Err("extra"));
        check(Kind::Single, r#"{"o":3,"abstain":true}"#, Err("o"));
        check(Kind::Single, r#"{"abstain":false}"#, Err("o"));
        check(Kind::Single, r#"{"abstain":1}"#, Err("abstain"));
        for wrong in ["\"3\"", "[3]", "3.0", "null", "{}", "true", "99999999999999999999"] {
            check(Kind::Single, &format!(r#"{{"o":{wrong}}}"#), Err("o"));
        }
        check(Kind::Multi, r#"{"o":3}"#, Err("o"));
        check(Kind::Multi, r#"{"o":[[1]]}"#, Err("o"));
        check(Kind::Number, r#"{"x":"1"}"#, Err("x"));
        for key in ["01", "0", "-1", "+1", "a", "", "1.0", "99999999999999999999"] {
            check(Kind::Points, &format!(r#"{{"p":{{"{key}":1}}}}"#), Err(&format!("p.{key}")));
        }
        check(Kind::Points, r#"{"p":{"1":1,"1":2}}"#, Err("v"));
        check(Kind::Points, r#"{"p":{"1":"1"}}"#, Err("p.1"));
        check(Kind::Grid, r#"{"g":{"1":[4]}}"#, Err("g.1"));
        check(Kind::Grid, r#"{"g":{"1":[4,2,1]}}"#, Err("g.1"));
        check(Kind::Grid, r#"{"g":{"1":[4,null]}}"#, Err("g.1"));
        check(Kind::Words, r#"{"w":[1]}"#, Err("w"));
        check(Kind::Cards, r#"{"c":["a"]}"#, Err("c"));
        check(Kind::YesNo, r#"{"y":1}"#, Err("y"));
        check(Kind::YesNo, &format!(r#"{{"y":{}1{}}}"#, "[".repeat(9), "]".repeat(9)), Err("y"));
        check(Kind::YesNo, &format!(r#"{{"y":{}"#, "[".repeat(20_000)), Err("v"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in ".{0,40}", kind in prop::sample::select(Kind::ALL)) {
            let _ = Payload::from_json(kind, &text);
        }
    }
}
