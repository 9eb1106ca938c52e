//! Polls: what is asked in an event, and by which rules.

use super::RunsEvent;
use super::order::{self, Ordered};
use super::revision::raise;
use crate::row::{RowExt, to_json};
use crate::{Conn, StoreError, Tx};
use sqlx::any::AnyRow;
use weiterblick_domain::ids::{EventId, PollId};
use weiterblick_domain::policy::event::EventGrant;
use weiterblick_domain::policy::event::action::Prepare;
use weiterblick_domain::roundtable::poll::{PollOption, Secrecy, Terms, VoiceRule, Wording};
use weiterblick_domain::roundtable::round::{Grace, Reveal, Timer};

const ORDER: Ordered = Ordered {
    read: "SELECT id FROM poll WHERE event_id = $1 ORDER BY position",
    lift: "UPDATE poll SET position = position + 1000000 WHERE event_id = $1",
    put: "UPDATE poll SET position = $3 WHERE event_id = $1 AND id = $2",
};

/// What a poll is besides its [`Terms`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conduct {
    pub title: Wording,
    pub help: Option<Wording>,
    pub reveal: Reveal,
    pub timer: Option<Timer>,
    pub grace: Grace,
    pub auto_lock: bool,
    /// Options in an order of each voice's own.
    pub shuffle: bool,
    /// "Moderation sieht Zwischenstand": the ballot page announces it, so it is frozen with the terms (L8; security.md
    /// E60).
    pub host_sees: bool,
}

/// A poll to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPoll {
    pub id: PollId,
    pub terms: Terms,
    pub conduct: Conduct,
    pub options: Vec<PollOption>,
    /// The collection that its options come from (L19).
    pub parent: Option<PollId>,
}

/// A poll with its options in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Poll {
    pub id: PollId,
    pub terms: Terms,
    pub conduct: Conduct,
    pub options: Vec<PollOption>,
    /// Equal for polls that ask the same at another time or of other voices (L18, L23).
    pub lineage: PollId,
    pub parent: Option<PollId>,
    /// A ballot was stored or hands were counted: the terms are frozen.
    pub has_ballots: bool,
}

fn poll_row(row: &AnyRow) -> Result<Poll, StoreError> {
    let help = row.text("help")?;
    let timer: u32 = row.small("timer")?;
    Ok(Poll {
        id: row.parsed("id")?,
        terms: Terms {
            rules: row.json("rules")?,
            voice: row.word("voice", VoiceRule::from_word)?,
            weights: row.json("weights")?,
            secrecy: row.word("secrecy", Secrecy::from_word)?,
            abstain: row.flag("abstain")?,
        },
        conduct: Conduct {
            title: row.json("title")?,
            help: if help.is_empty() { None } else { Some(row.json("help")?) },
            reveal: row.word("reveal", Reveal::from_word)?,
            timer: (timer > 0).then(|| Timer::try_from(timer)).transpose().map_err(|_| StoreError::Corrupt("timer"))?,
            grace: Grace::try_from(row.small::<u32>("grace")?).map_err(|_| StoreError::Corrupt("grace"))?,
            auto_lock: row.flag("auto_lock")?,
            shuffle: row.flag("shuffle")?,
            host_sees: row.flag("host_sees")?,
        },
        options: Vec::new(),
        lineage: row.parsed("lineage_id")?,
        parent: row.parsed_filled("parent_id")?,
        has_ballots: row.flag("has_ballots")?,
    })
}

/// The polls of the grant's event in their order.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn list<A: RunsEvent>(conn: &mut Conn, grant: &EventGrant<A>) -> Result<Vec<Poll>, StoreError> {
    of_event(conn, grant.event()).await
}

/// [`list`] for a room.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn of_event(conn: &mut Conn, event: EventId) -> Result<Vec<Poll>, StoreError> {
    select(conn, event, None).await
}

/// One poll of an event.
///
/// # Errors
/// [`StoreError::NotFound`], also for a poll of another event.
pub async fn load<A: RunsEvent>(conn: &mut Conn, grant: &EventGrant<A>, poll: PollId) -> Result<Poll, StoreError> {
    select(conn, grant.event(), Some(poll)).await?.pop().ok_or(StoreError::NotFound)
}

