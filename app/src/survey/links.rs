//! Addresses that lead into a survey. They hold secrets: shown once, never logged, never stored.

use crate::state::AppState;
use weiterblick_domain::survey::{SheetCode, Token};

/// The link of one person.
pub fn personal(state: &AppState, token: &Token) -> String {
    format!("{}/u/{}", state.settings.public_url, token.reveal())
}

/// The link in the QR code of a slip. The page behind it only fills the code in; redeeming is a POST.
pub fn sheet(state: &AppState, code: &SheetCode) -> String {
    format!("{}/c/{}", state.settings.public_url, code.reveal().replace(' ', ""))
}

/// Where a code is typed.
pub fn code_page(state: &AppState) -> String {
    format!("{}/code", state.settings.public_url)
}
