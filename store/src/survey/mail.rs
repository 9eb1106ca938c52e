//! Which mails belong to a survey.

use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use weiterblick_domain::ids::{MailId, SurveyId};

/// What became of the mails of a survey. No numbers: they would tell how many have not begun (needs-analysis §11.8).
/// Sent mails are forgotten after seven days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Mails {
    pub waiting: bool,
    pub sent: bool,
    pub failed: bool,
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
pub async fn mails(conn: &mut Conn, survey: SurveyId) -> Result<Mails, StoreError> {
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
    let any = |state| Ok::<_, StoreError>(row.int(state)? > 0);
    Ok(Mails { waiting: any("waiting")?, sent: any("sent")?, failed: any("failed")? })
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
