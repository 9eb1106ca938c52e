//! What arrived: readable, but not yet an answer that counts.

use super::number::NumberError;
use std::collections::BTreeMap;

/// A field that does not hold a whole number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotANumber;

/// Amounts by the number of the option, as they were sent.
pub type Amounts = BTreeMap<i64, Result<i64, NotANumber>>;

/// A ballot as it was sent, by JSON or by form. [`validate`](super::validate) turns it into one that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    Abstain,
    Single(Option<i64>),
    Multi(Vec<i64>),
    Scale(Amounts),
    /// In the smallest unit; `None` when the field was empty.
    Number(Option<Result<i64, NumberError>>),
    /// Best first.
    Ranking(Vec<i64>),
    /// The place of each ranked option.
    Places(Amounts),
    Points(Amounts),
    Dots(Amounts),
    /// Position on the first and second axis.
    Grid(BTreeMap<i64, [Option<i64>; 2]>),
    Words(Vec<String>),
    /// Text by slot.
    Cards(BTreeMap<i64, String>),
    YesNo(Option<bool>),
}
