//! Whether there are enough ballots behind a distribution (live.md L34). Who may see it is another question (L8).

use super::Secrecy;
use crate::questionnaire::words;
use crate::roundtable::limits::{LIVE_STEP, SMALL_GROUP};

/// Why a distribution is about to be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// Ballots came in: while people vote, and from sheets and hands after the lock.
    Update,
    /// The round is being locked or closed; or what stands is shown again unchanged.
    Final,
}

/// What stands behind a distribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backing {
    /// People with an answer. A table counts with the people at it (L23).
    pub people: u32,
    /// Voices whose ballot is new, changed, withdrawn or erased since the last published distribution, each once however
    /// often it changed; `None` when none has been published.
    pub moved: Option<u32>,
}

words! {
    /// Why a distribution is held back.
    Withheld {
        /// "Weniger als 5 Antworten".
        FewAnswers = "few_answers",
        /// Too little has changed since the one that is shown, which stays.
        FewChanges = "few_changes",
    }
}

/// Open votes have no rule. A protected poll needs 5 people, and while ballots come in 5 new or changed ones since the
/// last distribution, so that the difference of two is never about fewer.
///
/// # Errors
/// [`Withheld`].
pub const fn publishable(secrecy: Secrecy, backing: Backing, occasion: Occasion) -> Result<(), Withheld> {
    match (secrecy, occasion, backing.moved) {
        (Secrecy::Open, _, _) => Ok(()),
        (Secrecy::Protected, _, _) if backing.people < SMALL_GROUP => Err(Withheld::FewAnswers),
        (Secrecy::Protected, Occasion::Update, Some(moved)) if moved < LIVE_STEP => Err(Withheld::FewChanges),
        (Secrecy::Protected, Occasion::Update | Occasion::Final, _) => Ok(()),
    }
}

/// Whether the result of one table may be shown by itself before the plenary one (L23).
pub const fn table_publishable(secrecy: Secrecy, heads: u32) -> bool {
    matches!(secrecy, Secrecy::Open) || heads >= SMALL_GROUP
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_protected_poll_shows_no_distribution_of_fewer_than_five() {
        use Occasion::{Final, Update};
        fn check(people: u32, moved: Option<u32>, occasion: Occasion, expected: Result<(), Withheld>) {
            let backing = Backing { people, moved };
            assert_eq!(publishable(Secrecy::Protected, backing, occasion), expected, "{backing:?} {occasion:?}");
            assert_eq!(publishable(Secrecy::Open, backing, occasion), Ok(()));
        }
        check(0, None, Update, Err(Withheld::FewAnswers));
        check(4, None, Final, Err(Withheld::FewAnswers));
        check(4, Some(9), Update, Err(Withheld::FewAnswers));
        check(5, None, Update, Ok(()));
        check(9, Some(4), Update, Err(Withheld::FewChanges));
        check(10, Some(5), Update, Ok(()));
        check(9, Some(4), Final, Ok(()));
        check(9, Some(0), Update, Err(Withheld::FewChanges));
    }

    #[test]
    fn a_small_table_is_shown_in_the_sum_only() {
        assert!(!table_publishable(Secrecy::Protected, 4));
        assert!(table_publishable(Secrecy::Protected, 5));
        assert!(table_publishable(Secrecy::Open, 1));
    }
}
