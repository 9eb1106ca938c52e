//! Server functions of the organisation.

mod access;
mod import;
mod people;
mod rights;
mod units;

pub use access::{InvitePerson, MakePasswordLink, OneTimeLink, RevokeInvitation};
pub use import::{ConfirmImport, PreviewImport};
pub use people::{AssignPerson, CreatePerson, UpdatePerson};
pub use rights::{DeletePerson, SetRoles, SetState};
pub use units::{CreateUnit, DeleteUnit, MergeUnit, MoveUnit, RenameOrganisation, UpdateUnit};

use crate::error::Error;
use std::str::FromStr;

/// An id from a form; what is no id belongs to nothing.
fn id<I: FromStr>(text: &str) -> Result<I, Error> {
    text.parse().map_err(|_| Error::not_found())
}

/// An id from a list where nothing may be chosen.
fn id_or_none<I: FromStr>(text: &str) -> Result<Option<I>, Error> {
    if text.is_empty() { Ok(None) } else { id(text).map(Some) }
}
