//! Which mails belong to a survey.

use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use weiterblick_domain::ids::{MailId, SurveyId};

/// Mails of a survey by what became of them. Sent ones are forgotten after seven days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MailCounts {
    pub waiting: i64,
    pub sent: i64,
    pub failed: i64,
}

/// # Errors
/// [`StoreError::Database`].
pub async fn link_mail(tx: &mut Tx, survey: SurveyId, mail: MailId) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO survey_mail (mail_id, survey_id) VALUES ($1, $2)")
        .bind(mail.to_string())
        .bind(survey.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// # Errors
/// [`StoreError::Database`].
pub async fn mail_counts(conn: &mut Conn, survey: SurveyId) -> Result<MailCounts, StoreError> {
    let row = sqlx::query(
        "SELECT COUNT(*) FILTER (WHERE o.state = 'waiting') AS waiting,
                COUNT(*) FILTER (WHERE o.state = 'sent') AS sent,
                COUNT(*) FILTER (WHERE o.state = 'failed') AS failed
         FROM survey_mail m JOIN outbox o ON o.id = m.mail_id
         WHERE m.survey_id = $1",
    )
    .bind(survey.to_string())
    .fetch_one(conn)
    .await?;
    Ok(MailCounts { waiting: row.int("waiting")?, sent: row.int("sent")?, failed: row.int("failed")? })
}

/// Takes back mails that still wait: their links have ended, or the survey has.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn drop_waiting(tx: &mut Tx, survey: SurveyId) -> Result<(), StoreError> {
    sqlx::query(
        "DELETE FROM outbox WHERE state = 'waiting' AND id IN (SELECT mail_id FROM survey_mail WHERE survey_id = $1)",
    )
    .bind(survey.to_string())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
