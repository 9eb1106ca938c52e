//! The published distribution of a round, or why there is none.

use crate::View;
use crate::room::LiveRound;
use serde::Serialize;
use weiterblick_domain::roundtable::poll::Views;
use weiterblick_domain::roundtable::poll::publish::Withheld;

/// Exactly one of both is there.
#[derive(Debug, Serialize)]
pub(super) struct Published<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<Figures<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    withheld: Option<Withheld>,
}

#[derive(Debug, Serialize)]
struct Figures<'a> {
    /// The ballot writes that the figures contain (L44).
    w: u64,
    #[serde(flatten)]
    views: &'a Views,
}

/// `None` where the view may not see the distribution of the round at all.
pub(super) fn of(round: &LiveRound, view: View) -> Option<Published<'_>> {
    if !round.is_seen_in(view) {
        return None;
    }
    let shown = round.publication.shown();
    let result = shown.map(|shown| Figures { w: shown.w, views: &shown.views });
    Some(Published { result, withheld: round.publication.withheld() })
}
