use super::{Go, id, survey as survey_of};
use crate::context::Ctx;
use crate::error::{Error, FieldError};
use crate::strict::Strict;
use leptos::prelude::*;
use weiterblick_domain::ids::{QuestionnaireId, SurveyId};
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::{ManageSurveys, ReadSurveys};
use weiterblick_store::questionnaire::{self, NewCopy};
use weiterblick_store::survey::{self as store, AudienceChoice};

/// Step 2: which questionnaire. A template is copied into the organisation first.
#[server(custom = Strict, endpoint = "survey/save_questionnaire")]
pub async fn save_questionnaire(
    survey: String,
    #[server(default)] questionnaire: String,
    go: String,
) -> Result<(), Error> {
    const HERE: u8 = 2;
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageSurveys>(Relation::Organisation)?;
    let read = ctx.grant::<ReadSurveys>(Relation::Organisation)?;
    let (survey, go): (SurveyId, Go) = (id(&survey)?, Go::from_form(&go));
    if questionnaire.is_empty() {
        if go == Go::Next {
            return Err(Error::field("questionnaire", "survey.questionnaire.missing"));
        }
        go.lead(survey, HERE);
        return Ok(());
    }
    let chosen: QuestionnaireId = id(&questionnaire)?;
    let mut tx = ctx.state.db.write().await?;
    let source = questionnaire::questionnaire(&mut tx, &read, chosen).await?;
    let version = if source.template {
        let new = NewCopy { id: ctx.state.new_id(), version: ctx.state.new_id() };
        questionnaire::copy_for_survey(&mut tx, &grant, chosen, new).await?
    } else {
        source.newest.id
    };
    store::set_questionnaire(&mut tx, &grant, survey, go.reached(HERE), version).await?;
    tx.commit().await?;
    go.lead(survey, HERE);
    Ok(())
}

/// Step 3: who is asked. `scope` is `whole` or `units`.
#[server(custom = Strict, endpoint = "survey/save_audience")]
pub async fn save_audience(
    survey: String,
    #[server(default)] scope: String,
    #[server(default)] units: Vec<String>,
    #[server(default)] excluded: Vec<String>,
    #[server(default)] merge_small: bool,
    go: String,
) -> Result<(), Error> {
    const HERE: u8 = 3;
    let ctx = Ctx::get()?;
    let grant = ctx.grant::<ManageSurveys>(Relation::Organisation)?;
    let (before, go) = (survey_of(&ctx, &survey).await?, Go::from_form(&go));
    let mut fields = Vec::new();
    let whole_organisation = match scope.as_str() {
        "whole" => true,
        "units" => false,
        _ => {
            fields.push(FieldError::new("scope", "error.choose"));
            before.whole_organisation
        }
    };
    if !whole_organisation && units.is_empty() && go == Go::Next {
        fields.push(FieldError::new("units", "survey.audience.units_missing"));
    }
    if !fields.is_empty() && go != Go::Back {
        return Err(Error::invalid(fields));
    }
    let choice = AudienceChoice {
        whole_organisation,
        units: units.iter().map(|unit| id(unit)).collect::<Result<_, _>>()?,
        merge_small,
        excluded: excluded.iter().map(|person| id(person)).collect::<Result<_, _>>()?,
    };
    let mut tx = ctx.state.db.write().await?;
    store::set_audience(&mut tx, &grant, before.id, go.reached(HERE), &choice).await?;
    tx.commit().await?;
    go.lead(before.id, HERE);
    Ok(())
}
