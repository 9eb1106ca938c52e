use crate::context::Ctx;
use crate::error::{Error, ErrorKind};
use crate::format::Format;
use weiterblick_domain::policy::{Grant, Relation};
use weiterblick_store::insight::{ReadsRelease, Sight};

/// The grant to read releases, and how much of them: everything for HR and works council, the own branch for a lead,
/// what is shared with all for everybody else. Whoever is several sees the most.
///
/// # Errors
/// What `domain::policy` answers.
pub fn reading<A: ReadsRelease>(ctx: &Ctx) -> Result<(Grant<A>, Sight), Error> {
    let led = || Sight::LedUnits { today: Format::of(ctx).stored_day(ctx.now) };
    for (relation, sight) in [(Relation::Organisation, Sight::Organisation), (Relation::OwnTeam, led())] {
        match ctx.grant::<A>(relation) {
            Ok(grant) => return Ok((grant, sight)),
            Err(error) if error.kind == ErrorKind::Forbidden => {}
            Err(error) => return Err(error),
        }
    }
    Ok((ctx.grant::<A>(Relation::Own)?, Sight::Shared))
}
