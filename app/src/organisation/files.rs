//! Files to be saved: people, units, and what an import file looks like.

use super::import::{ImportKind, template};
use super::{people_query, today};
use crate::context::Ctx;
use crate::error::Error;
use crate::export::csv::{CONTENT_TYPE, Cell, write};
use crate::routes::File;
use weiterblick_domain::organisation::import::{PEOPLE_COLUMNS, UNIT_COLUMNS};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageOrganisation, ReadOrganisation};
use weiterblick_store::organisation::{self as store, PeopleFilter, PersonRow, Sight};

fn file(name: String, bytes: Vec<u8>) -> File {
    File { name, content_type: CONTENT_TYPE, bytes }
}

/// The people of the list with its search and filters, in the columns of the import. Personal data: needs a fresh login.
pub async fn people(ctx: Ctx) -> Result<File, Error> {
    let grant = ctx.fresh_grant::<ManageOrganisation>(Relation::Organisation)?;
    let read = ctx.grant::<ReadOrganisation>(Relation::Organisation)?;
    ctx.state.throttles.export(&grant.account().to_string(), ctx.now)?;
    let filter = PeopleFilter { page: None, ..people_query::parse(&ctx.request.query) };
    let mut conn = ctx.state.db.read().await?;
    let people = store::people(&mut conn, &read, Sight::Whole, today(&ctx)?, &filter).await?;
    let bytes = write(ctx.request.language, PEOPLE_COLUMNS, people.rows.into_iter().map(cells));
    Ok(file(t!("organisation.export.people_file"), bytes))
}

/// In the order of [`PEOPLE_COLUMNS`].
fn cells(row: PersonRow) -> [Cell; PEOPLE_COLUMNS.len()] {
    let roles: Vec<&str> = row.roles.iter().map(|role| role.code()).collect();
    let leads = match (row.unit, row.leads) {
        (None, _) => "",
        (Some(_), true) => "ja",
        (Some(_), false) => "nein",
    };
    [
        Cell::text(row.data.personnel_ref),
        Cell::text(row.data.first_name),
        Cell::text(row.data.last_name),
        Cell::text(row.data.email),
        Cell::text(row.data.language.code()),
        Cell::text(row.data.channel.code()),
        Cell::text(row.unit_code),
        Cell::text(row.job_code),
        Cell::text(leads),
        Cell::text(row.valid_from.map(|day| day.to_string()).unwrap_or_default()),
        Cell::text(row.valid_to.map(|day| day.to_string()).unwrap_or_default()),
        Cell::text(roles.join(" ")),
    ]
}

/// All units, parents before their children.
pub async fn teams(ctx: Ctx) -> Result<File, Error> {
    let grant = ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    ctx.state.throttles.export(&grant.account().to_string(), ctx.now)?;
    let tree = store::tree(&mut *ctx.state.db.read().await?, &grant).await?;
    let rows = tree.walk().into_iter().map(|(_, unit)| {
        let parent = unit.parent.and_then(|parent| tree.get(parent)).map(|parent| parent.code.as_str());
        [Cell::text(&unit.code), Cell::text(&unit.name), Cell::text(parent.unwrap_or_default())]
    });
    let bytes = write(ctx.request.language, UNIT_COLUMNS.into_iter().take(3), rows);
    Ok(file(t!("organisation.export.teams_file"), bytes))
}

pub async fn people_template(ctx: Ctx) -> Result<File, Error> {
    ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    Ok(file(t!("organisation.export.people_template_file"), template(ImportKind::People, ctx.request.language)))
}

pub async fn teams_template(ctx: Ctx) -> Result<File, Error> {
    ctx.grant::<ManageOrganisation>(Relation::Organisation)?;
    Ok(file(t!("organisation.export.teams_template_file"), template(ImportKind::Units, ctx.request.language)))
}
