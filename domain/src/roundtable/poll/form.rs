//! Ballots that arrive as form fields, with scripts off (live.md L16, §5 No-script). Rendering and reading both ask here,
//! so they cannot disagree.

use super::number::parse;
use super::payload::{Amounts, NotANumber, Payload};
use super::{Answer, Ballot, Kind, Malformed, OptionNo, Rules};
use crate::insight::Decimal;
use std::collections::BTreeMap;

/// Field with the value [`TRUE`] by which a voice abstains, whatever the other fields hold: it is a button.
pub const ABSTAIN: &str = "abstain";
pub const TRUE: &str = "true";
pub const FALSE: &str = "false";
/// Single choice, and repeated for multiple choice: the option's number.
pub const OPTION: &str = "o";
/// A number as people type it.
pub const NUMBER: &str = "x";
/// A word; repeated.
pub const WORD: &str = "w";
/// [`TRUE`], [`FALSE`] or [`ABSTAIN`].
pub const YES_NO: &str = "y";

/// `s.1`: the step of a statement.
pub fn step_field(statement: OptionNo) -> String {
    format!("s.{statement}")
}

/// `p.3`: points of an option, in a ranking its place.
pub fn points_field(option: OptionNo) -> String {
    format!("p.{option}")
}

/// `d.3`: dots of an option.
pub fn dots_field(option: OptionNo) -> String {
    format!("d.{option}")
}

/// `g.1.x` and `g.1.y`: the position of an item.
pub fn position_fields(item: OptionNo) -> [String; 2] {
    [format!("g.{item}.x"), format!("g.{item}.y")]
}

/// `c.1`: the text of a card.
pub fn card_field(slot: u8) -> String {
    format!("c.{slot}")
}

impl Payload {
    /// Reads the fields of a ballot; those of the request around it (round, key) are not among them. A field without
    /// content is one that was not filled in.
    ///
    /// # Errors
    /// [`Malformed`] with a field that the form of this poll type does not have, or has once and came twice, or holds
    /// something that its radios and selects do not offer.
    pub fn from_form(rules: &Rules, fields: &[(String, String)]) -> Result<Self, Malformed> {
        if fields.iter().any(|(name, value)| name == ABSTAIN && value == TRUE) {
            return Ok(Self::Abstain);
        }
        let form = Form(fields);
        Ok(match rules {
            Rules::Single(_) => Self::Single(form.only(OPTION)?.map(|value| option(OPTION, value)).transpose()?),
            Rules::Multi(_) => {
                let values = form.repeated(OPTION)?.into_iter().filter(|value| !value.is_empty());
                Self::Multi(values.map(|value| option(OPTION, value)).collect::<Result<_, _>>()?)
            }
            Rules::Scale(_) => Self::Scale(form.amounts("s.")?),
            Rules::Number(rules) => Self::Number(form.only(NUMBER)?.map(|value| parse(value, rules.decimals))),
            Rules::Rank(_) => Self::Places(form.amounts("p.")?),
            Rules::Points(_) => Self::Points(form.amounts("p.")?),
            Rules::Dots(_) => Self::Dots(form.amounts("d.")?),
            Rules::Grid(_) => Self::Grid(form.positions()?),
            Rules::Words(_) => Self::Words(form.repeated(WORD)?.into_iter().map(str::to_owned).collect()),
            Rules::Cards(_) => {
                let texts = form.numbered("c.")?.into_iter();
                Self::Cards(texts.map(|(slot, text)| (slot, text.to_owned())).collect())
            }
            Rules::YesNo(_) => match form.only(YES_NO)? {
                None => Self::YesNo(None),
                Some(TRUE) => Self::YesNo(Some(true)),
                Some(FALSE) => Self::YesNo(Some(false)),
                Some(ABSTAIN) => Self::Abstain,
                Some(_) => return Err(Malformed::new(YES_NO)),
            },
        })
    }
}

fn option(field: &str, value: &str) -> Result<i64, Malformed> {
    positive(value).ok_or_else(|| Malformed::new(field))
}

/// A positive number in its shortest form.
fn positive(text: &str) -> Option<i64> {
    text.parse::<i64>().ok().filter(|number| *number > 0 && number.to_string() == text)
}

struct Form<'a>(&'a [(String, String)]);

