//! Ways in: a personal link, a code from paper, a response code, an account.

use crate::code_device;
use crate::context::{Ctx, incident};
use crate::error::{Error, ErrorKind};
use crate::form::lead_to;
use crate::strict::Strict;
use crate::survey::answering::device;
use crate::survey::answering::participant::survey_key;
use crate::survey::answering::typed_code::TypedCode;
use crate::survey::crypto::seal_payload;
use crate::survey::sheet::verify_secret;
use crate::throttle::CodeKey;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use weiterblick_domain::ids::{DraftId, SurveyId};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ManageOwnResult;
use weiterblick_domain::survey::{Draft, DraftPayload, Mode, ResponseCode, SheetCode, Token};
use weiterblick_store::survey::answer_invitation::{self as invitations, Redeemed, Sheet};
use weiterblick_store::survey::{self, answer_assessment, answer_draft, answer_open};
use weiterblick_store::{StoreError, Tx};

/// Starts by a personal link. Anonymous: answers the response code, which is shown once. Named: leads to the questions.
#[server(custom = Strict, endpoint = "survey/answer_redeem")]
pub async fn answer_redeem(token: String) -> Result<Option<String>, Error> {
    let ctx = Ctx::get()?;
    let digest = Token::parse(&token).map_err(|_| dead_link())?.digest();
    let survey = invitations::survey_of_link(&mut *ctx.state.db.read().await?, digest, ctx.now).await?;
    let survey = survey.ok_or_else(dead_link)?;
    let mut tx = ctx.state.db.write().await?;
    hold(&ctx, &mut tx, survey).await.map_err(|_| dead_link())?;
    let redeemed = invitations::redeem_link(&mut tx, digest).await?.ok_or_else(dead_link)?;
    start(&ctx, tx, redeemed).await
}

/// What a code opens.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Checked {
    pub survey: SurveyId,
}

/// Checks a typed code. A code from paper answers its survey, whose notice is shown next; a response code leads on.
#[server(custom = Strict, endpoint = "survey/answer_check_code")]
pub async fn answer_check_code(code: String) -> Result<Option<Checked>, Error> {
    let ctx = Ctx::get()?;
    match TypedCode::parse(&code).map_err(|error| Error::invalid(vec![error]))? {
        TypedCode::Sheet(code) => Ok(Some(Checked { survey: sheet(&ctx, &code).await?.survey })),
        TypedCode::Response(code) => {
            resume(&ctx, &code).await?;
            Ok(None)
        }
    }
}

/// Starts by a code from paper. Answers the response code, which is shown once.
#[server(custom = Strict, endpoint = "survey/answer_redeem_code")]
pub async fn answer_redeem_code(code: String) -> Result<Option<String>, Error> {
    let ctx = Ctx::get()?;
    let TypedCode::Sheet(code) = TypedCode::parse(&code).map_err(|error| Error::invalid(vec![error]))? else {
        return Err(unknown_code());
    };
    let sheet = sheet(&ctx, &code).await?;
    let mut tx = ctx.state.db.write().await?;
    hold(&ctx, &mut tx, sheet.survey).await.map_err(|_| unknown_code())?;
    let redeemed = invitations::redeem_sheet(&mut tx, &sheet).await?.ok_or_else(unknown_code)?;
    start(&ctx, tx, redeemed).await
}

/// Starts or goes on with a named survey from the own account.
#[server(custom = Strict, endpoint = "survey/answer_begin")]
pub async fn answer_begin(survey: String) -> Result<(), Error> {
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageOwnResult>(Relation::Own)?;
    let survey: SurveyId = survey.parse().map_err(|_| Error::not_found())?;
    let mut tx = ctx.state.db.write().await?;
    hold(&ctx, &mut tx, survey).await?;
    // Whoever is not asked in this survey finds nothing, of whichever organisation it is.
    let assessment = answer_assessment::begin(&mut tx, survey, grant.person(), ctx.state.new_id()).await?;
    answer_assessment::redeem_own_invitation(&mut tx, survey, grant.person()).await?;
    tx.commit().await?;
    device::keep_account(assessment.id);
    lead_to("/fragebogen", None);
    Ok(())
}

