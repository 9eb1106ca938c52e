use super::super::invite;
use super::{id, survey as survey_of};
use crate::context::Ctx;
use crate::error::{Error, ErrorKind, FieldError};
use crate::form::lead_to;
use crate::format::Format;
use crate::strict::Strict;
use crate::survey::{links, sheet};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use weiterblick_domain::ids::{JobProfileId, UnitId};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::HandOutInvitations;
use weiterblick_domain::survey::{Mode, SheetCode};
use weiterblick_store::survey::{self as store, NewSheet, Survey};

/// Slips in one batch (needs-analysis §17).
pub const BATCH_MAX: usize = 1_000;

/// Links that are shown in this answer and never again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LinksMade {
    pub rows: Vec<LinkRow>,
    /// As slips to cut out, with QR codes, in place of a list.
    pub slips: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LinkRow {
    pub name: String,
    pub unit: String,
    pub email: String,
    pub link: String,
}

/// Codes that are shown in this answer and never again.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SheetsMade {
    pub unit: String,
    pub slips: Vec<Slip>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Slip {
    /// In groups of four.
    pub code: String,
    pub link: String,
}

async fn open_survey(ctx: &Ctx, raw: &str) -> Result<Survey, Error> {
    ctx.grant::<HandOutInvitations>(Relation::Organisation)?;
    let survey = survey_of(ctx, raw).await?;
    let open = survey.period().is_some_and(|period| survey.state.accepts_answers(&period, ctx.now));
    if open { Ok(survey) } else { Err(Error::conflict("survey.invitations.not_open")) }
}

/// Makes new links for everybody and shows them this once. Earlier links end. `form` is `list` or `slips`.
#[server(custom = Strict, endpoint = "survey/make_links")]
pub async fn make_links(survey: String, #[server(default)] form: String) -> Result<LinksMade, Error> {
    let ctx = Ctx::get()?;
    let survey = open_survey(&ctx, &survey).await?;
    let mut tx = ctx.state.db.write().await?;
    // Mails that wait would carry links that have just ended.
    store::drop_waiting(&mut tx, survey.id).await?;
    let made = invite::make_links(&ctx.state, &mut tx, &survey, None).await?;
    tx.commit().await?;
    Ok(LinksMade { rows: made.into_iter().map(row).collect(), slips: form == "slips" })
}

/// Makes a new link for one person and shows it this once. The earlier one ends.
#[server(custom = Strict, endpoint = "survey/renew_link")]
pub async fn renew_link(survey: String, person: String) -> Result<LinksMade, Error> {
    let ctx = Ctx::get()?;
    let survey = open_survey(&ctx, &survey).await?;
    if person.is_empty() {
        return Err(Error::field("person", "error.choose"));
    }
    let mut tx = ctx.state.db.write().await?;
    let made = invite::make_links(&ctx.state, &mut tx, &survey, Some(id(&person)?)).await?;
    if made.is_empty() {
        return Err(Error::not_found());
    }
    tx.commit().await?;
    Ok(LinksMade { rows: made.into_iter().map(row).collect(), slips: false })
}

fn row(made: invite::Made) -> LinkRow {
    LinkRow { name: made.to.name(), unit: made.to.unit_name, email: made.to.email, link: made.link }
}

/// Sends the first invitation by mail to everybody with an address.
#[server(custom = Strict, endpoint = "survey/send_mails")]
pub async fn send_mails(survey: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let survey = open_survey(&ctx, &survey).await?;
    if !ctx.state.settings.mail {
        return Err(Error::conflict("survey.invitations.no_mail"));
    }
    let mut tx = ctx.state.db.write().await?;
    store::lock(&mut tx, survey.id).await?;
    let before = store::mails(&mut tx, survey.id).await?;
    if before.waiting || before.sent {
        return Err(Error::conflict("survey.invitations.mailed_already"));
    }
    if !invite::mail_links(&ctx.state, &mut tx, &survey, ctx.now).await? {
        return Err(Error::conflict("survey.invitations.no_address"));
    }
    tx.commit().await?;
    lead_to(&format!("/umfragen/{}/einladungen", survey.id), Some("survey_mails_queued"));
    Ok(())
}

