//! Small rooms for tests.

use super::{Cast, Urn};
use crate::roundtable::attribute::{Profile, ValueCode};
use crate::roundtable::identity::VoterRef;
use crate::roundtable::poll::{Answer, Ballot, Hands, Source};

pub(super) fn value(code: u8) -> ValueCode {
    ValueCode::try_from(code).unwrap()
}

pub(super) fn voter(number: usize) -> VoterRef {
    let mut bytes = [0; 16];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    VoterRef::from_bytes(bytes)
}

pub(super) fn cast(profile: Profile, answer: Answer) -> Cast {
    Cast { ballot: Ballot::Answer(answer), source: Source::Device, profile, class: 1 }
}

/// A voice per profile, every second one says yes.
pub(super) fn urn(profiles: impl IntoIterator<Item = Profile>) -> Urn {
    let voices = profiles.into_iter().enumerate();
    let voices = voices.map(|(index, profile)| (voter(index), cast(profile, Answer::YesNo(index % 2 == 0))));
    Urn { voices: voices.collect(), hands: Hands::default(), views: false }
}
