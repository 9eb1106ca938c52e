use crate::row::RowExt;
use crate::{Conn, StoreError, Tx};
use weiterblick_domain::ids::{AccountId, OrganisationId, PersonId};
use weiterblick_domain::organisation::{Channel, search_key};
use weiterblick_domain::policy::action::ManageOwnAccount;
use weiterblick_domain::policy::{Grant, MemberState, Role};
use weiterblick_domain::text::Language;

/// A person to be made. An empty text means "not given".
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub id: PersonId,
    pub organisation: OrganisationId,
    pub personnel_ref: String,
    pub first_name: String,
    pub last_name: String,
    pub email: String,
    pub language: Language,
    pub channel: Channel,
    pub state: MemberState,
    pub account: Option<AccountId>,
    pub roles: Vec<Role>,
}

impl NewPerson {
    /// An active member without name, address, role and account.
    pub const fn active(id: PersonId, organisation: OrganisationId) -> Self {
        Self {
            id,
            organisation,
            personnel_ref: String::new(),
            first_name: String::new(),
            last_name: String::new(),
            email: String::new(),
            language: Language::De,
            channel: Channel::Mail,
            state: MemberState::Active,
            account: None,
            roles: Vec::new(),
        }
    }
}

/// # Errors
/// [`StoreError::Conflict`] when somebody has this personnel number or address already.
pub async fn create_person(tx: &mut Tx, new: &NewPerson) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO person (id, organisation_id, personnel_ref, first_name, last_name, email, language, channel, state,
                             account_id, search_key)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
    )
    .bind(new.id.to_string())
    .bind(new.organisation.to_string())
    .bind(new.personnel_ref.clone())
    .bind(new.first_name.clone())
    .bind(new.last_name.clone())
    .bind(new.email.clone())
    .bind(new.language.code())
    .bind(new.channel.code())
    .bind(new.state.code())
    .bind(new.account.map(|id| id.to_string()))
    .bind(search_key(&new.last_name, &new.first_name, &new.personnel_ref, &new.email))
    .execute(&mut **tx)
    .await?;
    for role in &new.roles {
        sqlx::query("INSERT INTO person_role (person_id, role) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(new.id.to_string())
            .bind(role.code())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// The person as whom an account acts after signing in; `None` when it is an active member nowhere.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn active_person_of(conn: &mut Conn, account: AccountId) -> Result<Option<PersonId>, StoreError> {
    sqlx::query("SELECT id FROM person WHERE account_id = $1 AND state = 'active' ORDER BY id LIMIT 1")
        .bind(account.to_string())
        .fetch_optional(conn)
        .await?
        .map(|row| row.parsed("id"))
        .transpose()
}

/// # Errors
/// [`StoreError::Database`].
pub async fn link_account(tx: &mut Tx, person: PersonId, account: AccountId) -> Result<(), StoreError> {
    sqlx::query("UPDATE person SET account_id = $2, state = 'active' WHERE id = $1")
        .bind(person.to_string())
        .bind(account.to_string())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The own name.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn rename_self(
    tx: &mut Tx,
    grant: &Grant<ManageOwnAccount>,
    first_name: &str,
    last_name: &str,
) -> Result<(), StoreError> {
    let row = sqlx::query("SELECT personnel_ref, email FROM person WHERE id = $1 AND organisation_id = $2")
        .bind(grant.person().to_string())
        .bind(grant.organisation().to_string())
        .fetch_one(&mut **tx)
        .await?;
    let key = search_key(last_name, first_name, &row.text("personnel_ref")?, &row.text("email")?);
    sqlx::query(
        "UPDATE person SET first_name = $3, last_name = $4, search_key = $5 WHERE id = $1 AND organisation_id = $2",
    )
    .bind(grant.person().to_string())
    .bind(grant.organisation().to_string())
    .bind(first_name.to_owned())
    .bind(last_name.to_owned())
    .bind(key)
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The own first and last name.
///
/// # Errors
/// [`StoreError::NotFound`].
pub async fn own_name(conn: &mut Conn, grant: &Grant<ManageOwnAccount>) -> Result<(String, String), StoreError> {
    let row = sqlx::query("SELECT first_name, last_name FROM person WHERE id = $1 AND organisation_id = $2")
        .bind(grant.person().to_string())
        .bind(grant.organisation().to_string())
        .fetch_one(conn)
        .await?;
    Ok((row.text("first_name")?, row.text("last_name")?))
}
