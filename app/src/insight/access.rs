use crate::context::Ctx;
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use weiterblick_domain::policy::{Grant, Relation};
use weiterblick_store::insight::{ReadsRelease, Sight};

/// The grant to read releases, and how much of them: everything for HR and works council, the own branch for a lead.
/// Whoever is both sees everything.
///
/// # Errors
/// What `domain::policy` answers.
pub fn reading<A: ReadsRelease>(ctx: &Ctx) -> Result<(Grant<A>, Sight), Error> {
    match ctx.grant::<A>(Relation::Organisation) {
        Ok(grant) => Ok((grant, Sight::Organisation)),
        Err(error) if error.kind == ErrorKind::Forbidden => {
            let grant = ctx.grant::<A>(Relation::OwnTeam)?;
            Ok((grant, Sight::LedUnits { today: Format::of(ctx).stored_day(ctx.now) }))
        }
        Err(error) => Err(error),
    }
}
