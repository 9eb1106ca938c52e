use crate::StoreError;
use weiterblick_domain::competence::{PlaceError, PublishError, StateError};

/// Why something of a framework or job profile was not changed.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    #[error(transparent)]
    State(#[from] StateError),
    #[error(transparent)]
    Publish(#[from] PublishError),
    #[error(transparent)]
    Place(#[from] PlaceError),
    #[error("another framework, scale or job profile has this code")]
    CodeTaken,
    #[error("not a scale for skill that the organisation may use")]
    Scale,
    #[error("more than {max} competences in one job profile")]
    TooManyTargets { max: usize },
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<sqlx::Error> for ChangeError {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error.into())
    }
}

impl ChangeError {
    /// A unique key that is broken means that the code is taken.
    pub(super) fn taken(error: sqlx::Error) -> Self {
        match StoreError::from(error) {
            StoreError::Conflict => Self::CodeTaken,
            other => Self::Store(other),
        }
    }
}
