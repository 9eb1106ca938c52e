//! The WASM entry: wakes the islands on the page and does nothing else.

// The islands are found by name at run time; this keeps the linker from dropping them.
#[allow(unused_imports)]
use weiterblick_app as _;

/// Called by the script in the page once the WASM file is there.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
