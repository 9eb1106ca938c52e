use super::{Step, bar, head};
use crate::form::PostForm;
use crate::page::Page;
use crate::survey::authoring::api::{CreateSurvey, SaveBasics};
use crate::ui::TextField;
use leptos::prelude::*;
use weiterblick_store::survey::Survey;

/// Step 1: title and wave.
pub fn page(survey: Option<Survey>) -> Page {
    let (title, wave) = survey.as_ref().map(|s| (s.title.clone(), s.wave_label.clone())).unwrap_or_default();
    let fields = move || {
        view! {
            {head(t!("survey.basics.title"), t!("survey.basics.lead"))}
            <TextField name="title" label=t!("survey.basics.name") hint=t!("survey.basics.name_hint") value=title
                maxlength=200 autocomplete="off"/>
            <TextField name="wave_label" label=t!("survey.basics.wave") hint=t!("survey.basics.wave_hint") value=wave
                maxlength=60 autocomplete="off" optional=true/>
            {bar(1)}
        }
    };
    let form = match survey.as_ref().map(|survey| survey.id.to_string()) {
        Some(id) => view! {
            <PostForm<SaveBasics> class="wizard">
                <input type="hidden" name="survey" value=id/>
                {fields()}
            </PostForm<SaveBasics>>
        }
        .into_any(),
        None => view! { <PostForm<CreateSurvey> class="wizard">{fields()}</PostForm<CreateSurvey>> }.into_any(),
    };
    let help = vec![
        (t!("survey.help.wave"), t!("survey.help.wave_text")),
        (t!("survey.help.draft"), t!("survey.help.draft_text")),
    ];
    Step { here: 1, survey, form, help }.page()
}
