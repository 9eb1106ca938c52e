//! From a request to a checked ballot (live.md §4, §7). Nothing here reads the database, but for somebody whom the room
//! does not know yet (L54).

use super::inner::Inner;
use super::subject::Subject;
use crate::queue::EntryWork;
use crate::{Ack, CastRequest, Content, NoVoice, Refusal, SheetRequest};
use std::sync::Arc;
use tokio::sync::oneshot;
use weiterblick_domain::ids::{CardId, EventCompanyId, RoundId};
use weiterblick_domain::roundtable::access::ParticipantKind;
use weiterblick_domain::roundtable::attribute::Profile;
use weiterblick_domain::roundtable::card::{CardState, HideRule};
use weiterblick_domain::roundtable::identity::{BallotKey, CompanyRef, ParticipantToken, ProfileRef, VoterRef};
use weiterblick_domain::roundtable::poll::cards::CardTexts;
use weiterblick_domain::roundtable::poll::words::{Moderation, WordKey};
use weiterblick_domain::roundtable::poll::{Accepted, Ballot, Payload, Rules, Source, VoiceRule, validate};
use weiterblick_domain::time::UnixMillis;
use weiterblick_store::StoreError;
use weiterblick_store::roundtable::ballot::NewBallot;
use weiterblick_store::roundtable::card::NewCard;
use weiterblick_store::roundtable::participant::{self, Participant};
use weiterblick_store::roundtable::profile;

/// Whose voice a ballot is.
struct Voice {
    voter: VoterRef,
    company: Option<CompanyRef>,
    weight: u8,
    source: Source,
    profile: Profile,
}

impl Inner {
    /// The participant of a token, who makes a request now.
    ///
    /// # Errors
    /// [`Refusal::JoinFirst`], [`Refusal::Removed`]; [`Refusal::Failed`] when the database does not answer.
    pub async fn participant(&self, token: &ParticipantToken) -> Result<Participant, Refusal> {
        let digest = token.digest();
        let known = self.state().people.get(&digest).cloned();
        let participant = match known {
            Some(known) => known,
            None => self
                .find(token)
                .await
                .map_err(|error| {
                    tracing::error!(%error, "a participant could not be read");
                    Refusal::Failed
                })?
                .ok_or(Refusal::JoinFirst)?,
        };
        if participant.removed {
            return Err(Refusal::Removed);
        }
        self.state().people.attendance.request(&digest, self.hub.around.clock.now());
        Ok(participant)
    }

    /// Somebody who joined elsewhere.
    async fn find(&self, token: &ParticipantToken) -> Result<Option<Participant>, StoreError> {
        let mut conn = self.hub.db.read().await?;
        let Some(found) = participant::find(&mut conn, self.event, &token.digest()).await? else {
            return Ok(None);
        };
        let of = ProfileRef::of(self.event, token);
        let profile = profile::find(&mut conn, self.event, of).await?;
        let mut state = self.state();
        state.people.profiles.extend(profile.map(|profile| (of, profile)));
        state.people.set(found.clone(), &self.streams);
        Ok(Some(found))
    }

    /// Checks a ballot of `participant`.
    ///
    /// # Errors
    /// [`Refusal`] of the first checks of live.md §14; whether the round takes it is decided in its turn.
    pub fn check(
        &self,
        request: CastRequest,
        participant: &Participant,
        reply: oneshot::Sender<Result<Ack, Refusal>>,
    ) -> Result<EntryWork, Refusal> {
        let subject = self.subject(request.round)?;
        let voice = self.voice(&subject, participant, &request.token)?;
        let entry =
            Entry { round: request.round, key: request.key, content: request.content, arrival: request.arrival };
        self.entry(&subject, voice, entry, reply)
    }

    fn subject(&self, round: RoundId) -> Result<Arc<Subject>, Refusal> {
        self.state().round(round).map(|round| round.subject.clone()).ok_or(Refusal::UnknownRound)
    }

    fn voice(&self, subject: &Subject, participant: &Participant, token: &ParticipantToken) -> Result<Voice, Refusal> {
        let voter = self.voter(subject, participant, token).map_err(Refusal::NoVoice)?;
        let rule = subject.voice();
        let poll = subject.poll.id;
        let company = participant.company.filter(|_| rule == VoiceRule::CompanySplit);
        let state = self.state();
        let profile = state.people.profiles.get(&ProfileRef::of(self.event, token)).copied();
        Ok(Voice {
            voter,
            company: company.map(|company| CompanyRef::of(&self.hub.settings.company_key, poll, company)),
            weight: match (rule, participant.company) {
                (VoiceRule::Weighted, Some(company)) => {
                    let size_class = state.people.companies.get(&company).copied().unwrap_or_default();
                    subject.poll.terms.weights.of(size_class.get())
                }
                _ => 1,
            },
            source: match participant.kind {
                ParticipantKind::Person => Source::Device,
                ParticipantKind::Table => Source::Table,
            },
            profile: profile.unwrap_or_default(),
        })
    }

