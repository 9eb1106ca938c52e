use crate::ui::Icon;
use leptos::prelude::*;

/// Where the page stands: pairs of name and path; the last one is the page itself.
#[component]
pub fn Crumbs(trail: Vec<(String, String)>, #[prop(into)] here: String) -> impl IntoView {
    view! {
        <nav class="crumbs" aria-label=t!("page.crumbs")>
            <ol>
                {trail.into_iter().map(|(name, path)| view! { <li><a href=path>{name}</a></li> }).collect_view()}
                <li aria-current="page">{here}</li>
            </ol>
        </nav>
    }
}

/// Head of a page: trail, headline, lead, actions.
#[component]
pub fn PageHead(
    #[prop(into)] title: String,
    #[prop(optional, into)] lead: Option<String>,
    #[prop(optional, into)] kicker: Option<String>,
    #[prop(optional)] trail: Vec<(String, String)>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="page-head">
            {(!trail.is_empty()).then(|| view! { <Crumbs trail=trail here=title.clone()/> })}
            <div class="page-head__text">
                {kicker.map(|kicker| view! { <p class="kicker">{kicker}</p> })}
                <h1>{title}</h1>
                {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
            </div>
            {children.map(|children| view! { <div class="page-head__actions cluster" data-gap="2">{children()}</div> })}
        </div>
    }
}

/// A part of a long page with its own headline.
#[component]
pub fn Section(
    #[prop(into)] id: String,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: Option<String>,
    #[prop(optional)] tools: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    let (title_id, labelled_by) = (format!("{id}-t"), format!("{id}-t"));
    view! {
        <section class="section" id=id aria-labelledby=labelled_by>
            <div class="section__head">
                <div class="section__text">
                    <h2 id=title_id>{title}</h2>
                    {text.filter(|text| !text.is_empty()).map(|text| view! { <p>{text}</p> })}
                </div>
                {tools.map(|tools| view! { <div class="section__tools">{tools}</div> })}
            </div>
            {children()}
        </section>
    }
}

/// A decision that cannot be undone: a button that unfolds the question, its consequences and the real button.
///
/// Works without script because it is a `details`; `children` is the form with the real button.
#[component]
pub fn Confirm(
    /// Label of the first button.
    #[prop(into)]
    open: String,
    #[prop(default = "secondary")] kind: &'static str,
    #[prop(into)] question: String,
    #[prop(into)] text: String,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="confirm">
            <summary class="button" data-kind=kind data-size="s">{open}</summary>
            <div class="confirm__panel panel stack" data-kind="sand" data-gap="4">
                <h3><Icon name="warning"/>{question}</h3>
                <p>{text}</p>
                {children()}
            </div>
        </details>
    }
}
