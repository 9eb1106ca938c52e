//! Organisations, units, people, memberships, roles, invitations to an organisation.

mod invitation;
mod person;
mod tenant;
mod unit;

pub use invitation::{Invited, create_invitation, invited, redeem_invitation, revoke_invitation};
pub use person::{NewPerson, active_person_of, create_person, link_account, own_name, rename_self};
pub use tenant::{NewOrganisation, OrganisationRow, create, lock, organisation, rename};
pub use unit::{NewUnit, UnitPeople, create_unit, delete_unit, merge_unit, move_unit, tree, unit_people, update_unit};

pub async fn by_name(conn: &mut crate::Conn, name: &str) -> Result<Option<weiterblick_domain::ids::OrganisationId>, crate::StoreError> {
    use crate::row::RowExt;
    sqlx::query("SELECT id FROM organisation WHERE name = $1 ORDER BY id LIMIT 1").bind(name.to_owned()).fetch_optional(conn).await?.map(|row| row.parsed("id")).transpose()
}
