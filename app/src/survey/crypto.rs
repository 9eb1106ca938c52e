//! Drafts under the key of their survey (needs-analysis.md §12.5). Where keys come from: [`super::keys`].

use aes_gcm::aead::{Aead, Payload};
use aes_gcm::{Aes256Gcm, KeyInit};
use weiterblick_domain::ids::DraftId;
use weiterblick_domain::survey::{DraftPayload, PAYLOAD_MAX_BYTES};
use zeroize::Zeroizing;

const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;

/// The key of one survey. It has no `Debug`, so that no log line can hold it by accident, and leaves no trace in memory.
pub struct SurveyKey(Zeroizing<[u8; KEY_BYTES]>);

impl SurveyKey {
    pub const fn new(bytes: Zeroizing<[u8; KEY_BYTES]>) -> Self {
        Self(bytes)
    }
}

/// Neither a path nor an id is in any of these: they may be logged.
#[derive(Debug, thiserror::Error)]
pub enum CryptoError {
    #[error("a draft does not open with the survey's key")]
    Unopenable,
    #[error("a draft cannot be sealed")]
    Unsealable,
    #[error("a draft is not what this program writes")]
    Format,
    #[error("a draft is larger than {PAYLOAD_MAX_BYTES} bytes")]
    TooLarge,
}

/// Encrypts a draft with AES-256-GCM: 12 bytes of nonce, then ciphertext and tag. The draft's id is authenticated with
/// it, so that no draft can stand in another one's place. `nonce` is fresh from the system's random source.
///
/// # Errors
/// [`CryptoError::TooLarge`] above the limit of a stored draft.
pub fn seal_payload(
    key: &SurveyKey,
    draft: DraftId,
    nonce: [u8; NONCE_BYTES],
    payload: &DraftPayload,
) -> Result<Vec<u8>, CryptoError> {
    let text = serde_json::to_vec(payload).map_err(|_| CryptoError::Format)?;
    if text.len() > PAYLOAD_MAX_BYTES {
        return Err(CryptoError::TooLarge);
    }
    let sealed = Aes256Gcm::new((&*key.0).into())
        .encrypt(&nonce.into(), Payload { msg: &text, aad: draft.as_bytes() })
        .map_err(|_| CryptoError::Unsealable)?;
    Ok([nonce.as_slice(), &sealed].concat())
}

/// Reads what [`seal_payload`] wrote.
///
/// # Errors
/// [`CryptoError`] for another key, another draft, and any changed byte.
pub fn open_payload(key: &SurveyKey, draft: DraftId, sealed: &[u8]) -> Result<DraftPayload, CryptoError> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE_BYTES>().ok_or(CryptoError::Unopenable)?;
    let text = Aes256Gcm::new((&*key.0).into())
        .decrypt(&(*nonce).into(), Payload { msg: sealed, aad: draft.as_bytes() })
        .map_err(|_| CryptoError::Unopenable)?;
    serde_json::from_slice(&text).map_err(|_| CryptoError::Format)
}

#[cfg(test)]
mod tests {
    use super::*;
    use weiterblick_domain::survey::{Attributes, Draft};

    const DRAFT: DraftId = DraftId::from_bytes([1; 16]);

    fn payload() -> DraftPayload {
        DraftPayload { unit: None, attributes: Attributes::new(), notice_version: 3, draft: Draft::default() }
    }

    fn key(byte: u8) -> SurveyKey {
        SurveyKey::new(Zeroizing::new([byte; KEY_BYTES]))
    }

    #[test]
    fn a_draft_opens_with_its_key_and_its_id_only() {
        let sealed = seal_payload(&key(9), DRAFT, [5; 12], &payload()).unwrap();
        assert_eq!(open_payload(&key(9), DRAFT, &sealed).unwrap(), payload());
        assert!(open_payload(&key(8), DRAFT, &sealed).is_err());
        assert!(open_payload(&key(9), DraftId::from_bytes([2; 16]), &sealed).is_err());
    }

    #[test]
    fn no_byte_of_a_sealed_draft_can_be_changed_or_missing() {
        let key = key(9);
        let sealed = seal_payload(&key, DRAFT, [5; 12], &payload()).unwrap();
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert!(open_payload(&key, DRAFT, &changed).is_err(), "byte {at}");
            assert!(open_payload(&key, DRAFT, &sealed[..at]).is_err(), "length {at}");
        }
    }

    #[test]
    fn nothing_of_a_draft_is_readable_where_it_lies() {
        let sealed = seal_payload(&key(9), DRAFT, [5; 12], &payload()).unwrap();
        assert!(!String::from_utf8_lossy(&sealed).contains("notice"));
    }
}
