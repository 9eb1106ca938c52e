//! The poll types.
//!
//! **Adding a type** is a variant here with its own file, and an arm wherever the compiler asks for one: no `match` over
//! a kind, rules or counts has a wildcard.

use crate::questionnaire::words;

words! {
    /// A poll type by its stored word, which is also a locale key (live.md §5).
    Kind {
        Single = "single",
        Multi = "multi",
        Scale = "scale",
        Number = "number",
        Rank = "rank",
        Points = "points",
        Dots = "dots",
        Grid = "grid",
        Words = "words",
        Cards = "cards",
        YesNo = "yesno",
    }
}

impl Kind {
    /// Whether the answer is about numbered options: choices, the statements of a scale, the items of a grid.
    pub const fn has_options(self) -> bool {
        match self {
            Self::Single | Self::Multi | Self::Scale | Self::Rank | Self::Points | Self::Dots | Self::Grid => true,
            Self::Number | Self::Words | Self::Cards | Self::YesNo => false,
        }
    }

    /// Whether options may be shown in an order of each voice's own (live.md §4); never those with an order of their own.
    pub const fn may_shuffle(self) -> bool {
        match self {
            Self::Single | Self::Multi | Self::Rank | Self::Points | Self::Dots | Self::Grid => true,
            Self::Scale | Self::Number | Self::Words | Self::Cards | Self::YesNo => false,
        }
    }

    /// Whether people type words of their own: such a request may be longer.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Words | Self::Cards)
    }

    /// Whether raised hands can be counted for it (live.md L24).
    pub const fn takes_hands(self) -> bool {
        matches!(self, Self::Single | Self::Multi | Self::YesNo | Self::Scale)
    }
}
