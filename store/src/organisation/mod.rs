//! Organisations, units, people, memberships, roles, invitations to an organisation.

/// The units that the person `$2` of the organisation `$1` leads on the day `$3`, and all below them, as `led (id)`.
macro_rules! led_units_cte {
    () => {
        "led (id) AS (
           SELECT m.unit_id FROM membership m JOIN person p ON p.id = m.person_id
           WHERE p.id = $2 AND p.organisation_id = $1 AND m.leads = 1
             AND m.valid_from <= $3 AND (m.valid_to IS NULL OR m.valid_to >= $3)
           UNION SELECT u.id FROM unit u JOIN led ON u.parent_id = led.id)
         "
    };
}

mod access;
mod import;
mod invitation;
mod member;
mod membership;
mod people;
mod person;
mod tenant;
mod unit;

pub use access::{end_access, hr_in_charge, remove_person, set_roles, set_sign_in_address, set_state};
pub use import::{apply_people, apply_units, known_people};
pub use invitation::{Invited, create_invitation, invited, redeem_invitation, revoke_invitation};
pub use member::{Account, JobProfile, Member, job_profiles, member, taken, update_person};
pub use membership::{MembershipRow, apply_steps, memberships};
pub use people::{
    PAGE_SIZE, PeopleFilter, PeoplePage, PersonRow, Sight, Sort, StateFilter, TeamFilter, led_units, people,
};
pub use person::{NewPerson, active_person_of, create_person, link_account, own_name, rename_self};
pub use tenant::{NewOrganisation, OrganisationRow, by_name, create, lock, organisation, rename};
pub use unit::{
    NewUnit, UnitPeople, create_unit, delete_unit, merge_unit, move_unit, tree, tree_of, unit_people, update_unit,
};
