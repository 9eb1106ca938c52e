//! Accounts, sessions, recovery links.

mod credential;
mod recovery;
mod session;

pub use credential::{Credential, by_email, by_id, change_password, count, create, rehash, set_language};
pub use recovery::{create_recovery, recovery_exists, redeem_recovery};
pub use session::{
    NewSession, SessionRow, create_session, delete_dead, end_all_sessions, end_session, session, touch_session,
};
