//! A figure as people see it: rounded, with its bound, as one of three thirds, or hidden.

use super::exact::{Decimal, Exact, fraction};
use crate::coded::coded;
use serde::{Deserialize, Serialize};

coded! {
    /// Whether the real value may lie beyond the displayed one.
    Bound {
        Exact = "none",
        /// "≤": the value displayed or less.
        AtMost = "le",
        /// "≥": the value displayed or more.
        AtLeast = "ge",
    }
}

impl Bound {
    /// The bound of the negative value.
    pub const fn flipped(self) -> Self {
        match self {
            Self::Exact => Self::Exact,
            Self::AtMost => Self::AtLeast,
            Self::AtLeast => Self::AtMost,
        }
    }

    /// The bound of a sum; `None` for opposite bounds: the sum may lie on either side, and no sign says so.
    pub fn plus(self, other: Self) -> Option<Self> {
        match (self, other) {
            (Self::Exact, bound) | (bound, Self::Exact) => Some(bound),
            (a, b) if a == b => Some(a),
            _ => None,
        }
    }
}

coded! {
    /// A share of a small cell (§6).
    Third {
        /// Less than a third.
        Below = "below",
        /// A third to two thirds.
        Middle = "middle",
        /// More than two thirds.
        Above = "above",
    }
}

impl Third {
    pub fn of(share: Exact) -> Self {
        if share * 3 < Exact::from_integer(1) {
            Self::Below
        } else if share * 3 <= Exact::from_integer(2) {
            Self::Middle
        } else {
            Self::Above
        }
    }
}

coded! {
    /// Status column of a row.
    Status {
        Shown = "shown",
        Hidden = "hidden",
    }
}

/// The only form in which a figure leaves the release job. Made by [`super::display`] alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(tag = "display", rename_all = "lowercase")]
pub enum Displayed {
    /// Too few answers, or it would give another group away. One text for all reasons.
    #[default]
    Hidden,
    /// A mean, gap or score.
    Number { value: Decimal, bound: Bound },
    /// A share in percent, 0 to 100; RDS as well, −100 to 100.
    Percent { value: Decimal, bound: Bound },
    /// A share, coarse.
    Third { third: Third },
}

/// A [`Displayed`] as the columns `display`, `value`, `bound`, `status` of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    /// `number`, `percent`, `third_below`, `third_middle`, `third_above`; empty when hidden.
    pub display: &'static str,
    pub value: Option<Decimal>,
    pub bound: Bound,
    pub status: Status,
}

/// Columns that no [`Displayed`] has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the columns of a displayed figure")]
pub struct InvalidColumns;

impl Displayed {
    pub const fn is_hidden(self) -> bool {
        matches!(self, Self::Hidden)
    }

    pub const fn is_shown(self) -> bool {
        !self.is_hidden()
    }

    pub const fn bound(self) -> Bound {
        match self {
            Self::Number { bound, .. } | Self::Percent { bound, .. } => bound,
            Self::Hidden | Self::Third { .. } => Bound::Exact,
        }
    }

    /// The displayed decimal; `None` when hidden or a third.
    pub const fn value(self) -> Option<Decimal> {
        match self {
            Self::Number { value, .. } | Self::Percent { value, .. } => Some(value),
            Self::Hidden | Self::Third { .. } => None,
        }
    }

    /// The displayed value to calculate and sort with: a percentage as a share of 1, a third as its middle (1/6, 1/2,
    /// 5/6). A value with a bound counts as the value displayed.
    pub fn exact(self) -> Option<Exact> {
        match self {
            Self::Hidden => None,
            Self::Number { value, .. } => Some(value.exact()),
            Self::Percent { value, .. } => Some(value.exact() / 100),
            Self::Third { third: Third::Below } => fraction(1, 6),
            Self::Third { third: Third::Middle } => fraction(1, 2),
            Self::Third { third: Third::Above } => fraction(5, 6),
        }
    }

    pub const fn columns(self) -> Columns {
        let display = match self {
            Self::Hidden => "",
            Self::Number { .. } => "number",
            Self::Percent { .. } => "percent",
            Self::Third { third: Third::Below } => "third_below",
            Self::Third { third: Third::Middle } => "third_middle",
            Self::Third { third: Third::Above } => "third_above",
        };
        let status = if self.is_hidden() { Status::Hidden } else { Status::Shown };
        Columns { display, value: self.value(), bound: self.bound(), status }
    }

    /// # Errors
    /// [`InvalidColumns`] when no displayed figure has these columns.
    pub fn from_columns(
        display: &str,
        value: Option<Decimal>,
        bound: Bound,
        status: Status,
    ) -> Result<Self, InvalidColumns> {
        match (status, display, value, bound) {
            (Status::Hidden, "", None, Bound::Exact) => Ok(Self::Hidden),
            (Status::Shown, "number", Some(value), bound) => Ok(Self::Number { value, bound }),
            (Status::Shown, "percent", Some(value), bound) => Ok(Self::Percent { value, bound }),
            (Status::Shown, text, None, Bound::Exact) => {
                let third = text.strip_prefix("third_").and_then(Third::from_code).ok_or(InvalidColumns)?;
                Ok(Self::Third { third })
            }
            _ => Err(InvalidColumns),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_json_give_the_same_figure_back() {
        let value = Decimal::new(-140, 2);
        let mut figures = vec![Displayed::Hidden];
        figures.extend(Third::ALL.iter().map(|third| Displayed::Third { third: *third }));
        for bound in Bound::ALL {
            figures.push(Displayed::Number { value, bound: *bound });
            figures.push(Displayed::Percent { value: Decimal::new(35, 0), bound: *bound });
        }
        for figure in figures {
            let c = figure.columns();
            assert_eq!(Displayed::from_columns(c.display, c.value, c.bound, c.status), Ok(figure));
            let json = serde_json::to_string(&figure).unwrap();
            assert_eq!(serde_json::from_str::<Displayed>(&json).unwrap(), figure, "{json}");
        }
    }

    #[test]
    fn a_hidden_row_with_a_value_is_refused() {
        let value = Some(Decimal::new(1, 0));
        let refused = [
            ("", value, Bound::Exact, Status::Hidden),
            ("number", value, Bound::Exact, Status::Hidden),
            ("number", None, Bound::Exact, Status::Shown),
            ("third_upper", None, Bound::Exact, Status::Shown),
            ("", None, Bound::Exact, Status::Shown),
        ];
        for (display, value, bound, status) in refused {
            assert_eq!(Displayed::from_columns(display, value, bound, status), Err(InvalidColumns), "{display}");
        }
    }

    #[test]
    fn the_borders_of_the_thirds_belong_to_the_middle() {
        fn check(n: i64, d: i64, expected: Third) {
            assert_eq!(Third::of(Exact::new(n.into(), d.into())), expected, "{n}/{d}");
        }
        check(0, 5, Third::Below);
        check(33, 100, Third::Below);
        check(1, 3, Third::Middle);
        check(2, 3, Third::Middle);
        check(67, 100, Third::Above);
        check(1, 1, Third::Above);
    }

    #[test]
    fn opposite_bounds_have_no_sum() {
        assert_eq!(Bound::AtLeast.plus(Bound::AtMost), None);
        assert_eq!(Bound::AtMost.plus(Bound::AtLeast), None);
        assert_eq!(Bound::AtLeast.plus(Bound::Exact), Some(Bound::AtLeast));
        assert_eq!(Bound::AtMost.plus(Bound::AtMost), Some(Bound::AtMost));
    }
}
