/// Nobody would be left who may manage the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the last HR person must stay")]
pub struct LastHr;

/// May a change go through after which `remaining` active people with an account hold the role HR?
///
/// An organisation that had none before (`had_one` false) cannot lose its last one.
///
/// # Errors
/// [`LastHr`] when the change would lock everybody out.
pub const fn check_hr_remains(had_one: bool, remaining: usize) -> Result<(), LastHr> {
    if had_one && remaining == 0 { Err(LastHr) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_one_stays_and_the_second_may_go() {
        assert_eq!(check_hr_remains(true, 0), Err(LastHr));
        assert_eq!(check_hr_remains(true, 1), Ok(()));
        assert_eq!(check_hr_remains(false, 0), Ok(()));
    }
}
