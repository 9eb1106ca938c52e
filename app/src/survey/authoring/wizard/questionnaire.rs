use super::{Step, bar, head};
use crate::context::Ctx;
use crate::error::Error;
use crate::form::PostForm;
use crate::page::Page;
use crate::questionnaire::summary;
use crate::survey::authoring::api::SaveQuestionnaire;
use crate::survey::authoring::parts::Choices;
use crate::texts::language;
use crate::ui::{Choice, Icon};
use leptos::prelude::*;
use weiterblick_domain::policy::Relation;
use weiterblick_domain::policy::action::ReadSurveys;
use weiterblick_store::questionnaire::{self as store, Questionnaire};
use weiterblick_store::survey::Survey;

/// Step 2: own questionnaires, and templates that become own ones.
pub async fn page(ctx: &Ctx, survey: Survey) -> Result<Page, Error> {
    let read = ctx.grant::<ReadSurveys>(Relation::Organisation)?;
    let all = store::list(&mut *ctx.state.db.read().await?, &read).await?;
    let (templates, own): (Vec<_>, Vec<_>) = all.into_iter().partition(|entry| entry.template);
    let chosen = survey.questionnaire;
    let cards = |entries: Vec<Questionnaire>| {
        entries
            .into_iter()
            .map(|entry| {
                let title = entry.title.get(language()).to_owned();
                let preview = t!("survey.questionnaire.preview", title = title);
                view! {
                    <li class="stack" data-gap="1">
                        <Choice name="questionnaire" value=entry.id.to_string() title=title
                            note=summary(&entry.newest.definition) checked=chosen == Some(entry.id)/>
                        <a class="link-plain text-sm" href=format!("/frageboegen/{}/vorschau", entry.id)>
                            <Icon name="eye" size="s"/>{preview}
                        </a>
                    </li>
                }
            })
            .collect_view()
    };
    let (has_own, has_templates) = (!own.is_empty(), !templates.is_empty());
    let (own, templates) = (cards(own), cards(templates));
    let form = view! {
        <PostForm<SaveQuestionnaire> class="wizard">
            <input type="hidden" name="survey" value=survey.id.to_string()/>
            {head(t!("survey.questionnaire.title"), t!("survey.questionnaire.lead"))}
            <Choices name="questionnaire" legend=t!("survey.questionnaire.legend") hidden_legend=true>
                {has_own.then(|| view! {
                    <h2>{t!("survey.questionnaire.own")}</h2>
                    <ul class="stack" data-gap="4">{own}</ul>
                })}
                {has_templates.then(|| view! {
                    <h2>{t!("survey.questionnaire.templates")}</h2>
                    <p class="hint">{t!("survey.questionnaire.templates_hint")}</p>
                    <ul class="stack" data-gap="4">{templates}</ul>
                })}
            </Choices>
            {bar(2)}
        </PostForm<SaveQuestionnaire>>
    }
    .into_any();
    let help = vec![
        (t!("survey.help.copy"), t!("survey.help.copy_text")),
        (t!("survey.help.frozen"), t!("survey.help.frozen_text")),
    ];
    Ok(Step { here: 2, survey: Some(survey), form, help }.page())
}
