use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use sqlx::Row;
use std::collections::BTreeSet;
use weiterblick_domain::ids::{AccountId, JobProfileId, PersonId};
use weiterblick_domain::organisation::import::PersonData;
use weiterblick_domain::organisation::{Day, search_key};
use weiterblick_domain::policy::action::{ManageOrganisation, ReadOrganisation};
use weiterblick_domain::policy::{Grant, MemberState, Role};
use weiterblick_domain::text::{Language, Multilingual};
use weiterblick_domain::time::UnixMillis;

use super::people::Sight;

/// How somebody signs in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub id: AccountId,
    pub email: String,
    /// Whether the account belongs to another organisation as well, whose HR has a say in it too.
    pub elsewhere: bool,
}

/// One person in full.
#[derive(Debug, Clone)]
pub struct Member {
    pub id: PersonId,
    pub data: PersonData,
    pub state: MemberState,
    pub roles: BTreeSet<Role>,
    pub account: Option<Account>,
    /// Until when an invitation that was not used yet is good.
    pub invitation_expires: Option<UnixMillis>,
}

pub(super) fn person_data(row: &sqlx::any::AnyRow) -> Result<PersonData, StoreError> {
    Ok(PersonData {
        personnel_ref: row.text("personnel_ref")?,
        first_name: row.text("first_name")?,
        last_name: row.text("last_name")?,
        email: row.text("email")?,
        language: Language::from_code(&row.text("language")?).ok_or(StoreError::Corrupt("language"))?,
        channel: row.parsed("channel")?,
    })
}

/// Codes with blanks between them; NULL: none.
pub(super) fn roles(row: &sqlx::any::AnyRow) -> Result<BTreeSet<Role>, StoreError> {
    let codes: Option<String> = row.try_get("roles")?;
    let codes = codes.unwrap_or_default();
    codes.split_whitespace().map(|code| code.parse().map_err(|_| StoreError::Corrupt("role"))).collect()
}

/// A person, if the reader sees them.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn member(
    conn: &mut Conn,
    grant: &Grant<ReadOrganisation>,
    sight: Sight,
    today: Day,
    person: PersonId,
) -> Result<Member, StoreError> {
    let row = sqlx::query(concat!(
        "WITH RECURSIVE ",
        led_units_cte!(),
        "SELECT p.id, p.personnel_ref, p.first_name, p.last_name, p.email, p.language, p.channel, p.state,
                a.id AS account_id, COALESCE(a.email, '') AS account_email, i.expires_at,
                (SELECT STRING_AGG(r.role, ' ') FROM person_role r WHERE r.person_id = p.id) AS roles,
                (SELECT COUNT(*) FROM person o
                 WHERE o.account_id = p.account_id AND o.organisation_id <> p.organisation_id) AS elsewhere
         FROM person p
         LEFT JOIN account a ON a.id = p.account_id
         LEFT JOIN role_invitation i ON i.person_id = p.id
         WHERE p.id = $5 AND p.organisation_id = $1
           AND ($4 = 1 OR EXISTS (
             SELECT 1 FROM membership m
             WHERE m.person_id = p.id AND m.valid_from <= $3 AND (m.valid_to IS NULL OR m.valid_to >= $3)
               AND m.unit_id IN (SELECT id FROM led)))",
    ))
    .bind(grant.organisation().to_string())
    .bind(grant.person().to_string())
    .bind(today.to_string())
    .bind(sight.flag())
    .bind(person.to_string())
    .fetch_one(conn)
    .await?;
    let account = match row.parsed_opt("account_id")? {
        Some(id) => Some(Account { id, email: row.text("account_email")?, elsewhere: row.flag("elsewhere")? }),
        None => None,
    };
    Ok(Member {
        id: row.parsed("id")?,
        data: person_data(&row)?,
        state: row.parsed("state")?,
        roles: roles(&row)?,
        account,
        invitation_expires: row.time_opt("expires_at")?,
    })
}

/// Sets what a person is called and how they are reached.
///
/// # Errors
/// [`StoreError::NotFound`]; [`StoreError::Conflict`] when somebody else has this number or address.
pub async fn update_person(
    tx: &mut Tx,
    grant: &Grant<ManageOrganisation>,
    person: PersonId,
    data: &PersonData,
) -> Result<(), StoreError> {
    let done = sqlx::query(
        "UPDATE person SET personnel_ref = $3, first_name = $4, last_name = $5, email = $6, language = $7, channel = $8,
                           search_key = $9
         WHERE id = $1 AND organisation_id = $2",
    )
    .bind(person.to_string())
    .bind(grant.organisation().to_string())
    .bind(data.personnel_ref.clone())
    .bind(data.first_name.clone())
    .bind(data.last_name.clone())
    .bind(data.email.clone())
    .bind(data.language.code())
    .bind(data.channel.code())
    .bind(search_key(&data.last_name, &data.first_name, &data.personnel_ref, &data.email))
    .execute(&mut **tx)
    .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound) } else { Ok(()) }
}

/// Whether somebody other than `except` has this personnel number, and whether somebody has this address.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn taken(
    conn: &mut Conn,
    grant: &Grant<ManageOrganisation>,
    except: Option<PersonId>,
    personnel_ref: &str,
    email: &str,
) -> Result<(bool, bool), StoreError> {
    let rows = sqlx::query(
        "SELECT personnel_ref, email FROM person
         WHERE organisation_id = $1 AND id <> $2
           AND ((personnel_ref = $3 AND personnel_ref <> '') OR (email = $4 AND email <> ''))",
    )
    .bind(grant.organisation().to_string())
    .bind(except.map(|id| id.to_string()).unwrap_or_default())
    .bind(personnel_ref.to_owned())
    .bind(email.to_owned())
    .fetch_all(conn)
    .await?;
    let mut found = (false, false);
    for row in rows {
        found.0 |= !personnel_ref.is_empty() && row.text("personnel_ref")? == personnel_ref;
        found.1 |= !email.is_empty() && row.text("email")? == email;
    }
    Ok(found)
}

/// A profile that can be given to people.
#[derive(Debug, Clone)]
pub struct JobProfile {
    pub id: JobProfileId,
    pub code: String,
    pub title: Multilingual,
}

/// The profiles of today's work (needs-analysis §6), by code; those of the future are compared with, not assigned.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn job_profiles(conn: &mut Conn, grant: &Grant<ReadOrganisation>) -> Result<Vec<JobProfile>, StoreError> {
    sqlx::query(
        "SELECT id, code, title FROM job_profile WHERE organisation_id = $1 AND horizon = 'today' ORDER BY code",
    )
    .bind(grant.organisation().to_string())
    .fetch_all(conn)
    .await?
    .iter()
    .map(|row| Ok(JobProfile { id: row.parsed("id")?, code: row.text("code")?, title: row.json("title")? }))
    .collect()
}
