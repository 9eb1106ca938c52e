//! A radio button or check box whose whole card is the target.

use super::control_id;
use leptos::prelude::*;

pub(super) struct Card {
    pub kind: &'static str,
    pub name: String,
    pub value: String,
    pub title: String,
    pub note: String,
    pub checked: bool,
    /// The first control of its field: links to the field lead here.
    pub first: bool,
    /// An answer that stands apart: an opt-out.
    pub quiet: bool,
}

impl Card {
    pub fn show(self) -> impl IntoView + use<> {
        let id = self.first.then(|| control_id(&self.name));
        view! {
            <label class="choice" data-kind=self.quiet.then_some("quiet")>
                <input class="tick" type=self.kind id=id name=self.name value=self.value checked=self.checked/>
                <span class="choice__text">
                    <span class="choice__title">{self.title}</span>
                    {(!self.note.is_empty()).then(|| view! { <span class="choice__note">{self.note}</span> })}
                </span>
            </label>
        }
    }
}
