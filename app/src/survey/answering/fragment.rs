//! The island that takes a response code out of the address: the QR code carries it behind `#`, where no server sees it.

use leptos::prelude::*;

/// Fills the code into the field with the id `field` and takes it out of the address. Shows nothing.
#[island]
pub fn CodeFromAddress(field: String) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    take(&field);
    #[cfg(not(feature = "hydrate"))]
    drop(field);
}

#[cfg(feature = "hydrate")]
fn take(field: &str) -> Option<()> {
    use wasm_bindgen::JsCast;
    let window = web_sys::window()?;
    let location = window.location();
    let hash = location.hash().ok()?;
    // Shorter fragments are places on the page.
    let code = hash.strip_prefix('#').filter(|code| code.len() >= 12)?;
    let field = window.document()?.get_element_by_id(field)?.dyn_into::<web_sys::HtmlInputElement>().ok()?;
    field.set_value(code);
    let clean = location.pathname().ok()?;
    window.history().ok()?.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&clean)).ok()
}