/// The survey takes answers until the transaction ends.
async fn hold(ctx: &Ctx, tx: &mut Tx, survey: SurveyId) -> Result<(), Error> {
    if answer_open::hold(&ctx.state.db, tx, survey, ctx.now).await? { Ok(()) } else { Err(Error::not_found()) }
}

/// Makes the draft or assessment of an invitation that was just used up, and commits both together.
async fn start(ctx: &Ctx, mut tx: Tx, redeemed: Redeemed) -> Result<Option<String>, Error> {
    let token = Token::from_random(ctx.state.random());
    match (redeemed.mode, redeemed.person) {
        (Mode::Anonymous, _) => {
            let survey = survey::load(&mut tx, redeemed.survey).await?;
            let notice = survey::notice(&mut tx, &survey.notice_id).await?;
            let code = ResponseCode::from_random(&ctx.state.random());
            let id: DraftId = ctx.state.new_id();
            let payload = DraftPayload {
                unit: redeemed.unit,
                attributes: redeemed.attributes,
                notice_version: notice.number,
                draft: Draft::default(),
            };
            let payload = seal_payload(&survey_key(ctx, survey.id)?, id, ctx.state.random(), &payload)
                .map_err(|error| incident(&error))?;
            let draft =
                answer_draft::NewDraft { id, survey: survey.id, code: code.digest(), device: token.digest(), payload };
            answer_draft::create(&mut tx, draft).await?;
            tx.commit().await?;
            device::keep_draft(id, &token);
            Ok(Some(code.reveal()))
        }
        (Mode::Named, Some(person)) => {
            let assessment = answer_assessment::begin(&mut tx, redeemed.survey, person, ctx.state.new_id())
                .await
                .map_err(|error| if matches!(error, StoreError::NotFound) { dead_link() } else { error.into() })?;
            answer_assessment::add_device(&mut tx, assessment.id, token.digest()).await?;
            let survey = survey::load(&mut tx, redeemed.survey).await?;
            tx.commit().await?;
            device::keep_link(&token, survey.closes_at.map_or(0, |closes| closes.since(ctx.now)));
            lead_to("/fragebogen", None);
            Ok(None)
        }
        // A sheet has no person, so it cannot open a named survey.
        (Mode::Named, None) => Err(unknown_code()),
    }
}

/// The sheet that a code opens. Attempts count before they are looked at (security.md E24).
async fn sheet(ctx: &Ctx, code: &SheetCode) -> Result<Sheet, Error> {
    ctx.state.throttles.code(&code_device::of(ctx))?;
    ctx.state.throttles.code(&CodeKey::Locator(code.locator()))?;
    let sheet = invitations::sheet(&mut *ctx.state.db.read().await?, &code.locator(), ctx.now).await?;
    let hash = sheet.as_ref().map(|sheet| sheet.secret_hash.clone());
    // Without a sheet it takes as long and answers no.
    let fits = verify_secret(code.reveal_secret(), hash).await?;
    sheet.filter(|_| fits).ok_or_else(unknown_code)
}

/// Goes on with an anonymous draft on this device.
async fn resume(ctx: &Ctx, code: &ResponseCode) -> Result<(), Error> {
    ctx.state.throttles.code(&code_device::of(ctx))?;
    let found = answer_draft::of_code(&mut *ctx.state.db.read().await?, code.digest()).await?;
    let (draft, survey) = found.ok_or_else(unknown_code)?;
    let token = Token::from_random(ctx.state.random());
    let mut tx = ctx.state.db.write().await?;
    hold(ctx, &mut tx, survey).await.map_err(|_| unknown_code())?;
    answer_draft::add_device(&mut tx, draft, token.digest()).await.map_err(|_| unknown_code())?;
    tx.commit().await?;
    device::keep_draft(draft, &token);
    lead_to("/fragebogen", None);
    Ok(())
}

/// Unknown, used, replaced and closed are one answer.
fn dead_link() -> Error {
    Error::new(ErrorKind::Invalid, "answering.error.dead_link")
}

/// Unknown, used, wrong and closed are one answer.
fn unknown_code() -> Error {
    Error::field("code", "answering.error.unknown_code")
}
