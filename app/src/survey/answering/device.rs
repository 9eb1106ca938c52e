//! Which device answers: the cookie `__Host-wbs` (needs-analysis.md §12.3).
//!
//! ```text
//! a.<draft>.<token>      anonymous: the draft holds the hash of the token
//! n.<token>              named, begun by a link: the database holds the hash of the token
//! p.<assessment>         named, begun with an account: worth nothing without that account's session
//! ```

use crate::account::cookie;
use crate::context::RequestContext;
use weiterblick_domain::ids::{AssessmentId, DraftId};
use weiterblick_domain::survey::{Digest, Token};
use weiterblick_domain::time::DAY;

/// How long after the end of a named survey a device that began by link still opens the own result.
const AFTER_CLOSE: i64 = 30 * DAY;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Device {
    Draft { draft: DraftId, hash: Digest },
    Link { hash: Digest },
    Account { assessment: AssessmentId },
}

impl Device {
    /// The device of a request; `None` for one that answers nothing.
    pub fn of(request: &RequestContext) -> Option<Self> {
        Self::parse(request.cookie(cookie::SURVEY_DEVICE)?)
    }

    fn parse(text: &str) -> Option<Self> {
        let hash = |token| Token::parse(token).ok().map(|token| token.digest());
        match text.split('.').collect::<Vec<_>>().as_slice() {
            ["a", draft, token] => Some(Self::Draft { draft: draft.parse().ok()?, hash: hash(token)? }),
            ["n", token] => Some(Self::Link { hash: hash(token)? }),
            ["p", assessment] => Some(Self::Account { assessment: assessment.parse().ok()? }),
            _ => None,
        }
    }
}

/// Lets this device go on with an anonymous draft until the browser ends.
pub fn keep_draft(draft: DraftId, token: &Token) {
    cookie::set(cookie::SURVEY_DEVICE, &draft_value(draft, token), None);
}

fn draft_value(draft: DraftId, token: &Token) -> String {
    format!("a.{draft}.{}", token.reveal())
}

/// Lets this device go on with a named assessment that was begun by link. `left` is the time until the survey closes,
/// in milliseconds: without an account there is no other way back.
pub fn keep_link(token: &Token, left: i64) {
    let seconds = left.max(0).saturating_add(AFTER_CLOSE) / 1_000;
    cookie::set(cookie::SURVEY_DEVICE, &format!("n.{}", token.reveal()), Some(seconds));
}

/// Remembers which assessment whoever signed in is answering.
pub fn keep_account(assessment: AssessmentId) {
    cookie::set(cookie::SURVEY_DEVICE, &format!("p.{assessment}"), None);
}

pub fn forget() {
    cookie::remove(cookie::SURVEY_DEVICE);
}

/// At the end of a session: what was begun with the account is left; a link or an anonymous draft, which have no other
/// way back, stay.
pub fn forget_account(request: &RequestContext) {
    if let Some(Device::Account { .. }) = Device::of(request) {
        forget();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cookie_names_the_draft_and_gives_only_the_hash_of_its_token() {
        let token = Token::from_random([3; 32]);
        let draft = DraftId::from_bytes([1; 16]);
        let value = draft_value(draft, &token);
        assert_eq!(Device::parse(&value), Some(Device::Draft { draft, hash: token.digest() }));
        let link = Device::parse(&format!("n.{}", token.reveal()));
        assert_eq!(link, Some(Device::Link { hash: token.digest() }));
        let assessment = AssessmentId::from_bytes([2; 16]);
        assert_eq!(Device::parse(&format!("p.{assessment}")), Some(Device::Account { assessment }));
    }

    #[test]
    fn anything_else_is_no_device() {
        let token = Token::from_random([3; 32]).reveal();
        for bad in ["", "a", "n.", "n.x", "a..", "p.x", &token, &format!("x.{token}"), &format!("n.{token}.{token}")] {
            assert_eq!(Device::parse(bad), None, "{bad}");
        }
    }
}
