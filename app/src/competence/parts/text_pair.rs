use crate::ui::{TextArea, TextField};
use leptos::prelude::*;
use weiterblick_domain::competence::{Code, DESCRIPTION_MAX, TITLE_MAX};
use weiterblick_domain::text::{Language, Multilingual};

/// One text in both languages: fields `name[de]` and `name[en]`. `long` makes them text areas.
#[component]
pub fn TextPair(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional)] value: Multilingual,
    #[prop(optional)] long: bool,
    /// German may be left out, too.
    #[prop(optional)]
    optional: bool,
    #[prop(optional)] rows: Option<u32>,
    #[prop(optional)] max: Option<usize>,
) -> impl IntoView {
    let max = max.unwrap_or(if long { DESCRIPTION_MAX } else { TITLE_MAX });
    let max = u32::try_from(max).unwrap_or(u32::MAX);
    Language::ALL
        .into_iter()
        .map(|language| {
            let code = language.code();
            let field = format!("{name}[{code}]");
            let label = t!("competence.in_language", label = label, language = t!(format!("competence.language.{code}")));
            let value = value.exact(language).unwrap_or_default().to_owned();
            let optional = optional || language != Language::De;
            if long {
                view! {
                    <TextArea name=field label=label value=value rows=rows.unwrap_or(3) maxlength=max optional=optional/>
                }
                .into_any()
            } else {
                view! { <TextField name=field label=label value=value maxlength=max optional=optional/> }.into_any()
            }
        })
        .collect_view()
}

/// A code; may be left out where one is made of the title.
#[component]
pub fn CodeInput(#[prop(optional, into)] value: String, #[prop(optional)] optional: bool) -> impl IntoView {
    let hint = if optional { t!("competence.code.hint_optional") } else { t!("competence.code.hint") };
    let max = u32::try_from(Code::MAX).unwrap_or(u32::MAX);
    view! {
        <TextField name="code" label=t!("competence.code.label") hint=hint value=value maxlength=max optional=optional/>
    }
}
