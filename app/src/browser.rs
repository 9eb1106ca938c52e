//! What several islands need of a form in the browser.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::js_sys::Array;
use web_sys::{FormData, HtmlFormElement};

/// Names and values of a form's fields; files do not occur.
pub fn fields(form: &HtmlFormElement) -> Option<Vec<(String, String)>> {
    let data = FormData::new_with_form(form).ok()?;
    let pair = |entry: Result<JsValue, JsValue>| {
        let entry = Array::from(&entry.ok()?);
        Some((entry.get(0).as_string()?, entry.get(1).as_string()?))
    };
    data.entries().into_iter().map(pair).collect()
}

/// Whether the form holds something else than the page came with.
pub fn differs_from_page(form: &HtmlFormElement) -> bool {
    let copy = form.clone_node_with_deep(true).ok().and_then(|copy| copy.dyn_into::<HtmlFormElement>().ok());
    copy.is_some_and(|copy| {
        copy.reset();
        fields(&copy) != fields(form)
    })
}
