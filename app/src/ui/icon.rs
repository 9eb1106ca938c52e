use leptos::prelude::*;

/// A drawing from `public/icons.svg`. Decoration: the words beside it carry the meaning.
#[component]
pub fn Icon(
    /// The symbol's name without `i-`.
    #[prop(into)]
    name: String,
    /// Mirrors in right-to-left languages.
    #[prop(optional)]
    flip: bool,
    /// `s` or `l`; medium when left out.
    #[prop(optional)]
    size: &'static str,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true" data-flip=flip data-size=(!size.is_empty()).then_some(size)>
            <use href=format!("/icons.svg#i-{name}")></use>
        </svg>
    }
}