/// Makes codes for people of one unit and profile and shows them this once, as slips to print. `group` is the unit's id
/// and the profile's, with a dot between; either may be missing.
#[server(custom = Strict, endpoint = "survey/print_sheets")]
pub async fn print_sheets(
    survey: String,
    group: String,
    count: String,
    #[server(default)] replace: bool,
) -> Result<SheetsMade, Error> {
    let ctx = Ctx::get()?;
    let survey = open_survey(&ctx, &survey).await?;
    if survey.mode != Mode::Anonymous {
        // A sheet belongs to nobody; a named answer belongs to somebody.
        return Err(Error::new(ErrorKind::Invalid, "survey.invitations.sheets_anonymous_only"));
    }
    let wrong =
        || FieldError::new("count", "survey.invitations.count_range").with("max", Format::of(&ctx).count(BATCH_MAX));
    let count = count.trim().parse().ok().filter(|count| (1..=BATCH_MAX).contains(count));
    let count: usize = count.ok_or_else(|| Error::invalid(vec![wrong()]))?;
    let (unit, profile) = parse_group(&group)?;
    let groups = store::sheet_groups(&mut *ctx.state.db.read().await?, survey.id).await?;
    let group = groups.into_iter().find(|known| (known.unit, known.profile) == (unit, profile));
    let group = group.ok_or_else(Error::not_found)?;

    let codes = new_codes(&ctx, count).await?;
    let secrets = codes.iter().map(|code| (code.reveal_secret(), ctx.state.random())).collect();
    let hashes = sheet::hash_secrets(&ctx.state.passwords, secrets).await?;
    let sheets: Vec<NewSheet> = codes
        .iter()
        .zip(hashes)
        .map(|(code, secret_hash)| NewSheet { id: ctx.state.new_id(), locator: code.locator(), secret_hash })
        .collect();
    let mut tx = ctx.state.db.write().await?;
    if replace {
        store::revoke_sheets(&mut tx, survey.id, unit, profile).await?;
    }
    store::insert_sheets(&mut tx, survey.id, unit, profile, &sheets).await?;
    tx.commit().await?;
    let slip = |code: &SheetCode| Slip { code: code.reveal(), link: links::sheet(&ctx.state, code) };
    Ok(SheetsMade { unit: group.unit_name, slips: codes.iter().map(slip).collect() })
}

fn parse_group(raw: &str) -> Result<(Option<UnitId>, Option<JobProfileId>), Error> {
    let (unit, profile) = raw.split_once('.').ok_or_else(Error::not_found)?;
    let unit = if unit.is_empty() { None } else { Some(id(unit)?) };
    let profile = if profile.is_empty() { None } else { Some(id(profile)?) };
    Ok((unit, profile))
}

/// Codes whose locators are free.
async fn new_codes(ctx: &Ctx, count: usize) -> Result<Vec<SheetCode>, Error> {
    let mut taken = store::taken_locators(&mut *ctx.state.db.read().await?).await?;
    // 20 bits: with more than half of them in use, drawing again would take too long.
    if taken.len() + count > 500_000 {
        return Err(Error::busy());
    }
    let mut codes = Vec::with_capacity(count);
    while codes.len() < count {
        let code = SheetCode::from_random(&ctx.state.random());
        if taken.insert(code.locator()) {
            codes.push(code);
        }
    }
    Ok(codes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_names_unit_and_profile_and_either_may_be_missing() {
        let (unit, profile) = (UnitId::from_bytes([1; 16]), JobProfileId::from_bytes([2; 16]));
        assert_eq!(parse_group(&format!("{unit}.{profile}")).unwrap(), (Some(unit), Some(profile)));
        assert_eq!(parse_group(&format!("{unit}.")).unwrap(), (Some(unit), None));
        assert_eq!(parse_group(".").unwrap(), (None, None));
        for bad in ["", "x.", &format!("{unit}"), ".x"] {
            assert!(parse_group(bad).is_err(), "{bad}");
        }
    }
}
