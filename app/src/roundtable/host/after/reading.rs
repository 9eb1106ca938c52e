//! Who reads what is left of an event, and how much of it.

use crate::context::Ctx;
use crate::error::{Error, ErrorKind};
use crate::roundtable::access;
use weiterblick_domain::ids::EventId;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ReadEvents;
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Export;
use weiterblick_domain::roundtable::event::EventState;
use weiterblick_domain::roundtable::poll::publish::{Backing, Occasion, Withheld, publishable};
use weiterblick_domain::roundtable::poll::{Secrecy, Views};
use weiterblick_domain::roundtable::round::{Results, RoundState};
use weiterblick_store::roundtable::minutes::{self, Minutes};
use weiterblick_store::roundtable::round::StoredRound;
use weiterblick_store::{Conn, StoreError};

/// What somebody may read.
pub struct Reading {
    pub minutes: Minutes,
    /// Of those who run the event. Others of the organisation read what the room saw, once the event is over.
    pub export: Option<EventGrant<Export>>,
}

/// # Errors
/// What the policies answer.
pub async fn open(ctx: &Ctx, conn: &mut Conn, event: EventId) -> Result<Reading, Error> {
    match access::grant::<Export>(ctx, conn, event).await {
        Ok(grant) => {
            return Ok(Reading { minutes: minutes::granted(conn, &grant).await?, export: Some(grant) });
        }
        Err(error) if matches!(error.kind, ErrorKind::NotFound | ErrorKind::Forbidden) => {}
        Err(error) => return Err(error),
    }
    let grant = ctx.grant::<ReadEvents>(Relation::Organisation).map_err(|_| Error::not_found())?;
    let mut minutes = minutes::of_organisation(conn, &grant, event).await?;
    if !matches!(minutes.event.state, EventState::Ended | EventState::Sealed) {
        return Err(Error::not_found());
    }
    minutes.rounds.retain(|round| round.round.results == Results::All);
    Ok(Reading { minutes, export: None })
}

/// The frozen result of a closed round, as far as it may be shown (L34); `None` for one that was thrown away.
///
/// How many people sat at a table is forgotten at sealing, so a table counts as one here: that withholds more than the
/// room did, never less.
///
/// # Errors
/// [`StoreError::Corrupt`] for a result that cannot be read.
pub fn published(round: &StoredRound, secrecy: Secrecy) -> Result<Option<Result<Views, Withheld>>, StoreError> {
    let Some(frozen) = round.frozen.as_ref().filter(|_| round.round.state == RoundState::Closed) else {
        return Ok(None);
    };
    let views: Views = serde_json::from_str(&frozen.result).map_err(|_| StoreError::Corrupt("result"))?;
    let backing = Backing { people: u32::try_from(views.agreed.n).unwrap_or_default(), moved: None };
    Ok(Some(publishable(secrecy, backing, Occasion::Final).map(|()| views)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use weiterblick_domain::questionnaire::Digest;
    use weiterblick_domain::roundtable::round::{Round, Timing};
    use weiterblick_domain::time::UnixMillis;
    use weiterblick_store::roundtable::round::Frozen;

    fn round(n: i64, state: RoundState) -> StoredRound {
        let sources = serde_json::json!({ "device": n, "table": 0, "paper": 0, "hands": 0 });
        let result = serde_json::json!({ "kind": "yesno", "n": n, "abstain": 9, "sources": sources, "yes": n, "no": 0,
            "share": 100, "share_no": 0 });
        let digest = Digest::of(b"");
        let timing = Timing { opened_at: UnixMillis(0), deadline: None };
        StoredRound {
            id: [1; 16].into(),
            poll: [2; 16].into(),
            number: 1,
            round: Round { state, timing, results: Results::All },
            writes: 0,
            voters: 0,
            frozen: Some(Frozen { result: result.to_string(), receipts: digest, payloads: digest }),
            note: String::new(),
        }
    }

    /// L34: also after close.
    #[test]
    fn a_protected_result_of_fewer_than_five_stays_withheld() {
        let shown = |n, secrecy| published(&round(n, RoundState::Closed), secrecy).unwrap().unwrap();
        assert_eq!(shown(4, Secrecy::Protected).unwrap_err(), Withheld::FewAnswers);
        assert!(shown(5, Secrecy::Protected).is_ok());
        assert!(shown(1, Secrecy::Open).is_ok());
        assert!(published(&round(9, RoundState::Void), Secrecy::Open).unwrap().is_none());
    }
}
