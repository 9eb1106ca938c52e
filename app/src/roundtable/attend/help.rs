//! The island that makes ballots more comfortable: what is left to give, buttons for less and more, moving options of a
//! ranking. Everything works without it. It looks at the own fields only, never at the stream, and stands outside of
//! the parts that are replaced, so it serves new ones too.

#[cfg(feature = "hydrate")]
mod browser;
#[cfg(any(feature = "hydrate", test))]
mod places;

use leptos::prelude::*;

/// Shows nothing itself.
#[island]
pub fn BallotHelp() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    browser::start();
}