    /// The reference of a participant's voice in a poll.
    ///
    /// # Errors
    /// [`NoVoice`] when the participant has none there.
    pub fn voter(
        &self,
        subject: &Subject,
        participant: &Participant,
        token: &ParticipantToken,
    ) -> Result<VoterRef, NoVoice> {
        let poll = subject.poll.id;
        let of_company = |company: EventCompanyId| VoterRef::of_company(&self.hub.settings.company_key, poll, company);
        match subject.voice() {
            VoiceRule::Table if participant.kind != ParticipantKind::Table => Err(NoVoice::TablesOnly),
            VoiceRule::CompanyShared | VoiceRule::Weighted => {
                participant.company.map(of_company).ok_or(NoVoice::CompanyMissing)
            }
            VoiceRule::Person | VoiceRule::CompanySplit | VoiceRule::Table => Ok(VoterRef::of(poll, token)),
        }
    }

    /// Checks a sheet of paper. Its voice is known in its turn only.
    ///
    /// # Errors
    /// As [`Self::check`].
    pub fn check_sheet(
        &self,
        sheet: SheetRequest,
        reply: oneshot::Sender<Result<Ack, Refusal>>,
    ) -> Result<EntryWork, Refusal> {
        let SheetRequest { round, key, content, arrival, .. } = sheet;
        let subject = self.subject(round)?;
        let voice = Voice {
            voter: VoterRef::from_bytes(self.hub.around.bytes()),
            company: None,
            weight: 1,
            source: Source::Paper,
            profile: Profile::NOTHING_STATED,
        };
        self.entry(&subject, voice, Entry { round, key, content, arrival }, reply)
    }

    fn entry(
        &self,
        subject: &Subject,
        voice: Voice,
        entry: Entry,
        reply: oneshot::Sender<Result<Ack, Refusal>>,
    ) -> Result<EntryWork, Refusal> {
        let Accepted { ballot, cards, notes } = accept(subject, &entry.content)?;
        let cards = matches!(subject.rules(), Rules::Cards(_)).then(|| self.cards(subject, cards));
        let row = NewBallot {
            voter: voice.voter,
            payload: ballot.canonical(),
            withdrawn: ballot == Ballot::Withdrawn,
            keys: [Some(entry.key), None, None],
            profile: voice.profile,
            company: voice.company,
            weight: voice.weight,
            source: voice.source,
        };
        Ok(EntryWork { round: entry.round, arrival: entry.arrival, key: entry.key, ballot, row, cards, notes, reply })
    }

    fn cards(&self, subject: &Subject, texts: CardTexts) -> Vec<NewCard> {
        let moderation = match subject.rules() {
            Rules::Cards(rules) => rules.moderation,
            _ => Moderation::default(),
        };
        let card = |(slot, text): (u8, String)| {
            let banned = holds_banned(&text, subject);
            let state = if banned { CardState::Hidden } else { CardState::when_written(moderation) };
            let id = CardId::from_bytes(self.hub.around.bytes());
            NewCard { id, slot, text, state, hidden_by: banned.then_some(HideRule::BanList) }
        };
        texts.into_iter().map(card).collect()
    }
}

/// An answer to a round, whosesoever it is.
struct Entry {
    round: RoundId,
    key: BallotKey,
    content: Content,
    arrival: UnixMillis,
}

fn accept(subject: &Subject, content: &Content) -> Result<Accepted, Refusal> {
    let payload = match content {
        Content::Json(text) => Payload::from_json(subject.kind(), text)?,
        Content::Form(fields) => Payload::from_form(subject.rules(), fields)?,
        Content::Withdraw => {
            return Ok(Accepted { ballot: Ballot::Withdrawn, cards: CardTexts::new(), notes: Vec::new() });
        }
    };
    validate(subject.rules(), subject.offer(), &payload).map_err(Refusal::Invalid)
}

/// Whether one of the words is on a ban list.
fn holds_banned(text: &str, subject: &Subject) -> bool {
    let mut words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.any(|word| subject.words.banned.contains(&WordKey::of(word)))
}
