//! QR codes as SVG that a page carries itself: no image, no foreign service.

use fast_qr::{QRBuilder, QRCode};
use leptos::prelude::*;

/// Free margin around a QR code, in modules (ISO/IEC 18004).
const QUIET: usize = 4;

/// `text` as a QR code; nothing when it is too long for one. `label` says what it opens.
pub fn qr(text: &str, label: String) -> Option<impl IntoView + use<>> {
    let code = QRBuilder::new(text).build().ok()?;
    let size = code.size + 2 * QUIET;
    Some(view! {
        // Scanners need dark on light, whatever the theme.
        <svg class="qr" data-theme="light" viewBox=format!("0 0 {size} {size}") role="img" aria-label=label shape-rendering="crispEdges">
            <rect class="qr__ground" width="100%" height="100%"></rect>
            <path class="qr__dark" d=path(&code)></path>
        </svg>
    })
}

/// One rectangle per run of dark modules in a row.
fn path(code: &QRCode) -> String {
    let mut path = String::new();
    for row in 0..code.size {
        let mut column = 0;
        while column < code.size {
            let start = column;
            while column < code.size && code[row][column].value() {
                column += 1;
            }
            if column > start {
                let run = column - start;
                path.push_str(&format!("M{} {}h{run}v1h-{run}z", start + QUIET, row + QUIET));
            }
            column += 1;
        }
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_begins_with_the_corner_that_every_qr_code_has() {
        let code = QRBuilder::new("https://weiterblick.example/code").build().unwrap();
        assert!(path(&code).starts_with("M4 4h7v1h-7z"));
    }

    #[test]
    fn every_dark_module_is_drawn_once() {
        let code = QRBuilder::new("https://weiterblick.example/code").build().unwrap();
        let dark = (0..code.size).flat_map(|row| (0..code.size).map(move |column| (row, column)));
        let dark = dark.filter(|(row, column)| code[*row][*column].value()).count();
        let drawn: usize = path(&code)
            .split('M')
            .filter_map(|run| run.split_once('h')?.1.split_once('v'))
            .map(|(run, _)| run.parse::<usize>().unwrap())
            .sum();
        assert_eq!(drawn, dark);
    }
}