impl<'a> Form<'a> {
    /// All values of the form's one name.
    fn repeated(&self, name: &str) -> Result<Vec<&'a str>, Malformed> {
        let value = |(field, value): &'a (String, String)| {
            if field == name { Ok(value.as_str()) } else { Err(Malformed::new(field)) }
        };
        self.0.iter().filter(|(field, _)| field != ABSTAIN).map(value).collect()
    }

    /// The value of the form's one field, `None` when it is empty or not there.
    fn only(&self, name: &str) -> Result<Option<&'a str>, Malformed> {
        match self.repeated(name)?.as_slice() {
            [] => Ok(None),
            [value] => Ok(Some(*value).filter(|value| !value.trim().is_empty())),
            _ => Err(Malformed::new(name)),
        }
    }

    /// The values of fields that are a prefix and a number, without empty ones.
    fn numbered(&self, prefix: &str) -> Result<BTreeMap<i64, &'a str>, Malformed> {
        let mut values = BTreeMap::new();
        for (field, value) in self.0.iter().filter(|(field, _)| field != ABSTAIN) {
            let number = field.strip_prefix(prefix).and_then(positive).ok_or_else(|| Malformed::new(field))?;
            if values.insert(number, value.as_str()).is_some() {
                return Err(Malformed::new(field));
            }
        }
        values.retain(|_, value| !value.trim().is_empty());
        Ok(values)
    }

    fn amounts(&self, prefix: &str) -> Result<Amounts, Malformed> {
        Ok(self.numbered(prefix)?.into_iter().map(|(number, value)| (number, whole(value))).collect())
    }

    fn positions(&self) -> Result<BTreeMap<i64, [Option<i64>; 2]>, Malformed> {
        let mut positions: BTreeMap<i64, [Option<i64>; 2]> = BTreeMap::new();
        let mut seen = std::collections::BTreeSet::new();
        for (field, value) in self.0.iter().filter(|(field, _)| field != ABSTAIN) {
            let malformed = || Malformed::new(field);
            let (item, axis) = field.strip_prefix("g.").and_then(|rest| rest.split_once('.')).ok_or_else(malformed)?;
            let at = ["x", "y"].iter().position(|known| *known == axis).ok_or_else(malformed)?;
            let item = positive(item).ok_or_else(malformed)?;
            if !seen.insert(field) {
                return Err(malformed());
            }
            if !value.is_empty() {
                positions.entry(item).or_default()[at] = Some(option(field, value)?);
            }
        }
        Ok(positions)
    }
}

fn whole(text: &str) -> Result<i64, NotANumber> {
    parse(text, 0).map_err(|_| NotANumber)
}

/// The fields that a browser would post for this ballot: what to tick and to fill in when the form is shown again. Texts
/// of cards are not part of a ballot.
pub fn fields_of(rules: &Rules, ballot: &Ballot) -> Vec<(String, String)> {
    let answer = match ballot {
        Ballot::Withdrawn => return Vec::new(),
        Ballot::Abstain if rules.kind() == Kind::YesNo => return vec![(YES_NO.to_owned(), ABSTAIN.to_owned())],
        Ballot::Abstain => return vec![(ABSTAIN.to_owned(), TRUE.to_owned())],
        Ballot::Answer(answer) => answer,
    };
    match answer {
        Answer::Single(option) => vec![(OPTION.to_owned(), option.to_string())],
        Answer::Multi(options) => options.iter().map(|option| (OPTION.to_owned(), option.to_string())).collect(),
        Answer::Scale(steps) => steps.iter().map(|(s, step)| (step_field(*s), step.to_string())).collect(),
        Answer::Number(units) => {
            let decimals = if let Rules::Number(rules) = rules { rules.decimals } else { 0 };
            let german = Decimal::new(*units, decimals).to_string().replace('.', ",");
            vec![(NUMBER.to_owned(), german)]
        }
        Answer::Rank(ranking) => {
            (1..).zip(ranking).map(|(place, option): (u8, _)| (points_field(*option), place.to_string())).collect()
        }
        Answer::Points(points) => points.iter().map(|(o, amount)| (points_field(*o), amount.to_string())).collect(),
        Answer::Dots(dots) => dots.iter().map(|(o, amount)| (dots_field(*o), amount.to_string())).collect(),
        Answer::Grid(positions) => positions
            .iter()
            .flat_map(|(item, position)| position_fields(*item).into_iter().zip(position.map(|step| step.to_string())))
            .collect(),
        Answer::Words(words) => words.iter().map(|word| (WORD.to_owned(), word.text().to_owned())).collect(),
        Answer::Cards(_) => Vec::new(),
        Answer::YesNo(yes) => vec![(YES_NO.to_owned(), if *yes { TRUE } else { FALSE }.to_owned())],
    }
}

#[cfg(test)]
mod tests;
