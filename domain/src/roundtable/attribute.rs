//! Profile attributes: coarse codes by which results may be split (live.md L33). No free attribute, no name, no date.

use super::limits::{ATTRIBUTE_VALUES, NAME_MAX, PROFILE_ATTRIBUTES_MAX};
use super::poll::Wording;
use crate::questionnaire::words;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

words! {
    /// What a profile may say.
    Attribute {
        /// Size of the company.
        SizeClass = "size_class",
        Role = "role",
        Sector = "sector",
        Region = "region",
    }
}

/// A coarse value: 1 to 8 in the order in which the values are offered, 0 for "keine Angabe".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct ValueCode(u8);

/// A number that no value has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the code of a value")]
pub struct InvalidValueCode;

impl ValueCode {
    pub const NOT_STATED: Self = Self(0);

    pub const fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for ValueCode {
    type Error = InvalidValueCode;

    fn try_from(code: u8) -> Result<Self, InvalidValueCode> {
        if usize::from(code) <= *ATTRIBUTE_VALUES.end() { Ok(Self(code)) } else { Err(InvalidValueCode) }
    }
}

impl From<ValueCode> for u8 {
    fn from(code: ValueCode) -> Self {
        code.0
    }
}

/// What one voice said about itself. As text one digit per attribute in the order of [`Attribute::ALL`], the
/// `segment` of a ballot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Profile([ValueCode; Attribute::ALL.len()]);

/// A text that is no profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a profile")]
pub struct InvalidProfile;

impl Profile {
    /// Of everybody who was not asked: paper, tables, raised hands (L35).
    pub const NOTHING_STATED: Self = Self([ValueCode::NOT_STATED; Attribute::ALL.len()]);

    pub const fn get(&self, attribute: Attribute) -> ValueCode {
        self.0[attribute as usize]
    }

    #[must_use]
    pub const fn with(mut self, attribute: Attribute, value: ValueCode) -> Self {
        self.0[attribute as usize] = value;
        self
    }

    /// The profile of what was stated at join; what was not stated, or was not asked, is 0.
    ///
    /// # Errors
    /// [`UnknownValue`] for a value that its question does not offer.
    pub fn stated(questions: &[AttributeQuestion], stated: &[(Attribute, ValueCode)]) -> Result<Self, UnknownValue> {
        let mut profile = Self::NOTHING_STATED;
        for question in questions {
            let attribute = question.attribute;
            for (_, value) in stated.iter().filter(|(of, _)| *of == attribute) {
                if usize::from(value.get()) > question.values.len() {
                    return Err(UnknownValue { attribute });
                }
                profile = profile.with(attribute, *value);
            }
        }
        Ok(profile)
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|value| write!(f, "{}", value.0))
    }
}

impl FromStr for Profile {
    type Err = InvalidProfile;

    fn from_str(text: &str) -> Result<Self, InvalidProfile> {
        let digit = |byte: &u8| byte.checked_sub(b'0').and_then(|code| ValueCode::try_from(code).ok());
        let values: Option<Vec<ValueCode>> = text.as_bytes().iter().map(digit).collect();
        values.and_then(|values| values.try_into().ok()).map(Self).ok_or(InvalidProfile)
    }
}

/// A value that the question of this attribute does not offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{attribute} has no such value")]
pub struct UnknownValue {
    pub attribute: Attribute,
}

/// A question asked once, at join. "keine Angabe" is always offered and is not among the values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeQuestion {
    pub attribute: Attribute,
    /// Labels of the values 1, 2, ….
    pub values: Vec<Wording>,
}

words! {
    /// What stands against asking these questions.
    AttributeProblem {
        /// More than four questions.
        TooMany = "too_many",
        /// An attribute asked twice.
        Repeated = "repeated",
        /// Not 2 to 8 values.
        Values = "values",
        /// A label is empty or longer than 200 characters.
        Label = "label",
    }
}

/// Checks the questions of an event.
///
/// # Errors
/// The first [`AttributeProblem`].
pub fn check(questions: &[AttributeQuestion]) -> Result<(), AttributeProblem> {
    if questions.len() > PROFILE_ATTRIBUTES_MAX {
        return Err(AttributeProblem::TooMany);
    }
    for (index, question) in questions.iter().enumerate() {
        if questions[..index].iter().any(|earlier| earlier.attribute == question.attribute) {
            return Err(AttributeProblem::Repeated);
        }
        if !ATTRIBUTE_VALUES.contains(&question.values.len()) {
            return Err(AttributeProblem::Values);
        }
        let is_label = |text: &str| !text.trim().is_empty() && text.chars().count() <= NAME_MAX;
        if !question.values.iter().flat_map(Wording::versions).all(is_label) {
            return Err(AttributeProblem::Label);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn question(attribute: Attribute, labels: &[&str]) -> AttributeQuestion {
        AttributeQuestion { attribute, values: labels.iter().copied().map(Wording::german).collect() }
    }

    fn code(code: u8) -> ValueCode {
        ValueCode::try_from(code).unwrap()
    }

    #[test]
    fn a_profile_survives_its_four_digits() {
        let profile = Profile::default().with(Attribute::Region, code(8)).with(Attribute::Role, code(2));
        assert_eq!(profile.to_string(), "0208");
        assert_eq!("0208".parse(), Ok(profile));
        let values = Attribute::ALL.iter().map(|attribute| profile.get(*attribute).get());
        assert_eq!(values.collect::<Vec<_>>(), [0, 2, 0, 8]);
        for bad in ["", "000", "00000", "0009", "00a0", "00é"] {
            assert_eq!(bad.parse::<Profile>(), Err(InvalidProfile), "{bad}");
        }
    }

    #[test]
    fn only_what_was_asked_and_offered_is_stated() {
        let asked = [question(Attribute::SizeClass, &["1–9", "10–49"])];
        let check = |stated: &[(Attribute, ValueCode)]| Profile::stated(&asked, stated).map(|p| p.to_string());
        assert_eq!(check(&[]).as_deref(), Ok("0000"));
        assert_eq!(check(&[(Attribute::SizeClass, code(2)), (Attribute::Sector, code(3))]).as_deref(), Ok("2000"));
        assert_eq!(check(&[(Attribute::SizeClass, code(0))]).as_deref(), Ok("0000"));
        let unknown = UnknownValue { attribute: Attribute::SizeClass };
        assert_eq!(check(&[(Attribute::SizeClass, code(3))]), Err(unknown));
    }

    #[test]
    fn questions_are_few_and_coarse() {
        use Attribute::{Role, Sector};
        let long = "x".repeat(NAME_MAX + 1);
        for (questions, expected) in [
            (vec![], Ok(())),
            (vec![question(Role, &["a", "b"]), question(Sector, &["c"; 8])], Ok(())),
            (vec![question(Role, &["a", "b"]); 2], Err(AttributeProblem::Repeated)),
            (vec![question(Role, &["a", "b"]); 5], Err(AttributeProblem::TooMany)),
            (vec![question(Role, &["a"])], Err(AttributeProblem::Values)),
            (vec![question(Role, &["a"; 9])], Err(AttributeProblem::Values)),
            (vec![question(Role, &["a", " "])], Err(AttributeProblem::Label)),
            (vec![question(Role, &["a", &long])], Err(AttributeProblem::Label)),
        ] {
            assert_eq!(check(&questions), expected);
        }
    }
}
