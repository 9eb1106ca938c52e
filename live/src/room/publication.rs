//! Which distribution of a round is out (live.md L34). The same one for all who may see it, so that no two viewers can
//! compare different moments.

use super::ballot_box::BallotBox;
use weiterblick_domain::roundtable::poll::publish::{Backing, Occasion, Withheld, publishable};
use weiterblick_domain::roundtable::poll::{Hands, Secrecy, Views};

/// A published distribution.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Shown {
    /// The ballot writes that it contains.
    pub w: u64,
    pub views: Views,
}

#[derive(Debug, Clone)]
pub(crate) struct Publication {
    shown: Option<Shown>,
    withheld: Option<Withheld>,
    /// One was, or may have been, published before: then the step rule counts from there.
    before: bool,
    /// Something has happened since the last look.
    due: Option<Occasion>,
}

impl Publication {
    /// Of a round as it was found in the database; `before`: others may have seen a distribution of it.
    pub const fn new(before: bool, occasion: Occasion) -> Self {
        Self { shown: None, withheld: None, before, due: Some(occasion) }
    }

    /// Ballots, hands or words have changed.
    pub fn touch(&mut self) {
        self.due.get_or_insert(Occasion::Update);
    }

    /// The round was locked, or is shown by a command: what stands is published.
    pub fn finish(&mut self) {
        self.due = Some(Occasion::Final);
    }

    pub fn shown(&self) -> Option<&Shown> {
        self.shown.as_ref()
    }

    /// Why nothing is out.
    pub fn withheld(&self) -> Option<Withheld> {
        if self.shown.is_some() { None } else { self.withheld }
    }

    /// Publishes what stands now if that is due and allowed. `people` tells how many are behind so many voices.
    pub fn update(
        &mut self,
        secrecy: Secrecy,
        w: u64,
        ballots: &mut BallotBox,
        hands: &Hands,
        people: impl Fn(i64) -> i64,
    ) {
        let Some(occasion) = self.due.take() else { return };
        let views = ballots.views(hands);
        let backing = ballots.backing(u32::try_from(people(views.agreed.n)).unwrap_or_default(), self.before);
        self.withheld = publishable(secrecy, backing, occasion).err();
        match self.withheld {
            None => {
                ballots.published();
                self.before = true;
                self.shown = Some(Shown { w, views });
            }
            Some(Withheld::FewAnswers) => self.shown = None,
            Some(Withheld::FewChanges) => {}
        }
    }

    /// Publishes the result that was frozen at close.
    pub fn freeze(&mut self, secrecy: Secrecy, w: u64, result: &Views, people: impl Fn(i64) -> i64) {
        if self.due.take().is_none() {
            return;
        }
        let people = u32::try_from(people(result.agreed.n)).unwrap_or_default();
        self.withheld = publishable(secrecy, Backing { people, moved: None }, Occasion::Final).err();
        self.shown = self.withheld.is_none().then(|| Shown { w, views: result.clone() });
    }
}