async fn select(conn: &mut Conn, event: EventId, only: Option<PollId>) -> Result<Vec<Poll>, StoreError> {
    let only = only.map(|poll| poll.to_string()).unwrap_or_default();
    let rows = sqlx::query(
        "SELECT id, title, help, rules, voice, weights, secrecy, reveal, timer, grace, auto_lock, host_sees, shuffle,
                abstain, lineage_id, parent_id, has_ballots
         FROM poll WHERE event_id = $1 AND ($2 = '' OR id = $2) ORDER BY position",
    )
    .bind(event.to_string())
    .bind(only.clone())
    .fetch_all(&mut *conn)
    .await?;
    let mut polls = rows.iter().map(poll_row).collect::<Result<Vec<_>, _>>()?;
    let mut options = super::poll_option::by_poll(conn, event, &only).await?;
    for poll in &mut polls {
        poll.options = options.remove(&poll.id).unwrap_or_default();
    }
    Ok(polls)
}

/// Adds a poll at the end, as the first of its lineage.
///
/// # Errors
/// [`StoreError::NotFound`] for a parent of another event; [`StoreError::Conflict`] when the event is sealed.
pub async fn create(tx: &mut Tx, grant: &EventGrant<Prepare>, new: &NewPoll) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    if let Some(parent) = new.parent {
        require(tx, grant.event(), parent).await?;
    }
    let (terms, conduct) = (&new.terms, &new.conduct);
    sqlx::query(
        "INSERT INTO poll (id, event_id, position, kind, title, help, rules, voice, weights, secrecy, reveal, timer,
             grace, auto_lock, host_sees, shuffle, abstain, lineage_id, parent_id, has_ballots)
         SELECT $1, $2, CAST(COALESCE(MAX(position) + 1, 0) AS BIGINT), $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13,
                $14, $15, $16, $1, $17, 0
         FROM poll WHERE event_id = $2",
    )
    .bind(new.id.to_string())
    .bind(grant.event().to_string())
    .bind(terms.rules.kind().word())
    .bind(to_json(&conduct.title)?)
    .bind(help(conduct)?)
    .bind(to_json(&terms.rules)?)
    .bind(terms.voice.word())
    .bind(to_json(&terms.weights)?)
    .bind(terms.secrecy.word())
    .bind(conduct.reveal.word())
    .bind(conduct.timer.map_or(0, |timer| i64::from(timer.seconds())))
    .bind(i64::from(conduct.grace.seconds()))
    .bind(i64::from(conduct.auto_lock))
    .bind(i64::from(conduct.host_sees))
    .bind(i64::from(conduct.shuffle))
    .bind(i64::from(terms.abstain))
    .bind(new.parent.map(|parent| parent.to_string()).unwrap_or_default())
    .execute(&mut **tx)
    .await?;
    super::poll_option::insert(tx, new.id, &new.options).await
}

fn help(conduct: &Conduct) -> Result<String, StoreError> {
    conduct.help.as_ref().map_or(Ok(String::new()), to_json)
}

/// Writes terms and conduct. The caller has asked the rules whether the options still fit.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when the terms would change although there is a ballot or one
/// can come in any moment (L21), or when the event is sealed.
pub async fn update(
    tx: &mut Tx,
    grant: &EventGrant<Prepare>,
    poll: PollId,
    terms: &Terms,
    conduct: &Conduct,
) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    require(tx, grant.event(), poll).await?;
    let done = sqlx::query(
        "UPDATE poll SET kind = $2, title = $3, help = $4, rules = $5, voice = $6, weights = $7, secrecy = $8,
             reveal = $9, timer = $10, grace = $11, auto_lock = $12, host_sees = $13, shuffle = $14, abstain = $15
         WHERE id = $1
           AND ((rules = $5 AND voice = $6 AND weights = $7 AND secrecy = $8 AND host_sees = $13 AND abstain = $15)
                OR (has_ballots = 0
                    AND NOT EXISTS (SELECT 1 FROM round r
                                    WHERE r.poll_id = $1 AND r.state IN ('open', 'closing', 'locked'))))",
    )
    .bind(poll.to_string())
    .bind(terms.rules.kind().word())
    .bind(to_json(&conduct.title)?)
    .bind(help(conduct)?)
    .bind(to_json(&terms.rules)?)
    .bind(terms.voice.word())
    .bind(to_json(&terms.weights)?)
    .bind(terms.secrecy.word())
    .bind(conduct.reveal.word())
    .bind(conduct.timer.map_or(0, |timer| i64::from(timer.seconds())))
    .bind(i64::from(conduct.grace.seconds()))
    .bind(i64::from(conduct.auto_lock))
    .bind(i64::from(conduct.host_sees))
    .bind(i64::from(conduct.shuffle))
    .bind(i64::from(terms.abstain))
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::Conflict) } else { Ok(()) }
}

