//! The list of people: search, filter, order, pages.

use crate::row::RowExt;
use crate::sql::like;
use crate::{Conn, StoreError};
use std::collections::BTreeSet;
use weiterblick_domain::ids::{PersonId, UnitId};
use weiterblick_domain::organisation::import::PersonData;
use weiterblick_domain::organisation::{Day, search_words};
use weiterblick_domain::policy::action::ReadOrganisation;
use weiterblick_domain::policy::{Grant, MemberState, Role};
use weiterblick_domain::text::Multilingual;

use super::member::{person_data, roles};

pub const PAGE_SIZE: i64 = 50;

/// How much of the organisation a reader sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    Whole,
    /// The units that the reader leads, and those below.
    Led,
}

impl Sight {
    pub(super) fn flag(self) -> i64 {
        i64::from(self == Self::Whole)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TeamFilter {
    #[default]
    All,
    /// People without a unit.
    None,
    /// A unit and everything below it.
    Below(UnitId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StateFilter {
    /// Everybody who has not left.
    #[default]
    Present,
    All,
    Only(MemberState),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Name,
    Team,
    State,
}

/// What of the list is wanted.
#[derive(Debug, Clone, Default)]
pub struct PeopleFilter {
    pub search: String,
    pub team: TeamFilter,
    pub role: Option<Role>,
    pub state: StateFilter,
    pub sort: Sort,
    pub descending: bool,
    /// Counted from 1; `None`: everybody on one page.
    pub page: Option<i64>,
}

/// A line of the list, as of today.
#[derive(Debug, Clone)]
pub struct PersonRow {
    pub id: PersonId,
    pub data: PersonData,
    pub state: MemberState,
    pub roles: BTreeSet<Role>,
    pub has_account: bool,
    pub unit: Option<UnitId>,
    pub unit_name: String,
    pub unit_code: String,
    pub leads: bool,
    pub job_code: String,
    pub job_title: Option<Multilingual>,
    pub valid_from: Option<Day>,
    pub valid_to: Option<Day>,
}

#[derive(Debug, Clone, Default)]
pub struct PeoplePage {
    pub rows: Vec<PersonRow>,
    /// How many the filter finds on all pages.
    pub total: i64,
}

macro_rules! people_sql {
    ($order:literal) => {
        concat!(
            "WITH RECURSIVE ",
            led_units_cte!(),
            ", chosen (id) AS (
               SELECT id FROM unit WHERE id = $5 AND organisation_id = $1
               UNION SELECT u.id FROM unit u JOIN chosen ON u.parent_id = chosen.id)
             SELECT p.id, p.personnel_ref, p.first_name, p.last_name, p.email, p.language, p.channel, p.state,
                    CASE WHEN p.account_id IS NULL THEN 0 ELSE 1 END AS has_account,
                    u.id AS unit_id, COALESCE(u.name, '') AS unit_name, COALESCE(u.code, '') AS unit_code,
                    COALESCE(m.leads, 0) AS leads, COALESCE(j.code, '') AS job_code, j.title AS job_title,
                    m.valid_from, m.valid_to,
                    (SELECT STRING_AGG(r.role, ' ') FROM person_role r WHERE r.person_id = p.id) AS roles,
                    COUNT(*) OVER () AS total
             FROM person p
             LEFT JOIN membership m
               ON m.person_id = p.id AND m.valid_from <= $3 AND (m.valid_to IS NULL OR m.valid_to >= $3)
             LEFT JOIN unit u ON u.id = m.unit_id
             LEFT JOIN job_profile j ON j.id = m.job_profile_id
             WHERE p.organisation_id = $1
               AND ($4 = 1 OR m.unit_id IN (SELECT id FROM led))
               AND ($5 = '' OR ($5 = 'none' AND m.unit_id IS NULL) OR m.unit_id IN (SELECT id FROM chosen))
               AND ($6 = '' OR EXISTS (SELECT 1 FROM person_role r WHERE r.person_id = p.id AND r.role = $6))
               AND ($7 = 'all' OR p.state = $7 OR ($7 = 'present' AND p.state <> 'left'))
               AND p.search_key LIKE $8 ESCAPE '!' AND p.search_key LIKE $9 ESCAPE '!'
               AND p.search_key LIKE $10 ESCAPE '!'
             ORDER BY ",
            $order,
            " LIMIT $11 OFFSET $12"
        )
    };
}

const fn sql(sort: Sort, descending: bool) -> &'static str {
    match (sort, descending) {
        (Sort::Name, false) => people_sql!("p.search_key, p.id"),
        (Sort::Name, true) => people_sql!("p.search_key DESC, p.id"),
        (Sort::Team, false) => {
            people_sql!("CASE WHEN u.id IS NULL THEN 1 ELSE 0 END, LOWER(u.name), p.search_key, p.id")
        }
        (Sort::Team, true) => {
            people_sql!("CASE WHEN u.id IS NULL THEN 1 ELSE 0 END, LOWER(u.name) DESC, p.search_key, p.id")
        }
        (Sort::State, false) => people_sql!("p.state, p.search_key, p.id"),
        (Sort::State, true) => people_sql!("p.state DESC, p.search_key, p.id"),
    }
}

/// The people that `filter` finds, as far as the reader sees them.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn people(
    conn: &mut Conn,
    grant: &Grant<ReadOrganisation>,
    sight: Sight,
    today: Day,
    filter: &PeopleFilter,
) -> Result<PeoplePage, StoreError> {
    let (limit, offset) = match filter.page {
        Some(page) => (PAGE_SIZE, (page.max(1) - 1).saturating_mul(PAGE_SIZE)),
        None => (i64::from(i32::MAX), 0),
    };
    let team = match filter.team {
        TeamFilter::All => String::new(),
        TeamFilter::None => "none".to_owned(),
        TeamFilter::Below(unit) => unit.to_string(),
    };
    let state = match filter.state {
        StateFilter::Present => "present",
        StateFilter::All => "all",
        StateFilter::Only(state) => state.code(),
    };
    let [first, second, third] = search_words(&filter.search).map(|word| like(&word));
    let rows = sqlx::query(sql(filter.sort, filter.descending))
        .bind(grant.organisation().to_string())
        .bind(grant.person().to_string())
        .bind(today.to_string())
        .bind(sight.flag())
        .bind(team)
        .bind(filter.role.map(Role::code).unwrap_or_default())
        .bind(state)
        .bind(first)
        .bind(second)
        .bind(third)
        .bind(limit)
        .bind(offset)
        .fetch_all(conn)
        .await?;
    let mut page = PeoplePage::default();
    for row in &rows {
        page.total = row.int("total")?;
        page.rows.push(PersonRow {
            id: row.parsed("id")?,
            data: person_data(row)?,
            state: row.parsed("state")?,
            roles: roles(row)?,
            has_account: row.flag("has_account")?,
            unit: row.parsed_opt("unit_id")?,
            unit_name: row.text("unit_name")?,
            unit_code: row.text("unit_code")?,
            leads: row.flag("leads")?,
            job_code: row.text("job_code")?,
            job_title: row
                .text_opt("job_title")?
                .map(|title| serde_json::from_str(&title))
                .transpose()
                .map_err(|_| StoreError::Corrupt("title"))?,
            valid_from: row.parsed_opt("valid_from")?,
            valid_to: row.parsed_opt("valid_to")?,
        });
    }
    Ok(page)
}

/// The units that the person of the grant leads on `today`, and all below them.
///
/// # Errors
/// [`StoreError::Database`].
pub async fn led_units<A>(conn: &mut Conn, grant: &Grant<A>, today: Day) -> Result<Vec<UnitId>, StoreError> {
    sqlx::query(concat!("WITH RECURSIVE ", led_units_cte!(), "SELECT id FROM led"))
        .bind(grant.organisation().to_string())
        .bind(grant.person().to_string())
        .bind(today.to_string())
        .fetch_all(conn)
        .await?
        .iter()
        .map(|row| row.parsed("id"))
        .collect()
}
