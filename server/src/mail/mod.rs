//! Sending what waits in the outbox (security.md E55): TLS only, five seconds, back-off, at most three days.

use crate::config::MailOptions;
use crate::secret::{self, SecretError};
use lettre::message::header::ContentType;
use lettre::transport::smtp::authentication::Credentials;
use lettre::{AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor};
use std::time::Duration;
use tokio_util::sync::CancellationToken;
use weiterblick_app::state::AppState;
use weiterblick_domain::time::{DAY, HOUR, MINUTE};
use weiterblick_store::StoreError;
use weiterblick_store::outbox::{self, Waiting};

const AT_ONCE: i64 = 50;
const GIVE_UP_AFTER: i64 = 3 * DAY;
const TIME_LIMIT: Duration = Duration::from_secs(5);

/// The configured mail server.
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: lettre::message::Mailbox,
}

#[derive(Debug, thiserror::Error)]
pub enum MailError {
    #[error(transparent)]
    Secret(#[from] SecretError),
    #[error(transparent)]
    Address(#[from] lettre::address::AddressError),
    #[error(transparent)]
    Smtp(#[from] lettre::transport::smtp::Error),
    #[error(transparent)]
    Message(#[from] lettre::error::Error),
}

impl MailError {
    /// What went wrong without the mail server's words, in which addresses stand (security.md E58): our own word for it,
    /// and the server's number if there is one.
    fn for_log(&self) -> (&'static str, String) {
        match self {
            Self::Secret(_) => ("secret", String::new()),
            Self::Address(_) => ("address", String::new()),
            Self::Message(_) => ("message", String::new()),
            Self::Smtp(error) => {
                let kind = if error.is_timeout() {
                    "timeout"
                } else if error.is_transient() {
                    "transient"
                } else if error.is_permanent() {
                    "permanent"
                } else if error.is_tls() {
                    "tls"
                } else {
                    "connection"
                };
                (kind, error.status().map(|code| code.to_string()).unwrap_or_default())
            }
        }
    }
}

impl Mailer {
    /// `None` without a mail server.
    ///
    /// # Errors
    /// [`MailError`] when the options do not fit together.
    pub fn new(options: &MailOptions) -> Result<Option<Self>, MailError> {
        let (Some(host), Some(from)) = (&options.smtp_host, &options.smtp_from) else { return Ok(None) };
        let builder = if options.smtp_port == 465 {
            AsyncSmtpTransport::<Tokio1Executor>::relay(host)?
        } else {
            AsyncSmtpTransport::<Tokio1Executor>::starttls_relay(host)?
        };
        let mut builder = builder.port(options.smtp_port).timeout(Some(TIME_LIMIT));
        if let (Some(user), Some(file)) = (&options.smtp_user, &options.smtp_password_file) {
            builder = builder.credentials(Credentials::new(user.clone(), secret::line(file)?));
        }
        Ok(Some(Self { transport: builder.build(), from: from.parse()? }))
    }

    async fn send(&self, mail: &Waiting) -> Result<(), MailError> {
        let message = Message::builder()
            .from(self.from.clone())
            .to(mail.recipient.parse()?)
            .subject(mail.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(mail.body.clone())?;
        self.transport.send(message).await?;
        Ok(())
    }
}

/// Sends what is due, once; after `stop` nothing more is begun. Failures are tried again after 1, 2, 4 … minutes, at most
/// every 6 hours.
///
/// # Errors
/// When the outbox cannot be read or written.
pub async fn send_due(state: &AppState, mailer: &Mailer, stop: &CancellationToken) -> Result<(), StoreError> {
    let due = outbox::due(&mut *state.db.read().await?, state.now(), AT_ONCE).await?;
    for mail in due {
        if stop.is_cancelled() {
            break;
        }
        let outcome = mailer.send(&mail).await;
        let now = state.now();
        let mut tx = state.db.write().await?;
        match outcome {
            Ok(()) => outbox::sent(&mut tx, mail.id).await?,
            Err(_) if now.since(mail.created_at) > GIVE_UP_AFTER => outbox::failed(&mut tx, mail.id).await?,
            Err(error) => {
                let (kind, code) = error.for_log();
                tracing::warn!(attempts = mail.attempts + 1, kind, code, "a mail could not be sent yet");
                let wait = (MINUTE << mail.attempts.clamp(0, 12)).min(6 * HOUR);
                outbox::retry_at(&mut tx, mail.id, now.plus(wait)).await?;
            }
        }
        tx.commit().await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use weiterblick_app::state::Settings;
    use weiterblick_app::survey::keys::SurveyKeys;
    use weiterblick_domain::text::Language;
    use weiterblick_store::testing;

    const ADDRESS: &str = "jana.krause@muster.example";

    fn mailer(port: u16) -> Mailer {
        let options = MailOptions {
            smtp_host: Some("127.0.0.1".to_owned()),
            smtp_port: port,
            smtp_from: Some("weiterblick@muster.example".to_owned()),
            smtp_user: None,
            smtp_password_file: None,
        };
        Mailer::new(&options).unwrap().unwrap()
    }

    /// E58 of security.md.
    #[tokio::test]
    async fn the_log_gets_a_word_of_ours_and_no_address() {
        // Bound and not listened on: a connection is refused.
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mail = |recipient: &str| Waiting {
            id: [1; 16].into(),
            recipient: recipient.to_owned(),
            subject: String::new(),
            body: String::new(),
            attempts: 0,
            created_at: weiterblick_domain::time::UnixMillis(0),
        };
        let mailer = mailer(port);
        let unreachable = mailer.send(&mail(ADDRESS)).await.unwrap_err();
        assert_eq!(unreachable.for_log(), ("connection", String::new()));
        let no_address = mailer.send(&mail("jana.krause@")).await.unwrap_err();
        assert_eq!(no_address.for_log(), ("address", String::new()));
    }

    #[tokio::test]
    async fn after_the_sign_to_stop_no_mail_is_begun() {
        let database = testing::sqlite().await;
        let settings =
            Settings { public_url: "https://w.example".to_owned(), mail: true, time_zone: jiff::tz::TimeZone::UTC };
        let state = crate::state::app_state(
            database.db.clone(),
            settings,
            SurveyKeys::new(std::env::temp_dir()),
            [7; 32],
            None,
        );
        let mut tx = database.db.write().await.unwrap();
        let mail = outbox::NewMail {
            id: state.new_id(),
            organisation: None,
            purpose: "recovery",
            recipient: ADDRESS.to_owned(),
            subject: weiterblick_app::texts::translate(Language::De, "mail.recovery.subject", &[]),
            body: String::new(),
            now: state.now(),
        };
        outbox::enqueue(&mut tx, &mail).await.unwrap();
        tx.commit().await.unwrap();
        let waiting = async || outbox::due(&mut database.db.read().await.unwrap(), state.now(), 9).await.unwrap().len();
        let stop = CancellationToken::new();
        stop.cancel();
        send_due(&state, &mailer(1), &stop).await.unwrap();
        assert_eq!(waiting().await, 1, "not even tried");
        send_due(&state, &mailer(1), &CancellationToken::new()).await.unwrap();
        assert_eq!(waiting().await, 0, "tried, and put off");
        database.end().await;
    }
}