/// Moves a poll to the place `index`, counted from 0; beyond the end means last.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when the event is sealed.
pub async fn move_to(tx: &mut Tx, grant: &EventGrant<Prepare>, poll: PollId, index: usize) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    order::move_to(tx, &ORDER, &grant.event().to_string(), &poll.to_string(), index).await
}

/// A copy at the end, of the same lineage: the same question at another time or of other voices (L18, L23). Its options
/// keep their numbers; withdrawn ones are left out.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when the event is sealed.
pub async fn duplicate(tx: &mut Tx, grant: &EventGrant<Prepare>, poll: PollId, copy: PollId) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    require(tx, grant.event(), poll).await?;
    copy_into(tx, grant.event(), poll, copy).await
}

/// Copies a poll with its options to the end of an event.
pub(super) async fn copy_into(tx: &mut Tx, event: EventId, poll: PollId, copy: PollId) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO poll (id, event_id, position, kind, title, help, rules, voice, weights, secrecy, reveal, timer,
             grace, auto_lock, host_sees, shuffle, abstain, lineage_id, parent_id, has_ballots)
         SELECT $1, $2, (SELECT CAST(COALESCE(MAX(o.position) + 1, 0) AS BIGINT) FROM poll o WHERE o.event_id = $2),
                kind, title, help, rules, voice, weights, secrecy, reveal, timer, grace, auto_lock, host_sees, shuffle,
                abstain, lineage_id, parent_id, 0
         FROM poll WHERE id = $3",
    )
    .bind(copy.to_string())
    .bind(event.to_string())
    .bind(poll.to_string())
    .execute(&mut **tx)
    .await?;
    sqlx::query(
        "INSERT INTO poll_option (poll_id, no, position, label, state, sources)
         SELECT $1, no, position, label, state, sources FROM poll_option WHERE poll_id = $2 AND state = 'active'",
    )
    .bind(copy.to_string())
    .bind(poll.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Deletes a poll that nobody has voted in. What shows it shows something else or nothing afterwards.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when there is a ballot or one can come in any moment, or when the
/// event is sealed.
pub async fn delete(tx: &mut Tx, grant: &EventGrant<Prepare>, poll: PollId) -> Result<(), StoreError> {
    raise(tx, grant.event()).await?;
    require(tx, grant.event(), poll).await?;
    sqlx::query(
        "UPDATE event SET stage_kind = 'welcome', stage_id = ''
         WHERE id = $1 AND (stage_id = $2 OR stage_id IN (SELECT r.id FROM round r WHERE r.poll_id = $2))",
    )
    .bind(grant.event().to_string())
    .bind(poll.to_string())
    .execute(&mut **tx)
    .await?;
    for sql in [
        "UPDATE agenda_item SET poll_id = '' WHERE event_id = $1 AND poll_id = $2",
        "UPDATE poll SET parent_id = '' WHERE event_id = $1 AND parent_id = $2",
    ] {
        sqlx::query(sql).bind(grant.event().to_string()).bind(poll.to_string()).execute(&mut **tx).await?;
    }
    let done = sqlx::query(
        "DELETE FROM poll
         WHERE id = $1 AND has_ballots = 0
           AND NOT EXISTS (SELECT 1 FROM round r WHERE r.poll_id = $1 AND r.state IN ('open', 'closing', 'locked'))",
    )
    .bind(poll.to_string())
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::Conflict) } else { Ok(()) }
}

/// That the poll belongs to the event.
///
/// # Errors
/// [`StoreError::NotFound`].
pub(super) async fn require(conn: &mut Conn, event: EventId, poll: PollId) -> Result<(), StoreError> {
    sqlx::query("SELECT id FROM poll WHERE id = $1 AND event_id = $2")
        .bind(poll.to_string())
        .bind(event.to_string())
        .fetch_one(conn)
        .await?;
    Ok(())
}
